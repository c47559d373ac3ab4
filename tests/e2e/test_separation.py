"""Nobody judges their own work, and nobody lets themselves see more: over TLS, with tokens, against a real server.

Who suffers: a family whose plan nobody but its author judged, and a child whose sealed file a supervisor opened for himself.
"""

import json
import unittest

import casework
import test_adversaries
from journal import Exit, lines_of_json
from test_adversaries import CASE, as_json, granted, labels, withdrawn


def claiming(event, recorded_by=None):
    claim = {"recordedAt": "2024-05-06T15:00:00Z", "system": "an old system", "recordedBy": recorded_by or as_json("u-10")}
    return {**event, "claim": claim, "lateReason": "imported"}


def on_behalf_of(subject, event):
    return {**event, "onBehalfOf": {"staff": as_json(subject)}}


class SeparationTest(test_adversaries.AdversaryTest):
    SERVED_WITH = ("--rules", test_adversaries.RULES)

    def rejected(self, subject, *events, by):
        """The events are rejected by these rules, and nothing is recorded."""
        before = self.entries(CASE)
        ran = self.as_(subject, "append", "-", stdin=casework.request(CASE, "any", *events))
        self.assertEqual(Exit.REFUSED, ran.exit, ran.out + ran.err)
        for words in by:
            self.assertIn(words, ran.out + ran.err)
        self.assertEqual(before, self.entries(CASE))

    def withheld_from(self, subject):
        return sum("opened" not in row for row in lines_of_json(self.does(subject, "events", CASE, "--json")))

    def records(self, subject, *events):
        return self.does(subject, "append", "-", "--json", stdin=casework.request(CASE, "any", *events))

    def test_a_supervisor_opens_nothing_for_himself(self):
        self.records("u-2", casework.note("the judge sealed it", labels=labels("SEALED")))
        self.assertEqual(1, self.withheld_from("u-7"))
        drawn = self.as_("u-7", "timeline", CASE, "-o", "-")
        self.assertEqual(Exit.OK, drawn.exit, drawn.err)
        for said in (drawn.out, drawn.err):
            self.assertIn("1 entry of this case is withheld from you.", said)
        for role, more in (("ROLE_GUARDIAN_AD_LITEM", {"forId": casework.an_id("child")}), ("ROLE_AUDITOR", {}), ("ROLE_COURT", {})):
            self.rejected("u-7", granted("u-7", role, opens=labels("SEALED"), authority="mine", **more),
                          by=["Nobody grants access to themselves"])
        self.rejected("u-1", granted("u-1", "ROLE_COURT"), by=["Nobody grants access to themselves"])
        self.rejected("u-7", granted("u-10", "ROLE_COURT"), by=["may not see: LABEL_SEALED"])
        self.assertEqual(1, self.withheld_from("u-7"))
        self.records("u-1", granted("u-7", "ROLE_AUDITOR", opens=labels("SEALED"), authority="an order"))
        self.assertEqual(0, self.withheld_from("u-7"))
        (grant,) = [row for row in lines_of_json(self.does("u-5", "who-may", CASE, "--json")) if "LABEL_SEALED" in row.get("labels", [])]
        self.assertEqual("u-7", grant["who"]["subject"])

    def test_no_label_hides_who_may_see_the_case(self):
        emergency = granted("u-4", "ROLE_EMERGENCY", until="today", reason="I wanted to know")
        emergency["accessGranted"]["until"] = emergency["effectiveOn"]
        hidden = self.as_("u-4", "append", "-", stdin=casework.request(CASE, "any", {**emergency, "labels": labels("SEALED")}))
        self.assertNotEqual(Exit.OK, hidden.exit, hidden.out)
        self.assertEqual(Exit.NOT_FOUND, self.as_("u-4", "plan", CASE).exit)
        self.rejected("u-7", {**granted("u-9", "ROLE_AUDITOR"), "labels": labels("PART2")}, by=["bear no labels"])

        revision = int(json.loads(self.does("u-4", "append", "-", "--json", stdin=casework.request(
            CASE, "any", emergency)))["cases"][0]["firstRevision"])
        self.rejected("u-7", withdrawn(revision), by=["can be ended, and not withdrawn"])
        self.rejected("u-7", casework.event("entryRestricted", {
            "revision": str(revision), "labels": labels("SEALED"), "reason": "x"}, days_ago=0), by=["bear no labels"])
        for subject in ("u-2", "u-5"):
            self.assertIn("I wanted to know", self.does(subject, "findings", CASE), subject)

    def test_a_caseworker_sets_no_rule_aside(self):
        self.records("u-2", casework.event("placementBegan", {
            "placementId": casework.an_id("placement"), "childId": casework.an_id("child"), "withWhom": "an aunt",
            "type": "PLACEMENT_TYPE_FOSTER_HOME", "reason": "no bed"}))
        closed = casework.event("caseClosed", {"reason": "CASE_CLOSE_REASON_FAMILY_MOVED"}, days_ago=0)
        aside = {**closed, "overrides": [{"ruleId": "case.close-blocked", "reason": "because"}]}
        self.rejected("u-2", closed, by=["case.close-blocked"])
        self.rejected("u-2", aside, by=["case.close-blocked", "override.not-allowed"])
        self.records("u-7", aside)

    def test_nobody_approves_what_they_drew_up(self):
        version = casework.event("planVersionDrawnUp", {
            "planId": casework.an_id("plan"), "kind": "PLAN_KIND_CASE", "label": "1.0", "childrenIds": [casework.an_id("child")],
            "asOfRevision": "3"}, days_ago=0)
        recorded = json.loads(self.records("u-2", claiming(version)))
        digest = recorded["cases"][0]["planVersionDigests"][0]
        approval = casework.event("agencyDecided", {
            "digest": digest, "decision": "AGENCY_DECISION_APPROVED", "decidedBy": as_json("u-7"), "submittedBy": as_json("u-10")},
            days_ago=0)
        for lie in (approval, on_behalf_of("u-7", approval), claiming(approval), claiming(on_behalf_of("u-7", approval))):
            self.rejected("u-2", lie, by=["plan.self-approval"])
        own = {**approval, "agencyDecided": {**approval["agencyDecided"], "decidedBy": as_json("u-2")}}
        self.rejected("u-7", claiming(own), by=["plan.self-approval"])
        self.records("u-7", approval)

    def test_nobody_is_named_who_has_no_part_in_the_case(self):
        self.rejected("u-2", on_behalf_of("u-4", casework.note("She said so")), by=["behalf.not-permitted", "onBehalfOf"])
        self.rejected("u-2", claiming(on_behalf_of("u-4", casework.note("She said so"))), by=["behalf.not-permitted"])
        self.records("u-2", on_behalf_of("u-7", casework.note("She said so")))
        self.records("u-7", claiming(on_behalf_of("u-10", casework.note("It was so in the old system"))))


if __name__ == "__main__":
    unittest.main()
