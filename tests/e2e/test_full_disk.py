"""A disk that is full: of bytes, or of inodes. What is still answered, what is refused, and what an operator can do.

The disk is a small file system in memory (tmpfs). Where none may be mounted, the run says so, and what is left is the same
with a preloaded library (`faulty_calls.c`) that lets every call fail which needs space; that part runs everywhere.
"""

import base64
import errno
import os
import shutil
import subprocess
import time

import casework
import foreign
from faulty_calls import FaultyCallsTest
from failing_disk import NOT_SERVING, SERVING
from journal import PATIENCE_S, PROGRAM, SAMPLES, Exit, run
from test_writes_stopped import BEGINS, ENDS

CASE = casework.an_id("case")
SAMPLE = "23-JV-0117"
MIB = 192  # the write-ahead logs of RocksDB take 70 at once
FILES = 400
RESERVE = ("--disk-reserve-mib", "16", "--disk-reserve-files", "64")
NO_RESERVE = ("--disk-reserve-mib", "0", "--disk-reserve-files", "0")
REFUSED = ("the journal takes no writes now; nothing was recorded.", "; the reserve is ", "When there is space on the disk")


class FullTest(FaultyCallsTest):
    """What is asked of a journal on a disk that is full."""

    SERVED_FROM_THE_START = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        foreign.install()

    def begin(self):
        """Serve a journal with entries, and a checkpoint of them."""
        self.journal.start(*RESERVE)
        self.journal.append(casework.opening(CASE))
        self.journal.json("import", SAMPLES[1])
        self.journal.ok("checkpoint", "--min-size", self.journal.size())

    def health(self):
        name = b"casejournal.v1.CaseService"
        answer = foreign.call(self.journal.address, "/grpc.health.v1.Health/Check", bytes([0x0A, len(name)]) + name)
        return base64.b64decode(answer["response"])

    def assert_health(self, expected):
        """The server looks once a second whether it can write."""
        until = time.monotonic() + PATIENCE_S
        while self.health() != expected and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(expected, self.health())

    def assert_reads_go_on(self):
        for words in (("plan", CASE), ("plan", SAMPLE), ("cases",), ("persons", casework.CHILD), ("findings", SAMPLE), ("roles",),
                      ("diff", SAMPLE, "1.0", "working"), ("who-may", SAMPLE), ("disclosures", SAMPLE), ("journal",), ("notes", SAMPLE),
                      ("key",), ("checkpoint",), ("fsck", "--online")):
            with self.subTest(words[0]):
                self.journal.ok(*words)

    def assert_reads_that_write_a_small_file_go_on(self):
        """Twice: the first writes take the room that was kept, and keep it for the next."""
        for _ in range(2):
            self.journal.ok("plan", SAMPLE, "--known-day", "yesterday")
            self.journal.ok("plan", SAMPLE, "--known-at", subprocess.run(
                ["date", "--utc", "+%Y-%m-%dT%H:%M:%SZ", "--date=1 second ago"], capture_output=True, text=True,
                check=True).stdout.strip())
            size = self.journal.size()
            self.journal.ok("checkpoint", "--min-size", size)
            self.journal.ok("proof", size - 1)

    def assert_what_must_be_recorded_is_not_given(self):
        size = self.journal.size()
        for words in (("history", SAMPLE), ("register", SAMPLE), ("replay", SAMPLE), ("events",),
                      ("exhibit", CASE, "-o", self.folder / "none.zip")):
            with self.subTest(words[0]):
                ran = self.journal.run(*words)
                self.assert_exit(Exit.DISK_FULL, ran)
                self.assert_says(ran.err, "the disclosure cannot be recorded, so nothing was given", "; the reserve is ")
                self.assertEqual("", ran.out)
        self.assertEqual(size, self.journal.size())

    def assert_refuses(self):
        size = self.journal.size()
        for request in (casework.request(CASE, "any", casework.note()), casework.opening(casework.an_id("another case"))):
            ran = self.journal.try_append(request)
            self.assert_exit(Exit.DISK_FULL, ran)
            self.assert_says(ran.err, *REFUSED)
        self.assertEqual(size, self.journal.size())
        self.assert_health(NOT_SERVING)
        self.assertEqual(1, self.journal.stderr_path.read_text().count(BEGINS))

    def assert_records_again(self):
        """Without a restart."""
        self.journal.append(casework.request(CASE, "any", casework.note()))
        self.journal.append(casework.opening(casework.an_id("another case")))
        self.assert_health(SERVING)
        self.assertEqual(1, self.journal.stderr_path.read_text().count(ENDS))


class FullDiskTest(FullTest):
    """Who suffers: a county whose disk fills up over a weekend, and a court that asks on Sunday what the record said."""

    BYTES = True  # what runs out; else inodes

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        limits = f"size={MIB}m,nr_inodes=0" if self.BYTES else f"size=1g,nr_inodes={FILES}"
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", limits, "none", str(self.disk)], capture_output=True,
                                      check=False).returncode == 0
        if not self.mounted:
            self.skipTest("no disk can be mounted here; FullCallsTest asks the same with calls that fail")
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(self.disk)], check=True)
        self.journal = self.new_journal("disk/journal")
        self.journal.stderr_path = self.folder / "stderr"
        self.begin()

    def free(self):
        """In bytes, or in inodes."""
        left = os.statvfs(self.disk)
        return left.f_bavail * left.f_frsize if self.BYTES else left.f_favail

    def fill(self, leave=0):
        """Use the space of the disk but for what is left: bytes, or inodes."""
        if not self.BYTES:
            (self.disk / "fill").mkdir(exist_ok=True)
            while self.free() > leave:
                (self.disk / "fill" / str(self.free())).touch()
            return
        with open(self.disk / "fill", "ab", buffering=0) as ballast:
            try:
                while self.free() > leave:
                    ballast.write(bytes(min(1 << 20, self.free() - leave)))
            except OSError as full:
                self.assertEqual(errno.ENOSPC, full.errno)

    def make_room(self):
        path = self.disk / "fill"
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def test_nothing_is_left(self):
        self.journal.append(casework.request(CASE, "any", casework.note()))  # no checkpoint covers it yet
        self.fill()
        self.assertEqual(0, self.free())
        self.assert_refuses()
        self.assert_reads_that_write_a_small_file_go_on()
        self.assert_reads_go_on()
        self.assert_what_must_be_recorded_is_not_given()
        self.make_room()
        self.assert_records_again()

    def test_a_server_that_is_stopped_or_killed_there_loses_nothing(self):
        for kill in (False, True):
            with self.subTest("killed" if kill else "stopped"):
                acknowledged = self.journal.append(casework.request(CASE, "any", casework.note()))
                size = self.journal.size()
                self.fill()
                if kill:
                    self.journal.kill()
                else:
                    self.assertEqual(0, self.journal.stop(), self.journal.stderr_path.read_text())
                self.assert_sound(self.journal)
                self.make_room()
                self.journal.start(*RESERVE)
                self.assertEqual(size, self.journal.size())
                self.assertEqual(size - 1, int(acknowledged["firstPosition"]))

    def test_the_reserve_lets_an_operator_act(self):
        self.fill(leave=(15 << 20) if self.BYTES else 60)
        self.assert_refuses()
        self.assert_reads_go_on()
        self.assertEqual(0, self.journal.stop())
        earlier = self.folder / "earlier"
        shutil.copytree(self.journal.directory, earlier)
        repository = self.folder / "backups"
        for command in (("fsck",), ("rebuild",), ("backup", "--repository", repository)):
            with self.subTest(command[0]):
                self.assert_exit(Exit.OK, run([PROGRAM, *command, "--data", self.journal.directory]))

        self.journal.start(*NO_RESERVE)  # the operator grants the room
        self.journal.append(casework.request(CASE, "any", casework.note()))
        (self.folder / "last.checkpoint").write_text(self.journal.ok("checkpoint", "--min-size", self.journal.size()))
        self.assertEqual(0, self.journal.stop())
        shutil.rmtree(self.journal.directory)
        shutil.copytree(earlier, self.journal.directory)
        self.assert_exit(Exit.OK, run([PROGRAM, "continue", "--data", self.journal.directory, "--reason", "the disk was lost",
                                       "--last-checkpoint", self.folder / "last.checkpoint", "--yes"]))
        self.make_room()
        self.journal.start(*RESERVE)
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def test_what_cannot_be_made_there_says_so(self):
        self.assertEqual(0, self.journal.stop())
        self.fill()
        second = self.new_journal("disk/second")
        ran = second.make_refused()
        self.assert_exit(Exit.DISK_FULL, ran)
        self.assert_says(ran.err, "casejournal: ", "No space left on device")
        ran = run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", self.disk / "backups"])
        self.assert_exit(Exit.DISK_FULL, ran)
        self.make_room()
        second.make()


class NoInodesTest(FullDiskTest):
    """The same where no file can be created, although there is space."""

    BYTES = False


class FullCallsTest(FullTest):
    """The same on any machine: while a file is there, every call fails that needs space in the data directory."""

    def setUp(self):
        super().setUp()
        self.full = self.folder / "full"
        self.journal.server_env = {**os.environ, **self.variables("cwpamf", errno.ENOSPC, self.journal.directory),
                                   "FAULTY_CALL_FULL": "1", "FAULTY_CALL_WHEN": str(self.full)}
        self.begin()

    def test_nothing_is_left(self):
        self.journal.append(casework.request(CASE, "any", casework.note()))
        self.full.touch()
        self.assert_refuses()
        self.assert_reads_that_write_a_small_file_go_on()
        self.assert_reads_go_on()
        self.assert_what_must_be_recorded_is_not_given()
        self.assertIn("f", self.failed)
        self.full.unlink()
        self.assert_records_again()

    def test_small_files_take_no_other_inode(self):
        for name in ("clock", "checkpoints/latest"):
            present, room = self.journal.directory / name, self.journal.directory / f"{name}.new"
            before = {present.stat().st_ino, room.stat().st_ino}
            content = present.read_bytes()
            self.journal.append(casework.request(CASE, "any", casework.note()))
            self.journal.ok("checkpoint", "--min-size", self.journal.size())
            self.journal.ok("plan", CASE, "--known-day", "yesterday")
            self.assertNotEqual(content, present.read_bytes(), f"{name} was not written")
            self.assertEqual(before, {present.stat().st_ino, room.stat().st_ino}, f"{name} took another file")


del FaultyCallsTest, FullTest
