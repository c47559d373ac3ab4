"""nginx in front of the journal, as deploy/nginx has it: calls and streams go through, more appends than the journal
records are refused before it reads them, and nobody takes the whole proxy.

Who suffers: every caseworker of the county, on the morning when a broken client sends ten times what can be recorded.
"""

import json
import time
import unittest

import casework
import foreign
import nginx
import raw_http2
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, run
from sign_in import ACTOR, CREDENTIALS

CASE = casework.an_id("a case behind a proxy")
TRIES = 30
RESOURCE_EXHAUSTED = 8
SLOW = "6r/m"  # slower than a busy machine sends
CALLS, CALLS_FROM_ONE = 100, 20
STRANGER = "127.0.0.2"


class ProxyTest(JournalTest):

    def behind(self, **limits):
        """Reach the journal through nginx from now on."""
        proxy = nginx.in_front_of(self.journal.address, *CREDENTIALS.proxy_files, **limits)
        self.journal.address = self.enterContext(proxy)

    def notes(self):
        return [entry for entry in self.journal.written() if entry["type"] == "CaseNoteWritten"]

    def note(self, number):
        return casework.request(CASE, "any", casework.note(text=f"note {number}"), request_id=casework.an_id(f"note {number}"))

    def refused_note(self):
        """Send notes without a pause until one is refused. Return how many were recorded, and what was refused and how."""
        for number in range(TRIES):
            request = self.note(number)
            ran = self.journal.try_append(request)
            if ran.exit != Exit.OK:
                return number, request, ran
        self.fail(f"{TRIES} appends without a pause were all recorded")

    def test_calls_and_streams_go_through(self):
        self.behind()
        self.journal.append(casework.opening(CASE))
        self.import_samples()
        size = self.journal.size()
        self.assertEqual(size, len(self.journal.rows("subscribe", "--until", str(size - 1))))
        self.journal.ok("verify")

    def test_a_request_of_megabytes_goes_through(self):
        self.behind()
        self.journal.append(casework.opening(CASE))
        long = [casework.note(text="x" * 50_000) for _ in range(40)]
        self.journal.append(casework.request(CASE, "any", *long))
        self.assertEqual(len(long), len(self.notes()))

    def test_what_is_beyond_the_rate_is_refused_and_can_be_sent_again(self):
        self.behind(rate=SLOW, burst=2)
        self.journal.append(casework.opening(CASE))
        recorded, request, refused = self.refused_note()
        self.assert_exit(Exit.UNAVAILABLE, refused)
        self.assert_says(refused.err, "more is sent than the journal records", "Try again in 1s")
        self.assertEqual(recorded, len(self.notes()), "reads are not refused")
        end = time.monotonic() + PATIENCE_S
        while self.journal.try_append(request).exit != Exit.OK:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)
        self.assertEqual(recorded + 1, len(self.notes()))

    def test_who_sends_much_keeps_nobody_out(self):
        self.behind(rate_of_one=SLOW, burst_of_one=2)
        self.journal.append(casework.opening(CASE))
        self.refused_note()
        another = CREDENTIALS.token(ACTOR, self.folder / "another token")
        ran = self.journal.run("append", "--token-file", another, "-", stdin=json.dumps(self.note(TRIES)))
        self.assert_exit(Exit.OK, ran)

    def test_clients_of_three_libraries_get_the_status_and_the_reason(self):
        foreign.install()
        contract = foreign.descriptors(self.folder)
        self.behind(rate=SLOW, burst=1)
        self.journal.append(casework.opening(CASE))
        for client in foreign.APPENDERS:
            with self.subTest(client):
                for number in range(TRIES):
                    answer = foreign.appended_by(client, self.journal.address, self.note(number), contract)
                    if answer.get("code"):
                        break
                self.assertEqual(RESOURCE_EXHAUSTED, answer.get("code"), answer)
                self.assertIn("SERVER_BUSY", json.dumps(answer))

    def test_who_shows_no_token_is_told_what_the_journal_would_say(self):
        for through in (False, True):
            if through:
                self.behind()
            ran = run([PROGRAM, "journal", "--json", "--server", self.journal.address, "--ca", CREDENTIALS.folder / "ca.pem"], env={})
            self.assert_exit(Exit.NOT_PERMITTED, ran)
            self.assert_says(ran.out, "NOT_AUTHENTICATED")

    def test_a_stranger_who_ends_no_request_keeps_nobody_out(self):
        """He shows a new token each time, so that only his address tells him apart."""
        self.behind(calls_from_one=CALLS_FROM_ONE)
        self.journal.append(casework.opening(CASE))
        stranger = raw_http2.RawConnection(self.journal.address, source=STRANGER)
        self.addCleanup(stranger.close)
        begun = [raw_http2.headers(2 * number + 1, "CaseService/Append", authorization=f"Bearer {number}") for number in range(CALLS)]
        self.assertTrue(stranger.send(b"".join(begun)))
        end = time.monotonic() + PATIENCE_S
        while stranger.came.get(raw_http2.HEADERS, 0) < 2 * (CALLS - CALLS_FROM_ONE):  # headers and trailers of each refusal
            self.assertLess(time.monotonic(), end, stranger.came)
            time.sleep(0.05)
        self.journal.append(self.note(0))


if __name__ == "__main__":
    unittest.main()
