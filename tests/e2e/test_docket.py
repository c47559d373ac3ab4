"""What is due: by rules that the journal adopted, in one case, in all cases, as a calendar, and as it changes."""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import casework
from casework import an_id, day, event
from journal import PROGRAM, Exit, JournalTest

RULES = casework.ROOT / "deploy/rules"
CASE = an_id("a case with a docket")
REVIEW = "us-oh.semi-annual-review"


def assigned(subject="cw-2041", unit="Ongoing 2"):
    return event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": subject, "name": "Dana Reed"},
                                  "part": "ASSIGNMENT_PART_CASEWORKER", "unit": unit}, 100)


def removed(days_ago):
    home = event("householdMemberMovedIn", {"householdId": an_id("home"), "householdName": "home",
                                            "participantId": an_id("child")}, days_ago + 1)
    out = event("childRemoved", {"removalId": an_id("removal"), "childId": an_id("child"), "manner": "REMOVAL_MANNER_PHYSICAL",
                                 "fromHouseholdId": an_id("home"), "circumstances": ["REMOVAL_CIRCUMSTANCE_NEGLECT"],
                                 "authority": "an emergency order", "authorityKind": "REMOVAL_AUTHORITY_EMERGENCY"}, days_ago)
    placed = event("placementBegan", {"placementId": an_id("placement"), "childId": an_id("child"), "withWhom": "the Millers",
                                      "type": "PLACEMENT_TYPE_FOSTER_HOME", "reason": "nobody else"}, days_ago)
    return [home, out, placed]


def late(*events):
    return [{**each, "lateReason": "written down afterwards"} for each in events]


class DocketTest(JournalTest):
    """Who suffers: a child whose review no one held because no one was told of it."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.journal.append(casework.request(
            CASE, None, *late(event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, 110),
                              casework.child(effectiveOn=day(110)), assigned(), *removed(100))))

    def docket(self, *words):
        return self.journal.rows("docket", CASE, *words)

    def test_a_date_says_why(self):
        review = next(item for item in self.docket() if item["rule"] == REVIEW)

        self.assertEqual(day(100 - 180), review["due"])
        self.assertEqual(day(100 - 150), review["windowOpens"])
        self.assertEqual("CLOCK_STATE_OPEN", review["state"])
        self.assertEqual("5", review["began"]["revision"])
        page = self.journal.ok("docket", CASE, "--explain", "--rule", REVIEW)
        self.assert_says(page, "Rule: us-oh.semi-annual-review v2, OAC 5101:2-38-10", "placement began on " + day(100),
                         "plus 180 days", "may be done from", "State: open")

    def test_what_if_nothing_more_happens(self):
        missed = [item for item in self.docket("--on", day(-200)) if item["rule"] == REVIEW]

        self.assertEqual(["CLOCK_STATE_MISSED", "CLOCK_STATE_OPEN"], [item["state"] for item in missed])

    def test_an_old_day_is_answered_with_the_rules_of_that_day(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for name in RULES.glob("*.textproto"):
            shutil.copy(name, folder)
        ohio = folder / "us-oh.rules.textproto"
        text = ohio.read_text()
        text = text.replace("version: 2\n", "version: 3\n", 1)
        text = re.sub(r'effective_from: "2000-01-01"', f'effective_from: "{day(10)}"', text, count=1)
        at = text.index('name: "semi-annual-review"\n')
        ohio.write_text(text[:at] + text[at:].replace("days: 180", "days: 170", 2))
        self.journal.restart("--rules", folder)

        now = next(item for item in self.docket() if item["rule"] == REVIEW)
        then = next(item for item in self.docket("--on", day(20)) if item["rule"] == REVIEW)
        self.assertEqual((day(100 - 170), 3), (now["due"], now["rulesVersion"]))
        self.assertEqual((day(100 - 180), 2), (then["due"], then["rulesVersion"]))

        moved = {each["item"]: each for each in self.docket("--compare-rules-of", day(20))}
        self.assertEqual([(day(100 - 180), day(100 - 170))],
                         [(each["dueBefore"], each["dueNow"]) for each in moved.values() if each["item"].startswith(REVIEW + "/")])
        self.assert_says(self.journal.ok("docket", CASE, "--compare-rules-of", day(20)), "1 date moved")

        self.journal.stop()
        ran = self.journal.serve_refused("--rules", RULES)
        self.assert_says(ran.err, "version 2 of us-oh is given, but version 3 was adopted")
        ohio.write_text(ohio.read_text() + "# a word more\n")
        self.assert_says(self.journal.serve_refused("--rules", folder).err, "with other content; give this file the next version")
        self.journal.start()

    def test_a_new_version_of_a_calendar_moves_dates_and_says_so(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        review = next(item for item in self.docket() if item["rule"] == "us-oh.annual-court-review")
        self.assertEqual("none considered", review["closures"])
        before = self.journal.size() - 1
        calendar = (RULES / "us-oh.calendar.textproto").read_text().replace("version: 1\n", "version: 2\n", 1)
        (folder / "us-oh.calendar.textproto").write_text(
            calendar + f'\nholiday {{\n  name: "a day of mourning"\n  once: "{review["due"]}"\n}}\n')
        self.journal.restart("--rules", folder)

        moved = [each for each in self.docket("--compare-rules-at", str(before)) if each["item"] == review["item"]]
        self.assertEqual([review["due"]], [each["dueBefore"] for each in moved])
        self.assertLess(review["due"], moved[0]["dueNow"])
        self.assertEqual(moved, [each for each in self.docket("--compare-rules-of", day(1)) if each["item"] == review["item"]])
        self.assert_says(self.journal.ok("docket", CASE, "--compare-rules-at", str(before)), "calendar us-oh v1", "calendar us-oh v2")

    def test_a_court_whose_clerk_is_closed(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        review = next(item for item in self.docket() if item["rule"] == "us-oh.annual-court-review")
        # One of these days is neither of a weekend nor a holiday.
        a_week_later = (datetime.date.fromisoformat(review["due"]) + datetime.timedelta(days=7)).isoformat()
        (folder / "our-clerk.calendar.textproto").write_text(
            'id: "our-clerk"\nversion: 1\ntitle: "Closed"\ncourt: "Example County"\nadds_to: "us-oh"\n'
            f'closed {{ why: "snow" first_day: "{review["due"]}" last_day: "{a_week_later}" }}\n')
        self.journal.restart("--rules", folder)

        now = next(item for item in self.docket() if item["item"] == review["item"])
        self.assertLess(review["due"], now["due"])
        self.assertEqual("our-clerk v1", now["closures"])
        self.assertIn("closed: snow", [roll["why"] for roll in now["rolls"]])
        self.assert_says(self.journal.ok("docket", CASE, "--explain", "--rule", now["rule"]),
                         "is a day on which the clerk's office is closed (snow)", "office is closed: our-clerk v1")

    def test_adopting_the_same_again_records_nothing(self):
        before = self.journal.size()
        self.journal.restart("--rules", RULES)
        self.assertEqual(before, self.journal.size())

    def test_a_rule_file_that_contradicts_itself_is_refused_at_the_start_and_explained_by_line(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        bad = folder / "us-xx.rules.textproto"
        bad.write_text('id: "us-xx"\nversion: 1\ntitle: "XX"\neffective_from: "2026-01-01"\n'
                       'rule {\n  name: "r"\n  title: "R"\n  citation: "c"\n  verification: VERIFICATION_UNVERIFIED\n'
                       '  per: PER_CHILD\n  each { event_type: "complaint_filled" }\n  due { days: 30 }\n  met_by { event_type: "hearing_held" }\n}\n')

        ran = self.journal.run("rules", "check", str(bad))
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.out, "us-xx.rules.textproto:11:10: event_type \"complaint_filled\"")
        self.journal.stop()
        self.assert_says(self.journal.serve_refused("--rules", bad).err, ":11:10: event_type \"complaint_filled\"")
        self.journal.start()

        self.assert_says(self.journal.ok("rules", "check", str(RULES)), "rules us-federal v2", "rules us-oh v2", "calendar us-oh v1")

    def test_the_list_over_cases_is_by_worker_unit_rule_state_and_day(self):
        due = self.journal.rows("work", "--kind", "law", "--worker", "cw-2041")

        self.assertEqual({CASE}, {item["caseId"] for item in due})
        days = [item["due"]["due"] for item in due]
        self.assertEqual(sorted(days), days)
        self.assertEqual(due, self.journal.rows("work", "--kind", "law", "--unit", "Ongoing 2"))
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("work", "--worker", "cw-1"))
        self.assertEqual(due, self.journal.rows("work", "--kind", "law"), "there is no other case")
        one = self.journal.rows("work", "--kind", "law", "--rule", REVIEW)
        self.assertEqual([REVIEW], [item["due"]["rule"] for item in one])
        self.assertEqual({item["due"]["item"] for item in due if item["due"]["rule"].startswith("us-oh.")},
                         {item["due"]["item"] for item in self.journal.rows("work", "--kind", "law", "--rule", "us-oh")})
        missed = self.journal.rows("work", "--kind", "law", "--state", "overdue")
        self.assertTrue(missed)
        self.assertTrue(all(item["due"]["due"] < day(0) for item in missed))
        some = self.journal.rows("work", "--kind", "law", "--from", day(40), "--until", day(-100))
        self.assertEqual([item for item in due if day(40) <= item["due"]["due"] <= day(-100)], some)
        then = self.journal.rows("work", "--kind", "law", "--worker", "cw-2041", "--on", day(-200))
        self.assertIn(("CLOCK_STATE_MISSED", REVIEW), [(item["due"]["state"], item["due"]["rule"]) for item in then])
        self.assert_exit(Exit.MALFORMED, self.journal.run("work", "--on", day(-200)))

    def test_a_calendar_names_no_child(self):
        feed = self.journal.ok("work", "--worker", "cw-2041", "--ics")

        self.assertTrue(feed.startswith("BEGIN:VCALENDAR\r\n"))
        self.assertTrue(all(len(line.encode()) <= 75 for line in feed.split("\r\n")))
        self.assert_names_nobody(feed)
        self.assertIn("DTSTART;VALUE=DATE:" + day(100 - 180).replace("-", ""), feed)

    def test_a_watcher_is_told_what_changes(self):
        watch = subprocess.Popen([PROGRAM, "work", "--kind", "law", "--worker", "cw-2041", "--watch", "--json"], stdout=subprocess.PIPE, text=True,
                                 env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address})
        self.addCleanup(watch.stdout.close)
        self.addCleanup(watch.wait)
        self.addCleanup(watch.kill)
        told = self.journal.rows("work", "--kind", "law", "--worker", "cw-2041")
        first = [watch.stdout.readline() for _ in told]
        self.assertTrue(any(REVIEW in line for line in first))
        relatives = next(item["due"]["item"] for item in told if item["due"]["rule"] == "us-federal.notice-to-relatives")
        aunt = event("participantJoined", {"participantId": an_id("aunt"), "capacity": "CAPACITY_ADULT", "name": "an aunt"})
        self.journal.append(casework.request(CASE, "any", aunt))
        self.journal.append(casework.request(CASE, "any", event(
            "noticeSent", {"noticeId": an_id("notice"), "of": "NOTICE_OF_NOTICE_TO_RELATIVES", "toIds": [an_id("aunt")],
                           "means": "letter", "childId": an_id("child")})))

        self.assertEqual(f'{{"gone":"{CASE}/{relatives}"}}\n', watch.stdout.readline())

    def test_days_that_make_no_sense_have_a_docket_and_a_finding(self):
        self.journal.append(casework.request(CASE, "any", *late(event(
            "courtFindingMade", {"childId": an_id("child"), "kind": "COURT_FINDING_KIND_ADJUDICATED_NEGLECTED"}, 90))))

        page = self.journal.ok("docket", CASE)

        self.assert_says(page, "Check this first", "no complaint had been filed by then")
        self.assert_says(self.journal.ok("findings", CASE), "days.out-of-order")

    def test_days_that_are_none(self):
        ran = self.journal.run("docket", CASE, "--on", "2026-02-30")
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "--on:", "is not a day")
        self.assert_exit(Exit.MALFORMED, self.journal.run("docket", CASE, "--on", "2999-01-01"))
        self.assert_exit(Exit.REFUSED, self.journal.run("docket", CASE, "--on", "1999-12-31"))
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("docket", an_id("nobody")))


class NoRulesTest(JournalTest):
    """Who suffers: a person who takes an empty docket for a case in which nothing is due."""

    def test_a_journal_without_rules_says_so(self):
        self.journal.append(casework.opening(CASE))
        for words in (("docket", CASE), ("work",)):
            ran = self.journal.run(*words)
            self.assert_exit(Exit.REFUSED, ran)
            self.assert_says(ran.err, "--rules")

    def test_its_first_rules_are_asked_of_the_cases_that_it_has(self):
        self.journal.append(casework.request(
            CASE, None, *late(event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, 110),
                              casework.child(effectiveOn=day(110)), assigned(), *removed(100))))
        last = self.journal.size() - 1
        self.journal.restart("--rules", RULES)

        self.assertIn(REVIEW, [item["due"]["rule"] for item in self.journal.rows("work", "--kind", "law", "--min-position", str(last))])
