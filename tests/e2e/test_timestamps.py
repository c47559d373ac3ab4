"""Timestamps (RFC 3161): a test authority confirms when a checkpoint existed, and openssl checks it."""

import datetime
import json
import re
import subprocess
import tempfile
import time
import zoneinfo

from cryptography.x509.oid import ExtendedKeyUsageOID

import casework
import wire
from exhibits import repacked, unpack
from journal import PATIENCE_S, PROGRAM, ROOT, SAMPLES, Exit, JournalTest, run
from signed_tree import leaves_of, root, size_and_root
from time_authority import TST_INFO, Authority, Certificates, answer_with, openssl, verify

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-cryptography is for
VERIFIER = ROOT / "tests/foreign/verify_exhibit.py"
CASE = casework.an_id("case")
TIME_STAMP_TAKEN = 6  # of the choice in JournalEvent
SELDOM = "86400"


class TimeStampTest(JournalTest):
    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder / "authority")
        self.addCleanup(self.authority.close)

    def serve(self, every):
        self.journal.start("--timestamp-url", self.authority.url, "--timestamp-every", every)
        self.key = self.journal.ok("key").strip()

    def stamps(self):
        """The recorded timestamps: checkpoint, size, response, authority."""
        found = []
        for event in self.journal.events():
            if event["type"] == "TimeStampTaken":
                taken = wire.journal_event(event, TIME_STAMP_TAKEN)
                found.append((taken[1][0], taken[2][0], taken[3][0], taken[4][0].decode()))
        return found

    def wait_for_stamps(self, count):
        end = time.monotonic() + PATIENCE_S
        while len(self.stamps()) < count:
            self.assertLess(time.monotonic(), end, "no time stamp was taken")
            time.sleep(0.2)
        return self.stamps()

    def at_rest(self):
        """The size of the journal, and how often the authority was asked, when neither has changed for three seconds."""
        before, end = None, time.monotonic() + PATIENCE_S
        while (now := (self.journal.size(), len(self.authority.asked))) != before:
            self.assertLess(time.monotonic(), end, "it is stamped again and again")
            before = now
            time.sleep(3)
        return now

    def exhibit(self, *flags):
        file = self.folder / f"{time.monotonic_ns()}.exhibit.zip"
        ran = self.journal.run("exhibit", CASE, "--output", file, *flags)
        self.assert_exit(Exit.OK, ran)
        return file

    def verify(self, file, *flags):
        return run([PROGRAM, "verify", "exhibit", file, "--key", self.key, *flags])

    def verify_by_another(self, file, *flags):
        return run([PYTHON, VERIFIER, "--key", self.key, *flags, file])


class EntryTest(TimeStampTest):
    """Timestamps are entries. Who suffers: an agency that must show that its record was not invented later."""

    def test_a_journal_that_grows_has_its_time_stamped(self):
        self.serve(every="1")
        self.journal.append(casework.opening(CASE))

        note, size, response, authority = self.wait_for_stamps(1)[0]

        self.assertEqual(self.authority.url, authority)
        self.assertTrue(verify(note, response, self.authority.ca))
        self.assertFalse(verify(note + b"\n", response, self.authority.ca), "else it says nothing")
        leaves = leaves_of(self.journal.events())
        self.assertEqual((size, root(leaves[:size])), size_and_root(note.decode()))
        self.assertEqual({"application/timestamp-query"}, {kind for kind, _ in self.authority.asked})
        self.journal.ok("verify", "--key", self.key)
        said = self.journal.stderr_path.read_text().splitlines()
        start = (" serves ", " connections; ", "] slow: ")
        self.assertEqual([], [line for line in said if not any(words in line for words in start)], "more than the start")

    def test_a_journal_that_stands_still_is_not_stamped_again(self):
        self.serve(every="1")
        self.journal.append(casework.opening(CASE))
        before = len(self.wait_for_stamps(1)) + 1  # of what was recorded of that reading

        self.at_rest()

        self.journal.append(casework.request(CASE, 1, casework.note()))
        self.wait_for_stamps(before + 1)

    def test_a_start_alone_is_no_reason_for_a_stamp(self):
        """A server that is restarted every night has nothing new to timestamp if the journal did not grow."""
        self.serve(every="1")
        self.journal.append(casework.opening(CASE))
        self.wait_for_stamps(1)
        before = self.at_rest()

        self.journal.stop()
        self.serve(every="1")

        self.assertEqual(before, self.at_rest())

    def test_a_journalized_plan_has_its_time_stamped_soon(self):
        self.serve(every=SELDOM)
        self.journal.append(casework.opening(CASE))
        time.sleep(2.5)
        self.assertEqual([], self.stamps())
        self.journal.ok("import", SAMPLES[0])

        stamps = self.wait_for_stamps(1)

        self.assertTrue(all(verify(note, response, self.authority.ca) for note, _, response, _ in stamps))

    def test_each_question_has_a_number_of_its_own_and_says_nothing_of_the_record(self):
        self.serve(every=SELDOM)
        self.journal.append(casework.opening(CASE))
        for _ in range(3):
            self.exhibit()

        queries = [query for _, query in self.authority.asked]
        self.assertEqual(3, len(set(queries)))
        nonces = set()
        for query in queries:
            with tempfile.NamedTemporaryFile() as file:
                file.write(query)
                file.flush()
                said = openssl("ts", "-query", "-in", file.name, "-text").stdout.decode()
            self.assert_says(said, "Hash Algorithm: sha256", "Certificate required: yes")
            nonces.add(re.search(r"Nonce: 0x([0-9A-F]+)", said)[1])
            self.assertLess(len(query), 100)
        self.assertEqual(3, len(nonces))

    def test_a_url_that_is_none_is_refused(self):
        for url in ("ftp://x/", "127.0.0.1:1", "http://", "http://a b/", "http://user@host/", "http://host/?x=1"):
            ran = self.journal.serve_refused("--timestamp-url", url)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, "--timestamp-url")


class ExhibitTest(TimeStampTest):
    """Timestamps in exhibits. Who suffers: a party that is shown an exhibit without knowing since when it exists."""

    def setUp(self):
        super().setUp()
        self.serve(every=SELDOM)
        self.journal.append(casework.opening(CASE))
        self.file = self.exhibit()
        self.contents = unpack(self.file.read_bytes())

    def changed(self, **changes):
        """The exhibit with other files in it, in a valid form."""
        contents = {**self.contents, **{path.replace("_", "."): content for path, content in changes.items()}}
        file = self.folder / "changed.zip"
        file.write_bytes(repacked({path: content for path, content in contents.items() if content is not None}))
        return file

    def assert_refused_by_both(self, file, *reasons):
        ran = self.verify(file, "--timestamp-ca", self.authority.ca, "--without-pages")
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "checkpoint.tsr", "VERIFICATION FAILED", *reasons)
        self.assertEqual("", ran.out)
        ran = self.verify_by_another(file, "--timestamp-ca", self.authority.ca)
        self.assertEqual(1, ran.exit, ran.out)
        self.assertRegex(ran.out, r"FAIL +timestamp ")

    def test_what_is_put_together_again_unchanged_is_the_same(self):
        """Without this, the rejections below could be due to the form."""
        self.assertEqual(self.file.read_bytes(), self.changed().read_bytes())

    def test_an_exhibit_carries_a_stamp_that_all_accept(self):
        self.assertTrue(verify(self.contents["checkpoint"], self.contents["checkpoint.tsr"], self.authority.ca))

        ran = self.verify(self.file, "--timestamp-ca", self.authority.ca)

        self.assert_exit(Exit.OK, ran)
        said = re.search(r"timestamp    (\S+ \S+) E[DS]T  ok\n", ran.out)
        stamped = datetime.datetime.fromisoformat(said[1]).replace(tzinfo=zoneinfo.ZoneInfo(casework.ZONE))
        self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc) - stamped).total_seconds()), 120)
        ran = self.verify_by_another(self.file, "--timestamp-ca", self.authority.ca)
        self.assertEqual(0, ran.exit, ran.out)
        self.assertIn(self.contents["checkpoint.tsr"], [response for _, _, response, _ in self.stamps()])

    def test_without_a_certificate_it_is_said_not_to_be_checked(self):
        ran = self.verify(self.file)

        self.assert_exit(Exit.OK, ran)
        self.assertRegex(ran.out, r"timestamp    \S+ \S+ E[DS]T  NOT CHECKED")
        ran = self.verify_by_another(self.file)
        self.assertEqual(0, ran.exit, ran.out)
        self.assert_says(ran.out, "its signature was NOT CHECKED")

    def test_of_another_authority_it_is_refused(self):
        other = Certificates(self.folder / "other", "Other Time")
        self.assertFalse(verify(self.contents["checkpoint"], self.contents["checkpoint.tsr"], other.ca))

        ran = self.verify(self.file, "--timestamp-ca", other.ca)

        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "checkpoint.tsr", "VERIFICATION FAILED")
        self.assertEqual(1, self.verify_by_another(self.file, "--timestamp-ca", other.ca).exit)
        both = self.folder / "both.pem"
        both.write_bytes(other.ca.read_bytes() + self.authority.ca.read_bytes())
        self.assert_exit(Exit.OK, self.verify(self.file, "--timestamp-ca", both))

    def test_a_file_without_certificates_is_no_file_of_certificates(self):
        """A user who gives an empty file has asked for a check and must not be told that all is well."""
        for content in ("", "\n", "no certificate\n", (self.folder / "authority/tsa.key").read_text()):
            empty = self.folder / "empty.pem"
            empty.write_text(content)
            with self.subTest(content=content[:20]):
                ran = self.verify(self.file, "--timestamp-ca", empty)
                self.assertNotEqual(0, ran.exit, ran.out)
                self.assertEqual("", ran.out)

    def test_a_stamp_over_other_bytes_is_refused(self):
        other = unpack(self.exhibit().read_bytes())

        file = self.changed(checkpoint_tsr=other["checkpoint.tsr"])

        self.assert_refused_by_both(file, "for other bytes")
        self.assert_exit(Exit.DATA_LOSS, self.verify(file, "--without-pages"))

    def test_a_changed_stamp_is_refused(self):
        token = self.contents["checkpoint.tsr"]
        time_at = re.search(rb"\d{14}Z", token[token.index(b"\x18\x0f20"):]).start() + token.index(b"\x18\x0f20")
        for at in (len(token) - 10, len(token) - 40, time_at + 3, time_at + 13):
            changed = bytearray(token)
            changed[at] ^= 1
            with self.subTest(at=at):
                self.assert_refused_by_both(self.changed(checkpoint_tsr=bytes(changed)))

    def test_a_stamp_that_is_cut_off_or_longer_is_refused(self):
        token = self.contents["checkpoint.tsr"]
        for what, bad in (("cut off", token[:-1]), ("its beginning", token[:40]), ("a byte", b"\x00"),
                          ("a byte more", token + b"\x00")):
            with self.subTest(what):
                file = self.changed(checkpoint_tsr=bad)
                self.assert_exit(Exit.DATA_LOSS, self.verify(file, "--without-pages"))
                self.assert_refused_by_both(file)

    def test_a_stamp_that_was_taken_out_is_missed_by_who_asks_for_one(self):
        file = self.changed(checkpoint_tsr=None)

        ran = self.verify(file, "--timestamp-ca", self.authority.ca, "--without-pages")
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "checkpoint.tsr", "missing", "a timestamp is required")
        ran = self.verify_by_another(file, "--timestamp-ca", self.authority.ca)
        self.assertEqual(1, ran.exit)
        self.assert_says(ran.out, "FAIL  timestamp", "none in the file")
        self.assert_exit(Exit.DATA_LOSS, self.verify(file))  # the page says that there is one

    def signed_by(self, stem):
        """The timestamp of the exhibit, signed again with another certificate of the same authority."""
        folder = self.authority.folder
        (folder / "answer").write_bytes(self.contents["checkpoint.tsr"])
        openssl("ts", "-reply", "-in", folder / "answer", "-token_out", "-out", folder / "token")
        openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", folder / "token", "-out", folder / "info")
        openssl("cms", "-sign", "-cades", "-md", "sha256", "-binary", "-nodetach", "-econtent_type", TST_INFO,
                "-in", folder / "info", "-signer", folder / f"{stem}.pem", "-inkey", folder / f"{stem}.key",
                "-outform", "DER", "-out", folder / "token")
        return answer_with((folder / "token").read_bytes())

    def test_a_stamp_signed_with_a_certificate_for_something_else_is_refused(self):
        """The same authority also certifies web servers; none of these may confirm a time."""
        file = self.changed(checkpoint_tsr=self.signed_by("tsa"))
        self.assert_exit(Exit.OK, self.verify(file, "--timestamp-ca", self.authority.ca, "--without-pages"))
        self.authority.certificates.issue("web", ExtendedKeyUsageOID.SERVER_AUTH)
        self.authority.certificates.issue("plain", None)

        for stem in ("web", "plain"):
            with self.subTest(stem):
                self.assert_refused_by_both(self.changed(checkpoint_tsr=self.signed_by(stem)))

    def test_a_stamp_outlives_the_certificate_that_signed_it(self):
        """Certificates end after years, cases after decades."""
        for seconds in (4, 16, 64):  # whatever an exhibit takes on a machine that is busy with something else
            ends = time.monotonic() + seconds
            self.authority.certificates.issue("tsa", valid=datetime.timedelta(seconds=seconds))
            surely_over = time.monotonic() + seconds + 1
            file = self.exhibit()
            if time.monotonic() < ends - 1:
                break
        time.sleep(max(0, surely_over - time.monotonic()))

        ran = self.verify(file, "--timestamp-ca", self.authority.ca)

        self.assert_exit(Exit.OK, ran)
        # The message says that the certificate was valid at the stated time and has expired since.
        self.assertRegex(ran.out, r"(?m)^timestamp    \d{4}-\d\d-\d\d .*, valid then; the authority's certificate expired \d{4}-.*  ok$")
        found = json.loads(self.verify(file, "--timestamp-ca", self.authority.ca, "--json").out)
        self.assertLess(0, found["timeStampCertificateValidUntil"] - found["timeStampSeconds"])
        ran = self.verify_by_another(file, "--timestamp-ca", self.authority.ca)
        self.assertEqual(0, ran.exit, ran.out)

    def test_a_stamp_by_a_certificate_that_had_expired_before_is_refused(self):
        self.authority.certificates.issue("expired", valid=datetime.timedelta(minutes=-30))
        file = self.changed(checkpoint_tsr=self.signed_by("expired"))

        ran = self.verify(file, "--timestamp-ca", self.authority.ca, "--without-pages")
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assert_says(ran.err, "does not verify as of the time that it states", "certificate has expired")
        self.assertEqual(1, self.verify_by_another(file, "--timestamp-ca", self.authority.ca).exit)


class MisbehaviourTest(TimeStampTest):
    """Who suffers: a court that waits for an exhibit because another organization's server is broken."""

    def setUp(self):
        super().setUp()
        self.serve(every=SELDOM)
        self.journal.append(casework.opening(CASE))

    def said(self):
        return [line for line in self.journal.stderr_path.read_text().splitlines() if "] slow: " not in line]

    def assert_without_stamp(self, times=2):
        """Check that the exhibit is still given, and that the operator is told once why it has no timestamp."""
        before, recorded = len(self.said()), len(self.stamps())
        for _ in range(times):
            file = self.exhibit()
            self.assertNotIn("checkpoint.tsr", unpack(file.read_bytes()))
            self.assert_exit(Exit.OK, self.verify(file))
            self.assert_says(self.verify(file).out, "timestamp    none")
        said = self.said()[before:]
        self.assertEqual(1, len(said), "\n".join(said))
        self.assertIn(self.authority.url, said[0])
        self.assertEqual(recorded, len(self.stamps()))
        return said[0]

    def test_an_answer_that_is_none_costs_the_stamp_and_not_the_exhibit(self):
        self.assertIn("checkpoint.tsr", unpack(self.exhibit().read_bytes()))
        none = "not an RFC 3161 timestamp response"
        for mode, why in (("garbage", none), ("huge", "a body of 65536 bytes"), ("empty", none),
                          ("status 500", "HTTP status 500"), ("text", none), ("redirection", "HTTP status 307"),
                          ("status 500 with a token", "HTTP status 500"), ("refusal", "rejected the request"),
                          ("granted, and no token", none), ("another request", "answers another request"),
                          ("other bytes", "for other bytes")):
            with self.subTest(mode):
                self.authority.mode = "good"
                self.assertIn("checkpoint.tsr", unpack(self.exhibit().read_bytes()))
                self.authority.mode = mode
                self.assert_says(self.assert_without_stamp(times=1), why)

    def test_the_operator_is_told_once(self):
        self.authority.mode = "status 500"

        self.assert_without_stamp(times=4)

    def test_the_operator_is_told_again_when_it_goes_wrong_again(self):
        for _ in range(2):
            self.authority.mode = "status 500"
            self.assert_without_stamp(times=1)
            self.authority.mode = "good"
            self.assertIn("checkpoint.tsr", unpack(self.exhibit().read_bytes()))

    def test_an_authority_that_is_away_is_said_to_be(self):
        self.authority.close()

        self.assert_without_stamp()

    def test_a_slow_authority_is_not_waited_for(self):
        self.authority.mode = "slow"

        self.assert_without_stamp(times=1)

    def test_an_authority_that_answers_a_byte_at_a_time_is_not_waited_for(self):
        self.authority.mode = "dripping"

        try:
            ran = self.journal.run("exhibit", CASE, "--output", self.folder / "exhibit.zip")
        except subprocess.TimeoutExpired:
            self.fail("no exhibit: the answer of the authority is still waited for")
        finally:
            self.authority.close()

        self.assert_exit(Exit.OK, ran)

    def test_the_server_stops_while_an_authority_answers_a_byte_at_a_time(self):
        self.authority.mode = "dripping"
        self.journal.restart("--timestamp-url", self.authority.url, "--timestamp-every", "1")
        self.journal.append(casework.request(CASE, 1, casework.note()))
        end = time.monotonic() + PATIENCE_S
        while not self.authority.asked:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)

        self.journal.server.terminate()
        try:
            self.assertEqual(0, self.journal.server.wait(PATIENCE_S))
        except subprocess.TimeoutExpired:
            self.fail("the server was told to stop, and waits for the authority")
        finally:
            self.authority.close()

    def test_when_the_authority_is_back_stamps_are_taken_again(self):
        self.authority.mode = "garbage"
        self.journal.restart("--timestamp-url", self.authority.url, "--timestamp-every", "1")
        self.journal.append(casework.request(CASE, 1, casework.note()))
        time.sleep(3)
        self.assertEqual([], self.stamps())

        self.authority.mode = "good"

        self.assertTrue(self.wait_for_stamps(1))
