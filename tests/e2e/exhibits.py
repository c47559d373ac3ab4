"""Exhibits: taking one apart, putting it together again, and running both verifiers.

`ExhibitTest` is a mixin for a JournalTest, and `SmallCaseTest` is one. Every exhibit that its tests create, and
everything that they make from one, is judged by the program and by tests/foreign/verify_exhibit.py, which share no
code. The test fails if one accepts what the other rejects, unless the second states that it does not check it.
"""

import base64
import collections
import concurrent.futures
import hashlib
import io
import json
import os
import pathlib
import struct
import sys
import tempfile
import zipfile
import zlib

import casework
from journal import PROGRAM, ROOT, Exit, Journal, JournalTest, run

sys.path.insert(0, str(ROOT / "tests/foreign"))
import verify_exhibit  # pylint: disable=wrong-import-position

# What the program says about an exhibit, and why the other verifier rejects it: None if it does not.
Verdict = collections.namedtuple("Verdict", "ran refused summary")
# An exhibit: its bytes, its files by path, and the summary of the second verifier.
Made = collections.namedtuple("Made", "data files summary")
AT_ONCE = min(4, os.cpu_count() or 1)
LABELS = ("reporter-identity", "protected-address", "part2", "health", "adoption", "sealed", "education")
# The flags that open every label, for tests of the whole record.
EVERY_LABEL = tuple(word for label in LABELS for word in ("--with-label", label))
OPENED_BY = "order of the juvenile court"


def unpack(data):
    """The files, path by path, as Python's own reader of ZIP files finds them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def pack(files):
    """The ZIP file that docs/EXHIBIT.md describes."""
    body, directory = b"", b""
    for path in sorted(files):
        name, content = path.encode(), files[path]
        shared = struct.pack("<5H3I2H", 10, 0, 0, 0, 0x0021, zlib.crc32(content), len(content), len(content),
                             len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 10) + shared + struct.pack("<3H2I", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + shared + name + content
    end = struct.pack("<4H2IH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def with_manifest(files):
    """The same files, with a manifest for their current content."""
    others = {path: files[path] for path in sorted(files) if path != "manifest.sha256"}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in others.items()]
    return {**others, "manifest.sha256": "".join(lines).encode()}


def repacked(files):
    """Pack a whole exhibit again, whatever was done to its files."""
    return pack(with_manifest(files))


def checked_part(content):
    """The part of an entry's JSON that verifiers check, or None if it is not an entry."""
    try:
        entry = json.loads(content)
        return entry["position"], entry["header"], json.dumps(entry["parts"])
    except (ValueError, LookupError, TypeError):
        return None


def stored_event(content):
    """The StoredEvent of an entry's JSON: number -> values."""
    return verify_exhibit.fields_of(base64.b64decode(json.loads(content)["parts"][0]["plaintext"]))


def nested(fields, *numbers):
    """Descend from fields into the first value of the field with each number."""
    for number in numbers:
        fields = verify_exhibit.fields_of(fields[number][0])
    return fields


def disclosure_in(content):
    """The fields of DisclosureMade in the JSON of its entry."""
    return nested(stored_event(content), 4, 1)


def with_names_of_today(sentence):
    """Of an entry in the sample of the siblings: an exhibit has the names that its plan has; the log has those that were
    known at each entry."""
    return sentence.replace("Darnell (family name not known)", "Darnell Whitfield")


class ExhibitTest:
    """Mixin for a JournalTest: creates exhibits and checks them."""

    def key_of(self, journal):
        return journal.ok("key").strip()

    def make(self, case, *words, journal=None):
        """Create an exhibit; this must succeed, and both verifiers must accept it."""
        journal = journal or self.journal
        path = self.folder / "made.exhibit.zip"
        journal.ok("exhibit", case, "--output", path, *words)
        self.assertEqual([], [other.name for other in self.folder.iterdir() if other.name.startswith(".made")])
        data = path.read_bytes()
        path.unlink()
        return Made(data, unpack(data), self.assert_accepted(data, self.key_of(journal)))

    def make_whole(self, case, *words):
        """Create an exhibit of the whole record, whatever its labels."""
        authority = () if "--authority" in words else ("--authority", OPENED_BY)
        return self.make(case, "--whole-case", *EVERY_LABEL, *authority, *words)

    def entries(self, case):
        """The entries of a case as `events` prints them, each with its event as JSON."""
        files = self.make_whole(case).files
        rows = self.journal.rows("events", case)
        return [{**row, "event": json.loads(files[f"events/{at:06}.json"])["event"]["caseEvent"]} for at, row in enumerate(rows)]

    def judge(self, data, key, *flags):
        """Both verdicts. They may differ, but neither verifier may fail in another way."""
        ran = run([PROGRAM, "verify", "exhibit", "-", "--key", key, *flags], stdin=data)
        try:
            return Verdict(ran, None, verify_exhibit.verify(data, key))
        except verify_exhibit.CheckFailed as failed:
            return Verdict(ran, failed.args, None)

    def judge_all(self, exhibits, key, *flags):
        """The verdicts on many exhibits, a few at a time."""
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda data: self.judge(data, key, *flags), exhibits))

    def assert_accepted(self, data, key, *flags):
        """Check that both accept it and report the same. Returns what they report, in the words of the second."""
        verdict = self.judge(data, key, "--json", *flags)
        self.assert_exit(Exit.OK, verdict.ran)
        self.assertEqual("", verdict.ran.err)
        self.assertIsNone(verdict.refused)
        said, summary = json.loads(verdict.ran.out), verdict.summary
        self.assertEqual(
            (str(summary["case"]), summary["revisions given"], summary["revisions left out"],
             summary["head revision"], summary["checkpoint size"]),
            (said["caseId"], said["given"].replace(" to ", "-"), said["leftOut"].replace(" to ", "-"),
             said["headRevision"], said["size"]))
        return summary

    def assert_refusal(self, verdict, exits=(Exit.DATA_LOSS,), what=""):
        """Check that the program rejects it: with a message, with an exit code, and without a person's name."""
        if verdict.ran.exit == Exit.FAILURE and Exit.FAILURE in exits:
            self.assertEqual("casejournal: packed again by another program; every file in it is as it was\n", verdict.ran.err)
            return
        self.assertIn(verdict.ran.exit, exits, f"{what}: {verdict.ran.err}{verdict.ran.out}")
        self.assertEqual("", verdict.ran.out, what)
        self.assertRegex(
            verdict.ran.err,
            r"\Acasejournal: .+\ncasejournal: (VERIFICATION FAILED(: cut off; get the whole file)?|NOT VERIFIED: .+)\n\Z", what)
        self.assert_names_nobody(verdict.ran.err)

    def assert_refused(self, data, key, *says, flags=(), exits=(Exit.DATA_LOSS,), what=""):
        """Check that both reject it, and that the program says these words."""
        verdict = self.judge(data, key, *flags)
        self.assert_refusal(verdict, exits, what)
        self.assert_says(verdict.ran.err, *says)
        self.assertIsNotNone(verdict.refused, f"{what}: only the program refuses it: {verdict.ran.err}")
        return verdict


class SmallCaseTest(ExhibitTest, JournalTest):
    """Tests of one case with five entries, in one journal for the whole class. They add only disclosures."""

    CASE = casework.an_id("case")

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Journal(pathlib.Path(folder.name) / "journal")
        cls.shared.start()
        cls.addClassCleanup(cls._close_shared)
        cls.shared.append(casework.opening(cls.CASE))
        cls.shared.append(casework.request(cls.CASE, 1, casework.goal(), casework.objective(), casework.note()))
        cls.key = cls.shared.ok("key").strip()

    @classmethod
    def _close_shared(cls):
        cls("setUp").close(cls.shared)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.journal = self.shared
