"""Backups of a journal that is served, and who is admitted when one was restored."""

import json
import shutil
import subprocess
import threading
import time

import casework
import test_adversaries
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, run
from test_adversaries import CASE, OWN, SECRETS

NOTED = casework.an_id("case")


class OnlineBackupTest(JournalTest):
    """Who suffers: a county whose office works day and night, so that nobody ever stops the server for a backup."""

    def setUp(self):
        super().setUp()
        self.repository = self.folder / "backups"
        self.journal.restart("--backup-repository", self.repository)
        self.journal.append(casework.opening(NOTED))

    def restore(self, name, *words):
        ran = run([PROGRAM, "restore", "--repository", self.repository, "--secrets", self.journal.directory / "secrets",
                   "--data", self.folder / name, "--json", *words])
        self.assert_exit(Exit.OK, ran)
        return json.loads(ran.out)

    def test_backups_are_made_while_clients_append(self):
        stopping = threading.Event()
        failed = []

        def write():
            while not stopping.is_set():
                try:
                    self.journal.append(casework.request(NOTED, "any", casework.note()))
                except AssertionError as error:
                    failed.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            made = [json.loads(self.journal.ok("backup", "--json")) for _ in range(3)]
        finally:
            stopping.set()
            writer.join()
        self.assertEqual([], failed)
        self.assertEqual([1, 2, 3], [one["backup"] for one in made])
        self.assertEqual(sorted(one["entries"] for one in made), [one["entries"] for one in made])
        self.assertLess(made[0]["entries"], made[2]["entries"])
        for one in made:
            self.assertGreaterEqual(one["recordedAtPosition"], one["entries"])
            restored = self.restore(f"restored-{one['backup']}", "--backup", one["backup"])
            self.assertEqual((restored["entries"], restored["root"]), (one["entries"], one["root"]))
            self.assertEqual(one["backup"] < 3, restored["olderThanPublished"], "the repository has a newer one")
            checked = run([PROGRAM, "fsck", "--data", self.folder / f"restored-{one['backup']}"])
            self.assert_exit(Exit.OK if one["backup"] == 3 else Exit.DATA_LOSS, checked)
            self.assertEqual(one["backup"] < 3, "casejournal continue" in checked.out + checked.err, checked)

    def test_one_backup_is_made_at_a_time_and_a_stop_ends_it(self):
        for _ in range(30):  # so much that a backup at the lowest rate takes seconds
            self.journal.append(casework.request(NOTED, "any", *(casework.note("n" * 60_000) for _ in range(4))))
        with subprocess.Popen([PROGRAM, "backup", "--server", self.journal.address, "--rate", "1", "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as slow:
            until = time.monotonic() + PATIENCE_S
            while not (self.repository / "LOCK").exists() and time.monotonic() < until:
                time.sleep(0.05)
            second = self.journal.run("backup")
            self.assert_exit(Exit.UNAVAILABLE, second)
            self.assert_says(second.err, "already being made")
            self.journal.stop()
            out, err = slow.communicate(timeout=PATIENCE_S)
        self.assertEqual((Exit.UNAVAILABLE, "SERVER_STOPPING"),
                         (slow.returncode, json.loads(out)["details"][0]["reason"]), err)
        self.assertEqual([], list((self.repository / "generations").iterdir()))
        self.assertFalse((self.repository / "scratch").exists())
        self.journal.start("--backup-repository", self.repository)
        self.assertEqual(1, json.loads(self.journal.ok("backup", "--json"))["backup"])

    def test_a_server_without_a_repository_says_so(self):
        self.journal.restart()
        ran = self.journal.run("backup")
        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "--backup-repository")


class RestoredRightsTest(test_adversaries.AdversaryTest):
    """Who suffers: a child whose file is open again to somebody who was dismissed, because a disk was lost."""

    def serve(self, *flags, **more):
        super().serve("--backup-repository", self.folder / "backups", *flags, **more)

    def lose_the_disk_and_restore(self):
        self.stop()
        self.data.rename(self.folder / "lost")
        restored = self.ok("restore", "--repository", self.folder / "backups", "--secrets", self.folder / "lost/secrets",
                           "--data", self.data)
        self.assertIn("casejournal roles confirm", restored)
        self.serve()

    def test_an_operator_backs_up_and_sees_nothing_of_a_case(self):
        made = self.as_("u-6", "backup", "--json")
        self.assertEqual(Exit.OK, made.exit, made.err)
        self.assert_no_secret(made)
        for other in ("u-2", "u-4", "u-5", "u-7", "u-1"):
            ran = self.as_(other, "backup")
            self.assertEqual(Exit.NOT_PERMITTED, ran.exit, f"{other}: {ran.out}")
        self.assertEqual(1, len(list((self.folder / "backups/generations").iterdir())))
        for path in (self.folder / "backups").rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            self.assertEqual([], [secret for secret in SECRETS if secret.encode() in content], path)

    def test_access_that_was_revoked_does_not_come_back_in_silence(self):
        """A role, an assignment, and a grant are given and backed up, then ended; the backup is restored."""
        self.grant("u-8", "reviewer")
        grant = json.loads(self.does("u-2", "plan", CASE, "--json"))["plan"]["access"][0]["grantId"]
        self.does("u-8", "plan", CASE)
        self.does("u-6", "backup")
        self.does("u-1", "roles", "end", self.roles["u-2"], "--reason", "dismissed")
        self.does("u-1", "revoke", CASE, grant, "--reason", "the review is over")
        for dismissed in ("u-2", "u-8"):
            self.assertNotEqual(Exit.OK, self.as_(dismissed, "plan", CASE).exit)
        self.lose_the_disk_and_restore()
        self.assertIn("until the rights are confirmed", self.log())
        for subject in ("u-2", "u-4", "u-5", "u-6", "u-7", "u-8"):
            for asked in (("plan", CASE), ("cases",), ("events",), ("backup",), ("roles",), ("plan", OWN)):
                ran = self.as_(subject, *asked)
                self.assertEqual(Exit.NOT_PERMITTED, ran.exit, f"{subject}: {asked}: {ran.out}{ran.err}")
                self.assert_no_secret(ran, *asked)
            self.assertIn("restored from a backup", ran.err)
        self.does("u-1", "who-may", CASE)
        listed = self.does("u-1", "roles")
        self.assertIn("u-2", listed, "it is there again")
        self.does("u-1", "roles", "end", self.roles["u-2"], "--reason", "dismissed, once more")
        ran = self.as_("u-4", "roles", "confirm")
        self.assertEqual(Exit.NOT_PERMITTED, ran.exit, ran.out)
        self.stop()
        self.serve()
        self.assertEqual(Exit.NOT_PERMITTED, self.as_("u-4", "plan", OWN).exit, "a restart confirms nothing")
        self.does("u-1", "roles", "confirm", "--reason", "compared with the list of the agency")
        self.does("u-4", "plan", OWN)
        self.assertNotEqual(Exit.OK, self.as_("u-2", "plan", CASE).exit)
        again = self.as_("u-1", "roles", "confirm")
        self.assertEqual(Exit.REFUSED, again.exit, again.out)

    def test_an_administrator_who_was_dismissed_does_not_confirm_himself(self):
        dismissed = self.give("u-9", "administrator")
        self.does("u-6", "backup")
        self.does("u-1", "roles", "end", dismissed, "--reason", "dismissed")
        self.stop()
        self.data.rename(self.folder / "lost")
        restore = ("restore", "--repository", self.folder / "backups", "--secrets", self.folder / "lost/secrets", "--data", self.data)
        ran = self.run_program(*restore, "--administrator", "wren.example/u-2/Grace Bell")
        self.assertEqual(Exit.NOT_FOUND, ran.exit, ran.out)
        self.assertIn("those are wren.example/u-1, wren.example/u-9. Nothing was restored", ran.err)
        self.assertFalse(self.data.exists())
        self.assertEqual(Exit.USAGE, self.run_program(*restore, "--administrator", "u-1").exit)
        told = self.ok(*restore)
        self.assertIn("Its administrators are wren.example/u-1, wren.example/u-9.", told)
        self.assertIn("could confirm their own rights", told)
        shutil.rmtree(self.data)
        told = self.ok(*restore, "--administrator", "wren.example/u-1/Ruth Adams")
        self.assertIn("only wren.example/u-1 is admitted", told)
        self.serve()
        for asked in (("roles",), ("roles", "confirm"), ("who-may", CASE), ("roles", "end", self.roles["u-2"])):
            ran = self.as_("u-9", *asked)
            self.assertEqual(Exit.NOT_PERMITTED, ran.exit, f"{asked}: {ran.out}{ran.err}")
        self.stop()
        self.serve()
        self.assertEqual(Exit.NOT_PERMITTED, self.as_("u-9", "roles").exit, "a restart admits nobody else")
        self.assertIn("u-9", self.does("u-1", "roles"))
        self.does("u-1", "roles", "end", dismissed, "--reason", "dismissed, once more")
        self.does("u-1", "roles", "confirm", "--reason", "compared with the list of the agency")
        self.does("u-4", "plan", OWN)
        self.assertEqual(Exit.NOT_PERMITTED, self.as_("u-9", "roles").exit)
