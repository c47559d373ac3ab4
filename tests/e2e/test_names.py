"""People name things by what they call them: a number in any spelling, a child, a colleague, an entry, a finding. What is
unknown is an error that says what may be meant, and an empty answer says what was asked."""

import json
import re
import socket
import unittest

import casework
from casework import an_id, day, event
from journal import ROOT, Exit, JournalTest, SamplesTest

SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
NUMBER = "23-JV-0117"
CORRECTION, CORRECTED = 221, 214


class CaseNamesTest(SamplesTest):
    """Who suffers: a clerk who types what stands on the paper file, and is told that there is no such case."""

    def case_of(self, *words):
        return self.journal.json("plan", *words)["plan"]["caseId"]

    def test_a_case_is_found_by_what_people_call_it(self):
        for name in (NUMBER, "23-jv-0117", " 23-JV-0117 ", "23 -JV- 0118", "cc5b", "CC5B606B", SIBLINGS, "Theo Pruitt", "theo",
                     "pruitt theo", "Marisol Vega"):
            with self.subTest(name):
                self.assertEqual(SIBLINGS, self.case_of(name))

    def test_a_case_without_a_number_is_listed_with_what_finds_it(self):
        """Its first column was empty: nothing could be typed."""
        shown = self.journal.ok("cases")
        for case in self.journal.rows("cases"):
            short = case["caseId"][:8]
            self.assertEqual(not case.get("numbers"), bool(re.search(rf"(?m)^{short} ", shown)), short)
            self.assertEqual(case["caseId"], self.case_of(short))

    def test_several_cases_are_listed_and_none_is_guessed(self):
        ran = self.journal.run("plan", "Elias")

        self.assert_exit(Exit.USAGE, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, "22-JV-0139", "opened 2022-03-07", "last entry r")

    def test_an_unknown_case_is_an_error_that_says_what_may_be_meant(self):
        for name in ("23-JV-0171", "23JV0117"):
            ran = self.journal.run("plan", name)
            self.assert_exit(Exit.NOT_FOUND, ran)
            self.assert_says(ran.err, f'"{name}"', f"did you mean {NUMBER}?")
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("plan", "cc5"))

    def test_an_exhibit_by_one_child_in_any_spelling_is_not_that_of_the_siblings(self):
        for name in ("23-JV-0118", "23-jv-0118", "theo"):
            ran = self.journal.run("exhibit", name, "--preview")
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "of one child of a case with 2 children", "Nothing was given")

    def test_a_register_by_another_spelling_is_that_of_the_court_number(self):
        self.assertEqual(self.journal.ok("register", "23-JV-0118"), self.journal.ok("register", "23-jv-0118"))
        self.assertNotEqual(self.journal.ok("register", "23-JV-0118"), self.journal.ok("register", SIBLINGS))
        self.assertEqual(self.journal.ok("register", SIBLINGS), self.journal.ok("register", "Theo Pruitt"))


class StaffNamesTest(SamplesTest):
    """Who suffers: a supervisor who knows her colleagues by name, and no id of theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared.restart("--rules", ROOT / "deploy/rules")

    def test_a_member_of_staff_is_found_by_name(self):
        for command in (("cases",), ("work", "--closed")):
            wanted = self.journal.rows(*command, "--worker", "cw-2077")
            self.assertTrue(wanted)
            for name in ("Anthony Delgado-Kim", "delgado", "anthony kim", "CW-2077"):
                self.assertEqual(wanted, self.journal.rows(*command, "--worker", name))
        self.assertEqual(self.journal.rows("history", NUMBER, "--by", "cw-2077"),
                         self.journal.rows("history", NUMBER, "--by", "delgado"))

    def test_the_id_that_another_command_needs_can_be_shown(self):
        for words in (("cases",), ("history", NUMBER), ("events", NUMBER), ("replay", NUMBER)):
            self.assertRegex(self.journal.ok(*words, "--ids"), r"\((cw|sv|u)-\d+\)", words)

    def test_a_unit_is_found_without_regard_to_case(self):
        unit = next(part["unit"] for case in self.journal.rows("cases") for part in case["assignments"] if part.get("unit"))

        self.assertEqual(self.journal.rows("cases", "--unit", unit), self.journal.rows("cases", "--unit", unit.upper()))
        self.assertEqual(self.journal.rows("work", "--unit", unit), self.journal.rows("work", "--unit", unit.lower()))

    def test_nobody_is_an_error_that_says_who_may_be_meant(self):
        for words in (("cases", "--worker", "cw-2078x"), ("work", "--worker", "cw-2O77"), ("work", "--worker", "cw-2O77", "--ics")):
            ran = self.journal.run(*words)
            self.assert_exit(Exit.NOT_FOUND, ran)
            self.assertEqual("", ran.out)
            self.assert_says(ran.err, "did you mean", "(cw-2077)?")

    def test_a_person_is_found_by_name_in_all_cases(self):
        self.assertEqual([SIBLINGS], [case["caseId"] for case in self.journal.rows("cases", "--person", "hector vega")])
        ran = self.journal.run("cases", "--person", "Vega")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "may be meant by", "born 1990-02-11")

    def test_a_participant_is_found_by_name_among_people_alone(self):
        """Words of objectives were offered for a person."""
        self.assertEqual(self.journal.rows("history", NUMBER, "--person", "52143f1e-11be-4c70-b0d7-41ee3d676e60"),
                         self.journal.rows("history", NUMBER, "--person", "shannon"))
        self.assertTrue(self.journal.rows("notes", NUMBER, "--with", "shannon"))
        ran = self.journal.run("history", NUMBER, "--person", "Pruitt")
        self.assert_exit(Exit.USAGE, ran)
        self.assertEqual(3, ran.err.count("Pruitt,"), ran.err)

    def test_persons_are_shown_with_their_cases(self):
        shown = self.journal.ok("persons", "Vega", "Hector")

        self.assert_says(shown, "Vega", "1990-02-11", "the same names in another order", "adult in 23-JV-0117, 23-JV-0118 (closed)")
        self.assertNotIn(SIBLINGS, shown)
        self.assert_says(self.journal.ok("persons", "Vega Hector", "--ids"), SIBLINGS)

    def test_a_list_is_found_by_its_name_in_any_number(self):
        self.assertEqual(self.journal.rows("history", NUMBER, "--list", "goals"), self.journal.rows("history", NUMBER, "--list", "goal"))
        ran = self.journal.run("history", NUMBER, "--list", "objektives")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "did you mean objectives?")


class EntryNamesTest(SamplesTest):
    """Who suffers: an auditor who reads "r221" on one page and "entry 972" on the next one."""

    def test_an_entry_is_named_alike_wherever_it_is_typed(self):
        for words in (("events", NUMBER, "--from"), ("replay", NUMBER, "--from-revision"), ("plan", NUMBER, "--json", "--known-revision")):
            self.assertEqual(self.journal.ok(*words, str(CORRECTION)), self.journal.ok(*words, f"r{CORRECTION}"))
        self.assertEqual(self.journal.ok("exhibit", NUMBER, "--preview", "--events", "0-12,15"),
                         self.journal.ok("exhibit", NUMBER, "--preview", "--events", "r0-r12,r15"))
        self.assert_exit(Exit.USAGE, self.journal.run("events", NUMBER, "--from", "a1"))

    def test_a_list_of_entries_says_when_by_whom_and_what_it_corrects(self):
        shown = self.journal.ok("events", NUMBER, "--from", f"r{CORRECTION}", "--limit", "1")

        self.assert_says(shown, f"r{CORRECTION}", "2023-09-20", "Grace Bell; first by Anthony Delgado-Kim", "Corrects")
        self.assertRegex(shown, rf"ObjectiveMet +r{CORRECTED}\n")
        self.assertNotIn("Position", shown)
        self.assert_says(self.journal.ok("events", "--from", str(self.shared.entries_at_start), "--limit", "3"), "Position", "Case")
        self.assert_says(self.journal.ok("replay", NUMBER, "--from-revision", str(CORRECTION)), f"corrects r{CORRECTED}")

    def test_a_label_stands_beside_the_entry(self):
        entries = [json.loads(line)["opened"] for line in self.journal.ok("events", NUMBER, "--json").splitlines()]
        labeled = [entry["recorded"]["revision"] for entry in entries if entry["stored"]["caseEvent"].get("labels")]
        self.assertTrue(labeled)
        for revision in labeled:
            self.assert_says(self.journal.ok("events", NUMBER, "--from", revision, "--limit", "1").splitlines()[0], "Labels")
            self.assertNotRegex(self.journal.ok("show", NUMBER, revision), "labels today +none")
            self.assertTrue(self.journal.json("show", NUMBER, revision)["labels"])

    def test_show_tells_everything_about_an_entry(self):
        shown = self.journal.ok("show", NUMBER, f"r{CORRECTION}")

        self.assert_says(shown, f"r{CORRECTION} of the case {SIBLINGS} (23-JV-0117, 23-JV-0118): ObjectiveMet", "2023-09-20", "Anthony Delgado-Kim (cw-2077)",
                         f"r{CORRECTED}", "The summary left out the missed screen", "Shannon Pruitt [52143f1e-", "2023-08-28 -> 2023-09-20",
                         "labels today", "in the tree of")
        self.assert_says(self.journal.ok("show", NUMBER, str(CORRECTED)), "corrected by", f"r{CORRECTION}")
        self.assert_says(self.journal.ok("show", NUMBER, "179"), "WITHDRAWN by", "r180")

    def test_show_for_programs_has_the_event_decoded_its_fate_and_its_proof(self):
        shown = self.journal.json("show", NUMBER, f"r{CORRECTED}")

        self.assertEqual(str(CORRECTION), shown["correctedBy"])
        self.assertEqual([], shown["labels"])
        self.assertEqual("75feb272-1709-431d-ba37-6ff0c00e1862",
                         shown["entry"]["opened"]["stored"]["caseEvent"]["objectiveMet"]["objectiveId"])
        self.assertEqual(shown["entry"]["opened"]["recorded"]["position"], shown["proof"]["position"])
        self.assertTrue(shown["changes"])

    def test_show_knows_what_was_given(self):
        ran = self.journal.run("show", NUMBER, "a999")
        self.assert_exit(Exit.NOT_FOUND, ran)

    def test_an_entry_that_is_not_there_is_an_error_that_says_where_the_case_ends(self):
        ran = self.journal.run("show", NUMBER, "r99999")
        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, "no entry r99999", "the last one is r262")
        self.assert_says(self.journal.run("events", NUMBER, "--from", "r846").err, "No entries at or after 846; the last one is r262")
        for entry in ("x1", "r", "-1", "r1x"):
            self.assert_exit(Exit.USAGE, self.journal.run("show", NUMBER, entry))

    def test_a_proof_is_asked_for_by_entry(self):
        position = self.journal.rows("events", NUMBER, "--from", f"r{CORRECTION}", "--limit", "1")[0]["position"]

        self.assertEqual(self.journal.json("proof", position)["proof"]["leafHash"],
                         self.journal.json("proof", "theo", f"r{CORRECTION}")["proof"]["leafHash"])
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("proof", NUMBER, "r99999"))
        self.assert_exit(Exit.USAGE, self.journal.run("proof", f"r{CORRECTION}"))

    def test_a_finding_has_a_short_name_and_a_whole_one(self):
        whole = [finding["finding"] for finding in self.journal.rows("findings", NUMBER)]
        shown = re.findall(r"^  f(\d+) .*\n(?:       (?!\S+/).*\n)*       (\S+)$", self.journal.ok("findings", NUMBER, "--ids"), re.M)

        self.assertEqual(dict(enumerate(whole, 1)), {int(number): name for number, name in shown})
        self.assertEqual([whole[2]], [one["finding"] for one in self.journal.rows("findings", NUMBER, "--finding", "f3")])
        self.assertEqual([whole[2]], [one["finding"] for one in self.journal.rows("findings", NUMBER, "--finding", whole[2])])
        ran = self.journal.run("findings", NUMBER, "--finding", "f999")
        self.assert_exit(Exit.NOT_FOUND, ran)


class NothingTest(JournalTest):
    """Who suffers: whoever takes silence for "there is nothing"."""

    def setUp(self):
        super().setUp()
        self.case = an_id("a case with a worker")
        self.journal.append(casework.request(
            self.case, None, casework.opened(), casework.child(),
            event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": "cw-2041", "name": "Dana Reed"},
                                   "part": "ASSIGNMENT_PART_CASEWORKER", "unit": "Ongoing 2"})))
        self.journal.ok("checkpoint", "--min-size", "3")

    def test_an_empty_answer_says_what_was_asked_and_on_what_it_rests(self):
        for words, said in (
                (("cases", "--worker", "Dana Reed", "--status", "closed"), "No case is assigned to cw-2041 and has the status closed."),
                (("cases", "--opened-from", "2100-01-01"), "No case was opened on 2100-01-01 or later."),
                (("cases", "--unit", "ongoing 2", "--status", "closed"), "No case is assigned to the unit Ongoing 2 and has the status closed."),
                (("history", self.case, "--recorded-from", "2100-01-01"), "No change of the case recorded from 2100-01-01."),
                (("history", self.case, "--list", "goals"), "No change of goals."),
                (("notes", self.case), "The case has no note, contact, or visit."),
                (("persons", "Zebulon"), "No person in the cases that you may see has a similar name.")):
            with self.subTest(" ".join(words)):
                self.assert_says(self.journal.ok(*words), said)
        for words in (("cases", "--status", "closed"), ("cases", "--opened-from", "2100-01-01"), ("persons", "Zebulon")):
            self.assertRegex(self.journal.ok(*words), r"This is so up to position \d+ of the journal\.")

    def test_a_program_gets_no_rows_and_a_person_beside_it_a_sentence(self):
        ran = self.journal.run("cases", "--status", "closed", "--json")

        self.assert_exit(Exit.OK, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, "No case has the status closed.")

    def test_days_in_the_wrong_order_are_an_error(self):
        for words in (("cases", "--opened-from", day(), "--opened-until", day(3)), ("history", self.case, "--effective-from", day(), "--effective-until", day(3)),
                      ("notes", self.case, "--from", day(), "--until", day(3)), ("work", "--unit", "Ongoing 2", "--from", day(), "--until", day(3))):
            ran = self.journal.run(*words)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "no day is between them")

    def test_what_is_no_day_is_an_error_of_the_command_line(self):
        for words in (("findings", self.case, "--on", "next week"), ("work", "--unit", "Ongoing 2", "--on", "the 13th"), ("persons", "Ana", "--born", "18.05.2020"),
                      ("docket", self.case, "--on", "2023-13-15"), ("figures", self.case, "--on", "x"), ("cases", "--opened-from", "2023")):
            ran = self.journal.run(*words)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, words[-2], "is not a day")


class EmptyCalendarTest(JournalTest):
    """Who suffers: a worker whose telephone loses every date because of a filter that matches nothing."""

    def test_no_calendar_is_written_for_nothing(self):
        self.journal.restart("--rules", ROOT / "deploy/rules")
        case = an_id("a case that was closed")
        self.journal.append(casework.request(case, None, casework.opened(days_ago=3), casework.child(days_ago=3),
                                             event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": "cw-2041", "name": "Dana Reed"},
                                                                    "part": "ASSIGNMENT_PART_CASEWORKER", "unit": "Ongoing 2"}, days_ago=3)))
        ran = self.journal.run("work", "--worker", "cw-2041", "--until", "1999-01-01", "--ics")

        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, "for cw-2041", "No calendar was written")


class StatusTest(JournalTest):
    """Who suffers: an operator who has to ask five commands whether a server works."""

    def test_status_says_whether_the_server_works(self):
        self.journal.append(casework.opening(an_id("case")))
        size = self.journal.entries_at_start + 2
        self.journal.ok("checkpoint", "--min-size", str(size))

        shown = self.journal.ok("status")

        self.assert_says(shown, self.journal.address, "wren.example/juvenile", "writes", "works", f"covers all {size} entries")
        self.assertNotIn("NOT WORK", shown)
        told = self.journal.json("status")
        self.assertEqual("SERVING", told["health"][""])
        self.assertEqual("SERVING", told["health"]["casejournal.v1.CaseService"])
        self.assertEqual(str(size), told["journal"]["size"])
        self.assertEqual(str(size), told["checkpoint"]["size"])

    def test_a_server_that_is_gone_is_unavailable(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            ran = self.journal.run("status", "--server", f"127.0.0.1:{closed.getsockname()[1]}", "--timeout", "2")
        self.assert_exit(Exit.UNAVAILABLE, ran)

    def test_addresses_are_checked(self):
        for address, said in (("", "is empty"), ("127.0.0.1:99999", "a port from 0 to 65535"), ("a b", "does not begin with a host")):
            ran = self.journal.run("status", "--server", address)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "--server", said)
        ran = self.journal.run("status", "--server", "127.0.0.77", "--timeout", "2")
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, "127.0.0.77:7464")


if __name__ == "__main__":
    unittest.main()
