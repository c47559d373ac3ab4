"""The parts of a server that work by themselves fail for a while: read models, due list, and the copy of the checkpoint.

Each failure is reported once on stderr when it begins and once when it is over, and shows in a health name of its own
until then. What does not depend on the part goes on.

    CASEJOURNAL_SEED=N           repeats a run
    CASEJOURNAL_FAULTS=all       tries every fault, not some of them
"""

import errno
import itertools
import os
import random
import sys

import casework
from failing_calls import BEGINS, CHECKPOINT_COPY, CHECKPOINTS, DUE_LIST, ENDS, READ_MODELS, FailingCallsTest
from failing_disk import NOT_SERVING, SERVING
from journal import Exit
from test_docket import RULES

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
CASE = casework.an_id("case")
LONG_NAME = "x" * 200_000
CASES_AT_ONCE, REQUESTS_MAX = 15, 20
CASE_SERVICE = "casejournal.v1.CaseService"
PARTS = (READ_MODELS, DUE_LIST)
LISTS = (("cases",), ("work",), ("persons", "Pruitt"))
ALL_ROWS = "*/projections/*"
# Calls, and how they fail. Opening includes making a directory.
FAULTS = (("open", errno.EIO), ("open", errno.ENOSPC), ("open", errno.EMFILE), ("write", errno.EIO),
          ("write", errno.ENOSPC), ("sync", errno.EIO), ("sync", errno.ENOSPC), ("rename", errno.EIO),
          ("rename", errno.ENOSPC))


def some_faults(test, number, faults=FAULTS):
    """So many of the faults, by chance, or all."""
    if os.environ.get("CASEJOURNAL_FAULTS") == "all":
        return faults
    print(f"\n{test.id()}: CASEJOURNAL_SEED={SEED}", file=sys.stderr)
    return random.Random(SEED).sample(faults, number)


class FollowerTest(FailingCallsTest):
    """Who suffers: everybody who looks for a case or for what is due, from one failure of the disk until somebody
    restarts the server."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)

    def lists(self):
        """What the lists answer, byte for byte, as of the newest entry."""
        last = str(self.journal.size() - 1)
        return [self.journal.ok(*words, "--json", "--min-position", last) for words in LISTS]

    def assert_they_fail_and_say_so(self):
        for words in LISTS:
            ran = self.journal.run(*words)
            self.assert_exit(Exit.UNAVAILABLE, ran)
        for part in PARTS:
            self.assertEqual(NOT_SERVING, self.health_of(part))
        self.assertEqual(SERVING, self.health_of(CASE_SERVICE))
        self.assert_says(self.journal.ok("proof", 0), "index 0")
        self.assertGreater(len(self.journal.rows("notes", self.case)), 0)
        self.assert_says(" ".join(self.journal.ok("plan", self.case).split()),
                         "Only dates that the law asks for are here. What else is to be done is not known now:", "In force")


class StartTest(FollowerTest):
    def setUp(self):
        super().setUp()
        self.import_samples()
        self.case = next(case["caseId"] for case in self.journal.rows("cases", "--min-position", str(self.journal.size() - 1))
                         if self.journal.rows("notes", case["caseId"]))

    def test_each_fault_at_the_start_is_reported_once_and_made_up_for(self):
        answers = self.lists()
        for calls, error in some_faults(self, 2):
            with self.subTest(calls=calls, error=errno.errorcode[error]):
                self.journal.stop()
                self.forget_what_was_said()
                self.refuse(calls, error, ALL_ROWS)
                self.refused()
                self.journal.start()

                self.wait_until_said(*(BEGINS[part] for part in PARTS))
                self.assert_they_fail_and_say_so()
                self.assertEqual({calls}, {kind for kind, _ in self.refused()})
                self.heal()
                self.wait_until_said(*(ENDS[part] for part in PARTS))
                self.assertEqual(answers, self.lists())
                self.assert_all_serve(*PARTS)
                self.assert_said_once(*(BEGINS[part] for part in PARTS), *(ENDS[part] for part in PARTS))
        self.assertEqual([], list(self.journal.directory.glob("projections/*.damaged")), "nothing was damaged")

    def test_rows_that_cannot_be_read_for_a_while_stay(self):
        """Five times in a row are too many, which takes a second or two."""
        answers = self.lists()
        self.journal.stop()
        self.forget_what_was_said()
        self.refuse("read", errno.EIO, "*/projections/*.sst", at_most=2)
        self.journal.start()
        self.wait_until_said(*(BEGINS[part] for part in PARTS))

        self.wait_until_said(*(ENDS[part] for part in PARTS))
        self.assertEqual(answers, self.lists())
        self.assertEqual([], list(self.journal.directory.glob("projections/*.damaged")))

    def test_rows_that_can_never_be_read_again_are_made_again(self):
        """A bad sector: every other call works."""
        answers = self.lists()
        self.journal.stop()
        self.forget_what_was_said()
        self.refuse("read", errno.EIO, "*/projections/*.sst")
        self.journal.start()

        self.wait_until_said("/projections/v", ".damaged and are being rebuilt", *(ENDS[part] for part in PARTS))
        self.heal()
        self.assertEqual(answers, self.lists())
        self.assertEqual(2, len(list(self.journal.directory.glob("projections/*.damaged"))))


class RunningTest(FollowerTest):
    """Rows reach the disk when there are 16 MiB of them, which takes fewer cases if their names are long."""

    def append_until_rows_are_flushed(self):
        for _ in range(REQUESTS_MAX):
            self.append_cases(next(self.numbers))
            if all(BEGINS[part] in self.said() for part in PARTS):
                return
        raise AssertionError("no rows were flushed")

    @staticmethod
    def days_ago(number):
        return 1 + number % 300

    def append_cases(self, number):
        when = {"days_ago": self.days_ago(number), "lateReason": "learned later"}
        parts = []
        for which in range(CASES_AT_ONCE):
            of = casework.an_id(number, which)
            parts += casework.request(of, None, casework.opened(**when), casework.child(name=LONG_NAME, **when))["cases"]
        self.journal.append({"requestId": casework.an_id("request", number), "cases": parts})

    def test_each_fault_while_it_runs_is_reported_once_and_made_up_for(self):
        self.numbers = itertools.count(1)
        self.journal.append(casework.opening(CASE))
        for calls, error in some_faults(self, 1, [fault for fault in FAULTS if fault[0] != "rename"]):
            with self.subTest(calls=calls, error=errno.errorcode[error]):
                self.forget_what_was_said()
                self.refuse(calls, error, ALL_ROWS)
                self.append_until_rows_are_flushed()

                for words in (("cases",), ("work",)):
                    self.assert_exit(Exit.UNAVAILABLE, self.journal.run(*words))
                for part in PARTS:
                    self.assertEqual(NOT_SERVING, self.health_of(part))
                self.assertEqual(SERVING, self.health_of(CASE_SERVICE))
                self.journal.append(casework.request(CASE, "any", casework.note()))
                self.heal()
                self.wait_until_said(*(ENDS[part] for part in PARTS))
                self.assert_all_serve(*PARTS)
                self.assert_said_once(*(BEGINS[part] for part in PARTS), *(ENDS[part] for part in PARTS))
        last = str(self.journal.size() - 1)
        for number in range(1, next(self.numbers)):
            day = casework.day(self.days_ago(number))
            rows = self.journal.rows("cases", "--min-position", last, "--opened-from", day, "--opened-until", day)
            self.assertEqual(CASES_AT_ONCE, len(rows))


class CheckpointCopyTest(FailingCallsTest):
    """Who suffers: an operator who believes that a second place has the newest checkpoint, and a court whose proof is
    refused because of it."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint")
        self.place = self.folder / "other disk"

    def assert_proofs_and_appends_go_on(self):
        newest = self.journal.size() - 1
        self.assert_says(self.journal.ok("proof", newest), f"index {newest}")
        self.journal.append(casework.request(CASE, "any", casework.note()))
        newest = self.journal.size() - 1
        self.assert_says(self.journal.ok("proof", newest), f"index {newest}")
        self.assertEqual(SERVING, self.health_of(CASE_SERVICE))

    def assert_it_is_over(self):
        self.wait_until_said(ENDS[CHECKPOINT_COPY])
        self.assert_all_serve(CHECKPOINT_COPY)
        self.assert_said_once(BEGINS[CHECKPOINT_COPY], ENDS[CHECKPOINT_COPY])
        self.assertEqual((self.journal.directory / "checkpoints/latest").read_bytes(), (self.place / "copy").read_bytes())

    def test_a_disk_that_is_gone_is_reported_at_the_start_and_takes_no_proof_away(self):
        self.journal.restart("--checkpoint-copy", self.place / "copy")

        self.assertEqual(NOT_SERVING, self.health_of(CHECKPOINT_COPY))
        self.assert_said_once(BEGINS[CHECKPOINT_COPY])
        self.assert_proofs_and_appends_go_on()
        self.place.mkdir()
        self.assert_it_is_over()

    def test_each_fault_is_reported_once_and_takes_no_proof_away(self):
        self.place.mkdir()
        self.journal.restart("--checkpoint-copy", self.place / "copy")
        for calls, error in some_faults(self, 2):
            with self.subTest(calls=calls, error=errno.errorcode[error]):
                self.forget_what_was_said()
                self.refuse(calls, error, "*/other disk/*" if calls != "sync" else "*/other disk*")
                self.journal.append(casework.request(CASE, "any", casework.note()))
                self.wait_until_said(BEGINS[CHECKPOINT_COPY])
                self.assertEqual(NOT_SERVING, self.health_of(CHECKPOINT_COPY))
                self.assert_proofs_and_appends_go_on()
                self.heal()
                self.assert_it_is_over()

    def test_a_disk_that_goes_and_comes_back_while_it_runs(self):
        self.place.mkdir()
        self.journal.restart("--checkpoint-copy", self.place / "copy")
        self.place.rename(self.folder / "elsewhere")
        self.journal.append(casework.request(CASE, "any", casework.note()))

        self.wait_until_said(BEGINS[CHECKPOINT_COPY])
        self.assert_proofs_and_appends_go_on()
        (self.folder / "elsewhere").rename(self.place)
        self.assert_it_is_over()


class CheckpointTest(FailingCallsTest):
    """Who suffers: a court that asks weeks later for a proof of what was recorded, and nobody knew that none can be given."""

    def test_each_fault_is_reported_once_and_made_up_for(self):
        self.journal.append(casework.opening(CASE))
        self.journal.ok("checkpoint")
        for calls, error in some_faults(self, 2, [("write", errno.EIO), ("sync", errno.EIO), ("sync", errno.ENOSPC),
                                                  ("open", errno.EMFILE)]):
            with self.subTest(calls=calls, error=errno.errorcode[error]):
                self.forget_what_was_said()
                self.refuse(calls, error, "*/checkpoints*")
                self.journal.append(casework.request(CASE, "any", casework.note()))
                self.wait_until_said(BEGINS[CHECKPOINTS])
                self.assertEqual(NOT_SERVING, self.health_of(CHECKPOINTS))
                ran = self.journal.run("status")
                self.assert_exit(Exit.UNAVAILABLE, ran)
                self.assertRegex(ran.out, r"new checkpoints +DOES NOT WORK")
                self.journal.append(casework.request(CASE, "any", casework.note()))
                self.assertEqual(SERVING, self.health_of(CASE_SERVICE))
                self.heal()
                self.wait_until_said(ENDS[CHECKPOINTS])
                self.assert_all_serve(CHECKPOINTS)
                self.assert_said_once(BEGINS[CHECKPOINTS], ENDS[CHECKPOINTS])
                newest = self.journal.size() - 1
                self.assert_says(self.journal.ok("proof", newest), f"index {newest}")
