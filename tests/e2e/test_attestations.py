"""Plans that the journal attested: do the entries of a case still add up to them?"""

import re
import unittest

from journal import Exit, SamplesTest
from test_exhibits import CASES, NUMBER, OPENED_BY_MISTAKE


class AttestationTest(SamplesTest):
    """Who suffers: a court that adopted a plan, and must be able to see years later that it is what the record said."""

    PLAN = re.compile(r"plan         revision (\d+)(?:, effective up to (\S+))?, digest [0-9a-f]{16}…: "
                      r"rebuilt here, identical  ok")

    def plans(self, *words):
        """Revision and effective day of each plan that was folded again."""
        result, _, notice = self.journal.ok("verify", "plan", *words).partition("\n\n")
        self.assertRegex(notice, "^CONFIDENTIAL")
        lines = result.splitlines()
        self.assertRegex(lines[0], r"^checkpoint   .*, signed by the key  ok$")
        self.assertRegex(lines[1], r"^entries      \d+ of the case opened, chained, and proved  ok$")
        self.assertRegex(lines[-1], r"^Sound: \d+ plans? (is|are) what the entries of the case add up to\.$")
        return [self.PLAN.fullmatch(line).groups() for line in lines[2:-1]]

    def test_each_plan_that_was_journalized_was_attested(self):
        key, events = self.journal.ok("key").strip(), self.journal.events()
        for case in CASES:
            journalized = [event for event in events
                           if event["type"] == "PlanJournalized" and event["streamId"] == case]
            attested = [event for event in events if event["type"] == "PlanAttested" and event["streamId"] == case]
            with self.subTest(case=case):
                # In the same request, one for each plan.
                self.assertEqual([event["requestId"] for event in journalized],
                                 [event["requestId"] for event in attested])
                if journalized:
                    plans = self.plans(case, "--attested", "--key", key)
                    self.assertEqual(len(journalized), len(plans))
                else:
                    self.assertEqual("No plan of this case was attested.\n",
                                     self.journal.ok("verify", "plan", case, "--attested", "--key", key))
        self.assertEqual(16, sum(event["type"] == "PlanJournalized" for event in events))

    def test_a_plan_is_attested_as_of_any_day(self):
        key = self.journal.ok("key").strip()
        for question, expected in (((), ("262", None)), (("--known-revision", "0"), ("0", None)),
                                   (("--known-revision", "128"), ("128", None)),
                                   (("--effective-on", "2023-02-01"), ("262", "2023-02-01")),
                                   (("--effective-on", "1999-01-01"), ("262", "1999-01-01")),
                                   (("--known-revision", "40", "--effective-on", "2023-06-01"), ("40", "2023-06-01"))):
            self.assertEqual([expected], self.plans(NUMBER, "--key", key, *question))

    def test_asking_records_no_more_than_what_was_given(self):
        written, size = self.journal.written(), len(self.journal.events())
        self.plans(NUMBER)
        self.plans(NUMBER, "--attested")

        self.assertEqual(written, self.journal.written())
        disclosed = {event["type"] for event in self.journal.events()[size:]}
        self.assertEqual({"DisclosureMade"}, disclosed - {"EntriesDisclosed"})

    def test_without_a_key_it_says_that_it_proves_little(self):
        self.assert_says(self.journal.run("verify", "plan", NUMBER).err, "not whose journal it is")

    def test_another_key_is_refused(self):
        other = self.new_journal("other").start()

        ran = self.journal.run("verify", "plan", NUMBER, "--key", other.ok("key").strip())

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "VERIFICATION FAILED")

    def test_what_is_no_key_is_a_wrong_command_line(self):
        """As in verify and verify exhibit."""
        for command in (("verify",), ("verify", "plan", NUMBER), ("verify", "plan", OPENED_BY_MISTAKE, "--attested")):
            with self.subTest(command=command):
                self.assert_exit(Exit.USAGE, self.journal.run(*command, "--key", "no key at all"))

    def test_bad_questions(self):
        for exit_, words in ((Exit.USAGE, (NUMBER, "--attested", "--effective-on", "2023-06-01")),
                             (Exit.USAGE, (NUMBER, "--attested", "--known-revision", "3")),
                             (Exit.NOT_FOUND, (NUMBER, "--known-revision", "9999")),
                             (Exit.USAGE, (NUMBER, "--claimed")), (Exit.NOT_FOUND, ("22-JV-9999",))):
            self.assert_exit(exit_, self.journal.run("verify", "plan", *words))


if __name__ == "__main__":
    unittest.main()
