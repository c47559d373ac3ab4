"""Write-ahead logs among several that are missing, empty, or truncated at the end of a group; and logs that pile up."""

import casework
import write_ahead_log
from journal import PROGRAM, Exit, JournalTest, changes, data_of, run

CASES = [casework.an_id("case", number) for number in range(4)]
LOGS = 4
NOTES = 50  # in a request


class LostLogTest(JournalTest):
    """Who suffers: a family whose last week is lost while everything looks fine, and everyone who records after
    that."""

    def setUp(self):
        super().setUp()
        for case in CASES:
            self.journal.append(casework.opening(case))
        # More than a few tiles of the tree: every start reads the entries after the last full tile.
        for revision in range(1, 5 * NOTES, NOTES):
            for case in CASES:
                self.journal.append(casework.request(case, revision, *[casework.note("x" * 1000)] * NOTES))
        self.events = self.journal.events()
        self.journal.kill()

    def in_four(self, name, sound=True):
        """A copy with the groups of its write-ahead log in four logs, and these logs."""
        copied = self.copy_of(self.journal, name, sound)
        newest = copied.files("log/*.log")[-1]
        groups = write_ahead_log.groups(newest.read_bytes())
        each = len(groups) // LOGS
        logs = [newest.with_name(f"{int(newest.stem) + number:06}.log") for number in range(LOGS)]
        for number, log in enumerate(logs):
            end = len(groups) if number == LOGS - 1 else (number + 1) * each
            log.write_bytes(write_ahead_log.log_of(groups[number * each:end]))
        return copied, logs

    LOSSES = {
        "deleted": lambda log: log.unlink(),
        "emptied": lambda log: log.write_bytes(b""),
        "zeroed": lambda log: log.write_bytes(bytes(log.stat().st_size)),
        "cut behind a group": lambda log: log.write_bytes(
            write_ahead_log.log_of(write_ahead_log.groups(log.read_bytes())[:-1])),
    }

    def test_several_logs_are_served(self):
        copied, _ = self.in_four("whole")
        copied.start()
        self.assert_only_disclosed_since(self.events, copied.events())

    def test_every_loss_is_found_by_every_start_and_by_fsck(self):
        for loss, lose in self.LOSSES.items():
            for number in range(LOGS):
                with self.subTest(loss=loss, log=number):
                    copied, logs = self.in_four(f"{loss} {number}", sound=False)
                    lose(logs[number])
                    before = data_of(copied.directory)
                    for _ in range(2):
                        served = copied.serve_refused_or_stopped()
                        self.assertNotEqual(0, served.exit, "it was served")
                        self.assert_says(served.err, "estore the newest backup")
                    checked = run([PROGRAM, "fsck", "--data", copied.directory])
                    self.assert_exit(Exit.DATA_LOSS, checked)
                    self.assertEqual([], changes(before, data_of(copied.directory)))

    def test_a_loss_is_found_where_nobody_remembers_how_much_there_was(self):
        for number in range(LOGS - 1):
            with self.subTest(log=number):
                copied, logs = self.in_four(f"forgotten {number}", sound=False)
                (copied.directory / "acked").unlink()
                (copied.directory / "checkpoints/latest").unlink(missing_ok=True)
                logs[number].unlink()

                served = copied.serve_refused()

                self.assert_exit(Exit.DATA_LOSS, served)
                self.assert_says(served.err, " is missing, but ", f"{logs[number + 1]} continues at ")


class PiledUpLogsTest(JournalTest):
    """Who suffers: an operator whose server is restarted every night for ten years."""

    def logs(self):
        return sorted(path.relative_to(self.journal.directory).parent.as_posix()
                      for path in self.journal.directory.rglob("*.log"))

    def test_restarts_without_a_write_leave_no_more_logs(self):
        self.journal.append(casework.opening(CASES[0]))
        self.journal.restart()
        first = self.logs()
        for _ in range(4):
            self.journal.restart()
        self.assertEqual(first, self.logs())
        self.assertEqual(len(set(first)), len(first), "more than one in a directory")

    def test_kills_without_a_write_leave_no_more_logs(self):
        self.journal.append(casework.opening(CASES[0]))
        self.journal.restart()
        events = self.journal.events()
        for _ in range(4):
            self.journal.kill()
            self.journal.start()
        self.assert_only_disclosed_since(events, self.journal.events())
        self.assertLessEqual(max(self.logs().count(directory) for directory in self.logs()), 2)
