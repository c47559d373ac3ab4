"""Witnesses: others who cosign a journal's checkpoints, so that it cannot have two histories."""

import shutil
import socket
import time
import zipfile

import casework
from journal import ORIGIN, PATIENCE_S, PROGRAM, ROOT, Exit, JournalTest, run
from signed_tree import cosigned_at, signers, size_and_root
from witness import Witness

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-cryptography is for
VERIFIER = ROOT / "tests/foreign/verify_exhibit.py"
CASE = casework.an_id("case")
NAMES = ("court", "inspector", "university")


class WitnessedJournalTest(JournalTest):
    """A journal with three witnesses, two of which are enough. Who suffers: a court that is shown an exhibit confirmed
    by no one except the journal itself."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.key = self.journal.ok("key").strip()
        self.witnesses = {name: self.new_witness(name) for name in NAMES}
        self.policy = self.folder / "witnesses.policy"
        self.write_policy()
        self.journal.restart("--witnesses", self.policy, "--witness-every", "1")

    def new_witness(self, name):
        witness = Witness(self.folder / f"witness-{name}", f"{name}.example/w1", self.key)
        self.addCleanup(witness.close)
        return witness.start()

    def write_policy(self):
        lines = [f"witness {name} {witness.key} {witness.url}/" for name, witness in self.witnesses.items()]
        self.policy.write_text("\n".join(["# Any two.", *lines, f"group two 2 {' '.join(NAMES)}", "quorum two", ""]))

    def stop_witnesses(self, *names):
        for name in names:
            self.assertEqual(0, self.witnesses[name].stop())

    def exhibit(self, *flags):
        """Create an exhibit. Returns how the command ended, and the file."""
        file = self.folder / f"{time.monotonic_ns()}.exhibit.zip"
        return self.journal.run("exhibit", CASE, "--output", file, *flags), file

    def good_exhibit(self, *flags):
        ran, file = self.exhibit(*flags)
        self.assert_exit(Exit.OK, ran)
        return file

    def verify(self, file, *flags):
        return run([PROGRAM, "verify", "exhibit", file, "--key", self.key, *flags])

    def verify_by_another(self, file, required, names=NAMES):
        keys = [word for name in names for word in ("--witness", self.witnesses[name].key)]
        return run([PYTHON, VERIFIER, "--key", self.key, *keys, "--require-witnesses", required, file])

    @staticmethod
    def checkpoint_in(file):
        with zipfile.ZipFile(file) as exhibit:
            return exhibit.read("checkpoint").decode()

    def cosigners(self, note):
        """The names of the witnesses that cosigned a checkpoint; each cosignature is verified here."""
        return [name for name, witness in self.witnesses.items() if cosigned_at(note, witness.key) is not None]

    def wait_until(self, holds, what, seconds=PATIENCE_S):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, f"waited in vain: {what}")
            time.sleep(0.1)

    def test_an_exhibit_carries_cosignatures_that_both_verifiers_accept(self):
        began = int(time.time())
        file = self.good_exhibit()

        note = self.checkpoint_in(file)
        self.assertEqual(list(NAMES), self.cosigners(note))
        self.assertEqual(4, len(signers(note)))
        for witness in self.witnesses.values():
            self.assertTrue(began - 60 <= cosigned_at(note, witness.key) <= time.time())
        ran = self.verify(file, "--policy", self.policy)
        self.assert_exit(Exit.OK, ran)
        for name in NAMES:
            self.assertRegex(ran.out, rf"{name}, \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d E[DS]T  ok")
        self.assert_says(ran.out, "the policy is met  ok")
        ran = self.verify_by_another(file, 2)
        self.assertEqual(0, ran.exit, ran.out + ran.err)
        self.assertRegex(ran.out, r"ok +witnesses +3 of 3 cosigned")

    def test_without_a_policy_cosignatures_are_said_not_to_be_checked(self):
        ran = self.verify(self.good_exhibit())

        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "3 more signatures, NOT CHECKED")

    def test_one_witness_may_be_away(self):
        self.stop_witnesses("inspector")
        file = self.good_exhibit()

        self.assertEqual(["court", "university"], self.cosigners(self.checkpoint_in(file)))
        ran = self.verify(file, "--policy", self.policy)
        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "inspector  has not cosigned it", "the policy is met  ok")
        self.assertEqual(0, self.verify_by_another(file, 2).exit)
        self.assertEqual(1, self.verify_by_another(file, 3).exit)
        self.assertEqual(1, self.verify_by_another(file, 1, ["inspector"]).exit)

    def test_with_two_away_an_exhibit_is_given_only_to_who_asks_for_one_without_them(self):
        self.stop_witnesses("inspector", "university")

        ran, file = self.exhibit()

        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, "too few witnesses answered for the policy")
        self.assertFalse(file.exists())
        file = self.good_exhibit("--without-witnesses")
        self.assertEqual(["court"], self.cosigners(self.checkpoint_in(file)))
        self.assert_says(self.verify(file).out, "1 more signature, NOT CHECKED")
        refused = self.verify(file, "--policy", self.policy)
        self.assert_exit(Exit.DATA_LOSS, refused)
        self.assert_says(refused.err, "VERIFICATION FAILED")
        self.assertEqual("", refused.out)
        ran = self.verify_by_another(file, 2)
        self.assertEqual(1, ran.exit)
        self.assert_says(ran.out, "FAIL  witnesses", "1 cosigned, 2 must have")

    def test_who_is_refused_an_exhibit_is_told_how_to_go_on(self):
        self.stop_witnesses("inspector", "university")

        ran, _ = self.exhibit()

        self.assert_says(ran.err, "--without-witnesses")
        self.assertNotIn("Is a server running at", ran.err)

    def test_an_exhibit_that_was_refused_is_not_recorded_as_given(self):
        """An answer about disclosures must not include what no one received."""
        self.stop_witnesses("inspector", "university")
        self.assert_exit(Exit.UNAVAILABLE, self.exhibit("--to", "counsel for the father")[0])

        self.assertEqual([], self.given_to("counsel for the father"))
        self.witnesses["inspector"].start()
        self.good_exhibit("--to", "counsel for the father")
        self.assertEqual(["GetExhibit"], self.given_to("counsel for the father"))

    def given_to(self, recipient):
        """The calls by which something was given."""
        return [row["ofCase"]["method"] for row in self.journal.rows("disclosures", CASE)
                if row["ofCase"]["recipient"] == recipient]

    def test_what_was_recorded_while_witnesses_were_away_is_cosigned_when_they_are_back(self):
        self.stop_witnesses(*NAMES)
        for revision in range(2, 6):
            self.journal.append(casework.request(CASE, revision - 1, casework.note()))
        self.assert_exit(Exit.UNAVAILABLE, self.exhibit()[0])

        for name in NAMES:
            self.witnesses[name].start()

        file = self.good_exhibit()
        self.assertGreaterEqual(len(self.cosigners(self.checkpoint_in(file))), 2)
        self.assert_exit(Exit.OK, self.verify(file, "--policy", self.policy))

    def test_a_journal_that_grew_is_cosigned_without_being_asked(self):
        self.journal.append(casework.request(CASE, 1, casework.note()))
        size = self.journal.size()
        cosigned = self.journal.directory / "checkpoints/cosigned"

        self.wait_until(lambda: cosigned.exists() and size_and_root(cosigned.read_text())[0] >= size,
                        "a cosigned checkpoint")

        self.assertEqual(list(NAMES), self.cosigners(cosigned.read_text()))
        for witness in self.witnesses.values():
            self.assert_says(witness.page(), f"{ORIGIN}: {size} entries")

    def test_a_mirror_of_what_is_witnessed_carries_the_cosignatures(self):
        self.journal.ok("mirror", self.folder / "mirror", "--key", self.key, "--witnessed")

        note = (self.folder / "mirror/checkpoint").read_text()

        self.assertGreaterEqual(len(self.cosigners(note)), 2)
        self.stop_witnesses("court", "university")
        self.journal.append(casework.request(CASE, 1, casework.note()))
        ran = self.journal.run("mirror", self.folder / "mirror", "--key", self.key, "--witnessed")
        if ran.exit == 0:  # what had been cosigned already is enough
            self.assertGreaterEqual(len(self.cosigners((self.folder / "mirror/checkpoint").read_text())), 2)
        else:
            self.assert_exit(Exit.UNAVAILABLE, ran)
            self.assertEqual(note, (self.folder / "mirror/checkpoint").read_text())

    def test_the_operator_is_told_once_which_witness_does_not_answer(self):
        """A log that says the same every second is not read."""
        away = ("inspector", "university")
        self.stop_witnesses(*away)
        self.journal.append(casework.request(CASE, 1, casework.note()))
        stderr = self.journal.stderr_path
        self.wait_until(lambda: all(f"the witness {name}" in stderr.read_text() for name in away),
                        "word of the witnesses that are away")

        time.sleep(3.5)

        for name in away:
            said = [line for line in stderr.read_text().splitlines() if f"the witness {name}" in line]
            self.assertEqual(1, len(said), "\n".join(said))
        self.assertNotIn("the witness court", stderr.read_text())

    def test_the_operator_is_told_again_when_a_witness_goes_away_again(self):
        for _ in range(2):
            before = self.journal.stderr_path.read_text().count("the witness court")
            self.stop_witnesses("court")
            self.journal.append(casework.request(CASE, "any", casework.note()))
            self.wait_until(lambda: self.journal.stderr_path.read_text().count("the witness court") > before,
                            "word of the witness that is away")
            self.witnesses["court"].start()
            size = self.journal.size()
            self.journal.append(casework.request(CASE, "any", casework.note()))
            self.wait_until(lambda: f": {size + 1} entries" in self.witnesses["court"].page(), "a cosignature")

    def test_a_server_starts_and_stops_while_no_witness_answers(self):
        """Something accepts the calls of all three and never answers: the journal is served, slowly at worst."""
        for witness in self.witnesses.values():
            silent = socket.create_server(("127.0.0.1", 0))
            self.addCleanup(silent.close)
            port = silent.getsockname()[1]
            self.policy.write_text(self.policy.read_text().replace(witness.url, f"http://127.0.0.1:{port}"))

        self.journal.restart("--witnesses", self.policy, "--witness-every", "1")
        self.journal.append(casework.request(CASE, 1, casework.note()))

        self.assert_exit(Exit.UNAVAILABLE, self.exhibit()[0])
        self.assertEqual(0, self.journal.stop())

    def test_a_quiet_backup_of_the_whole_directory_is_not_served(self):
        """Everything in it is consistent, including what witnesses cosigned last: only the witnesses themselves know
        more."""
        self.good_exhibit()
        self.journal.stop()
        backup = self.folder / "backup"
        shutil.copytree(self.journal.directory, backup)
        self.journal.start("--witnesses", self.policy, "--witness-every", "1")
        self.good_exhibit()
        self.journal.stop()
        later = self.folder / "later"
        self.journal.directory.rename(later)
        backup.rename(self.journal.directory)
        before = {name: (self.journal.directory / name).read_bytes() for name in ("acked", "checkpoints/latest")}

        ran = self.journal.serve_refused("--witnesses", self.policy)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "the log was restored to an older state, or is a copy", "the server does not start")
        for name, content in before.items():
            self.assertEqual(content, (self.journal.directory / name).read_bytes(), "nothing was recorded or signed")
        shutil.rmtree(self.journal.directory)
        later.rename(self.journal.directory)
        self.journal.start("--witnesses", self.policy)

    def test_a_policy_that_cannot_be_is_refused(self):
        self.journal.stop()
        witness = self.witnesses["court"]
        for text, said in (("quorum two\n", "line 1"), (f"witness a {witness.key} {witness.url}\n", "quorum"),
                           (f"witness a {self.key}\nquorum a\n", "line 1"),
                           (f"witness a {witness.key} ftp://x/\nquorum a\n", "ftp://x/"),
                           (f"witness a {witness.key}\ngroup g 2 a\nquorum g\n", "line 2"),
                           (f"witness a {witness.key}\nquorum a", "newline")):
            self.policy.write_text(text)
            ran = self.journal.serve_refused("--witnesses", self.policy)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "witnesses.policy", said)

    def test_a_cosignature_of_another_key_does_not_count(self):
        """An impostor at a witness's address, with a key of its own."""
        file = self.good_exhibit()
        impostor = Witness(self.folder / "impostor", self.witnesses["court"].name, self.key)
        self.addCleanup(impostor.close)
        impostor.start()
        policy = self.policy.read_text().replace(self.witnesses["court"].key, impostor.key).replace("two 2", "two 3")
        other = self.folder / "other.policy"
        other.write_text(policy)

        ran = self.verify(file, "--policy", other)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.stop_witnesses("court")
        policy = self.policy.read_text().replace(self.witnesses["court"].url, impostor.url)
        self.policy.write_text(policy)
        self.journal.restart("--witnesses", self.policy, "--witness-every", "1")
        file = self.good_exhibit()
        self.assertEqual(["inspector", "university"], self.cosigners(self.checkpoint_in(file)))
