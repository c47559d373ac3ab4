"""Does each statement of an exhibit's page match the server's answer to the same question?

A question is found for each heading, fact, row, and line of the plan. A statement that no question answers fails the
test.
"""

import base64
import collections
import datetime
import html
import html.parser
import json
import os
import re
import unittest
import zoneinfo

import casework
from exhibits import ExhibitTest, disclosure_in, nested, stored_event
from journal import PROGRAM, JournalTest, SamplesTest, run

SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
CASES = (SIBLINGS, "22f97404-76b2-4fe4-a622-6f666b66dc02", "8f4626f3-fff8-49ac-9ecd-001358d07df2",
         "5437028d-ae7e-4983-ad55-819902937efc", "8b295e11-426b-4914-bf67-8e60b9c59598")
CASE = casework.an_id("case")
PLAN_WIDTH = "1000"  # no word is broken
PLAN = "What the entries add up to"
TIMELINE = "Timeline"
INLINE = ("a", "b", "s", "code", "time", "span")
DAY = r"\b\d{4}-\d{2}-\d{2}\b"
NO_TIMELINE = "The timeline is not in here either, because it is drawn from the plan."
DAY_IN_STROKES = r"\d/\d{1,2}/\d"  # 3/4/2026 is the fourth of March to one reader and the third of April to another
NO_PLAN = ("Not in here: entries that it rests on were left out, and a plan of some of them would be another.")
LEFT_OUT = ("Of each entry that was left out, chain.txt has the position in the journal and the digest, and nothing else. "
            "Each entry that is given names its own revision and, by its digest, the entry before it.")

Row = collections.namedtuple("Row", "revision day mark words small")


class Page(html.parser.HTMLParser):
    """The statements of a page: facts by name, rows of entries, words of the plan, paragraphs, and headings."""

    def __init__(self, page):
        super().__init__()
        self.facts, self.rows, self.paragraphs, self.headings, self.notice, self.plan = {}, [], [], [], "", ""
        self.drawings, self.numbers = [], []
        self.cells, self.details, self.open, self.text, self.left_out = [], [], [], "", []
        self.feed(page)
        self.close()

    @property
    def part(self):
        return self.headings[-1] if self.headings else ""

    def inside(self, tag):
        return any(name == tag for name, _, _ in self.open)

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.text += "\n"
        if tag in ("meta", "br", "wbr", "col"):
            return
        self.open.append((tag, dict(attrs).get("class", ""), self.text))
        self.text = ""

    def handle_endtag(self, tag):
        _, kind, outer = self.open.pop()
        text, self.text = self.text, outer
        if tag in ("style", "title", "nav") or self.inside("nav"):
            return
        if tag == "desc":
            self.drawings.append(text)
        if tag == "figure" or self.inside("figure"):
            return
        if tag == "h2":
            self.headings.append(text)
        elif tag == "h1":
            self.headings.append(text)
        elif self.part == PLAN:
            self.plan += f" {text} " if tag not in INLINE else ""
            self.text += text if tag in INLINE else ""
        elif tag in ("td", "th"):
            self.cells.append((tag, text))
        elif tag == "p" and self.inside("td"):
            self.details.append(text)
        elif tag == "p":
            self.paragraphs.append(text)
        elif tag == "tr" and not kind:
            self.end_facts()
        elif tag == "tbody":
            self.end_row()
        elif kind == "notice":
            self.notice = text
        elif tag in INLINE:
            self.text += text

    def handle_data(self, data):
        self.text += data

    def end_facts(self):
        if [tag for tag, _ in self.cells] == ["th", "td"]:
            name, value = (text for _, text in self.cells)
            assert name not in self.facts, name
            self.facts[name] = value
            self.cells = []
        elif [tag for tag, _ in self.cells] == ["th"] * 3:
            titles = [text for _, text in self.cells]
            assert titles == (["Number", "Day", "What"] if self.part == TIMELINE else ["Revision", "Effective on", "What was recorded"]), titles
            self.cells = []

    def end_row(self):
        cells, details, self.cells, self.details = [text for _, text in self.cells], self.details, [], []
        if self.part == TIMELINE:
            self.numbers.append(cells)
            return
        if cells[2] == "Left out.":
            self.left_out.append(cells[0])
            return
        marks = [re.match(r"(?:WITHDRAWN|CORRECTED) by revision \d+(?:, whose words count)?\.", words) for words in details]
        mark = next((found[0] for found in marks if found), None)
        self.rows.append(Row(int(cells[0]), cells[1], mark, cells[2],
                             "; ".join(words for words, found in zip(details, marks) if not found)))


def words_of(plan):
    """The words of a plan, whatever stands between them: lines, bullets, or the borders of tables."""
    return collections.Counter(word for word in plan.split() if word.strip("-*•"))


def renames(event):
    """Whether the entry can give another name or other words to a part that an earlier entry names."""
    return "corrects" in event["event"] or event["type"].endswith(("Retracted", "Revised", "DetailsLearned"))


def fates(events):
    """What became of each entry according to docs/AS_OF.md: revision -> mark."""
    about, kind = {}, {}
    for revision, event in enumerate(events):
        content = event["event"]
        if "entryRetracted" in content:
            about[revision], kind[revision] = int(content["entryRetracted"].get("revision", "0")), "retraction"
        elif "corrects" in content:
            about[revision], kind[revision] = int(content["corrects"].get("revision", "0")), "correction"
    withdrawn = {}
    for revision in sorted(about, reverse=True):
        if kind[revision] == "retraction" and revision not in withdrawn:
            withdrawn[about[revision]] = revision
    last = {about[at]: at for at in sorted(about) if kind[at] == "correction" and at not in withdrawn}
    marks = {}
    for revision in range(len(events)):
        original = about[revision] if kind.get(revision) == "correction" else revision
        if revision in withdrawn or original in withdrawn:
            marks[revision] = f"WITHDRAWN by revision {withdrawn.get(revision, withdrawn.get(original))}."
        elif kind.get(revision) != "retraction" and last.get(original, revision) != revision:
            marks[revision] = f"CORRECTED by revision {last[original]}, whose words count."
    return marks


class PageTest(ExhibitTest):
    """Mixin for a JournalTest: compares a page with the server's answers."""

    def assert_instant(self, text, rfc3339):
        """Check that it is the same second, in the journal's zone or in UTC, with the zone shown."""
        seconds = re.sub(r"\.\d+Z$", "Z", rfc3339)
        instant = datetime.datetime.strptime(seconds, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
        local = instant.astimezone(zoneinfo.ZoneInfo(casework.ZONE))
        accepted = [f"{instant:%Y-%m-%d %H:%M:%S} UTC", f"{local:%Y-%m-%d %H:%M:%S} "]
        self.assertTrue(any(text.startswith(each) for each in accepted), f"{text} is not {rfc3339}")

    def plan_page(self, case, *question):
        """The output of the command."""
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": PLAN_WIDTH}
        ran = run([PROGRAM, "plan", case, "--all", *question], env=env)
        self.assertEqual(0, ran.exit, ran.err)
        return ran.out

    def assert_page_is_true(self, case, *question, chosen=()):
        """`question`: the "as of" flags that plan and exhibit share."""
        events = self.entries(case)
        made = self.make_whole(case, *question, *chosen)
        page = Page(made.files["exhibit.html"].decode())
        self.assertNotRegex(made.files["exhibit.html"].decode(), DAY_IN_STROKES)
        disclosed = disclosure_in(made.files["disclosure.json"])
        answer = self.journal.json("plan", case, *question)
        self.assert_facts(page, made, disclosed, answer, events)
        self.assert_rows(page, made, case, events, answer)
        asks = ["--known-revision", str(disclosed.get(7, [0])[0])]
        asks += ["--effective-on", disclosed[8][0].decode()] if 8 in disclosed else []
        self.assertEqual("plan.json" in made.files, "timeline.svg" in made.files)
        if "plan.json" in made.files:
            self.assertEqual(words_of(self.plan_page(case, *asks)), words_of(page.plan))
            self.assert_timeline(page, made, self.journal.json("plan", case, *asks)["plan"])
        else:
            self.assertEqual("", page.plan)
            self.assertIn(NO_PLAN, page.paragraphs)
            self.assertIn(NO_TIMELINE, page.paragraphs)
            self.assertEqual([], page.drawings)
        self.assertEqual(made.files["notice.txt"].decode(), page.notice)
        return page, made

    def assert_timeline(self, page, made, plan):
        """Each day in the drawings is a day of the plan, and what a court asks for first is in them."""
        file = html.unescape(re.search("<desc[^>]*>(.*?)</desc>", made.files["timeline.svg"].decode(), re.DOTALL)[1])
        lanes = lambda text: [line for line in text.split("\n")[1:] if ": " in line]
        self.assertEqual(sorted(set(lanes(file))), sorted(set(line for each in page.drawings for line in lanes(each))))
        said = re.findall(DAY, json.dumps(plan))
        axis = re.findall(DAY, file.split("\n")[0])
        self.assertLessEqual(set(re.findall(DAY, "\n".join(lanes(file)))), set(said))
        self.assertLessEqual({day for _, days, _ in page.numbers for day in re.findall(DAY, days)}, set(said))
        drawn = "\n".join(lanes(file))
        for removal in plan.get("removals", []):
            self.assertIn(removal["removedOn"], drawn)
        for placement in plan.get("placements", []):
            self.assertIn(placement["terms"]["withWhom"], drawn)
        for hearing in plan.get("hearings", []):
            if hearing.get("heldOn") and axis[0] <= hearing["heldOn"] <= axis[1]:
                self.assertIn(hearing["heldOn"], drawn)
        told = next(words for words in page.paragraphs if words.startswith("Drawn from the plan above"))
        self.assertIn(f"as of {axis[2]}.", told)

    def assert_facts(self, page, made, disclosed, answer, events):
        entry = [event for event in self.journal.events() if event["type"] == "DisclosureMade"][-1]
        actor = nested(stored_event(made.files["disclosure.json"]), 3, 1)
        given, left_out = (made.summary[name].replace("-", " to ") for name in ("revisions given", "revisions left out"))
        head, known = made.summary["head revision"], disclosed.get(7, [0])[0]
        complete = made.summary["revisions given"] in (f"0-{known}", "0")
        numbers = [f"{number['number']} ({number['system']})" for number in answer["plan"].get("numbers", [])]
        checkpoint = made.files["checkpoint"].decode().splitlines()
        facts = dict(page.facts)
        self.assertEqual(str(made.summary["case"]), facts.pop("Case"))
        if complete and "--effective-on" not in disclosed and 8 not in disclosed:
            self.assertEqual(", ".join(numbers), facts.get("Numbers", ""))
        facts.pop("Numbers", None)
        self.assertEqual("Grace Bell, own agency", facts.pop("Given to").replace("the agency itself", "own agency"))
        self.assertEqual("as supervisor", facts.pop("Why"))
        self.assertEqual(disclosed[3][0].decode(), facts.pop("Authorization"))
        self.assertEqual(7, len(facts.pop("Labels opened by it").split(", ")))
        self.assertEqual(actor[3][0].decode(), facts.pop("Made by"))
        self.assert_instant(facts.pop("Recorded"), entry["recordedAt"])
        as_of = f"revision {known} of the case"
        as_of += f"; the plan shown is of facts effective up to {disclosed[8][0].decode()}" if 8 in disclosed else ""
        self.assertEqual(as_of, facts.pop("As of"))
        count = sum(path.startswith("events/") and path.endswith(".json") for path in made.files)
        self.assertEqual(f"revisions {given} ({count})", facts.pop("Entries given"))
        self.assertEqual("none: this is every entry of the case" if left_out == "none" else f"revisions {left_out}",
                         facts.pop("Left out"))
        self.assertEqual(left_out != "none", LEFT_OUT in page.paragraphs)
        self.assertEqual([] if left_out == "none" else left_out.split(", "), page.left_out)
        self.assertEqual(len(events) - 1, head)
        self.assertEqual(f"revision {head}, among the first {disclosed[11][0]} entries of the journal",
                         facts.pop("The case's record ended at"))
        self.assertTrue(facts.pop("Checkpoint").startswith(f"{checkpoint[1]} entries, root "))
        self.assertTrue(facts.pop("Whose key").startswith(f"that of {checkpoint[0]}; "))
        self.assertEqual("none", facts.pop("Time stamp"))
        if 12 in disclosed:
            self.assertEqual(nested(disclosed, 12)[4][0].hex(), facts.pop("Plan digest"))
        self.assertEqual(nested(stored_event(made.files["disclosure.json"]), 3)[2][0].decode(), facts.pop("Made by program"))
        self.assertEqual({}, facts, "a fact of which nobody was asked")
        self.assertEqual(["Exhibit", "What this is", "What is in it, and what is not",
                          *([PLAN, TIMELINE] if "plan.json" in made.files else ["The plan"]), "The entries",
                          "How to check it"], page.headings)
        self.assertEqual(5 + (left_out != "none") + (1 if "plan.json" in made.files else 2), len(page.paragraphs))

    def assert_rows(self, page, made, case, events, answer):
        given = sorted(int(path[7:13]) for path in made.files if re.fullmatch(r"events/\d{6}\.json", path))
        self.assertEqual(given, [row.revision for row in page.rows])
        marks = fates(events)
        history = {}
        for row in self.journal.rows("history", case):
            history.setdefault(int(row.get("revision", "0")), row)
        register = {int(row.get("revision", "0")): row for row in self.journal.rows("register", case)}
        complete = made.summary["revisions left out"] == "none"
        at_head = given[-1:] == [len(events) - 1]
        # The log has the names that were known at each entry; the page has those of its plan.
        last_renaming = max((revision for revision, event in enumerate(events) if renames(event)), default=-1)
        for row in page.rows:
            event = events[row.revision]
            recorded = next(part for part in row.small.split("; ") if part.startswith("Recorded "))
            with self.subTest(revision=row.revision):
                self.assertEqual(event["event"]["effectiveOn"], row.day)
                self.assertEqual(marks.get(row.revision), row.mark)
                if complete and at_head and row.revision in register:
                    self.assertEqual(register[row.revision]["sentence"], row.words)
                elif complete and row.revision > last_renaming:
                    self.assertEqual(event["sentence"], row.words)
                recorded, by = re.fullmatch(r"Recorded (.*) by (.*)", recorded).groups()
                self.assert_instant(recorded, event["recordedAt"])
                self.assertTrue(by)
                if row.revision in history:
                    self.assert_as_in_history(history[row.revision], row)
                if row.revision in register:
                    shown = register[row.revision]
                    mark = ("WITHDRAWN by revision " + shown["withdrawnBy"] + "." if "withdrawnBy" in shown else
                            f"CORRECTED by revision {shown['correctedBy']}, whose words count." if "correctedBy" in shown else None)
                    self.assertEqual(mark, row.mark)

    def assert_as_in_history(self, asked, row):
        self.assertEqual(asked["effectiveOn"], row.day)
        for label, name in (("source: ", "source"), ("reason: ", "reason"), ("on behalf of ", "onBehalfOf"),
                            ("claim: ", "claim")):
            if asked.get(name):
                self.assertIn(label + asked[name], row.small)
            else:
                self.assertNotIn("; " + label, row.small)
        self.assertEqual("labels" in asked, "; labels: " in row.small)
        if "settlesRevision" in asked:
            self.assertRegex(row.small, rf"(Corrects|Withdraws) the entry of revision {asked['settlesRevision']}\.")


class SamplePagesTest(PageTest, SamplesTest):
    """Who suffers: a judge who is told that the plan matches what binds when it does not."""

    def test_each_statement_about_a_sample_is_the_servers_answer(self):
        for case in CASES:
            with self.subTest(case=case):
                self.assert_page_is_true(case)

    def test_the_working_plan_of_the_siblings_differs_from_what_binds_as_the_server_says(self):
        page, _ = self.assert_page_is_true(SIBLINGS)
        in_force = self.journal.json("plan", SIBLINGS)["inForce"]

        self.assertEqual(4, len(in_force))
        self.assertTrue(all(binds["compared"] and binds["workingDiffers"] for binds in in_force))
        self.assertEqual(4, page.plan.count("different in "))
        self.assertNotIn("the same<", page.plan)

    def test_what_is_in_the_record_is_not_said_to_be_missing(self):
        """A court was told that an order was "no longer in the record" that the same journal showed elsewhere."""
        gone = "no longer in the record"
        for case in CASES:
            with self.subTest(case=case):
                self.assertNotIn(gone, self.make_whole(case).files["exhibit.html"].decode())
                for version in self.journal.json("plan", case)["plan"].get("versions", []):
                    said = self.plan_page(case, "--view", "version", "--digest", base64.b64decode(version["digest"]).hex())
                    self.assertNotIn(gone, said)
        said = self.plan_page(SIBLINGS, "--view", "version", "--digest", "1.0")
        self.assertEqual(2, said.count("temporary custody order of 2023-03-14"))

    def test_as_of_any_revision_and_any_day(self):
        for question in (("--known-revision", "0"), ("--known-revision", "128"), ("--known-revision", "181"),
                         ("--effective-on", "2023-06-01"), ("--known-revision", "200", "--effective-on", "2023-08-01")):
            with self.subTest(question=question):
                self.assert_page_is_true(SIBLINGS, *question)

    def test_of_chosen_entries(self):
        page, _ = self.assert_page_is_true(SIBLINGS, chosen=("--events", "214"))

        self.assertEqual("CORRECTED by revision 221, whose words count.", page.rows[0].mark)
        self.assertNotIn("no longer in the record", page.rows[0].words)
        page, _ = self.assert_page_is_true(SIBLINGS, chosen=("--events", "178-183,214-221"))
        self.assertTrue(any(row.mark and row.mark.startswith("WITHDRAWN") for row in page.rows))


class MadeUpPagesTest(PageTest, JournalTest):
    """Cases that the samples do not have: withdrawn and corrected entries of all kinds, and no entries of any."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))

    def record(self, *events):
        self.journal.append(casework.request(CASE, "any", *events))

    def test_a_case_of_two_entries(self):
        self.assert_page_is_true(CASE)

    def test_corrections_of_corrections_and_withdrawals_of_withdrawals(self):
        def corrected(revision, text):
            return casework.note(text, corrects={"revision": revision, "reason": "a slip"})

        def withdrawn(revision):
            return casework.event("entryRetracted", {"revision": revision, "reason": "RETRACTION_REASON_IN_ERROR", "words": "a slip"},
                                  days_ago=0)

        self.record(casework.note("one", days_ago=3))                       # 2
        self.record(corrected("2", "two"))                                  # 3
        self.record(corrected("2", "three"))                                # 4
        self.record(casework.note("four"), casework.note("five"))           # 5, 6
        self.record(withdrawn("5"))                                         # 7
        self.record(withdrawn("7"))                                         # 8
        self.record(withdrawn("4"))                                         # 9
        self.record(corrected("6", "six"), withdrawn("6"))                  # 10, 11
        page, _ = self.assert_page_is_true(CASE)

        self.assertEqual({2: "CORRECTED by revision 3, whose words count.", 4: "WITHDRAWN by revision 9.",
                          6: "WITHDRAWN by revision 11.", 7: "WITHDRAWN by revision 8.", 10: "WITHDRAWN by revision 11."},
                         {row.revision: row.mark for row in page.rows if row.mark})
        for known in range(12):
            self.assert_page_is_true(CASE, "--known-revision", str(known))
        for revision in range(12):
            self.assert_page_is_true(CASE, chosen=("--events", str(revision)))

    def test_a_withdrawn_name_is_that_of_no_one(self):
        self.record(casework.child("second", "Wilhelmina Quarrington", days_ago=2))     # 2
        self.record(casework.note(about=[casework.an_id("second")], days_ago=2))        # 3
        self.record(casework.child("second", "Mina Quarrington", days_ago=2, corrects={"revision": "2", "reason": "a slip"}))
        self.assert_page_is_true(CASE)
        self.assert_page_is_true(CASE, chosen=("--events", "3"))


if __name__ == "__main__":
    unittest.main()
