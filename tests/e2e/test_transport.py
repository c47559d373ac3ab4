"""TLS, and who calls: certificates that change while a server runs, client certificates, tokens of the command line."""

import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

import casework
from journal import PATIENCE_S, PROGRAM, Exit, run

ISSUER, AUDIENCE = "wren.example", "casejournal"
ADMINISTRATOR = ("u-1", "Ruth Adams")
AUDITOR = ("u-9", "Olga Marsh")
STEPPING_CLOCK = pathlib.Path(__file__).with_name("stepping_clock.c")
READY = re.compile(r"casejournal ready on (\S+:(\d+)) ")
CLIENT_NAME = "dns:client.casejournal.invalid"
DAY_S = 86_400


class TransportTest(unittest.TestCase):
    """A journal with an administrator and an auditor, and certificates and tokens of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "journal"
        self.stderr = self.folder / "stderr"
        self.server = None
        self.address = None
        self.ok("init", "--data", self.data, "--origin", "wren.example/juvenile", "--time-zone", casework.ZONE,
                "--administrator", f"{ISSUER}/{'/'.join(ADMINISTRATOR)}")
        self.certificates("certs")
        self.administrator = self.token("administrator.jwt", *ADMINISTRATOR)

    # What is made.

    def certificates(self, name, *flags):
        self.ok("certs", "dev", "--out", self.folder / name, *flags)
        return self.folder / name

    def token(self, name, subject, person, expires_in="1h", keys="keys"):
        file = self.folder / name
        self.ok("token", "dev", "--keys", self.folder / keys, "--issuer", ISSUER, "--audience", AUDIENCE, "--subject",
                subject, "--name", person, "--expires-in", expires_in, "-o", file)
        return file

    # How it is served.

    def serve_command(self, *flags, listen="127.0.0.1:0"):
        return [PROGRAM, "serve", "--data", self.data, "--listen", listen, *flags]

    def tls_flags(self):
        return ["--tls-cert", self.folder / "certs/server.pem", "--tls-key", self.folder / "certs/server-key.pem",
                "--token-keys", self.folder / "keys/token-keys.json", "--token-issuer", ISSUER, "--token-audience",
                AUDIENCE]

    def serve(self, *flags, listen="127.0.0.1:0"):
        """Serve over TLS, until the test ends."""
        with open(self.stderr, "ab") as stderr:
            command = self.serve_command(*self.tls_flags(), *flags, listen=listen)
            self.server = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=stderr, env=self.env())
        self.addCleanup(self.stop)
        line = self.server.stdout.readline().decode()
        ready = READY.match(line)
        self.assertIsNotNone(ready, f"{line}{self.log()}")
        self.port = int(ready[2])
        self.address = f"127.0.0.1:{self.port}"

    def stop(self):
        if self.server is None:
            return
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(PATIENCE_S)
        self.server.stdout.close()
        self.server = None
        self.assertEqual(0, code, self.log())

    def log(self):
        return self.stderr.read_text(encoding="utf-8")

    # How it is asked.

    def env(self, **variables):
        """An environment in which nothing says how to sign in but `variables`."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEJOURNAL_")}
        return {**kept, "CASEJOURNAL_CHECKPOINTS": "none", "XDG_CONFIG_HOME": str(self.folder / "config"), **variables}

    def run_program(self, *words, stdin=None, **variables):
        """Run the program with no sign-in but what `words` and `variables` say."""
        return run([PROGRAM, *words], stdin=stdin, env=self.env(**variables))

    def ok(self, *words, stdin=None, **variables):
        ran = self.run_program(*words, stdin=stdin, **variables)
        self.assertEqual(0, ran.exit, f"{words}: {ran.err}{ran.out}")
        return ran.out

    def ask(self, *words, token=None, ca="certs/ca.pem", stdin=None):
        """Ask the server over TLS, as the holder of a token."""
        flags = ["--server", self.address, "--ca", self.folder / ca]
        return self.run_program(*words, *flags, *(["--token-file", token] if token else []), stdin=stdin)

    def whoami(self, **how):
        ran = self.ask("whoami", "--json", **how)
        self.assertEqual(0, ran.exit, ran.err)
        return json.loads(ran.out)

    def served_certificate(self, *flags):
        """What openssl says of a new connection: the text, and the fingerprint of the certificate."""
        done = subprocess.run(["openssl", "s_client", "-connect", self.address, "-alpn", "h2", *flags], input=b"",
                              capture_output=True, timeout=PATIENCE_S, check=False)
        text = done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
        found = re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", text, re.DOTALL)
        return text, found and found[0]

    def wait_for(self, what, why):
        end = time.monotonic() + PATIENCE_S
        while not what():
            self.assertLess(time.monotonic(), end, f"{why}\n{self.log()}")
            time.sleep(0.1)


class PlainTextTest(TransportTest):
    """Who suffers: a child whose record crossed a network in plain text."""

    def assert_refused(self, flags, *words, listen="127.0.0.1:0"):
        ran = run(self.serve_command(*flags, listen=listen), env=self.env())
        self.assertEqual(Exit.USAGE, ran.exit, ran.err)
        for word in words:
            self.assertIn(word, ran.err)

    def test_a_server_says_how_it_is_reached_or_does_not_start(self):
        actor = ["--development-actor", f"{ISSUER}/u-104/Grace Bell"]
        self.assert_refused([], "--tls-cert", "--insecure-dev", "certs dev")
        self.assert_refused(actor, "--insecure-dev")
        self.assert_refused(["--insecure-dev"], "--development-actor")
        self.assert_refused(["--insecure-dev", *actor], "0.0.0.0:0", "--tls-cert", listen="0.0.0.0:0")
        self.assert_refused(["--insecure-dev", *actor, *self.tls_flags()], "does not go with")
        self.assert_refused([*self.tls_flags(), *actor], "--insecure-dev")
        self.assert_refused(self.tls_flags()[:4], "nobody could sign in")

    def test_a_journal_says_how_it_is_reached(self):
        """Who suffers: a county that took a trial for the real thing."""
        self.serve()
        over_tls = self.ask("journal", token=self.administrator)
        self.assertRegex(over_tls.out, r"(?m)^Connection +TLS$")
        self.stop()
        shutil.rmtree(self.data)
        self.ok("init", "--data", self.data, "--origin", "wren.example/trial", "--time-zone", casework.ZONE)
        command = self.serve_command("--insecure-dev", "--development-actor", f"{ISSUER}/{'/'.join(ADMINISTRATOR)}")
        with open(self.stderr, "ab") as stderr:
            self.server = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=stderr, env=self.env())
        address = READY.match(self.server.stdout.readline().decode())[1]
        in_plain_text = self.run_program("journal", "--insecure-dev", "--server", address)
        self.assertRegex(in_plain_text.out, r"(?m)^Connection +plain text, and nobody is identified: for development only$")
        self.assertIn("insecure: plain text", self.log())

    def test_a_journal_with_roles_is_not_served_to_everybody(self):
        """Who suffers: families whose cases an operator reads with a server that identifies nobody."""
        command = self.serve_command("--insecure-dev", "--development-actor", f"{ISSUER}/{'/'.join(ADMINISTRATOR)}")
        ran = run(command, env=self.env())
        self.assertEqual(Exit.MALFORMED, ran.exit, ran.err)
        self.assertIn("this journal has roles", ran.err)
        self.assertIn("--tls-cert", ran.err)
        self.assertEqual("", ran.out)

    def test_a_server_over_tls_answers_nothing_in_plain_text(self):
        self.serve()
        ran = self.run_program("journal", "--insecure-dev", "--server", self.address)
        self.assertEqual(Exit.UNAVAILABLE, ran.exit, ran.err)

    def test_a_client_sends_plain_text_to_no_other_machine(self):
        ran = self.run_program("journal", "--insecure-dev", "--server", "192.0.2.1:7464")
        self.assertEqual(Exit.USAGE, ran.exit)
        self.assertIn("192.0.2.1:7464", ran.err)

    def test_a_secret_that_others_can_read_is_used_with_a_warning(self):
        """Who suffers: the person in whose name somebody else on the machine records."""
        self.serve()
        self.assertEqual("", self.ask("whoami", token=self.administrator).err)
        self.administrator.chmod(0o644)
        for words in (["whoami"], ["login", "county"]):
            with self.subTest(words[0]):
                ran = self.ask(*words, token=self.administrator)
                self.assertEqual(0, ran.exit, ran.err)
                self.assertEqual(1, ran.err.count(f"chmod 600 {self.administrator}"), ran.err)
                self.assertEqual(1, len(ran.err.splitlines()), ran.err)
        key = self.folder / "certs/client-key.pem"
        key.chmod(0o640)
        self.administrator.chmod(0o600)
        ran = self.ask("whoami", "--cert", self.folder / "certs/client.pem", "--key-file", key, token=self.administrator)
        self.assertEqual(0, ran.exit, ran.err)
        self.assertIn(f"chmod 600 {key}", ran.err)

    def test_a_client_sends_no_token_in_plain_text(self):
        ran = self.run_program("journal", "--insecure-dev", "--server", "127.0.0.1:1", "--token-file", self.administrator)
        self.assertEqual(Exit.USAGE, ran.exit)
        self.assertIn("--token-file", ran.err)

    def test_a_password_in_a_url_is_refused_and_not_repeated(self):
        """Who suffers: the county whose password is in a log that many read."""
        flags = [*self.tls_flags()[:4], "--token-issuer", ISSUER, "--token-audience", AUDIENCE]
        ran = run(self.serve_command(*flags, "--token-keys", "https://casejournal:hunter2@id.example/keys"), env=self.env())
        self.assertEqual(Exit.MALFORMED, ran.exit, ran.err)
        self.assertIn("--token-keys", ran.err)
        self.assertNotIn("hunter2", ran.err)

    def test_any_address_is_served_over_tls(self):
        self.serve(listen="0.0.0.0:0")
        self.assertEqual(ADMINISTRATOR[0], self.whoami(token=self.administrator)["staff"]["subject"])


class TlsTest(TransportTest):
    """Who suffers: a court whose journal somebody in between reads or answers for."""

    def test_tls_1_2_and_1_3_and_nothing_older(self):
        self.serve()
        for version in ("-tls1_2", "-tls1_3"):
            text, certificate = self.served_certificate(version)
            self.assertIsNotNone(certificate, text)
            self.assertIn("ALPN protocol: h2", text)
        for version in ("-tls1", "-tls1_1"):
            text, certificate = self.served_certificate(version, "-cipher", "ALL:@SECLEVEL=0")
            self.assertIsNone(certificate, text)
            self.assertRegex(text, "written [1-9]", "it was not even asked")

    def test_a_certificate_of_another_authority_is_not_trusted(self):
        self.certificates("other")
        self.serve()
        for ca in ("other/ca.pem", None):
            flags = ["--ca", self.folder / ca] if ca else []  # without: those of the system
            ran = self.run_program("whoami", "--server", self.address, "--token-file", self.administrator, *flags)
            self.assertEqual(Exit.UNAVAILABLE, ran.exit, ran.err)
            self.assertIn("certificate", ran.err)

    def test_a_certificate_is_for_its_names(self):
        self.serve(listen="127.0.0.2:0")
        ran = self.run_program("whoami", "--server", f"127.0.0.2:{self.port}", "--ca", self.folder / "certs/ca.pem",
                               "--token-file", self.administrator)
        self.assertEqual(Exit.UNAVAILABLE, ran.exit, ran.err)

    def test_an_expired_certificate_is_neither_served_nor_made_by_accident(self):
        shim, step = self.folder / "stepping_clock.so", self.folder / "step"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, STEPPING_CLOCK, "-ldl"], check=True)
        step.write_text(str(-91 * DAY_S))
        self.ok("certs", "dev", "--out", self.folder / "certs", "--force", LD_PRELOAD=str(shim), STEPPING_CLOCK=str(step))
        ran = run(self.serve_command(*self.tls_flags()), env=self.env())
        self.assertEqual(Exit.USAGE, ran.exit, ran.err)
        self.assertIn("expired at", ran.err)

    def test_certificates_are_not_overwritten_and_keys_are_private(self):
        before = (self.folder / "certs/server-key.pem").read_bytes()
        ran = self.run_program("certs", "dev", "--out", self.folder / "certs")
        self.assertEqual(Exit.REFUSED, ran.exit)
        self.assertIn("--force", ran.err)
        self.assertEqual(before, (self.folder / "certs/server-key.pem").read_bytes())
        self.certificates("certs", "--force", "--host", "journal.lan")
        self.assertNotEqual(before, (self.folder / "certs/server-key.pem").read_bytes())
        for name in ("certs/server-key.pem", "certs/client-key.pem", "keys/token-key.pem", "administrator.jwt"):
            self.assertEqual(0o600, stat.S_IMODE((self.folder / name).stat().st_mode), name)
        text = subprocess.run(["openssl", "x509", "-in", self.folder / "certs/server.pem", "-noout", "-text"],
                              capture_output=True, check=True).stdout.decode()
        for name in ("DNS:localhost", "IP Address:127.0.0.1", "DNS:journal.lan"):
            self.assertIn(name, text)
        subprocess.run(["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", self.folder / "certs/ca.pem",
                        self.folder / "certs/server.pem"], capture_output=True, check=True)
        subprocess.run(["openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", self.folder / "certs/ca.pem",
                        self.folder / "certs/client.pem"], capture_output=True, check=True)


class RenewalTest(TransportTest):
    """Who suffers: an operator who must choose between an expired certificate and dropped calls."""

    def put(self, folder, *names):
        """Replace files, each as a whole."""
        for name in names:
            shutil.copy(self.folder / folder / name, self.folder / "certs/new")
            os.rename(self.folder / "certs/new", self.folder / "certs" / name)

    def certificate_in(self, folder):
        return (self.folder / folder / "server.pem").read_text()

    def test_new_files_count_for_new_connections_and_a_stream_goes_on(self):
        self.certificates("renewed")
        self.serve()
        auditor = self.token("auditor.jwt", *AUDITOR)
        given = self.ask("roles", "give", "--to", f"{ISSUER}/{'/'.join(AUDITOR)}", "--role", "auditor",
                         token=self.administrator)
        self.assertEqual(0, given.exit, given.err)
        command = [PROGRAM, "subscribe", "--json", "--from", "0", "--server", self.address, "--ca",
                   self.folder / "certs/ca.pem", "--token-file", auditor]
        old_ca = (self.folder / "certs/ca.pem").read_bytes()
        with self.running(command) as stream:
            self.read_until(stream, "roleGiven")

            self.put("renewed", "server.pem", "server-key.pem", "ca.pem")
            self.wait_for(lambda: self.served_certificate()[1] == self.certificate_in("renewed"), "not read again")

            given = self.ask("roles", "give", "--to", f"{ISSUER}/u-77/Vera Lind", "--role", "operator",
                             token=self.administrator)
            self.assertEqual(0, given.exit, f"with the new authority: {given.err}")
            self.read_until(stream, "u-77")
            self.assertIsNone(stream.poll(), "the stream ended")
        (self.folder / "old.pem").write_bytes(old_ca)
        self.assertEqual(Exit.UNAVAILABLE, self.ask("whoami", token=self.administrator, ca="old.pem").exit)

    @contextlib.contextmanager
    def running(self, command):
        with subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=self.env()) as process:
            self.printed = b""
            try:
                yield process
            finally:
                process.kill()

    def read_until(self, process, word):
        end = time.monotonic() + PATIENCE_S
        while word.encode() not in self.printed:
            self.assertLess(time.monotonic(), end, self.printed)
            if select.select([process.stdout], [], [], 0.2)[0]:
                chunk = os.read(process.stdout.fileno(), 65536)
                self.assertNotEqual(b"", chunk, process.stderr.read() if process.poll() is not None else "")
                self.printed += chunk

    def test_files_that_do_not_belong_together_are_not_used_and_said_once(self):
        self.certificates("other")
        self.serve()
        self.put("other", "server-key.pem")
        self.wait_for(lambda: "does not belong" in self.log(), "not reported")
        time.sleep(3)
        self.assertEqual(1, self.log().count("does not belong"), self.log())
        self.assertEqual(self.certificate_in("certs"), self.served_certificate()[1])
        self.assertEqual(0, self.ask("whoami", token=self.administrator).exit)

        self.put("other", "server.pem", "ca.pem")
        self.wait_for(lambda: self.served_certificate()[1] == self.certificate_in("other"), "not read again")
        self.assertEqual(0, self.ask("whoami", token=self.administrator).exit)


class ClientCertificateTest(TransportTest):
    """Who suffers: a pipeline that must not have a token that anyone can copy."""

    def setUp(self):
        super().setUp()
        self.serve("--client-ca", self.folder / "certs/ca.pem", "--certificate-caller",
                   f"{CLIENT_NAME}={ISSUER}/{'/'.join(ADMINISTRATOR)}")

    def with_certificate(self, folder, name="client"):
        return self.ask("whoami", "--json", "--cert", self.folder / folder / f"{name}.pem", "--key-file",
                        self.folder / folder / f"{name}-key.pem")

    def test_a_certificate_stands_for_a_caller(self):
        ran = self.with_certificate("certs")
        self.assertEqual(0, ran.exit, ran.err)
        caller = json.loads(ran.out)
        self.assertEqual(ADMINISTRATOR[0], caller["staff"]["subject"])
        self.assertEqual("AUTHENTICATION_METHOD_CLIENT_CERTIFICATE", caller["method"])

    def test_without_a_certificate_a_token_is_needed(self):
        ran = self.ask("whoami")
        self.assertEqual(Exit.NOT_PERMITTED, ran.exit, ran.err)
        self.assertEqual("AUTHENTICATION_METHOD_BEARER_TOKEN", self.whoami(token=self.administrator)["method"])

    def test_another_authority_or_use_does_not_count(self):
        self.certificates("other")
        self.assertEqual(Exit.UNAVAILABLE, self.with_certificate("other").exit)
        self.assertEqual(Exit.UNAVAILABLE, self.with_certificate("certs", "server").exit)


class StepTest(TransportTest):
    """Who suffers: an office that cannot work because somebody set the clock of its server right, and a family whose
    record is open for a token that has expired."""

    STEP_S = 3 * 3600

    def setUp(self):
        super().setUp()
        self.step, self.shim = self.folder / "step", self.folder / "stepping_clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim, STEPPING_CLOCK, "-ldl"], check=True)
        self.ahead = self.folder / "ahead"
        self.ahead.write_text(str(self.STEP_S), encoding="utf-8")

    def stepped(self, step):
        return {"LD_PRELOAD": str(self.shim), "STEPPING_CLOCK": str(step)}

    def assert_judged(self, expected, token, *, ahead=False):
        """The client has the clock that its token is of, so that only the server says what the token is worth."""
        ran = self.run_program("whoami", "--server", self.address, "--ca", self.folder / "certs/ca.pem", "--token-file", token,
                               **(self.stepped(self.ahead) if ahead else {}))
        self.assertEqual(expected, ran.exit, ran.err)
        if expected == Exit.NOT_PERMITTED:
            self.assertIn("the call has no token or certificate that this server accepts", ran.err)

    def serve_with_a_clock(self, **variables):
        """Serve by a clock that the test steps; clients keep the time of this machine."""
        with open(self.stderr, "ab") as stderr:
            command = [str(word) for word in self.serve_command(*self.tls_flags())]
            self.server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
                                           env=self.env(**self.stepped(self.step), **variables))
        self.addCleanup(self.stop)
        self.port = int(READY.match(self.server.stdout.readline().decode())[2])
        self.address = f"127.0.0.1:{self.port}"

    def test_the_first_call_after_a_step_of_the_clock_is_judged_by_the_new_time(self):
        then = self.folder / "then.jwt"
        self.ok("token", "dev", "--keys", self.folder / "keys", "--issuer", ISSUER, "--audience", AUDIENCE, "--subject",
                ADMINISTRATOR[0], "--name", ADMINISTRATOR[1], "--expires-in", "1h", "-o", then, **self.stepped(self.ahead))
        self.serve_with_a_clock()
        for _ in range(2):
            with self.subTest("before the step, or after it was taken back"):
                self.assert_judged(Exit.NOT_PERMITTED, then, ahead=True)  # it was issued in the future
                self.assert_judged(Exit.OK, self.administrator)
            self.step.write_text(str(self.STEP_S), encoding="utf-8")
            with self.subTest("after the step"):
                self.assert_judged(Exit.OK, then, ahead=True)
                self.assert_judged(Exit.NOT_PERMITTED, self.administrator)  # it is expired
            self.step.unlink()

    def test_a_key_and_a_certificate_are_replaced_in_seconds_after_the_clock_was_set_back(self):
        """Who suffers: a family if the key that was stolen counts for three more hours."""
        self.serve_with_a_clock(STEPPING_WAITS="1")
        self.step.write_text(str(self.STEP_S), encoding="utf-8")
        time.sleep(3)  # every thread that looks once a second has begun another wait
        self.step.unlink()
        self.assert_judged(Exit.OK, self.administrator)

        self.token("other.jwt", *ADMINISTRATOR, keys="other-keys")
        os.replace(self.folder / "other-keys/token-keys.json", self.folder / "keys/token-keys.json")
        self.certificates("renewed")
        for name in ("server-key.pem", "server.pem"):
            os.replace(self.folder / "renewed" / name, self.folder / "certs" / name)
        self.wait_for(lambda: self.ask("whoami", token=self.folder / "other.jwt", ca="renewed/ca.pem").exit == Exit.OK,
                      "the key and the certificate are not read again")
        self.assertEqual(Exit.NOT_PERMITTED, self.ask("whoami", token=self.administrator, ca="renewed/ca.pem").exit)


class HandshakeTest(TransportTest):
    """Who suffers: an operator whose disk is full of what a port scanner did, or who does not learn that it was there."""

    CONNECTIONS = 120
    LINE = re.compile(r"failed TLS handshakes: (\d+); the last one: (.*)")

    def fail_a_handshake(self, said):
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as connection:
            connection.sendall(said)
            with contextlib.suppress(ConnectionResetError):
                while connection.recv(4096):
                    pass

    def test_failed_handshakes_are_counted_and_told_in_few_lines(self):
        began = time.monotonic()
        self.serve()
        self.fail_a_handshake(b"GET / HTTP/1.1\r\nHost: marked.example\r\n\r\n")
        self.wait_for(lambda: self.LINE.search(self.log()), "the first one is not told")
        self.assertEqual(("1", "http request"), self.LINE.search(self.log()).groups())
        for _ in range(self.CONNECTIONS):
            self.fail_a_handshake(b"marked" * 20)
        self.assertEqual(ADMINISTRATOR[0], self.whoami(token=self.administrator)["staff"]["subject"])
        self.stop()

        told = self.LINE.findall(self.log())
        self.assertEqual(1 + self.CONNECTIONS, sum(int(count) for count, _ in told), self.log())
        minutes = int((time.monotonic() - began) / 60)
        self.assertLessEqual(len(told), 3 + minutes, "one a minute, and one at the stop")
        for word in ("marked", "ssl_transport_security"):
            self.assertNotIn(word, self.log())


class LoginTest(TransportTest):
    """Who suffers: a caseworker whose token ends up in a log, on another server, or in somebody's terminal."""

    def setUp(self):
        super().setUp()
        self.serve()

    def login(self, token, *words, stdin=None):
        flags = ["--token-file", token] if token else []
        return self.run_program("login", *words, "--server", self.address, "--ca", self.folder / "certs/ca.pem", *flags,
                                stdin=stdin)

    def assert_keeps_secret(self, ran, *files):
        for file in files:
            for part in file.read_text().strip().split("."):
                self.assertNotIn(part, ran.out + ran.err)

    def test_a_person_signs_in_once(self):
        ran = self.login(self.administrator, "county")
        self.assertEqual(0, ran.exit, ran.err)
        self.assertIn(ADMINISTRATOR[1], ran.out)
        self.assertIn("administrator", ran.out)
        self.assert_keeps_secret(ran, self.administrator)
        self.assertIn(ADMINISTRATOR[1], self.ok("whoami"))
        stored = self.folder / "config/casejournal/tokens/county.jwt"
        self.assertEqual(0o600, stat.S_IMODE(stored.stat().st_mode))
        self.assertEqual(0o700, stat.S_IMODE(stored.parent.stat().st_mode))
        self.ok("use", "county", "--forget")
        self.assertFalse(stored.exists())

    def test_a_token_comes_from_standard_input(self):
        ran = self.login(None, stdin=f"Bearer {self.administrator.read_text()}")
        self.assertEqual(0, ran.exit, ran.err)
        self.assertEqual(ADMINISTRATOR[0], json.loads(self.ok("whoami", "--json"))["staff"]["subject"])

    def test_a_token_that_is_not_accepted_is_not_kept(self):
        forged = self.token("forged.jwt", *ADMINISTRATOR, keys="other-keys")
        for token, exit_code in ((forged, Exit.NOT_PERMITTED), (self.folder / "certs/ca.pem", Exit.MALFORMED),
                                 (self.token("old.jwt", *ADMINISTRATOR, expires_in="-1h"), Exit.NOT_PERMITTED)):
            ran = self.login(token, "county")
            self.assertEqual(exit_code, ran.exit, ran.err)
            self.assert_keeps_secret(ran, forged)
            self.assertEqual([], list((self.folder / "config").rglob("*.jwt*")))
            self.assertFalse((self.folder / "config/casejournal/contexts.json").exists())

    def test_an_expired_token_is_named_before_any_call(self):
        expired = self.token("old.jwt", *ADMINISTRATOR, expires_in="-1h")
        self.stop()
        ran = self.ask("whoami", token=expired)
        self.assertEqual(Exit.NOT_PERMITTED, ran.exit, ran.err)
        self.assertIn("expired at", ran.err)
        self.assertIn("old.jwt", ran.err)
        self.assert_keeps_secret(ran, expired)

    def test_a_token_in_a_context_goes_to_no_other_server(self):
        self.assertEqual(0, self.login(self.administrator, "county").exit)
        ran = self.run_program("whoami", "--server", f"localhost:{self.port}", "--ca", self.folder / "certs/ca.pem")
        self.assertEqual(Exit.NOT_PERMITTED, ran.exit, ran.err)
        self.ok("use", "county", "--server", f"localhost:{self.port}", "--ca", self.folder / "certs/ca.pem")
        self.assertEqual(Exit.NOT_PERMITTED, self.run_program("whoami").exit, "the token was for the other address")

    def test_a_new_token_in_the_file_counts_for_the_next_call(self):
        file = self.token("token.jwt", *ADMINISTRATOR)
        self.assertEqual(ADMINISTRATOR[0], self.whoami(token=file)["staff"]["subject"])
        self.ask("roles", "give", "--to", f"{ISSUER}/{'/'.join(AUDITOR)}", "--role", "auditor", token=self.administrator)
        self.token("token.jwt", *AUDITOR)
        self.assertEqual(AUDITOR[0], self.whoami(token=file)["staff"]["subject"])


if __name__ == "__main__":
    unittest.main()
