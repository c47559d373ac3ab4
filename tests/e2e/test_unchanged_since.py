"""A form that took two hours is not lost because someone added a note, and not recorded over a change of what it is
based on."""

import casework
from casework import an_id
from journal import Exit, JournalTest

CASE = casework.an_id("a case with a long form")


def since(revision):
    return {"unchangedSince": str(revision)}


class UnchangedSinceTest(JournalTest):
    """Who suffers: the caseworker whose evening is lost, or the family whose objective two people changed without
    noticing."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))                                                # 0, 1
        self.journal.append(casework.request(CASE, 1, casework.goal(), casework.objective()))      # 2, 3

    def form(self, **more):
        return casework.request(CASE, since(3), casework.objective("another"), **more)

    def test_a_note_in_between_does_not_matter(self):
        self.journal.append(casework.request(CASE, 3, casework.note()))

        answer = self.journal.append(self.form())

        self.assertEqual("5", answer["cases"][0]["firstRevision"])

    def test_the_goal_was_withdrawn_in_between(self):
        self.journal.append(casework.request(CASE, 3, casework.goal_withdrawn()))

        ran = self.journal.try_append(self.form())

        self.assert_exit(Exit.CONFLICT, ran)
        self.assert_says(ran.err, "something that the events refer to has changed", an_id("goal"), "revision 3")
        self.assertEqual(5, len(self.journal.rows("events", CASE)))

    def test_a_revision_that_nobody_can_have_seen_is_a_conflict(self):
        self.assert_exit(Exit.CONFLICT, self.journal.try_append(casework.request(CASE, since(99), casework.note())))
        unknown = casework.an_id("no such case")
        self.assert_exit(Exit.CONFLICT, self.journal.try_append(casework.request(unknown, since(0), casework.note())))

    def test_a_repeat_gets_the_first_answer_whatever_happened_since(self):
        form = self.form()
        first = self.journal.append(form)
        self.journal.append(casework.request(CASE, 4, casework.goal_withdrawn()))

        again = self.journal.append(form)
        self.journal.restart()
        after_restart = self.journal.append(form)

        for answer in (again, after_restart):
            self.assertTrue(answer["repeatedAnswer"])
            self.assertEqual(first["cases"], answer["cases"])
        self.assertEqual(6, len(self.journal.rows("events", CASE)))

    def test_a_correction_holds_while_its_original_does(self):
        corrected = casework.goal(statement="The children are safe in their own home",
                                  corrects={"revision": "2", "reason": "wording"})
        self.journal.append(casework.request(CASE, 3, casework.note()))
        self.journal.append(casework.request(CASE, since(3), corrected))

        ran = self.journal.try_append(casework.request(CASE, since(3), corrected))

        self.assert_exit(Exit.CONFLICT, ran)
        self.assert_says(ran.err, an_id("goal"))
