"""Data directories that cannot be served: a clear message, a distinct exit code, and no damage."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

import casework
from journal import ACTOR, NOBODY, ORIGIN, PROGRAM, Exit, JournalTest, changes, content_of, data_of, run
from sign_in import CREDENTIALS

CASE = casework.an_id("case")
NOBODY_ID = 65534
AS_ROOT = os.geteuid() == 0


class DirectoryTest(JournalTest):
    def assert_refused(self, ran, expected, *parts):
        """Check for one error line, which names the directory."""
        self.assert_exit(expected, ran)
        self.assertEqual("", ran.out)
        self.assertEqual(1, ran.err.count("\n"), ran.err)
        self.assert_says(ran.err, "casejournal: ", str(self.folder), *parts)


class ForeignFormatTest(DirectoryTest):
    """Who suffers: an operator who starts yesterday's program on today's data."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        self.format = self.journal.directory / "FORMAT"
        self.own_format = self.format.read_text()

    def tearDown(self):
        self.format.write_text(self.own_format)

    def test_a_newer_format_is_refused_and_left_as_it_was(self):
        self.format.write_text("casejournal 2\n")
        before = content_of(self.journal.directory)

        served = self.journal.serve_refused()
        checked = run([PROGRAM, "fsck", "--data", self.journal.directory])
        rebuilt = run([PROGRAM, "rebuild", "--data", self.journal.directory])

        for ran in (served, checked, rebuilt):
            self.assert_refused(ran, Exit.UNKNOWN_FORMAT, "has format casejournal 2; this program reads casejournal 1. A newer program")
        self.assertEqual([], changes(before, content_of(self.journal.directory)))

    def test_a_journal_of_a_draft_is_refused_and_left_as_it_was(self):
        self.format.write_text("casejournal-draft 3\n")
        before = content_of(self.journal.directory)

        served = self.journal.serve_refused()

        self.assert_refused(served, Exit.UNKNOWN_FORMAT, "was written by a draft of this program (format casejournal-draft 3) "
                            "and cannot be opened by this program, which reads casejournal 1")
        self.assertEqual([], changes(before, content_of(self.journal.directory)))

    def test_a_format_that_is_no_format_is_damage(self):
        self.format.write_text("?\n")
        before = content_of(self.journal.directory)

        served = self.journal.serve_refused()

        self.assert_refused(served, Exit.DATA_LOSS, "FORMAT is damaged")
        self.assertEqual([], changes(before, content_of(self.journal.directory)))

    def test_a_journal_that_lost_its_format_is_not_begun_anew(self):
        """If it were created again over the old one, a county's journal would be empty and look healthy."""
        self.format.unlink()
        before = data_of(self.journal.directory)

        served = self.journal.serve_refused()

        self.assert_refused(served, Exit.DATA_LOSS, "FORMAT is missing")
        self.assertEqual([], changes(before, data_of(self.journal.directory)))

    def test_a_journal_is_made_once(self):
        """A journal's name and its days never change: every proof and every "as of" depends on them."""
        again = self.journal.make_refused()

        self.assert_exit(Exit.REFUSED, again)
        self.assert_says(again.err, f"holds the journal {ORIGIN}; nothing was recorded in it")
        for flag in ("--origin", "--time-zone"):
            self.assert_exit(Exit.USAGE, self.journal.serve_refused(flag, "other.example/court"))


class ForeignDirectoryTest(DirectoryTest):
    """Who suffers: a person who gives --data a directory that belongs to something else."""

    SERVED_FROM_THE_START = False

    def test_a_directory_that_holds_something_else_is_left_alone(self):
        """`--data /var` must not destroy /var/log."""
        for name in ("log", "keys"):
            (self.folder / "var" / name).mkdir(parents=True)
            (self.folder / "var" / name / "kept.txt").write_text("not ours")
        before = content_of(self.folder / "var")
        foreign = self.new_journal("var")

        ran = foreign.serve_refused_or_stopped()

        self.assertFalse(before.keys() & changes(before, content_of(self.folder / "var")), "what was there is gone")
        self.assertNotEqual(0, ran.exit)
        shutil.rmtree(self.folder / "var")

    def test_fsck_of_a_directory_without_a_journal_makes_none(self):
        empty = self.folder / "empty"
        empty.mkdir()

        ran = run([PROGRAM, "fsck", "--data", empty])

        self.assert_refused(ran, Exit.NOT_FOUND, "no journal in")

    def test_fsck_of_a_directory_that_is_not_there_is_not_found(self):
        self.assert_refused(run([PROGRAM, "fsck", "--data", self.folder / "nowhere"]), Exit.NOT_FOUND)
        self.assertFalse((self.folder / "nowhere").exists())

    def test_a_file_in_the_place_of_the_directory_is_refused(self):
        (self.folder / "file").write_text("not a directory")

        ran = self.new_journal("file").serve_refused()

        self.assertNotEqual(0, ran.exit)
        self.assert_says(ran.err, "casejournal: ", "file")
        self.assertEqual("not a directory", (self.folder / "file").read_text())
        (self.folder / "file").unlink()

    def test_serving_makes_no_journal(self):
        """`--data TYPO` once made a journal with a placeholder for a name, forever."""
        empty = self.folder / "empty"
        empty.mkdir()
        for directory in (empty, self.folder / "not there"):
            ran = self.new_journal(directory.name).serve_refused()
            self.assert_refused(ran, Exit.NOT_FOUND, "no journal in", "casejournal init --data ", "--origin NAME --time-zone ZONE")
        self.assert_says(ran.err, f"casejournal init --data '{self.folder / 'not there'}'")
        self.assertEqual([], list(empty.iterdir()))
        self.assertFalse((self.folder / "not there").exists())
        empty.rmdir()

    def test_no_command_takes_a_typing_error_for_a_loss(self):
        nowhere = self.folder / "nowhere"
        for words in (["continue", "--data", nowhere, "--reason", "a test"], ["rebuild", "--data", nowhere],
                      ["fsck", "--data", nowhere]):
            self.assert_refused(run([PROGRAM, *words]), Exit.NOT_FOUND, "no journal in")
        self.assertFalse(nowhere.exists())

    def test_a_journal_needs_a_usable_name_and_time_zone(self):
        for flag, value, said in (("--origin", "wren juvenile", "is not a valid journal name"), ("--time-zone", "Ohio", "not a known time zone"),
                                  ("--time-zone", "localtime", "not a known time zone")):
            command = self.journal.make_command()
            command[command.index(flag) + 1] = value
            ran = run(command)
            self.assert_exit(Exit.MALFORMED, ran)
            self.assert_says(ran.err, said, value)
        self.assertFalse(self.journal.directory.exists())

    def test_addresses_that_are_none_are_refused(self):
        """99999 was once served at 34463, and an address without a port at 443."""
        self.journal.make()
        for address, said in (("127.0.0.1:99999", "a port from 0 to 65535"), ("127.0.0.1:0x50", "a port from 0 to 65535"),
                              ("127.1", "does not begin with a host"), ("127.1:0", "does not begin with a host")):
            with self.subTest(address):
                ran = self.journal.serve_refused("--listen", address)
                self.assert_exit(Exit.USAGE, ran)
                self.assert_says(ran.err, "--listen", address, said)
        ran = self.journal.serve_refused("--listen", "127.0.0.1.example:0")
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "cannot listen on 127.0.0.1.example:0")

    def test_addresses_beyond_loopback_are_not_served_in_plain_text(self):
        """Whoever reaches the port of such a server can write as its one caller."""
        self.journal.make()
        command = [PROGRAM, "serve", "--data", self.journal.directory, "--insecure-dev", "--development-actor", ACTOR]
        for address in ("0.0.0.0:0", "127.0.0.1.example:0", "[::]:0"):
            with self.subTest(address):
                ran = run([*command, "--listen", address])
                self.assert_exit(Exit.USAGE, ran)
                self.assert_says(ran.err, "--listen", address, "serves only on this machine", "--tls-cert")

    def test_a_client_is_told_of_an_address_that_is_none(self):
        for address in ("127.0.0.1:99999", "127.1", ""):
            ran = run([PROGRAM, "key", "--server", address])
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "--server", address, "HOST:PORT is expected")


class PrivateTest(DirectoryTest):
    """Who suffers: a family whose record is on a machine with more than one user."""

    def modes(self):
        """Every file and directory to which another user has a right."""
        paths = [self.journal.directory, *self.journal.directory.rglob("*")]
        return {path.name: oct(path.stat().st_mode & 0o777) for path in paths
                if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)}

    def test_what_a_server_makes_is_for_its_owner_alone(self):
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint", "--min-size", "3")
        self.assertEqual({}, self.modes())
        self.journal.restart()
        self.assertEqual({}, self.modes())

    def test_what_was_open_to_others_is_closed_when_it_is_served(self):
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        for path in [self.journal.directory, *self.journal.directory.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)

        self.journal.start()

        self.assertEqual({}, self.modes())


class InUseTest(DirectoryTest):
    """Who suffers: everyone, if two processes write one journal."""

    def test_a_directory_in_use_is_refused_to_a_second_process(self):
        self.journal.append(casework.opening(CASE))

        second = self.journal.serve_command()

        for command in (second, [PROGRAM, "fsck", "--data", self.journal.directory],
                        [PROGRAM, "rebuild", "--data", self.journal.directory]):
            self.assert_refused(run(command), Exit.DIRECTORY_IN_USE, "is in use by another process")
        self.journal.append(casework.request(CASE, 1, casework.note()))

    def test_a_port_in_use_is_refused_and_the_directory_released(self):
        other = self.new_journal("other").start()
        other.stop()

        ran = other.serve_refused("--listen", self.journal.address)

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, f"cannot listen on {self.journal.address}")
        other.start()


class ReadOnlyTest(DirectoryTest):
    """Who suffers: an operator whose disk was mounted read-only, or whose service runs as the wrong user."""

    def setUp(self):
        if AS_ROOT and (shutil.which("setpriv") is None or not self.nobody_may_run()):
            self.skipTest("nobody may not run the program where it lies")
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        if not AS_ROOT:
            self.write_protect(0o555)
            self.addCleanup(self.write_protect, 0o755)

    @staticmethod
    def nobody_may_run():
        return subprocess.run([*NOBODY, str(PROGRAM), "--version"], capture_output=True, check=False).returncode == 0

    def write_protect(self, mode):
        for path in [self.journal.directory, *self.journal.directory.rglob("*")]:
            path.chmod(mode if path.is_dir() else mode & 0o666)

    def test_a_directory_that_cannot_be_written_is_refused(self):
        before = content_of(self.journal.directory)
        key = self.folder / "server-key.pem"  # of whoever runs the service, who may read it
        shutil.copy(CREDENTIALS.server_flags["--tls-key"], key)
        if AS_ROOT:
            os.chown(key, NOBODY_ID, NOBODY_ID)

        ran = self.journal.serve_refused("--tls-key", key, prefix=NOBODY if AS_ROOT else ())

        self.assert_refused(ran, Exit.READ_ONLY, "Permission denied")
        self.assertEqual([], changes(before, content_of(self.journal.directory)))

    def test_a_journal_cannot_be_made_where_nothing_may_be_made(self):
        if not AS_ROOT:
            self.folder.chmod(0o555)
            self.addCleanup(self.folder.chmod, 0o755)

        ran = self.new_journal("second").make_refused(prefix=NOBODY if AS_ROOT else ())

        self.assert_refused(ran, Exit.READ_ONLY, "Permission denied")
        self.assertFalse((self.folder / "second").exists())


class ReserveTest(DirectoryTest):
    """Who suffers: a county whose disk fills up at night: appends are rejected before a write can fail."""

    TOO_MUCH_MIB = "1000000000"

    def test_appends_are_refused_below_the_reserve_and_so_is_what_must_be_disclosed(self):
        """Plans are read without a disclosure, so that work goes on."""
        self.journal.append(casework.opening(CASE))
        size = self.journal.size()
        self.journal.restart("--disk-reserve-mib", self.TOO_MUCH_MIB)

        ran = self.journal.try_append(casework.request(CASE, 1, casework.note()))

        self.assert_exit(Exit.DISK_FULL, ran)
        self.assert_says(ran.err, "nothing was recorded.", "; the reserve is ", "When there is space on the disk")
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)
        self.assertEqual(size, self.journal.size())
        ran = self.journal.run("events")
        self.assert_exit(Exit.DISK_FULL, ran)
        self.assert_says(ran.err, "the disclosure cannot be recorded, so nothing was given", "; the reserve is ")
        self.assertEqual("", ran.out)
        self.assertEqual(size, self.journal.size())


@unittest.skipUnless(AS_ROOT, "only root may mount a disk of its own")
class FullDiskTest(DirectoryTest):
    """A disk that is really full: no reserve is kept, and the write itself fails."""

    SERVED_FROM_THE_START = False
    MIB = 96

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.MIB}m", "none", str(self.disk)],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(self.disk)], check=True)
        self.journal = self.new_journal("disk/journal")
        self.journal.stderr_path = self.folder / "stderr"
        self.journal.start("--disk-reserve-mib", "0")

    def fill(self):
        """Use all remaining space."""
        with open(self.disk / "ballast", "wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 16))
            except OSError:
                pass

    def test_a_journal_is_not_made_on_a_full_disk_and_can_be_made_later(self):
        self.fill()
        second = self.new_journal("disk/second")

        ran = second.make_refused()

        self.assert_exit(Exit.DISK_FULL, ran)
        self.assert_says(ran.err, "casejournal: ", str(second.directory), "No space left on device")
        pathlib.Path(self.disk / "ballast").unlink()
        second.make()

    def test_nothing_acknowledged_is_lost_when_a_write_fails(self):
        acknowledged = [self.journal.append(casework.opening(CASE))]
        self.fill()

        revision, ran = 1, None
        while ran is None or ran.exit == 0:
            ran = self.journal.try_append(casework.request(CASE, revision, casework.note("x" * 100_000)), "--json")
            if ran.exit == 0:
                acknowledged.append(json.loads(ran.out))
                revision += 1
        again = self.journal.try_append(casework.request(CASE, revision, casework.note()))
        pathlib.Path(self.disk / "ballast").unlink()
        after_space_is_back = self.journal.try_append(casework.request(CASE, revision, casework.note()))

        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_exit(Exit.UNAVAILABLE, again)
        self.assert_exit(Exit.UNAVAILABLE, after_space_is_back)
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)
        self.journal.restart("--disk-reserve-mib", "0")
        recorded = {int(event["position"]): event["requestId"] for event in self.journal.rows("events", "--from", "2")}
        for answer in acknowledged:
            self.assertEqual(answer["requestId"], recorded.get(int(answer["firstPosition"])))
        self.journal.append(casework.request(CASE, "any", casework.note()))
