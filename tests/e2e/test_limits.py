"""What one caller may do at a time, as a county sets it with casejournal serve --caller-*.

Who suffers: a caseworker who gets no answer, because a report of the county asks without a pause.
"""

import os
import re
import time
import unittest

from journal import PROGRAM, Exit, JournalTest, run
from sign_in import CREDENTIALS

LIMITS = ("--caller-calls-per-second", "1", "--caller-streams", "3", "--caller-request-mib", "16")
TRIES = 100


class LimitsTest(JournalTest):

    def setUp(self):
        super().setUp()
        self.journal.stop()
        self.journal.start(*LIMITS)

    def as_another(self, *words):
        """Somebody else's command, which needs no role."""
        token = CREDENTIALS.token("wren.example/u-7/Nell Frost", self.folder / "token")
        return run([PROGRAM, *words], env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address,
                                           "CASEJOURNAL_TOKEN_FILE": str(token)})

    def over_the_limit(self):
        """Ask without a pause until the server refuses."""
        for _ in range(TRIES):
            ran = self.journal.run("journal", "--json")
            if ran.exit != 0:
                return ran
        self.fail(f"{TRIES} calls without a pause were all answered")

    def test_the_journal_says_its_limits(self):
        self.assert_says(self.journal.ok("journal"), "one caller: 1 calls a second, 3 streams, 16 MiB of requests")

    def test_a_caller_over_the_limit_is_told_when_to_retry_and_another_is_served(self):
        ran = self.over_the_limit()
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, "limit of 1 calls a second", "Try again in ")
        self.assertEqual(Exit.OK, self.as_another("journal", "--json").exit)
        retry = re.search(r"Try again in (?:(\d+(?:\.\d+)?)s|(\d+(?:\.\d+)?)ms)", ran.err)
        self.assertIsNotNone(retry, ran.err)
        seconds = float(retry[1]) if retry[1] else float(retry[2]) / 1000
        self.assertLessEqual(seconds, 1)
        time.sleep(seconds)
        self.assertEqual(Exit.OK, self.journal.run("journal", "--json").exit, f"after {seconds} s")

    def test_limits_without_sense_are_refused(self):
        self.journal.stop()
        for flag in LIMITS[::2]:
            for value in ("0", "-1", "1000001", "many"):
                with self.subTest(flag=flag, value=value):
                    ran = self.journal.serve_refused(flag, value)
                    self.assert_exit(Exit.USAGE, ran)
                    self.assert_says(ran.err, flag)


if __name__ == "__main__":
    unittest.main()
