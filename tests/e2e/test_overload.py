"""Clients that take memory and give nothing: calls that never end their request, requests of megabytes, answers that
nobody reads, metadata without end.

Who suffers: everybody else in the county, if the server runs out of memory, or keeps for itself what it needed once.
"""

import os
import threading
import time
import unittest

import casework
from journal import PATIENCE_S, Exit, JournalTest
from raw_http2 import INITIAL_WINDOW, RawConnection, headers, message
from sign_in import CREDENTIALS
from wire import field

MEMORY_MIB = 256
STREAMS = 1000  # of 1,024 that one connection may have
SLACK_MIB = 160  # over what it was at rest: caches that stay, such as those of the databases


class OverloadTest(JournalTest):

    def setUp(self):
        super().setUp()
        self.journal.restart("--memory-mib", str(MEMORY_MIB))
        self.import_samples()
        self.at_rest = self.memory_mib()

    def memory_mib(self):
        with open(f"/proc/{self.journal.server.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) >> 10

    def raw(self, **settings):
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                connection = RawConnection(self.journal.address, **settings)
            except OSError:  # it was ended for memory, before anything was said on it
                self.assertIsNone(self.journal.server.poll(), "the server has ended")
                self.assertLess(time.monotonic(), end, "no connection can be made")
                time.sleep(0.05)
                continue
            self.addCleanup(connection.close)
            return connection

    def assert_memory_is_given_back(self):
        end = time.monotonic() + PATIENCE_S
        while (now := self.memory_mib()) > self.at_rest + SLACK_MIB and time.monotonic() < end:
            time.sleep(0.5)
        self.assertLessEqual(now, self.at_rest + SLACK_MIB, f"{self.at_rest} MiB at rest")

    def assert_serves(self):
        """Everybody else is served: at once, or when they repeat what was answered UNAVAILABLE or RESOURCE_EXHAUSTED, as
        while calls that were given up leave the server's threads."""
        request = casework.opening(casework.an_id(os.urandom(8).hex()))
        for call in (lambda: self.journal.run("journal"), lambda: self.journal.try_append(request)):
            end = time.monotonic() + PATIENCE_S
            while (ran := call()).exit == Exit.UNAVAILABLE and time.monotonic() < end:
                time.sleep(0.1)
            self.assert_exit(Exit.OK, ran)

    def said(self):
        return self.journal.stderr_path.read_text(encoding="utf-8")

    def test_calls_that_never_end_their_request_cost_bounded_memory_which_is_given_back(self):
        """Nobody knows who calls before the request is there. 45 MiB for each connection, without a bound."""
        begun = b"".join(headers(2 * i + 1, "CaseService/GetCasePlan",
                                 **{f"x_{n}": os.urandom(2_000).hex() for n in range(6)}) for i in range(STREAMS))
        highest = 0
        for _ in range(12):
            connection = self.raw()
            connection.send(begun)
            highest = max(highest, self.memory_mib())
        self.assert_serves()
        end = time.monotonic() + PATIENCE_S
        while "connections on which nobody known had called were ended" not in self.said() and time.monotonic() < end:
            highest = max(highest, self.memory_mib())
            time.sleep(0.2)
        self.assert_says(self.said(), f"(--memory-mib: {MEMORY_MIB})",
                         "connections on which nobody known had called were ended")
        self.assert_serves()
        self.assert_memory_is_given_back()
        self.assertLess(highest, 1024, "12 such connections took far more than they sent")

    def test_requests_of_megabytes_are_given_back(self):
        """From callers whom nobody knows, all at once, and whole: the server has to read them to refuse them."""
        big = field(1, casework.an_id("request")) + field(15, bytes(12 << 20))
        connections = [self.raw() for _ in range(8)]

        def send_all(connection):
            for stream in range(1, 7, 2):
                connection.send(headers(stream, "CaseService/Append"))
                connection.send_message(stream, big)
        senders = [threading.Thread(target=send_all, args=(connection,)) for connection in connections]
        for sender in senders:
            sender.start()
        self.assert_serves()
        for sender in senders:
            sender.join(PATIENCE_S)
        for connection in connections:
            connection.close()
        self.assert_memory_is_given_back()

    def test_answers_that_nobody_reads_stop_nobody(self):
        """A caller with a token asks for everything, as often as allowed, and never makes room for an answer."""
        token = (CREDENTIALS.folder / "token").read_text(encoding="ascii").strip()
        readers = [self.raw(settings=((INITIAL_WINDOW, 0),)) for _ in range(4)]
        for reader in readers:
            for i in range(100):
                reader.send(headers(2 * i + 1, "AuditService/ReadEvents", authorization=f"Bearer {token}") +
                            message(2 * i + 1, b""))
        other = CREDENTIALS.token("wren.example/u-7/Nell Frost", self.folder / "other-token")
        end = time.monotonic() + PATIENCE_S
        env = dict(os.environ, CASEJOURNAL_TOKEN_FILE=str(other))
        ran = self.as_other(env)
        while ran.exit == Exit.UNAVAILABLE and time.monotonic() < end:
            ran = self.as_other(env)
        self.assert_exit(Exit.OK, ran)
        self.assertEqual(0, sum(reader.bytes_of_data for reader in readers))
        for reader in readers:
            reader.close()
        self.assert_serves()
        self.assert_memory_is_given_back()

    def as_other(self, env):
        saved = {name: os.environ.get(name) for name in env}
        os.environ.update(env)
        try:
            return self.journal.run("journal", "--json")
        finally:
            for name, value in saved.items():
                if value is None:
                    os.environ.pop(name)
                else:
                    os.environ[name] = value

    def test_metadata_without_end_is_refused(self):
        for _ in range(4):
            connection = self.raw()
            connection.send(headers(1, "CaseService/GetCasePlan", x_long="a" * (4 << 20)))
            connection.close()
        self.assert_serves()
        self.assert_memory_is_given_back()


if __name__ == "__main__":
    unittest.main()
