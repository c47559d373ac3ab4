"""A journal on a disk that refuses system calls on command: what the tests of it share.

`failing_calls.c` causes the faults: it is preloaded between the program and its calls.
"""

import base64
import os
import pathlib
import subprocess
import tempfile
import time

import foreign
from failing_disk import COMPILER, SERVING
from journal import PATIENCE_S, JournalTest

SOURCE = pathlib.Path(__file__).with_name("failing_calls.c")
READ_MODELS, DUE_LIST, CHECKPOINT_COPY, CHECKPOINTS = "read-models", "due-list", "checkpoint-copy", "checkpoints"
# What stderr says when a part cannot do its work, and when all is made up for.
BEGINS = {READ_MODELS: "the read models cannot be brought up to date now: ",
          DUE_LIST: "the due list cannot be brought up to date now: ",
          CHECKPOINT_COPY: "the copy of the newest checkpoint cannot be written: ",
          CHECKPOINTS: "new checkpoints cannot be written: "}
ENDS = {READ_MODELS: "the read models are up to date again",
        DUE_LIST: "the due list is up to date again",
        CHECKPOINT_COPY: "the copy of the newest checkpoint is written again",
        CHECKPOINTS: "checkpoints are written again"}


class FailingCallsTest(JournalTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        foreign.install()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "failing_calls.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(SOURCE)], check=True)

    @property
    def told(self):
        """The file that makes calls fail."""
        return self.folder / "failing-calls"

    @property
    def env(self):
        return {**os.environ, "LD_PRELOAD": str(self.shim), "FAILING_CALLS_WHEN": str(self.told)}

    def new_journal(self, name):
        journal = super().new_journal(name)
        journal.server_env = self.env
        return journal

    def refuse(self, calls, error, pattern, at_most=None):
        """`at_most`: how many of them, in each folder."""
        self.told.write_text(f"{calls} {error}{'' if at_most is None else f'x{at_most}'} {pattern}\n")

    def kill_before(self, number, calls, pattern):
        self.told.write_text(f"{calls} kill {number} {pattern}\n")

    def heal(self):
        self.told.unlink()

    def refused(self):
        """The calls that were refused since this was asked last: kind and path."""
        log = self.told.with_name(self.told.name + ".failed")
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [tuple(line.split(" ", 1)) for line in lines]

    def health_of(self, service):
        name = service.encode()
        answer = foreign.call(self.journal.address, "/grpc.health.v1.Health/Check", bytes([0x0A, len(name)]) + name)
        return base64.b64decode(answer["response"])

    def said(self):
        """What stderr says since `forget_what_was_said`."""
        return self.journal.stderr_path.read_text()[self.forgotten:]

    forgotten = 0

    def forget_what_was_said(self):
        self.forgotten = len(self.journal.stderr_path.read_text())

    def wait_until_said(self, *words):
        end = time.monotonic() + PATIENCE_S
        while not all(each in self.said() for each in words) and time.monotonic() < end:
            time.sleep(0.02)
        self.assert_says(self.said(), *words)

    def assert_said_once(self, *words):
        for each in words:
            self.assertEqual(1, self.said().count(each), self.said())

    def assert_all_serve(self, *parts):
        for part in parts:
            self.assertEqual(SERVING, self.health_of(part), part)
