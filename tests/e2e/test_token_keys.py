"""Tokens that another program signs, and the keys that check them: from a file, and from a provider over https."""

import base64
import functools
import http.server
import json
import os
import pathlib
import select
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

import casework
from journal import PATIENCE_S, PROGRAM, READY, Exit, run

ISSUER, AUDIENCE = "https://id.wren.example", "casejournal"
REFUSED = "the call has no token or certificate that this server accepts"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, size=None):
    return base64url(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class Signer:
    """A key of a provider of identities."""

    def __init__(self, algorithm, kid):
        self.algorithm, self.kid = algorithm, kid
        self.key = {"RS256": lambda: rsa.generate_private_key(65537, 2048),
                    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
                    "EdDSA": ed25519.Ed25519PrivateKey.generate}[algorithm]()

    def jwk(self):
        public = self.key.public_key()
        if self.algorithm == "RS256":
            numbers = public.public_numbers()
            members = {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        elif self.algorithm == "ES256":
            numbers = public.public_numbers()
            members = {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}
        else:
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            members = {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)}
        return members | {"kid": self.kid, "use": "sig"}

    def sign(self, message):
        if self.algorithm == "RS256":
            return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        if self.algorithm == "ES256":
            r, s = utils.decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return self.key.sign(message)

    def token(self, header=None, **claims):
        now = int(time.time())
        head = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"} | (header or {})
        body = {"iss": ISSUER, "aud": [AUDIENCE], "sub": "u-1", "name": "Ruth Adams", "iat": now, "exp": now + 300} | claims
        text = f"{base64url(json.dumps(head).encode())}.{base64url(json.dumps(body).encode())}"
        return f"{text}.{base64url(self.sign(text.encode()))}"


def key_set(*signers):
    return json.dumps({"keys": [signer.jwk() for signer in signers]})


class TokenKeysTest(unittest.TestCase):
    """Who suffers: a county whose provider changes its keys, and a family if a token of yesterday's keys still opens its case."""

    @classmethod
    def setUpClass(cls):
        cls.signers = [Signer("RS256", "r"), Signer("ES256", "e"), Signer("EdDSA", "o")]

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.certs = self.folder / "certs"
        self.keys = self.folder / "keys.json"
        self.ok("certs", "dev", "--out", self.certs)
        self.ok("init", "--data", self.folder / "journal", "--origin", "wren.example/juvenile", "--time-zone", casework.ZONE,
                "--administrator", "wren.example/u-9/Nell Frost")

    def put_keys(self, content):
        """Replace the file as a whole: one that is written in place may be read before it is complete."""
        new = self.keys.with_name("new-keys.json")
        new.write_text(content)
        new.replace(self.keys)

    def ok(self, *words):
        ran = run([PROGRAM, *words])
        self.assertEqual(Exit.OK, ran.exit, ran.err)

    def serve_command(self, keys, *flags):
        return [PROGRAM, "serve", "--data", self.folder / "journal", "--listen", "127.0.0.1:0", "--tls-cert",
                self.certs / "server.pem", "--tls-key", self.certs / "server-key.pem", "--token-keys", keys, "--token-issuer", ISSUER,
                "--token-audience", AUDIENCE, *flags]

    def serve(self, keys, *flags):
        with (self.folder / "stderr").open("ab") as stderr:
            server = subprocess.Popen(self.serve_command(keys, *flags), stdout=subprocess.PIPE, stderr=stderr, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait, PATIENCE_S)
        self.addCleanup(server.terminate)
        self.assertTrue(select.select([server.stdout], [], [], PATIENCE_S)[0], self.log())
        ready = READY.match(server.stdout.readline())
        self.assertTrue(ready, self.log())
        self.address = ready.group(1)

    def log(self):
        return (self.folder / "stderr").read_text()

    def ask(self, token):
        (self.folder / "token").write_text(token)
        env = os.environ | {"CASEJOURNAL_SERVER": self.address, "CASEJOURNAL_CA": str(self.certs / "ca.pem"),
                            "CASEJOURNAL_TOKEN_FILE": str(self.folder / "token")}
        return run([PROGRAM, "journal"], env=env)

    def assert_accepted(self, token):
        ran = self.ask(token)
        self.assertNotIn(REFUSED, ran.err)
        return ran

    def assert_refused(self, token, why):
        ran = self.ask(token)
        self.assertNotEqual(Exit.OK, ran.exit)
        self.assertIn(REFUSED, ran.err)
        self.assertNotIn(why, ran.err)
        self.assertIn(f"not accepted: the token {why}", self.log())

    def await_(self, is_so):
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            self.assertLess(time.monotonic(), end, self.log())
            time.sleep(0.1)

    def test_a_file_of_keys_is_read_again_and_a_broken_one_is_not_used(self):
        rs, es, ed = self.signers
        self.keys.write_text(key_set(*self.signers))
        self.serve(self.keys)
        for signer in self.signers:
            self.assert_accepted(signer.token())
        self.assert_accepted(ed.token({"alg": "Ed25519"}))

        token = ed.token()
        self.assert_accepted(token)
        self.put_keys(key_set(rs, es))
        self.await_(lambda: REFUSED in self.ask(token).err)
        self.assert_refused(token, "names a key that is not in the key set")

        self.put_keys(key_set(rs, es)[:100])
        self.await_(lambda: "[error]" in self.log())
        time.sleep(2)
        self.assertEqual(1, self.log().count("[error]"), self.log())
        self.assert_accepted(rs.token())
        self.put_keys(key_set(ed))
        self.await_(lambda: REFUSED not in self.ask(token).err)
        self.assertIn("can be read again", self.log())

    def test_each_fault_has_one_answer_and_the_operator_learns_the_reason(self):
        rs, _, ed = self.signers
        self.keys.write_text(key_set(*self.signers))
        self.serve(self.keys)
        now = int(time.time())
        self.assert_refused(ed.token(iat=now + 600, exp=now + 900), "was issued in the future")
        self.assert_refused(ed.token(iat=now - 90_000), "was issued too long ago")
        self.assert_refused(ed.token(aud="another"), "is for another audience")
        self.assert_refused(ed.token(iss="https://id.evil.example"), "is of another issuer")
        self.assert_refused(ed.token({"crit": ["exp"]}), "demands an extension")
        self.assert_refused(ed.token({"kid": "new"}), "names a key that is not in the key set")
        self.assert_refused(ed.token({"alg": "none"}), "names an algorithm other than")
        self.assert_refused(rs.token({"alg": "HS256"}), "names an algorithm other than")
        self.assert_refused(rs.token({"kid": "o"}), "names a key that is for another algorithm")
        self.assert_refused(Signer("EdDSA", "o").token(), "has a signature of something else")
        self.assert_refused(ed.token(name="x" * 300), "is too long in name")
        self.assert_refused(ed.token() + "==", "has a signature that is not base64url")
        for text in ("Ruth Adams", "evil", ed.token().split(".")[0]):
            self.assertNotIn(text, self.log())

    def test_a_provider_gives_its_keys_over_https_only(self):
        rs, es, ed = self.signers
        given = {"keys": key_set(rs, es)}

        class Provider(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                answer = given["keys"].encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certs / "server.pem", self.certs / "server-key.pem")
        provider.socket = context.wrap_socket(provider.socket, server_side=True)
        threading.Thread(target=functools.partial(provider.serve_forever, 0.05), daemon=True).start()
        self.addCleanup(provider.server_close)
        self.addCleanup(provider.shutdown)
        url = f"https://localhost:{provider.server_port}/keys"

        self.serve(url, "--token-keys-ca", self.certs / "ca.pem")
        self.assert_accepted(rs.token())
        # A new key: its first tokens are refused, and make the server ask again, at most once in ten seconds.
        given["keys"] = key_set(rs, es, ed)
        self.await_(lambda: REFUSED not in self.ask(ed.token()).err)

        for keys, flags, why in ((url, (), "certificate"), ("http://id.wren.example/keys", (), "use https://"),
                                 (self.folder / "none.json", (), "No such file")):
            ran = run(self.serve_command(keys, *flags))
            self.assertNotEqual(Exit.OK, ran.exit)
            self.assertIn("--token-keys ", ran.err)
            self.assertIn(why, ran.err)

    def test_a_key_set_with_a_private_key_is_not_served(self):
        private = self.signers[2].jwk() | {"d": base64url(bytes(32))}
        self.keys.write_text(json.dumps({"keys": [private]}))
        ran = run(self.serve_command(self.keys))
        self.assertNotEqual(Exit.OK, ran.exit)
        self.assertIn("private or symmetric", ran.err)


if __name__ == "__main__":
    unittest.main()
