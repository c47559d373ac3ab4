"""Backups: made, proved, listed, pruned, damaged, and restored, with the program that people run."""

import json
import shutil

import casework
from journal import PROGRAM, Exit, JournalTest, run

CASE = casework.an_id("case")


class BackupTest(JournalTest):
    """Who suffers: a county whose only disk fails, and whoever finds out on that day that the backup cannot be restored."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        for revision in range(1, 6):
            self.journal.append(casework.request(CASE, revision, casework.note()))
        self.journal.stop()
        self.repository = self.folder / "backups"
        self.secrets = self.journal.directory / "secrets"
        self.target = self.folder / "restored"

    def backup(self, *words):
        return run([PROGRAM, "backup", *words])

    def make(self):
        ran = self.backup("--data", self.journal.directory, "--repository", self.repository, "--json")
        self.assert_exit(Exit.OK, ran)
        return json.loads(ran.out)

    def restore(self, *words):
        return run([PROGRAM, "restore", "--repository", self.repository, "--secrets", self.secrets,
                    "--data", self.target, *words])

    def more(self, first):
        self.journal.start()
        for revision in range(first, first + 3):
            self.journal.append(casework.request(CASE, revision, casework.note()))
        last = self.journal.ok("checkpoint", "--min-size", self.journal.size())
        self.journal.stop()
        return last

    def test_a_lost_disk_is_restored_and_goes_on(self):
        made = self.make()
        size = made["entries"]
        self.journal.directory.rename(self.folder / "lost")
        self.secrets = self.folder / "lost/secrets"
        ran = self.restore("--json")
        self.assert_exit(Exit.OK, ran)
        restored = json.loads(ran.out)
        self.assertEqual((restored["entries"], restored["root"]), (size, made["root"]))
        self.assertFalse(restored["olderThanPublished"])
        self.target.rename(self.journal.directory)
        self.journal.start()
        self.journal.ok("roles", "confirm", "--reason", "nothing was ended since")
        self.assertEqual(size + 2, self.journal.size())  # that it was restored, and that rights were confirmed
        self.journal.append(casework.request(CASE, 6, casework.note()))

    def test_backups_are_listed_checked_and_pruned(self):
        self.make()
        for night in range(3):
            self.more(6 + 3 * night)
            self.make()
        listed = [json.loads(line) for line in
                  self.backup("list", "--repository", self.repository, "--json").out.splitlines()]
        self.assertEqual([1, 2, 3, 4], [one["backup"] for one in listed])
        self.assertLess(listed[2]["addedBytes"], listed[0]["addedBytes"])
        checked = self.backup("check", "--repository", self.repository)
        self.assert_exit(Exit.OK, checked)
        self.assert_says(checked.out, "sound: 4 backups")
        planned = self.backup("prune", "--repository", self.repository, "--keep", "2")
        self.assert_says(planned.out, "Would remove 2 backups: 1, 2. 2 would be left. Nothing was done.")
        self.assertEqual(4, len(list((self.repository / "generations").iterdir())))
        pruned = self.backup("prune", "--repository", self.repository, "--keep", "2", "--yes")
        self.assert_says(pruned.out, "Removed 2 backups", "2 backups are left")
        drilled = self.backup("drill", "--repository", self.repository, "--secrets", self.secrets, "--backup", "3")
        self.assert_exit(Exit.OK, drilled)
        self.assert_says(drilled.out, "every one opened and checked")
        gone = self.backup("drill", "--repository", self.repository, "--secrets", self.secrets, "--backup", "1")
        self.assert_exit(Exit.NOT_FOUND, gone)
        self.assert_says(gone.err, "no backup 1; it has 3, 4")

    def test_an_older_state_does_not_serve_as_if_nothing_had_happened(self):
        self.make()
        (self.folder / "seen").write_text(self.more(6))
        ran = self.restore("--last-checkpoint", self.folder / "seen")
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "are missing here", "casejournal continue --data")
        served = run([PROGRAM, "fsck", "--data", self.target])
        self.assert_exit(Exit.DATA_LOSS, served)
        continued = run([PROGRAM, "continue", "--data", self.target, "--reason", "the disk was lost", "--yes"])
        self.assert_exit(Exit.OK, continued)
        self.assert_exit(Exit.OK, run([PROGRAM, "fsck", "--data", self.target]))

    def test_what_was_known_then(self):
        self.make()
        ran = self.restore("--entries", "4", "--json")
        self.assert_exit(Exit.OK, ran)
        self.assertLessEqual(json.loads(ran.out)["entries"], 4)
        self.assertTrue(json.loads(ran.out)["olderThanPublished"])
        shutil.rmtree(self.target)
        ran = self.restore("--known-day", "2020-01-01")
        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assertFalse(self.target.exists())
        ran = self.restore("--known-day", "2099-12-31", "--json")
        self.assert_exit(Exit.OK, ran)
        self.assertFalse(json.loads(ran.out)["olderThanPublished"])

    def test_damage_is_found_and_the_next_backup_repairs_it(self):
        self.make()
        largest = max((self.repository / "objects").rglob("*"), key=lambda path: path.stat().st_size * path.is_file())
        bytes_before = largest.read_bytes()
        largest.write_bytes(bytes_before[:-1] + bytes([bytes_before[-1] ^ 1]))
        checked = self.backup("check", "--repository", self.repository)
        self.assert_exit(Exit.DATA_LOSS, checked)
        self.assert_says(checked.out, largest.name)
        self.assert_exit(Exit.DATA_LOSS, self.restore())
        self.assertFalse(self.target.exists())
        self.make()
        self.assert_exit(Exit.OK, self.restore())
        self.assert_exit(Exit.OK, self.backup("prune", "--repository", self.repository, "--keep", "1", "--yes"))
        self.assert_exit(Exit.OK, self.backup("check", "--repository", self.repository))

    def test_a_damaged_older_backup_stops_nothing_and_is_named(self):
        self.make()
        self.more(6)
        self.make()
        (self.repository / "generations/000001").write_text("damaged")
        self.more(9)
        self.assertEqual(3, self.make()["backup"])
        listed = self.backup("list", "--repository", self.repository, "--json")
        self.assert_exit(Exit.DATA_LOSS, listed)
        self.assertIn("2", [str(json.loads(line).get("backup")) for line in listed.out.splitlines()])
        self.assert_says(listed.err, "backup 1 is damaged", "000001")
        checked = self.backup("check", "--repository", self.repository)
        self.assert_exit(Exit.DATA_LOSS, checked)
        self.assert_says(checked.out, "000001")
        self.assert_exit(Exit.OK, self.restore())
        self.assert_exit(Exit.DATA_LOSS, self.backup("drill", "--repository", self.repository, "--secrets", self.secrets,
                                                     "--backup", "1"))
        pruned = self.backup("prune", "--repository", self.repository, "--keep", "1", "--yes")
        self.assert_exit(Exit.DATA_LOSS, pruned)
        self.assert_says(pruned.err, "backup 1 is damaged", "give a backup up by removing its file")
        (self.repository / "generations/000001").unlink()
        self.assert_exit(Exit.OK, self.backup("prune", "--repository", self.repository, "--keep", "1", "--yes"))
        self.assert_exit(Exit.OK, self.backup("check", "--repository", self.repository))

    def test_a_rate_limits_and_changes_nothing_else(self):
        rated = self.backup("--data", self.journal.directory, "--repository", self.repository, "--rate", "1", "--json")
        self.assert_exit(Exit.OK, rated)
        self.make()
        restored = self.restore("--backup", "1", "--json")
        self.assert_exit(Exit.OK, restored)
        self.assertEqual(json.loads(rated.out)["root"], json.loads(restored.out)["root"])
        shutil.rmtree(self.target)
        for command in (["check"], ["drill", "--secrets", self.secrets]):
            ran = self.backup(*command, "--repository", self.repository, "--rate", "1")
            self.assert_exit(Exit.OK, ran)
        self.assert_exit(Exit.OK, self.restore("--rate", "1"))
        for wrong in ("0", "-1", "fast", "100001"):
            with self.subTest(rate=wrong):
                self.assert_exit(Exit.USAGE, self.backup("check", "--repository", self.repository, "--rate", wrong))

    def test_wrong_arguments_change_nothing(self):
        self.make()
        before = sorted(path for path in self.repository.rglob("*"))
        other = self.folder / "other"
        other.mkdir()
        (other / "photo.jpg").write_text("x")
        for expected, words in (
                (Exit.USAGE, ["--data", self.journal.directory]),
                (Exit.UNKNOWN_FORMAT, ["--data", self.journal.directory, "--repository", other]),
                (Exit.NOT_FOUND, ["--data", self.folder / "nowhere", "--repository", self.repository]),
                (Exit.NOT_FOUND, ["list", "--repository", self.folder / "nowhere"]),
                (Exit.USAGE, ["prune", "--repository", self.repository]),
                (Exit.USAGE, ["prune", "--repository", self.repository, "--keep", "0"])):
            with self.subTest(words=words):
                self.assert_exit(expected, self.backup(*words))
        self.target.mkdir()
        (self.target / "a").write_text("x")
        self.assert_exit(Exit.REFUSED, self.restore())
        self.assert_exit(Exit.USAGE, self.restore("--known-day", "yesterday"))
        self.assertEqual(before, sorted(path for path in self.repository.rglob("*")))
        self.assertEqual(["photo.jpg"], [path.name for path in other.iterdir()])

    def test_a_served_journal_is_not_copied_file_by_file(self):
        self.journal.start()
        ran = self.backup("--data", self.journal.directory, "--repository", self.repository)
        self.assert_exit(Exit.DIRECTORY_IN_USE, ran)
        self.journal.stop()
