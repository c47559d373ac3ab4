"""What a program that fails says to a script: one exit code for one cause, wherever it is met, and never an abort.

The causes are made by preloaded libraries (`faulty_calls.c`, `stepping_clock.c`) and by limits of the system.
"""

import errno
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

import casework
from faulty_calls import TO_WRITE, FaultyCallsTest
from failing_disk import COMPILER, NOT_SERVING, SERVING
from journal import ACTOR, ORIGIN, PATIENCE_S, PROGRAM, Exit, JournalTest, run
from test_writes_stopped import BEGINS, ENDS, STEPPING_CLOCK, StoppedTest

CASE = casework.an_id("case")
OUT_OF_MEMORY = 15


def seed():
    """The seed of a test with chance: given, or new."""
    return int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))


class UnreachableTest(FaultyCallsTest):
    """Who suffers: an operator who is told to restore a backup, because a file could not be opened for a moment."""

    CODES = {errno.EACCES: Exit.READ_ONLY, errno.EPERM: Exit.READ_ONLY, errno.EROFS: Exit.READ_ONLY,
             errno.EMFILE: Exit.UNAVAILABLE, errno.EIO: Exit.UNAVAILABLE, errno.ENOMEM: Exit.UNAVAILABLE,
             errno.ENOSPC: Exit.DISK_FULL, errno.EDQUOT: Exit.DISK_FULL}

    FEW_CODES = {errno.EACCES: Exit.READ_ONLY, errno.EMFILE: Exit.UNAVAILABLE}

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint", "--min-size", self.journal.size())
        self.journal.stop()
        self.secrets = self.journal.directory / "secrets"

    def commands(self, path):
        yield self.journal.serve_command()
        if path.name not in ("LOCK",):
            yield [PROGRAM, "backup", "--data", self.journal.directory, "--repository", self.folder / "backups"]
        if path.parent.name == "secrets" or path.name in ("FORMAT", "clock", "latest"):
            yield [PROGRAM, "fsck", "--data", self.journal.directory]

    def test_a_file_that_cannot_be_opened_now_is_not_lost(self):
        for name in ("secrets/master.key", "secrets/signing.key", "acked", "clock", "FORMAT", "LOCK", "checkpoints/latest"):
            path = self.journal.directory / name
            self.assertTrue(path.exists(), name)
            for error, code in self.CODES.items() if name in ("secrets/master.key", "acked") else self.FEW_CODES.items():
                for command in self.commands(path) if error in (errno.EACCES, errno.EMFILE) else [self.journal.serve_command()]:
                    with self.subTest(f"{name} {errno.errorcode[error]} {command[1]}"), self.failing("co", error, path):
                        ran = run(command)
                        self.assertNotEqual("", self.failed)
                        self.assert_exit(code, ran)
                        self.assertEqual(1, ran.err.count("\n"), ran.err)
                        self.assert_says(ran.err, "casejournal: ", name.rpartition("/")[2], os.strerror(error))

    def test_no_file_of_a_database_that_cannot_be_opened_now_is_damage(self):
        """Who suffers: an operator of a busy machine, to whom the nightly check says that the journal is damaged."""
        repository, restored = self.folder / "backups", self.folder / "restored"
        self.assert_exit(Exit.OK, run([PROGRAM, "backup", "--data", self.journal.directory, "--repository", repository]))
        paths = [path for part in ("log", "keys") for path in sorted((self.journal.directory / part).iterdir())
                 if path.name not in ("LOCK", "LOG") and not path.name.startswith("LOG.old")]
        self.assertLess({"CURRENT", "IDENTITY"}, {path.name for path in paths})
        self.assertIn(".sst", {path.suffix for path in paths})
        met = set()
        for path in paths:
            for error, code in self.FEW_CODES.items():
                with self.subTest(f"{path.parent.name}/{path.name} {errno.errorcode[error]}"), self.failing("co", error, path):
                    ran = run([PROGRAM, "fsck", "--data", self.journal.directory])
                    if not self.failed:
                        self.assert_exit(Exit.OK, ran)  # a check does not read its options
                        continue
                    met.add(path)
                    self.assert_exit(code, ran)
                    self.assertEqual("", ran.out)
                    self.assert_says(ran.err, "casejournal: ", path.name, os.strerror(error))
        self.assertGreater(len(met), 5)
        for path in sorted((repository / "objects").rglob("??*/*")) + [repository / "keys", repository / "generations/000001"]:
            with self.subTest(path.name), self.failing("co", errno.EMFILE, path):
                for command in (["backup", "check"], ["backup", "list"], ["backup", "drill", "--secrets", self.secrets],
                                ["restore", "--secrets", self.secrets, "--data", restored]):
                    ran = run([PROGRAM, *command, "--repository", repository])
                    reads_all = command[1] == "check"
                    self.assertIn(ran.exit, (Exit.UNAVAILABLE,) if reads_all else (Exit.UNAVAILABLE, Exit.OK), ran)
                    shutil.rmtree(restored, ignore_errors=True)
                self.assertNotEqual("", self.failed)

    def test_a_secret_that_is_not_there_is_lost(self):
        for name in ("master.key", "signing.key"):
            path = self.journal.directory / "secrets" / name
            path.rename(self.folder / name)
            ran = self.journal.serve_refused()
            self.assert_exit(Exit.DATA_LOSS, ran)
            self.assert_says(ran.err, name, "missing")
            (self.folder / name).rename(path)


class InterruptedTest(FaultyCallsTest):
    """Signals interrupt calls (EINTR), on network disks often. Who suffers: an operator whose server does not start,
    or accepts no more writes, because a monitoring program looked at it."""

    SERVED_FROM_THE_START = False

    def test_no_command_fails_because_calls_are_interrupted(self):
        """Each call but those of RocksDB is interrupted twice before it succeeds."""
        with self.failing("cosruwptldma".replace("m", ""), errno.EINTR, self.folder, turns=2, ours=True):
            self.journal.start()
            self.journal.append(casework.opening(CASE))
            for revision in range(1, 4):
                self.journal.append(casework.request(CASE, revision, casework.note()))
            size = self.journal.size()
            self.journal.ok("checkpoint", "--min-size", size)
            self.journal.ok("plan", CASE, "--known-day", "yesterday")
            self.journal.ok("exhibit", CASE, "-o", self.folder / "case.zip")
            self.journal.ok("mirror", self.folder / "mirror")
            self.journal.ok("verify", "--save", self.folder / "saved.checkpoint")
            backup = self.folder / "backup.copy"
            self.assertEqual(Exit.OK, self.journal.stop(), self.journal.stderr_path.read_text())
            shutil.copytree(self.journal.directory, backup)
            for command in (("fsck", "--data", self.journal.directory),
                            ("rebuild", "--data", self.journal.directory),
                            ("backup", "--data", self.journal.directory, "--repository", self.folder / "backups"),
                            ("backup", "check", "--repository", self.folder / "backups"),
                            ("restore", "--repository", self.folder / "backups", "--secrets",
                             self.journal.directory / "secrets", "--data", self.folder / "restored"),
                            ("certs", "dev", "--out", self.folder / "certs"),
                            ("manual", self.folder / "manual")):
                with self.subTest(command[0]):
                    self.assert_exit(Exit.OK, run([PROGRAM, *command]))
            self.journal.start()
            self.journal.append(casework.request(CASE, "any", casework.note()))
            last = self.journal.ok("checkpoint", "--min-size", self.journal.size())
            self.journal.stop()
            (self.folder / "last.checkpoint").write_text(last)
            shutil.rmtree(self.journal.directory)
            backup.rename(self.journal.directory)
            self.assert_exit(Exit.OK, run([PROGRAM, "continue", "--data", self.journal.directory, "--reason", "the disk was lost",
                                           "--last-checkpoint", self.folder / "last.checkpoint", "--yes"]))
            self.journal.start()
            self.journal.append(casework.request(CASE, "any", casework.note()))
            self.journal.stop()
        self.assertEqual(set("cosruwptld"), set(self.failed) - {"a"}, "a kind of call was not interrupted")
        print(f"\n{len(self.failed)} calls were interrupted", flush=True)


class FullEverywhereTest(FaultyCallsTest):
    """Who suffers: an operator whose script looks for 13, when the disk was full at another step."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint", "--min-size", self.journal.size())
        self.journal.stop()
        chosen = seed()
        print(f"\nCASEJOURNAL_SEED={chosen}", flush=True)
        self.random = random.Random(chosen)

    def walk(self, name, command, prepare=lambda: None):
        """Let the disk be full from a random call on, until the command does not notice. Returns how often it failed."""
        skipped, stopped = 0, 0
        while True:
            prepare()
            with self.subTest(f"{name}, full from call {skipped} on"), \
                    self.failing(TO_WRITE, errno.ENOSPC, self.folder, skipped=skipped):
                ran = command()
                if not self.failed:
                    self.assert_exit(Exit.OK, ran)
                    return stopped
                if ran.exit != Exit.OK:
                    stopped += 1
                    self.assert_exit(Exit.DISK_FULL, ran)
                    self.assert_says(ran.err, "casejournal: ", "No space left on device")
            skipped += self.random.randint(1, 16 + skipped)

    def serve(self):
        with subprocess.Popen([str(word) for word in self.journal.serve_command("--disk-reserve-mib", "0")], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
            if server.stdout.readline():
                server.send_signal(signal.SIGTERM)
            out, err = server.communicate(timeout=PATIENCE_S)
            return subprocess.CompletedProcess([], server.returncode, out, err)

    def test_one_code_wherever_a_command_meets_it(self):
        data, backups = self.journal.directory, self.folder / "backups"
        made = [PROGRAM, "init", "--data", self.folder / "made", "--origin", ORIGIN, "--time-zone", casework.ZONE]

        def clear(*paths):
            for path in paths:
                shutil.rmtree(path, ignore_errors=True)

        def ran(*words):
            return lambda: run([PROGRAM, *words])

        def served():
            done = self.serve()
            return run(["sh", "-c", f"exit {done.returncode}"])._replace(err=done.stderr)

        counts = {"init": self.walk("init", lambda: run(made), lambda: clear(self.folder / "made")),
                  "serve": self.walk("serve", served),
                  "backup": self.walk("backup", ran("backup", "--data", data, "--repository", backups), lambda: clear(backups)),
                  "restore": self.walk("restore", ran("restore", "--repository", backups, "--secrets", data / "secrets", "--data",
                                                      self.folder / "restored"), lambda: clear(self.folder / "restored")),
                  "rebuild": self.walk("rebuild", ran("rebuild", "--data", data))}
        print("\nstopped by a full disk:", ", ".join(f"{name} {count} times" for name, count in counts.items()), flush=True)
        for name, count in counts.items():
            self.assertGreater(count, 0, f"{name} never met a full disk")

    def test_a_file_that_a_person_names(self):
        self.journal.start()
        for words in (("exhibit", CASE, "-o", "/dev/full", "--force"), ("verify", "--save", "/dev/full"),
                      ("proof", "1", "--event", "/dev/full")):
            with self.subTest(words[0]):
                self.assert_exit(Exit.DISK_FULL, self.journal.run(*words))
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "codes"], stdout=full, stderr=subprocess.PIPE, check=False,
                                  env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address})
        self.assertEqual(Exit.DISK_FULL, done.returncode, done.stderr)


class ClockTest(StoppedTest):
    """Who suffers: an operator whose machine lost its battery, and everyone whose proof has to wait until the clock has
    gone as far again as it was set back."""

    SERVED_FROM_THE_START = False
    BEFORE_1970, AFTER_9999, BEFORE_0001 = -4_000_000_000, 300_000_000_000, -70_000_000_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "stepping_clock.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(STEPPING_CLOCK), "-ldl"], check=True)

    def setUp(self):
        super().setUp()
        self.step = self.folder / "step"
        self.stepped = {**os.environ, "LD_PRELOAD": str(self.shim), "STEPPING_CLOCK": str(self.step)}

    def test_a_year_that_cannot_be_recorded_is_said_and_changes_nothing(self):
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        for seconds, words in ((self.BEFORE_1970, "before 1970"), (self.AFTER_9999, "after the year 9998")):
            self.step.write_text(str(seconds))
            for command in (self.journal.make_command(), [PROGRAM, "backup", "--data", self.journal.directory,
                                                          "--repository", self.folder / "backups"],
                            [PROGRAM, "rebuild", "--data", self.journal.directory],
                            [PROGRAM, "serve", "--data", self.journal.directory, "--listen", "127.0.0.1:0",
                             "--insecure-dev", "--development-actor", ACTOR],
                            [PROGRAM, "name-administrator", "--data", self.journal.directory, "--administrator", ACTOR,
                             "--reason", "tried with a wrong clock"]):
                with self.subTest(f"{command[1]} {words}"):
                    if command[1] == "init":
                        command[command.index("--data") + 1] = self.folder / "made"
                    ran = run(command, env=self.stepped)
                    self.assert_exit(Exit.UNAVAILABLE, ran)
                    self.assert_says(ran.err, f"the clock of this machine shows a time {words}")
            self.assertFalse((self.folder / "made").exists())

    def test_a_server_outlives_it_and_goes_on_when_the_clock_is_right(self):
        self.journal.server_env = self.stepped | {"STEPPING_WAITS": "1"}
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        for times, (seconds, words) in enumerate(((self.BEFORE_1970, "before 1970"), (self.AFTER_9999, "after the year 9998"),
                                                  (self.BEFORE_0001, "before 1970")), start=1):
            with self.subTest(words, seconds=seconds):
                self.step.write_text(str(seconds))
                self.wait_for(BEGINS, times)

                self.assertEqual(NOT_SERVING, self.health())
                self.assert_says(self.said(BEGINS)[-1], f"the clock of this machine shows a time {words}")
                for asked in (["plan", CASE], ["work"], ["status"]):
                    self.assertNotEqual(Exit.OK, self.journal.run(*asked).exit)
                self.step.unlink()
                self.wait_for(ENDS, times)
                self.assertEqual(SERVING, self.health())
                self.journal.append(casework.request(CASE, "any", casework.note()))
                self.journal.ok("cases", "--min-position", self.journal.size() - 1)

    def test_no_call_is_over_too_early_because_the_clock_was_set_back(self):
        """A client says how long it waits. Abseil's clock shows a step of the machine's clock after up to two seconds,
        gRPC's at once, so the server must not compare the two."""
        self.step.write_text("45")  # more than a call waits
        self.journal.server_env = self.stepped
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        self.step.unlink()
        end = time.monotonic() + 3
        while time.monotonic() < end:
            self.journal.append(casework.request(CASE, "any", casework.note()))
            self.journal.ok("cases", "--min-position", self.journal.size() - 1)

    def test_checkpoints_do_not_wait_for_a_clock_that_was_set_back(self):
        """Every wait until a time of the clock lasts half an hour longer, as if the clock was set back in it."""
        self.step.write_text("1800")
        self.journal.server_env = self.stepped | {"STEPPING_WAITS": "1"}
        self.journal.start()
        latest = self.journal.directory / "checkpoints/latest"
        for revision in range(3):
            self.journal.append(casework.request(CASE, revision, casework.note()) if revision else casework.opening(CASE))
            size, end = self.journal.size(), time.monotonic() + PATIENCE_S / 2
            while not latest.exists() or int(latest.read_text().splitlines()[1]) < size:
                self.assertLess(time.monotonic(), end, "no checkpoint is published")
                time.sleep(0.1)

    def test_lists_do_not_wait_for_a_clock_that_was_set_back(self):
        self.step.write_text("1800")
        self.journal.server_env = self.stepped | {"STEPPING_WAITS": "1"}
        self.journal.start()
        for revision in range(1, 5):
            self.journal.append(casework.opening(CASE) if revision == 1
                                else casework.request(CASE, revision - 1, casework.note()))
            end = time.monotonic() + PATIENCE_S / 2
            while [row["lastRevision"] for row in self.journal.rows("cases")] != [str(revision)]:
                self.assertLess(time.monotonic(), end, "the list stays behind")
                time.sleep(0.1)

    def test_refusals_do_not_wait_for_a_clock_that_was_set_back(self):
        """They are answered at the end of a step of time, and callers of a stream beyond their pace after a pause."""
        self.step.write_text("1800")
        self.journal.server_env = self.stepped | {"STEPPING_WAITS": "1"}
        self.journal.start("--caller-calls-per-second", "20")
        self.journal.append(casework.opening(CASE))

        self.assert_exit(Exit.CONFLICT, self.journal.try_append(casework.opening(CASE)))

        lines = self.folder / "lines.jsonl"
        lines.write_text("".join(f"{json.dumps(casework.request(CASE, revision, casework.note()))}\n"
                                 for revision in range(1, 61)), encoding="utf-8")
        self.assertEqual(60, self.journal.json("import", lines)["requestsRecorded"])


class MemoryTest(JournalTest):
    """Who suffers: an operator who finds "terminate called after throwing an instance of 'std::bad_alloc'"."""

    SERVED_FROM_THE_START = False
    LIMITS_MIB = (300, 350, 400)  # of address space
    # Libraries in C may end a server themselves before it can say anything.
    BY_A_LIBRARY = (-signal.SIGSEGV, -signal.SIGABRT)

    def test_a_start_with_too_little_memory_ends_with_a_line(self):
        self.journal.start()
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        ended = []
        for mib in self.LIMITS_MIB:
            for command in (self.journal.serve_command(), [PROGRAM, "fsck", "--data", self.journal.directory]):
                with self.subTest(f"{command[1]} with {mib} MiB"):
                    limited = ["prlimit", f"--as={mib << 20}", *map(str, command)]
                    said = self.folder / "said"  # a file: nobody reads a pipe while the first line is waited for
                    with said.open("w") as stderr, subprocess.Popen(limited, text=True, stdout=subprocess.PIPE,
                                                                    stderr=stderr) as program:
                        if program.stdout.readline() and command[1] == "serve":
                            program.send_signal(signal.SIGTERM)
                        program.communicate(timeout=PATIENCE_S)
                    err = said.read_text()
                    ended.append(program.returncode)
                    allowed = self.BY_A_LIBRARY if command[1] == "serve" else ()
                    self.assertIn(program.returncode, (Exit.OK, Exit.UNAVAILABLE, OUT_OF_MEMORY, *allowed), err)
                    if program.returncode == OUT_OF_MEMORY:
                        self.assert_says(err, "casejournal: out of memory")
        self.assertIn(OUT_OF_MEMORY, ended, "no limit was too low")

    def test_a_server_that_gets_no_more_memory_loses_nothing(self):
        """However it ends: libraries in C end it themselves, and without memory a stop may need force."""
        self.journal.start("--stop-within", "10")
        self.journal.append(casework.opening(CASE))
        size = self.journal.size()
        pages = int(pathlib.Path(f"/proc/{self.journal.server.pid}/statm").read_text().split()[0])
        subprocess.run(["prlimit", f"--pid={self.journal.server.pid}", f"--as={pages * os.sysconf('SC_PAGE_SIZE')}"], check=True)
        acknowledged, revision = 0, 1
        for _ in range(40):
            ran = self.journal.try_append(casework.request(CASE, revision, *[casework.note("x" * 60_000)] * 40))
            if ran.exit != Exit.OK:
                break
            acknowledged, revision = acknowledged + 40, revision + 40
        if self.journal.server.poll() is None:
            self.journal.stop()
        else:
            self.journal.server.wait(PATIENCE_S)
            print(f"\nwithout memory, the server ended with {self.journal.server.returncode}", flush=True)
            self.journal.server.stdout.close()
            self.journal.server = None
        self.journal.start()
        self.assertGreaterEqual(self.journal.size(), size + acknowledged)
