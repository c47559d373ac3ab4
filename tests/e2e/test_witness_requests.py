"""The witness program: what it accepts from strangers, what it remembers, and when it refuses to start."""

import concurrent.futures
import os
import re
import signal
import subprocess
import time

from journal import PATIENCE_S, JournalTest, flip_byte, run
from signed_tree import Signer, consistency, cosigned_at, leaf, signers
from witness import Witness, add_checkpoint

POST = b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def chunk(data):
    return b"%x\r\n" % len(data) + data + b"\r\n"


class RequestTest(JournalTest):
    """Requests as in C2SP tlog-witness, and requests that no one should send. The log is created by hand: the operator
    of a witness cannot choose who sends requests. Who suffers: everyone who relies on a witness that can be fooled or
    crashed."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.log = Signer("log.example/a", b"a" * 32)
        self.leaves = [leaf(b"entry %d" % number) for number in range(310)]
        self.witness = Witness(self.folder / "witness", "witness.example/w1", self.log.verifier_key)
        self.addCleanup(self.witness.close)
        self.witness.start()

    def note(self, size):
        return self.log.checkpoint_of(self.leaves[:size])

    def grow(self, old_size, size, **more):
        """What an honest log sends."""
        return self.witness.add(old_size, consistency(old_size, self.leaves[:size]), self.note(size), **more)

    def assert_cosigned(self, answer, note):
        self.assertEqual(200, answer.status, answer)
        self.assertEqual(["witness.example/w1"], signers(f"\n\n{answer.text}"))
        self.assertLess(abs(cosigned_at(note + answer.text, self.witness.key) - time.time()), 60)

    def assert_has_cosigned(self, size):
        """Checked by a request that changes nothing: from a size that it did not cosign last."""
        answer = self.grow(size + 1, size + 2)
        self.assertEqual((409, "text/x.tlog.size", f"{size}\n"), (answer.status, answer.type, answer.text))

    def test_a_log_that_grows_is_cosigned_at_every_size(self):
        old_size = 0
        for size in (1, 2, 3, 7, 8, 9, 64, 65, 255, 256, 257, 300):
            self.assert_cosigned(self.grow(old_size, size), self.note(size))
            old_size = size
        self.assert_has_cosigned(300)

    def test_a_log_that_stands_still_is_cosigned_again(self):
        self.assert_cosigned(self.grow(0, 9), self.note(9))
        self.assert_cosigned(self.grow(9, 9), self.note(9))

    def test_cosignatures_and_signatures_of_others_below_the_checkpoint_do_no_harm(self):
        other = Signer("log.example/b", b"b" * 32)
        note = self.note(5) + other.note(self.note(5).partition("\n\n")[0] + "\n").partition("\n\n")[2]

        answer = self.witness.add(0, [], note)

        self.assert_cosigned(answer, note)

    def test_an_unknown_log_is_not_found(self):
        other = Signer("log.example/b", b"b" * 32)

        self.assertEqual(404, self.witness.add(0, [], other.checkpoint_of(self.leaves[:5])).status)
        # Also if the known log has signed it: the origin decides.
        self.assertEqual(404, self.witness.add(0, [], self.log.note(f"log.example/b\n5\n{'A' * 43}=\n")).status)

    def test_what_the_log_did_not_sign_is_forbidden(self):
        impostor = Signer(self.log.name, b"b" * 32)
        forged = self.note(5).replace("\n5\n", "\n6\n")
        line = self.note(5).rpartition(" ")[2]
        flipped = self.note(5).replace(line, line[:20] + ("A" if line[20] != "A" else "B") + line[21:])
        for note in (impostor.checkpoint_of(self.leaves[:5]), forged, flipped):
            answer = self.witness.add(0, [], note)
            self.assertEqual(403, answer.status, answer)
        # A stranger learns nothing about what was cosigned, and the proof does not matter.
        self.assert_cosigned(self.grow(0, 5), self.note(5))
        self.assertEqual(403, self.witness.add(0, [], impostor.checkpoint_of(self.leaves[:9])).status)
        self.assertEqual(403, self.witness.add(5, [], impostor.checkpoint_of(self.leaves[:9])).status)
        self.assert_has_cosigned(5)

    def test_malformed_requests_are_bad_requests(self):
        good = add_checkpoint(0, [], self.note(5)).decode()
        node = "A" * 43 + "=\n"
        note = self.note(5)
        without_signature = note.rpartition("\n\n")[0] + "\n\n"
        beginnings = ("old \n\n", "old 0\n", "old 00\n\n", "old 01\n\n", "old -1\n\n", "old +0\n\n", "old 0 \n\n",
                      " old 0\n\n", "old  0\n\n", "Old 0\n\n", "old 0\r\n\r\n", "old 99999999999999999999\n\n",
                      f"old {2**64}\n\n", "old 0x0\n\n", "old 0\n" + "A" * 43 + "\n\n", "old 0\nAAAA\n\n",
                      "old 0\n" + "A" * 42 + "B=\n\n", "old 0\n" + node * 64 + "\n", "old 0\n " + node + "\n", "old 6\n\n",
                      "old 0\n\n" + note)
        for body in ("", "\n", "old", "old 0", "old 0\n", "old 0\n\n", "{}", *(words + note for words in beginnings),
                     good[:-1], good + "\n", good + "x", good.replace("\n5\n", "\n05\n"),
                     good.replace("\n5\n", "\n-5\n"), good.replace("\n5\n", "\n"), "old 0\n\n" + without_signature,
                     good.replace("\u2014 ", "- "), good.replace("log.example", "log\x00example")):
            with self.subTest(body=body[:60]):
                answer = self.witness.post(body.encode())
                self.assertEqual(400, answer.status, answer)
        self.assertEqual(400, self.witness.post(good.encode().replace("\u2014".encode(), b"\xff\xfe")).status)
        self.assert_cosigned(self.grow(0, 5), self.note(5))

    def test_a_log_of_another_size_is_told_the_size_that_was_cosigned(self):
        answer = self.grow(3, 5)
        self.assertEqual((409, "text/x.tlog.size", "0\n"), (answer.status, answer.type, answer.text))
        self.assert_cosigned(self.grow(0, 5), self.note(5))
        for old_size, size in ((0, 5), (0, 9), (4, 9), (6, 9), (0, 3), (3, 3)):
            answer = self.grow(old_size, size)
            self.assertEqual((409, "text/x.tlog.size", "5\n"), (answer.status, answer.type, answer.text))
        self.assert_cosigned(self.grow(5, 9), self.note(9))

    def test_what_is_not_shown_to_go_on_is_not_cosigned(self):
        self.assert_cosigned(self.grow(0, 7), self.note(7))
        proof = consistency(7, self.leaves[:12])
        wrong = [leaf(b"wrong"), *proof[1:]]
        for bad in ([], proof[:-1], proof[1:], [*proof, proof[-1]], wrong, proof[::-1], [*proof[:-1], leaf(b"wrong")]):
            self.assertEqual(422, self.witness.add(7, bad, self.note(12)).status)
        self.assertEqual(422, self.witness.add(7, [leaf(b"none is due")], self.note(7)).status)
        self.assert_has_cosigned(7)
        self.assertEqual([], list(self.folder.rglob("*.forked")), "a bad proof is no proof of two pasts")
        self.assert_cosigned(self.grow(7, 12), self.note(12))

    def test_a_proof_where_there_is_nothing_to_go_on_from_is_refused(self):
        self.assertEqual(422, self.witness.add(0, [leaf(b"none is due")], self.note(7)).status)
        self.assert_has_cosigned(0)

    def test_two_pasts_of_one_size_are_kept_as_proof(self):
        self.assert_cosigned(self.grow(0, 7), self.note(7))
        forked = self.log.checkpoint_of([*self.leaves[:6], leaf(b"another")])

        answer = self.witness.add(7, [], forked)

        self.assertEqual(422, answer.status, answer)
        kept = list((self.folder / "witness").glob("*.forked"))
        self.assertEqual([forked], [file.read_text() for file in kept])
        self.assertEqual(self.note(7), kept[0].with_suffix("").read_text())
        self.assert_says(self.witness.page(), "THE LOG SIGNED ANOTHER HISTORY")
        self.witness.stop()
        self.witness.start()
        self.assert_says(self.witness.page(), "THE LOG SIGNED ANOTHER HISTORY")

    def test_too_much_is_too_large(self):
        large = b"x" * (2 << 20)

        declared = self.witness.send_bytes(POST + b"Content-Length: %d\r\n\r\n" % len(large) + large)
        endless = self.witness.send_bytes(POST + CHUNKED + b"ffffffffffffffff\r\n" + large)

        self.assertRegex(declared, rb"^HTTP/1\.1 413 ")
        self.assertRegex(endless, rb"^(HTTP/1\.1 413 |$)")  # there is no end to answer behind
        self.assert_cosigned(self.grow(0, 5), self.note(5))
        self.assertLess(self.memory_mib(), 200)

    def test_the_rest_of_what_is_too_large_is_no_request(self):
        """A proxy that reuses the connection would take the answer for that of another request."""
        request = add_checkpoint(0, [], self.note(5))
        hidden = POST + b"Content-Length: %d\r\n\r\n" % len(request) + request

        answer = self.witness.send_bytes(POST + CHUNKED + chunk(b"x" * 65536) * 16
                                         + chunk(b"x" * 65536 + b"\r\n" + hidden) + chunk(b""))

        self.assertRegex(answer, rb"^HTTP/1\.1 413 ")
        self.assertEqual(1, answer.count(b"HTTP/1.1 "), answer)
        self.assert_has_cosigned(0)

    def memory_mib(self):
        with open(f"/proc/{self.witness.process.pid}/status", encoding="utf-8") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) // 1024

    def test_a_chunked_request_is_as_good_as_another(self):
        body = add_checkpoint(0, [], self.note(5))

        chunks = [chunk(body[at:at + 7]) for at in range(0, len(body) + 7, 7)]

        answer = self.witness.send_bytes(POST + CHUNKED + b"".join(chunks))

        self.assertRegex(answer, rb"^HTTP/1\.1 200 ")

    def test_bytes_that_are_no_request_change_nothing(self):
        hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(300)  # of TLS
        for data in (b"", b"\x00" * 5000, os.urandom(5000), hello, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\r\n" * 5000,
                     b"GET " + b"/" * 100_000 + b" HTTP/1.1\r\n\r\n",
                     POST + b"Content-Length: -1\r\n\r\n", POST + b"Content-Length: x\r\n\r\nold 0\n",
                     POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
                     POST + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n",
                     POST + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
                     POST + CHUNKED + b"zz\r\n", POST + CHUNKED + b"-5\r\nhello\r\n",
                     POST + b"Transfer-Encoding: gzip\r\n\r\n" + os.urandom(100),
                     POST + b"Content-Encoding: gzip\r\nContent-Length: 100\r\n\r\n" + os.urandom(100),
                     POST + b"Content-Encoding: br\r\nContent-Length: 100\r\n\r\n" + os.urandom(100),
                     POST + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 20\r\n\r\n"
                     + b"--x\r\n" * 4):
            with self.subTest(data=data[:60]):
                answer = self.witness.send_bytes(data, patience=0.5)
                self.assertNotRegex(answer, rb"^HTTP/1\.1 [2]\d\d ")
                self.assertIsNone(self.witness.process.poll(), "the witness is gone")
        self.assert_cosigned(self.grow(0, 5), self.note(5))

    def test_other_methods_and_places_are_refused(self):
        body = add_checkpoint(0, [], self.note(5))
        for method, path in (("GET", "/add-checkpoint"), ("PUT", "/add-checkpoint"), ("DELETE", "/add-checkpoint"),
                             ("POST", "/"), ("POST", "/add-checkpoint/"), ("POST", "/Add-Checkpoint"),
                             ("GET", "/witness.key"), ("GET", "/../witness/witness.key")):
            answer = self.witness.ask(method, path, body)
            self.assertIn(answer.status, (400, 404, 405), f"{method} {path}: {answer}")
            self.assertNotIn("PRIVATE", answer.text)
        self.assert_has_cosigned(0)

    def test_a_few_slow_clients_do_not_keep_others_from_being_answered(self):
        self.assert_answered_beside(3)

    def test_many_slow_clients_do_not_keep_others_from_being_answered(self):
        """More clients than the program has threads, each sending a byte now and then."""
        self.assert_answered_beside(24)

    def assert_answered_beside(self, count):
        slow = [self.witness.connect() for _ in range(count)]
        for connection in slow:
            self.addCleanup(connection.close)
            connection.sendall(POST + b"Content-Length: 5000\r\n\r\n")
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            asked = pool.submit(self.grow, 0, 5, timeout=PATIENCE_S)
            while not asked.done() and time.monotonic() < began + PATIENCE_S + 1:
                for connection in slow:
                    try:
                        connection.sendall(b"o")
                    except OSError:
                        pass  # it was cut off, which is as it should be
                time.sleep(0.5)

        self.assertNotIsInstance(asked.exception(), TimeoutError,
                                 f"no answer in {PATIENCE_S} seconds beside {count} slow clients")
        self.assert_cosigned(asked.result(), self.note(5))

    def test_of_many_that_ask_at_once_one_is_first(self):
        """Otherwise a slower request would revert what a faster one was told."""
        sizes = list(range(10, 60))
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda size: self.grow(0, size), sizes))

        cosigned = [size for size, answer in zip(sizes, answers) if answer.status == 200]
        self.assertEqual(1, len(cosigned))
        self.assertEqual({409}, {answer.status for answer in answers if answer.status != 200})
        self.assert_has_cosigned(cosigned[0])

    def test_it_remembers_what_it_cosigned(self):
        old_size = 0
        for size, how in ((5, signal.SIGTERM), (9, signal.SIGKILL), (20, signal.SIGINT), (33, signal.SIGKILL)):
            self.assert_cosigned(self.grow(old_size, size), self.note(size))
            key = self.witness.key
            self.assertEqual({signal.SIGKILL: -9}.get(how, 0), self.witness.stop(how))
            self.witness.start()
            self.assertEqual(key, self.witness.key)
            self.assert_has_cosigned(size)
            old_size = size


class WitnessStateTest(JournalTest):
    """The directory of a witness. Who suffers: everyone, if a witness forgets or runs twice."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.log = Signer("log.example/a", b"a" * 32)
        self.witness = Witness(self.folder / "witness", "witness.example/w1", self.log.verifier_key)
        self.addCleanup(self.witness.close)
        self.witness.start()
        self.leaves = [leaf(b"%d" % number) for number in range(9)]
        self.assertEqual(200, self.witness.add(0, [], self.log.checkpoint_of(self.leaves)).status)

    def test_its_key_is_nobody_elses(self):
        key = self.folder / "witness/witness.key"

        self.assertEqual(0o600, key.stat().st_mode & 0o777)
        self.assertTrue(key.read_text().startswith("PRIVATE+KEY+witness.example/w1+"))
        self.assertEqual(f"witness {self.witness.key}", self.witness.page().splitlines()[0])

    def test_two_processes_on_one_state_are_refused(self):
        ran = run([*self.witness.command()[:-1], "127.0.0.1:0"])

        self.assertEqual(1, ran.exit, ran)
        self.assert_says(ran.err, "casejournal-witness: ", "is in use by another process")
        self.assertEqual("", ran.out)
        self.assertEqual(409, self.witness.add(3, [], self.log.checkpoint_of(self.leaves)).status)

    def test_it_stops_when_it_is_told_to_at_once(self):
        """A service manager that stops it as soon as it is ready must not have to kill it."""
        self.witness.stop()
        for _ in range(10):
            self.witness.start()
            try:
                self.assertEqual(0, self.witness.stop(patience=10))
            except subprocess.TimeoutExpired:
                self.fail("it was told to stop 10 seconds ago, and goes on")

    def test_a_port_in_use_is_refused(self):
        """Two witnesses at one address would answer in turn, each without knowing of the other."""
        second = Witness(self.folder / "second", "witness.example/w2", self.log.verifier_key)
        second.port = self.witness.port
        self.addCleanup(second.close)
        try:
            second.start()
        except AssertionError as refused:
            self.assert_says(str(refused), f"cannot listen on 127.0.0.1:{self.witness.port}")
            return
        self.fail(f"two witnesses listen on 127.0.0.1:{self.witness.port}")

    def test_damaged_state_is_refused(self):
        self.witness.stop()
        names = [path.name for path in (self.folder / "witness").iterdir() if path.name != "LOCK"]
        self.assertEqual(2, len(names), names)
        for name in names:
            path = self.folder / "witness" / name
            before = path.read_bytes()
            for at in {len(before) // 3, len(before) // 2, len(before) - 3}:
                flip_byte(path, at)
                self.assert_damaged(path)
                path.write_bytes(before)
            for content in (b"", before[:-10], b"garbage\n"):
                path.write_bytes(content)
                self.assert_damaged(path)
                self.assertEqual(content, path.read_bytes())
            path.write_bytes(before)
        self.witness.start()

    def assert_damaged(self, path):
        ran = self.witness.refused()
        self.assertEqual(8, ran.exit, ran)
        self.assert_says(ran.err, "casejournal-witness: ", path.name, "is damaged")
        self.assertNotIn("PRIVATE", ran.err + ran.out)
        self.assertEqual("", ran.out)

    def test_another_name_or_another_key_of_the_log_is_refused(self):
        self.witness.stop()
        self.witness.name = "witness.example/w2"
        ran = self.witness.refused()
        self.assertEqual(2, ran.exit, ran)
        self.assert_says(ran.err, "witness.example/w1", "witness.example/w2")
        self.witness.name = "witness.example/w1"
        self.witness.log_keys = [Signer(self.log.name, b"b" * 32).verifier_key]
        self.assertEqual(8, self.witness.refused().exit)

    def test_a_command_line_that_cannot_be_is_refused(self):
        self.witness.stop()
        key = self.log.verifier_key
        for keys in (["no key"], [key, key], [key.replace("+A", "+B")], [self.witness.key]):
            self.witness.log_keys = keys
            self.assertEqual(2, self.witness.refused().exit, keys)
        nameless = Witness(self.folder / "nameless", "", key)
        self.assertEqual(2, nameless.refused().exit)
        self.assertFalse((self.folder / "nameless/witness.key").exists())
