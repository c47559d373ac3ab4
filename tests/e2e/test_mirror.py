"""A mirror of the tree (C2SP tlog-tiles) of a growing journal, compared with one rebuilt from the entries by hand."""

import re
import shutil

import casework
from journal import Exit, JournalTest, changes, content_of
from signed_tree import leaves_of, root, size_and_root

CASE = casework.an_id("case")


class GrowingMirrorTest(JournalTest):
    """Who suffers: an auditor who reads the mirror with another program."""

    def grow_to(self, size):
        """Grow the journal to exactly this size. Each reading of its entries adds one, too."""
        have = self.journal.size()
        self.assertLessEqual(have, size)
        while have < size:
            count = min(size - have, 100)
            self.journal.append(casework.request(CASE, "any", *(casework.note() for _ in range(count))))
            have += count
        self.journal.ok("checkpoint", "--min-size", size)

    def assert_mirrors(self, mirror, size):
        """Check, by C2SP tlog-tiles, that each tile that the checkpoint needs is present, and no tile of another
        tree."""
        nodes = leaves_of(self.journal.events()[:size])
        self.assertEqual(size, len(nodes))
        self.assertEqual((size, root(nodes)), size_and_root((mirror / "checkpoint").read_text()))
        due, level = {}, 0
        while nodes:
            whole = len(nodes) // 256 * 256
            for number in range(whole // 256):
                due[f"tile/{level}/{number:03}"] = b"".join(nodes[number * 256:number * 256 + 256])
            if whole < len(nodes):
                due[f"tile/{level}/{whole // 256:03}.p/{len(nodes) - whole}"] = b"".join(nodes[whole:])
            nodes, level = [root(nodes[at:at + 256]) for at in range(0, whole, 256)], level + 1
        there = {path.relative_to(mirror).as_posix(): path.read_bytes() for path in mirror.rglob("*") if path.is_file()}
        for path, content in due.items():
            self.assertEqual(content, there.get(path), path)
        for path in there.keys() - due.keys() - {"checkpoint"}:
            # Left from a smaller tree: a prefix of the current tile.
            found = re.fullmatch(r"tile/(\d)/(\d{3})\.p/([1-9]\d*)", path)
            self.assertIsNotNone(found, f"{path} is no tile")
            larger = due.get(f"tile/{found[1]}/{found[2]}") or next(
                content for name, content in due.items() if name.startswith(f"tile/{found[1]}/{found[2]}.p/"))
            self.assertEqual(larger[:32 * int(found[3])], there[path], path)

    def test_a_mirror_that_is_repeated_follows_the_journal(self):
        self.journal.append(casework.opening(CASE))
        mirror, key = self.folder / "mirror", self.journal.ok("key").strip()
        for size in (11, 12, 255, 256, 257, 511, 512, 513, 767, 1024):
            self.grow_to(size)
            self.journal.ok("mirror", mirror, "--key", key)
            said = self.journal.ok("mirror", mirror, "--key", key)
            self.assert_says(said, f"{size:,} entries", "0 fetched")
            self.assert_mirrors(mirror, size)

    def test_a_mirror_that_is_begun_late_is_the_same(self):
        self.import_samples()
        self.journal.append(casework.opening(CASE))
        self.grow_to(1100)
        self.journal.ok("mirror", self.folder / "mirror")
        self.assert_mirrors(self.folder / "mirror", 1100)

    def test_a_tile_that_was_changed_or_lost_is_noticed(self):
        self.journal.append(casework.opening(CASE))
        self.grow_to(600)
        mirror = self.folder / "mirror"
        self.journal.ok("mirror", mirror)
        before = (mirror / "tile/0/001").read_bytes()
        flipped = before[:77] + bytes([before[77] ^ 1]) + before[78:]
        for what, content in (("changed", flipped), ("cut off", before[:-32]), ("empty", b""), ("lost", None)):
            with self.subTest(what):
                copied = self.folder / what
                shutil.copytree(mirror, copied)
                tile = copied / "tile/0/001"
                tile.unlink() if content is None else tile.write_bytes(content)
                ran = self.journal.run("mirror", copied)
                tile.write_bytes(before)
                self.assertEqual([], changes(content_of(mirror), content_of(copied)), "another tile was made from it")
                self.assert_exit(Exit.DATA_LOSS, ran)
                self.assertEqual("", ran.out)

    def test_a_directory_that_cannot_be_written_is_said_to_be(self):
        self.journal.append(casework.opening(CASE))
        file = self.folder / "file"
        file.write_text("a file")

        ran = self.journal.run("mirror", file / "mirror")

        self.assertNotEqual(0, ran.exit)
        self.assert_says(ran.err, "casejournal: ", str(file))
        self.assertEqual("a file", file.read_text())
