"""Who may do what, compared with a slow reference: thousands of random walks of roles, assignments, and grants.

The program's side is access_walk ($ACCESS_WALK or build/release/access_walk): one history per line in, one line of
decisions out. $ACCESS_CASES is the number of walks and $ACCESS_SEED their seed; a failure prints both.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import unittest

import reference
import walks

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = os.environ.get("ACCESS_WALK") or str(ROOT / "build/release/access_walk")
CASES = int(os.environ.get("ACCESS_CASES") or 2000)
SEED = os.environ.get("ACCESS_SEED") or str(random.SystemRandom().randrange(1_000_000))
QUESTIONS = 12
SECONDS = 300
WREN = ["wren.example", "u-1"]
LEES = "the Lees"


def plain(decided):
    return {act: {"sees": sorted(one["sees"]), "under": one["under"]} for act, one in decided.items()}


def program(histories):
    """The program's decisions for (steps, questions), in order."""
    lines = "".join(json.dumps({"steps": steps, "questions": questions}) + "\n" for steps, questions in histories)
    done = subprocess.run([PROBE], input=lines, capture_output=True, text=True, timeout=SECONDS, check=True)
    return [[plain(one) for one in json.loads(line)] for line in done.stdout.splitlines()]


def decided(steps, **question):
    """The program's decision on one question after all steps; the reference must agree."""
    question = dict({"after": len(steps), "who": WREN, "on": "2025-05-10"}, **question)
    answer = program([(steps, [question])])[0][0]
    assert answer == plain(reference.decide(steps, question)), (steps, question, answer)
    return answer


def give(role, number=1, who=None, **more):
    return dict({"give": f"role {number}", "who": who or WREN, "role": role}, **more)


def assign(part, effective="2025-05-01", who=None, case=LEES, **more):
    return dict({"case": case, "effective": effective, "assign": part, "who": who or WREN}, **more)


def grant(role, number=1, effective="2025-05-01", who=None, case=LEES, **more):
    return dict({"case": case, "effective": effective, "grant": f"grant {number}", "who": who or WREN, "role": role}, **more)


class RandomWalks(unittest.TestCase):
    """The same walks for all tests of the class."""

    @classmethod
    def setUpClass(cls):
        chance = random.Random(f"access {SEED}")
        cls.walks = []
        for _ in range(CASES):
            steps = walks.walk(chance)
            cls.walks.append((steps, [walks.question(chance, steps) for _ in range(QUESTIONS)]))

    def same(self, name, histories, expected):
        """The answers are what is expected, one walk after another."""
        answers = program(histories)
        self.assertEqual(len(answers), len(expected))
        for number, (got, want) in enumerate(zip(answers, expected)):
            self.assertEqual(got, want, f"{name}, ACCESS_SEED={SEED}, walk {number}: {json.dumps(histories[number])}")

    def test_program_decides_as_the_reference(self):
        expected = [[plain(reference.decide(steps, question)) for question in questions] for steps, questions in self.walks]
        allowed = sum(bool(one) for answers in expected for one in answers)
        self.assertGreater(allowed, CASES, "the walks allow something")
        self.assertGreater(CASES * QUESTIONS - allowed, CASES, "the walks deny something")
        self.same("reference", self.walks, expected)

    def test_links_and_joins_give_nothing(self):
        """The same walks, where each link and join only says that something else happened."""
        without = [([{"case": step["case"], "effective": step["effective"]} if "link" in step or "join" in step else step
                     for step in steps], questions) for steps, questions in self.walks]
        self.assertNotEqual(without, self.walks)
        self.same("links", without, program(self.walks))

    def test_the_day_of_effect_of_a_grant_or_its_end_opens_and_closes_nothing(self):
        chance = random.Random(f"days {SEED}")
        moved = [([dict(step, effective=walks.some_day(chance)) if "grant" in step or "revoke" in step else step
                   for step in steps], questions) for steps, questions in self.walks]
        self.same("days", moved, program(self.walks))

    def test_a_later_step_changes_nothing_earlier(self):
        """Also one that is dated back: the answer after some steps is that of a journal that has only these."""
        cut = []
        for steps, questions in self.walks:
            for question in questions[:3]:
                cut.append((steps[:question["after"]], [question]))
        whole = program(self.walks)
        expected = [[whole[number][which]] for number in range(CASES) for which in range(3)]
        self.same("prefix", cut, expected)

    def test_the_end_of_all_roles_closes_all_that_rests_on_them(self):
        """What is left to somebody who was dismissed are grants of single cases, and nothing else."""
        dismissed, expected = [], []
        for steps, questions in self.walks:
            ends = [{"end": step["give"]} for step in steps if "give" in step]
            asked = [dict(question, after=len(steps) + len(ends)) for question in questions]
            dismissed.append((steps + ends, asked))
            without = [step for step in steps if "give" not in step and "end" not in step and "assign" not in step
                       and step.get("role") not in ("EMERGENCY", "CASEWORKER")]
            expected.append([plain(reference.decide(without, dict(question, after=len(without)))) if question.get("case")
                             else {} for question in asked])
        self.same("dismissed", dismissed, expected)

    def test_the_other_issuer_is_somebody_else(self):
        """A walk in which only people of one issuer appear allows those of the other nothing."""
        here = [([step for step in steps if step.get("who", WREN)[0] == "wren.example"] or [give("COURT")], questions)
                for steps, questions in self.walks]
        asked = [(steps, [dict(question, who=["heron.example", "u-1"], after=len(steps)) for question in questions])
                 for steps, questions in here]
        self.same("issuers", asked, [[{}] * QUESTIONS for _ in asked])


class WorkedExamples(unittest.TestCase):
    """One sentence of docs/ACCESS.md each."""

    def test_until_the_rights_of_a_restored_journal_are_confirmed_only_administrators_have_any(self):
        before = [give("ADMINISTRATOR"), give("COURT", 2), {"restored": "first"}]
        self.assertEqual(set(decided(before)), {"describe", "prove"} | set(reference.ACTS["ADMINISTRATOR"].split()))
        self.assertNotIn("read-plan", decided(before, case=LEES))
        self.assertIn("read-plan", decided([*before, {"confirmed": "first"}], case=LEES))
        again = [*before, {"restored": "second"}, {"confirmed": "first"}]
        self.assertNotIn("read-plan", decided(again, case=LEES), "an earlier restore was confirmed")

    def test_a_restore_that_names_an_administrator_admits_nobody_else(self):
        somebody = ["wren.example", "u-2"]
        steps = [give("ADMINISTRATOR"), {"restored": "first", "administrator": somebody}]
        self.assertEqual(decided(steps), {})
        self.assertIn("manage-roles", decided([*steps, give("ADMINISTRATOR", 2)]), "named since, with the signing key")
        self.assertIn("manage-roles", decided([give("ADMINISTRATOR", who=somebody), *steps[1:]], who=somebody))
        self.assertIn("manage-roles", decided([*steps, {"confirmed": "first"}]))

    def test_assignment_counts_with_the_role_in_the_journal_only(self):
        self.assertEqual(decided([assign("CASEWORKER")], case=LEES), {})
        self.assertIn("record", decided([assign("CASEWORKER"), give("CASEWORKER")], case=LEES))
        self.assertEqual(decided([give("CASEWORKER"), assign("CASEWORKER"), {"end": "role 1"}], case=LEES), {})
        self.assertEqual(decided([give("CASEWORKER"), assign("CASEWORKER")], case="the Reeds"), {})

    def test_last_day_counts_in_full(self):
        steps = [grant("REVIEWER", until="2025-05-10")]
        self.assertIn("read-plan", decided(steps, case=LEES, on="2025-05-10"))
        self.assertEqual(decided(steps, case=LEES, on="2025-05-11"), {})
        steps = [give("COURT", until="2025-05-10")]
        self.assertIn("give", decided(steps, case=LEES, on="2025-05-10"))
        self.assertEqual(decided(steps, case=LEES, on="2025-05-11"), {})

    def test_grant_that_is_dated_back_opens_nothing_earlier(self):
        steps = [give("OPERATOR"), grant("COUNSEL", effective="2024-01-01")]
        self.assertEqual(decided(steps[:1], case=LEES), {})
        self.assertEqual(program([(steps, [{"after": 1, "who": WREN, "on": "2025-05-10", "case": LEES}])]), [[{}]])
        self.assertIn("read-plan", decided(steps, case=LEES))

    def test_assignment_dated_before_the_current_one_does_not_count(self):
        other = ["wren.example", "u-2"]
        steps = [give("CASEWORKER"), assign("CASEWORKER", "2025-05-05", who=other), assign("CASEWORKER", "2025-05-04")]
        self.assertEqual(decided(steps, case=LEES), {})
        self.assertIn("record", decided(steps + [assign("CASEWORKER", "2025-05-05")], case=LEES))

    def test_assignment_gives_no_more_than_the_journal(self):
        as_supervisor = [assign("SUPERVISOR")]
        self.assertNotIn("assign", decided([give("CASEWORKER")] + as_supervisor, case=LEES))
        self.assertIn("assign", decided([give("SUPERVISOR", unit="south")] + as_supervisor, case=LEES))

    def test_unit_is_that_of_the_current_assignments(self):
        other = ["wren.example", "u-2"]
        steps = [give("SUPERVISOR", unit="north"), assign("CASEWORKER", who=other, unit="north")]
        self.assertIn("assign", decided(steps, case=LEES))
        self.assertEqual(decided(steps + [assign("CASEWORKER", "2025-05-02", who=other, unit="south")], case=LEES), {})

    def test_emergency_needs_a_role_in_the_agency_and_a_last_day(self):
        self.assertEqual(decided([grant("EMERGENCY", until="2025-05-10")], case=LEES), {})
        self.assertEqual(decided([give("CASEWORKER"), grant("EMERGENCY")], case=LEES), {})
        taken = decided([give("CASEWORKER"), grant("EMERGENCY", until="2025-05-10")], case=LEES)
        self.assertEqual(taken["read-plan"], {"sees": ["HEALTH", "PROTECTED_ADDRESS"], "under": "EMERGENCY"})
        self.assertNotIn("record", taken)

    def test_grant_opens_more_labels_for_what_its_role_allows(self):
        steps = [give("AUDITOR"), grant("COUNSEL", opens=["PART2"])]
        answer = decided(steps, case=LEES)
        self.assertEqual(answer["read-plan"]["sees"], ["PART2"])
        self.assertEqual(answer["read-record"]["sees"], [])

    def test_a_role_that_only_a_case_gives_counts_for_nothing_in_the_journal(self):
        self.assertEqual(decided([give("REVIEWER")], case=LEES), {})
        self.assertEqual(decided([give("REVIEWER")]), {})
        self.assertEqual(decided([grant("ADMINISTRATOR")], case=LEES), {})


class Document(unittest.TestCase):
    """The reference has the tables of docs/ACCESS.md, which are the program's."""

    def rows(self, first):
        text = (ROOT / "docs/ACCESS.md").read_text(encoding="utf-8")
        table = re.search(rf"^\| {first} \| administrator .*?(?=\n\n)", text, re.M | re.S).group().splitlines()
        roles = [cell.strip().upper().replace(" ", "_").replace("EMERGENCY_ACCESS", "EMERGENCY")
                 for cell in table[0].strip("|").split("|")[1:]]
        for line in table[2:]:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            for role, cell in zip(roles, cells[1:]):
                yield role, cells[0].strip("`"), cell == "yes"

    def test_acts(self):
        for role, act, allowed in self.rows("Act"):
            self.assertEqual(act in ["describe", "prove"] + reference.ACTS[role].split(), allowed, (role, act))

    def test_labels(self):
        for role, label, seen in self.rows("Label"):
            self.assertEqual(label.upper() in reference.LABELS.get(role, "").split(), seen, (role, label))


if __name__ == "__main__":
    unittest.main()
