"""Read models can be deleted: the log is the record, and they are rebuilt from it.

    CASEJOURNAL_SEED=N           repeats a run
    CASEJOURNAL_KILLS=all        kills the rebuild before each of its calls, not before some of them (N: so many)
"""

import os
import random
import shutil
import signal
import sys

import casework
from failing_calls import FailingCallsTest
from journal import PROGRAM, Exit, JournalTest, run
from test_docket import RULES

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
KILLS = os.environ.get("CASEJOURNAL_KILLS", "4")


class RebuildTest(JournalTest):
    """Who suffers: an operator at night with damaged read models, and a person who reads an outdated register."""

    def setUp(self):
        super().setUp()
        self.import_samples()
        self.answers = self.read_everything()

    def cases(self, journal):
        """The list of cases, as of the newest entry."""
        return journal.rows("cases", "--min-position", str(journal.size() - 1))

    def read_everything(self, journal=None):
        journal = journal or self.journal
        cases = self.cases(journal)
        registers = {case["caseId"]: journal.rows("register", case["caseId"]) for case in cases}
        by_number = {number: journal.rows("register", number)
                     for number in ("22-JV-0139", "22-JV-0231", "23-JV-0117", "23-JV-0118")}
        return cases, registers, by_number

    def rebuild(self):
        return run([PROGRAM, "rebuild", "--data", self.journal.directory])

    def projections(self):
        return self.journal.directory / "projections"

    def test_what_a_crash_takes_of_the_read_models_is_read_from_the_log_again(self):
        """They are written without a write-ahead log (docs/decisions/0009)."""
        self.journal.kill()
        self.journal.start()

        self.assertEqual(self.answers, self.read_everything())

    def test_a_rebuild_makes_the_same_bytes(self):
        self.cases(self.journal)
        size = self.journal.size()
        self.journal.stop()

        ran = self.rebuild()

        self.assert_exit(Exit.OK, ran)
        self.assertRegex(ran.out, rf"rebuilt \d+ rows from {size:,} entries; the same bytes as before")
        self.journal.start()
        self.assertEqual(self.answers, self.read_everything())

    def test_a_rebuild_can_be_run_twice_and_keeps_the_old(self):
        self.journal.stop()

        first, second = self.rebuild(), self.rebuild()

        self.assertEqual(first.out, second.out)
        self.assertEqual(1, len(list(self.projections().glob("v*.old"))))
        self.assertEqual([], list(self.projections().glob("v*.new")))

    def test_a_server_without_read_models_makes_them_by_itself(self):
        self.journal.stop()
        shutil.rmtree(self.projections())

        self.journal.start()

        self.assertEqual(self.answers, self.read_everything())
        self.journal.append(casework.opening(casework.an_id("case")))
        self.assertEqual(len(self.answers[0]) + 1, len(self.cases(self.journal)))

    def test_a_rebuild_without_old_ones_says_so(self):
        self.journal.stop()
        shutil.rmtree(self.projections())

        ran = self.rebuild()

        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "there were no old read models")

    def test_a_rebuild_changes_nothing_of_the_log(self):
        self.journal.stop()
        before = self.assert_sound(self.journal)

        self.rebuild()

        self.assertEqual(before, self.assert_sound(self.journal))

    def assert_made_again(self):
        """Check that the old read models are put aside, that stderr says so, and that every answer is from this
        journal."""
        self.assertEqual(self.answers, self.read_everything())
        self.assertEqual(1, len(list(self.projections().glob("v*.other"))))
        self.assertRegex(self.journal.stderr_path.read_text(),
                         r"the read models in .*/v\d+ are from another log.* moved to .*/v\d+\.other and are being rebuilt")

    def test_read_models_of_a_longer_log_are_put_away_and_made_again(self):
        """Read models from another day's backup would show entries that the log does not have."""
        self.journal.stop()
        longer = self.copy_of(self.journal, "longer").start()
        longer.append(casework.opening(casework.an_id("case")))
        self.cases(longer)
        longer.stop()
        shutil.rmtree(self.projections())
        shutil.copytree(longer.directory / "projections", self.projections())

        self.journal.start()

        self.assert_made_again()

    def test_read_models_of_a_history_that_was_lost_are_put_away_and_made_again(self):
        """The same number of entries, but others: the state after a restore and `continue` next to old rows."""
        self.journal.stop()
        lost = self.copy_of(self.journal, "lost").start()
        lost.append(casework.opening(casework.an_id("lost case")))
        self.read_everything(lost)
        self.cases(lost)
        self.journal.start()
        self.journal.append(casework.opening(casework.an_id("case")))
        self.answers = self.read_everything()
        self.assertEqual(lost.size(), self.journal.size())
        lost.stop()
        self.journal.stop()
        shutil.rmtree(self.projections())
        shutil.copytree(lost.directory / "projections", self.projections())

        self.journal.start()

        self.assertIn(casework.an_id("case"), {case["caseId"] for case in self.cases(self.journal)})
        self.assertNotIn(casework.an_id("lost case"), {case["caseId"] for case in self.journal.rows("cases")})
        self.assert_made_again()

    def test_read_models_of_another_journal_are_put_away_and_made_again(self):
        other = self.new_journal("other").start()
        for number in range(3):
            other.append(casework.opening(casework.an_id("case", number)))
        self.cases(other)
        other.stop()
        self.journal.stop()
        shutil.rmtree(self.projections())
        shutil.copytree(other.directory / "projections", self.projections())

        self.journal.start()

        self.assert_made_again()

    def test_a_rebuild_says_where_the_old_ones_are(self):
        other = self.new_journal("other").start()
        other.append(casework.opening(casework.an_id("case")))
        self.cases(other)
        other.stop()
        self.journal.stop()
        shutil.rmtree(self.projections())
        shutil.copytree(other.directory / "projections", self.projections())

        ran = self.rebuild()

        self.assert_exit(Exit.OK, ran)
        [old] = self.projections().glob("v*.old")
        self.assert_says(ran.out, "the old read models were of another log", f"the old read models are in {old}")


class KilledRebuildTest(FailingCallsTest):
    """Who suffers: an operator whose machine went down during a rebuild at night."""

    EVERY_CALL = "open,write,sync,rename,remove"
    OF_READ_MODELS = "*/projections*"

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.import_samples()
        self.answers = self.lists()
        self.journal.stop()
        self.sound = self.folder / "sound"
        shutil.copytree(self.projections(), self.sound)

    def projections(self):
        return self.journal.directory / "projections"

    def lists(self):
        last = str(self.journal.size() - 1)
        return [self.journal.ok(*words, "--json", "--min-position", last)
                for words in (("cases",), ("work",), ("persons", "Pruitt"))]

    def rebuild(self):
        return run([PROGRAM, "rebuild", "--data", self.journal.directory], env=self.env)

    def killed(self, number, calls=EVERY_CALL, of=OF_READ_MODELS):
        """Kill a rebuild before its call of this number. Return whether it made so many."""
        shutil.rmtree(self.projections())
        shutil.copytree(self.sound, self.projections())
        self.kill_before(number, calls, of)
        ran = self.rebuild()
        self.heal()
        if ran.exit != Exit.OK:
            self.assertEqual(-signal.SIGKILL, ran.exit, ran.err)
        return ran.exit != Exit.OK

    def number_of_calls(self):
        few, many = 1, 1 << 12
        while many - few > 1:
            middle = (few + many) // 2
            few, many = (middle, many) if self.killed(middle) else (few, middle)
        return few

    def assert_nothing_is_lost(self):
        self.journal.start()
        self.assertEqual(self.answers, self.lists())
        self.assertEqual([], list(self.projections().glob("*.damaged")))
        self.journal.stop()

    def test_it_can_be_killed_before_each_of_its_calls(self):
        number_of_calls = self.number_of_calls()
        chance = random.Random(SEED)
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED} CASEJOURNAL_KILLS={KILLS} of {number_of_calls}", file=sys.stderr)
        numbers = range(1, number_of_calls)
        for number in numbers if KILLS == "all" else chance.sample(numbers, int(KILLS)):
            with self.subTest(call=number):
                self.assertTrue(self.killed(number))
                if chance.random() < 0.5:
                    self.assert_exit(Exit.OK, self.rebuild())
                self.assert_nothing_is_lost()

    def test_it_can_be_killed_while_it_swaps(self):
        for number, there in ((1, "v*[0-9]"), (2, "v*.old")):
            for again in (False, True):
                with self.subTest(call=number, again=again):
                    self.assertTrue(self.killed(number, "rename", "*/projections/v*[0-9w]"))
                    self.assertEqual(1, len(list(self.projections().glob(there))))
                    self.assertEqual(1, len(list(self.projections().glob("v*.new"))))
                    if again:
                        ran = self.rebuild()
                        self.assert_exit(Exit.OK, ran)
                        self.assert_says(ran.out, "the same bytes as before")
                    self.assert_nothing_is_lost()
                    # Without a rebuild, what was built stays beside those that are still in use.
                    left = 1 if number == 1 and not again else 0
                    self.assertEqual(left, len(list(self.projections().glob("v*.new"))))
