"""A journal is checked while it is served: how far the check is, what ends it, and that there is one at a time."""

import json
import os
import pty
import re
import select
import subprocess
import time

import casework
from journal import PATIENCE_S, PROGRAM, SAMPLES, Exit, JournalTest
from test_transport import STEPPING_CLOCK


class OnlineCheckTest(JournalTest):
    """Who suffers: a journal that must never stop and must still be proved sound."""

    def start(self, *words, **streams):
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "200"}
        process = subprocess.Popen([str(word) for word in (PROGRAM, *words)], env=env, stdin=subprocess.DEVNULL,
                                   **streams)
        self.addCleanup(process.kill)
        return process

    def test_beside_an_import_it_finds_nothing(self):
        importing = self.start("import", *SAMPLES, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(importing.stdout.close)
        sizes = []
        while importing.poll() is None or not sizes:
            found = self.journal.json("fsck", "--online", "--rate", "100000")
            self.assertEqual([], found["findings"])
            sizes.append(found["entries"])

        self.assertEqual(0, importing.returncode)
        self.assertEqual(sorted(sizes), sizes)
        sizes.append(self.journal.json("fsck", "--online")["entries"])
        self.assertEqual(self.journal.size(), sizes[-1])
        self.assert_says(self.journal.ok("fsck", "--online"), f"sound: {sizes[-1]:,} entries",
                         "file checksums were not checked")

    def slow_check(self, mebibytes, **streams):
        """A check that is under way and takes about as many seconds, and the terminal on which it says how far it is."""
        self.import_samples()
        case = casework.an_id(f"{mebibytes} MiB")
        self.journal.append(casework.opening(case))
        for _ in range(4 * mebibytes):
            self.journal.append(casework.request(case, "any", *(casework.note("n" * 60_000) for _ in range(4))))
        try:
            ours, theirs = pty.openpty()
        except OSError:
            self.skipTest("there is no terminal to be had")
        self.addCleanup(os.close, ours)
        self.began = time.monotonic()
        first = self.start("fsck", "--online", "--rate", "1", "--json", stderr=theirs, **streams)
        os.close(theirs)
        shown = b""
        while not re.search(rb"\d entries", shown):
            self.assertTrue(select.select([ours], [], [], PATIENCE_S)[0], "it says nothing")
            shown += os.read(ours, 4096)
        return first, ours, shown

    def abandon(self, first):
        first.kill()
        first.wait()

    def another_check(self):
        """One that waits for the place of an earlier one. Returns when it ended."""
        end = time.monotonic() + PATIENCE_S
        while (ran := self.journal.run("fsck", "--online")).exit != Exit.OK and time.monotonic() < end:
            time.sleep(0.2)
        self.assert_exit(Exit.OK, ran)
        return time.monotonic()

    def test_it_shows_how_far_it_is_and_only_one_runs_at_a_time(self):
        first, ours, shown = self.slow_check(5, stdout=subprocess.PIPE)

        second = self.journal.run("fsck", "--online")

        out = first.communicate(timeout=PATIENCE_S)[0].decode()
        while select.select([ours], [], [], 0)[0]:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # all that was said has been read
                break
        self.assertEqual(0, first.returncode)
        self.assertEqual((self.journal.size(), []), (json.loads(out)["entries"], json.loads(out)["findings"]))
        self.assertRegex(shown.decode(), r"\d+ entries")
        self.assert_exit(Exit.UNAVAILABLE, second)
        self.assert_says(second.err, "a check of the log is already running")
        self.assert_exit(Exit.OK, self.journal.run("fsck", "--online"))

    def test_a_check_that_nobody_waits_for_ends(self):
        """Long before it would have ended by itself."""
        for mebibytes in (10, 40):
            self.abandon(self.slow_check(mebibytes, stdout=subprocess.DEVNULL)[0])
            if self.another_check() < self.began + mebibytes - 2:
                return
        self.fail("another one waited until it was over")

    def test_a_check_that_nobody_waits_for_ends_although_the_clock_was_set_back(self):
        shim, step = self.folder / "stepping_clock.so", self.folder / "step"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, STEPPING_CLOCK, "-ldl"], check=True)
        step.write_text("3600")
        self.journal = self.new_journal("an hour ahead")
        self.journal.server_env = {**os.environ, "LD_PRELOAD": str(shim), "STEPPING_CLOCK": str(step)}
        self.journal.start()
        first = self.slow_check(10, stdout=subprocess.DEVNULL)[0]
        step.unlink()
        time.sleep(3)  # until each thread has seen it
        self.abandon(first)

        self.another_check()

    def test_the_server_stops_beside_a_check(self):
        first = self.slow_check(10, stdout=subprocess.DEVNULL)[0]

        self.assertEqual(0, self.journal.stop())

        self.assertNotEqual(0, first.wait(PATIENCE_S), "the check was waited for")

    def test_a_rate_that_is_none_is_refused(self):
        for flags in (["--rate", "0"], ["--rate", "-1"], ["--rate", "x"], ["--data", self.journal.directory]):
            self.assert_exit(Exit.USAGE, self.journal.run("fsck", "--online", *flags))
        self.assert_exit(Exit.USAGE, self.journal.run("fsck"))
