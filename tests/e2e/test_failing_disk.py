"""A disk that fails to sync: what is reported, rejected, and still readable, and how a server starts and stops on it.

`test_failed_groups.py` asks what became of the requests whose sync failed.
"""

import errno
import re
import time

import casework
import foreign
from failing_disk import CASE, NO_MORE, NOT_SERVING, OTHER_CASE, SERVING, WRITE_AHEAD_LOG, FailingDiskTest
from journal import PATIENCE_S, Exit, data_of
from sign_in import ROLES

KEYS = "*/keys/*.log"
EVERYTHING = "*"
TABLES, MANIFEST = "*.sst", "*/MANIFEST-*"
RESUME_S = 8  # RocksDB looks every five seconds whether it can go on


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

    def assert_failed(self, journal, ran, path=None):
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assertEqual(1, ran.err.count("\n"), ran.err)
        self.assert_says(ran.err, "casejournal: ", str(path or journal.directory), "Input/output error")

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
                    # Its name in the folder above is the first thing that must not be lost.
                    self.assert_failed(journal, journal.make_refused(), journal.directory.parent)
                journal.make().start()
                self.assertEqual(["JournalOpened", "SchemaAdopted", *["RoleGiven"] * (1 + len(ROLES))],
                                 [event["type"] for event in journal.events()])
                journal.append(casework.opening(CASE))
