"""A timestamping authority for a test (RFC 3161 over HTTP): `openssl ts` behind a server that can also misbehave."""

import datetime
import http.server
import os
import subprocess
import tempfile
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TST_INFO = "1.2.840.113549.1.9.16.1.4"
SLOW_S = 8  # longer than a journal waits
CONFIG = """
[tsa]
default_tsa = stamping
[stamping]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*words, ok=True):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, timeout=60, check=False)
    if ok and done.returncode != 0:
        raise AssertionError(f"openssl {words} ended with {done.returncode}: {done.stderr.decode()}")
    return done


def der(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    width = (size.bit_length() + 7) // 8
    length = bytes([size]) if size < 128 else bytes([0x80 + width]) + size.to_bytes(width, "big")
    return bytes([tag]) + length + content


def answer_with(token):
    """A TimeStampResp that grants the request."""
    return der(0x30, der(0x30, der(0x02, b"\x00")), token)


REFUSAL = der(0x30, der(0x30, der(0x02, b"\x02")))


class Certificates:
    """A certification authority and its certificates, as files."""

    def __init__(self, folder, name):
        self.folder = folder
        self.folder.mkdir()
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(self._certify(self.name, self._key.public_key(), True, None, datetime.timedelta(days=3650)))

    def _certify(self, subject, public, is_ca, usage, valid):
        now = datetime.datetime.utcnow()
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(public)
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
                   .not_valid_after(now + valid).add_extension(x509.BasicConstraints(is_ca, None), True))
        if usage is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), True)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def issue(self, stem, usage=ExtendedKeyUsageOID.TIME_STAMPING, valid=datetime.timedelta(days=365)):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, stem)])
        (self.folder / f"{stem}.pem").write_bytes(self._certify(subject, key.public_key(), False, usage, valid))
        (self.folder / f"{stem}.key").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


class Authority:
    """`mode` is how it answers from now on; `asked` has all requests with their content types."""

    def __init__(self, folder, name="Wren Time"):
        self.certificates = Certificates(folder, name)
        self.certificates.issue("tsa")
        self.folder = folder
        self.ca = self.certificates.ca
        (folder / "serial").write_text("01\n")
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder))
        self.mode = "good"
        self.asked = []
        self.closing = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._kept = None
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/tsa"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        if not self.closing.is_set():
            self.closing.set()
            self._server.shutdown()
            self._server.server_close()

    def stamp(self, query):
        """The answer of an honest authority."""
        with self._one_at_a_time, tempfile.NamedTemporaryFile() as asked, tempfile.NamedTemporaryFile() as answer:
            asked.write(query)
            asked.flush()
            openssl("ts", "-reply", "-config", self.folder / "openssl.cnf", "-section", "stamping",
                    "-queryfile", asked.name, "-out", answer.name)
            return answer.read()

    def answer(self, query):
        """The status and body of an answer, according to `mode`."""
        if self.mode == "another request":
            return 200, self._kept
        if self.mode == "other bytes":  # with the nonce that was asked for
            at = query.index(b"\x04\x20") + 2
            return 200, self.stamp(query[:at] + os.urandom(32) + query[at + 32:])
        if self.mode == "slow":
            self.closing.wait(SLOW_S)
        special = {"garbage": (200, b"\x30\x82\xff\xff" + os.urandom(300)), "empty": (200, b""),
                   "text": (200, b"<html>no</html>"), "huge": (200, b"\x30" * (1 << 20)),
                   "status 500": (500, b"broken"), "refusal": (200, REFUSAL),
                   "granted, and no token": (200, der(0x30, der(0x30, der(0x02, b"\x00"))))}
        if self.mode in special:
            return special[self.mode]
        self._kept = self.stamp(query)
        return (500, self._kept) if self.mode == "status 500 with a token" else (200, self._kept)

    def _handler(authority):  # pylint: disable=no-self-argument
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked.append((self.headers["Content-Type"], query))
                if authority.mode == "redirection":
                    self.send_response(307)
                    self.send_header("Location", f"{authority.url}/elsewhere")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                status, body = authority.answer(query)
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(1 << 16 if authority.mode == "dripping" else len(body)))
                self.end_headers()
                if authority.mode != "dripping":
                    self.wfile.write(body)
                while authority.mode == "dripping" and not authority.closing.wait(1):
                    self.wfile.write(b"\x30")

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler


def verify(note, response, ca):
    """Whether openssl accepts a response over a note."""
    with tempfile.TemporaryDirectory() as folder:
        data, token = os.path.join(folder, "data"), os.path.join(folder, "token")
        for path, content in ((data, note), (token, response)):
            with open(path, "wb") as file:
                file.write(content)
        return openssl("ts", "-verify", "-data", data, "-in", token, "-CAfile", ca, ok=False).returncode == 0
