"""A real journal for a test: a data directory, one server process on loopback, and the program as its client.

The program is $CASEJOURNAL, or build/release/casejournal. Every JournalTest ends with a clean stop of its server, a
successful fsck of its directory, and a search of all error messages: they must not contain a person's name.
"""

import collections
import enum
import hashlib
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import casework
import sign_in
from sign_in import ACTOR, CREDENTIALS, PROGRAM

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = [ROOT / "deploy/samples" / name
           for name in ("kept-together.jsonl", "two-siblings.jsonl", "new-home.jsonl", "moved-on.jsonl",
                        "on-her-own.jsonl")]
ORIGIN = "wren.example/juvenile"
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
READY = re.compile(r"casejournal ready on (127\.0\.0\.1:(\d+)) \(journal (\S+), (\S+), (\d+) entries\)")
# Tests create journals at the same addresses again and again. A test of what a client remembers sets its own place.
os.environ["CASEJOURNAL_CHECKPOINTS"] = "none"
if CREDENTIALS is not None:  # no contexts of whoever runs the tests, or of tests that ran before
    os.environ["XDG_CONFIG_HOME"] = str(CREDENTIALS.folder / "config")
DISCLOSURES = ("DisclosureMade", "EntriesDisclosed")  # what was given of a case, and of the whole journal
PATIENCE_S = 60  # for what takes a second, on a machine that is busy with something else
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

Ran = collections.namedtuple("Ran", "exit out err")


class Exit(enum.IntEnum):
    """The exit codes of services/console/exit_status.h."""
    OK = 0
    FAILURE = 1
    USAGE = 2
    MALFORMED = 3
    REFUSED = 4
    CONFLICT = 5
    NOT_FOUND = 6
    UNAVAILABLE = 7
    DATA_LOSS = 8
    REQUEST_ID_TAKEN = 9
    DIRECTORY_IN_USE = 10
    UNKNOWN_FORMAT = 11
    READ_ONLY = 12
    DISK_FULL = 13
    NOT_PERMITTED = 14


def run(command, stdin=None, env=None, timeout=PATIENCE_S):
    """Run a command to its end, with text in and out. `stdin` may be bytes, which are passed unchanged."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    done = subprocess.run([str(word) for word in command], input=b"" if stdin is None else stdin, capture_output=True,
                          env=env, timeout=timeout, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def lines_of_json(text):
    return [json.loads(line) for line in text.splitlines()]


def recorded(entry):
    """The RecordedEvent of an entry that is opened."""
    return entry["opened"]["recorded"]


def without_disclosures(entries):
    """The entries, without those that say what was given to whom: reading entries records more of them."""
    return [entry for entry in entries if entry.get("type") not in DISCLOSURES]


def without_notice(text):
    """What a command showed, without what its reader is told of passing it on."""
    return text.partition("\nCONFIDENTIAL. This is a record of child welfare")[0]


def content_of(directory):
    """Every file with a hash of its content, to check that a directory is unchanged."""
    return {path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(directory).rglob("*")) if path.is_file()}


def data_of(directory):
    """The same, without the files that RocksDB writes for people and locks, which have no data."""
    return {path: digest for path, digest in content_of(directory).items()
            if not re.match(r"(LOG|OPTIONS|LOCK)", path.rpartition("/")[2])}


def changes(before, after):
    """The files that changed."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def flip_byte(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0x01]))


class Journal:
    """One data directory. `server` is the running process, or None."""

    program = PROGRAM  # serves it, and works on its directory
    client = PROGRAM  # asks it

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.server = None
        self.server_env = None  # the server's environment, where it is not the test's own
        self.address = None
        self.entries_at_start = None
        self.stderr_path = self.directory.with_name(self.directory.name + ".stderr")
        self.is_new = False  # nobody but the administrator has a role
        self.complaints = []  # what failing commands wrote on standard error
        self.answers = []  # what clients wrote there that were not given a path of the server's

    def make_command(self, origin=ORIGIN):
        """The command line that makes the journal."""
        return [self.program, "init", "--data", self.directory, "--origin", origin, "--time-zone", casework.ZONE,
                "--administrator", ACTOR]

    def make(self, origin=ORIGIN):
        """Create the journal: `serve` only opens one."""
        ran = run(self.make_command(origin), env=self.server_env)
        if ran.exit != 0:
            raise AssertionError(f"the journal was not made:\n{ran.err}")
        self.is_new = True
        return self

    def name_administrator(self):
        """Let ACTOR give roles in a journal of an earlier release, which has no administrator."""
        ran = run([self.program, "name-administrator", "--data", self.directory, "--administrator", ACTOR,
                   "--reason", "made before there were roles"], env=self.server_env)
        if ran.exit != 0:
            raise AssertionError(f"no administrator was named:\n{ran.err}")
        self.is_new = True
        return self

    def give_roles(self):
        """Let ACTOR do everything in a new journal."""
        for role in sign_in.ROLES:
            self.ok("roles", "give", "--to", ACTOR, "--role", role)
        self.is_new = False

    def make_refused(self, prefix=()):
        """Try to create it; this must fail. Returns how the program ended."""
        ran = run([*prefix, *self.make_command()], env=self.server_env)
        self.complaints.append(ran.err)
        return ran

    def serve_command(self, *flags):
        """The command line. `flags` are pairs that replace the usual flags or are added to them."""
        # A server is never stopped by force: a stop that hangs fails the test.
        usual = {"--data": self.directory, "--listen": "127.0.0.1:0", "--stop-within": "3600", **CREDENTIALS.server_flags}
        all_flags = usual | dict(zip(flags[::2], flags[1::2], strict=True))
        return [self.program, "serve", *(word for pair in all_flags.items() for word in pair)]

    def start(self, *flags):
        """Start the server, and return when it says that it is ready. Creates the journal first if there is no
        directory yet."""
        if self.server is not None:
            raise AssertionError("it is served already")
        if not self.directory.exists():
            self.make()
        with open(self.stderr_path, "ab") as stderr:
            self.server = subprocess.Popen([str(word) for word in self.serve_command(*flags)], stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=stderr, env=self.server_env)
        line = self._first_line()
        ready = READY.fullmatch(line.strip())
        if ready is None:
            self.server.kill()
            self.server.wait()
            said = self.stderr_path.read_text()
            self.server = None
            raise AssertionError(f"the server did not become ready: {line!r}\n{said}")
        self.address = ready[1]
        self.entries_at_start = int(ready[5])
        if self.is_new:
            self.give_roles()
            self.entries_at_start += len(sign_in.ROLES)
        return self

    def _first_line(self):
        line, end = b"", time.monotonic() + PATIENCE_S
        while not line.endswith(b"\n") and time.monotonic() < end:
            if select.select([self.server.stdout], [], [], 0.2)[0]:
                chunk = os.read(self.server.stdout.fileno(), 4096)
                if not chunk:
                    break
                line += chunk
        return line.decode()

    def serve_refused(self, *flags, prefix=()):
        """Try to serve; this must fail. Returns how the program ended."""
        ran = run([*prefix, *self.serve_command(*flags)], env=self.server_env)
        self.complaints.append(ran.err)
        return ran

    def serve_refused_or_stopped(self):
        """Try to serve where this should fail; stop a server that starts anyway."""
        try:
            self.start()
        except AssertionError as refused:
            return Ran(1, "", str(refused))
        return Ran(self.stop(), "", "")

    def stop(self):
        """Ask the server to stop, and return its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """kill -9."""
        return self._end(signal.SIGKILL)

    def _end(self, how):
        self.server.send_signal(how)
        code = self.server.wait(PATIENCE_S)
        self.server.stdout.close()
        self.server = None
        self.complaints.append(self.stderr_path.read_text())
        return code

    def restart(self, *flags):
        code = self.stop()
        if code != 0:
            raise AssertionError(f"the server's exit code was {code}:\n{self.complaints[-1]}")
        return self.start(*flags)

    def run(self, *words, stdin=None, timeout=PATIENCE_S):
        """Run a client command of the program against this server."""
        env = {**os.environ, "CASEJOURNAL_SERVER": self.address or "127.0.0.1:1", "COLUMNS": "500"}
        ran = run([self.client, *words], stdin=stdin, env=env, timeout=timeout)
        if ran.exit != 0:
            # What a writer missed, and who may be meant, is read with a reader's rights, and does not count as an error
            # message.
            self.complaints.append(re.split("Recorded in the meantime:|did you mean|may be meant by", ran.err)[0])
        if not any(str(self.directory) in str(word) for word in words):
            self.answers.append(ran.err)
        return ran

    def ok(self, *words, stdin=None):
        """The standard output of a command that must succeed."""
        ran = self.run(*words, stdin=stdin)
        if ran.exit != 0:
            raise AssertionError(f"{words} ended with {ran.exit}:\n{ran.err}{ran.out}")
        return ran.out

    def json(self, *words, stdin=None):
        """The JSON object that a command prints."""
        return json.loads(self.ok(*words, "--json", stdin=stdin))

    def rows(self, *words):
        """The JSON objects that a command prints, one per line. Of entries, what was recorded."""
        rows = lines_of_json(self.ok(*words, "--json"))
        return [recorded(row) for row in rows] if words[0] in ("events", "subscribe") else rows

    def append(self, request):
        """Record a request that must be accepted, and return the answer."""
        return self.json("append", "-", stdin=json.dumps(request))

    def try_append(self, request, *flags):
        return self.run("append", *flags, "-",
                        stdin=request if isinstance(request, (str, bytes)) else json.dumps(request))

    def events(self):
        """All entries of the journal."""
        return self.rows("events")

    def written(self):
        """All entries but those that say who was given something: every reading adds some."""
        return without_disclosures(self.events())

    def size(self):
        """How many entries the journal has, those that no checkpoint covers yet as well. Unlike reading them, asking for
        it records nothing."""
        return int(self.json("journal")["size"])

    def fsck(self):
        return run([self.program, "fsck", "--data", self.directory, "--json"])

    def files(self, pattern):
        """Files of the directory, the newest RocksDB number last."""
        return sorted(self.directory.glob(pattern), key=lambda path: (len(path.name), path.name))

    def copy(self, directory):
        """A copy of the directory, as a journal of its own."""
        shutil.copytree(self.directory, directory)
        return Journal(directory)


class JournalTest(unittest.TestCase):
    """A test with its own journals. At the end, each is stopped, checked, and searched for error messages."""

    SERVED_FROM_THE_START = True
    maxDiff = 3000

    def setUp(self):
        if not PROGRAM.exists():
            self.fail(f"{PROGRAM} is not built")
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        self.journal = self.new_journal("journal")
        if self.SERVED_FROM_THE_START:
            self.journal.start()

    def new_journal(self, name):
        """A journal in a folder with this name, which does not exist yet."""
        journal = Journal(self.folder / name)
        self.addCleanup(self.close, journal)
        return journal

    def copy_of(self, journal, name, sound=True):
        """A copy. `sound` says whether it must also be sound at the end."""
        copied = journal.copy(self.folder / name)
        self.addCleanup(self.close, copied, sound)
        return copied

    def close(self, journal, sound=True):
        if journal.server is not None:
            self.assertEqual(0, journal.stop(), journal.stderr_path.read_text())
        if sound and journal.directory.exists():
            self.assert_sound(journal)
        for complaint in journal.complaints:
            self.assert_names_nobody(complaint)
        for answer in journal.answers:
            self.assertNotIn(str(journal.directory), answer, "a client is told where the server keeps its files")

    def assert_sound(self, journal):
        ran = journal.fsck()
        self.assertEqual(Exit.OK, ran.exit, ran.err + ran.out)
        return json.loads(ran.out)

    def assert_names_nobody(self, text):
        said = set(casework.pattern_of_people().findall(text))
        self.assertEqual(set(), said, f"a message about a failure repeats what people said, or who they are:\n{text}")

    def assert_exit(self, expected, ran):
        ended = Exit(ran.exit) if ran.exit in list(Exit) else ran.exit
        self.assertEqual(Exit(expected), ended, ran.err[:2000] + ran.out[:1000])

    def assert_says(self, text, *parts):
        for part in parts:
            self.assertIn(part, text)

    def assert_only_disclosed_since(self, before, now):
        """Check that the entries are the same, and that nothing follows but what says who was given something."""
        self.assertEqual(before, now[:len(before)])
        self.assertEqual([], without_disclosures(now[len(before):]))

    def import_samples(self):
        return self.journal.json("import", *SAMPLES)


class SamplesTest(JournalTest):
    """Tests that read one journal with all sample cases and change nothing."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Journal(pathlib.Path(folder.name) / "journal")
        cls.shared.start()
        cls.addClassCleanup(cls._close_shared)
        cls.imported = cls.shared.json("import", *SAMPLES)

    @classmethod
    def _close_shared(cls):
        cls("setUp").close(cls.shared)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.journal = self.shared
