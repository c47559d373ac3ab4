"""What a stranger can check: keys, checkpoints, and proofs; and what happens to a byte that someone changed."""

import base64
import json
import pathlib
import shutil
import tempfile
import time
import unittest

import casework
from journal import (ORIGIN, PATIENCE_S, PROGRAM, ROOT, SAMPLES, Exit, Journal, JournalTest, SamplesTest, changes, content_of,
                     flip_byte, run, recorded)

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-cryptography is for
VERIFIER = ROOT / "tests/foreign/verify_proof.py"
CASE = casework.an_id("case")


class ProofTest(SamplesTest):
    """Who suffers: a court that receives a proof and has no reason to trust the sender."""

    def setUp(self):
        super().setUp()
        self.key = self.journal.ok("key").strip()
        self.last = self.journal.size() - 1

    def proof_of(self, position):
        """The proof and the event, in the two files that are handed over."""
        proof, event = self.folder / f"{position}.tlog-proof", self.folder / f"{position}.json"
        self.journal.ok("proof", position, "--output", proof, "--event", event)
        return proof, event

    def check(self, proof, event, key=None):
        return run([PYTHON, VERIFIER, "--key", key or self.key, "--proof", proof, "--event", event])

    def assert_rejected(self, check, ran):
        self.assertEqual(1, ran.exit, ran.out + ran.err)
        self.assertRegex(ran.out, rf"FAIL  {check} ")

    def test_the_verifier_rejects_what_it_must(self):
        """Without this, everything that it accepts below proves nothing."""
        ran = run([PYTHON, VERIFIER, "--self-test"])

        self.assertEqual(0, ran.exit, ran.out + ran.err)

    def test_proofs_of_the_first_a_middle_and_the_last_entry_are_accepted(self):
        for position in (0, 190, 255, 256, self.last):
            ran = self.check(*self.proof_of(position))
            self.assertEqual(0, ran.exit, ran.out + ran.err)
            self.assert_says(ran.out, f"event {position} of ", f"by {ORIGIN}")

    def test_a_flipped_byte_of_the_event_is_rejected(self):
        for field, check in (("plaintext", "commitment"), ("salt", "commitment")):
            proof, path = self.proof_of(190)
            event = json.loads(path.read_text())
            spoiled = bytearray(base64.b64decode(event["parts"][0][field]))
            spoiled[len(spoiled) // 2] ^= 1
            event["parts"][0][field] = base64.b64encode(spoiled).decode()
            path.write_text(json.dumps(event))
            self.assert_rejected(check, self.check(proof, path))

    def test_a_flipped_byte_of_the_header_is_rejected(self):
        proof, path = self.proof_of(190)
        event = json.loads(path.read_text())
        header = bytearray(base64.b64decode(event["header"]))
        header[30] ^= 1  # when it was recorded
        event["header"] = base64.b64encode(header).decode()
        path.write_text(json.dumps(event))

        self.assert_rejected("inclusion", self.check(proof, path))

    def test_another_event_is_rejected(self):
        proof, _ = self.proof_of(190)
        _, other = self.proof_of(191)
        self.assert_rejected("proof", self.check(proof, other))

        moved = json.loads(other.read_text())
        moved["position"] = "190"
        other.write_text(json.dumps(moved))
        self.assert_rejected("inclusion", self.check(proof, other))

    def test_another_key_is_rejected(self):
        other = self.new_journal("other").start()

        self.assert_rejected("signature", self.check(*self.proof_of(190), key=other.ok("key").strip()))

    def test_the_key_is_the_same_from_the_server_and_from_the_directory(self):
        """The key is handed out once, on a separate path, and never changes."""
        self.assertEqual(self.key, self.journal.ok("key", "--data", self.journal.directory).strip())
        self.assertRegex(self.key, rf"^{ORIGIN}\+[0-9a-f]{{8}}\+[A-Za-z0-9+/=]+$")

    def test_the_checkpoint_is_a_signed_note_of_the_whole_journal(self):
        size_now = self.journal.size()
        note = self.journal.ok("checkpoint", "--min-size", size_now)

        origin, size, root, nothing, signature = note.removesuffix("\n").split("\n")
        self.assertEqual((ORIGIN, str(size_now), ""), (origin, size, nothing))
        self.assertEqual(32, len(base64.b64decode(root)))
        self.assertTrue(signature.startswith(f"\u2014 {ORIGIN} "))

    def test_verify_recomputes_everything_with_the_key(self):
        self.journal.events()  # begins the stream of what this reader was given
        streams = {(event["streamKind"], event["streamId"]) for event in self.journal.events()}
        size_now = self.journal.size()
        self.journal.ok("checkpoint", "--min-size", size_now)

        ran = self.journal.run("verify", "--key", self.key)

        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, f"size         {size_now:,}\n", "commitments recomputed  ok",
                         f"{len(streams)} streams without gaps  ok")
        self.assertEqual("", ran.err)

    def test_verify_without_a_key_says_that_it_proves_little(self):
        self.assert_says(self.journal.run("verify").err, "not whose journal it is")

    def test_verify_with_another_key_fails(self):
        other = self.new_journal("other").start()

        ran = self.journal.run("verify", "--key", other.ok("key").strip())

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "VERIFICATION FAILED")
        self.assert_exit(Exit.USAGE, self.journal.run("verify", "--key", "no key at all"))


class GrowthTest(JournalTest):
    """Who suffers: an auditor who returns after a year and must see that nothing was changed since."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.saved = self.folder / "last.checkpoint"
        self.key = self.journal.ok("key").strip()
        self.size = self.journal.size()
        self.journal.ok("checkpoint", "--min-size", self.size)
        self.journal.ok("verify", "--key", self.key, "--save", self.saved)

    def grow(self, journal):
        for revision in range(1, 41):
            journal.append(casework.request(CASE, revision, casework.note()))
        journal.ok("checkpoint", "--min-size", self.size + 40)

    def test_a_journal_that_grew_is_consistent_with_its_earlier_checkpoint(self):
        self.grow(self.journal)

        said = self.journal.ok("verify", "--key", self.key, "--since", self.saved)

        self.assert_says(said, f"consistency  with the checkpoint of {self.size} entries  ok")
        self.journal.restart()
        self.journal.ok("verify", "--key", self.key, "--since", self.saved)

    def test_a_checkpoint_that_was_changed_is_no_checkpoint(self):
        changed = self.saved.read_text().replace(f"\n{self.size}\n", f"\n{self.size + 1}\n")
        self.assertNotEqual(self.saved.read_text(), changed)
        self.saved.write_text(changed)

        ran = self.journal.run("verify", "--key", self.key, "--since", self.saved)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "VERIFICATION FAILED")

    def test_two_journals_of_one_past_are_told_apart(self):
        """A copy of a journal in which other entries are recorded is detected."""
        self.journal.stop()
        copied = self.copy_of(self.journal, "copy").start()
        self.journal.start()
        self.grow(self.journal)
        self.grow(copied)
        self.journal.ok("verify", "--key", self.key, "--save", self.saved)

        ran = copied.run("verify", "--key", self.key, "--since", self.saved)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "VERIFICATION FAILED")

    def test_a_journal_that_was_set_back_is_found_out(self):
        """A restored backup is an older state: it must not continue under the same name as if nothing had happened."""
        self.journal.stop()
        older = self.copy_of(self.journal, "older")
        self.journal.start()
        self.grow(self.journal)
        self.journal.ok("verify", "--key", self.key, "--save", self.saved)

        ran = older.start().run("verify", "--key", self.key, "--since", self.saved)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "entries and now has fewer")

    def test_a_log_that_lost_its_end_is_not_served_behind_a_published_checkpoint(self):
        self.journal.stop()
        older = self.copy_of(self.journal, "older", sound=False)
        self.journal.start()
        self.grow(self.journal)
        self.journal.stop()
        for newer in ("checkpoints/latest", "acked"):
            for name in ([newer] if newer == "acked" else [newer, "acked"]):
                shutil.copy(self.journal.directory / name, older.directory / name)
            ran = older.serve_refused()
            self.assert_exit(Exit.DATA_LOSS, ran)
            self.assertRegex(ran.err, "were acknowledged|was published")


class DamageTest(JournalTest):
    """A byte is flipped in a copy of a stopped journal. Who suffers: a family whose record was changed on disk."""

    SERVED_FROM_THE_START = False

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.original = Journal(pathlib.Path(folder.name) / "original")
        cls.original.start()
        cls.original.ok("import", *SAMPLES)
        cls.events = cls.original.events()
        cls.last = cls.original.size() - 1
        cls.register = cls.original.rows("register", "23-JV-0117", "--min-position", cls.last)
        cls.original.ok("checkpoint", "--min-size", cls.original.size())
        cls.original.stop()
        cls.as_it_was = content_of(cls.original.directory)

    def tearDown(self):
        self.assert_sound(self.original)
        self.assertEqual([], changes(self.as_it_was, content_of(self.original.directory)))

    def copy_with_a_damaged_event(self):
        """A copy in which one byte of one event's ciphertext is flipped. Returns it, the position and the file."""
        copied = self.copy_of(self.original, "copy", sound=False)
        position = 200
        header = base64.b64decode(self.events[position]["header"])
        for table in copied.files("log/*.sst"):
            at = table.read_bytes().find(header)
            if at >= 0:
                flip_byte(table, at + len(header) + 60)
                return copied, position, table
        self.fail("no table has the event's header")

    def test_a_flipped_byte_of_an_event_is_found_and_named(self):
        copied, _, table = self.copy_with_a_damaged_event()
        before = content_of(copied.directory)

        ran = run([PROGRAM, "fsck", "--data", copied.directory])

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.out, "damaged: ", table.name, "nothing was changed")
        self.assertEqual([], changes(before, content_of(copied.directory)))

    def test_a_damaged_event_is_never_served(self):
        copied, position, table = self.copy_with_a_damaged_event()
        try:
            copied.start()
        except AssertionError as refused:
            self.assert_says(str(refused), table.name)
            return

        whole = copied.run("events", "--json")
        alone = copied.run("events", "--from", position, "--limit", "1", "--json")
        proof = copied.run("proof", position)
        case = copied.run("events", self.events[position]["streamId"], "--json")

        for ran in (whole, alone, proof, case):
            self.assert_exit(Exit.DATA_LOSS, ran)
            self.assert_says(ran.err, "DATA LOSS")
        rows = [json.loads(line) for ran in (whole, case) for line in ran.out.splitlines()]
        served = [recorded(row) for row in rows if "code" not in row]  # the last row says why it ended
        for event in served:
            self.assertEqual(self.events[int(event.get("position", "0"))], event)
        self.assertNotIn(str(position), [event.get("position", "0") for event in served])
        self.assert_says(alone.err, str(position))

    def test_a_flipped_byte_in_any_file_is_found(self):
        """One byte in the middle of each file with data, one file at a time."""
        names = [name for name in self.as_it_was if not name.startswith("projections/")
                 and not pathlib.Path(name).name.startswith(("LOG", "OPTIONS", "LOCK"))
                 and not name.endswith(".new")]  # the room for what comes next
        self.assertLessEqual({"FORMAT", "acked", "checkpoints/latest", "secrets/signing.key", "secrets/master.key"},
                             set(names))
        for name in names:
            size = (self.original.directory / name).stat().st_size
            if size == 0:
                continue
            with self.subTest(file=name):
                copied = self.original.copy(self.folder / "copy")
                flip_byte(copied.directory / name, size // 2)
                ran = run([PROGRAM, "fsck", "--data", copied.directory])
                self.assertIn(ran.exit, (Exit.DATA_LOSS, Exit.UNKNOWN_FORMAT), ran.out + ran.err)
                self.assertRegex(ran.out + ran.err, r"damaged|format")
                shutil.rmtree(copied.directory)

    def test_a_flipped_byte_of_a_read_model_never_changes_an_answer(self):
        """Read models are disposable: they can be rebuilt or rejected, but must never give a wrong answer."""
        names = [name for name in self.as_it_was if name.startswith("projections/")
                 and not pathlib.Path(name).name.startswith(("LOG", "OPTIONS", "LOCK"))]
        self.assertTrue(names)
        for name in names:
            size = (self.original.directory / name).stat().st_size
            for at in {size // 3, size * 2 // 3} if size else ():
                with self.subTest(file=name, at=at):
                    copied = self.original.copy(self.folder / "copy")
                    flip_byte(copied.directory / name, at)
                    self.assert_answers(copied)
                    shutil.rmtree(copied.directory)

    def assert_answers(self, copied):
        copied.start()
        end = time.monotonic() + PATIENCE_S
        while True:
            ran = copied.run("register", "23-JV-0117", "--min-position", self.last, "--json")
            if ran.exit == 0 or time.monotonic() > end:
                break
            self.assert_exit(Exit.UNAVAILABLE, ran)
            self.assert_says(ran.err, "rows are damaged, and are being made again from the log")
            time.sleep(0.1)
        copied.stop()
        self.assert_exit(Exit.OK, ran)
        self.assertEqual(self.register, [json.loads(line) for line in ran.out.splitlines()])


if __name__ == "__main__":
    unittest.main()
