"""A witness for a test: the program casejournal-witness on loopback, and requests that no journal would send."""

import http.client
import re
import signal
import socket
import subprocess
import threading
import time

from journal import PATIENCE_S, PROGRAM, run
from signed_tree import text64

WITNESS = PROGRAM.with_name("casejournal-witness")
READY = re.compile(r"casejournal-witness ready on 127\.0\.0\.1:(\d+)\n")


def add_checkpoint(old_size, proof, note):
    """The body of a request."""
    return "".join([f"old {old_size}\n", *(text64(node) + "\n" for node in proof), "\n", note]).encode()


class Answer:
    """An HTTP answer."""

    def __init__(self, response):
        self.status = response.status
        self.type = response.headers.get("Content-Type")
        self.text = response.read().decode()

    def __repr__(self):
        return f"{self.status} {self.type}: {self.text}"


class Witness:
    """One state directory. `process` is the running program, or None; its port stays the same."""

    def __init__(self, state, name, *log_keys):
        self.state = state
        self.name = name
        self.log_keys = log_keys
        self.process = None
        self.port = 0
        self.key = None

    def command(self):
        logs = [word for key in self.log_keys for word in ("--log", key)]
        return [WITNESS, "--state", self.state, "--name", self.name, *logs, "--listen", f"127.0.0.1:{self.port}"]

    def start(self):
        self.process = subprocess.Popen([str(word) for word in self.command()], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        too_late = threading.Timer(PATIENCE_S, self.process.kill)
        too_late.start()
        said = [self.process.stdout.readline(), self.process.stdout.readline()]
        too_late.cancel()
        if not READY.fullmatch(said[1]):
            self.process.kill()
            raise AssertionError(f"the witness did not become ready: {said} {self.process.communicate()}")
        self.key = said[0].strip()
        self.port = int(READY.fullmatch(said[1])[1])
        return self

    def stop(self, how=signal.SIGTERM, patience=PATIENCE_S):
        self.process.send_signal(how)
        code = self.process.wait(patience)
        self.process.stdout.close()
        self.process.stderr.close()
        self.process = None
        return code

    def close(self):
        if self.process is not None:
            self.stop(signal.SIGKILL)

    def refused(self):
        """Try to start; this must fail. Returns how the program ended."""
        return run(self.command())

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, headers=None, timeout=PATIENCE_S):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def post(self, body, **more):
        return self.ask("POST", "/add-checkpoint", body, **more)

    def add(self, old_size, proof, note, **more):
        return self.post(add_checkpoint(old_size, proof, note), **more)

    def page(self):
        """The page for people about its logs."""
        return self.ask("GET", "/").text

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def send_bytes(self, data, patience=5):
        """Send raw bytes. Returns what comes back, which can be nothing: not reading on is also an answer."""
        received, end = b"", time.monotonic() + patience
        with self.connect() as connection:
            connection.settimeout(0.2)
            try:
                connection.sendall(data)
            except OSError:
                pass
            while time.monotonic() < end:
                try:
                    chunk = connection.recv(4096)
                except TimeoutError:
                    if received:
                        break
                    continue
                except OSError:
                    break
                if not chunk:
                    break
                received += chunk
        return received
