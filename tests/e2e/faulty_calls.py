"""A system whose calls fail by kind, place, and turn: `faulty_calls.c`, compiled once for a class of tests."""

import contextlib
import os
import pathlib
import subprocess
import tempfile
import unittest.mock

from failing_disk import COMPILER
from journal import JournalTest

SOURCE = pathlib.Path(__file__).with_name("faulty_calls.c")
TO_WRITE = "cswpam"  # what needs space: create, sync, write, pwrite, allocate, mkdir


class FaultyCallsTest(JournalTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "faulty_calls.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(SOURCE)], check=True)

    @property
    def failed_path(self):
        return self.folder / "failed-calls"

    def variables(self, calls, error, under, turns=0, skipped=0, ours=False):
        """What `faulty_calls.c` reads from the environment."""
        told = {"LD_PRELOAD": str(self.shim), "FAULTY_CALL": f"{calls} {error} {turns} {skipped} {under}",
                "FAULTY_CALL_LOG": str(self.failed_path)}
        return told | ({"FAULTY_CALL_OURS": "1"} if ours else {})

    @contextlib.contextmanager
    def failing(self, *words, **options):
        """Programs that begin in this period meet the failure."""
        self.failed_path.unlink(missing_ok=True)
        with unittest.mock.patch.dict(os.environ, self.variables(*words, **options)):
            yield

    @property
    def failed(self):
        """The letters of the calls that failed."""
        return self.failed_path.read_text() if self.failed_path.exists() else ""
