"""Read models are rebuilt beside those that a server serves.

    CASEJOURNAL_SEED=N           repeats a run
    CASEJOURNAL_KILLS=N          kills the server before so many of its calls, by chance
"""

import json
import os
import random
import shutil
import signal
import sys
import threading
import time

import casework
import test_adversaries
from failing_calls import READ_MODELS, FailingCallsTest
from failing_disk import SERVING
from journal import PATIENCE_S, Exit, flip_byte
from test_adversaries import CASE
from test_docket import RULES

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
KILLS = int(os.environ.get("CASEJOURNAL_KILLS", "3"))
NOTED = casework.an_id("case")


class OnlineRebuildTest(FailingCallsTest):
    """Who suffers: a county whose office works day and night, and whose lists are wrong until somebody may stop the
    server."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.import_samples()
        self.journal.append(casework.opening(NOTED))
        self.answers = self.lists()

    def projections(self):
        return self.journal.directory / "projections"

    def left(self, pattern):
        return list(self.projections().glob(pattern))

    def lists(self):
        last = str(self.journal.size() - 1)
        return [self.journal.ok(*words, "--json", "--min-position", last)
                for words in (("cases",), ("work",), ("persons", "Pruitt"))]

    def rebuild(self):
        return json.loads(self.journal.ok("rebuild", "--json"))

    def assert_lists_are_those_of_new_read_models(self):
        lists = self.lists()
        self.journal.stop()
        shutil.rmtree(self.projections())
        self.journal.start("--rules", RULES)
        self.assertEqual(self.lists(), lists)

    def test_appends_and_lists_go_on_meanwhile(self):
        over = threading.Event()
        failed, done = [], {"append": 0, "list": 0}

        def repeat(name, what):
            while not over.is_set():
                try:
                    what()
                    done[name] += 1
                except AssertionError as error:
                    failed.append(error)

        def look():
            self.journal.ok("cases", "--json")
            self.assertEqual(SERVING, self.health_of(READ_MODELS))

        note = lambda: self.journal.append(casework.request(NOTED, "any", casework.note()))
        threads = [threading.Thread(target=repeat, args=each) for each in (("append", note), ("list", look))]
        for thread in threads:
            thread.start()
        try:
            rebuilt, end = [], time.monotonic() + PATIENCE_S
            while len(rebuilt) < 3 or (min(done.values()) == 0 and time.monotonic() < end):
                rebuilt.append(self.rebuild())
        finally:
            over.set()
            for thread in threads:
                thread.join(PATIENCE_S)
        self.assertEqual([], failed)
        self.assertGreater(min(done.values()), 0)
        for each in rebuilt:
            self.assertTrue(each["compared"])
            self.assertEqual(0, each["differences"])
            self.assertRegex(each["oldReadModels"], r"^v\d+\.old$")
        self.assertLess(rebuilt[0]["entries"], rebuilt[-1]["entries"])
        self.assertEqual([], self.left("*.new") + self.left("*.making"))
        said = self.journal.stderr_path.read_text()
        self.assertEqual(len(rebuilt), said.count("a rebuild of the read models begins, from "))
        self.assertEqual(len(rebuilt), said.count("the same bytes as before"))
        self.assert_lists_are_those_of_new_read_models()

    def test_damaged_ones_are_replaced_without_a_restart(self):
        self.journal.restart("--rules", RULES)
        for table in self.projections().glob("v*/*.sst"):
            for at in range(20, table.stat().st_size, 500):
                flip_byte(table, at)
        said = self.journal.ok("rebuild")
        self.assertRegex(said, r"^rebuilt [\d,]+ rows from [\d,]+ entries; the old read models could not be compared; the "
                               r"server serves them, and keeps the old read models as v\d+\.old\n$")
        self.assertEqual(self.answers, self.lists())

    def test_a_disk_that_refuses_leaves_those_in_use(self):
        for calls, error in (("write", 28), ("open", 5), ("sync", 5), ("rename", 28)):
            with self.subTest(calls=calls, error=error):
                self.refuse(calls, error, "*.making/*")
                ran = self.journal.run("rebuild")
                self.heal()
                self.assert_exit(Exit.DISK_FULL if error == 28 else Exit.UNAVAILABLE, ran)
                self.assertNotEqual([], self.refused())
                self.assertEqual(self.answers, self.lists())
                self.assertEqual(SERVING, self.health_of(READ_MODELS))
                self.assertEqual([], self.left("*.new") + self.left("*.making"))
        self.assertEqual(0, self.rebuild()["differences"])
        self.assertEqual(self.answers, self.lists())

    def killed(self, number, calls="open,write,sync,rename,remove", of="*/projections/v*"):
        """Have the server killed before its call of this number during a rebuild. Return whether it made so many."""
        self.kill_before(number, calls, of)
        ran = self.journal.run("rebuild")
        self.heal()
        if ran.exit == Exit.OK:
            return False
        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assertEqual(-signal.SIGKILL, self.journal.kill())
        self.journal.start("--rules", RULES)
        self.assertEqual([], self.left("*.making"))
        return True

    def assert_nothing_is_lost(self):
        self.assertEqual(self.answers, self.lists())
        self.assertEqual([], self.left("*.damaged"))
        self.assertEqual(0, self.rebuild()["differences"])
        self.assertEqual([], self.left("*.new"))
        self.assertEqual(self.answers, self.lists())

    def test_a_server_that_is_killed_meanwhile_serves_again(self):
        chance = random.Random(SEED)
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED} CASEJOURNAL_KILLS={KILLS}", file=sys.stderr)
        killed, most, numbers = 0, 200, []
        while killed < KILLS:
            numbers.append(chance.randrange(1, most))
            with self.subTest(call=numbers[-1]):
                if not self.killed(numbers[-1]):
                    most = numbers[-1]  # it does not make so many
                    self.journal.restart("--rules", RULES)  # which counts anew
                    continue
                killed += 1
                self.assert_nothing_is_lost()
        print(f"    killed before its calls {numbers}, of fewer than {most}", file=sys.stderr)

    def test_a_server_that_is_killed_while_it_replaces_them_serves_again(self):
        # The three renames: what was made is complete, the old ones are kept, the new ones take their place.
        for number in (1, 2, 3):
            with self.subTest(rename=number):
                self.assertTrue(self.killed(number, "rename", "*/projections/v*[0-9gw]"))
                self.assertEqual(1 if number == 2 else 0, len(self.left("*.new")), "used, or left beside those in use")
                self.assert_nothing_is_lost()


class OperatorRebuildTest(test_adversaries.AdversaryTest):
    def test_an_operator_rebuilds_and_sees_nothing_of_a_case(self):
        rebuilt = self.as_("u-6", "rebuild", "--json")
        self.assertEqual(Exit.OK, rebuilt.exit, rebuilt.err)
        self.assert_no_secret(rebuilt)
        for other in ("u-1", "u-2", "u-4", "u-5", "u-7"):
            ran = self.as_(other, "rebuild")
            self.assertEqual(Exit.NOT_PERMITTED, ran.exit, f"{other}: {ran.out}")
        self.does("u-2", "plan", CASE)
