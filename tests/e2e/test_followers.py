"""The parts of a server that work by themselves fail for a while: read models, and the copy of the checkpoint.

Each failure is reported once on stderr when it begins and once when it is over, and shows in a health name of its own
until then. What does not depend on the part goes on.
"""

import time

import casework
import foreign
from failing_disk import NOT_SERVING, SERVING, FailingDiskTest
from journal import PATIENCE_S, Exit

CASE = casework.an_id("case")
LONG_NAME = "x" * 200_000
CASES_AT_ONCE, REQUESTS_MAX = 15, 20
CASE_SERVICE = "casejournal.v1.CaseService"


class FollowerTest(FailingDiskTest):
    def setUp(self):
        foreign.install()
        super().setUp()

    def wait_for_health(self, of, health):
        end = time.monotonic() + PATIENCE_S
        while self.health_of(of) != health and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(health, self.health_of(of), self.journal.stderr_path.read_text())

    def assert_said_once(self, *messages):
        said = self.journal.stderr_path.read_text()
        for message in messages:
            self.assertEqual(1, said.count(message), said)


class ReadModelsTest(FollowerTest):
    """Who suffers: everybody who looks for a case, from one failure of the disk until somebody restarts the server."""

    BEGINS, ENDS = "the read models cannot be brought up to date now: ", "the read models are up to date again"

    def append_until_rows_are_flushed(self):
        """Rows reach the disk when there are 16 MiB of them, which takes fewer cases if their names are long. Returns
        the days on which cases were opened."""
        for number in range(1, REQUESTS_MAX):
            when = {"days_ago": number, "lateReason": "learned later"}
            parts = []
            for which in range(CASES_AT_ONCE):
                of = casework.an_id(number, which)
                parts += casework.request(of, None, casework.opened(**when), casework.child(name=LONG_NAME, **when))["cases"]
            self.journal.append({"requestId": casework.an_id("request", number), "cases": parts})
            if self.health_of("read-models") == NOT_SERVING:
                return [casework.day(days_ago) for days_ago in range(1, number + 1)]
        raise AssertionError("no rows were flushed")

    def test_they_are_made_again_when_the_disk_works_again(self):
        self.assertEqual(SERVING, self.health_of("read-models"))
        self.fail_syncs("*/projections/*")

        days = self.append_until_rows_are_flushed()

        ran = self.journal.run("cases")
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, self.BEGINS)
        self.assertEqual(SERVING, self.health_of(CASE_SERVICE))
        self.journal.append(casework.opening(CASE))
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)
        self.heal()
        self.wait_for_health("read-models", SERVING)
        self.assert_said_once(self.BEGINS, self.ENDS)
        for day, others in zip(days, (1, *[0] * len(days))):
            rows = self.journal.rows("cases", "--opened-from", day, "--opened-until", day)
            self.assertEqual(CASES_AT_ONCE + others, len(rows))


class CheckpointCopyTest(FollowerTest):
    """Who suffers: an operator who believes that a second place has the newest checkpoint, and a court whose proof is
    refused because of it."""

    BEGINS = "the copy of the newest checkpoint cannot be written: "
    ENDS = "the copy of the newest checkpoint is written again"

    def test_a_disk_that_is_gone_is_reported_at_the_start_and_takes_no_proof_away(self):
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint")
        place = self.folder / "other disk"
        self.journal.restart("--checkpoint-copy", place / "copy")

        self.assertEqual(NOT_SERVING, self.health_of("checkpoint-copy"))
        self.assert_said_once(self.BEGINS)
        newest = self.journal.size() - 1
        self.assert_says(self.journal.ok("proof", newest), f"index {newest}")
        self.journal.append(casework.request(CASE, "any", casework.note()))
        self.assert_says(self.journal.ok("proof", newest + 1), f"index {newest + 1}")
        self.assertEqual(SERVING, self.health_of(CASE_SERVICE))
        place.mkdir()
        self.wait_for_health("checkpoint-copy", SERVING)
        self.assert_said_once(self.BEGINS, self.ENDS)
        self.assertEqual((self.journal.directory / "checkpoints/latest").read_bytes(), (place / "copy").read_bytes())
