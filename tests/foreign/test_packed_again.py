"""Tests of exhibits whose files someone packed again: they are distinguished from changed exhibits."""

import io
import os
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from exhibit_archive import CheckFailed, PackedAgain
from made_exhibit import JOURNAL_KEY, VALID, VALID_ZIP, manifest
from verify_exhibit import verify


class PackedAgainTest(unittest.TestCase):
    """An exhibit that a clerk's computer unpacked and packed again is not reported as changed."""

    def packed_again(self, files=None, folder="", more=(), **options):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", **options) as archive:
            for path, data in [*(files or manifest(VALID)).items(), *more]:
                archive.writestr(zipfile.ZipInfo(folder + path, (2026, 3, 4, 5, 6, 8)), data,
                                 options.get("compression", zipfile.ZIP_STORED))
        return out.getvalue()

    def says_packed_again(self, data):
        with self.assertRaises(PackedAgain) as raised:
            verify(data, JOURNAL_KEY)
        self.assertIn("every file in it is as it was", raised.exception.args[1])

    def test_the_same_files_in_another_archive_are_called_that(self):
        deflated = {"compression": zipfile.ZIP_DEFLATED}
        self.says_packed_again(self.packed_again())
        self.says_packed_again(self.packed_again(**deflated))
        self.says_packed_again(self.packed_again(folder="hearing.exhibit/", **deflated))
        self.says_packed_again(self.packed_again(dict(reversed(manifest(VALID).items()))))
        self.says_packed_again(self.packed_again(more=[("events/", b""), ("journal/", b"")]))
        self.says_packed_again(self.packed_again(
            folder="x/", more=[(".DS_Store", b"any"), ("Thumbs.db", b"any")], **deflated))

        class Pipe(io.RawIOBase):  # Cannot seek: sizes come behind the content.
            def __init__(self):
                super().__init__()
                self.data = b""

            def writable(self):
                return True

            def write(self, data):
                self.data += data
                return len(data)

        pipe = Pipe()
        with zipfile.ZipFile(pipe, "w", **deflated) as archive:
            for path, data in manifest(VALID).items():
                archive.writestr(path, data)
        self.says_packed_again(pipe.data)

    @unittest.skipUnless(shutil.which("zip"), "needs zip")
    def test_so_does_a_program_that_people_have(self):
        with tempfile.TemporaryDirectory() as folder:
            zipfile.ZipFile(io.BytesIO(VALID_ZIP)).extractall(os.path.join(folder, "x"))
            subprocess.run(["zip", "-qr", "y.zip", "x"], cwd=folder, check=True)
            with open(os.path.join(folder, "y.zip"), "rb") as file:
                self.says_packed_again(file.read())

    def test_a_changed_file_in_another_archive_is_refused(self):
        for path in VALID:
            if path == "exhibit.html" or path.endswith(".json"):
                continue  # What this verifier does not check, or not to the letter.
            files = {**VALID, path: VALID[path] + b" "}
            with self.assertRaises(CheckFailed) as raised:
                verify(self.packed_again(manifest(files)), JOURNAL_KEY)
            self.assertNotIsInstance(raised.exception, PackedAgain)

    def test_an_archive_in_which_two_tools_see_different_files_is_refused(self):
        data = self.packed_again()
        again = self.packed_again(more=[("notice.txt", b"another")])
        for wrong in (b"x" + data, data + b"x", data[:-2] + b"\1\0x", again,
                      self.packed_again(more=[("extra.txt", b"")]),
                      self.packed_again(more=[("events/", b"x")]),
                      data.replace(b"notice.txt", b"notice.tyt", 1)):
            with self.assertRaises(CheckFailed) as raised:
                verify(wrong, JOURNAL_KEY)
            self.assertNotIsInstance(raised.exception, PackedAgain)

    def test_a_file_that_was_cut_off_is_called_that(self):
        for data in (VALID_ZIP, self.packed_again(compression=zipfile.ZIP_DEFLATED)):
            for length in (100, len(data) // 2, len(data) - 30):
                with self.assertRaises(CheckFailed) as raised:
                    verify(data[:length], JOURNAL_KEY)
                self.assertEqual(raised.exception.args, ("file", "cut off"))


if __name__ == "__main__":
    unittest.main()
