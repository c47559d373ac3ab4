"""A stream of appends whose client says nothing for a long time."""

import re
import socket
import ssl
import time

from test_keepalive import ACK, PREFACE, SETTINGS, IdleConnection, frame

DATA, HEADERS = 0, 1
END_STREAM, END_HEADERS = 1, 4
CALL = (1).to_bytes(4, "big")  # the number of the stream in HTTP/2


def of_call(kind, payload, flags=0):
    framed = frame(kind, payload, flags)
    return framed[:5] + CALL + framed[9:]


def length(number, prefix=127):
    """As HPACK writes lengths."""
    if number < prefix:
        return bytes([number])
    rest, more = number - prefix, [prefix]
    while rest >= 128:
        more.append(rest % 128 + 128)
        rest //= 128
    return bytes([*more, rest])


def header(name, value):
    return b"\0" + b"".join(length(len(word)) + word.encode() for word in (name, value))


class IdleAppends(IdleConnection):
    """It sends one empty request, has read the answer, and then sends nothing."""

    def __init__(self, address, ca, token, patience_s):
        host, _, port = address.partition(":")
        tls = ssl.create_default_context(cafile=ca)
        tls.set_alpn_protocols(["h2"])
        self.socket = tls.wrap_socket(socket.create_connection((host, int(port)), timeout=patience_s), server_hostname=host)
        self.received = b""
        headers = {":method": "POST", ":scheme": "https", ":path": "/casejournal.v1.CaseService/AppendStream", ":authority": address,
                   "te": "trailers", "content-type": "application/grpc", "authorization": f"Bearer {token}"}
        self.socket.sendall(PREFACE + frame(SETTINGS) +
                            of_call(HEADERS, b"".join(header(*each) for each in headers.items()), END_HEADERS) +
                            of_call(DATA, b"\0\0\0\0\0"))
        while self.next_frame()[0] != DATA:
            pass

    def status(self):
        """Wait for the end of the call. Return its status, and after how many seconds it came."""
        since = time.monotonic()
        while (came := self.next_frame()) is not None:
            kind, flags, payload = came
            if kind == SETTINGS and not flags & ACK:
                self.socket.sendall(frame(SETTINGS, b"", ACK))
            if kind == HEADERS and flags & END_STREAM:
                found = re.search(rb"grpc-status[\1\2](\d+)", payload)
                return int(found[1]), time.monotonic() - since
        return None, time.monotonic() - since

    def end(self):
        """Say that nothing more comes."""
        self.socket.sendall(of_call(DATA, b"", END_STREAM))
