"""The same question has the same answer: from memory and after a restart, today and after more was recorded."""

import re

import casework
from journal import Exit, JournalTest

CASE = casework.an_id("case")


class AsOfTest(JournalTest):
    """Who suffers: an auditor who cannot get last year's answer again."""

    def ask(self, *words):
        return self.journal.json("plan", CASE, *words)

    def test_an_answer_does_not_depend_on_a_restart(self):
        """The state that an append left in memory is the state of the log, however it is requested."""
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal(), casework.objective(), casework.note()))
        questions = [("plan", CASE, "--known-revision", str(revision), "--json") for revision in range(5)]
        questions += [("plan", CASE, "--json"), ("history", CASE, "--json"), ("replay", CASE, "--json")]
        before = self.answers(questions)

        self.journal.restart()

        self.assertEqual(before, self.answers(questions))

    def answers(self, questions):
        """The answers, without the size of the journal: the disclosure of an answer makes it grow."""
        return [re.sub(r'"asOfPosition": *"\d+"', "", self.journal.ok(*question)) for question in questions]

    def test_an_answer_says_that_it_cuts_a_request(self):
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal(), casework.objective()))

        cut = [self.ask("--known-revision", str(revision))["answered"].get("cutsRequest", False)
               for revision in range(4)]

        self.assertEqual([True, False, True, False], cut)

    def test_a_revision_that_is_not_recorded_yet_is_refused(self):
        """Its answer would change with the next entry."""
        self.journal.append(casework.opening(CASE))
        for command in ("plan", "history"):
            ran = self.journal.run(command, CASE, "--known-revision", "2")

            self.assertNotEqual(Exit.OK, ran.exit)
            self.assert_says(ran.err, "revision 2 is not recorded yet", "the case has 2 entries")
