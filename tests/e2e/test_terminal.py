"""The program's output on a terminal: at any width, and without anything that the terminal would execute."""

import json
import os
import re

import casework
import journal
from casework import an_id, event
from journal import PROGRAM, Exit, JournalTest, SamplesTest

CASE = an_id("a case that somebody wrote strange things into")
RULES = casework.ROOT / "deploy/rules"
# Clears the screen, renames the window, and rings; reverses text; ends a line and begins a false one.
STRANGE = "\x1b[2J\x1b]0;owned\x07 \u202egnorw\u2066 \u200f\u061c \x9b31m \u2028"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
WIDTHS = (1, 39, 40, 41, 42, 43, 44, 45, 46, 47, 50, 60, 79, 200, 4000)


def strange(words):
    return f"{words} {STRANGE}"


def strange_case():
    return casework.request(
        CASE, None,
        event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_OWN_REQUEST", "agency": strange("Agency")}),
        casework.child(name=strange("Ana")),
        event("caseNumberGiven", {"system": strange("Court"), "number": strange("26-JV"), "childId": an_id("child")}),
        event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": strange("cw"), "name": strange("Dana")},
                               "part": "ASSIGNMENT_PART_CASEWORKER", "unit": strange("Unit")}),
        event("participantJoined", {"participantId": an_id("mother"), "capacity": "CAPACITY_ADULT", "name": strange("Maria"),
                                    "personId": an_id("person")}),
        casework.goal(statement=strange("safe"), lateReason=strange("late"), source={"kind": "SOURCE_KIND_DOCUMENT", "detail": strange("letter")},
                      claim={"recordedAt": "2023-06-20T01:15:00Z", "system": strange("SACWIS"), "reference": strange("17"),
                             "recordedBy": {"issuer": "wren.example", "subject": "dr", "name": strange("Dr")}}),
        casework.objective(statement=strange("weekly")),
        casework.note(text=strange("a note\n12  2026-01-01 00:00:00 EST  PlanJournalized  A false line.")))


class StrangeTextTest(JournalTest):
    """Who suffers: a reader whose terminal does what someone wrote into a note."""

    READING = (("plan", CASE), ("plan", CASE, "--ids"), ("plan", CASE, "--view", "in-force"), ("diff", CASE, "r0"),
               ("history", CASE), ("history", CASE, "--oneline"), ("replay", CASE), ("replay", CASE, "--with-plan"),
               ("events", CASE), ("events",), ("register", CASE), ("cases", "--ids"), ("persons", "Ana"),
               ("persons", "Maria"), ("findings", CASE, "--ids"), ("docket", CASE), ("docket", CASE, "--all", "--explain"), ("work",),
               ("work", "--unit", strange("Unit")), ("cases", "--number", strange("26-JV")))

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.journal.append(strange_case())
        self.last = str(self.journal.size() - 1)
        self.journal.rows("cases", "--min-position", self.last)

    def test_no_command_lets_it_through(self):
        for words in (*self.READING, ("subscribe", "--until", self.last)):
            with self.subTest(" ".join(words)):
                ran = self.journal.run(*words)

                self.assert_exit(Exit.OK, ran)
                self.assertIsNone(OBEYED.search(ran.out), ran.out)
                self.assertIsNone(OBEYED.search(ran.err), ran.err)
        self.assert_says(self.journal.ok("events", CASE), "[U+001B][2J[U+001B]]0;owned[U+0007]", "[U+202E]gnorw")

    def test_no_message_about_a_failure_lets_it_through(self):
        for words in (("plan", strange("no number")), ("history", CASE, "--part", "a"), ("history", CASE, "--part", strange("x")),
                      ("plan", CASE, "--view", "version", "--digest", strange("1.0")), ("cases", "--unit", strange("other"))):
            with self.subTest(" ".join(words)):
                ran = self.journal.run(*words)

                self.assertNotEqual(0, ran.exit)
                self.assertIsNone(OBEYED.search(ran.out + ran.err), ran.err)

    def test_a_line_of_a_stream_stays_one_line(self):
        lines = self.journal.ok("subscribe", "--until", self.last).splitlines()

        self.assertEqual([str(number) for number in range(len(lines))], [line.split()[0] for line in lines])

    def test_json_keeps_the_text_and_a_terminal_shows_it(self):
        for words in (("plan", CASE), ("history", CASE), ("replay", CASE), ("events", CASE), ("cases",), ("register", CASE), ("work",)):
            printed = self.journal.ok(*words, "--json")
            self.assertIsNone(OBEYED.search(printed), words)
        plan = self.journal.json("plan", CASE)
        self.assertEqual(strange("Ana"), plan["plan"]["participants"][0]["name"])

    def test_a_calendar_has_no_control_characters(self):
        feed = self.journal.ok("work", "--unit", strange("Unit"), "--ics", "--names")

        self.assertIsNone(OBEYED.search(feed.replace("\r\n", "\n")), feed)
        self.assertIn("[U+202E]", feed.replace("\r\n ", ""))


class WidthTest(SamplesTest):
    """Who suffers: a person who works in a narrow window next to another."""

    def shown(self, width, *words):
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": str(width)}
        return journal.run([PROGRAM, *words], env=env)

    def test_every_command_has_an_answer_at_every_width(self):
        summary = self.journal.rows("cases")[0]
        case, nearly_last = summary["caseId"], str(int(summary["lastRevision"]) - 2)
        for width in WIDTHS:
            for words in (("plan", case), ("plan", case, "--all"), ("plan", case, "--view", "in-force"), ("history", case), ("replay", case, "--from-revision", nearly_last, "--with-plan"),
                          ("events", case, "--limit", "20"), ("register", case), ("cases",), ("findings", case), ("persons", "Lopez")):
                with self.subTest(width=width, words=words):
                    ran = self.shown(width, *words)
                    self.assertEqual((0, ""), (ran.exit, ran.err))

    def test_a_narrow_plan_keeps_to_the_width_where_words_can(self):
        for case in self.journal.rows("cases"):
            page = self.shown(45, "plan", case["caseId"], "--only", "goals").out
            self.assertEqual([], [line for line in page.splitlines() if len(line) > 45], case["caseId"])

    def test_versions_are_shown_at_every_width(self):
        for case in self.journal.rows("cases"):
            versions = json.loads(self.journal.ok("plan", case["caseId"], "--json"))["plan"].get("versions", [])
            for version in versions[:1]:
                for width in WIDTHS:
                    ran = self.shown(width, "plan", case["caseId"], "--view", "version", "--digest", version["label"])
                    self.assertIn(ran.exit, (0, 2), ran.err)
