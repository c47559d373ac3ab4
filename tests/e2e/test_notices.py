"""What the law says about passing on a record goes with everything that is given of it.

Who suffers: a mother whose treatment a caseworker read out in a meeting, because no page that he had said that he must not.
"""

import json
import pathlib
import tempfile

import casework
import foreign
import journal
from journal import ROOT, JournalTest

CASE = casework.an_id("case")
GENERAL = "CONFIDENTIAL. Not a public record of Wren County: ask the agency before you pass it on."
HEALTH = "Records of health: a consent of the patient is needed to disclose them again; § 2.32 is not waived."
READ = ROOT / "tests/foreign/grpcio_client/read.py"


class NoticesTest(JournalTest):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "general").write_text(GENERAL + "\n", encoding="utf-8")
        (self.folder / "health").write_text(HEALTH + "\n", encoding="utf-8")
        self.flags = ("--notice", self.folder / "general", "--notice-for", f"HEALTH={self.folder / 'health'}")
        self.journal.restart(*self.flags)
        self.contract = foreign.descriptors(self.folder)
        self.journal.append(casework.opening(CASE))
        for number in ("26-JV-0042", "26-JV-0043"):
            self.last = self.journal.append(casework.request(CASE, "any", casework.event(
                "caseNumberGiven", {"system": "Juvenile Court", "number": number})))["firstPosition"]

    def note_on_health(self):
        self.last = self.journal.append(casework.request(
            CASE, "any", casework.note("private", labels=["LABEL_HEALTH"])))["firstPosition"]

    def read(self, service, method, **request):
        """What the client in Python gets: its notices."""
        ran = journal.run(["/usr/bin/python3", READ, self.journal.address, self.contract, service, method],
                          stdin=json.dumps(request))
        self.assertEqual("", ran.err)
        outcome = json.loads(ran.out)
        self.assertEqual(0, outcome["code"], outcome)
        self.answer = outcome["answers"]
        return outcome["notices"]

    def newest(self, *words):
        return self.journal.rows("disclosures", *words)[0]

    def test_another_client_gets_the_words_that_are_recorded(self):
        for labeled in (False, True):
            if labeled:
                self.note_on_health()
            words = [f"{GENERAL}\n" + (f"\n{HEALTH}\n" if labeled else "")]
            for service, method, request in (("AuditService", "GetHistory", {"caseId": CASE}),
                                             ("AuditService", "ReplayCase", {"caseId": CASE}),
                                             ("AuditService", "ReadEvents", {"caseStream": {"caseId": CASE}}),
                                             ("CourtService", "GetRegister", {"caseId": CASE, "minPosition": self.last}),
                                             ("CourtService", "GetExhibit",
                                              {"caseId": CASE, "authority": "an order", "withoutWitnesses": True,
                                               "withLabels": ["LABEL_HEALTH"] if labeled else []})):
                with self.subTest(method, labeled=labeled):
                    self.assertEqual(words, self.read(service, method, **request))
                    disclosure = self.newest(CASE)["ofCase"]
                    self.assertEqual(method, disclosure["method"])
                    self.assertEqual(words, [disclosure["notice"]])

    def test_the_other_pages_of_a_list_have_it_too(self):
        question = {"caseId": CASE, "minPosition": self.last, "pageSize": 1}
        first = self.read("CourtService", "GetRegister", **question)
        recorded = self.newest(CASE)["position"]
        second = self.read("CourtService", "GetRegister", **question, pageToken=self.answer[0]["nextPageToken"])

        self.assertEqual([f"{GENERAL}\n"], first)
        self.assertEqual(first, second)
        self.assertEqual(recorded, self.newest(CASE)["position"], "one list is one disclosure")

    def test_what_follows_the_journal_has_the_words_for_all_that_its_reader_may_see(self):
        words = [f"{GENERAL}\n\n{HEALTH}\n"]  # nothing is about health yet
        for service, method, request in (("AuditService", "ReadEvents", {"position": 0}),
                                         ("CourtService", "Subscribe", {"fromPosition": 0})):
            with self.subTest(method):
                self.assertEqual(words, self.read(service, method, **request))
        ranges = [row["ofRange"] for row in self.journal.rows("disclosures", "--by", "u-104") if "ofRange" in row]
        self.assertLessEqual({"ReadEvents"}, {each["method"] for each in ranges})
        self.assertEqual(set(words), {each["notice"] for each in ranges})

    def test_what_gives_nothing_of_a_case_has_no_notice(self):
        self.assertEqual([], self.read("CaseService", "GetCasePlan", caseId=CASE))
        self.assertEqual([], self.read("AuditService", "ReadEvents", position=0, limit=1))
        self.assertEqual([], self.read("AuditService", "ReadEvents", accessStream={"caseId": CASE}))
        self.assertNotIn(GENERAL, self.journal.ok("plan", CASE))

    def test_where_all_reads_are_recorded_plans_have_it(self):
        self.journal.restart(*self.flags, "--journal-reads", "all")

        self.assertEqual([f"{GENERAL}\n"], self.read("CaseService", "GetCasePlan", caseId=CASE))
        self.assertTrue(self.journal.ok("plan", CASE).endswith(f"\n{GENERAL}\n"))

    def test_a_drawing_that_is_passed_on_has_it_inside(self):
        self.journal.restart(*self.flags, "--journal-reads", "all", "--rules", ROOT / "deploy/rules")
        drawing = self.folder / "case.svg"

        ran = self.journal.run("timeline", CASE, "-o", drawing)

        self.assertEqual(0, ran.exit, ran.err)
        self.assertEqual(1, ran.err.count(GENERAL))
        self.assertEqual(2, drawing.read_text(encoding="utf-8").count(GENERAL), "drawn, and in the words for all")

    def test_people_see_it_after_the_results(self):
        self.note_on_health()
        for words in (["history", CASE], ["replay", CASE], ["events", CASE],
                      ["register", CASE, "--min-position", self.last], ["show", CASE, "r1"], ["events", CASE, "--format", "md"], ["history", CASE, "--quiet"]):
            with self.subTest(words):
                ran = self.journal.run(*words)
                self.assertTrue(ran.out.endswith(f"\n\n{GENERAL}\n{HEALTH}\n"), ran.out)
                self.assertEqual(1, ran.out.count(GENERAL))

    def test_for_programs_it_stands_beside_the_results(self):
        for words in (["history", CASE, "--json"], ["replay", CASE, "--json"], ["events", CASE, "--json"],
                      ["register", CASE, "--json", "--min-position", self.last], ["show", CASE, "r1", "--json"],
                      ["events", CASE, "--format", "csv"], ["subscribe", "--until", "3", "--json"]):
            with self.subTest(words):
                ran = self.journal.run(*words)
                self.assertNotIn(GENERAL, ran.out)
                self.assertIn(GENERAL, ran.err)
                self.assertEqual(0, ran.exit)

    def test_words_that_no_answer_could_carry_are_refused(self):
        (self.folder / "long").write_text("x" * 4990 + "\n", encoding="utf-8")
        self.journal.stop()

        refused = self.journal.serve_refused("--notice", self.folder / "long", "--notice-for", f"HEALTH={self.folder / 'health'}")

        self.assertNotEqual(0, refused.exit)
        self.assert_says(refused.err, "--notice-for", "at most 5000")
        self.journal.start("--notice", self.folder / "long")
        self.assertEqual(["x" * 4990 + "\n"], self.read("AuditService", "GetHistory", caseId=CASE))

    def test_one_command_is_one_row(self):
        self.note_on_health()
        for words, calls in ((["history", CASE], "entries, history, revisions 0 to "), (["show", CASE, "r1"], "entries, revisions 1 to "),
                             (["register", CASE, "--min-position", self.last], "register, revisions 0 to ")):
            with self.subTest(words):
                purpose = f"the reading of {words[0]}"
                self.journal.ok(*words, "--purpose", purpose)
                rows = [line for line in self.journal.ok("disclosures", CASE).splitlines() if purpose in line]
                self.assertEqual(1, len(rows), rows)
                self.assertIn(calls, rows[0])

    def test_a_disclosure_names_the_entry_that_gave_the_right(self):
        self.journal.ok("history", CASE)

        given = [row for row in self.journal.events() if row["type"] == "RoleGiven"]
        named = {int(row["ofCase"]["grantedAtPosition"]) for row in self.journal.rows("disclosures", CASE)}
        self.assertEqual(1, len(named))
        self.assertIn(named.pop(), {int(row["position"]) for row in given})
