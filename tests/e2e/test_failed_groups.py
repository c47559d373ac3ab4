"""What a disk kept of the requests whose sync failed, after a restart: a retry records each once, and no answer is lost."""

import collections
import concurrent.futures
import json
import subprocess
import sys
import time

import casework
import write_ahead_log
from failing_disk import CASE, NO_MORE, OTHER_CASE, UNKNOWN, WRITE_AHEAD_LOG, FailingDiskTest
from journal import PATIENCE_S, PROGRAM, Exit


class FateTest(FailingDiskTest):
    """The disk decides what a failed sync leaves: the whole group, its beginning, zeros, or nothing. Who suffers: a
    worker who retries, as told, and must find the visit in the record exactly once."""

    SERVED_FROM_THE_START = False

    def requests(self):
        long = casework.note("x" * 50_000)  # over several blocks of the write-ahead log
        both = casework.request(CASE, 1, casework.goal(), long)
        both["cases"] += casework.opening(OTHER_CASE)["cases"]
        return {"a new case": casework.opening(OTHER_CASE),
                "an exact revision": casework.request(CASE, 1, casework.goal(), casework.objective()),
                "any revision": casework.request(CASE, "any", long, casework.note()),
                "two cases": both}

    def fail_group(self, name, request):
        """A journal that was killed after it could not sync the request, and what was recorded before."""
        journal = self.new_journal(name).start()
        journal.append(casework.opening(CASE))
        events = journal.events()
        with self.failing_syncs(WRITE_AHEAD_LOG):
            self.assert_outcome_unknown(journal.try_append(request))
        journal.kill()
        return journal, events

    def test_a_repeat_is_recorded_once_whatever_became_of_the_group(self):
        for name, request in self.requests().items():
            journal, events = self.fail_group(name, request)
            [failed] = self.failed_syncs(of=name)
            for fate in self.FATES:
                with self.subTest(request=name, fate=fate):
                    copied = self.copy_of(journal, f"{name}, {fate}")
                    self.meet(fate, copied, failed)
                    self.assert_sound(copied)
                    copied.start()
                    self.assertEqual(events, copied.events()[:len(events)])
                    answer = self.assert_recorded_once(copied, request)
                    self.assertEqual(fate == "whole", "repeatedAnswer" in answer)


class InFlightTest(FailingDiskTest):
    """Who suffers: a whole office that saves at the same time, and a person who imports old records meanwhile."""

    SERVED_FROM_THE_START = False
    CLIENTS = 8
    ANSWERS = 20
    LANES = 8
    LOG_BYTES = 500_000  # a seventh of the load

    def lane(self, *name, requests):
        """The requests of one case, each following the one before."""
        case = casework.an_id(*name)
        yield casework.opening(case, request_id=casework.an_id(*name, 0))
        for number in range(1, requests):
            yield casework.request(case, number, casework.note("x" * 300), request_id=casework.an_id(*name, number))

    def work(self, requests, answers):
        """Run one client until it gets no answer. Returns what it sent and how the last request ended."""
        sent = []
        for request in requests:
            sent.append(request)
            ran = self.journal.try_append(request, "--json")
            if ran.exit != Exit.OK:
                return sent, ran
            answers.append(json.loads(ran.out))
        raise AssertionError("the load was over before the disk failed")

    def start_import(self):
        """Start an import in parallel, with hundreds of requests in flight. Returns the process, its file, and the
        content of the file."""
        lanes = [self.lane("import", lane, requests=500) for lane in range(self.LANES)]
        lines = [request for requests in zip(*lanes) for request in requests]
        path = self.folder / "lines.jsonl"
        path.write_text("".join(f"{json.dumps(request)}\n" for request in lines), encoding="utf-8")
        client = subprocess.Popen([str(PROGRAM), "import", "--json", "--server", self.journal.address, str(path)],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(client.stdout.close)
        self.addCleanup(client.stderr.close)
        self.addCleanup(client.kill)
        return client, path, lines

    def is_busy(self, answers):
        return (len(answers) >= self.ANSWERS
                and len(write_ahead_log.written(self.journal.files("log/*.log")[-1].read_bytes())) >= self.LOG_BYTES)

    def load_until_the_disk_fails(self):
        """Returns everything that was sent, the answers, the file of the import, and its lines that are known as
        recorded."""
        answers, sent = [], []
        with concurrent.futures.ThreadPoolExecutor(self.CLIENTS) as pool:
            clients = [pool.submit(self.work, self.lane("client", number, requests=500), answers)
                       for number in range(self.CLIENTS)]
            importer, path, lines = self.start_import()
            end = time.monotonic() + PATIENCE_S
            while not self.is_busy(answers) and time.monotonic() < end:
                time.sleep(0.005)
            self.fail_syncs(WRITE_AHEAD_LOG)
            for client in concurrent.futures.as_completed(clients, timeout=PATIENCE_S):
                requests, last = client.result()
                sent += requests
                self.assert_exit(Exit.UNAVAILABLE, last)
                self.assertTrue(UNKNOWN in last.err or NO_MORE in last.err, last.err)
        out, err = importer.communicate(timeout=PATIENCE_S)
        self.assertEqual(Exit.UNAVAILABLE, importer.returncode, "the load was over before the disk failed")
        self.assert_names_nobody(err.decode())
        known = lines[:json.loads(out)["resumeFromLine"] - 1]
        print(f"    {len(answers)} answers and {len(known)} lines before the disk failed", file=sys.stderr)
        return sent + lines, answers, path, known

    def recorded(self):
        """The entries of the journal by their requests."""
        events = collections.defaultdict(list)
        for event in self.journal.events():
            events[event["requestId"]].append(event)
        return events

    def assert_kept(self, requests, answers, known):
        """Check that every answer is kept, including its position, and that each unanswered request is recorded whole
        or not at all."""
        recorded = self.recorded()
        for request in requests:
            self.assertIn(len(recorded.get(request["requestId"], ())), (0, len(request["cases"][0]["events"])))
        for answer in answers:
            self.assertEqual(answer["firstPosition"], recorded[answer["requestId"]][0]["position"])
        for request in known:
            self.assertIn(request["requestId"], recorded)

    def assert_all_is_recorded_once_when_it_is_sent_again(self, requests, answers, path):
        first = {answer["requestId"]: answer["firstPosition"] for answer in answers}
        lines = path.read_text(encoding="utf-8").splitlines()
        for request in requests[:len(requests) - len(lines)]:
            answer = self.journal.append(request)
            self.assertEqual(first.get(request["requestId"], answer["firstPosition"]), answer["firstPosition"])
        imported = self.journal.json("import", path)
        self.assertEqual(len(lines), imported["requestsRecorded"] + imported["requestsAlreadyRecorded"])
        recorded = self.recorded()
        self.assertEqual({request["requestId"]: len(request["cases"][0]["events"]) for request in requests},
                         {name: len(recorded[name]) for name in (request["requestId"] for request in requests)})

    def test_every_answer_is_kept_and_the_rest_is_unavailable(self):
        for fate in ("whole", "nothing"):
            with self.subTest(fate):
                self.journal = self.new_journal(fate).start()
                requests, answers, path, known = self.load_until_the_disk_fails()
                [failed] = self.failed_syncs(of=fate)  # once, and never tried again
                self.heal()
                self.journal.kill()
                self.meet(fate, self.journal, failed)
                self.assert_sound(self.journal)
                self.journal.server_env = None
                self.journal.start()
                self.assert_kept(requests, answers, known)
                self.assert_all_is_recorded_once_when_it_is_sent_again(requests, answers, path)

    def test_a_stop_after_it_is_clean(self):
        self.journal.start()
        requests, answers, _, known = self.load_until_the_disk_fails()

        self.restart_on_a_good_disk(self.journal)

        self.assert_kept(requests, answers, known)
