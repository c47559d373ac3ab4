"""Findings: shown, explained, and shown again when the values behind them change."""

import casework
from casework import an_id
from journal import Exit, JournalTest

CASE = an_id("a case with findings")
NO_OBJECTIVE = "goal.no-objective/" + an_id("goal")


def answered(explanation="the objectives follow on Friday"):
    return casework.event("findingAnswered", {"finding": NO_OBJECTIVE, "explanation": explanation})


class FindingsTest(JournalTest):
    """Who suffers: the family whose plan has a gap that everyone overlooked or explained away forever."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal()))

    def findings(self, *words):
        return {finding["finding"]: finding for finding in self.journal.rows("findings", CASE, *words)}

    def test_an_explanation_stays_beside_the_finding_until_the_finding_is_gone(self):
        self.assertEqual("FINDING_STATE_OPEN", self.findings()[NO_OBJECTIVE]["state"])
        self.journal.append(casework.request(CASE, 2, answered()))

        explained = self.findings()[NO_OBJECTIVE]
        self.assertEqual(("FINDING_STATE_ANSWERED", "3"), (explained["state"], explained["answeredBy"]))
        self.assertNotIn(NO_OBJECTIVE, self.findings("--open"))
        self.assertEqual("FINDING_STATE_OPEN", self.findings("--known-revision", "2")[NO_OBJECTIVE]["state"])

        self.journal.append(casework.request(CASE, 3, casework.objective()))
        self.assertNotIn(NO_OBJECTIVE, self.findings())
        self.assertIn(NO_OBJECTIVE, self.findings("--known-revision", "3"))

    def test_what_is_not_shown_is_not_explained(self):
        self.journal.append(casework.request(CASE, 2, casework.objective()))

        ran = self.journal.try_append(casework.request(CASE, 3, answered()))

        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "finding.not-open")

    def test_the_page_names_people_and_no_ids_unless_they_are_asked_for(self):
        page = self.journal.ok("findings", CASE)

        self.assert_says(page, casework.CHILD, "has no outcome sought", "goal.no-objective", "Rests on revisions 0 to 2")
        self.assertNotIn(an_id("goal"), page)
        self.assert_says(self.journal.ok("findings", CASE, "--ids"), NO_OBJECTIVE)

    def test_a_day_that_is_none_is_refused(self):
        ran = self.journal.run("findings", CASE, "--on", "2025-02-30")

        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "--on:", "is not a day")

    def test_an_answer_names_the_program_and_the_rules_that_made_it(self):
        answer = self.journal.json("plan", CASE)["answered"]

        self.assertEqual(self.journal.ok("--version").strip(), answer["program"])
        self.assertGreaterEqual(answer["ruleCatalogueVersion"], 2)
        self.assertGreaterEqual(answer["codeListsVersion"], 1)
