"""Histories of a real server that is killed, paused, and slowed down under its clients, and whose clock steps."""

import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import calling_clients
from call_plans import planned_lives
from calling_clients import Book, Session
from history_of_calls import History, Life
from journal import PATIENCE_S, READY, UUID

HERE = pathlib.Path(__file__).parent
COMPILER = ["cc"] if shutil.which("cc") else ["g++", "-x", "c"]
SHIMS = ("slow_disk", "failing_sync", "stepping_clock", "stepped_waits")
LOGS = "*/log/*.log"
FLAGS = ("--caller-calls-per-second", "1000000", "--caller-streams", "4096")


class FaultyServer:
    """A server of a journal, with everything between it and its system that makes faults."""

    def __init__(self, journal, folder):
        self.journal, self.folder = journal, folder
        shims = []
        for name in SHIMS:
            shim = folder / f"{name}.so"
            subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(shim), str(HERE / f"{name}.c"), "-ldl"], check=True)
            shims.append(str(shim))
        self.slow, self.failing, self.clock = (folder / name for name in ("slow", "failing", "clock"))
        self.env = {**os.environ, "LD_PRELOAD": ":".join(shims), "SLOW_DISK": str(self.slow),
                    "FAILING_SYNC_WHEN": str(self.failing), "STEPPING_CLOCK": str(self.clock), "STEPPING_WAITS": "1"}

    def start(self, confirm_clock):
        """Returns the life that begins."""
        began = time.monotonic_ns()
        self.spawn(*["--confirm-clock"] if confirm_clock else [])
        line = self.journal._first_line()  # pylint: disable=protected-access
        ready = READY.fullmatch(line.strip())
        if ready is None:
            self.journal.kill()
            raise AssertionError(f"the server did not become ready: {line!r}\n{self.journal.complaints[-1]}")
        self.journal.address = ready[1]
        return Life(began, time.monotonic_ns(), int(ready[5]))

    def spawn(self, *more):
        with open(self.journal.stderr_path, "ab") as stderr:
            command = [*self.journal.serve_command(*FLAGS), *more]
            self.journal.server = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                                   stdout=subprocess.PIPE, stderr=stderr, env=self.env)

    def kill_at_start(self, after_ms):
        self.spawn()
        time.sleep(after_ms / 1000)
        self.journal.kill()

    def heal(self):
        self.slow.unlink(missing_ok=True)
        self.failing.unlink(missing_ok=True)

    def meet(self, trouble):
        """Let a trouble happen. Returns the server's exit code, if this ended it."""
        if trouble.what == "pause":
            self.journal.server.send_signal(signal.SIGSTOP)
            time.sleep(trouble.how_much / 1000)
            self.journal.server.send_signal(signal.SIGCONT)
        elif trouble.what == "slow":
            self.slow.write_text(f"{trouble.how_much} {LOGS}\n")
        elif trouble.what == "fail":
            self.failing.write_text(f"5 {LOGS}\n")
        elif trouble.what == "clock":
            self.clock.write_text(f"{trouble.how_much}\n")
        else:
            time.sleep(trouble.how_much / 1000)
            return self.journal.kill() if trouble.what == "kill" else self.journal.stop()
        return None


class Recording:
    """The history of one journal, while it is made."""

    def __init__(self, journal, folder, seed):
        self.server, self.journal = FaultyServer(journal, folder), journal
        self.book = Book(seed)
        self.lives = []
        self.counts = collections.Counter()

    def live(self, planned):
        """One life of the server, to its planned end."""
        self.server.heal()
        for after_ms in planned.killed_starts:
            self.server.kill_at_start(after_ms)
            self.counts["killed at start"] += 1
        self.lives.append(self.server.start(planned.confirm_clock))
        session = Session(self.book, self.journal.address, len(self.lives) - 1)
        session.start(planned.clients, planned.resolves)
        before = self.book.answers
        code = None
        for trouble in planned.troubles:
            self._wait(session, before + trouble.after)
            code = self.server.meet(trouble)
            self.counts[trouble.what] += 1
        if not planned.troubles:
            self._wait(session, None)
        del self.journal.complaints[:-1]  # each has all that was said before
        if not session.end(PATIENCE_S):
            raise AssertionError("a client waits for an answer of a server that is gone")
        failures = [client.failure for client in session.clients if client.failure is not None]
        if failures:
            raise failures[0]
        if code not in (None, 0, -signal.SIGKILL):
            raise AssertionError(f"the server ended with {code}:\n{self.journal.complaints[-1]}")

    def _wait(self, session, answers):
        """Until there are so many answers, or the clients have no more to ask."""
        end = time.monotonic() + PATIENCE_S
        while session.is_at_work() and (answers is None or self.book.answers < answers):
            if time.monotonic() > end:
                working = [client.name for client in session.clients if client.is_alive()]
                raise AssertionError(f"the clients get no more answers: {working}; last: {self.book.calls[-5:]}")
            time.sleep(0.001)

    def end(self):
        """Read everything. Returns the history."""
        log, key = calling_clients.read_log(self.journal.address)
        self.journal.stop()
        # Each kind of line once: they are searched for people's names.
        lines = {re.sub(r"\d+", "0", UUID.sub("", line)) for line in self.journal.complaints[-1].splitlines()}
        self.journal.complaints = ["\n".join(sorted(lines))]
        calls = tuple(sorted(self.book.calls, key=lambda call: call.invoked))
        return History(calls, tuple(self.lives), log, key)


def record(journal, folder, seed, kills):
    """Make a journal's history with so many kills. Returns it, and how often what happened."""
    journal.start().stop()  # made, with its roles
    recording = Recording(journal, folder, seed)
    for planned in planned_lives(seed, kills):
        recording.live(planned)
    history = recording.end()
    recording.counts.update(call.outcome for call in history.calls)
    recording.counts["entries"] = len(history.log)
    return history, recording.counts
