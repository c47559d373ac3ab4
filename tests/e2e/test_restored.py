"""After the loss of a disk: an older state is noticed, is never served as if nothing had happened, and continues as a
new log."""

import pathlib
import re
import shutil
import tempfile
import time
import zipfile

import casework
import wire
from journal import ORIGIN, PROGRAM, ROOT, Exit, Journal, JournalTest, changes, data_of, run
from signed_tree import leaves_of, root, size_and_root
from witness import Witness

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-cryptography is for
EXHIBIT_VERIFIER = ROOT / "tests/foreign/verify_exhibit.py"
PROOF_VERIFIER = ROOT / "tests/foreign/verify_proof.py"
CASE = casework.an_id("case")
CONTINUED = 7  # of the choice in JournalEvent
REASON = "the disk was lost, the backup is of two o'clock"


def lose(journal, folder, revision):
    """A backup, then entries that are not in it, then the end. The journal is stopped before and after. Returns its
    last checkpoint, which `folder`/elsewhere.checkpoint also has."""
    shutil.rmtree(folder / "backup", ignore_errors=True)
    shutil.copytree(journal.directory, folder / "backup")
    journal.start("--checkpoint-copy", folder / "elsewhere.checkpoint")
    for more in range(3):
        journal.append(casework.request(CASE, revision + more, casework.note()))
    last = journal.ok("checkpoint", "--min-size", journal.size())
    journal.stop()
    (folder / "lost.checkpoint").write_text(last)
    return last


class RestoredTest(JournalTest):
    """Who suffers: a county whose disk is lost and whose backup is from last night, and everyone who was given a proof
    of what was recorded this morning. The backup lacks the last 3 of the entries that were published."""

    SERVED_FROM_THE_START = False

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.template = pathlib.Path(folder.name)
        journal = Journal(cls.template / "journal").start()
        cls.key = journal.ok("key").strip()
        journal.append(casework.opening(CASE))
        for revision in range(1, 5):
            journal.append(casework.request(CASE, revision, casework.note()))
            journal.ok("checkpoint", "--min-size", journal.size())
        journal.ok("exhibit", CASE, "--output", cls.template / "before.zip")
        journal.stop()
        cls.last = lose(journal, cls.template, 5)
        cls.published = size_and_root(cls.last)[0]
        cls.kept = cls.published - 3  # of the backup

    def setUp(self):
        super().setUp()
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.backup, self.before = self.folder / "backup", self.folder / "before.zip"
        self.copy, self.lost = self.folder / "elsewhere.checkpoint", self.folder / "lost.checkpoint"

    def origin(self):
        """The origin in the directory."""
        return (self.journal.directory / "secrets/signing.key").read_text().removeprefix("PRIVATE+KEY+").split("+")[0]

    def restore(self, keep=("checkpoints/latest",)):
        """Restore the directory to its state at the backup, except for what is kept."""
        kept = {name: (self.journal.directory / name).read_bytes() for name in keep}
        shutil.rmtree(self.journal.directory)
        shutil.copytree(self.backup, self.journal.directory)
        for name, content in kept.items():
            (self.journal.directory / name).write_bytes(content)

    def carry_on(self, *flags):
        """Run casejournal continue."""
        return run([PROGRAM, "continue", "--data", self.journal.directory, "--reason", REASON, *flags])

    def carried_on(self, *flags):
        ran = self.carry_on("--checkpoint-copy", self.copy, "--yes", *flags)
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "Done.")
        self.journal.start("--checkpoint-copy", self.copy)
        return ran.out

    def exhibit(self):
        file = self.folder / f"{time.monotonic_ns()}.exhibit.zip"
        self.journal.ok("exhibit", CASE, "--output", file)
        return file

    def assert_both_accept(self, file, key):
        ran = run([PROGRAM, "verify", "exhibit", file, "--key", key])
        self.assert_exit(Exit.OK, ran)
        ran = run([PYTHON, EXHIBIT_VERIFIER, "--key", key, file])
        self.assertEqual(0, ran.exit, ran.out)

    def continuations(self):
        """Position and fields of each JournalContinued."""
        return [(int(event["position"]), wire.journal_event(event, CONTINUED)) for event in self.journal.events()
                if event["type"] == "JournalContinued"]

    def repair(self):
        """Repair the directory so that it is sound at the end."""
        self.restore(keep=())


class NoticedTest(RestoredTest):
    def tearDown(self):
        self.repair()

    def assert_not_served(self, file, *flags):
        before = data_of(self.journal.directory)
        ran = self.journal.serve_refused(*flags)
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, f"the log ends after {self.kept} events, but a checkpoint of {self.published} was published",
                         str(file), "Restore the newest backup", "casejournal continue")
        self.assertEqual([], changes(before, data_of(self.journal.directory)))

    def test_an_older_state_below_the_last_checkpoint_is_not_served(self):
        self.restore()
        self.assert_not_served(self.journal.directory / "checkpoints/latest")

    def test_an_older_state_of_everything_is_noticed_by_the_copy_of_the_checkpoint(self):
        self.restore(keep=())
        self.assert_not_served(self.copy, "--checkpoint-copy", self.copy)
        self.assertEqual(self.last, self.copy.read_text())

    def test_no_command_records_in_an_older_state(self):
        """Who suffers: everybody who was given a proof of the entries that were published at these positions."""
        self.restore(keep=())
        self.assert_exit(Exit.OK, run([PROGRAM, "keys", "make", "--first-in", self.journal.directory / "secrets/master.key"]))
        before = data_of(self.journal.directory)
        for command in (["keys", "rotate"], ["backup", "--repository", self.folder / "backups"]):
            with self.subTest(" ".join(str(word) for word in command)):
                ran = run([PROGRAM, *command, "--data", self.journal.directory, "--checkpoint-copy", self.copy])
                self.assert_exit(Exit.DATA_LOSS, ran)
                self.assert_says(ran.err, f"a checkpoint of {self.published} was published", str(self.copy))
                self.assertEqual([], changes(before, data_of(self.journal.directory)))
        self.assertFalse((self.folder / "backups").exists())
        ran = run([PROGRAM, "keys", "rotate", "--checkpoint-copy", self.copy])
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "--checkpoint-copy requires --data")

    def test_an_older_state_below_what_was_acknowledged_is_not_served(self):
        self.restore(keep=("acked",))
        ran = self.journal.serve_refused()
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, f"{self.published} were acknowledged", "Restore the newest backup")

    def test_a_copy_that_is_damaged_or_of_another_journal_is_refused(self):
        self.restore(keep=())
        for content in (self.last[:-10], "", self.last.replace(f"\n{self.published}\n", "\n8\n")):
            self.copy.write_text(content)
            self.assert_exit(Exit.DATA_LOSS, self.journal.serve_refused("--checkpoint-copy", self.copy))
            self.assertEqual(content, self.copy.read_text())

    def test_what_is_refused_is_refused_by_fsck(self):
        self.restore()
        ran = self.journal.fsck()
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.out, "casejournal continue")

    def test_continue_takes_the_copy_for_what_was_published(self):
        """serve fails because of it and names continue, so continue must not say that all is well."""
        self.restore(keep=())

        ran = self.carry_on("--checkpoint-copy", self.copy)

        self.assertNotIn("it can be served as it is", ran.err)
        self.assert_exit(Exit.OK, ran)

    def test_a_journal_that_lost_nothing_is_not_continued(self):
        before = data_of(self.journal.directory)

        for flags in ([], ["--yes"], ["--last-checkpoint", self.lost, "--yes"]):
            ran = self.carry_on(*flags)
            self.assert_says(ran.err, f"the log has {self.published} entries and contains the published checkpoint of "
                             f"{self.published}", "there is nothing to continue")
            self.assertEqual("", ran.out)
            self.assertNotEqual(0, ran.exit)

        self.assertEqual([], changes(before, data_of(self.journal.directory)))

    def test_that_there_is_nothing_to_continue_is_no_question_of_the_format(self):
        """Exit code 11 would make an operator look for another version of the program."""
        self.assertNotEqual(Exit.UNKNOWN_FORMAT, self.carry_on().exit)

    def test_a_journal_that_is_served_is_not_continued(self):
        self.journal.start()

        self.assert_exit(Exit.DIRECTORY_IN_USE, self.carry_on("--yes"))

        self.journal.stop()

    def test_a_checkpoint_that_is_none_is_no_reason_to_continue(self):
        self.restore()
        before = data_of(self.journal.directory)
        other = self.new_journal("other").start()
        note = other.ok("checkpoint", "--min-size", "2")
        for content in ("", "no checkpoint\n", self.last[:-10], self.last.replace(f"\n{self.published}\n", "\n99\n"), note):
            if content:
                self.lost.write_text(content)
                ran = self.carry_on("--last-checkpoint", self.lost, "--yes")
                self.assert_exit(Exit.MALFORMED, ran)
                self.assertEqual("", ran.out)
        self.assertEqual([], changes(before, data_of(self.journal.directory)))


class ContinuedTest(RestoredTest):
    def test_a_dry_run_says_what_would_be_done_and_does_nothing(self):
        self.restore()
        before = data_of(self.journal.directory)

        ran = self.carry_on()

        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, f"published a checkpoint of {self.published} entries",
                         f"This state has {self.kept} entries", f"continues as {ORIGIN}/r1", "Nothing was done", "--yes")
        self.assertEqual([], changes(before, data_of(self.journal.directory)))
        self.repair()

    def test_it_goes_on_as_a_new_log_that_says_so(self):
        self.restore()
        self.carried_on()

        key = self.journal.ok("key").strip()
        self.assertTrue(key.startswith(f"{ORIGIN}/r1+"))
        self.assertNotEqual(self.key.rpartition("+")[2], key.rpartition("+")[2])
        (position, said), = self.continuations()
        kept = leaves_of(self.journal.events())[:self.kept]
        self.assertEqual(self.kept, position)
        self.assertEqual([f"{ORIGIN}/r1".encode(), ORIGIN.encode(), self.key.encode(), self.last.encode(), self.published,
                          self.kept, root(kept), REASON.encode()], [said[number][0] for number in range(1, 9)])
        size = self.journal.size()
        self.assertEqual(f"{ORIGIN}/r1", self.journal.ok("checkpoint", "--min-size", size).split("\n")[0])
        self.assert_says(self.journal.ok("verify", "--key", key), f"{size} commitments recomputed  ok")
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)

    def test_exhibits_and_proofs_of_before_and_of_after_hold(self):
        self.restore()
        self.carried_on()
        key = self.journal.ok("key").strip()
        of_old_entries = self.exhibit()
        self.journal.append(casework.request(CASE, 5, casework.note()))
        of_new_entries = self.exhibit()

        self.assert_both_accept(of_old_entries, key)
        self.assert_both_accept(of_new_entries, key)
        self.assert_both_accept(self.before, self.key)
        with zipfile.ZipFile(of_new_entries) as exhibit:
            own = [path for path in exhibit.namelist() if re.match(r"journal/.*json", path)]
        self.assertEqual([f"journal/{position:010}.json" for position in (0, 1, self.kept)], own)
        for file, other in ((of_new_entries, self.key), (self.before, key)):
            self.assert_exit(Exit.DATA_LOSS, run([PROGRAM, "verify", "exhibit", file, "--key", other]))
            self.assertEqual(1, run([PYTHON, EXHIBIT_VERIFIER, "--key", other, file]).exit)
        for position in (0, 5, self.kept, self.kept + 2):
            proof, event = self.folder / "proof", self.folder / "event"
            self.journal.ok("proof", position, "--output", proof, "--event", event)
            ran = run([PYTHON, PROOF_VERIFIER, "--key", key, "--proof", proof, "--event", event])
            self.assertEqual(0, ran.exit, ran.out)

    def test_checks_of_the_directory_hold_also_for_what_the_old_key_signed(self):
        self.restore()
        self.carried_on()
        self.journal.append(casework.request(CASE, 5, casework.note()))
        self.journal.ok("checkpoint", "--min-size", self.journal.size())
        self.journal.append(casework.request(CASE, 6, casework.note()))

        online = self.journal.json("fsck", "--online")
        self.journal.stop()

        self.assertEqual([], online["findings"])
        self.assertGreater(self.assert_sound(self.journal)["checkpoints"], 3)
        self.assertEqual(f"{self.key}\n", (self.journal.directory / "checkpoints/earlier.vkeys").read_text())
        ran = run([PROGRAM, "rebuild", "--data", self.journal.directory])
        self.assert_exit(Exit.OK, ran)

    def test_what_the_old_log_had_published_is_kept(self):
        self.restore()
        self.carried_on()

        self.assertEqual(self.last, (self.journal.directory / "checkpoints/latest.before-r1").read_text())
        self.assertEqual(self.last, self.copy.with_name(self.copy.name + ".before-r1").read_text())

    def test_a_checkpoint_of_the_old_log_does_not_pass_for_one_of_the_new(self):
        self.restore()
        self.carried_on()
        key = self.journal.ok("key").strip()
        for revision in range(5, 10):
            self.journal.append(casework.request(CASE, revision, casework.note()))
        self.journal.ok("checkpoint", "--min-size", self.journal.size())

        for command in (["verify", "consistency"], ["verify"]):
            other = f"is not signed by {ORIGIN}/r1+"
            for flags, said in ((["--key", key], other), ([], other), (["--key", self.key], ORIGIN)):
                ran = self.journal.run(*command, "--since", self.lost, *flags)
                self.assert_exit(Exit.DATA_LOSS, ran)
                self.assert_says(ran.err, "VERIFICATION FAILED", said)
                self.assertEqual("", ran.out)

    def test_who_remembers_the_old_log_is_told_of_the_other_key(self):
        self.restore()
        seen = self.folder / "seen"
        seen.mkdir()
        self.carried_on()
        (seen / f"{self.journal.address.replace(':', '%3a')}.checkpoint").write_text(f"{self.key}\n{self.last}")

        ran = self.journal.run("plan", CASE, "--checkpoints", seen)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, f"its key was {self.key}", f"now it is {ORIGIN}/r1+")
        self.assertEqual("", ran.out)

    def test_a_second_loss_gives_a_second_new_log(self):
        self.restore()
        self.carried_on()
        first = self.journal.ok("key").strip()
        self.journal.stop()
        last = lose(self.journal, self.folder, 5)
        self.restore()

        said = self.carried_on()

        self.assert_says(said, f"The journal {ORIGIN}/r1 published", f"continues as {ORIGIN}/r2")
        self.assertEqual(last.encode(), self.continuations()[1][1][4][0])
        second = self.journal.ok("key").strip()
        self.assertEqual([(self.kept, f"{ORIGIN}/r1".encode()), (self.kept + 1, f"{ORIGIN}/r2".encode())],
                         [(position, said[1][0]) for position, said in self.continuations()])
        self.assertEqual([self.key, first], (self.journal.directory / "checkpoints/earlier.vkeys").read_text().split())
        self.journal.append(casework.request(CASE, 5, casework.note()))
        self.assert_both_accept(self.exhibit(), second)
        self.journal.ok("verify", "--key", second)

    def test_a_state_that_was_served_by_mistake_goes_on_as_a_new_log_too(self):
        """An operator who restored everything, without a copy elsewhere, has a second history until the checkpoint
        turns up."""
        self.restore(keep=())
        self.journal.start()
        for revision in range(5, 10):
            self.journal.append(casework.request(CASE, revision, casework.note()))
        self.journal.stop()
        self.assert_exit(Exit.DATA_LOSS, self.journal.serve_refused("--checkpoint-copy", self.copy))

        self.carried_on("--last-checkpoint", self.lost)

        (position, said), = self.continuations()
        self.assertEqual((self.kept + 5, self.published, self.kept + 5), (position, said[5][0], said[6][0]))
        self.journal.ok("verify", "--key", self.journal.ok("key").strip())
        self.assert_both_accept(self.exhibit(), self.journal.ok("key").strip())

    def test_the_checkpoint_that_a_witness_kept_is_enough(self):
        """No file of the journal survived: the witness knows what existed."""
        witness = Witness(self.folder / "witness", "witness.example/w1", self.key)
        self.addCleanup(witness.close)
        witness.start()
        self.assertEqual(200, witness.add(0, [], self.last).status)
        policy = self.folder / "policy"
        policy.write_text(f"witness court {witness.key} {witness.url}\nquorum court\n")
        self.copy.unlink()
        self.restore(keep=())
        self.assert_exit(Exit.DATA_LOSS, self.journal.serve_refused("--witnesses", policy))

        self.carried_on("--last-checkpoint", next((self.folder / "witness").glob("*.checkpoint")))

        self.assertEqual(self.last.encode(), self.continuations()[0][1][4][0])
        key = self.journal.ok("key").strip()
        self.journal.restart("--witnesses", policy)
        ran = self.journal.run("exhibit", CASE, "--output", self.folder / "exhibit")
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(self.journal.stderr_path.read_text(), "the witness court does not know this log")
        witness.stop()
        witness.log_keys = [self.key, key]
        witness.start()
        file = self.exhibit()
        self.assert_exit(Exit.OK, run([PROGRAM, "verify", "exhibit", file, "--key", key, "--policy", policy]))


class InterruptedTest(RestoredTest):
    """An interrupted continuation can be repeated and gives one new log. Simulated by undoing the last steps, the last
    one first."""

    STEPS = ("acked", "checkpoints/latest", "secrets/signing.key", "checkpoints/earlier.vkeys")

    def setUp(self):
        super().setUp()
        self.restore(keep=("checkpoints/latest", "acked"))
        files = {name: self.journal.directory / name for name in self.STEPS}
        self.as_restored = {name: path.read_bytes() if path.exists() else None for name, path in files.items()}
        self.assert_exit(Exit.OK, self.carry_on("--yes", "--checkpoint-copy", self.copy))

    def undo(self, count):
        """Undo the last steps."""
        for name in self.STEPS[:count]:
            path = self.journal.directory / name
            if self.as_restored[name] is None:
                path.unlink()
            else:
                path.write_bytes(self.as_restored[name])

    def assert_one_new_log(self):
        self.assertEqual(f"{ORIGIN}/r1", self.origin())
        (position, said), = self.continuations()
        self.assertEqual((self.kept, self.last.encode(), self.published, self.kept),
                         (position, said[4][0], said[5][0], said[6][0]))
        self.assertFalse((self.journal.directory / "continued").exists())
        self.assertEqual(self.last, (self.journal.directory / "checkpoints/latest.before-r1").read_text())
        self.assertEqual({self.key}, set((self.journal.directory / "checkpoints/earlier.vkeys").read_text().split()))
        self.journal.ok("verify", "--key", self.journal.ok("key").strip())

    def test_at_every_step_it_is_not_served_and_can_be_repeated(self):
        done = self.folder / "done"
        shutil.copytree(self.journal.directory, done)
        for count in (1, 2, 3, 4):
            with self.subTest(undone=self.STEPS[:count]):
                shutil.rmtree(self.journal.directory)
                shutil.copytree(done, self.journal.directory)
                self.copy.unlink(missing_ok=True)  # of the time before it was the new log's own
                self.undo(count)
                if self.journal.server is not None:
                    self.journal.stop()
                refused = self.journal.serve_refused()
                self.assert_exit(Exit.DATA_LOSS, refused)
                self.assert_exit(Exit.OK, self.carry_on())
                self.carried_on()
                self.assert_one_new_log()
                self.journal.stop()

    def test_who_is_refused_half_way_is_told_to_repeat_it(self):
        path = self.journal.directory / "checkpoints/latest"
        path.write_bytes(self.as_restored["checkpoints/latest"])

        refused = self.journal.serve_refused()

        self.assert_exit(Exit.DATA_LOSS, refused)
        path.unlink()
        self.assert_says(refused.err, "casejournal continue")

    def test_repeated_once_too_often_it_changes_nothing(self):
        self.carried_on()
        self.assert_one_new_log()
        self.journal.stop()

        ran = self.carry_on("--yes")

        self.assertNotEqual(0, ran.exit)
        self.assert_says(ran.err, "there is nothing to continue")
        self.journal.start()
        self.assert_one_new_log()

    def test_a_server_that_was_cut_off_after_recording_it_does_not_record_it_again(self):
        due = (self.journal.directory / "continued").read_bytes()
        self.carried_on()
        self.journal.kill()
        (self.journal.directory / "continued").write_bytes(due)

        self.journal.start("--checkpoint-copy", self.copy)

        self.assert_one_new_log()

    def test_repeated_after_it_was_recorded_it_takes_nothing_away_from_the_new_log(self):
        """The server was interrupted between the entry and the file that requests it, and someone repeats
        everything."""
        due = (self.journal.directory / "continued").read_bytes()
        self.carried_on()
        self.journal.append(casework.request(CASE, 5, casework.note()))
        published = self.journal.ok("checkpoint", "--min-size", self.journal.size())
        self.journal.kill()
        (self.journal.directory / "continued").write_bytes(due)

        self.carry_on("--yes", "--checkpoint-copy", self.copy)

        latest = self.journal.directory / "checkpoints/latest"
        self.assertTrue(latest.exists(), "what the new log had published was put away")
        self.assertEqual(published, latest.read_text())
        self.assertEqual(published, self.copy.read_text())
        self.assertEqual(self.last, (self.journal.directory / "checkpoints/latest.before-r1").read_text())

    def test_a_copy_that_was_forgotten_is_put_away_when_it_is_repeated(self):
        kept = self.copy.with_name(self.copy.name + ".before-r1")
        shutil.move(kept, self.copy)
        refused = self.journal.serve_refused("--checkpoint-copy", self.copy)
        self.assert_exit(Exit.DATA_LOSS, refused)

        self.carried_on()

        self.assert_one_new_log()
        self.assertEqual(self.last, kept.read_text())

    def test_what_is_due_is_not_recorded_from_a_damaged_file(self):
        due = self.journal.directory / "continued"
        before = due.read_bytes()
        due.write_bytes(before[:50])

        self.assert_exit(Exit.DATA_LOSS, self.journal.serve_refused())

        due.write_bytes(before)
        self.carried_on()
        self.assert_one_new_log()
