"""The calendar of `casejournal work --ics`, imported and imported again by programs that share no code with ours."""

import json
import re
import shutil
import unittest

import casework
import foreign
from casework import an_id, day, event
from journal import Exit, JournalTest
from test_docket import RULES, assigned, late, removed

try:
    import vobject
except ImportError:
    vobject = None

CASE = an_id("a case of two children")
THEO, MARISOL = an_id("child"), an_id("sister")
STRANGE = "Class; \\ with, a \\n, “quotes” and ünïcödé " * 3 + "\nand a second line"


def activity(word, due_on, what="Find an apartment"):
    return event("activityPlanned", {"activityId": an_id(word), "objectiveId": an_id("objective"),
                                     "terms": {"what": what, "dueOn": due_on}}, 30)


def sister_removed():
    home, out, placed = removed(40)
    home["householdMemberMovedIn"]["participantId"] = MARISOL
    out["childRemoved"].update({"removalId": an_id("removal of the sister"), "childId": MARISOL})
    placed["placementBegan"].update({"placementId": an_id("placement of the sister"), "childId": MARISOL})
    return [home, out, placed]


def told():
    """Theo and Marisol, each with a number, were removed on one day. The plan has three activities."""
    numbers = [event("caseNumberGiven", {"system": "Juvenile Court", "number": number, "childId": child}, 100)
               for number, child in (("26-JV-0041", THEO), ("26-JV-0042", MARISOL))]
    return casework.request(CASE, None, *late(
        event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, 110),
        casework.child(name="Theo Brennan", effectiveOn=day(110)),
        casework.child("sister", "Marisol Brennan", effectiveOn=day(110)), assigned(), *numbers,
        *removed(40), *sister_removed(), casework.goal(effectiveOn=day(30)), casework.objective(effectiveOn=day(30)),
        activity("moves", day(-20)), activity("ends", day(-21), STRANGE), activity("stays", day(-22))))


def compact(iso):
    return iso.replace("-", "")


class CalendarTest(JournalTest):
    """Who suffers: a worker whose phone shows a date twice, on the wrong day, or long after it was done."""

    def setUp(self):
        foreign.install()
        if vobject is None:
            raise unittest.SkipTest("python3-vobject is not installed")
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.append(told())
        self.file = self.folder / "work.ics"

    def append(self, request):
        self.journal.append(request)
        self.last = str(len(self.journal.events()) - 1)

    def work(self, *words):
        return self.journal.ok("work", "--worker", "cw-2041", "--min-position", self.last, *words)

    def write(self, *words, copy=None):
        self.work("--ics", "-o", self.file, *words)
        if copy is None:
            return None
        shutil.copy(self.file, self.folder / copy)
        return self.folder / copy

    def imported(self, *files):
        ran = foreign.node("read_calendar.js", *files)
        self.assertEqual(0, ran.exit, ran.err)
        return json.loads(ran.out)

    def uid(self, word):
        return f"{CASE}/activity/{an_id(word)}"

    def change(self):
        """One activity moves, one ends, and the notice to relatives is given for Marisol."""
        terms = {"what": "Find an apartment", "dueOn": day(-25)}
        aunt = event("participantJoined", {"participantId": an_id("aunt"), "capacity": "CAPACITY_ADULT", "name": "an aunt"})
        self.append(casework.request(
            CASE, "any", aunt,
            event("activityRevised", {"activityId": an_id("moves"), "terms": terms, "reason": "the lease"}),
            event("activityStopped", {"activityId": an_id("ends"), "why": "ACTIVITY_STOP_REASON_NO_LONGER_NEEDED"}),
            event("noticeSent", {"noticeId": an_id("notice"), "of": "NOTICE_OF_NOTICE_TO_RELATIVES", "toIds": [an_id("aunt")],
                                 "means": "letter", "childId": MARISOL})))

    def test_two_programs_read_what_the_list_says(self):
        file = self.write("--names", copy="first.ics")
        listed = {f"{item['caseId']}/{item['due']['item']}": item["due"] for item in self.journal.rows(
            "work", "--worker", "cw-2041", "--min-position", self.last) if "due" in item["due"]}

        imported = self.imported(file)
        shown = imported["shown"]
        self.assertEqual(listed.keys(), shown.keys())
        self.assertGreater(len(listed), 5)
        for uid, entry in shown.items():
            due = listed[uid]
            self.assertEqual((True, due["due"], 1), (entry["allDay"], entry["start"], entry["days"]), uid)
            self.assertIn(due["title"].replace("\r\n", "\n"), entry["summary"])
            self.assertEqual(due["state"] == "CLOCK_STATE_MISSED", entry["summary"].startswith("MISSED: "), uid)
        self.assertIn(STRANGE, shown[self.uid("ends")]["summary"])
        self.assertEqual([f"{day(-15)}T09:00:00", f"{day(-21)}T09:00:00"],
                         [at for at in shown[self.uid("stays")]["reminders"]])

        calendar = vobject.readOne(file.read_text(encoding="utf-8"))
        other = {entry.uid.value: entry for entry in calendar.vevent_list}
        self.assertEqual(shown.keys() | imported["cancelled"].keys(), other.keys())
        for uid in shown:
            entry = other[uid]
            self.assertEqual((shown[uid]["start"], shown[uid]["end"], shown[uid]["summary"], shown[uid]["description"]),
                             (entry.dtstart.value.isoformat(), entry.dtend.value.isoformat(), entry.summary.value,
                              entry.description.value))
            self.assertTrue(entry.validate(raiseException=True))
        self.assertTrue(calendar.validate(raiseException=True))

    def test_an_event_moves_ends_or_is_taken_back_and_is_never_there_twice(self):
        first = self.write(copy="first.ics")
        before = self.imported(first)["shown"]
        self.change()
        second = self.write(copy="second.ics")

        now = self.imported(first, second)

        self.assertEqual([], now["older"])
        self.assertEqual((day(-20), day(-25)), (before[self.uid("moves")]["start"], now["shown"][self.uid("moves")]["start"]))
        self.assertGreater(now["shown"][self.uid("moves")]["sequence"], before[self.uid("moves")]["sequence"])
        self.assertGreaterEqual(now["shown"][self.uid("moves")]["modified"], before[self.uid("moves")]["modified"])
        ended = now["cancelled"][self.uid("ends")]
        self.assertEqual("NO LONGER DUE: Activity (26-JV-0041, 26-JV-0042)", ended["summary"])
        self.assertGreater(ended["sequence"], before[self.uid("ends")]["sequence"])
        self.assertEqual([], ended["reminders"])
        met = {uid for uid in now["cancelled"] if "notice-to-relatives" in uid and MARISOL in uid}
        self.assertEqual({uid for uid in before if "notice-to-relatives" in uid and MARISOL in uid}, met)
        self.assertTrue(met)
        self.assertLessEqual(before.keys(), now["shown"].keys() | now["cancelled"].keys())
        self.assertEqual(now, {**self.imported(second, first), "older": []}, "the older file changes nothing")

    def test_a_stream_says_what_moved_and_what_the_law_no_longer_asks(self):
        first = self.folder / "first.ics"
        first.write_text(self.work("--ics"), encoding="utf-8", newline="")
        before = self.imported(first)["shown"]
        self.change()
        second = self.folder / "second.ics"
        second.write_text(self.work("--ics"), encoding="utf-8", newline="")

        now = self.imported(first, second)

        self.assertEqual(day(-25), now["shown"][self.uid("moves")]["start"])
        self.assertGreater(now["shown"][self.uid("moves")]["sequence"], before[self.uid("moves")]["sequence"])
        self.assertTrue([uid for uid in now["cancelled"] if "notice-to-relatives" in uid and MARISOL in uid])

    def test_siblings_are_told_apart_by_their_numbers(self):
        summaries = [entry["summary"] for entry in self.imported(self.write(copy="first.ics"))["shown"].values()]

        self.assertEqual(len(summaries), len(set(summaries)) + 2, "the three activities say the same without names")
        notices = sorted(re.search(r"\((.*)\)$", words)[1] for words in summaries if "elatives" in words)
        self.assertEqual(["26-JV-0041", "26-JV-0042"], notices)

    def test_the_calendar_is_made_of_the_log_alone(self):
        self.change()
        before = self.work("--ics")

        self.journal.stop()
        shutil.rmtree(self.journal.directory / "projections")
        self.journal.start("--rules", RULES)

        self.assertEqual(before, self.work("--ics"))

    def test_a_file_that_is_no_former_calendar_of_the_list_stays_as_it_is(self):
        self.write()
        written = self.file.read_bytes()
        other = self.journal.run("work", "--unit", "Ongoing 2", "--ics", "-o", self.file)
        self.assert_exit(Exit.USAGE, other)
        self.assert_says(other.err, "has the calendar of another list, \"Due for cw-2041\"", "\"Due in Ongoing 2\"")
        self.assertEqual(written, self.file.read_bytes())

        notes = self.folder / "notes.txt"
        notes.write_text("BEGIN with a call")
        ran = self.journal.run("work", "--worker", "cw-2041", "--ics", "-o", notes)
        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "is not a calendar; name another file")
        self.assertEqual("BEGIN with a call", notes.read_text())

    def test_a_file_that_cannot_be_written_is_a_failure(self):
        ran = self.journal.run("work", "--worker", "cw-2041", "--ics", "-o", self.folder / "missing" / "work.ics")

        self.assert_exit(Exit.FAILURE, ran)
        self.assertEqual([], list(self.folder.glob("missing*")))

    def test_when_all_has_ended_the_former_calendar_is_taken_back(self):
        first = self.write("--kind", "activity", copy="first.ics")
        nothing = self.journal.run("work", "--worker", "cw-2041", "--kind", "hearing", "--ics", "-o", self.folder / "none.ics")
        self.assert_exit(Exit.NOT_FOUND, nothing)
        self.assertFalse((self.folder / "none.ics").exists())
        self.append(casework.request(CASE, "any", *(
            event("activityStopped", {"activityId": an_id(word), "why": "ACTIVITY_STOP_REASON_NO_LONGER_NEEDED"})
            for word in ("moves", "ends", "stays"))))

        second = self.write("--kind", "activity", copy="second.ics")

        now = self.imported(first, second)
        self.assertEqual({}, now["shown"])
        self.assertEqual(3, len(now["cancelled"]))

    def test_flags_that_do_not_go_together(self):
        for words, says in ((("--ics", "--json"), "--ics excludes --json"), (("-o", "x.ics"), "--output needs --ics"),
                            (("--names",), "--names needs --ics"),
                            (("--ics", "-o", "x.ics", "--on", day(-9)), "--output excludes --on")):
            ran = self.journal.run("work", "--worker", "cw-2041", *words)
            self.assert_exit(Exit.USAGE, ran)
            self.assert_says(ran.err, says)
