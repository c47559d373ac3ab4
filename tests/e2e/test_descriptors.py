"""Connections that do nothing, more of them than the server may have files open.

Who suffers: a county whose port scanner, or whose broken load balancer, keeps a thousand connections open. The journal
must go on to record, and let in who has something to say.
"""

import os
import pathlib
import re
import resource
import socket
import time
import unittest

import casework
from journal import PATIENCE_S, Exit, Journal, JournalTest
from raw_http2 import RawConnection

FILES = 1024  # the usual limit of a service, here the hard limit as well
IDLE = 1200
AT_MOST = re.compile(r"at most (\d+) connections; this process may have (\d+) files open")
HELLO = bytes.fromhex("160301020001 0001fc0303".replace(" ", ""))  # the begin of a TLS handshake


class LimitedJournal(Journal):
    """Its server may have so many files open: the soft limit, and the hard one."""

    files = f"{FILES}:{FILES}"

    def serve_command(self, *flags):
        return ["prlimit", f"--nofile={self.files}", *super().serve_command(*flags)]


class DescriptorsTest(JournalTest):

    SERVED_FROM_THE_START = False

    def setUp(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        if hard < 2 * IDLE:
            self.skipTest(f"this test needs {2 * IDLE} files; the hard limit here is {hard}")
        super().setUp()

    def new_journal(self, name):
        journal = LimitedJournal(self.folder / name)
        self.addCleanup(self.close, journal)
        return journal

    def said(self):
        return self.journal.stderr_path.read_text(encoding="utf-8")

    def files_open(self):
        return len(os.listdir(f"/proc/{self.journal.server.pid}/fd"))

    def dial(self, first=b""):
        host, _, port = self.journal.address.partition(":")
        connection = socket.create_connection((host, int(port)), timeout=PATIENCE_S)
        self.addCleanup(connection.close)
        connection.sendall(first)
        return connection

    def eventually_ok(self, *words):
        """A command that is refused for a while, as a client would repeat it."""
        end = time.monotonic() + PATIENCE_S
        while (ran := self.journal.run(*words)).exit == Exit.UNAVAILABLE and time.monotonic() < end:
            time.sleep(0.2)
        self.assert_exit(Exit.OK, ran)
        return ran

    def test_the_soft_limit_is_raised_and_the_log_says_what_it_is(self):
        self.journal.files = "512:4096"
        self.journal.start()
        said = AT_MOST.search(self.said())
        self.assertIsNotNone(said, self.said())
        self.assertEqual((1984, 4096), (int(said[1]), int(said[2])))
        limits = pathlib.Path(f"/proc/{self.journal.server.pid}/limits").read_text(encoding="utf-8")
        self.assertRegex(limits, r"Max open files +4096 +4096")

    def test_what_the_limit_does_not_allow_is_refused_at_the_start(self):
        self.journal.make()
        for files, flags, words in (
                (FILES, ("--connections", "449"),
                 "--connections: 449 given; at most 448 with the limit of 1024 open files"),
                (150, (), "this process may have 150 files open; a server needs 160")):
            with self.subTest(files=files):
                self.journal.files = f"{files}:{files}"
                ran = self.journal.serve_refused(*flags)
                self.assertNotEqual(Exit.OK, ran.exit)
                self.assert_says(ran.err, words, "LimitNOFILE")
        ran = self.journal.serve_refused("--connections", "0")
        self.assert_exit(Exit.USAGE, ran)

    def test_idle_connections_neither_stop_the_journal_nor_keep_others_out(self):
        self.journal.start()
        at_rest = self.files_open()
        idle = [self.dial(b"" if i % 3 else HELLO) for i in range(IDLE)]
        at_most = int(AT_MOST.search(self.said())[1])
        self.assertLess(at_most, FILES / 2)
        self.assertLessEqual(self.files_open(), at_rest + at_most + 32)
        # While they are there, they make room for who calls.
        self.eventually_ok("journal")
        self.journal.append(casework.opening(casework.an_id("case")))
        self.assertLess(self.files_open(), FILES - 200, "descriptors are left to the log")
        for connection in idle:
            connection.close()
        self.eventually_ok("journal")
        self.assert_says(self.said(), f"of at most {at_most} connections (--connections)", "were ended to make room")
        self.assertNotIn("the journal rejects writes", self.said())

    def test_the_port_outlives_a_process_without_descriptors(self):
        self.journal.start()
        resource.prlimit(self.journal.server.pid, resource.RLIMIT_NOFILE, (self.files_open(), FILES))
        waits = [self.dial() for _ in range(8)]
        end = time.monotonic() + PATIENCE_S
        while "no connection can be accepted for now" not in self.said() and time.monotonic() < end:
            time.sleep(0.05)
        self.assert_says(self.said(), "no connection can be accepted for now: Too many open files")
        self.assertIsNone(self.journal.server.poll())
        for connection in waits:
            connection.close()
        resource.prlimit(self.journal.server.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
        self.eventually_ok("journal")

    def test_connections_beyond_those_of_the_flag_are_closed(self):
        self.journal.start("--connections", "16")
        used = [RawConnection(self.journal.address) for _ in range(16)]
        for connection in used:
            self.addCleanup(connection.close)
        refused = self.dial()
        self.assertEqual(b"", refused.recv(1), "it is closed at once")
        self.eventually_ok("journal")


if __name__ == "__main__":
    unittest.main()
