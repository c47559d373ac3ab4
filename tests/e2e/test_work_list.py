"""The list of `casejournal work` for people, and `casejournal events --label`."""

import csv
import io

import casework
from casework import an_id, day, event
from journal import Exit, JournalTest
from test_calendar import CASE, MARISOL, THEO, told
from test_docket import RULES, assigned, late

OTHER = an_id("a case of another worker")
SUPERVISOR = {"issuer": "wren.example", "subject": "sv-1010", "name": "Lee Mercer"}
WORKER = {"issuer": "wren.example", "subject": "cw-2041", "name": "Dana Reed"}


class WorkListTest(JournalTest):
    """Who suffers: a worker who looks for four things to do among seventy that nobody can do any more."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.append(told())

    def append(self, request):
        self.journal.append(request)
        self.last = str(self.journal.size() - 1)

    def work(self, *words):
        return self.journal.ok("work", "--min-position", self.last, *words)

    def close_case(self):
        ended = []
        for child, of in ((THEO, ""), (MARISOL, " of the sister")):
            ended += [event("placementEnded", {"placementId": an_id("placement" + of), "reason": "home"}),
                      event("careEpisodeEnded", {"removalId": an_id("removal" + of), "childId": child,
                                                 "reason": "EXIT_REASON_REUNIFIED", "toWhom": "their mother"})]
        self.append(casework.request(CASE, "any", *ended, event("caseClosed", {"reason": "CASE_CLOSE_REASON_RISK_REDUCED"})))

    def other_case(self):
        """A case of another worker, with a number that the first case has, too."""
        self.append(casework.request(OTHER, None, *late(
            event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, 110),
            casework.child("other child", "Ida Brennan", effectiveOn=day(110)), assigned("cw-2042"),
            event("caseNumberGiven", {"system": "Juvenile Court", "number": "26-JV-0041", "childId": an_id("other child")}, 100))))

    def test_siblings_share_a_row_and_the_list_ends_with_totals(self):
        page = self.work("--worker", "cw-2041", "--rule", "us-federal.notice-to-relatives")

        self.assert_says(page, "Theo Brennan, Marisol Brennan", "2 overdue; in 1 case.")
        self.assertEqual(1, page.count("Relatives told"))
        rows = self.journal.rows("work", "--worker", "cw-2041", "--rule", "us-federal.notice-to-relatives")
        self.assertEqual({THEO, MARISOL}, {row["due"]["childId"] for row in rows}, "JSON has each of them")

    def test_a_closed_case_is_listed_if_asked_for(self):
        self.close_case()

        page = self.work("--worker", "cw-2041", "--state", "overdue")
        self.assert_says(page, "Nothing", "more in 1 closed case (--closed).")
        self.assertEqual([], self.journal.rows("work", "--worker", "cw-2041"))
        self.assertEqual([], self.journal.rows("work", "--worker", "cw-2041", "--counts"))
        closed = self.journal.rows("work", "--worker", "cw-2041", "--closed", "--state", "overdue")
        self.assertGreater(len(closed), 2)
        self.assertEqual(closed, self.journal.rows("work", "--case", CASE, "--state", "overdue"), "a case that is named is shown")
        self.assert_says(self.work("--worker", "cw-2041", "--closed"), f"{len(closed)} overdue", "in 1 case.")

    def test_what_a_closed_case_missed_is_in_no_calendar(self):
        self.close_case()

        ran = self.journal.run("work", "--worker", "cw-2041", "--ics", "--min-position", self.last)

        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, "Nothing is to be done", "What closed cases missed is not in a calendar", "No calendar was written.")

    def test_several_workers_have_a_column_and_a_shared_number_has_an_id(self):
        self.assertNotIn("Worker", self.work("--unit", "Ongoing 2"), "all is of one worker")
        self.other_case()

        for words in (("--unit", "Ongoing 2"), ()):
            page = self.work(*words)
            self.assert_says(page, "Worker", "Dana Reed", CASE[:8], OTHER[:8])
        self.assertNotIn("Worker", self.work("--worker", "cw-2042"))
        rows = list(csv.DictReader(io.StringIO(self.work("--format", "csv"))))
        self.assertEqual({CASE, OTHER}, {row["Case id"] for row in rows})
        self.assertTrue(all(row["State"] in ("overdue", "due", "later", "waiting", "stopped") for row in rows))

    def test_an_approval_with_a_date_by_law_is_there_once(self):
        self.append(casework.request(CASE, "any", event(
            "reviewHeld", {"meetingId": an_id("review"), "kind": "MEETING_KIND_CASE_REVIEW",
                           "panel": [{"staff": WORKER, "seat": "PANEL_SEAT_CASEWORKER", "responsibleForPlan": True}]}, 2)))
        waits = self.journal.rows("work", "--min-position", self.last, "--case", CASE, "--kind", "approval")
        self.assertEqual([""], [item["due"].get("due", "") for item in waits], "nothing was submitted: there is no date")
        self.append(casework.request(CASE, "any", event(
            "submittedForApproval", {"meetingId": an_id("review"), "by": WORKER, "to": SUPERVISOR}, 1)))

        about = [item["due"] for item in self.journal.rows("work", "--min-position", self.last, "--worker", "cw-2041")
                 if item["due"]["kind"] == "WORK_KIND_APPROVAL" or "approv" in item["due"]["title"].lower()]
        self.assertEqual(["WORK_KIND_LAW"], [due["kind"] for due in about])
        page = self.work("--worker", "cw-2041", "--rule", about[0]["rule"])
        self.assertNotIn("Approve or return", page)
        self.assert_says(self.work("--worker", "cw-2041"), "Lee Mercer")
        self.assert_says(self.work("--worker", "sv-1010"), "Approve or return")


class LabelTest(JournalTest):
    """Who suffers: a clerk who has to know what must not be given before a file is made."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.request(
            CASE, None, casework.opened(), casework.note(labels=["LABEL_HEALTH"]), casework.note(), casework.note(),
            event("entryRestricted", {"revision": "3", "labels": ["LABEL_PART2"], "reason": "it names a program"})))

    def test_a_label_selects_what_has_it_or_had_it(self):
        self.assert_says(self.journal.ok("events", CASE, "--label", "health"), "r1")
        shown = self.journal.ok("events", CASE, "--label", "part2")
        self.assert_says(shown, "r3 has the label part2 since r4.")
        self.assertNotIn("r2 ", shown)
        self.assertEqual(1, len(self.journal.rows("events", CASE, "--label", "part2")))
        self.assertEqual(1, len(self.journal.rows("events", "--label", "health", "--limit", "1")))

    def test_a_label_that_no_entry_has_says_which_there_are(self):
        ran = self.journal.run("events", CASE, "--label", "sealed")
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "has the label sealed", "health (1 entry)", "part2 (1 entry)")
        ran = self.journal.run("events", CASE, "--label", "heath")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "did you mean health?")

    def test_no_entries_at_all_are_no_limit(self):
        ran = self.journal.run("events", CASE, "--limit", "0")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "--limit", "from 1 on")
