"""SIGTERM: what was accepted is answered, what lasts ends with UNAVAILABLE, and the server ends in the time that it has.

CASEJOURNAL_SEED repeats the load, but not the scheduling of threads.
"""

import json
import os
import signal
import subprocess
import time

import casework
import foreign
from journal import PATIENCE_S, PROGRAM, Exit, lines_of_json
from test_crash import LANES, LoadTest

CASE = casework.an_id("long case")
NOTES = 400
NOTE = "x" * 20_000
SLOW_READERS = 6


class StoppingTest(LoadTest):
    """Who suffers: an operator who must restart a server while clients read for long, some of them slowly or not at all;
    and everyone whose work is in progress at that moment."""

    def setUp(self):
        foreign.install()
        super().setUp()

    def start_with_long_case(self, stop_within):
        self.journal.start("--stop-within", stop_within)
        self.journal.append(casework.opening(CASE))
        for first in range(0, NOTES, 100):
            self.journal.append(casework.request(CASE, first + 1, *[casework.note(NOTE)] * 100))

    def client(self, *words, stdout=subprocess.DEVNULL):
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address}
        process = subprocess.Popen([str(PROGRAM), *map(str, words)], stdout=stdout, stderr=subprocess.PIPE, env=env)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        if stdout == subprocess.PIPE:
            self.addCleanup(process.stdout.close)
        return process

    def slow_readers(self):
        """Clients that took the beginning of an answer of more than 8 MB, and do not read on."""
        readers = [self.client("replay", CASE, "--json", stdout=subprocess.PIPE) for _ in range(SLOW_READERS)]
        for reader in readers:
            self.assertTrue(reader.stdout.read(1), "no answer")
        return readers

    def load(self):
        """Appends of many clients at once. Returns the process, and the file of answers."""
        lanes = [list(self.lane(f"lane {lane}", 300)) for lane in range(LANES)]
        answers = self.folder / "answers"
        answers.touch()
        client = foreign.start_node("append_lanes.js", self.journal.address, answers, stdin=subprocess.PIPE,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(client.stderr.close)
        self.addCleanup(client.kill)
        client.stdin.write("".join(f"{json.dumps(request)}\n" for lane in lanes for request in lane).encode())
        client.stdin.close()
        return client, answers

    def wait_for_line(self, *words):
        end = time.monotonic() + PATIENCE_S
        while not all(word in self.journal.stderr_path.read_text() for word in words):
            self.assertLess(time.monotonic(), end, f"the server did not say {words}")
            time.sleep(0.02)

    def test_under_load_it_ends_in_time_and_keeps_every_answer(self):
        self.start_with_long_case("20")
        slow = self.slow_readers()
        subscriber = self.client("subscribe", "--from", "0", "--json")
        client, answers = self.load()
        self.wait_for_answers(answers, self.random.randint(50, 500))

        self.assertEqual(0, self.journal.stop(), "the server is not stopped, or not cleanly")

        self.assertEqual(7, client.wait(PATIENCE_S), "the load was over before the server was stopped")
        self.assertIn("\n14 the server is stopping", client.stderr.read().decode(), "not UNAVAILABLE")
        self.assertEqual(Exit.UNAVAILABLE, subscriber.wait(PATIENCE_S))
        for reader in slow:
            reader.stdout.read()
            self.assertEqual(Exit.UNAVAILABLE, reader.wait(PATIENCE_S), reader.stderr.read())
        self.assert_sound(self.journal)
        self.journal.start()
        positions = {}
        for event in self.journal.events():
            positions.setdefault(event["requestId"], event.get("position", "0"))
        told = lines_of_json(answers.read_text())
        for answer in told:
            self.assertEqual(answer.get("firstPosition", "0"), positions[answer["requestId"]])
        print(f"    {len(told)} answers kept; {len(slow)} slow readers ended")

    def test_meanwhile_calls_hear_that_it_stops_and_a_second_signal_ends_it(self):
        self.start_with_long_case("3600")
        slow = self.slow_readers()

        self.journal.server.send_signal(signal.SIGTERM)

        self.wait_for_line("stopping within 3600 s, because of SIGTERM")
        note = casework.request(CASE, "any", casework.note())
        refused = self.journal.try_append(note)
        self.assert_exit(Exit.UNAVAILABLE, refused)
        self.assert_says(refused.err, "the server is stopping")
        self.assert_exit(Exit.UNAVAILABLE, self.journal.run("plan", CASE))
        self.assertIsNone(self.journal.server.poll(), "it does not wait for clients that have time")

        self.assertEqual(-signal.SIGTERM, self.journal.stop())

        self.assert_says(self.journal.stderr_path.read_text(), "stopped at once, because of another signal")
        for reader in slow:
            reader.stdout.read()
            self.assertEqual(Exit.UNAVAILABLE, reader.wait(PATIENCE_S), reader.stderr.read())
        self.journal.start()
        self.assertFalse(self.journal.append(note).get("repeatedAnswer", False))
