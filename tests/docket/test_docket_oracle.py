"""The docket, compared with an oracle: thousands of random histories, each answered by both.

The program's side is docket_probe ($DOCKET_PROBE or build/release/docket_probe): one question per line in, one answer
per line out. $DOCKET_CASES is the number of questions and $DOCKET_SEED their seed; a failure prints both. $DOCKET_CASE
asks only the question with one number. The oracle itself is compared with dates that were computed elsewhere.
"""

import collections
import json
import os
import pathlib
import random
import subprocess
import unittest

import histories
import oracle

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = os.environ.get("DOCKET_PROBE") or str(ROOT / "build/release/docket_probe")
CASES = int(os.environ.get("DOCKET_CASES") or 3000)
SEED = os.environ.get("DOCKET_SEED") or str(random.SystemRandom().randrange(1_000_000))
BATCH = 250
SECONDS_PER_BATCH = 120

REMOVED = {"day": "2026-01-15", "what": "removed"}
SHELTER = {"day": "2026-01-15", "what": "order", "kind": "SHELTER_CARE"}
PLACED = {"day": "2026-01-15", "what": "placed", "type": "FOSTER_HOME"}
COMPLAINT = {"day": "2026-01-16", "what": "complaint"}
ADJUDICATED = {"day": "2026-03-20", "what": "adjudicated"}
STORY = [REMOVED, SHELTER, PLACED, COMPLAINT, ADJUDICATED]
ENTERED = {"name": "entered", "per": "CARE_EPISODE", "earliest_of": [
    {"entry": {"what": "adjudicated"}}, {"began": "CARE", "plus": {"days": 60}}]}
AT_FIRST = [{"entry": {"what": "complaint"}}, {"entry": {"what": "order", "kind": "SHELTER_CARE"}}]
COUNT = {"months": 15, "of_latest_months": 22, "from_moment": "entered",
         "leaves_out": ["TRIAL_HOME_VISIT", "RUNAWAY"]}
HOLIDAYS = ["2026-02-16"]


def ask(facts, on, rule=None, interruptions="CLOCKS_STOP", partial_months="CALENDAR"):
    """The oracle's answer for one rule."""
    rules = [dict({"name": "it", "per": "CHILD", "due": {}}, **rule)] if rule else []
    return oracle.answer({"on": on, "holidays": HOLIDAYS, "facts": facts, "rules": rules, "moments": [ENTERED],
                          "choices": {"interruptions": interruptions, "partial_months": partial_months,
                                      "trial_home_visit_months": 6}})


def dues(facts, on, rule, **choices):
    """The days on which it is due."""
    return [item["due"] for item in ask(facts, on, rule, **choices)["items"]]


def states(facts, on, rule, **choices):
    """The days on which it is due, and the state of each."""
    return [(item["due"], item["state"]) for item in ask(facts, on, rule, **choices)["items"]]


def from_first(due, **more):
    """A rule that begins with the complaint or the shelter care."""
    return dict({"earliest_of": AT_FIRST, "due": due}, **more)


def grid(due, **more):
    return from_first(due, repeat={"grid": due}, **more)


def from_entered(due, **more):
    return dict({"per": "CARE_EPISODE", "earliest_of": [{"moment": "entered"}], "due": due}, **more)


def stay(begin, end, number, kind):
    """A stay and its end, as the facts number `number` and `number` + 1."""
    if kind == "TRIAL_HOME_VISIT":
        return [{"day": begin, "what": "placed", "type": kind}, {"day": end, "what": "placement_ended", "of": number}]
    return [{"day": begin, "what": "absent", "kind": kind}, {"day": end, "what": "absence_ended", "of": number}]


class DayArithmetic(unittest.TestCase):
    """Offsets and rolling."""

    def after(self, day, **offset):
        calendar = oracle.Calendar(map(oracle.parse, HOLIDAYS))
        return calendar.after(oracle.parse(day), offset).isoformat()

    def test_offsets(self):
        self.assertEqual(self.after("2026-01-15", days=30), "2026-02-14")
        self.assertEqual(self.after("2026-08-31", months=6), "2027-02-28")
        self.assertEqual(self.after("2026-08-31", days=180), "2027-02-27")
        self.assertEqual(self.after("2028-02-29", months=12), "2029-02-28")
        self.assertEqual(self.after("2028-02-29", years=1), "2029-02-28")
        self.assertEqual(self.after("2027-01-15", days=-30), "2026-12-16")
        self.assertEqual(self.after("2026-03-31", months=-1), "2026-02-28")
        self.assertEqual(self.after("2026-08-31", months=1), "2026-09-30")
        self.assertEqual(self.after("2026-08-31", months=2), "2026-10-31")

    def test_working_days(self):
        self.assertEqual(self.after("2026-02-13", working_days=1), "2026-02-17")
        self.assertEqual(self.after("2026-02-14", working_days=5), "2026-02-23")
        self.assertEqual(self.after("2026-02-17", working_days=-1), "2026-02-13")

    def test_holidays_of_a_weekend_are_two_days(self):
        calendar = oracle.Calendar([], [(7, 4), (12, 25), (1, 1)], [oracle.parse("2026-07-06")])
        for day, rolled in (("2026-07-03", "2026-07-07"), ("2026-07-04", "2026-07-07"), ("2026-07-02", "2026-07-02"),
                            ("2027-12-24", "2027-12-27"), ("2027-12-31", "2028-01-03"), ("2022-12-25", "2022-12-27")):
            found = calendar.rolled(oracle.parse(day), "PAST_SUNDAYS_AND_HOLIDAYS")
            self.assertEqual(found.isoformat(), rolled, day)
        self.assertTrue(calendar.is_working_day(oracle.parse("2026-07-06")), "closed, and still counted")

    def test_hours_over_a_change_of_the_clocks(self):
        fall = oracle.instant(oracle.parse("2026-10-31"), "12:00") + 24 * oracle.HOUR
        self.assertEqual((oracle.local_day(fall).isoformat(), oracle.local_time(fall)), ("2026-11-01", "11:00"))
        spring = oracle.instant(oracle.parse("2026-03-07"), "12:00") + 24 * oracle.HOUR
        self.assertEqual((oracle.local_day(spring).isoformat(), oracle.local_time(spring)), ("2026-03-08", "13:00"))

    def test_rolling(self):
        calendar = oracle.Calendar(map(oracle.parse, HOLIDAYS))
        saturday = oracle.parse("2026-02-14")
        self.assertEqual(calendar.rolled(saturday, ""), saturday)
        self.assertEqual(calendar.rolled(saturday, "PAST_SUNDAYS_AND_HOLIDAYS"), saturday)
        self.assertEqual(calendar.rolled(saturday, "TO_A_WORKING_DAY"), oracle.parse("2026-02-17"))
        sunday = oracle.parse("2026-02-15")
        self.assertEqual(calendar.rolled(sunday, "PAST_SUNDAYS_AND_HOLIDAYS"), oracle.parse("2026-02-17"))


class WorkedDates(unittest.TestCase):
    """A removal, placement and shelter care on 15 January 2026, complaint on the 16th, adjudication on 20 March."""

    def test_entered_foster_care(self):
        moments = ask(STORY, "2026-12-31")["moments"]
        self.assertEqual(moments, [{"moment": "entered", "care_episode": 1, "day": "2026-03-16"}])

    def test_plans(self):
        care = {"per": "CARE_EPISODE", "earliest_of": [{"began": "CARE"}], "due": {"days": 60}}
        self.assertEqual(dues(STORY, "2026-01-20", care), ["2026-03-16"])
        self.assertEqual(dues(STORY, "2026-01-20", from_first({"days": 30})), ["2026-02-14"])
        complete = {"earliest_of": [{"entry": {"what": "adjudicated"}}], "due": {"days": 30}}
        self.assertEqual(dues(STORY, "2026-03-20", complete), ["2026-04-19"])
        rolled = dict(complete, roll="PAST_SUNDAYS_AND_HOLIDAYS")
        self.assertEqual(dues(STORY, "2026-03-20", rolled), ["2026-04-20"])

    def test_case_reviews(self):
        self.assertEqual(dues(STORY, "2026-10-12", grid({"days": 90})),
                         ["2026-04-15", "2026-07-14", "2026-10-12", "2027-01-10"])

    def test_semi_annual_reviews(self):
        days = ask(STORY, "2027-01-10", grid({"days": 180}, window_days=30))["items"]
        self.assertEqual([item["due"] for item in days], ["2026-07-14", "2027-01-10", "2027-07-09"])
        self.assertEqual(days[0]["window_opens"], "2026-06-14")
        self.assertEqual(dues(STORY, "2027-01-15", grid({"months": 6})), ["2026-07-15", "2027-01-15", "2027-07-15"])

    def test_custody(self):
        self.assertEqual(dues(STORY, "2026-06-01", grid({"years": 1})), ["2027-01-15"])
        motion = from_first({"years": 1, "days": -30})
        self.assertEqual(dues(STORY, "2026-06-01", motion), ["2026-12-16"])
        longer = {"what": "order", "kind": "EXTENSION_OF_TEMPORARY_CUSTODY"}
        extended = from_first({"years": 1}, extended_by={"entry": longer, "by": {"months": 6}, "at_most": 2})
        facts = list(STORY)
        for due in ("2027-01-15", "2027-07-15", "2028-01-15", "2028-01-15"):
            self.assertEqual(dues(facts, "2027-12-31", extended), [due])
            facts.append(dict(longer, day="2027-01-02"))

    def test_federal_review_and_hearing(self):
        self.assertEqual(dues(STORY, "2026-03-20", from_entered({"months": 6}, repeat={"rolling": {"months": 6}})),
                         ["2026-09-16"])
        self.assertEqual(dues(STORY, "2026-03-20", from_entered({"months": 12}, repeat={"rolling": {"months": 12}})),
                         ["2027-03-16"])


class TimeThatAddsUp(unittest.TestCase):
    """15 of 22 months, and 12 of 22."""

    def test_nothing_left_out(self):
        self.assertEqual(dues(STORY, "2026-04-01", {"count": dict(COUNT, months=12)}), ["2027-03-16"])
        self.assertEqual(dues(STORY, "2026-04-01", {"count": COUNT}), ["2027-06-16"])
        self.assertEqual(dues(STORY, "2026-04-01", {"count": COUNT}, partial_months="THIRTY_DAYS"), ["2027-06-08"])

    def test_left_out(self):
        facts = (STORY + stay("2026-09-01", "2026-12-01", 5, "TRIAL_HOME_VISIT")
                 + stay("2027-01-10", "2027-02-09", 7, "RUNAWAY"))
        self.assertEqual(states(facts, "2027-03-01", {"count": COUNT}), [("2027-10-15", "OPEN")])
        self.assertEqual(states(facts, "2027-03-01", {"count": COUNT}, partial_months="THIRTY_DAYS"),
                         [("2027-10-07", "OPEN")])

    def test_waits_while_left_out(self):
        facts = STORY + stay("2026-09-01", "2026-12-01", 5, "TRIAL_HOME_VISIT")
        self.assertEqual(states(facts, "2026-09-10", {"count": COUNT}), [("2027-06-26", "TOLLED")])


class Interruptions(unittest.TestCase):
    """The effect of stays elsewhere on episodes and clocks."""

    REVIEW = from_entered({"months": 6}, stops_in=["OUTSIDE_SCOPE"])

    def test_clocks_stop(self):
        facts = STORY + stay("2026-05-01", "2026-05-31", 5, "DETENTION")
        self.assertEqual(states(facts, "2026-06-15", self.REVIEW), [("2026-10-16", "OPEN")])
        self.assertEqual(states(facts, "2026-05-10", self.REVIEW), [("2026-09-26", "TOLLED")])

    def test_new_entry(self):
        facts = STORY + stay("2026-05-01", "2026-05-31", 5, "DETENTION")
        found = ask(facts, "2026-12-31", self.REVIEW, interruptions="NEW_ENTRY")
        self.assertEqual([(moment["care_episode"], moment["day"]) for moment in found["moments"]],
                         [(1, "2026-03-16"), (2, "2026-07-30")])
        self.assertEqual([item["due"] for item in found["items"]], ["2027-01-30"])

    def episodes(self, facts, on):
        question = {"on": on, "facts": facts, "rules": [], "choices": {"trial_home_visit_months": 6}}
        return [(str(begin), str(end or "")) for begin, end in oracle.Care(oracle.History(question),
                                                                           question["choices"]).spans]

    def test_trial_home_visit_over_its_limit(self):
        visit = {"day": "2026-03-01", "what": "placed", "type": "TRIAL_HOME_VISIT"}
        back = {"day": "2026-09-02", "what": "placed", "type": "FOSTER_HOME"}
        self.assertEqual(self.episodes([REMOVED, visit], "2026-09-01"), [("2026-01-15", "")])
        self.assertEqual(self.episodes([REMOVED, visit], "2026-09-02"), [("2026-01-15", "2026-09-02")])
        self.assertEqual(self.episodes([REMOVED, visit, back], "2026-12-01"), [("2026-01-15", "")])
        later = dict(back, day="2026-09-10")
        self.assertEqual(self.episodes([REMOVED, visit, later], "2026-12-01"),
                         [("2026-01-15", "2026-09-02"), ("2026-09-10", "")])
        order = {"day": "2026-09-01", "what": "order", "kind": "PLACEMENT_OR_VISITS", "ends_on": "2026-09-15"}
        self.assertEqual(self.episodes([REMOVED, visit, later, order], "2026-12-01"), [("2026-01-15", "")])
        self.assertEqual(self.episodes([REMOVED, visit, later, dict(order, day="2026-09-02")], "2026-12-01"),
                         [("2026-01-15", "2026-09-02"), ("2026-09-10", "")])

    def test_removals_that_overlap(self):
        facts = [REMOVED, dict(REMOVED, day="2026-02-01"), {"day": "2026-03-01", "what": "exited", "of": 1},
                 {"day": "2026-04-01", "what": "exited", "of": 0}]
        self.assertEqual(self.episodes(facts, "2026-05-01"),
                         [("2026-01-15", "2026-02-01"), ("2026-02-01", "2026-03-01")])


class WhatMeetsIt(unittest.TestCase):
    """The date that an entry meets, and the state of each date."""

    def review(self, day):
        return {"day": day, "what": "review"}

    def test_grid_with_a_window(self):
        rule = grid({"days": 180}, window_days=30, met_by=[{"what": "review"}])
        self.assertEqual(states(STORY, "2026-06-13", rule), [("2026-07-14", "OPEN")])
        self.assertEqual(states(STORY, "2026-06-14", rule), [("2026-07-14", "WINDOW_OPEN")])
        early = STORY + [self.review("2026-06-13")]
        self.assertEqual(states(early, "2026-07-15", rule), [("2026-07-14", "MISSED"), ("2027-01-10", "OPEN")])
        in_time = STORY + [self.review("2026-06-14")]
        self.assertEqual(states(in_time, "2026-06-14", rule), [("2026-07-14", "MET"), ("2027-01-10", "OPEN")])
        late = STORY + [self.review("2026-07-15")]
        self.assertEqual(states(late, "2026-07-15", rule), [("2026-07-14", "MET_LATE"), ("2027-01-10", "OPEN")])
        missed = dict(rule, late_is_missed=True)
        self.assertEqual(states(late, "2026-07-15", missed), [("2026-07-14", "MISSED"), ("2027-01-10", "OPEN")])

    def test_grid_without_a_window(self):
        rule = {"earliest_of": [{"entry": {"what": "placed"}}], "due": {"years": 1}, "repeat": {"grid": {"years": 1}},
                "met_by": [{"what": "hearing"}]}
        placed = {"day": "2021-03-01", "what": "placed", "type": "FOSTER_HOME"}

        def held(*days):
            facts = [placed] + [{"day": day, "what": "hearing"} for day in days]
            return [state for _, state in states(facts, "2024-06-01", rule)]

        self.assertEqual(held("2023-02-08", "2024-02-08"), ["MISSED", "MET", "MET", "OPEN"])
        self.assertEqual(held("2022-03-10", "2023-02-08", "2024-02-08"), ["MET_LATE", "MET", "MET", "OPEN"])
        self.assertEqual(held("2022-02-08", "2022-03-10"), ["MET", "MET", "MISSED", "OPEN"])

    def test_a_day_that_an_order_names(self):
        order = {"what": "order", "kind": "EXTENSION_OF_TEMPORARY_CUSTODY"}
        rule = from_first({"years": 1}, extended_by={"entry": order, "by": {"months": 6}, "at_most": 2},
                          named_by={"entry": order, "plus": {}})
        facts = STORY + [dict(order, day="2027-01-02", ends_on="2027-05-01")]
        self.assertEqual(dues(facts, "2027-12-31", rule), ["2027-05-01"])
        self.assertEqual(dues(facts + [dict(order, day="2027-04-20")], "2027-12-31", rule), ["2027-11-01"])
        self.assertEqual(dues(facts + [dict(order, day="2027-04-20", ends_on="2027-06-01")], "2027-12-31", rule),
                         ["2027-06-01"])

    def test_hours(self):
        absent = {"day": "2026-10-31", "what": "absent", "kind": "RUNAWAY", "time": "12:00"}
        rule = {"per": "CARE_EPISODE", "each": {"what": "absent"}, "due": {"hours": 24}, "met_by": [{"what": "motion"}]}
        for time, state in (("11:00", "MET"), ("11:30", "MET_LATE")):
            facts = STORY + [absent, {"day": "2026-11-01", "what": "motion", "time": time}]
            self.assertEqual(states(facts, "2026-11-02", rule), [("2026-11-01", state)])

    def test_rolling(self):
        rule = from_first({"months": 6}, repeat={"rolling": {"months": 6}}, met_by=[{"what": "review"}])
        facts = STORY + [self.review("2026-06-30")]
        self.assertEqual(states(facts, "2026-07-01", rule), [("2026-07-15", "MET"), ("2026-12-30", "OPEN")])

    def test_each_month(self):
        rule = {"per": "CARE_EPISODE", "earliest_of": [{"began": "CARE"}], "repeat": {"calendar_month": True},
                "met_by": [{"what": "review"}]}
        facts = STORY + [self.review("2026-02-28"), self.review("2026-03-01")]
        self.assertEqual(states(facts, "2026-05-02", rule), [("2026-02-28", "MET"), ("2026-03-31", "MET"),
                                                             ("2026-04-30", "MISSED"), ("2026-05-31", "WINDOW_OPEN")])

    def test_exception(self):
        rule = from_first({"days": 30}, exception=[{"entry": {"what": "exception"}, "until": True}])
        until = {"what": "exception", "until": "2026-02-14"}
        self.assertEqual(states(STORY + [dict(until, day="2026-02-14")], "2026-02-20", rule),
                         [("2026-02-14", "EXCEPTED")])
        self.assertEqual(states(STORY + [dict(until, day="2026-02-13", until="2026-02-13")], "2026-02-20", rule),
                         [("2026-02-14", "MISSED")])


def ordered(answer):
    """An answer with sorted lists."""
    return {key: sorted(json.dumps(one, sort_keys=True) for one in answer.get(key, [])) for key in ("items", "moments")}


class NoAnswer(Exception):
    """The program did not answer every question."""


def probe(questions):
    """The program's answers, one for each question."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    try:
        done = subprocess.run([PROBE], input=lines, capture_output=True, text=True, timeout=SECONDS_PER_BATCH,
                              check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
    except subprocess.TimeoutExpired as late:
        raise NoAnswer("docket_probe is still at it") from late
    except subprocess.CalledProcessError as failed:
        raise NoAnswer(f"docket_probe: status {failed.returncode}: {failed.stderr[-2000:]}") from failed
    except ValueError as garbled:
        raise NoAnswer(f"docket_probe: no JSON: {garbled}") from garbled
    if len(answers) != len(questions):
        raise NoAnswer(f"docket_probe: {len(answers)} answers to {len(questions)} questions: {done.stderr[-2000:]}")
    return answers


def differs(question):
    """Whether the two answers to a question differ."""
    try:
        return ordered(probe([question])[0]) != ordered(oracle.answer(question))
    except NoAnswer:
        return True


def without_fact(question, number):
    """The question without one fact and its ending; the numbers of the others follow."""
    gone = {number} | {index for index, fact in enumerate(question["facts"]) if fact.get("of") == number}
    kept = [index for index in range(len(question["facts"])) if index not in gone]
    facts = [dict(question["facts"][index]) for index in kept]
    for fact in facts:
        if "of" in fact:
            fact["of"] = kept.index(fact["of"])
    return dict(question, facts=facts)


def smaller_rules(rule):
    """Slightly smaller rules."""
    for key, plain in histories.PLAIN.items():
        if rule[key] != plain and key != "due":
            yield dict(rule, **{key: plain})
    if "extended_by" in rule:
        yield {key: value for key, value in rule.items() if key != "extended_by"}
    if rule.get("named_by"):
        yield dict(rule, named_by=None)
    for key in ("earliest_of", "latest_of"):
        for number in range(len(rule.get(key, [])) if len(rule.get(key, [])) > 1 else 0):
            yield dict(rule, **{key: rule[key][:number] + rule[key][number + 1:]})


def smaller(question):
    """Slightly smaller questions."""
    for number in reversed(range(len(question["rules"]))):
        yield dict(question, rules=question["rules"][:number] + question["rules"][number + 1:])
    for number in reversed(range(len(question["facts"]))):
        yield without_fact(question, number)
    for number, rule in enumerate(question["rules"]):
        for less in smaller_rules(rule):
            yield dict(question, rules=question["rules"][:number] + [less] + question["rules"][number + 1:])
    for key in ("holidays", "yearly", "closed"):
        if question[key]:
            yield dict(question, **{key: []})


def smallest(question):
    """A question that still has two different answers, and from which nothing can be left out."""
    while True:
        less = next((one for one in smaller(question) if differs(one)), None)
        if less is None:
            return question
        question = less


def told(question):
    """The question and the differences between the two answers."""
    lines = [json.dumps(question), "facts:"] + [f"  {index}: {fact}" for index, fact in enumerate(question["facts"])]
    for rule in question["rules"]:
        lines.append(f"rule: { {key: value for key, value in rule.items() if value != histories.PLAIN.get(key)} }")
    lines += [f"on {question['on']}, {question['choices']}"]
    ours = ordered(oracle.answer(question))
    try:
        theirs = ordered(probe([question])[0])
    except NoAnswer as failed:
        return "\n".join(lines + [str(failed)])
    for key in ("items", "moments"):
        both = collections.Counter(ours[key]) & collections.Counter(theirs[key])
        for who, answer in (("oracle", ours), ("probe", theirs)):
            rest = collections.Counter(answer[key]) - both
            lines += [f"{who} only: {one}" for one in sorted(rest.elements())]
    return "\n".join(lines)


class TheProgram(unittest.TestCase):
    """docket_probe and the oracle."""

    def test_answers_are_the_same(self):
        print(f"docket: DOCKET_SEED={SEED} DOCKET_CASES={CASES}", flush=True)
        self.assertTrue(os.access(PROBE, os.X_OK), "there is no docket_probe")
        one = os.environ.get("DOCKET_CASE")
        numbers = [int(one)] if one else list(range(CASES))
        wrong = []
        for first in range(0, len(numbers), BATCH):
            wrong += self.compare(numbers[first:first + BATCH])
        if wrong:
            question = smallest(histories.case(SEED, wrong[0]))
            self.fail(f"DOCKET_SEED={SEED} DOCKET_CASE={wrong[0]}: {len(wrong)} of {len(numbers)} questions have two "
                      f"answers: {wrong[:20]}\n{told(question)}")

    def compare(self, numbers):
        """The numbers of the questions with two different answers."""
        questions = [histories.case(SEED, number) for number in numbers]
        try:
            answers = probe(questions)
        except NoAnswer:
            return [number for number, question in zip(numbers, questions) if differs(question)]
        return [number for number, question, answer in zip(numbers, questions, answers)
                if ordered(answer) != ordered(oracle.answer(question))]


if __name__ == "__main__":
    unittest.main()
