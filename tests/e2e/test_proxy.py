"""nginx in front of the journal, as deploy/nginx has it: calls and streams go through, and more appends than the journal
records are refused before it reads them.

Who suffers: every caseworker of the county, on the morning when a broken client sends ten times what can be recorded.
"""

import json
import time
import unittest

import casework
import foreign
import nginx
from journal import PATIENCE_S, Exit, JournalTest
from sign_in import ACTOR, CREDENTIALS

CASE = casework.an_id("a case behind a proxy")
TRIES = 30
RESOURCE_EXHAUSTED = 8


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
        self.behind(rate=1, burst=2)
        self.journal.append(casework.opening(CASE))
        recorded, request, refused = self.refused_note()
        self.assert_exit(Exit.UNAVAILABLE, refused)
        self.assert_says(refused.err, "SERVER_BUSY: more is sent than the journal records")
        self.assertEqual(recorded, len(self.notes()), "reads are not refused")
        end = time.monotonic() + PATIENCE_S
        while self.journal.try_append(request).exit != Exit.OK:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)
        self.assertEqual(recorded + 1, len(self.notes()))

    def test_who_sends_much_keeps_nobody_out(self):
        self.behind(rate_of_one=1, burst_of_one=2)
        self.journal.append(casework.opening(CASE))
        self.refused_note()
        another = CREDENTIALS.token(ACTOR, self.folder / "another token")
        ran = self.journal.run("append", "--token-file", another, "-", stdin=json.dumps(self.note(TRIES)))
        self.assert_exit(Exit.OK, ran)

    def test_a_client_of_javascript_gets_the_status(self):
        foreign.install()
        self.behind(rate=1, burst=1)
        self.journal.append(casework.opening(CASE))
        for number in range(TRIES):
            ran = foreign.node("append.js", self.journal.address, stdin=json.dumps(self.note(number)))
            if "code" in (answer := json.loads(ran.out)):
                self.assertEqual(RESOURCE_EXHAUSTED, answer["code"], answer)
                return
        self.fail(f"{TRIES} appends without a pause were all recorded")


if __name__ == "__main__":
    unittest.main()
