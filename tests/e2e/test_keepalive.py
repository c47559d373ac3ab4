"""Idle connections: pings that the server permits, and a connection that dies silently."""

import os
import re
import socket
import ssl
import struct
import subprocess
import threading
import time

import casework
from journal import PATIENCE_S, PROGRAM, ROOT, Exit, JournalTest

PING, GOAWAY, SETTINGS, ACK = 6, 7, 4, 1
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
PERMITTED_S = int(re.search(r"one ping every (\d+) seconds", (ROOT / "docs/CLIENTS.md").read_text(encoding="utf-8"))[1])


def frame(kind, payload=b"", flags=0):
    return struct.pack("!I", len(payload))[1:] + bytes([kind, flags]) + struct.pack("!I", 0) + payload


class IdleConnection:
    """An HTTP/2 connection without a call, like that of an idle client."""

    def __init__(self, address):
        host, _, port = address.partition(":")
        tls = ssl.create_default_context(cafile=os.environ["CASEJOURNAL_CA"])
        tls.set_alpn_protocols(["h2"])
        plain = socket.create_connection((host, int(port)), timeout=PATIENCE_S)
        self.socket = tls.wrap_socket(plain, server_hostname=host)
        self.socket.sendall(PREFACE + frame(SETTINGS))
        self.received = b""

    def close(self):
        self.socket.close()

    def next_frame(self):
        while len(self.received) < 9 or len(self.received) < 9 + int.from_bytes(self.received[:3], "big"):
            more = self.socket.recv(65536)
            if not more:
                return None
            self.received += more
        size = int.from_bytes(self.received[:3], "big")
        kind, flags, payload = self.received[3], self.received[4], self.received[9:9 + size]
        self.received = self.received[9 + size:]
        return kind, flags, payload

    def ping(self):
        """Send a ping, and return the answer: PING, GOAWAY, or None for an end."""
        try:
            self.socket.sendall(frame(PING, b"12345678"))
            while (came := self.next_frame()) is not None:
                if came[0] == PING and not came[1] & ACK:  # The server's own.
                    self.socket.sendall(frame(PING, came[2], ACK))
                elif came[0] in (PING, GOAWAY):
                    return came[0]
        except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            pass
        return None


class FreezingPath:
    """A connection to the server that can be frozen without telling either end."""

    def __init__(self, address):
        self.to = address.partition(":")[::2]
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listening.getsockname()[1]
        self.frozen = threading.Event()
        self.sockets = [self.listening]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listening.accept()[0]
            except OSError:
                return
            server = socket.create_connection((self.to[0], int(self.to[1])))
            self.sockets += [client, server]
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        try:
            while data := one.recv(65536):
                if self.frozen.is_set():
                    return  # And the connections stay.
                other.sendall(data)
        except OSError:
            pass

    def close(self):
        for each in self.sockets:
            each.close()


class PingTest(JournalTest):
    """Who suffers: an app that was idle over lunch, pinged as its library does, and was disconnected."""

    def setUp(self):
        super().setUp()
        self.connection = IdleConnection(self.journal.address)
        self.addCleanup(self.connection.close)

    def test_an_idle_client_may_ping_as_often_as_is_documented(self):
        for _ in range(4):  # By the library's default the third was one too many.
            self.assertEqual(PING, self.connection.ping())
            time.sleep(PERMITTED_S * 0.6)
        self.assertEqual(PING, self.connection.ping())

    def test_a_client_that_pings_without_a_pause_is_sent_away(self):
        self.assertIn(GOAWAY, [self.connection.ping() for _ in range(10)])


class DeadPathTest(JournalTest):
    """Who suffers: a court's system that waits all night on a connection that its firewall has forgotten."""

    def test_a_silent_watch_ends_when_the_path_is_dead(self):
        self.journal.append(casework.opening(casework.an_id("case")))
        path = FreezingPath(self.journal.address)
        self.addCleanup(path.close)
        env = {**os.environ, "CASEJOURNAL_SERVER": path.address}
        watch = subprocess.Popen([str(PROGRAM), "subscribe"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        self.addCleanup(watch.stdout.close)
        self.addCleanup(watch.stderr.close)
        self.addCleanup(watch.kill)
        for _ in range(3):
            watch.stdout.readline()

        path.frozen.set()

        self.assertEqual(Exit.UNAVAILABLE, watch.wait(PATIENCE_S))
        said = watch.stderr.read().decode()
        self.assertRegex(said, r"casejournal subscribe --from \d+\n")
        self.assert_says(said, "no answer: ")
