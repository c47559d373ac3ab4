"""A plan opens with one screen, a history with its newest entry, and a comparison says what differs."""

import json
import os

import casework
from casework import an_id
from journal import PROGRAM, ROOT, Exit, JournalTest, SamplesTest, run, without_notice

CASE = an_id("a case on one screen")
SIBLINGS = "23-JV-0117"
RULES = ROOT / "deploy/rules"


class OneScreenTest(JournalTest):
    """Who suffers: the worker who needs to know now where a child is, and scrolls through a thousand lines."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal()))
        self.journal.append(casework.request(CASE, 2, casework.objective()))

    def test_a_section_is_found_with_blanks_and_a_typo_is_answered(self):
        page = self.journal.ok("plan", CASE, "--only", "goals, Header")

        self.assertEqual(self.journal.ok("plan", CASE, "--only", "header,goals"), page)
        ran = self.journal.run("plan", CASE, "--only", "gaols")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "did you mean goals?")

    def test_a_plan_of_a_time_before_the_record_says_what_was_known(self):
        yesterday = casework.day(1)

        page = self.journal.ok("plan", CASE, "--known-day", yesterday)

        self.assert_says(" ".join(page.split()), "This journal knew nothing of the case by then.",
                         "It knows the case since", "No entry claims to have been first recorded by then.")

    def test_a_journal_without_rules_says_that_it_knows_no_dates(self):
        page = " ".join(self.journal.ok("plan", CASE).split())

        self.assert_says(page, "What is due is not known", "No version of a plan is in force.", casework.CHILD)

    def test_two_states_of_the_record_are_compared_part_by_part(self):
        page = self.journal.ok("diff", CASE, "r1", "r3")

        self.assert_says(page, "From the record as of r1 to the record as of r3:", "New in the record as of r3",
                         "goal “The children are safe at home”", "statement: The children are safe at home")
        self.assert_says(self.journal.ok("diff", CASE, "r3", "r1"), "Only in the record as of r3")
        self.assert_says(self.journal.ok("diff", CASE, "r3"), "Both say the same: the record as of r3, and the plan as it")

        changes = json.loads(self.journal.ok("diff", CASE, "r2", "r3", "--json"))["changes"]
        self.assertEqual({"objectives"}, {change["field"].partition("[")[0] for change in changes})

    def test_what_cannot_be_compared_is_named(self):
        for words, exit_, said in ((("9.9",), Exit.NOT_FOUND, "9.9"), (("in-force",), Exit.NOT_FOUND, "in force"),
                                   (("r99",), Exit.NOT_FOUND, "99"),
                                   ((casework.day(1),), Exit.NOT_FOUND, "--claimed")):
            ran = self.journal.run("diff", CASE, *words)
            self.assert_exit(exit_, ran)
            self.assert_says(ran.err, said)

    def test_a_history_begins_with_the_newest_entry_unless_asked(self):
        def shown(*words):
            return without_notice(self.journal.ok("history", CASE, "--oneline", *words)).splitlines()

        newest = shown()
        oldest = shown("--oldest-first")

        self.assertEqual(["r3", "r2", "r1", "r0"], [line.split()[0] for line in newest])
        self.assertEqual(newest, oldest[::-1])
        self.assertEqual(newest[:2], shown("-n", "2"))
        self.assertEqual(oldest[:2], shown("-n", "2", "--oldest-first"))
        self.assertEqual({"2", "3"}, {row["revision"] for row in self.journal.rows("history", CASE, "-n", "2")})

    def test_findings_are_counted_and_chosen_by_kind(self):
        kinds = [finding["id"] for finding in self.journal.rows("findings", CASE)]

        table = [line.split(",") for line in self.journal.ok("findings", CASE, "--summary", "--format", "csv").split("\n")[1:-1]]

        self.assertEqual({kind: kinds.count(kind) for kind in kinds}, {row[0]: int(row[1]) for row in table})
        self.assertEqual([kinds[0]], [f["id"] for f in self.journal.rows("findings", CASE, "--kind", kinds[0])][:1])
        ran = self.journal.run("findings", CASE, "--kind", kinds[0] + "x")
        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, f"did you mean {kinds[0]}?")


class SampleScreenTest(SamplesTest):
    """A long case has a first screen, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared.restart("--rules", RULES)

    def shown(self, width, *words):
        ran = run([PROGRAM, *words], env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": str(width)})
        self.assert_exit(Exit.OK, ran)
        return ran.out

    def test_a_plan_opens_with_one_screen_that_fits(self):
        screen = self.shown(80, "plan", SIBLINGS)

        self.assertLessEqual(len(screen.splitlines()), 55)
        self.assert_says(screen, "Where the children are", "In force",
                         "The plan as it stands is different from what was approved: 23 parts differ.",
                         "overdue", "Open findings", f"casejournal plan {SIBLINGS} --all")
        whole = self.shown(80, "plan", SIBLINGS, "--all")
        self.assertGreater(len(whole.splitlines()), 500)
        self.assert_says(whole, "Goals, objectives, activities")
        for width in (40, 60, 100, 200):
            for words in (("plan", SIBLINGS), ("plan", SIBLINGS, "--all"), ("diff", SIBLINGS, "in-force"),
                          ("history", SIBLINGS, "-n", "20"), ("findings", SIBLINGS), ("findings", SIBLINGS, "--summary")):
                long = [line for line in self.shown(width, *words).splitlines() if len(line) > width]
                self.assertEqual([], long, f"{words} at {width} columns")

    def test_what_is_in_force_is_compared_with_the_plan_as_it_stands(self):
        page = self.journal.ok("diff", SIBLINGS, "in-force")

        self.assert_says(" ".join(page.split()),
                         "From version 1.2 of the case plan to the plan as it stands: 23 parts differ",
                         "From version R1.0 of the reunification plan to the plan as it stands: 19 parts differ")
        back = json.loads(self.journal.ok("diff", SIBLINGS, "working", "1.2", "--json"))["changes"]
        forth = json.loads(self.journal.ok("diff", SIBLINGS, "1.2", "working", "--json"))["changes"]
        self.assertEqual([(change.get("after", ""), change.get("before", "")) for change in forth],
                         [(change.get("before", ""), change.get("after", "")) for change in back])
        then = json.loads(self.journal.ok("diff", SIBLINGS, "1.2", "r262", "--json"))["changes"]
        self.assertEqual([change["field"] for change in forth], [change["field"] for change in then])
