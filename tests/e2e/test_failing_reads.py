"""A disk that fails to read: the file is named. `failing_read.c` causes the fault."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import casework
from journal import PROGRAM, Exit, JournalTest, changes, data_of, run

SOURCE = pathlib.Path(__file__).with_name("failing_read.c")
COMPILER = ["cc"] if shutil.which("cc") else ["g++", "-x", "c"]
CASE = casework.an_id("case")


class FailingReadTest(JournalTest):
    """A disk that cannot read a file: a line that names the file, and no crash. Who suffers: an operator who is shown
    "terminate called after throwing an instance of std::ios_base::failure"."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "failing_read.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(SOURCE)], check=True)

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint")
        self.journal.kill()

    def failing(self, path, *command):
        env = {**os.environ, "LD_PRELOAD": str(self.shim), "FAILING_READ": f"*/{path}"}
        return run([PROGRAM, *command], env=env)

    def test_a_file_that_cannot_be_read_is_named_by_serve_and_fsck(self):
        # RocksDB reads its other files inside the C library, where a preloaded function has no effect.
        files = [self.journal.files(f"{of}/*.log")[-1].relative_to(self.journal.directory).as_posix() for of in ("log", "keys")]
        files += ["FORMAT", "acked", "checkpoints/latest", "secrets/master.key", "secrets/signing.key", "log", "keys"]
        before = data_of(self.journal.directory)
        for file in files:
            with self.subTest(file=file):
                served = self.failing(f"journal/{file}", *[str(word) for word in self.journal.serve_command()[1:]])
                checked = self.failing(f"journal/{file}", "fsck", "--data", str(self.journal.directory))

                for ran in (served, checked):
                    self.assertIn(ran.exit, (Exit.UNAVAILABLE, Exit.DATA_LOSS), ran)
                    self.assert_says(ran.err + ran.out, str(self.journal.directory / file))
                    self.assertNotIn("terminate", ran.err)
        self.assertEqual([], changes(before, data_of(self.journal.directory)))
