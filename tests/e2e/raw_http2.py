"""Connections and calls in HTTP/2 as no gRPC library would make them: calls that do not end their request, and readers
that do not read."""

import os
import socket
import ssl
import struct
import threading

from idle_appends import header

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM = ACK = 1
END_HEADERS = 4
INITIAL_WINDOW = 4  # of SETTINGS: how many bytes of an answer may come before the reader asks for more
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_MAX = 16_000
WINDOW = 65_535  # how much may be sent before the other end asks for more
PATIENCE_S = 60


def frame(kind, payload=b"", flags=0, stream=0):
    return b"".join((struct.pack("!I", len(payload))[1:], bytes([kind, flags]), struct.pack("!I", stream), payload))


def headers(stream, method, **metadata):
    """The frames that begin a call. Names of metadata are written with "_" in place of "-"."""
    fields = {":method": "POST", ":scheme": "https", ":path": f"/casejournal.v1.{method}", ":authority": "localhost",
              "te": "trailers", "content-type": "application/grpc",
              **{name.replace("_", "-"): value for name, value in metadata.items()}}
    block = b"".join(header(*each) for each in fields.items())
    parts = [block[at:at + FRAME_MAX] for at in range(0, len(block), FRAME_MAX)]
    return b"".join(frame(CONTINUATION if i else HEADERS, part, END_HEADERS if i == len(parts) - 1 else 0, stream)
                    for i, part in enumerate(parts))


def message(stream, content):
    """The one request of a call, with its end."""
    return frame(DATA, b"\0" + struct.pack("!I", len(content)) + content, END_STREAM, stream)


class RawConnection:
    """It answers pings and settings in a thread, as a client that lives does, and counts what comes."""

    def __init__(self, address, settings=(), source=""):
        """`source`: the address to call from, if it matters."""
        host, _, port = address.partition(":")
        tls = ssl.create_default_context(cafile=os.environ["CASEJOURNAL_CA"])
        tls.set_alpn_protocols(["h2"])
        plain = socket.create_connection((host, int(port)), timeout=PATIENCE_S, source_address=(source, 0))
        try:
            self.socket = tls.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
        self.sending = threading.Lock()
        self.ended = threading.Event()
        self.came = {}  # kind of frame -> how many
        self.bytes_of_data = 0
        self.room = {}  # by the number of the stream, 0 for the connection: how much the other end has asked for
        self.asked = threading.Condition()
        self.send(PREFACE + frame(SETTINGS, b"".join(struct.pack("!HI", *each) for each in settings)))
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def send(self, content):
        """Returns whether the other end still takes it."""
        try:
            with self.sending:
                self.socket.sendall(content)
            return True
        except OSError:
            return False

    def send_message(self, stream, content):
        """Send a request as fast as the other end asks for it. Returns whether it took all of it."""
        rest = memoryview(b"\0" + struct.pack("!I", len(content)) + content)
        while rest:
            with self.asked:
                if not self.asked.wait_for(lambda: self.ended.is_set() or self._room(stream) > 0, PATIENCE_S):
                    return False
                part = rest[:min(self._room(stream), FRAME_MAX)]
                for window in (0, stream):
                    self.room[window] = self.room.get(window, WINDOW) - len(part)
            end = END_STREAM if len(part) == len(rest) else 0
            if self.ended.is_set() or not self.send(frame(DATA, part, end, stream)):
                return False
            rest = rest[len(part):]
        return True

    def _room(self, stream):
        return min(self.room.get(0, WINDOW), self.room.get(stream, WINDOW))

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join(PATIENCE_S)
        self.socket.close()

    def _read(self):
        received = b""
        try:
            while more := self._receive():
                received += more
                while len(received) >= 9 and len(received) >= 9 + (size := int.from_bytes(received[:3], "big")):
                    stream = int.from_bytes(received[5:9], "big")
                    self._take(received[3], received[4], stream, received[9:9 + size])
                    received = received[9 + size:]
        except OSError:
            pass
        self.ended.set()
        with self.asked:
            self.asked.notify_all()

    def _receive(self):
        while True:
            try:
                return self.socket.recv(65536)
            except TimeoutError:  # nothing came for long
                continue

    def _take(self, kind, flags, stream, payload):
        self.came[kind] = self.came.get(kind, 0) + 1
        if kind == WINDOW_UPDATE:
            with self.asked:
                self.room[stream] = self.room.get(stream, WINDOW) + int.from_bytes(payload, "big")
                self.asked.notify_all()
        if kind == DATA:
            self.bytes_of_data += len(payload)
        if kind in (PING, SETTINGS) and not flags & ACK:
            self.send(frame(kind, payload if kind == PING else b"", ACK))
