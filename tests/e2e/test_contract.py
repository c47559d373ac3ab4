"""What a program of somebody else learns from the server: what the journal is, what can be recorded, and why a request
failed."""

import datetime
import json
import unittest
import zoneinfo

import casework
import foreign
from journal import ROOT, Exit, JournalTest

CASE = casework.an_id("case")


class DescribedJournalTest(JournalTest):
    """Who suffers: the author of a client, who copies limits, lists, and days from a page that is out of date."""

    def test_the_journal_says_its_day_and_its_key(self):
        journal = self.journal.json("journal")

        today = datetime.datetime.now(zoneinfo.ZoneInfo(journal["timeZone"])).date().isoformat()
        self.assertEqual(today, journal["today"])
        self.assertEqual(self.journal.ok("key").strip(), journal["verifierKey"])
        self.assertEqual(self.journal.entries_at_start, int(journal["size"]))
        self.assertEqual((100, 1000), (journal["limits"]["requestCases"], journal["limits"]["requestEvents"]))
        self.assert_says(self.journal.ok("journal"), journal["origin"], journal["verifierKey"][:40], "1000 events")

    def test_what_is_listed_can_be_recorded(self):
        """The fields of a type are enough to make an event of it."""
        [goal] = self.journal.rows("event-types", "GoalEstablished")
        values = {"EVENT_FIELD_KIND_ID": lambda field: casework.an_id(field["path"]),
                  "EVENT_FIELD_KIND_TEXT": lambda field: f"some {field['words']}",
                  "EVENT_FIELD_KIND_CODE": lambda field: self.journal.rows("codes", field["codeList"])[0]["codes"][0]["name"]}
        body = {field["jsonPath"]: values[field["kind"]](field) for field in goal["fields"]
                if field.get("required") and not field.get("list")}
        self.journal.append(casework.opening(CASE))

        self.journal.append(casework.request(CASE, 1, casework.event(
            goal["fieldName"].split("_")[0] + "Established", {**body, "forIds": [casework.an_id("child")]})))

        self.assertEqual("GoalEstablished", self.journal.rows("events", CASE)[-1]["type"])

    def test_codes_are_those_of_the_release(self):
        text = (ROOT / "tests/golden/code_lists.md").read_text(encoding="utf-8")
        for codes in self.journal.rows("codes"):
            self.assertIn(f"\n## {codes['name']}\n", text)
            for code in codes["codes"]:
                self.assertIn(f"- {code['number']} `{code['name']}` {code['words']}\n", text)
        self.assert_says(self.journal.ok("codes", "PlacementType"), "PLACEMENT_TYPE_", "foster")

    def test_rules_and_findings_have_their_texts(self):
        catalog = self.journal.json("catalog")
        rules = (ROOT / "docs/RULES.md").read_text(encoding="utf-8")
        self.assertGreater(len(catalog["rules"]), 20)
        self.assertGreater(len(catalog["findings"]), 20)
        for each in catalog["rules"] + catalog["findings"]:
            self.assertIn(f"`{each['id']}`", rules)
        self.assert_says(self.journal.ok("catalog"), "ref.unknown", "activity.over-six-months")

    def test_a_name_that_is_not_there_is_an_error(self):
        for words in (("event-types", "GoalReachedTwice"), ("codes", "Goals")):
            self.assert_exit(Exit.NOT_FOUND, self.journal.run(*words))


class ReasonTest(JournalTest):
    """Who suffers: a program that must choose between sending again, showing a person, and giving up."""

    def setUp(self):
        foreign.install()
        super().setUp()
        self.opened = casework.opening(CASE)
        self.journal.append(self.opened)

    def refused(self, request):
        outcome = json.loads(foreign.node("append.js", self.journal.address, stdin=json.dumps(request)).out)
        details = {detail["type"]: detail for detail in outcome["details"]}
        self.assertEqual("casejournal", details["ErrorInfo"]["domain"])
        self.assertEqual("en-US", details["LocalizedMessage"]["locale"])
        self.assertTrue(details["LocalizedMessage"]["message"].endswith("."))
        return outcome["status"], details["ErrorInfo"]["reason"], details

    def test_each_rejection_has_its_reason(self):
        used = casework.request(CASE, 1, casework.note())
        used["requestId"] = self.opened["requestId"]
        for request, expected in (
                (casework.request(CASE, 0, casework.note()), ("ABORTED", "REVISION_CONFLICT")),
                (casework.request(CASE, 1, casework.goal_withdrawn("no goal")), ("FAILED_PRECONDITION", "RULES_REJECT")),
                (casework.request(CASE, 1, casework.note(effectiveFirstDay="soon")), ("INVALID_ARGUMENT", "REQUEST_MALFORMED")),
                (used, ("ALREADY_EXISTS", "REQUEST_ID_USED"))):
            with self.subTest(expected):
                self.assertEqual(expected, self.refused(request)[:2])

    def test_a_form_gets_fields_and_rules_in_one_answer(self):
        events = [casework.goal_withdrawn("no goal"), casework.note(effectiveFirstDay="soon")]

        status, reason, details = self.refused(casework.request(CASE, 1, *events))

        self.assertEqual(("INVALID_ARGUMENT", "REQUEST_MALFORMED"), (status, reason))
        self.assertEqual(["cases[0].events[1].effectiveFirstDay"], [one["field"] for one in details["BadRequest"]["fields"]])
        self.assertEqual(["ref.unknown"], [one["ruleId"] for one in details["Refusal"]["violations"]])
        self.assertNotIn("PreconditionFailure", details)


if __name__ == "__main__":
    unittest.main()
