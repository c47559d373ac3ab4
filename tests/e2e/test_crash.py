"""kill -9 in the middle of a load, and write-ahead logs with torn and with missing ends.

CASEJOURNAL_SEED repeats a run: the load and the moment of the kill follow from it, but not the scheduling of threads.
"""

import base64
import collections
import json
import os
import random
import signal
import struct
import subprocess
import sys
import time

import casework
import foreign
import write_ahead_log
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, changes, data_of, lines_of_json, run, without_disclosures
from sign_in import ROLES

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
ROUNDS = 4
LANES = 24
CASE = casework.an_id("case")


class LoadTest(JournalTest):
    """Appends by two kinds of client at the same time, interrupted by kill -9."""

    SERVED_FROM_THE_START = False

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED}", file=sys.stderr)

    def lane(self, name, requests, any_revision=False):
        """The requests of one case, each following the one before: with one to four events of all sizes."""
        case, revision = casework.an_id(SEED, name), None
        for number in range(requests):
            notes = [casework.note("x" * self.random.choice((10, 300, 3000))) for _ in range(self.random.randint(1, 4))]
            events = [casework.opened(), *notes] if revision is None else notes
            yield casework.request(case, "any" if any_revision and number else revision, *events,
                                   request_id=casework.an_id(SEED, name, number))
            revision = (-1 if revision is None else revision) + len(events)

    def append_lanes(self, round_):
        """Start the independent client with its load. Returns the process, the requests by id, and the file of
        answers."""
        lanes = [list(self.lane(f"lane {lane} of round {round_}", 300, any_revision=lane % 6 == 0))
                 for lane in range(LANES)]
        answers = self.folder / f"answers-{round_}"
        answers.touch()
        client = foreign.start_node("append_lanes.js", self.journal.address, answers, stdin=subprocess.PIPE,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(client.kill)
        client.stdin.write("".join(f"{json.dumps(request)}\n" for lane in lanes for request in lane).encode())
        client.stdin.close()
        return client, {request["requestId"]: request for lane in lanes for request in lane}, answers

    def import_lines(self, round_):
        """Start an import in parallel: one stream of appends to eight cases. Returns the process and the requests."""
        lanes = [list(self.lane(f"import {lane} of round {round_}", 200)) for lane in range(8)]
        lines = [request for requests in zip(*lanes) for request in requests]
        path = self.folder / f"lines-{round_}.jsonl"
        path.write_text("".join(f"{json.dumps(request)}\n" for request in lines), encoding="utf-8")
        client = subprocess.Popen([str(PROGRAM), "import", "--json", "--server", self.journal.address, str(path)],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(client.stdout.close)
        self.addCleanup(client.kill)
        return client, lines

    def wait_for_answers(self, answers, count):
        end = time.monotonic() + PATIENCE_S
        while answers.read_bytes().count(b"\n") < count:
            self.assertLess(time.monotonic(), end, "the load makes no progress")
            time.sleep(0.005)


class KillTest(LoadTest):
    """Who suffers: everyone who was told "recorded" a moment before the power failed."""

    def setUp(self):
        foreign.install()
        super().setUp()

    def test_every_acknowledged_event_is_there_after_kill_9(self):
        for round_ in range(ROUNDS):
            with self.subTest(seed=SEED, round=round_):
                self.journal.start()
                client, requests, answers = self.append_lanes(round_)
                importer, lines = self.import_lines(round_)
                self.wait_for_answers(answers, self.random.randint(20, 500))
                time.sleep(self.random.uniform(0, 0.1))

                self.journal.kill()

                self.assertEqual(7, client.wait(PATIENCE_S), "the load was over before the server was killed")
                summary = json.loads(importer.communicate(timeout=PATIENCE_S)[0])
                self.assert_sound(self.journal)
                self.journal.start()
                self.assert_recorded(requests, lines_of_json(answers.read_text()),
                                     lines[:summary.get("resumeFromLine", len(lines) + 1) - 1])
                self.assertEqual(0, self.journal.stop())

    def test_a_stop_in_the_middle_of_a_load_is_clean_and_keeps_every_answer(self):
        """An operator restarts the server at ten in the morning; no one's work may depend on the moment."""
        self.journal.start()
        client, requests, answers = self.append_lanes("stop")
        importer, lines = self.import_lines("stop")
        self.wait_for_answers(answers, self.random.randint(50, 300))

        self.assertEqual(0, self.journal.stop())

        self.assertEqual(7, client.wait(PATIENCE_S), "the load was over before the server was stopped")
        summary = json.loads(importer.communicate(timeout=PATIENCE_S)[0])
        self.assert_sound(self.journal)
        self.journal.start()
        imported = lines[:summary.get("resumeFromLine", len(lines) + 1) - 1]
        self.assert_recorded(requests, lines_of_json(answers.read_text()), imported)

    def assert_recorded(self, requests, answers, imported):
        """Check that every answer is kept, including its position, and that each unanswered request is recorded whole
        or not at all."""
        recorded = collections.defaultdict(list)
        for event in self.journal.events():
            recorded[event["requestId"]].append(event)
        for events in recorded.values():
            self.assert_whole(events)
        for answer in answers:
            events = recorded[answer["requestId"]]
            [case] = answer["cases"]
            self.assertEqual((int(answer["firstPosition"]), int(case["firstRevision"]), case["events"]),
                             (int(events[0]["position"]), int(events[0].get("revision", "0")), len(events)))
        for request in imported:
            self.assertIn(request["requestId"], recorded)
        print(f"    {len(answers)} answers and {len(imported)} lines kept; {len(recorded)} requests in the journal",
              file=sys.stderr)
        self.assert_repeats_are_known(requests, {answer["requestId"]: answer for answer in answers}, recorded)

    def assert_whole(self, events):
        first = int(events[0].get("position", "0"))
        self.assertEqual(list(range(first, first + len(events))), [int(event.get("position", "0")) for event in events])
        in_request = {struct.unpack(">H", base64.b64decode(event["header"])[52:54])[0] for event in events}
        self.assertEqual({len(events)}, in_request, "a request was recorded in part")

    def assert_repeats_are_known(self, requests, answers, recorded):
        """Check that a client that retries after the crash gets its answer, whether or not the first answer reached
        it."""
        answered = self.random.sample(sorted(answers), 4)
        unheard = [name for name in requests if name in recorded and name not in answers][:4]
        for name in answered + unheard:
            again = self.journal.append(requests[name])
            self.assertTrue(again["repeatedAnswer"])
            self.assertEqual(recorded[name][0]["position"], again["firstPosition"])
        for answer in (answers[name] for name in answered):
            self.assertEqual(answer["firstPosition"],
                             self.journal.append(requests[answer["requestId"]])["firstPosition"])

    def test_a_making_that_is_cut_off_is_begun_again(self):
        """An interrupted creation must not confuse the second attempt."""
        for attempt in range(8):
            journal = self.new_journal(f"attempt-{attempt}")
            command = [str(word) for word in journal.make_command()]
            first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 0.4))
            first.send_signal(signal.SIGKILL)
            first.wait()
            with self.subTest(seed=SEED, attempt=attempt):
                again = run(journal.make_command())
                if again.exit != Exit.OK:  # It was whole already.
                    self.assert_exit(Exit.REFUSED, again)
                    self.assert_says(again.err, "holds the journal")
                journal.is_new = True
                journal.start()
                self.assertEqual(["JournalOpened", "SchemaAdopted", *["RoleGiven"] * (1 + len(ROLES))],
                                 [event["type"] for event in journal.events()])


class WriteAheadLogTest(JournalTest):
    """The end of a write-ahead log after kill -9: a torn end is an ordinary power failure, a missing end is a loss that
    must be reported. Who suffers: a county whose server loses power, and one whose disk loses what was acknowledged."""

    REQUESTS = 40

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        for revision in range(1, self.REQUESTS):
            self.journal.append(casework.request(CASE, revision, casework.note("x" * 900)))
        self.events = self.journal.events()
        self.acknowledged = self.journal.size()
        self.journal.kill()

    def damaged_copy(self, name, change, sound=True, of="log"):
        """A copy in which `change` receives the content of the newest write-ahead log and returns other bytes."""
        copied = self.copy_of(self.journal, name, sound)
        newest = copied.files(f"{of}/*.log")[-1]
        newest.write_bytes(change(write_ahead_log.written(newest.read_bytes())))
        return copied, newest

    def assert_serves_everything(self, copied):
        self.assert_sound(copied)
        copied.start()
        found = copied.events()
        self.assertEqual(self.events, found[:len(self.events)])
        self.assertEqual([], without_disclosures(found[len(self.events):]))
        copied.append(casework.request(CASE, self.REQUESTS, casework.note()))

    def assert_refused(self, copied, *parts):
        """Check that every attempt fails, also with fsck, and that nothing is changed."""
        before = data_of(copied.directory)
        for _ in range(2):
            served = copied.serve_refused()
            checked = run([PROGRAM, "fsck", "--data", copied.directory])
            self.assert_exit(Exit.DATA_LOSS, served)
            self.assert_says(served.err, *parts)
            self.assert_exit(Exit.DATA_LOSS, checked)
            self.assert_says(checked.out, *parts)
        self.assertEqual([], changes(before, data_of(copied.directory)))

    def test_a_torn_group_at_the_end_is_left_out_and_the_rest_is_served(self):
        noise = random.Random(SEED)
        for count in (1, 6, 7, 300, 40_000):
            with self.subTest(seed=SEED, bytes=count):
                copied, _ = self.damaged_copy(f"noise-{count}", lambda log, count=count: log + noise.randbytes(count))
                self.assert_serves_everything(copied)

    def test_the_beginning_of_a_group_at_the_end_is_left_out(self):
        """An interrupted write leaves a whole length and checksum, and a part of their data."""
        for count in (3, 7, 8, 200):
            with self.subTest(bytes=count):
                copied, _ = self.damaged_copy(f"beginning-{count}", lambda log, count=count: log + log[:count])
                self.assert_serves_everything(copied)

    def test_zeros_at_the_end_are_nothing(self):
        """A file system may have extended the file before the power failed."""
        copied, _ = self.damaged_copy("zeros", lambda log: log + bytes(10_000))
        self.assert_serves_everything(copied)

    def test_a_torn_end_of_the_log_of_keys_is_left_out(self):
        copied, _ = self.damaged_copy("keys", lambda log: log + b"torn", of="keys")
        self.assert_serves_everything(copied)

    def test_a_cut_into_acknowledged_bytes_is_refused(self):
        for name, keep in (("last-byte", -1), ("half", 0.5), ("all", 0.0)):
            with self.subTest(cut=name):
                copied, _ = self.damaged_copy(
                    name, lambda log, keep=keep: log[:keep if keep == -1 else int(keep * len(log))], sound=False)
                self.assert_refused(copied, f"{self.acknowledged} were acknowledged. Restore the newest backup")

    def test_a_hole_in_acknowledged_bytes_is_refused_by_file_and_byte(self):
        """RocksDB alone would silently drop what follows the hole."""
        def flipped(log):
            middle = len(log) // 2
            return log[:middle] + bytes([log[middle] ^ 1]) + log[middle + 1:]

        copied, newest = self.damaged_copy("hole", flipped, sound=False)

        self.assert_refused(copied, f"{newest} is damaged at byte ", "intact groups follow")

    def test_a_missing_write_ahead_log_is_refused(self):
        copied, newest = self.damaged_copy("missing", lambda log: log, sound=False)
        newest.unlink()

        served = copied.serve_refused()

        self.assert_exit(Exit.DATA_LOSS, served)
