"""The master key of a journal: where it is, how it is replaced, and who can see it.

    CASEJOURNAL_SEED=N           repeats a run
    CASEJOURNAL_KILLS=all        kills a rotation before each of its calls, not before some of them (N: so many)
"""

import base64
import errno
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest.mock

import casework
import test_adversaries
from failing_calls import FailingCallsTest
from journal import NOBODY, PATIENCE_S, PROGRAM, Exit, JournalTest, lines_of_json, run

CASE = casework.an_id("case")
SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
KILLS = os.environ.get("CASEJOURNAL_KILLS", "2")
SOURCE = "CASEJOURNAL_MASTER_KEY_SOURCE"


def keep_line(path, line):
    """Keep only this line of a file with keys."""
    path.write_text(path.read_text().splitlines(keepends=True)[line])


class SourceTest(JournalTest):
    """Who suffers: every family of a county whose data directory is copied by somebody who may not read it."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.key = self.folder / "elsewhere" / "master.key"
        self.key.parent.mkdir()
        self.inside = self.journal.directory / "secrets/master.key"

    def close(self, journal, sound=True):
        """The check at the end opens it, too."""
        elsewhere = {} if self.inside.exists() else {SOURCE: f"file:{self.key}"}
        with unittest.mock.patch.dict(os.environ, elsewhere):
            super().close(journal, sound)

    def init(self, *flags):
        return run([*self.journal.make_command(), *flags])

    def test_flags_for_keys_that_a_server_would_not_get_are_refused(self):
        for command in ("backup",), ("keys", "rotate"), ("rebuild",):
            for flag in ("--master-key", f"file:{self.key}"), ("--allow-core-dumps",):
                with self.subTest(command=command, flag=flag):
                    ran = run([PROGRAM, *command, "--server", "127.0.0.1:1", *flag])
                    self.assert_exit(Exit.USAGE, ran)
                    self.assert_says(ran.err, "go with --data")
            ran = run([PROGRAM, *command, "--server", "127.0.0.1:1"], env={**os.environ, SOURCE: f"file:{self.key}"})
            self.assert_exit(Exit.UNAVAILABLE, ran)

    def test_every_command_takes_a_key_that_is_in_a_file_elsewhere(self):
        flag = ("--master-key", f"file:{self.key}")
        self.assert_exit(Exit.OK, self.init(*flag))
        self.assertEqual((0o600, 65), (self.key.stat().st_mode & 0o777, self.key.stat().st_size))
        self.assertFalse(self.inside.exists())
        self.journal.is_new = True
        backups, restored = self.folder / "backups", self.folder / "restored"
        self.journal.start(*flag, "--backup-repository", backups)
        self.journal.append(casework.opening(CASE))
        self.assert_says(self.journal.ok("backup"), "and of the master key if it is elsewhere")
        self.journal.stop()
        data = ("--data", self.journal.directory)
        commands = [["fsck", *data], ["rebuild", *data], ["keys", "list", *data], ["keys", "rotate", *data],
                    ["name-administrator", *data, "--administrator", "a.example/u-9/Mara Quist", "--reason", "a test",
                     "--although-there-is-one"],
                    ["backup", *data, "--repository", backups],
                    ["backup", "drill", "--repository", backups, "--secrets", self.journal.directory / "secrets"],
                    ["restore", "--repository", backups, "--secrets", self.journal.directory / "secrets", "--data", restored],
                    ["continue", *data, "--reason", "a test"]]
        for command in commands:
            with self.subTest(" ".join(str(word) for word in command[:2])):
                without = run([PROGRAM, *command])
                self.assertIn(Exit(without.exit), (Exit.DATA_LOSS, Exit.NOT_FOUND), without.err + without.out)
                self.assertIn("master.key", without.err + without.out)
                ran = run([PROGRAM, *command, *flag])
                self.assert_exit(Exit.REFUSED if command[0] == "continue" else Exit.OK, ran)
        self.assertFalse((restored / "secrets/master.key").exists())
        by_environment = run([PROGRAM, "fsck", "--data", restored], env={**os.environ, SOURCE: flag[1]})
        self.assert_exit(Exit.OK, by_environment)
        refused = self.journal.serve_refused()
        self.assert_exit(Exit.DATA_LOSS, refused)
        self.assert_says(refused.err, "secrets/master.key", "missing")

    def test_a_key_is_moved_out_of_the_directory(self):
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        shutil.copy(self.inside, self.key)
        self.journal.start("--master-key", f"file:{self.key}")
        self.assert_says(self.journal.stderr_path.read_text(), "secrets/master.key is still there", "remove it")
        self.inside.unlink()
        said = len(self.journal.stderr_path.read_text())
        self.journal.restart("--master-key", f"file:{self.key}")
        self.assertNotIn("still there", self.journal.stderr_path.read_text()[said:])
        self.journal.ok("plan", CASE)

    def test_a_credential_of_systemd_and_a_variable_open_it(self):
        self.assert_exit(Exit.OK, self.init("--master-key", f"file:{self.key}"))
        self.journal.is_new = True
        credentials = self.folder / "credentials"
        credentials.mkdir()
        (credentials / "wren").write_text(self.key.read_text().strip())
        old = self.key.read_text().strip()
        for number, (source, env) in enumerate((("credential:wren", {"CREDENTIALS_DIRECTORY": str(credentials)}),
                                                ("env:WREN_KEYS", {"WREN_KEYS": f"{old}\n"}),
                                                ("env:WREN_KEYS", {"WREN_KEYS": f"{old},{'0' * 64}"}))):
            with self.subTest(source):
                self.journal.server_env = {**os.environ, **env}
                self.journal.start("--master-key", source)
                self.journal.append(casework.opening(CASE) if number == 0 else
                                    casework.request(CASE, "any", casework.note()))
                self.journal.stop()
        self.assertNotIn(old, self.journal.stderr_path.read_text())

    def test_a_source_that_cannot_be_used_is_named_and_no_key_is_shown(self):
        self.assert_exit(Exit.OK, self.init("--master-key", f"file:{self.key}"))
        other = self.folder / "other.key"
        self.assert_exit(Exit.OK, run([PROGRAM, "keys", "make", "-o", other]))
        damaged = self.folder / "damaged.key"
        damaged.write_text(self.key.read_text()[:-3])
        private = self.folder / "folder.key"
        private.mkdir()
        key = self.key.read_text().strip()
        for source, code, says in ((f"file:{self.folder}/none.key", Exit.UNAVAILABLE, "No such file"),
                                   ("credential:wren", Exit.UNAVAILABLE, "$CREDENTIALS_DIRECTORY is not set"),
                                   ("env:WREN_KEYS", Exit.UNAVAILABLE, "$WREN_KEYS is not set"),
                                   (f"file:{private}", Exit.UNAVAILABLE, "folder.key"),
                                   (f"file:{damaged}", Exit.DATA_LOSS, "64 lower-case hexadecimal digits"),
                                   (f"file:{other}", Exit.DATA_LOSS, "the row names the wrapping key"),
                                   (str(self.key), Exit.USAGE, "file:PATH, credential:NAME"),
                                   (key, Exit.USAGE, "file:PATH, credential:NAME"),
                                   ("env:A-B", Exit.USAGE, "env:NAME")):
            with self.subTest(source):
                rotate = [PROGRAM, "keys", "rotate", "--data", self.journal.directory, "--master-key", source]
                for ran in (self.journal.serve_refused("--master-key", source), run(rotate)):
                    self.assert_exit(code, ran)
                    self.assert_says(ran.err, says)
                    self.assertNotIn(key[:16], ran.err.replace(str(self.folder), ""))
        self.assert_exit(Exit.UNAVAILABLE, run([PROGRAM, "init", "--data", self.folder / "none", "--origin", "a.example/b",
                                                "--time-zone", casework.ZONE, "--master-key", "credential:wren"]))
        self.assertFalse((self.folder / "none").exists(), "nothing is made without a key")

    def test_keys_are_made_and_never_replaced(self):
        made = [run([PROGRAM, "keys", "make"]).out for _ in range(2)]
        for line in made:
            self.assertRegex(line, r"\A[0-9a-f]{64}\n\Z")
        self.assertNotEqual(*made)
        self.assert_exit(Exit.OK, run([PROGRAM, "keys", "make", "-o", self.key]))
        first = self.key.read_text()
        self.assertEqual(0o600, self.key.stat().st_mode & 0o777)
        self.assert_exit(Exit.REFUSED, run([PROGRAM, "keys", "make", "-o", self.key]))
        self.assertEqual(first, self.key.read_text())
        ran = run([PROGRAM, "keys", "make", "--first-in", self.key])
        self.assert_exit(Exit.OK, ran)
        self.assertEqual(first, self.key.read_text()[65:])
        self.assertNotIn(self.key.read_text()[:16], ran.out)
        self.assert_says(ran.out, "Put a copy of the new key where your copy of the master key is, before you rotate")
        self.assert_exit(Exit.NOT_FOUND, run([PROGRAM, "keys", "make", "--first-in", self.folder / "none"]))
        other = self.folder / "other"
        other.write_text("this is another file\n")
        self.assert_exit(Exit.DATA_LOSS, run([PROGRAM, "keys", "make", "--first-in", other]))
        self.assertEqual("this is another file\n", other.read_text())


class RotationTest(JournalTest):
    """Who suffers: every family, if a key that got into wrong hands cannot be replaced without a night off."""

    def setUp(self):
        super().setUp()
        self.key = self.journal.directory / "secrets/master.key"
        self.journal.append(casework.opening(CASE))

    def new_key(self):
        ran = run([PROGRAM, "keys", "make", "--first-in", self.key])
        self.assert_exit(Exit.OK, ran)
        return ran.out.split(" is now ")[1][:16]

    def keys(self):
        ran = run([PROGRAM, "keys", "list", "--data", self.journal.directory, "--json"])
        return Exit(ran.exit), {row["name"]: (row["dataKeys"], row["source"])
                                for row in (json.loads(line) for line in ran.out.splitlines()) if "name" in row}

    def test_a_key_is_replaced_while_clients_append_and_then_the_old_one_is_not_needed(self):
        stopping = threading.Event()
        failed, recorded = [], []

        def write():
            while not stopping.is_set():
                try:
                    recorded.append(self.journal.append(casework.request(CASE, "any", casework.note())))
                except AssertionError as error:
                    failed.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            names = []
            for _ in range(3):
                names.append(self.new_key())
                rotated = json.loads(self.journal.ok("keys", "rotate", "--json"))
                self.assertEqual((names[-1], 0), (rotated["masterKey"], rotated["dataKeys"] % 256))
            again = self.journal.ok("keys", "rotate")
            self.assert_says(again, names[-1], "already. Nothing was recorded")
        finally:
            stopping.set()
            writer.join()
        self.assertEqual([], failed)
        events = self.journal.events()
        self.assertEqual("MasterKeyRotated", events[rotated["recordedAtPosition"]]["type"])
        self.assertEqual(3, sum(event["type"] == "MasterKeyRotated" for event in events))
        size = self.journal.size()
        self.journal.stop()
        code, listed = self.keys()
        self.assertEqual((Exit.OK, 4), (code, len(listed)))
        rows = rotated["dataKeys"] + 1
        self.assertEqual([(0, "later"), (0, "later"), (rows, "first")], [listed[name] for name in names])
        both = self.key.read_text()
        keep_line(self.key, 1)
        refused = self.journal.serve_refused()
        self.assert_exit(Exit.DATA_LOSS, refused)
        self.assert_says(refused.err, f"the row names the wrapping key {names[2]}")
        self.assertEqual((Exit.DATA_LOSS, (rows, "missing")), (self.keys()[0], self.keys()[1][names[2]]))
        self.key.write_text(both)
        keep_line(self.key, 0)
        self.journal.start()
        self.assertEqual(size, self.journal.size())
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def test_a_source_without_the_key_in_use_changes_nothing(self):
        old = self.key.read_text()
        self.new_key()
        keep_line(self.key, 0)
        ran = self.journal.run("keys", "rotate")
        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "does not have the master key", "nothing was changed")
        self.key.rename(self.folder / "away")
        ran = self.journal.run("keys", "rotate")
        self.assert_exit(Exit.REFUSED, ran)
        self.assertNotIn(str(self.folder), ran.err)
        self.journal.append(casework.request(CASE, "any", casework.note()))
        (self.folder / "away").rename(self.key)
        self.journal.stop()
        self.assert_exit(Exit.DATA_LOSS, self.journal.serve_refused())
        self.key.write_text(old)
        self.journal.start()
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def test_without_a_server(self):
        self.journal.stop()
        name = self.new_key()
        rotated = run([PROGRAM, "keys", "rotate", "--data", self.journal.directory])
        self.assert_exit(Exit.OK, rotated)
        self.assert_says(rotated.out, "data keys were wrapped again", name, "Recorded as entry", "casejournal backup",
                         "as long as copies of the repository")
        keep_line(self.key, 0)
        self.journal.start()
        self.assertEqual("MasterKeyRotated", self.journal.events()[self.journal.entries_at_start - 1]["type"])


class RotationRightsTest(test_adversaries.AdversaryTest):
    """Who suffers: a child whose file is open to somebody who may only keep the server running."""

    def test_an_operator_replaces_the_key_and_nobody_else(self):
        made = run([PROGRAM, "keys", "make", "--first-in", self.data / "secrets/master.key"])
        self.assertEqual(Exit.OK, made.exit, made.err)
        for other in ("u-1", "u-2", "u-4", "u-5", "u-7"):
            ran = self.as_(other, "keys", "rotate")
            self.assertEqual(Exit.NOT_PERMITTED, ran.exit, f"{other}: {ran.out}")
        done = self.as_("u-6", "keys", "rotate", "--json")
        self.assertEqual(Exit.OK, done.exit, done.err)
        self.assert_no_secret(done)
        self.assertEqual(0, json.loads(done.out)["dataKeys"] % 256)
        self.assertIn("recordedAtPosition", done.out)


class KilledRotationTest(FailingCallsTest):
    """Who suffers: a county whose journal opens with neither key, because the machine went down during a rotation."""

    EVERY_CALL = "open,write,sync,rename,remove"

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        self.sound = self.folder / "sound"
        self.key = self.journal.directory / "secrets/master.key"
        made = run([PROGRAM, "keys", "make", "--first-in", self.key])
        self.assert_exit(Exit.OK, made)
        listed = run([PROGRAM, "keys", "list", "--data", self.journal.directory, "--json"])
        rows = sum(json.loads(line)["dataKeys"] for line in listed.out.splitlines())
        self.expected = (made.out.split(" is now ")[1][:16], rows - 1)  # row 0 is no data key
        shutil.copytree(self.journal.directory, self.sound)

    def killed(self, number):
        """Kill a rotation before its call of this number. Return whether it made so many."""
        shutil.rmtree(self.journal.directory)
        shutil.copytree(self.sound, self.journal.directory)
        self.kill_before(number, self.EVERY_CALL, "*/keys/*")
        ran = run([PROGRAM, "keys", "rotate", "--data", self.journal.directory], env=self.env)
        self.heal()
        if ran.exit != Exit.OK:
            self.assertEqual(-signal.SIGKILL, ran.exit, ran.err)
        return ran.exit != Exit.OK

    def test_it_can_be_killed_before_each_of_its_calls(self):
        few, many = 1, 1 << 7
        while many - few > 4:
            middle = (few + many) // 2
            few, many = (middle, many) if self.killed(middle) else (few, middle)
        chance = random.Random(SEED)
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED} CASEJOURNAL_KILLS={KILLS} of {few}", file=sys.stderr)
        numbers = range(1, few)
        for number in numbers if KILLS == "all" else chance.sample(numbers, int(KILLS)):
            with self.subTest(call=number):
                # It does not always make the same number of calls: those of RocksDB in the background.
                self.assertTrue(self.killed(number) or number > 0.8 * few)
                if chance.random() < 0.5:
                    self.assert_exit(Exit.OK, run([PROGRAM, "fsck", "--data", self.journal.directory]))
                self.assert_exit(Exit.OK, run([PROGRAM, "keys", "rotate", "--data", self.journal.directory]))
                keep_line(self.key, 0)
                self.assert_exit(Exit.OK, run([PROGRAM, "fsck", "--data", self.journal.directory]))
                self.assertEqual([self.expected], self.recorded_rotations())

    def recorded_rotations(self):
        """What the journal has about rotations: names of keys, and how many data keys were wrapped."""
        self.journal.start()
        entries = lines_of_json(self.journal.ok("events", "--json"))
        self.journal.stop()
        rotated = [entry["opened"]["stored"]["journalEvent"]["masterKeyRotated"] for entry in entries
                   if entry["opened"]["recorded"]["type"] == "MasterKeyRotated"]
        return [(base64.b64decode(event["wrappingKeyId"]).hex(), int(event["keys"])) for event in rotated]


class MemoryTest(JournalTest):
    """Who suffers: every family, if a crash at night leaves an image of the memory that the monitoring sends away."""

    SERVED_FROM_THE_START = False

    def serve(self, *flags):
        """A server of a user who is not root. Return its process."""
        server = subprocess.Popen([*NOBODY, PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--insecure-dev",
                                   "--development-actor", "wren.example/u-1/Ruth Adams", *flags],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(server.communicate, timeout=PATIENCE_S)
        self.addCleanup(server.terminate)
        self.assertIn(b"ready", server.stdout.readline())
        return server

    def setUp(self):
        super().setUp()
        place = self.folder / "place"
        place.mkdir()
        os.chown(place, 65534, 65534)
        self.data = place / "data"
        self.assert_exit(Exit.OK, run([*NOBODY, PROGRAM, "init", "--data", self.data, "--origin", "wren.example/memory",
                                       "--time-zone", casework.ZONE]))

    @staticmethod
    def core_limits(server):
        limits = pathlib.Path(f"/proc/{server.pid}/limits").read_text(encoding="utf-8")
        return next(line for line in limits.splitlines() if line.startswith("Max core file size")).split()[4:6]

    @staticmethod
    def owner_of_memory(server):
        return pathlib.Path(f"/proc/{server.pid}/mem").stat().st_uid

    def test_a_server_leaves_no_image_of_its_memory_and_others_of_its_user_cannot_read_it(self):
        server = self.serve()
        self.assertEqual((["0", "0"], 0), (self.core_limits(server), self.owner_of_memory(server)))
        reads = ["dd", f"if=/proc/{server.pid}/mem", "of=/dev/null", "count=1"]
        self.assertIn("Permission denied", run([*NOBODY, *reads]).err)

    def test_an_operator_can_allow_it(self):
        server = self.serve("--allow-core-dumps")
        own = resource.getrlimit(resource.RLIMIT_CORE)[1]
        self.assertEqual(("unlimited" if own == resource.RLIM_INFINITY else str(own), 65534),
                         (self.core_limits(server)[1], self.owner_of_memory(server)))

    def test_every_command_that_opens_keys_keeps_its_memory_private(self):
        """Each is stopped as soon as it has a file of keys open, and looked at."""
        key = self.data / "secrets/master.key"
        kept = key.read_bytes()
        key.unlink()
        os.mkfifo(key)
        os.chown(key, 65534, 65534)
        for command in (["fsck", "--data", self.data], ["rebuild", "--data", self.data],
                        ["keys", "rotate", "--data", self.data], ["keys", "list", "--data", self.data],
                        ["backup", "--data", self.data, "--repository", self.data.parent / "backups"]):
            with self.subTest(" ".join(command[:2])):
                asked = subprocess.Popen([*NOBODY, PROGRAM, *(str(word) for word in command)], stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE)
                self.addCleanup(asked.communicate)
                self.addCleanup(asked.kill)
                pipe = self.opened_by_a_reader(key)
                self.assertEqual((["0", "0"], 0), (self.core_limits(asked), self.owner_of_memory(asked)))
                os.write(pipe, kept)
                os.close(pipe)
                asked.kill()
                asked.wait()

    @staticmethod
    def opened_by_a_reader(fifo):
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO or time.monotonic() > end:
                    raise
                time.sleep(0.01)
