"""Today's program on the journals of earlier releases: each is opened, gives the answers that it gave, and goes on.

Who suffers: a county that updates its program and finds that its record of ten years says something else, or nothing.
"""

import difflib
import json
import lzma
import re
import tarfile
import unittest

import releases
from releases import DIFFERS, ROOT, Contract

import casework  # pylint: disable=wrong-import-order
from journal import ORIGIN, PROGRAM, JournalTest, changes, content_of, run, without_disclosures  # pylint: disable=wrong-import-order

PYTHON = "/usr/bin/python3"
SAID = re.compile(r"now recorded.*\((\w+)\)")  # what opening a journal of another program records
NEW_CASE = casework.an_id("a case that a later program opens")


class ReleasesTest(unittest.TestCase):
    def test_the_current_release_has_its_store(self):
        self.assertIn(releases.CURRENT, [release.name for release in releases.releases()], releases.MISSING)

    def test_what_may_differ_is_a_field_of_the_contract(self):
        """A name that is not there would excuse nothing, and hide that something was renamed."""
        for release in releases.releases():
            contract = Contract(release)
            self.assertEqual([], [field for field in DIFFERS if not contract.has(field)], release.name)

    def test_a_store_is_small_and_holds_every_type_of_event(self):
        for release in releases.releases():
            with self.subTest(release.name):
                self.assertLess((release / "store.tar.xz").stat().st_size, 1_000_000)
                said = releases.read_answer(release, event_file(release))
                bodies = [name for name in Contract(release).oneof("casejournal.event.v1.CaseEvent", "body")
                          if f'"{name}":' not in said]
                self.assertEqual([], bodies, "no event of this type is in the store")
                for part in ('"corrects":', '"labels":["LABEL_', '"type":"DisclosureMade"', '"type":"PlanAttested"', '"type":"RuleSetAdopted"'):
                    self.assertIn(part, said)

    def test_a_store_names_no_machine(self):
        for release in releases.releases():
            with tarfile.open(release / "store.tar.xz") as archive:
                for member in archive.getmembers():
                    self.assertEqual((0, 0, 0, "", ""), (member.uid, member.gid, member.mtime, member.uname, member.gname))
                    if member.isfile():
                        content = archive.extractfile(member).read()
                        self.assertNotIn(b"/tmp/", content, member.name)


def event_file(release):
    return next(question["file"] for question in releases.questions_of(release) if question["words"][0] == "events")


class StoreTest(JournalTest):
    """One release. The classes below name it."""

    SERVED_FROM_THE_START = False
    release = None

    def setUp(self):
        super().setUp()
        self.answers = self.release / "answers"
        self.journal.directory.mkdir(mode=0o700)
        releases.unpack_store(self.release, self.journal.directory)
        self.key = releases.read_answer(self.release, "journal.vkey").strip()

    def test_the_store_is_sound_and_has_what_it_had(self):
        then = json.loads(releases.read_answer(self.release, "fsck.json"))
        before = content_of(self.journal.directory)

        now = self.assert_sound(self.journal)

        self.assertEqual(then, {name: now.get(name) for name in then})
        self.assertEqual((ORIGIN, []), (then["origin"], then["findings"]))
        self.assertEqual([], [path for path in changes(before, content_of(self.journal.directory)) if "LOCK" not in path])

    def start(self):
        if not releases.has_roles(self.release):
            self.journal.name_administrator()
        self.journal.start()

    def test_every_answer_is_what_it_was(self):
        contract = Contract(self.release)
        self.start()
        for question in releases.questions_of(self.release):
            with self.subTest(question["file"]):
                then = contract.read(releases.read_answer(self.release, question["file"]), question["message"])
                now = contract.read(self.journal.ok(*question["words"], "--json"), question["message"])
                self.assert_same(then, now)

    def assert_same(self, then, now):
        """Compare line by line: an answer is too long for a test's own comparison."""
        difference = list(difflib.unified_diff("\n".join(then).splitlines(), "\n".join(now).splitlines(), "then", "now",
                                               lineterm="", n=2)) if then != now else []
        self.assertEqual([], difference[:60], f"{len(difference)} lines of difference")

    def test_what_was_given_out_is_still_proved(self):
        """An exhibit is in a court's file, and a checkpoint in an auditor's: neither can be fetched again."""
        unpacked = self.folder / "exhibit.zip"
        unpacked.write_bytes(lzma.decompress((self.answers / "exhibit.zip.xz").read_bytes()))
        exhibit = ["--key", self.key, unpacked]
        proof = ["--key", self.key, "--proof", self.answers / "proof", "--event", self.answers / "event.json"]
        for command in ([PROGRAM, "verify", "exhibit", *exhibit],
                        [PYTHON, ROOT / "tests/foreign/verify_exhibit.py", *exhibit],
                        [PYTHON, ROOT / "tests/foreign/verify_proof.py", *proof]):
            with self.subTest(command[1]):
                ran = run(command)
                self.assertEqual(0, ran.exit, ran.err + ran.out)

    def test_it_is_the_same_journal_and_goes_on(self):
        self.start()
        self.assertEqual(self.key, self.journal.ok("key").strip())
        since = ["verify", "--key", self.key, "--since", self.answers / "journal.checkpoint"]
        self.journal.ok(*since)
        before = self.journal.size()

        appended = self.journal.append(casework.opening(NEW_CASE))

        self.assertEqual(before, int(appended["firstPosition"]))
        self.assertEqual(before + 2, self.journal.size())
        events = self.journal.events()
        added = without_disclosures(events[before:])
        self.assertEqual(["CaseOpened", "ParticipantJoined"], [event["type"] for event in added])
        self.journal.restart()
        self.assert_only_disclosed_since(events, self.journal.events())
        self.journal.ok(*since)
        size = self.journal.size()
        self.journal.stop()
        self.assertEqual(size, self.assert_sound(self.journal)["entries"])


    def test_what_the_first_start_records_is_said_before_and_known_to_the_release(self):
        """Who suffers: a county that cannot go back to the program of yesterday, because that of today was started once."""
        then = json.loads(releases.read_answer(self.release, "fsck.json"))
        files = content_of(self.journal.directory)
        # Nothing can be recorded; and if nothing has to be, nobody can listen at that address.
        refused = self.journal.serve_refused("--disk-reserve-mib", "1000000000", "--listen", "192.0.2.1:7464")
        now = self.assert_sound(self.journal)
        self.assertEqual((then["entries"], then["root"]), (now["entries"], now["root"]))
        for kept in ("FORMAT", "secrets/master.key", "secrets/signing.key"):
            self.assertEqual(files[kept], content_of(self.journal.directory)[kept])

        self.journal.start()
        added = self.journal.entries_at_start - then["entries"]
        self.journal.stop()
        told = self.journal.stderr_path.read_text()
        self.assertIn(" serves ", told)
        self.assertEqual(added, len(SAID.findall(told.partition(" serves ")[0])), told)
        self.assertEqual([], SAID.findall(told.partition(" serves ")[2]))
        self.journal.start()
        self.assertEqual(then["entries"] + added, self.journal.entries_at_start, "a second start records nothing")
        self.assertEqual([], SAID.findall(self.journal.stderr_path.read_text()[len(told):]))
        self.journal.stop()

        # The program of the release can be started again: what it had is as it was, and what was added it knows.
        self.start()
        events = self.journal.events()
        types = [event["type"] for event in events[then["entries"]:then["entries"] + added]]
        self.assertEqual(SAID.findall(told), types)
        self.assertEqual(SAID.findall(refused.err), types)
        known = Contract(self.release).oneof("casejournal.event.v1.JournalEvent", "body")
        self.assertLessEqual({type_[0].lower() + type_[1:] for type_ in types}, set(known))
        self.assertEqual(files["FORMAT"], content_of(self.journal.directory)["FORMAT"])


def load_tests(loader, tests, _pattern):
    """One StoreTest for each release that is there."""
    suite = unittest.TestSuite(test for test in tests if "StoreTest" not in str(test))
    for release in releases.releases():
        named = type(f"StoreOf{release.name.replace('.', '_')}Test", (StoreTest,), {"release": release})
        suite.addTests(loader.loadTestsFromTestCase(named))
    return suite


if __name__ == "__main__":
    unittest.main()
