"""A journal that stops accepting writes: what its operator, its monitoring, and its clients are told.

A client that hears "outcome unknown" must send its request again and again; one that hears that all is well waits for a
plan that was never recorded. Each stop is therefore reported once on stderr when it begins, appears in the health of
CaseService, and is answered with the statement that nothing was recorded. `test_failing_disk.py` covers the stops after
a failed write.
"""

import base64
import os
import pathlib
import subprocess
import tempfile
import time

import casework
import foreign
from failing_disk import COMPILER, NOT_SERVING, SERVING
from journal import PATIENCE_S, Exit, JournalTest

CASE = casework.an_id("case")
STEPPING_CLOCK = pathlib.Path(__file__).with_name("stepping_clock.c")
BEGINS, ENDS = "the journal rejects writes: ", "the journal accepts writes again"
TOO_MUCH_MIB = "1000000000"


class StoppedTest(JournalTest):
    def setUp(self):
        foreign.install()
        super().setUp()

    def health(self, service="casejournal.v1.CaseService"):
        name = service.encode()
        answer = foreign.call(self.journal.address, "/grpc.health.v1.Health/Check", bytes([0x0A, len(name)]) + name)
        return base64.b64decode(answer["response"])

    def said(self, words):
        return [line for line in self.journal.stderr_path.read_text().splitlines() if words in line]

    def wait_for(self, words, count):
        """Without an append: the server checks by itself."""
        end = time.monotonic() + PATIENCE_S
        while len(self.said(words)) < count and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(count, len(self.said(words)), self.journal.stderr_path.read_text())

    def assert_stopped(self, reason, *parts, code=Exit.UNAVAILABLE):
        entries = self.journal.size()
        for request in (casework.request(CASE, "any", casework.note()), casework.opening(casework.an_id("another", reason))):
            ran = self.journal.try_append(request)
            self.assert_exit(code, ran)
            self.assert_says(ran.err, "the journal takes no writes now; nothing was recorded.", *parts, "with the same request id")
            self.assertNotIn("unknown", ran.err)
        self.assertEqual(entries, self.journal.size())
        self.assertEqual(NOT_SERVING, self.health())
        self.assertEqual(SERVING, self.health("casejournal.v1.AuditService"))
        self.assertEqual(1, len(self.said(BEGINS)), "it is said once, whatever is refused")
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)


class DiskTest(StoppedTest):
    """Who suffers: a county whose disk fills up over a weekend."""

    def test_the_reserve_is_said_to_be_reached_before_anybody_appends(self):
        self.journal.append(casework.opening(CASE))
        self.assertEqual(SERVING, self.health())
        self.journal.restart("--disk-reserve-mib", TOO_MUCH_MIB)

        self.wait_for(BEGINS, 1)

        self.assert_stopped("disk", "; the reserve is ", "When there is space on the disk", code=Exit.DISK_FULL)


class ClockTest(StoppedTest):
    """Who suffers: a worker on the morning after the machine's clock was set, and an operator who sees no error."""

    SERVED_FROM_THE_START = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "stepping_clock.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(STEPPING_CLOCK), "-ldl"], check=True)

    def setUp(self):
        super().setUp()
        self.step = self.folder / "step"
        self.journal.server_env = {**os.environ, "LD_PRELOAD": str(self.shim), "STEPPING_CLOCK": str(self.step)}
        self.journal.start()
        self.journal.append(casework.opening(CASE))

    def test_a_step_is_said_before_anybody_appends_and_stays_until_it_is_confirmed(self):
        self.step.write_text("6")

        self.wait_for(BEGINS, 1)

        self.assert_stopped("clock", "the clock stepped forward by ", "When an operator has confirmed that the clock is right")
        self.journal.stop()
        command = self.journal.serve_command()
        self.journal.serve_command = lambda: [*command, "--confirm-clock"]
        self.journal.start()
        self.assertEqual(SERVING, self.health())
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def test_a_step_that_is_taken_back_before_an_append_harms_nothing(self):
        self.step.write_text("6")
        self.wait_for(BEGINS, 1)
        self.step.unlink()
        self.wait_for(ENDS, 1)

        self.assertEqual(SERVING, self.health())
        self.journal.append(casework.request(CASE, "any", casework.note()))
