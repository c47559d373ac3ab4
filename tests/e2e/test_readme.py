"""The README and the tour show what the program prints: every command in them is run over the samples."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from journal import PATIENCE_S, PROGRAM, ROOT, SAMPLES, Journal, SamplesTest
from sign_in import ACTOR, CREDENTIALS

PAGES = {"README.md": 4, "docs/TOUR.md": 13}  # with the least number of commands that each shows
BLOCK = re.compile(r"^```\n(\$ .*?)^```$", re.M | re.S)
# What differs from journal to journal: the day of recording, random values, and how often it was read.
VARIES = [(re.compile(r"recorded \d{4}-\d\d-\d\d by"), "recorded … by"),
          (re.compile(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d E[DS]T"), "since …"),
          (re.compile(r"recorded \d{4}-\d\d-\d\dT\S+"), "recorded …"), (re.compile(r"root [0-9a-f]{16}"), "root …"),
          (re.compile(r"position 200, \d+ hashes"), "position 200, … hashes"),
          (re.compile(r"of \d+, root"), "of …, root"), (re.compile(r", \d+ events$", re.M), ", … events")]
IMPORTER = "wren.example/svc-7/Records import"  # as in deploy/quickstart
RULES = ROOT / "deploy/rules"
LEFT_OUT = re.compile(r"^…$", re.M)


def without_what_varies(text):
    for pattern, words in VARIES:
        text = pattern.sub(words, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


def commands(block):
    """The commands of a block, each with the output shown below it."""
    parts = re.split(r"^\$ (.*)$", block, flags=re.M)
    return [(command, shown.strip("\n")) for command, shown in zip(parts[1::2], parts[2::2], strict=True)]


class ReadmeTest(SamplesTest):
    """Who suffers: a reader who tries what a page shows and sees something else."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        """The journal of deploy/quickstart: a supervisor reads it, and the role of the service that imported has ended."""
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Journal(pathlib.Path(folder.name) / "journal").make()
        cls.shared.is_new = False  # no other roles are given
        cls.shared.start("--rules", RULES)
        cls.addClassCleanup(cls._close_shared)
        cls.shared.ok("roles", "give", "--to", ACTOR, "--role", "supervisor")
        role = cls.shared.json("roles", "give", "--to", IMPORTER, "--role", "supervisor", "--reason", "import")
        token = CREDENTIALS.token(IMPORTER, pathlib.Path(folder.name) / "importer.jwt")
        cls.shared.ok("import", "--token-file", token, *SAMPLES)
        cls.shared.ok("roles", "end", role["roleId"], "--reason", "the import is done")

    def run_in_shell(self, command):
        folder = self.journal.directory.parent / "readme"
        folder.mkdir(exist_ok=True)
        if not (folder / "tests").exists():
            (folder / "tests").symlink_to(ROOT / "tests")
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "120",
               "PATH": f"{PROGRAM.parent}:/usr/bin:/bin"}
        ran = subprocess.run(["/bin/bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True,
                             timeout=PATIENCE_S, check=False)
        return without_what_varies(ran.stdout + ran.stderr)

    def test_every_command_prints_what_is_shown(self):
        for page, least in PAGES.items():
            told = [pair for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")) for pair in commands(block)]
            self.assertGreaterEqual(len(told), least, page)
            for command, shown in told:
                with self.subTest(page=page, command=command):
                    rest = self.run_in_shell(command)
                    for piece in LEFT_OUT.split(without_what_varies(shown)):
                        piece = piece.strip("\n")
                        self.assertIn(piece, rest)
                        rest = rest[rest.index(piece) + len(piece):]

    def test_every_command_that_is_named_is_there(self):
        named = {command for page in PAGES
                 for command in re.findall(r"`casejournal ([a-z][a-z-]*)", (ROOT / page).read_text(encoding="utf-8"))}
        helped = self.journal.ok("--help")

        self.assertGreater(len(named), 8)
        for command in named:
            self.assertRegex(helped, rf"(?m)^\s+{command}\b")


if __name__ == "__main__":
    unittest.main()
