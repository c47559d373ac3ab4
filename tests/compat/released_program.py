"""The program of a release, compiled from the history of the repository, the journal that it makes, and questions to both."""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest.mock

import releases
from releases import ROOT, Contract

import casework  # pylint: disable=wrong-import-order
from journal import ACTOR, PROGRAM, Journal, JournalTest, run, without_disclosures  # pylint: disable=wrong-import-order

Release = collections.namedtuple("Release", "version commit contract")  # the commit that wrote the folder of the contract

SAMPLES = ("kept-together", "new-home", "moved-on", "on-her-own")
LISTS = (["cases"], ["work"], ["work", "--closed"], ["persons", "Lena"])
NEW_CASE, LATER_CASE = casework.an_id("before the update"), casework.an_id("after the return")
counted = collections.Counter()


def folder_of(release):
    return ROOT / "build/released" / release.version


def program_of(release):
    return folder_of(release) / "casejournal"


def build(release):
    """Compile the program of a release, once, in a worktree of its commit."""
    if program_of(release).exists():
        return
    git, source = ["git", "-C", ROOT], folder_of(release) / "source"
    if run([*git, "cat-file", "-e", f"{release.commit}^{{commit}}"]).exit != 0:
        sys.exit(f"{release.version} cannot be compiled: this clone does not have its commit, {release.commit}. Fetch the "
                 "whole history (git fetch --unshallow)")
    subprocess.run([*git, "worktree", "prune"], check=True)
    if not source.exists():
        subprocess.run([*git, "worktree", "add", "--detach", source, release.commit], check=True)
    # What it does is asked, and not how fast.
    options = ["-DCMAKE_CXX_FLAGS_RELEASE=-O0", "-DCASEJOURNAL_LESS=-O0"]
    options += ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "1")
    subprocess.run(["cmake", "--preset", "release", *options], cwd=source, check=True)
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "casejournal", "-j", jobs], cwd=source, check=True)
    shutil.copy(source / "build/release/casejournal", program_of(release))


class ReleasedJournal(Journal):
    """A journal of a release. Its program and its client are those of the release, unless a test says otherwise."""

    def __init__(self, directory, release):
        super().__init__(directory)
        self.program = self.client = program_of(release)
        self.has_roles = releases.has_roles(releases.FOLDER / release.contract)

    def make(self, *origin):
        super().make(*origin)
        self.is_new = self.has_roles
        return self

    def make_command(self, *origin):
        command = super().make_command(*origin)
        return command if self.has_roles else command[:command.index("--administrator")]

    def serve_command(self, *flags):
        """Without roles, everybody is one person, in plain text."""
        if self.has_roles:
            command = super().serve_command(*flags)
            unknown = command.index("--stop-within")  # to a program of a release
            return command if self.program == PROGRAM else command[:unknown] + command[unknown + 2:]
        plain = ["--insecure-dev"] if self.program == PROGRAM else []
        return [self.program, "serve", "--data", self.directory, "--listen", "127.0.0.1:0", "--development-actor", ACTOR,
                *plain, *flags]

    def serve_with(self, program, *flags):
        self.program = program
        return self.start(*flags)

    def found(self, *flags):
        """What the present program finds in the directory: how many entries, their root, and faults."""
        said = json.loads(run([PROGRAM, "fsck", "--data", self.directory, "--json", *flags]).out)
        return said["entries"], said["root"], said["findings"]


class ReleasedTest(JournalTest):
    """Tests of one release, with the journal that its program made."""

    SERVED_FROM_THE_START = False
    release = None

    @classmethod
    def setUpClass(cls):
        build(cls.release)
        cls.old, cls.contract = program_of(cls.release), Contract(releases.FOLDER / cls.release.contract)
        cls.template = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="casejournal-test-")))
        journal = ReleasedJournal(cls.template / "journal", cls.release)
        cls.addClassCleanup(lambda: journal.server and journal.kill())
        if not journal.has_roles:
            plain = {"CASEJOURNAL_INSECURE_DEV": "1", "CASEJOURNAL_CA": "", "CASEJOURNAL_TOKEN_FILE": ""}
            cls.enterClassContext(unittest.mock.patch.dict(os.environ, plain))
        deploy = folder_of(cls.release) / "source/deploy"
        journal.start("--rules", deploy / "rules")
        imported = journal.run("import", *(deploy / f"samples/{name}.jsonl" for name in SAMPLES), timeout=600)
        if imported.exit != 0:
            raise AssertionError(imported.err)
        journal.append(casework.opening(NEW_CASE))
        cls.asked_lists = [words for words in LISTS
                           if all(word in run([cls.old, words[0], "--help"]).out for word in words if word.startswith("--"))]
        cls.questions = [(question["words"], question["message"])
                         for question in releases.questions_of(releases.FOLDER / cls.release.contract)]
        cls.answers, cls.lists = cls.ask(journal), cls.list(journal)
        (cls.template / "key").write_text(journal.ok("key"))
        (cls.template / "checkpoint").write_text(journal.ok("checkpoint", "--min-size", journal.size()))
        journal.ok("proof", "200", "-o", cls.template / "proof", "--event", cls.template / "event.json")
        journal.ok("exhibit", NEW_CASE, "-o", cls.template / "exhibit.zip")
        journal.stop()
        cls.has_backups = "backup " in run([cls.old, "--help"]).out
        if cls.has_backups:
            cls.do(cls.old, "backup", "--data", journal.directory, "--repository", cls.template / "backups")

    def setUp(self):
        super().setUp()
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.journal = self.copy("journal")
        self.secrets, self.backups = self.journal.directory / "secrets", self.folder / "backups"
        self.entries = self.journal.found()[0]

    def copy(self, name):
        """The journal of the release in a folder with this name."""
        if not (self.folder / name).exists():
            shutil.copytree(self.template / "journal", self.folder / name)
        journal = ReleasedJournal(self.folder / name, self.release)
        self.addCleanup(lambda: journal.server and journal.kill())
        return journal

    @classmethod
    def ask(cls, journal, *about):
        """The answers to all questions (to those that begin with one of these words), as the release's contract reads them."""
        asked = [(words, message) for words, message in cls.questions if not about or words[0] in about]
        counted["answers"] += len(asked)
        return {" ".join(words): cls.contract.read(journal.ok(*words, "--json"), message) for words, message in asked}

    @classmethod
    def list(cls, journal):
        """What lists that the release has say of all cases but the later one."""
        return {" ".join(words): [row for row in journal.rows(*words) if LATER_CASE not in json.dumps(row)]
                for words in cls.asked_lists}

    @staticmethod
    def do(program, *words):
        ran = run([program, *words])
        if ran.exit != 0:
            raise AssertionError(f"{words} ended with {ran.exit}:\n{ran.err}{ran.out}")
        counted["commands"] += 1
        return ran.out

    def assert_same(self, then, now):
        self.assertEqual([], [words for words in now if then[words] != now[words]])

    def assert_proved(self, journal):
        """The server that runs proves what the release gave out."""
        key = (self.folder / "key").read_text()
        self.assertEqual(key, journal.ok("key"))
        journal.ok("verify", "--key", key.strip(), "--since", self.folder / "checkpoint")
        journal.ok("verify", "exhibit", "--key", key.strip(), self.folder / "exhibit.zip")
        journal.ok("proof", "200", "-o", self.folder / "proof-now", "--event", self.folder / "event-now.json")
        self.assertEqual((self.folder / "event.json").read_bytes(), (self.folder / "event-now.json").read_bytes())

    def assert_returned(self, journal, entries):
        """The program of the release has the journal again: it is sound, answers as before, and goes on."""
        journal.client = self.old
        found = json.loads(self.do(self.old, "fsck", "--data", journal.directory, "--json"))
        self.assertEqual((entries, []), (found["entries"], found["findings"]))
        journal.serve_with(self.old)
        self.assert_same(self.answers, self.ask(journal))
        self.assert_same(self.lists, self.list(journal))
        self.assert_proved(journal)
        journal.append(casework.request(NEW_CASE, 1, casework.note()))
        journal.restart()
        self.assertEqual("CaseNoteWritten", without_disclosures(journal.rows("events", NEW_CASE))[-1]["type"])
        self.assertEqual(0, journal.stop())
        for command in ("fsck", "rebuild"):
            self.do(self.old, command, "--data", journal.directory)
        counted["returns"] += 1
