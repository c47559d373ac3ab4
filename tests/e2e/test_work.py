"""What is to be done besides what the law asks: `casejournal work`, `notes`, and what `cases` says of it."""

import unittest

import casework
from casework import an_id, day, event
from journal import Exit, JournalTest
from test_docket import RULES, assigned, late

CASE = an_id("case")


def told():
    """A case of the worker cw-2041: an activity that was due, one that is due later, a safety plan, a meeting, a visit."""
    staff = {"issuer": "wren.example", "subject": "sv-1010", "name": "Lee Mercer"}
    return casework.request(
        CASE, None, *late(
            event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, 110),
            casework.child(effectiveOn=day(110)), assigned(), casework.goal(effectiveOn=day(30)),
            casework.objective(effectiveOn=day(30)),
            event("activityPlanned", {"activityId": an_id("past"), "objectiveId": an_id("objective"),
                                      "terms": {"what": "Parenting class", "dueOn": day(5)}}, 30),
            event("activityPlanned", {"activityId": an_id("later"), "objectiveId": an_id("objective"),
                                      "terms": {"what": "Find an apartment", "dueOn": day(-20), "responsibleStaff": [staff]}}, 30),
            event("safetyThreatIdentified", {"threatId": an_id("threat"), "childId": an_id("child"), "threat": "left alone"}, 30),
            event("safetyPlanMade", {"planId": an_id("safety"), "childrenIds": [an_id("child")], "threatIds": [an_id("threat")],
                                     "strategies": ["SAFETY_STRATEGY_RESPITE_CARE"], "staysWith": "her aunt",
                                     "monitoring": "the worker visits", "checkEveryDays": 7}, 10),
            event("contactMade", {"kind": "CONTACT_KIND_HOME_VISIT", "withIds": [an_id("child")], "childSeenAlone": True,
                                  "result": "CONTACT_RESULT_TOOK_PLACE", "summary": "She showed her room"}, 8),
            casework.note(effectiveOn=day(9))))


class WorkTest(JournalTest):
    """Who suffers: a worker who learns of a day after it passed."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.journal.append(told())
        self.last = str(self.journal.size() - 1)

    def work(self, *words):
        return self.journal.rows("work", "--min-position", self.last, *words)

    def test_days_of_the_plan_are_in_the_list(self):
        rows = [(item["due"].get("due", ""), item["due"]["kind"][10:], item["state"][11:])
                for item in self.work("--worker", "cw-2041", "--kind", "activity", "--kind", "safety-plan-check")]

        self.assertEqual([(day(5), "ACTIVITY", "OVERDUE"), (day(3), "SAFETY_PLAN_CHECK", "OVERDUE"), (day(-20), "ACTIVITY", "LATER")],
                         rows)
        self.assertEqual(rows[:2], [(item["due"]["due"], item["due"]["kind"][10:], item["state"][11:])
                                    for item in self.work("--state", "overdue", "--until", day(1))
                                    if item["due"]["kind"] != "WORK_KIND_LAW"])
        page = self.journal.ok("work", "--case", CASE, "--kind", "activity")
        self.assert_says(page, "Activity: Parenting class", "missed, 5 days ago", "Lee Mercer")

    def test_the_counts_are_those_of_the_list(self):
        counted = {(row["kind"], row["state"]): row["items"] for row in self.work("--unit", "Ongoing 2", "--counts")}

        listed = {}
        for item in self.work("--unit", "Ongoing 2"):
            key = (item["due"]["kind"], item["state"])
            listed[key] = listed.get(key, 0) + 1
        self.assertEqual(listed, counted)
        self.assertIn(("WORK_KIND_FINDING", "WORK_STATE_WAITING"), counted)
        self.assert_says(self.journal.ok("work", "--case", CASE, "--counts"), "activity", "overdue")

    def test_a_check_moves_the_next_one(self):
        self.journal.append(casework.request(CASE, "any", event(
            "safetyPlanChecked", {"planId": an_id("safety"), "kept": "SAFETY_PLAN_KEPT_KEPT", "seen": "all is well"})))
        self.last = str(self.journal.size() - 1)

        self.assertEqual([day(1 - 7)], [item["due"]["due"] for item in self.work("--kind", "safety-plan-check")])
        self.assert_says(self.journal.ok("plan", CASE, "--only", "safety"), "checked every 7 days")

    def test_an_interval_that_is_none_is_refused(self):
        made = {"planId": an_id("other"), "childrenIds": [an_id("child")], "threatIds": [an_id("threat")],
                "strategies": ["SAFETY_STRATEGY_RESPITE_CARE"], "staysWith": "her aunt", "monitoring": "the worker visits"}
        ran = self.journal.try_append(casework.request(CASE, "any", event("safetyPlanMade", {**made, "checkEveryDays": 32})))

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "checkEveryDays", "1 to 31")

    def test_flags_that_do_not_go_together(self):
        self.assert_exit(Exit.USAGE, self.journal.run("work", "--counts"))
        self.assert_exit(Exit.USAGE, self.journal.run("work", "--watch", "--case", CASE))
        self.assert_exit(Exit.MALFORMED, self.journal.run("work", "--by-name"))

    def test_who_has_no_case_sees_the_item_that_names_them(self):
        self.assertEqual(["Activity: Find an apartment"], [item["due"]["title"] for item in self.work("--worker", "sv-1010")])
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("work", "--worker", "sv-1011"))

    def test_a_worker_is_no_supervisor(self):
        self.assertTrue(self.work("--worker", "cw-2041"))
        self.assertEqual([], self.work("--supervisor", "cw-2041"))

    def test_notes_come_latest_first(self):
        notes = self.journal.rows("notes", CASE, "--min-position", self.last)

        self.assertEqual([("NOTE_KIND_VISIT", day(8)), ("NOTE_KIND_NARRATIVE", day(9))],
                         [(note["kind"], note["effectiveOn"]) for note in notes])
        self.assertEqual(notes[:1], self.journal.rows("notes", CASE, "--kind", "visit"))
        self.assertEqual(notes[:1], self.journal.rows("notes", CASE, "--with", an_id("child")))
        self.assertEqual(notes[:1], self.journal.rows("notes", CASE, "--limit", "1"))
        self.assertEqual(notes[1:], self.journal.rows("notes", CASE, "--until", day(9)))
        self.assert_says(self.journal.ok("notes", CASE), "home visit: took place", "She showed her room", "Child seen alone")
        self.assert_says(self.journal.ok("notes", CASE, "--from", day(1)), "The case has no note, contact, or visit that matches")

    def test_cases_say_what_is_next(self):
        summary, = self.journal.rows("cases", "--order", "next-date", "--min-position", self.last)

        self.assertEqual([an_id("child")], summary["childIds"])
        self.assertEqual(day(8), summary["lastVisitOn"])
        self.assertGreaterEqual(summary["overdue"], 2)
        self.assertGreaterEqual(summary["openFindings"], 1)
        self.assertGreaterEqual(summary["nextOn"], day(0))
        self.assert_says(self.journal.ok("cases"), "Overdue", "Findings", day(8))


if __name__ == "__main__":
    unittest.main()
