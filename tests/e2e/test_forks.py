"""A second history: the same key, other entries. Anyone who kept a checkpoint of the first must notice, whatever is
shown."""

import atexit
import contextlib
import functools
import json
import os
import pathlib
import re
import shutil
import tempfile
import time
import unittest.mock

import casework
from journal import PATIENCE_S, SAMPLES, Exit, Journal, JournalTest, changes, content_of
from signed_tree import Signer, consistency, root, size_and_root
from witness import Witness

CASE = casework.an_id("case")
ANOTHER = casework.an_id("another case")


@functools.cache
def pasts():
    """A folder for journals with one key: `common` is their common beginning."""
    folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
    atexit.register(folder.cleanup)
    common = Journal(pathlib.Path(folder.name) / "common").start()
    common.append(casework.opening(CASE))
    common.ok("checkpoint", "--min-size", common.size())
    common.stop()
    return pathlib.Path(folder.name)


def in_common():
    """How many entries the common beginning has."""
    return size_and_root((pasts() / "common/checkpoints/latest").read_text())[0]


def record(journal, count):
    """Record some notes and a checkpoint of them."""
    for _ in range(count):
        journal.append(casework.request(CASE, "any", casework.note()))
    journal.ok("checkpoint", "--min-size", journal.size())


@functools.cache
def gone_on(name, count):
    """A journal that continued from the common beginning."""
    shutil.copytree(pasts() / "common", pasts() / f"{name}-{count}")
    journal = Journal(pasts() / f"{name}-{count}").start()
    record(journal, count)
    journal.stop()
    return journal.directory


class ForkTest(JournalTest):
    """A stopped journal was copied, and the copy continues with other entries."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.fork = self.new_journal("fork")
        for journal in (self.journal, self.fork):
            shutil.copytree(pasts() / "common", journal.directory)
        self.key = self.journal.ok("key", "--data", self.journal.directory).strip()
        self.common = in_common()

    def record(self, journal, count):
        """Record some notes: now, or, if the journal is not served, as if before."""
        if journal.server is not None:
            record(journal, count)
            return
        shutil.rmtree(journal.directory)
        shutil.copytree(gone_on(journal.directory.name, count), journal.directory)

    def note_of(self, journal):
        """The newest checkpoint of a journal, as a file."""
        file = self.folder / f"{journal.directory.name}.checkpoint"
        file.write_text(journal.ok("checkpoint", "--min-size", journal.size()))
        return file


class ClientTest(ForkTest):
    """A client remembers what a journal at an address has signed. Who suffers: a worker who is shown a plan of another
    history, or records in it, and does not notice."""

    def setUp(self):
        super().setUp()
        self.seen = self.folder / "seen"
        remember = unittest.mock.patch.dict(os.environ, {"CASEJOURNAL_CHECKPOINTS": str(self.seen)})
        remember.start()
        self.addCleanup(remember.stop)
        self.journal.start()
        self.address = self.journal.address
        self.journal.ok("cases")

    @contextlib.contextmanager
    def nothing_remembered(self):
        with unittest.mock.patch.dict(os.environ, {"CASEJOURNAL_CHECKPOINTS": "none"}):
            yield

    def record(self, journal, count):
        with self.nothing_remembered():
            super().record(journal, count)

    def in_its_place(self, other):
        """Serve another journal at the address of the first."""
        if self.journal.server is not None:
            self.journal.stop()
        return other.start("--listen", self.address)

    def kept(self):
        """The single file that the client stores."""
        return next(iter(self.seen.iterdir()))

    def assert_nothing_shown(self, ran, *parts):
        self.assert_not_shown(ran, self.address, *parts)

    def assert_not_shown(self, ran, *parts):
        self.assert_exit(Exit.DATA_LOSS, ran)
        told = json.loads(ran.out) if ran.out else {}  # with --json, only that and why it failed
        self.assertEqual([], [name for name in told if name not in ("code", "message")])
        self.assert_says(ran.err, "casejournal: ", *parts, "its answers are not shown", f"remove {self.kept()}")
        self.assertEqual(1, ran.err.count("\n"), ran.err)
        self.assert_names_nobody(ran.err)

    def test_what_was_seen_is_kept_with_the_key(self):
        name = f"{self.address.replace(':', '%3a')}.checkpoint"
        self.assertEqual([name], [file.name for file in self.seen.iterdir()])
        key, _, note = self.kept().read_text().partition("\n")
        self.assertEqual(self.key, key)
        self.assertEqual(self.journal.ok("checkpoint"), note)

    def test_it_is_replaced_by_what_goes_on_from_it(self):
        before = size_and_root(self.kept().read_text().partition("\n")[2])[0]
        self.record(self.journal, 3)

        self.journal.ok("cases")

        self.assertEqual(before + 3, size_and_root(self.kept().read_text().partition("\n")[2])[0])
        self.journal.stop()
        self.journal.start("--listen", self.address)
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)

    def commands(self):
        """All commands that connect to a journal; the files are those that must not exist afterward."""
        request = json.dumps(casework.request(CASE, "any", casework.note()))
        opening = json.dumps(casework.opening(ANOTHER))
        out = self.folder / "out"
        latest = self.journal.directory / "checkpoints/latest"
        return [(words, None) for words in (
            ["plan", CASE], ["plan", CASE, "--all"], ["plan", CASE, "--json"], ["diff", CASE, "r0"], ["findings", CASE],
            ["docket", CASE], ["work"], ["notes", CASE], ["roles"], ["roles", "list"], ["who-may", CASE],
            ["roles", "give", "--to", "wren.example/u-9/Ida Moss", "--role", "court"], ["roles", "end", ANOTHER],
            ["roles", "confirm"], ["backup"], ["rebuild"], ["keys", "rotate"],
            ["grant", CASE, "--to", "wren.example/u-9/Ida Moss", "--role", "reviewer"], ["revoke", CASE, ANOTHER],
            ["figures", CASE], ["timeline", CASE, "--output", out / "timeline"], ["journal"], ["whoami"], ["event-types"], ["codes"], ["catalog"], ["cases"],
            ["cases", "--json"], ["persons", "Quarrington"], ["history", CASE], ["replay", CASE], ["register", CASE], ["disclosures", CASE],
            ["events"], ["events", CASE, "--json"], ["subscribe", "--idle-seconds", "1"], ["checkpoint"],
            ["checkpoint", "--json"], ["key"], ["proof", "3"],
            ["proof", "3", "--output", out / "proof", "--event", out / "event"], ["exhibit", CASE, "--output", "-"],
            ["exhibit", CASE, "--output", out / "exhibit"], ["mirror", out / "mirror"], ["verify"],
            ["verify", "--key", self.key], ["verify", "--save", out / "saved"], ["verify", "plan", CASE],
            ["verify", "consistency", "--since", latest, "--save", out / "saved"], ["fsck", "--online"])] + [
                (["append", "-"], request), (["append", "--validate-only", "-"], request), (["import", "-"], opening)]

    def test_every_command_refuses_another_past(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")
        self.record(self.fork, 7)
        (self.folder / "out").mkdir()
        self.in_its_place(self.fork)
        kept = self.kept().read_bytes()
        with self.nothing_remembered():
            entries = self.fork.size()

        for words, stdin in self.commands():
            with self.subTest(" ".join(str(word) for word in words[:3])):
                self.assert_nothing_shown(self.fork.run(*words, stdin=stdin), "was rewritten", "does not begin with")

        self.assertEqual([], list((self.folder / "out").iterdir()))
        self.assertEqual(kept, self.kept().read_bytes())
        with self.nothing_remembered():
            self.assertEqual(entries, self.fork.size(), "something was recorded")

    def test_nobody_signs_in_to_another_past(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")
        self.record(self.fork, 7)
        self.in_its_place(self.fork)
        config = self.folder / "config"

        with unittest.mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": str(config)}):
            refused = self.fork.run("login", "county")
            kept = [file for file in config.rglob("*") if file.is_file()]
            with self.nothing_remembered():
                signed_in = self.fork.run("login", "county")

        self.assert_nothing_shown(refused, "was rewritten", "does not begin with")
        self.assertEqual([], kept)
        self.assert_exit(Exit.OK, signed_in)

    def test_another_past_of_the_same_size_is_refused(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")
        self.record(self.fork, 3)

        ran = self.in_its_place(self.fork).run("plan", CASE)

        self.assert_nothing_shown(ran, f"shows another history of its {self.common + 3} entries")

    def test_an_older_state_is_refused(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")

        ran = self.in_its_place(self.fork).run("plan", CASE)

        self.assert_nothing_shown(ran, f"had {self.common + 3} entries when it was last seen; now it shows {self.common}")

    def test_another_key_is_refused(self):
        with self.nothing_remembered():
            other = self.new_journal("other").start()
            other.stop()

        ran = self.in_its_place(other).run("plan", CASE)

        self.assert_nothing_shown(ran, "is not the one seen there before", f"its key was {self.key}")

    def test_who_removes_the_file_goes_on_and_is_held_to_the_new_past(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")
        self.record(self.fork, 3)
        refused = self.in_its_place(self.fork).run("cases")

        pathlib.Path(re.search(r"remove (/\S+)", refused.err)[1]).unlink()

        self.assert_says(self.fork.ok("plan", CASE), casework.CHILD)
        self.fork.stop()
        self.assert_nothing_shown(self.in_its_place(self.journal).run("plan", CASE), "another history")

    def test_the_journal_itself_is_still_believed_after_another_was_refused(self):
        self.record(self.journal, 3)
        self.journal.ok("cases")
        self.record(self.fork, 5)
        self.assert_nothing_shown(self.in_its_place(self.fork).run("cases"))
        self.fork.stop()

        self.assert_says(self.in_its_place(self.journal).ok("plan", CASE), casework.CHILD)

    def test_with_a_damaged_file_nothing_is_shown_or_sent(self):
        """Otherwise it would be enough to damage the file of a client that would have noticed another history."""
        whole = self.kept().read_bytes()
        key, _, note = whole.partition(b"\n")
        with self.nothing_remembered():
            entries = self.journal.size()
        size, wrong = f"\n{self.common}\n".encode(), f"\n{self.common + 1}\n".encode()
        for name, damaged in (("cut off", whole[:-20]), ("empty", b""), ("another byte", whole.replace(size, wrong)),
                              ("no key", note), ("no note", key + b"\n"), ("binary", bytes(range(256)))):
            for words, stdin in ((["plan", CASE], None), (["append", "-"], json.dumps(casework.request(CASE, "any", casework.note())))):
                with self.subTest(f"{name}: {words[0]}"):
                    self.assertNotEqual(whole, damaged)
                    self.kept().write_bytes(damaged)
                    self.assert_not_shown(self.journal.run(*words, stdin=stdin), "is damaged")
                    self.assertEqual(damaged, self.kept().read_bytes())
        with self.nothing_remembered():
            self.assertEqual(entries, self.journal.size(), "something was recorded")
        self.kept().write_bytes(whole)
        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)

    def test_with_a_file_that_cannot_be_read_nothing_is_shown(self):
        file = self.kept()
        file.unlink()
        for name, make in (("a directory", file.mkdir), ("a link to nowhere", lambda: file.symlink_to("nowhere"))):
            with self.subTest(name):
                make()
                self.assert_not_shown(self.journal.run("plan", CASE), "cannot be read")
                file.unlink() if file.is_symlink() else file.rmdir()

    def test_where_nothing_can_be_kept_the_answers_are_given(self):
        """A read-only home directory must not stop anyone's work."""
        self.kept().unlink()
        self.seen.rmdir()
        self.seen.write_text("a file")

        self.assert_says(self.journal.ok("plan", CASE), casework.CHILD)


class SinceTest(ForkTest):
    """Who suffers: an auditor who kept one small file."""

    def assert_found_out(self, journal, since, *parts):
        saved = self.folder / "saved"
        for command in (["verify", "consistency"], ["verify"]):
            for key in ([], ["--key", self.key]):
                ran = journal.run(*command, *key, "--since", since, "--save", saved)
                self.assert_exit(Exit.DATA_LOSS, ran)
                self.assertEqual("", ran.out)
                self.assert_says(ran.err, "VERIFICATION FAILED", *parts)
                self.assertFalse(saved.exists())

    def test_a_longer_past_that_is_another_is_found_out(self):
        self.record(self.journal, 3)
        self.record(self.fork, 9)
        since = self.note_of(self.journal.start())

        self.assert_found_out(self.fork.start(), since, "does not begin with")

    def test_another_past_of_the_same_size_is_found_out(self):
        self.record(self.journal, 3)
        self.record(self.fork, 3)
        since = self.note_of(self.journal.start())

        self.assert_found_out(self.fork.start(), since)

    def test_a_shorter_past_is_found_out(self):
        self.record(self.journal, 3)
        since = self.note_of(self.journal.start())

        self.assert_found_out(self.fork.start(), since, f"had {self.common + 3} entries and now has fewer")

    def test_what_both_have_in_common_is_consistent_with_both(self):
        """Only a checkpoint from after the fork can distinguish them."""
        since = self.note_of(self.journal.start())
        self.record(self.journal, 3)
        self.record(self.fork, 9)

        for journal in (self.journal, self.fork.start()):
            said = journal.ok("verify", "consistency", "--since", since, "--key", self.key)
            self.assert_says(said, f"the first {self.common} entries are the same  ok")
            journal.ok("verify", "--since", since, "--key", self.key)


class WitnessedForkTest(ForkTest):
    """A witness cosigned the first history. Who suffers: everyone who was told that nothing can be taken back."""

    def setUp(self):
        super().setUp()
        self.witness = Witness(self.folder / "witness", "witness.example/w1", self.key)
        self.addCleanup(self.witness.close)
        self.witness.start()
        self.policy = self.folder / "policy"
        self.policy.write_text(f"witness court {self.witness.key} {self.witness.url}\nquorum court\n")
        self.flags = ("--witnesses", self.policy, "--witness-every", "1")
        self.record(self.journal, 3)
        self.journal.start(*self.flags)
        self.wait_for(f": {self.common + 3} entries")

    def wait_for(self, what):
        end = time.monotonic() + PATIENCE_S
        while what not in self.witness.page():
            self.assertLess(time.monotonic(), end, self.witness.page())
            time.sleep(0.1)

    def forked_files(self):
        return list((self.folder / "witness").glob("*.forked"))

    def assert_not_served(self, *parts):
        ran = self.fork.serve_refused(*self.flags)
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, "casejournal: the witness court has cosigned", *parts, "the server does not start",
                         "Restore the newest state", "casejournal continue --help")

    def test_a_longer_fork_is_not_served(self):
        self.record(self.fork, 9)
        self.assert_not_served(f"another history of the first {self.common + 3} entries of this log")

    def test_an_older_state_is_not_served(self):
        self.assert_not_served(f"{self.common + 3} entries of this log, but the log has {self.common}",
                               "restored to an older state, or is a copy")

    def test_a_fork_of_the_same_size_is_not_served_and_the_witness_keeps_the_proof(self):
        self.record(self.fork, 3)

        self.assert_not_served(f"another history of the first {self.common + 3} entries of this log")

        kept = self.forked_files()
        self.assertEqual(1, len(kept))
        self.assertEqual((self.fork.directory / "checkpoints/latest").read_text(), kept[0].read_text())
        self.assertEqual(self.common + 3, size_and_root(kept[0].with_suffix("").read_text())[0])
        self.assert_says(self.witness.page(), "THE LOG SIGNED ANOTHER HISTORY")

    def test_a_fork_that_began_while_the_witness_was_away_gives_no_exhibit(self):
        self.record(self.fork, 9)
        self.witness.stop()
        self.fork.start(*self.flags)
        self.witness.start()

        # From the first refusal on, the fork records nothing, and gives nothing that it cannot record as given.
        for flags, expected in (([], Exit.DATA_LOSS), (["--without-witnesses"], Exit.UNAVAILABLE)):
            ran = self.fork.run("exhibit", CASE, "--output", self.folder / "exhibit", *flags)
            self.assert_exit(expected, ran)
            self.assert_says(ran.err, "the witness court has cosigned another history")
            self.assertFalse((self.folder / "exhibit").exists())

        self.assert_says(self.fork.stderr_path.read_text(), "the witness court has cosigned another history")

    def leaves_of_journal(self):
        """The leaves of a small journal, from a mirror: to read its entries would record one more."""
        self.journal.ok("mirror", self.folder / "mirror")
        (tile,) = (self.folder / "mirror/tile/0/000.p").iterdir()
        hashes = tile.read_bytes()
        return [hashes[at:at + 32] for at in range(0, len(hashes), 32)]

    def test_the_witness_keeps_a_forked_checkpoint_that_somebody_shows_it(self):
        """Someone who has the key but no server: the journal's own leaves except the last."""
        signer = Signer.of_journal(self.journal.directory)
        self.assertEqual(self.key, signer.verifier_key)
        leaves = self.leaves_of_journal()
        self.assertEqual(size_and_root(self.journal.ok("checkpoint")), (len(leaves), root(leaves)))
        forged = [*leaves[:-1], leaves[0]]
        note = signer.checkpoint_of(forged)

        answer = self.witness.add(len(leaves), [], note)

        self.assertEqual(422, answer.status, answer)
        self.assertEqual([note], [file.read_text() for file in self.forked_files()])
        # A longer checkpoint proves nothing yet and is not cosigned.
        longer = [*forged, leaves[1]]
        answer = self.witness.add(len(leaves), consistency(len(leaves), longer), signer.checkpoint_of(longer))
        self.assertEqual(422, answer.status)
        # The journal itself continues.
        self.record(self.journal, 1)
        self.wait_for(f": {len(leaves) + 1} entries")


class MirrorTest(ForkTest):
    """A mirror has one history. Who suffers: a person who uses the mirror to find out what the journal had said."""

    def setUp(self):
        super().setUp()
        self.mirror = self.folder / "mirror"

    def assert_not_mirrored(self, journal):
        before = content_of(self.mirror)
        ran = journal.run("mirror", self.mirror, "--key", self.key)
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assertEqual("", ran.out)
        self.assertEqual([], changes(before, content_of(self.mirror)), "the mirror was changed")

    def mirror_of(self, journal):
        journal.ok("mirror", self.mirror, "--key", self.key)
        journal.stop()

    def test_a_longer_fork_is_not_mirrored_over_it(self):
        """They differ in the last tile, which is fetched again each time."""
        self.record(self.journal, 3)
        self.mirror_of(self.journal.start())
        self.record(self.fork, 9)

        self.assert_not_mirrored(self.fork.start())

    def test_a_fork_of_the_same_size_is_not_mirrored_over_it(self):
        self.record(self.journal, 3)
        self.mirror_of(self.journal.start())
        self.record(self.fork, 3)

        self.assert_not_mirrored(self.fork.start())

    def test_an_older_state_is_not_mirrored_over_it(self):
        self.record(self.journal, 3)
        self.mirror_of(self.journal.start())

        self.assert_not_mirrored(self.fork.start())

    def test_a_fork_of_many_tiles_is_not_mirrored_over_it(self):
        self.journal.start()
        self.journal.ok("import", SAMPLES[1])
        self.record(self.journal, 3)
        self.mirror_of(self.journal)
        self.record(self.fork, 3)
        self.fork.start()
        self.fork.ok("import", *SAMPLES)
        self.record(self.fork, 1)

        self.assert_not_mirrored(self.fork)

    def test_another_key_is_not_mirrored_over_it(self):
        self.record(self.journal, 3)
        self.mirror_of(self.journal.start())
        other = self.new_journal("other").start()

        before = content_of(self.mirror)
        for key in ([], ["--key", self.key]):
            self.assert_exit(Exit.DATA_LOSS, other.run("mirror", self.mirror, *key))
        self.assertEqual([], changes(before, content_of(self.mirror)))

    def test_the_journal_itself_is_mirrored_after_a_fork_was_refused(self):
        self.record(self.journal, 3)
        self.mirror_of(self.journal.start())
        self.record(self.fork, 9)
        self.fork.start().run("mirror", self.mirror, "--key", self.key)
        self.record(self.journal.start(), 20)

        self.journal.ok("mirror", self.mirror, "--key", self.key)
