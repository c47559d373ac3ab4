"""Is what many clients were told, while their server was killed under them, what one log can have told them?

    CASEJOURNAL_SEED=N   repeats a plan of calls and faults; threads and processes still meet as they like
    CASEJOURNAL_CYCLES=N kills (SIGKILL) in all; 20 if it is not given
"""

import collections
import importlib
import os
import pathlib
import random
import sys
import tempfile
import unittest

import journal
import planted_lies
from call_plans import planned_lives
from history_checker import faults
from journal import ROOT, JournalTest

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
KILLS = int(os.environ.get("CASEJOURNAL_CYCLES", "20"))
KILLS_OF_LIES = 4  # of these, in the history in which lies are planted
KILLS_MAX = 40  # in one history
TRIES = 4


class PlanTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_plan(self):
        """Otherwise no run can be repeated."""
        self.assertEqual(list(planned_lives(7, 5)), list(planned_lives(7, 5)))
        self.assertNotEqual(list(planned_lives(7, 5)), list(planned_lives(8, 5)))


class CallHistoriesTest(JournalTest):
    """Who suffers: a worker who was told that an entry is recorded, and another who decided by a plan without it."""

    SERVED_FROM_THE_START = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        built = journal.run([ROOT / "deploy/clients/python/build", pathlib.Path(folder.name) / "modules"])
        if built.exit != 0:
            raise AssertionError(built.err)
        sys.path.insert(0, built.out.splitlines()[-1])
        cls.recorded_histories = importlib.import_module("recorded_histories")

    def record(self, seed, kills):
        """The history of a new journal, and what happened how often."""
        folder = self.folder / f"history-{seed}"
        folder.mkdir()
        recorded = self.new_journal(f"journal-{seed}")
        history, counts = self.recorded_histories.record(recorded, folder, seed, kills)
        counts["unknown and recorded"] = planted_lies.recorded_unknown(history)
        return history, counts

    def test_no_call_was_answered_in_a_way_that_no_log_explains(self):
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED}", file=sys.stderr)
        counts, left, number = collections.Counter(), KILLS - KILLS_OF_LIES, 0
        while left > 0:
            seed, kills = SEED + number, min(left, KILLS_MAX)
            history, happened = self.record(seed, kills)
            found = faults(history)
            self.assertEqual([], found[:10], f"{len(found)} faults; repeat it with CASEJOURNAL_SEED={seed} "
                             f"CASEJOURNAL_CYCLES={kills + KILLS_OF_LIES}")
            counts += happened
            counts["histories"] += 1
            left, number = left - kills, number + 1
            if KILLS > KILLS_MAX:
                print(f"seed {seed}: {dict(happened)}", file=sys.stderr, flush=True)
        print(f"{dict(counts)}", file=sys.stderr)
        for what in ("kill", "ok", "refused", "unknown"):
            self.assertGreater(counts[what], 0, f"no {what}: nothing was asked")

    def test_every_planted_lie_is_found(self):
        """A checker that finds nothing must be one that would have found something."""
        seed = SEED + 1_000_000
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED}", file=sys.stderr)
        left = list(planted_lies.LIES)
        for number in range(TRIES):
            history, _ = self.record(seed + number, KILLS_OF_LIES)
            self.assertEqual([], faults(history)[:10])
            chance = random.Random(seed)
            left = [name for name in left if not self.is_planted_and_found(name, history, chance)]
            if not left:
                break
        self.assertEqual([], left, f"the histories have no place for these lies; seed {SEED}")
        self.assertGreater(len(planted_lies.LIES), 40)

    def is_planted_and_found(self, name, history, chance):
        lied, kind = planted_lies.planted(name, history, chance)
        if lied is None:
            return False
        with self.subTest(lie=name, seed=SEED):
            self.assertIn(kind, {fault.kind for fault in faults(lied)})
        return True


if __name__ == "__main__":
    unittest.main()
