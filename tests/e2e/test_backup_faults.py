"""Backups where something goes wrong: a wrong place, a full disk, a server that is killed, a client that goes away."""

import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import threading
import time

import casework
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, run
from test_transport import DAY_S, STEPPING_CLOCK

CASE = casework.an_id("case")
ROUNDS = 10


class BackupFaultTest(JournalTest):
    """Who suffers: a county that finds out on the day of the fire that last night's backup is none."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.repository = self.folder / "backups"
        self.secrets = self.journal.directory / "secrets"

    def begin(self, *flags):
        self.journal.start("--backup-repository", self.repository, *flags)
        self.journal.append(casework.opening(CASE))

    def fill(self, requests=30):
        """So much that a backup at the lowest rate takes seconds."""
        for _ in range(requests):
            self.journal.append(casework.request(CASE, "any", *(casework.note("n" * 60_000) for _ in range(4))))

    def backup(self, *words):
        return json.loads(self.journal.ok("backup", "--json", *words))

    def slow_backup(self):
        """A backup that has begun, and takes seconds more."""
        slow = subprocess.Popen([str(word) for word in (PROGRAM, "backup", "--server", self.journal.address, "--rate", "1")],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        until = time.monotonic() + PATIENCE_S
        while not self.is_in_use() and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(random.random())
        self.assertIsNone(slow.poll(), "it ended before it could be disturbed")
        return slow

    def is_in_use(self):
        """Whether somebody writes to the repository. Whoever tries the lock to find out may keep the writer from it."""
        inode = (self.repository / "LOCK").stat().st_ino
        locks = [line.split() for line in pathlib.Path("/proc/locks").read_text().splitlines()]
        return any(lock[1:4] == ["FLOCK", "ADVISORY", "WRITE"] and lock[5].endswith(f":{inode}") for lock in locks)

    def restore(self, to, *words):
        ran = run([PROGRAM, "restore", "--repository", self.repository, "--secrets", self.secrets, "--data", to, "--json",
                   *words])
        self.assert_exit(Exit.OK, ran)
        return json.loads(ran.out)

    def numbers(self):
        return sorted(int(path.name) for path in (self.repository / "generations").iterdir())

    def assert_repository_is_sound(self):
        checked = run([PROGRAM, "backup", "check", "--repository", self.repository, "--json"])
        self.assert_exit(Exit.OK, checked)
        self.assertFalse((self.repository / "scratch").exists())
        return json.loads(checked.out)


class KilledBackupTest(BackupFaultTest):
    def test_the_backup_after_a_kill_is_made(self):
        self.begin()
        self.backup()
        self.fill()
        for _ in range(2):
            slow = self.slow_backup()
            self.journal.kill()
            slow.communicate(timeout=PATIENCE_S)
            self.assertNotEqual(0, slow.returncode)
            self.assertEqual([1], self.numbers())
            self.journal.start("--backup-repository", self.repository)
        made = self.backup()
        self.assertEqual(2, made["backup"])
        self.assertEqual(0, self.assert_repository_is_sound()["unusedObjects"])
        self.assertEqual(made["root"], self.restore(self.folder / "restored")["root"])

    def test_a_client_that_goes_away_ends_its_backup_and_no_other(self):
        self.begin()
        self.backup()
        self.fill()
        slow = self.slow_backup()
        slow.kill()
        slow.communicate(timeout=PATIENCE_S)
        until = time.monotonic() + PATIENCE_S
        ran = self.journal.run("backup", "--json")
        while ran.exit == Exit.UNAVAILABLE and time.monotonic() < until:
            time.sleep(0.1)
            ran = self.journal.run("backup", "--json")
        self.assert_exit(Exit.OK, ran)
        self.assertEqual(2, json.loads(ran.out)["backup"])
        self.assertEqual([1, 2], self.numbers())
        self.assert_repository_is_sound()
        self.journal.append(casework.request(CASE, "any", casework.note()))


class RetentionTest(BackupFaultTest):
    def test_backups_are_kept_by_count_and_by_age_and_the_newest_always(self):
        self.begin()
        for _ in range(3):
            self.backup()
            self.journal.append(casework.request(CASE, "any", casework.note()))
        shim, step = self.folder / "stepping_clock.so", self.folder / "step"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, STEPPING_CLOCK, "-ldl"], check=True)
        later = {**os.environ, "LD_PRELOAD": str(shim), "STEPPING_CLOCK": str(step)}

        def prune(days_later, *words):
            step.write_text(str(days_later * DAY_S))
            ran = run([PROGRAM, "backup", "prune", "--repository", self.repository, "--json", *words], env=later)
            self.assert_exit(Exit.OK, ran)
            return json.loads(ran.out)["removed"]

        self.assertEqual([], prune(29, "--keep-days", 30))
        self.assertEqual([1, 2], prune(31, "--keep-days", 30))
        self.assertEqual([1], prune(31, "--keep-days", 30, "--keep", 2))
        self.assertEqual([], prune(31, "--keep-days", 32, "--keep", 1))
        self.assertEqual([1, 2, 3], self.numbers(), "nothing was removed without --yes")
        self.assertEqual([1, 2], prune(3000, "--keep-days", 1, "--yes"))
        self.assertEqual([3], self.numbers())
        self.assert_repository_is_sound()
        drilled = run([PROGRAM, "backup", "drill", "--repository", self.repository, "--secrets", self.secrets])
        self.assert_exit(Exit.OK, drilled)


class BackupPlaceTest(BackupFaultTest):
    def test_a_place_in_or_around_the_data_directory_is_refused(self):
        self.begin()
        self.journal.stop()
        inside, link = self.journal.directory / "backups", self.folder / "link"
        link.symlink_to(self.journal.directory, target_is_directory=True)
        for place in (inside, self.journal.directory, link / "backups", f"{self.journal.directory}/",
                      self.folder / "elsewhere" / ".." / "journal" / "b", self.folder, pathlib.Path("/")):
            with self.subTest(place=place):
                served = self.journal.serve_refused("--backup-repository", place)
                self.assert_exit(Exit.USAGE, served)
                self.assert_says(served.err, "--backup-repository: got", "neither in the data directory nor around it")
                here = run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", place])
                self.assert_exit(Exit.USAGE, here)
                self.assert_says(here.err, "--repository: got")
        self.assertFalse(inside.exists())
        near = self.folder / "journal-backups"  # its name begins as that of the data directory
        self.assert_exit(Exit.OK, run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", near]))

    def test_a_relative_path_is_one_of_the_server_and_a_missing_directory_is_made(self):
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)
        self.repository = self.folder / "new" / "backups"
        self.journal.start("--backup-repository", "new/backups")
        os.chdir(before)
        self.assertFalse(self.repository.exists())
        self.journal.append(casework.opening(CASE))
        ran = self.journal.run("backup", "--json")
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.err, "the first backup in its repository", "may not be mounted")
        self.assertEqual([1], self.numbers())
        self.assertNotIn("first backup", self.journal.run("backup").err)

    def test_a_place_that_is_a_file_or_cannot_be_written_is_named_and_the_journal_goes_on(self):
        (self.folder / "file").write_text("x")
        self.repository = self.folder / "file" / "backups"
        self.begin()
        ran = self.journal.run("backup")
        self.assertNotEqual(Exit.OK, ran.exit)
        self.assertNotIn(str(self.folder), ran.err)
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def test_the_backups_of_another_journal_are_left_alone(self):
        other = self.new_journal("other")
        other.start("--backup-repository", self.repository)
        other.append(casework.opening(CASE))
        made = json.loads(other.ok("backup", "--json"))
        before = {path: path.read_bytes() for path in self.repository.rglob("*") if path.is_file()}
        self.begin()
        self.fill(1)
        ran = self.journal.run("backup")
        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "back it up to a directory of its own")
        self.journal.stop()
        here = run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", self.repository])
        self.assert_exit(Exit.UNKNOWN_FORMAT, here)
        self.assertEqual(before, {path: path.read_bytes() for path in self.repository.rglob("*") if path.is_file()})
        self.secrets = other.directory / "secrets"
        self.assertEqual(made["root"], self.restore(self.folder / "restored")["root"])

    def test_a_backup_of_a_stopped_journal_adds_one_entry(self):
        self.begin()
        size = self.journal.size()
        self.journal.stop()
        for night in (1, 2):
            ran = run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", self.repository, "--json"])
            self.assert_exit(Exit.OK, ran)
            self.assertEqual(size + night - 1, json.loads(ran.out)["recordedAtPosition"])
        self.journal.start()
        self.assertEqual(size + 2, self.journal.size())
        self.assertEqual(["BackupProved"] * 2, [row["type"] for row in self.journal.events()[size:size + 2]])


class LeftOverTest(BackupFaultTest):
    """What no backup uses cannot be removed: a directory is where a file would be that an interrupted backup left."""

    def setUp(self):
        super().setUp()
        self.begin()
        self.backup()
        self.in_the_way = self.repository / "objects/00" / ("0" * 64 + ".new") / "in the way"
        self.in_the_way.mkdir(parents=True)

    def entries_of_backups(self):
        return [row["type"] for row in self.journal.events()].count("BackupProved")

    def test_a_backup_of_a_server_is_made_and_recorded_and_says_what_is_left(self):
        ran = self.journal.run("backup", "--json")
        self.assert_exit(Exit.OK, ran)
        made = json.loads(ran.out)
        self.assertEqual(2, made["backup"])
        self.assertIn(".new", made["leftOver"])
        self.assert_says(ran.err, "The backup is made.", "is still there, forgotten data keys among it", ".new")
        self.assertNotIn(str(self.folder), ran.err + ran.out)
        self.assert_says(self.journal.stderr_path.read_text(), "a backup was made, but", str(self.in_the_way.parent))
        self.assertEqual(2, self.entries_of_backups())
        shutil.rmtree(self.in_the_way.parent)
        self.assertNotIn("leftOver", self.backup())

    def test_a_backup_of_a_stopped_journal_is_made_and_recorded_and_says_what_is_left(self):
        self.journal.stop()
        ran = run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", self.repository])
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "Backup 2 of", "Recorded as entry")
        self.assert_says(ran.err, "The backup is made.", str(self.in_the_way.parent))
        self.journal.start("--backup-repository", self.repository)
        self.assertEqual(2, self.entries_of_backups())

    def test_prune_says_what_it_removed_and_what_is_left(self):
        self.backup()
        prune = [PROGRAM, "backup", "prune", "--repository", self.repository, "--keep", "1", "--yes"]
        ran = run(prune)
        self.assertNotEqual(Exit.OK, ran.exit)
        self.assert_says(ran.out, "Removed 1 backup", "1 backup is left")
        self.assert_says(ran.err, "not everything", str(self.in_the_way.parent), "run this again")
        self.assertEqual([2], self.numbers())
        shutil.rmtree(self.in_the_way.parent)
        self.assert_exit(Exit.OK, run(prune))
        self.assert_repository_is_sound()


class DamagedOnlyTest(BackupFaultTest):
    """Every backup of a repository is damaged."""

    def test_each_command_names_the_files_and_what_to_do_and_removes_nothing(self):
        self.begin()
        first = self.backup()
        self.backup()
        texts = {path: path.read_bytes() for path in (self.repository / "generations").iterdir()}
        for damage in (b"", b"damaged", b"casejournal backup 1\n", bytes(range(256)) * 40, None):
            with self.subTest(damage=damage and damage[:20]):
                for path in texts:
                    path.write_bytes(damage if damage is not None else texts[path][:-7])
                self.assert_all_tell()
        before = {path for path in self.repository.rglob("*") if path.is_file()}
        made = self.journal.run("backup", "--json")
        self.assert_exit(Exit.OK, made)
        self.assertEqual((3, [1, 2]), (json.loads(made.out)["backup"], json.loads(made.out)["damaged"]))
        self.assert_says(made.err, "Backup 1 is damaged", "Backup 2 is damaged", "generations/000001")
        self.assertLess(before, {path for path in self.repository.rglob("*") if path.is_file()})
        self.assertEqual(3, self.restore(self.folder / "newest")["backup"])
        for path, text in texts.items():
            path.write_bytes(text)
        self.assert_repository_is_sound()
        self.assertEqual(first["root"], self.restore(self.folder / "restored", "--backup", "1")["root"])

    def assert_all_tell(self):
        files = {path: path.read_bytes() for path in self.repository.rglob("*") if path.is_file()}
        at = ["--repository", self.repository]
        one, two = (str(self.repository / "generations" / name) for name in ("000001", "000002"))
        for words, texts in (
                (["backup", "list"], ("No backup can be read.", one, two, "put damaged files back from a copy")),
                (["backup", "check"], (one, two)),
                (["backup", "prune", "--keep", "1"], (one, two, "0 would be left", "put damaged files back from a copy")),
                (["backup", "prune", "--keep", "1", "--yes"], (one, two, "0 backups are left")),
                (["backup", "drill", "--secrets", self.secrets], (two, "put this file back from a copy")),
                (["restore", "--secrets", self.secrets, "--data", self.folder / "new"], (two, "put this file back"))):
            ran = run([PROGRAM, *words, *at])
            self.assert_exit(Exit.DATA_LOSS, ran)
            self.assert_says(ran.out + ran.err, *texts)
        self.assertFalse((self.folder / "new").exists())
        self.assertEqual(files, {path: path.read_bytes() for path in self.repository.rglob("*") if path.is_file()})


class PrunedDamageTest(BackupFaultTest):
    """Who suffers: an agency whose only good backup was given up for one that cannot be restored."""

    def lists(self):
        return {path for path in (self.repository / "objects").rglob("*")
                if path.is_file() and path.read_bytes().startswith(b"casejournal segments")}

    def test_a_damaged_backup_does_not_take_the_place_of_a_good_one(self):
        self.begin()
        first = self.backup()
        before = self.lists()
        self.fill()
        self.backup()
        [newest] = self.lists() - before
        newest.write_bytes(b"damaged")
        ran = run([PROGRAM, "backup", "prune", "--keep", "1", "--yes", "--repository", self.repository])
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.out + ran.err, "Removed 0 backups", "1 backup is left", "backup 2 is damaged")
        self.assertEqual(first["root"], self.restore(self.folder / "restored", "--backup", "1")["root"])

    def test_without_the_set_of_keys_nothing_is_removed(self):
        self.begin()
        self.backup()
        second = self.backup()
        keys = self.repository / "keys"
        keys.rename(self.folder / "keys")
        files = {path for path in self.repository.rglob("*") if path.is_file()}
        ran = run([PROGRAM, "backup", "prune", "--keep", "1", "--yes", "--repository", self.repository])
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, str(keys), "put it back from a copy of the repository. Nothing was removed")
        self.assertEqual(files, {path for path in self.repository.rglob("*") if path.is_file()})
        (self.folder / "keys").rename(keys)
        self.assertEqual(second["root"], self.restore(self.folder / "restored")["root"])


class FullRepositoryTest(BackupFaultTest):
    def test_a_repository_on_a_full_disk_loses_nothing_and_stops_no_append(self):
        """On a real small disk; where none may be mounted, the run says so, and this is only tested with limits of files."""
        self.repository.mkdir()
        limit = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(self.repository)]
        if subprocess.run(limit, capture_output=True, check=False).returncode != 0:
            print("\nno file system may be mounted here: a full repository was not tested")
            return
        self.addCleanup(subprocess.run, ["umount", str(self.repository)], check=True)
        self.begin()
        first = self.backup()
        self.fill()
        ran = self.journal.run("backup")
        self.assert_exit(Exit.DISK_FULL, ran)
        self.assertNotIn(str(self.folder), ran.err)
        self.assertEqual([1], self.numbers())
        self.assertFalse((self.repository / "scratch").exists())
        self.journal.append(casework.request(CASE, "any", casework.note()))
        self.assertEqual(first["root"], self.restore(self.folder / "restored")["root"])
        subprocess.run(["mount", "-o", "remount,size=200m", str(self.repository)], check=True)
        second = self.backup()
        self.assertEqual(2, second["backup"])
        self.assert_repository_is_sound()
        self.assertEqual(second["root"], self.restore(self.folder / "restored-2")["root"])


class RestoresUnderLoadTest(BackupFaultTest):
    """Ten backups of a journal in use, each restored and served."""

    def test_each_backup_under_load_is_restored_and_served(self):
        self.begin()
        stopping = threading.Event()

        def write(writer):
            case, written = casework.an_id("case", writer), 1
            self.journal.append(casework.opening(case))
            while not stopping.is_set():
                self.journal.append(casework.request(case, "any", casework.note()))
                written += 1
            return written

        made, restored = [], []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            writers = [pool.submit(write, writer) for writer in range(2)]
            try:
                for number in range(1, ROUNDS + 1):
                    made.append(self.backup())
                    restored.append(self.restore(self.folder / f"restored-{number}"))
            finally:
                stopping.set()
            written = sum(writer.result() for writer in writers)
        self.assertGreater(written, ROUNDS)
        self.assertGreater(made[-1]["entries"], made[0]["entries"] + ROUNDS)  # else nothing was shown
        headers = [row["header"] for row in self.journal.events()]
        self.journal.ok("checkpoint", "--min-size", len(headers))
        key = self.journal.ok("key")
        self.journal.stop()
        for number in range(1, ROUNDS + 1):
            with self.subTest(backup=number):
                backup, told = made[number - 1], restored[number - 1]
                self.assertEqual((backup["backup"], backup["entries"], backup["root"]),
                                 (number, told["entries"], told["root"]))
                again = self.new_journal(f"restored-{number}")
                again.start()
                self.assertEqual(backup["entries"] + 1, again.entries_at_start)
                if number in (1, ROUNDS):
                    again.ok("roles", "confirm", "--reason", "it is a drill")
                    self.assertEqual(headers[:backup["entries"]], [row["header"] for row in again.events()][:backup["entries"]])
                self.assertEqual(key, again.ok("key"))
                again.stop()
                shutil.rmtree(again.directory)
        print(f"\n{ROUNDS} backups of {made[0]['entries']} to {made[-1]['entries']} entries, {written} requests meanwhile")
