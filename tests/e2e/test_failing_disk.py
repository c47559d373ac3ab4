"""A disk that fails to sync: what is reported, rejected, still readable, and present after a restart.

`failing_sync.c` causes the fault: it is preloaded between the server and its syncs.
"""

import base64
import collections
import concurrent.futures
import contextlib
import errno
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import casework
import foreign
import write_ahead_log
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, data_of
from sign_in import ROLES

SOURCE = pathlib.Path(__file__).with_name("failing_sync.c")
COMPILER = ["cc"] if shutil.which("cc") else ["g++", "-x", "c"]
CASE = casework.an_id("case")
OTHER_CASE = casework.an_id("other case")
WRITE_AHEAD_LOG = "*/log/*.log"
KEYS = "*/keys/*.log"
EVERYTHING = "*"
TABLES, MANIFEST = "*.sst", "*/MANIFEST-*"
UNKNOWN = "outcome unknown; retry with the same request id: "
NO_MORE = "this process rejects all further writes after: "
SERVING, NOT_SERVING = b"\x08\x01", b"\x08\x02"  # a HealthCheckResponse
STOP_S = 15
RESUME_S = 8  # RocksDB looks every five seconds whether it can go on

FailedSync = collections.namedtuple("FailedSync", "path synced")  # `synced`: how many bytes of the file had been before


class FailingDiskTest(JournalTest):
    """Journals on a disk that stops syncing on command."""

    # What a failed sync can leave, of the bytes before it and of its own.
    FATES = {
        "whole": lambda synced, group: synced + group,
        "begun": lambda synced, group: synced + group[:len(group) // 2],
        "without its first page": lambda synced, group: synced + bytes(min(len(group), 4096)) + group[4096:],
        "zeros": lambda synced, group: synced + bytes(len(group)),
        "nothing": lambda synced, group: synced,
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shim = pathlib.Path(folder.name) / "failing_sync.so"
        subprocess.run([*COMPILER, "-shared", "-fPIC", "-o", str(cls.shim), str(SOURCE)], check=True)

    @property
    def told(self):
        """The file that makes syncs fail."""
        return self.folder / "failing-sync"

    def new_journal(self, name):
        journal = super().new_journal(name)
        journal.server_env = {**os.environ, "LD_PRELOAD": str(self.shim), "FAILING_SYNC_WHEN": str(self.told)}
        return journal

    def fail_syncs(self, pattern, error=errno.EIO):
        self.told.write_text(f"{error} {pattern}\n")

    def heal(self):
        self.told.unlink()

    @contextlib.contextmanager
    def failing_syncs(self, pattern):
        """A period in which syncs fail."""
        before = len(self.failed_syncs())
        self.fail_syncs(pattern)
        try:
            yield
        finally:
            self.heal()
        self.assertGreater(len(self.failed_syncs()), before, "no sync failed")

    def failed_syncs(self, of=""):
        """What failed to sync, in order, in a subfolder of the test's folder."""
        failed = self.told.with_name(self.told.name + ".failed")
        lines = [line.split(" ", 1) for line in failed.read_text().splitlines()] if failed.exists() else []
        all_failed = [FailedSync(pathlib.Path(path), int(synced)) for synced, path in lines]
        return [sync for sync in all_failed if sync.path.is_relative_to((self.folder / of).resolve())]

    def meet(self, fate, journal, failed):
        """Leave of the unsynced group what the given fate leaves."""
        path = journal.directory / "log" / failed.path.name
        file = path.read_bytes()
        log = write_ahead_log.written(file)
        self.assertGreater(len(log), failed.synced, "the group never reached the write-ahead log")
        left = self.FATES[fate](log[:failed.synced], log[failed.synced:])
        path.write_bytes(left + bytes(len(file) - len(left)))

    def assert_outcome_unknown(self, ran):
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, UNKNOWN, "The request may or may not have been recorded. Retry it with the same request id")

    def assert_no_more_writes(self, ran):
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, NO_MORE, "nothing was recorded.")
        self.assertNotIn(UNKNOWN, ran.err)

    def assert_nothing_more_is_written(self, journal, failed, others):
        """Check that nothing else was recorded. The request whose write failed may or may not be there after a
        restart."""
        self.assert_outcome_unknown(journal.try_append(failed))
        for request in others:
            self.assert_no_more_writes(journal.try_append(request))

    def health_of(self, service):
        name = service.encode()
        answer = foreign.call(self.journal.address, "/grpc.health.v1.Health/Check", bytes([0x0A, len(name)]) + name)
        return base64.b64decode(answer["response"])

    def assert_serves(self, journal):
        if journal.server.poll() is not None:
            code = journal.stop()
            self.fail(f"the server ended by itself with {code}:\n{journal.stderr_path.read_text()}")

    def assert_stops(self, journal):
        begun = time.monotonic()
        self.assertEqual(Exit.OK, journal.stop(), journal.stderr_path.read_text())
        self.assertLess(time.monotonic() - begun, STOP_S)

    def restart_on_a_good_disk(self, journal):
        self.assert_stops(journal)
        self.assert_sound(journal)
        journal.server_env = None
        journal.start()

    def assert_recorded_once(self, journal, request):
        """Check that a retry gets the first answer, and that the request is recorded once, as a whole."""
        answer = journal.append(request)
        again = journal.append(request)
        self.assertTrue(again.pop("repeatedAnswer"))
        self.assertEqual(again, {key: value for key, value in answer.items() if key != "repeatedAnswer"})
        positions = [int(event["position"]) for event in journal.rows("events", "--from", "1")
                     if event["requestId"] == request["requestId"]]
        first = int(answer["firstPosition"])
        self.assertEqual(list(range(first, first + sum(len(case["events"]) for case in request["cases"]))), positions)
        return answer


class LatchTest(FailingDiskTest):
    """Who suffers: a caseworker who saves just when the disk begins to fail, and everyone who saves after that."""

    def setUp(self):
        super().setUp()
        self.acknowledged = casework.request(CASE, 1, casework.goal())
        self.journal.append(casework.opening(CASE))
        self.first_answer = self.journal.append(self.acknowledged)
        self.events = self.journal.written()
        self.request = casework.request(CASE, 2, casework.objective())

    def fail_an_append(self, error=errno.EIO):
        self.fail_syncs(WRITE_AHEAD_LOG, error)
        return self.journal.try_append(self.request)

    def others(self):
        """Other requests, with every kind of expected revision."""
        return [casework.request(CASE, 2, casework.note()),
                casework.request(CASE, "any", casework.note()), casework.opening(OTHER_CASE)]

    def test_who_waited_for_the_sync_is_told_that_the_outcome_is_unknown(self):
        ran = self.fail_an_append()

        self.assert_outcome_unknown(ran)
        self.assert_says(ran.err, "Input/output error")
        self.assertEqual([self.journal.files("log/*.log")[-1].resolve()], [sync.path for sync in self.failed_syncs()])

    def test_nothing_more_is_written_whether_or_not_the_disk_recovers(self):
        """What a second sync reports as written can depend on bytes that the first one has lost."""
        self.assert_outcome_unknown(self.fail_an_append())
        before = data_of(self.journal.directory / "log")

        self.assert_nothing_more_is_written(self.journal, self.request, self.others())
        self.assertEqual(1, len(self.failed_syncs()), "a sync was tried again")
        self.heal()
        self.assert_nothing_more_is_written(self.journal, self.request, self.others())

        self.assertEqual(before, data_of(self.journal.directory / "log"))

    def test_nothing_more_is_written_where_the_database_resumes_by_itself(self):
        """RocksDB resumes after a full disk when there is space again, in a new file, without the group that failed."""
        plan = self.journal.json("plan", CASE)
        self.assert_outcome_unknown(self.fail_an_append(errno.ENOSPC))
        self.heal()
        end = time.monotonic() + PATIENCE_S
        while self.failed_syncs()[0].path.exists():
            self.assertLess(time.monotonic(), end, "RocksDB did not resume, so that nothing is shown here")
            time.sleep(0.1)

        self.assert_nothing_more_is_written(self.journal, self.request, self.others())

        self.assertEqual(plan, self.journal.json("plan", CASE))
        self.restart_on_a_good_disk(self.journal)
        self.assertEqual(self.events, self.journal.written())
        self.assert_recorded_once(self.journal, self.request)

    def test_an_operator_is_told_on_stderr_and_by_the_health_of_appends(self):
        """A server that rejects every append must not look healthy."""
        foreign.install()
        self.assertEqual(SERVING, self.health_of("casejournal.v1.CaseService"))

        self.assert_outcome_unknown(self.fail_an_append())

        self.assertEqual(NOT_SERVING, self.health_of("casejournal.v1.CaseService"))
        self.assertEqual(SERVING, self.health_of("casejournal.v1.AuditService"))
        self.assertEqual(1, self.journal.stderr_path.read_text().count(NO_MORE))

    def test_reads_go_on_and_show_what_was_acknowledged_and_no_more(self):
        position = self.first_answer["firstPosition"]

        def views():
            return [self.journal.ok(*words) for words in (
                ("plan", CASE), ("plan", CASE, "--json"), ("findings", CASE), ("cases", "--json"), ("proof", position))]

        size = self.journal.size()
        self.journal.ok("checkpoint", "--min-size", size)  # a proof is for the newest one
        before = views()
        self.assert_outcome_unknown(self.fail_an_append())

        self.assertEqual(before, views())
        self.heal()
        self.assertEqual(before, views())
        self.assertEqual(size, self.journal.size())

    def test_what_must_be_recorded_as_given_is_not_given_and_says_why(self):
        """A record that somebody read, and of which no entry says so, is what this journal must not allow."""
        numbered = casework.event("caseNumberGiven", {"system": "Juvenile Court", "number": "26-JV-0042"})
        self.journal.append(casework.request(CASE, 2, numbered))  # a row of the register
        self.request = casework.request(CASE, 3, casework.note())
        self.assert_outcome_unknown(self.fail_an_append())

        for words in (("history", CASE), ("register", CASE), ("replay", CASE), ("events",), ("events", CASE),
                      ("exhibit", CASE, "-o", self.folder / "none.zip")):
            with self.subTest(words[0]):
                ran = self.journal.run(*words)
                self.assert_exit(Exit.UNAVAILABLE, ran)
                self.assert_says(ran.err, "the disclosure cannot be recorded, so nothing was given", NO_MORE)
                self.assertEqual(("", False), (ran.out, (self.folder / "none.zip").exists()))

    def test_questions_that_write_nothing_are_answered(self):
        self.assert_outcome_unknown(self.fail_an_append())

        again = self.journal.append(self.acknowledged)
        tried = self.journal.try_append(casework.request(CASE, 2, casework.note()), "--validate-only")
        late = self.journal.try_append(casework.request(CASE, 1, casework.note()))

        self.assertTrue(again.pop("repeatedAnswer"))
        self.assertEqual(self.first_answer, again)
        self.assert_exit(Exit.OK, tried)
        self.assert_exit(Exit.CONFLICT, late)

    def test_the_server_runs_on_and_stops_when_it_is_told_to(self):
        for error in (errno.EIO, errno.ENOSPC):
            with self.subTest(errno.errorcode[error]):
                self.assert_outcome_unknown(self.fail_an_append(error))
                self.assert_serves(self.journal)
                self.assert_stops(self.journal)
                self.heal()
                self.assert_sound(self.journal)
                self.journal.start()
                self.assertEqual(self.events, self.journal.written()[:len(self.events)])
                self.assert_recorded_once(self.journal, self.request)
                self.events = self.journal.written()
                self.request = casework.request(CASE, "any", casework.note())


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


class KeysTest(FailingDiskTest):
    """A case gets a key when it is opened, and the key is synced before the case uses it. Who suffers: a family whose
    case would be sealed under a key that no disk has, and everyone else in the county if this ends the server."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.restart()  # Keys are made 256 at a time: a new process makes them for the next case.
        self.opening = None

    def openings(self):
        """Requests that open a hundred cases each, more than there are keys for."""
        for hundred in range(4):
            cases = [casework.opening(casework.an_id("family", hundred, number))["cases"][0] for number in range(100)]
            yield {"requestId": casework.an_id("hundred", hundred), "cases": cases}

    def fail_an_opening(self, error):
        """No one can open a new case; work on open cases continues."""
        self.fail_syncs(KEYS, error)
        for self.opening in self.openings():
            ran = self.journal.try_append(self.opening)
            if ran.exit != Exit.OK:
                break
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, "storing data keys: ", "nothing was recorded.", "When an operator has restarted the server")
        self.assertEqual(1, len(self.failed_syncs(of="journal/keys")))
        self.append_a_note()
        self.heal()

    def append_a_note(self):
        self.journal.append(casework.request(CASE, "any", casework.note()))

    def assert_opened_after_a_restart(self):
        self.restart_on_a_good_disk(self.journal)
        self.assert_recorded_once(self.journal, self.opening)
        self.journal.restart()
        self.assert_says(self.journal.ok("plan", self.opening["cases"][-1]["caseId"]), casework.CHILD)

    def test_a_case_whose_key_is_not_synced_is_not_opened_and_work_on_others_goes_on(self):
        self.fail_an_opening(errno.EIO)

        ran = self.journal.try_append(self.opening)

        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.append_a_note()
        self.assert_opened_after_a_restart()

    def test_an_operator_is_told_that_no_case_can_be_opened(self):
        foreign.install()
        self.assertEqual(SERVING, self.health_of("casejournal.v1.CaseService"))

        self.fail_an_opening(errno.EIO)
        self.journal.try_append(self.opening)

        self.assertEqual(NOT_SERVING, self.health_of("casejournal.v1.CaseService"))
        self.assertEqual(1, self.journal.stderr_path.read_text().count("the journal rejects writes: this process cannot open new cases"))
        self.assert_opened_after_a_restart()

    def test_the_server_goes_on_when_the_store_of_keys_resumes_by_itself(self):
        """After a full disk, RocksDB accepts writers again, for a file that it then refuses to write."""
        self.fail_an_opening(errno.ENOSPC)

        end = time.monotonic() + RESUME_S
        while time.monotonic() < end:
            ran = self.journal.try_append(self.opening)
            self.assert_serves(self.journal)
            self.assert_exit(Exit.UNAVAILABLE, ran)
            time.sleep(0.1)

        self.append_a_note()
        self.assert_opened_after_a_restart()


class CheckpointTest(FailingDiskTest):
    """Who suffers: a court that has a checkpoint unknown to the county's disk."""

    def test_a_checkpoint_that_is_not_synced_never_leaves(self):
        self.journal.append(casework.opening(CASE))
        last = self.journal.size() - 1
        self.journal.ok("proof", last)
        latest = self.journal.directory / "checkpoints/latest"
        before = latest.read_bytes()
        with self.failing_syncs("*/checkpoints/*"):
            self.journal.append(casework.request(CASE, 1, casework.note()))

            ran = self.journal.run("proof", last + 1)

            self.assert_exit(Exit.UNAVAILABLE, ran)
            self.assertEqual("", ran.out)
            self.assertEqual(before.decode(), self.journal.ok("checkpoint"))
            self.assertEqual(before, latest.read_bytes())

    def test_appends_go_on_meanwhile_and_checkpoints_afterwards(self):
        with self.failing_syncs("*/checkpoints/*"):
            self.journal.append(casework.opening(CASE))
            last = self.journal.size() - 1
            self.assert_exit(Exit.UNAVAILABLE, self.journal.run("proof", last))
            self.journal.append(casework.request(CASE, 1, casework.note()))

        self.assert_says(self.journal.ok("proof", last + 1), f"index {last + 1}\n")
        verified = self.journal.ok("verify", "--key", self.journal.ok("key").strip())
        self.assertGreaterEqual(int(re.search(r"([\d,]+) commitments recomputed", verified)[1]), last + 2)


class StopAndStartTest(FailingDiskTest):
    """Who suffers: an operator who restarts the server because the disk behaves strangely, and tries again."""

    SERVED_FROM_THE_START = False

    def journal_with_events(self, name):
        journal = self.new_journal(name).start()
        journal.append(casework.opening(CASE))
        journal.append(casework.request(CASE, 1, casework.note()))
        return journal, journal.written()

    def assert_cannot_be_served(self, journal):
        self.assert_failed(journal, journal.serve_refused())

    def assert_failed(self, journal, ran):
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assertEqual(1, ran.err.count("\n"), ran.err)
        self.assert_says(ran.err, "casejournal: ", str(journal.directory), "Input/output error")

    def test_a_stop_loses_nothing(self):
        for number, pattern in enumerate((EVERYTHING, TABLES, MANIFEST)):
            with self.subTest(pattern):
                journal, events = self.journal_with_events(f"stopped-{number}")
                with self.failing_syncs(pattern):
                    self.assert_stops(journal)
                self.assert_sound(journal)
                self.assertEqual(events, journal.start().written())

    def test_a_start_is_refused_and_loses_nothing(self):
        for number, pattern in enumerate((EVERYTHING, TABLES, MANIFEST, "*.dbtmp", "*/log/*", "*/log")):
            with self.subTest(pattern):
                journal, events = self.journal_with_events(f"started-{number}")
                journal.kill()
                with self.failing_syncs(pattern):
                    self.assert_cannot_be_served(journal)
                    self.assert_cannot_be_served(journal)
                self.assert_sound(journal)
                self.assertEqual(events, journal.start().written())

    def test_a_journal_is_not_made_and_can_be_made_again(self):
        for number, pattern in enumerate((EVERYTHING, TABLES, MANIFEST, "*.dbtmp", "*/secrets/*", "*/FORMAT.new", KEYS,
                                          "*/log/*", WRITE_AHEAD_LOG)):
            with self.subTest(pattern):
                journal = self.new_journal(f"begun-{number}")
                with self.failing_syncs(pattern):
                    self.assert_failed(journal, journal.make_refused())
                journal.make().start()
                self.assertEqual(["JournalOpened", "SchemaAdopted", *["RoleGiven"] * (1 + len(ROLES))],
                                 [event["type"] for event in journal.events()])
                journal.append(casework.opening(CASE))
