"""Journals on a disk that fails to sync on command: what the tests of it share.

`failing_sync.c` causes the fault: it is preloaded between the server and its syncs.
"""

import base64
import collections
import contextlib
import errno
import os
import pathlib
import shutil
import subprocess
import tempfile

import casework
import foreign
import write_ahead_log
from journal import Exit, JournalTest

SOURCE = pathlib.Path(__file__).with_name("failing_sync.c")
COMPILER = ["cc"] if shutil.which("cc") else ["g++", "-x", "c"]
CASE = casework.an_id("case")
OTHER_CASE = casework.an_id("other case")
WRITE_AHEAD_LOG = "*/log/*.log"
UNKNOWN = "outcome unknown; retry with the same request id: "
NO_MORE = "this process rejects all further writes after: "
SERVING, NOT_SERVING = b"\x08\x01", b"\x08\x02"  # a HealthCheckResponse

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
        self.assertEqual(Exit.OK, journal.stop(), journal.stderr_path.read_text())

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
