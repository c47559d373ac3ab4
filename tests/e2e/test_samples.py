"""The sample cases, from the import to every way of reading them."""

import base64
import hashlib
import json
import re
import unittest

import sign_in
from journal import (ROOT, SAMPLES, UUID, Exit, JournalTest, SamplesTest, lines_of_json, recorded,
                     without_disclosures)

SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
KEPT_TOGETHER = "22f97404-76b2-4fe4-a622-6f666b66dc02"
MARISOL = "ce08bcf7-ed24-4041-9288-721b019adeb6"
THEO = "850e6088-e6d7-4128-a14a-36c56058bbc1"
CASTILES = "8f4626f3-fff8-49ac-9ecd-001358d07df2"
LENAS_OWN = "5437028d-ae7e-4983-ad55-819902937efc"  # the child-only case in which Lena is adopted
LENA = "d13dd4b3-1756-47a0-9721-f13de5d3c38f"
CALEB = "e9772565-eaf3-4bc7-87e8-492f67045fbe"
LENAS_MOTHER = "e991084f-b744-43f5-9cb1-098b6fc9f3c3"
OPENED_BY_MISTAKE = "23a4f6eb-5321-4207-bff1-c64b1672c04b"
MOVED_ON = "8b295e11-426b-4914-bf67-8e60b9c59598"
ON_HER_OWN = "944217e1-d91f-48d7-9ec0-a7e832c00030"
CASES = (SIBLINGS, KEPT_TOGETHER, CASTILES, LENAS_OWN, OPENED_BY_MISTAKE, MOVED_ON, ON_HER_OWN)
NO_FENTANYL = "75feb272-1709-431d-ba37-6ff0c00e1862"
LABELS = ("LABEL_REPORTER_IDENTITY", "LABEL_PROTECTED_ADDRESS", "LABEL_PART2", "LABEL_HEALTH", "LABEL_ADOPTION",
          "LABEL_SEALED", "LABEL_EDUCATION")
JOURNAL_ENTRIES = 3 + len(sign_in.ROLES)  # the journal's own: its opening, its schema, its administrator, and more roles
REQUESTS = [json.loads(line) for sample in SAMPLES for line in sample.read_text(encoding="utf-8").splitlines()]
EVENTS = sum(len(case["events"]) for request in REQUESTS for case in request["cases"])
# Each plan that becomes part of a court's journal has an attestation of what it was drawn from.
ATTESTED = sum("planJournalized" in event for request in REQUESTS for case in request["cases"] for event in case["events"])
ALL_ENTRIES = JOURNAL_ENTRIES + EVENTS + ATTESTED


class ImportTest(JournalTest):
    """Who suffers: a person who imports a county's old records and must know that all of them arrived."""

    def test_every_request_of_all_samples_is_recorded(self):
        summary = self.import_samples()

        self.assertEqual(len(SAMPLES), len(summary.pop("files")))
        self.assertEqual({"requestsRecorded": len(REQUESTS), "eventsRecorded": EVENTS, "requestsAlreadyRecorded": 0},
                         summary)
        self.assertEqual(ALL_ENTRIES, len(without_disclosures(self.journal.events())))

    def test_importing_twice_records_nothing_new_and_says_so(self):
        self.import_samples()

        again = self.journal.ok("import", *SAMPLES)

        self.assertRegex(again, r"^Recorded 0 requests with 0 events in ")
        self.assert_says(again, f"; {len(REQUESTS)} more requests were already recorded.")
        self.assertEqual(ALL_ENTRIES, len(without_disclosures(self.journal.events())))


class VocabularyTest(unittest.TestCase):
    """Who suffers: a person who learns from the samples how a case is recorded, and finds no example."""

    NOT_IN_THE_SAMPLES = set()  # by the names of the contract, each with its reason

    def test_every_type_of_event_occurs(self):
        contract = (ROOT / "proto/casejournal/event/v1/case_event.proto").read_text(encoding="utf-8")
        body = contract[contract.index("oneof body {"):contract.index("// An entry of a case by its place")]
        types = {re.sub("_(.)", lambda match: match[1].upper(), name)
                 for name in re.findall(r"^    \w+ (\w+) = \d+;$", body, re.MULTILINE)}
        occur = {key for request in REQUESTS for case in request["cases"] for event in case["events"] for key in event}

        self.assertGreater(len(types), 90)
        self.assertEqual(self.NOT_IN_THE_SAMPLES, types - occur)

    def test_every_form_of_planning_occurs(self):
        text = "".join(sample.read_text(encoding="utf-8") for sample in SAMPLES)

        for form in ("safetyPlanMade", "PLAN_KIND_CASE", "PLAN_KIND_SUPPLEMENTAL", "PLAN_KIND_REUNIFICATION",
                     "MEETING_KIND_CASE_REVIEW", "MEETING_KIND_SEMI_ANNUAL_REVIEW", "MEETING_KIND_CASE_CONFERENCE"):
            self.assertIn(form, text)


class PlanTest(SamplesTest):
    """Who suffers: a caseworker who opens the plan before a visit, and a court that asks what bound the parents."""

    def plan(self, *words, case=SIBLINGS):
        return self.journal.json("plan", case, *words)

    def objective(self, *words):
        objectives = self.plan(*words)["plan"]["objectives"]
        return next(found for found in objectives if found["objectiveId"] == NO_FENTANYL)

    def test_the_plan_is_a_page_that_names_people_and_no_ids(self):
        page = self.journal.ok("plan", "23-JV-0117", "--all")

        self.assert_says(page, "Marisol Vega", "Theo Pruitt", "Goals, objectives, activities", "In force",
                         "Shannon Pruitt")
        self.assertNotRegex(page, UUID)

    def test_the_plan_is_found_by_case_id_and_by_each_court_number(self):
        by_id = self.plan()

        self.assertEqual(by_id, self.plan(case="23-JV-0117"))
        self.assertEqual(by_id, self.plan(case="23-JV-0118"))
        self.assertEqual(str(262), by_id["answered"]["revision"])

    def test_a_correction_is_seen_from_the_day_on_which_it_was_known(self):
        """The mother's counsel asks what the agency's record said on 8 September, before and after it was corrected."""
        before = self.objective("--claimed", "--known-day", "2023-10-04", "--effective-on", "2023-09-08")
        after = self.objective("--claimed", "--known-day", "2023-10-05", "--effective-on", "2023-09-08")
        in_the_end = self.objective("--claimed", "--known-day", "2023-10-05")

        self.assertEqual("2023-08-28", before["metOn"])
        self.assertEqual("", after.get("metOn", ""))
        self.assertEqual("2023-09-20", in_the_end["metOn"])

    def test_a_withdrawn_setback_is_seen_only_while_it_was_believed(self):
        """A false positive must not be held against the mother once it is known to be false."""
        believed = self.objective("--claimed", "--known-day", "2023-07-01", "--effective-on", "2023-07-01")
        withdrawn = self.objective("--claimed", "--known-day", "2023-07-06", "--effective-on", "2023-07-01")

        self.assertEqual("2023-06-26", believed["progress"]["observedOn"])
        self.assertEqual("2023-05-01", withdrawn["progress"]["observedOn"])

    def test_before_the_import_the_journal_itself_knew_nothing(self):
        """A journal that presents a claim as its own knowledge is worth nothing in court."""
        recorded = self.plan("--known-day", "2024-01-01")
        claimed = self.plan("--known-day", "2024-01-01", "--claimed")

        self.assertNotIn("revision", recorded["answered"])
        self.assertIn("knownSince", recorded["answered"])
        self.assertEqual({"caseId": SIBLINGS}, recorded["plan"])
        self.assertEqual(["Family Services Notebook 4"], claimed["answered"]["claimSystems"])
        self.assertNotIn("provenClaims", claimed["answered"])

    def test_what_binds_names_the_journal_entry_for_each_child(self):
        """On 1 May 2023, two versions of one plan bound the siblings, under two court numbers."""
        on_the_first_of_may = self.plan("--view", "in-force", "--effective-on", "2023-05-01")["inForce"]

        by_child = {binds["childId"]: (binds["label"], binds["courtNumber"], binds["entryNumber"])
                    for binds in on_the_first_of_may}
        self.assertEqual({MARISOL: ("1.0", "23-JV-0117", "2023-J-0688"), THEO: ("1.1", "23-JV-0118", "2023-J-0951")},
                         by_child)

    def test_the_page_of_what_binds_says_so_in_words(self):
        page = self.journal.ok("plan", SIBLINGS, "--view", "in-force", "--effective-on", "2023-05-01")

        self.assert_says(page, "journalized under 23-JV-0117, journal entry 2023-J-0688",
                         "journalized under 23-JV-0118, journal entry 2023-J-0951")
        self.assertNotRegex(page, UUID)

    @staticmethod
    def digest_of(parts):
        """The digest of a text, from the description in plan_version_events.proto."""
        labels = {name: number for number, name in enumerate(LABELS, start=1)}
        digests = b""
        for part in parts:
            bits = sum(1 << (labels[label] - 1) for label in part.get("labels", []))
            digests += hashlib.sha256(b"casejournal/plan-part/v1\n" + base64.b64decode(part["salt"])
                                      + bits.to_bytes(2, "big") + part["text"].encode()).digest()
        return hashlib.sha256(b"casejournal/plan-text/v1\n" + len(parts).to_bytes(4, "big") + digests).digest()

    def test_the_bytes_of_every_version_hash_to_its_digest(self):
        """A parent has the paper that they signed; the journal must have the same bytes, or it proves nothing."""
        versions = [(case, version) for case in CASES for version in self.plan(case=case)["plan"].get("versions", [])]

        self.assertEqual(19, len(versions))
        for case, version in versions:
            digest = base64.b64decode(version["digest"])
            exact = self.journal.ok("plan", case, "--view", "version", "--digest", digest.hex(), "--exact")
            by_label = self.journal.json("plan", case, "--view", "version", "--digest", version["label"])
            parts = by_label["text"]["parts"]
            self.assertEqual(digest, self.digest_of(parts), version["label"])
            self.assertEqual(exact, "".join(part["text"] for part in parts))

    def test_a_preview_has_the_digest_of_its_parts_and_prints_their_bytes(self):
        preview = self.journal.json("plan", SIBLINGS, "--preview", "case", "--child", "Theo Pruitt")
        exact = self.journal.ok("plan", SIBLINGS, "--preview", "case", "--child", "Theo Pruitt", "--exact")

        parts = preview["text"]["parts"]
        self.assertEqual(base64.b64decode(preview["digest"]), self.digest_of(parts))
        self.assertEqual(exact, "".join(part["text"] for part in parts))
        self.assertEqual([THEO], [child["childId"] for child in preview["document"]["header"]["children"]])

    def test_a_child_that_the_case_does_not_have_is_named(self):
        ran = self.journal.run("plan", SIBLINGS, "--preview", "case", "--child", "Nobody")

        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, 'no child of this case has the name or id "Nobody"')

    def test_a_version_is_a_page_with_its_signatures(self):
        page = self.journal.ok("plan", SIBLINGS, "--view", "version", "--digest", "1.0")

        self.assert_says(page, "Case plan 1.0", "Shannon Pruitt signed",
                         "journalized under 23-JV-0117 as journal entry 2023-J-0688")


class NewHomeTest(SamplesTest):
    """Who suffers: a child whose return fails, and the family that then raises her."""

    ADOPTIVE_FAMILY = ("Aubrey", "Renee", "Michael", "Landing Road", "25-AD-0014")
    LABEL_ADOPTION = 1 << 4  # bit n-1 stands for the label with number n

    def plan(self, *words, case=CASTILES):
        return self.journal.json("plan", case, *words)

    def binding(self, day):
        return {(binds["childId"], binds["label"], binds["basis"], binds.get("entryNumber", ""))
                for binds in self.plan("--view", "in-force", "--effective-on", day)["inForce"]}

    def outcomes(self, day):
        sought = [each for each in self.plan("--effective-on", day)["plan"]["outcomes"] if each["childId"] == LENA]
        return {(each["track"].removeprefix("OUTCOME_TRACK_"), each["outcome"].removeprefix("PERMANENCY_OUTCOME_"))
                for each in sought}

    def entries(self, case):
        """The entries of a case, each with its decrypted content."""
        return [(entry, b"".join(base64.b64decode(part["plaintext"]) for part in entry["parts"]))
                for entry in self.journal.rows("events", case)]

    def test_the_text_that_the_court_set_binds_for_one_child_and_the_agencys_for_the_other(self):
        """On 10 December 2022, the court had set the contents of Lena's plan, and no text of it was binding yet."""
        calebs = (CALEB, "1.0", "journalized", "2022-J-2392")

        self.assertEqual({calebs}, self.binding("2022-12-10"))
        self.assertEqual({calebs, (LENA, "1.1", "journalized", "2022-J-2430")}, self.binding("2022-12-20"))

    def test_an_emergency_change_binds_before_the_court_has_it(self):
        self.assertIn((LENA, "1.3", "emergency", ""), self.binding("2024-02-01"))
        self.assertIn((LENA, "1.3", "journalized", "2024-J-0231"), self.binding("2024-02-02"))

    def test_a_change_that_was_objected_to_waits_for_the_hearing(self):
        self.assertIn((LENA, "1.1", "journalized", "2022-J-2430"), self.binding("2023-07-11"))
        self.assertIn((LENA, "1.2", "journalized", "2023-J-1571"), self.binding("2023-07-12"))

    def test_the_concurrent_outcome_becomes_the_plan(self):
        """A parent must be able to see since when the agency worked on which outcome, and that it did not begin in
        secret."""
        self.assertEqual({("PRIMARY", "RETURNED_TO_OWN_FAMILY")}, self.outcomes("2023-03-27"))
        self.assertEqual({("PRIMARY", "RETURNED_TO_OWN_FAMILY"), ("CONCURRENT", "LEGALLY_ADOPTED")},
                         self.outcomes("2024-02-07"))
        self.assertIn(("PRIMARY", "LEGALLY_ADOPTED"), self.outcomes("2024-02-08"))
        goals = {goal["goalId"]: goal for goal in self.plan()["plan"]["goals"]}
        given_up = next(goal for goal in goals.values() if "followedById" in goal)
        self.assertEqual("2024-02-08", given_up["withdrawnOn"])
        self.assertEqual("2023-04-06", goals[given_up["followedById"]]["establishedOn"])

    def test_a_correction_that_was_withdrawn_is_believed_for_a_week(self):
        def engagement(day):
            plan = self.plan("--claimed", "--known-day", day)["plan"]
            found = next(who for who in plan["engagements"] if who["participantId"] == LENAS_MOTHER)
            return found["contacts"], found["missedOn"]

        self.assertEqual((1, "2023-02-14"), engagement("2023-02-23"))
        self.assertEqual((2, "2023-02-10"), engagement("2023-02-24"))
        self.assertEqual((1, "2023-02-14"), engagement("2023-03-03"))

    def test_both_ends_of_the_link_are_labelled(self):
        for case, other in ((CASTILES, LENAS_OWN), (LENAS_OWN, CASTILES)):
            links = [(entry, text) for entry, text in self.entries(case) if entry["type"] == "CaseLinked"]
            self.assertEqual(1, len(links))
            entry, text = links[0]
            self.assertIn(other.encode(), text)
            self.assertEqual([self.LABEL_ADOPTION], [part["label"] for part in entry["parts"]])

    def test_the_adoptive_family_occurs_nowhere_in_the_familys_case(self):
        """The birth family may read all of its own file; none of it says who adopted the child."""
        pages = [self.journal.ok(*words, CASTILES) for words in (("plan", "--all"), ("register",), ("findings",), ("events",))]
        pages += [text.decode(errors="replace") for _, text in self.entries(CASTILES)]

        for name in self.ADOPTIVE_FAMILY:
            self.assertEqual([], [page for page in pages if name in page], name)

    def test_the_adoptive_family_occurs_in_the_childs_case_only_where_it_is_labelled(self):
        naming = [(entry["type"], [part["label"] & self.LABEL_ADOPTION for part in entry["parts"]])
                  for entry, text in self.entries(LENAS_OWN)
                  if any(name.encode() in text for name in self.ADOPTIVE_FAMILY)]

        self.assertGreater(len(naming), 10)
        self.assertEqual([], [kind for kind, labels in naming if 0 in labels])

    def test_the_old_court_number_leads_to_the_familys_case_only(self):
        """Her first family knows the number, and it must not lead to her new name."""
        number = "22-JV-0231"

        self.assertEqual([CASTILES], [case["caseId"] for case in self.journal.rows("cases", "--number", number)])
        self.assertEqual(self.plan("--json"), self.plan("--json", case=number))
        self.assertEqual({CASTILES}, {row["caseId"] for row in self.journal.rows("register", number)})
        pages = [self.journal.ok(command, number) for command in ("plan", "register", "history", "events", "findings")]
        pages += [self.journal.ok("plan", number, "--all"), self.journal.ok("cases", "--number", number)]
        for page in pages:
            for name in self.ADOPTIVE_FAMILY:
                self.assertNotIn(name, page)

    def test_the_adoption_case_answers_to_its_own_number_and_shows_no_other_in_lists(self):
        [listed] = self.journal.rows("cases", "--number", "25-AD-0014")

        self.assertEqual(LENAS_OWN, listed["caseId"])
        self.assertEqual(["25-AD-0014"], [number["number"] for number in listed["numbers"]])
        self.assertEqual({LENAS_OWN}, {row["caseId"] for row in self.journal.rows("register", "25-AD-0014")})
        numbers = {case["caseId"]: {number["number"] for number in case["numbers"]}
                   for case in self.journal.rows("cases") if case["caseId"] in (CASTILES, LENAS_OWN)}
        self.assertEqual({CASTILES: {"22-JV-0231", "22-JV-0232"}, LENAS_OWN: {"25-AD-0014"}}, numbers)

    def test_the_review_by_too_few_is_found_and_the_one_held_again_is_not(self):
        found = [finding["says"] for finding in self.journal.rows("findings", CASTILES)
                 if finding["id"] == "review.panel-insufficient"]

        self.assertEqual(1, len(found))
        self.assert_says(found[0], "2023-03-08")

    def test_a_pasted_treatment_record_is_labelled_and_withdrawn(self):
        entry, _ = self.entries(CASTILES)[205]

        self.assertEqual("EntryRestricted", entry["type"])
        self.assert_says(entry["sentence"], "The labels of entry 204 are now: part2")


class EpisodesTest(SamplesTest):
    """Who suffers: a family that returns and must not be told that its record began today."""

    def test_a_case_opened_by_mistake_ends_in_the_one_that_goes_on(self):
        ended = self.journal.json("plan", OPENED_BY_MISTAKE)["plan"]

        self.assertEqual("CASE_STATUS_HANDED_OVER", ended["status"])
        self.assertEqual(KEPT_TOGETHER, ended["handedOver"]["joinedToCaseId"])

    def test_a_reopened_case_shows_both_of_its_episodes(self):
        for day, status in (("2023-10-10", "CASE_STATUS_CLOSED"), ("2023-10-11", "CASE_STATUS_OPEN"),
                            ("2024-02-01", "CASE_STATUS_OPEN"), ("2024-02-02", "CASE_STATUS_CLOSED")):
            plan = self.journal.json("plan", KEPT_TOGETHER, "--effective-on", day)["plan"]
            self.assertEqual(status, plan["status"], day)
        self.assert_says(self.journal.ok("plan", KEPT_TOGETHER, "--all"), "episode 1: 2022-03-07 to 2022-12-22")

    def test_a_received_case_begins_with_what_the_other_county_wrote(self):
        """Its entries count from the time at which they claim to have been recorded there, and this is not presented as
        proof."""
        received = self.journal.json("plan", MOVED_ON, "--claimed", "--known-day", "2023-04-17")

        self.assertEqual(["CaseJournal of Tallow County", "Family Services Notebook 4"],
                         sorted(received["answered"]["claimSystems"]))
        self.assertNotIn("provenClaims", received["answered"])
        self.assert_says(self.journal.ok("plan", MOVED_ON, "--all"), "received from Tallow County Children Services",
                         "transferred to Harlan County Children Services 2023-10-02")


class ReadingTest(SamplesTest):
    """Who suffers: auditors, clerks, and systems that read what was recorded."""

    def test_history_tells_who_changed_what_and_why_without_ids(self):
        for case in CASES:
            with self.subTest(case=case):
                rows = self.journal.rows("history", case)

                told = [row.get(field, "") for row in rows for field in ("reason", "source", "onBehalfOf", "claim")]
                told += [row["change"].get(field, "") for row in rows for field in ("path", "before", "after")]
                self.assertEqual([], [words for words in told if UUID.search(words)])
                self.assertGreaterEqual(len(rows), len(self.journal.rows("events", case)))

    def test_history_of_one_objective_is_its_story(self):
        """People compare with the table in deploy/samples/README.md."""
        rows = self.journal.rows("history", SIBLINGS, "--part", "1.01")

        self.assertEqual(rows, self.journal.rows("history", SIBLINGS, "--part", NO_FENTANYL))
        self.assertEqual([88, 123, 138, 142, 179, 180, 214, 221], sorted({int(row["revision"]) for row in rows}))
        kinds = {int(row["revision"]): row["kind"] for row in rows}
        self.assertEqual(("ENTRY_KIND_RETRACTION", "ENTRY_KIND_CORRECTION"), (kinds[180], kinds[221]))
        moved = next(row for row in rows if row["revision"] == "221" and row["change"]["path"].endswith("met on"))
        self.assertEqual(("2023-08-28", "2023-09-20"), (moved["change"]["before"], moved["change"]["after"]))

    def test_history_is_a_page_for_people(self):
        page = self.journal.ok("history", SIBLINGS, "--part", "1.01")

        self.assert_says(page, "2023-09-20 (not 2023-08-28)  correction of r214", "retraction of r179", "by Grace Bell",
                         "by its claim", "Family Services Notebook 4", "met on: 2023-08-28 -> 2023-09-20")
        self.assertNotRegex(page, UUID)
        self.assert_says(self.journal.ok("history", SIBLINGS, "--part", "1.01", "--claims"), "claim: recorded on 2023-10-05")

    def test_the_register_has_no_id_in_its_sentences(self):
        """A clerk reads it aloud."""
        for case in (SIBLINGS, KEPT_TOGETHER, CASTILES, LENAS_OWN, "23-JV-0118", "22-JV-0139", "22-JV-0231"):
            rows = self.journal.rows("register", case)
            self.assertEqual([], [row["sentence"] for row in rows if UUID.search(row["sentence"])])
            self.assertEqual(sorted(row["day"] for row in rows), [row["day"] for row in rows])
            self.assertNotRegex(self.journal.ok("register", case), UUID)
            self.assertTrue(rows)

    def test_the_register_of_a_court_number_is_that_childs_alone(self):
        """One child's file must not carry the other's hearings."""
        marisols = self.journal.rows("register", "23-JV-0117")

        self.assertTrue(all("23-JV-0117" in row["courtNumbers"] for row in marisols))
        self.assertLess(len(marisols), len(self.journal.rows("register", SIBLINGS)))

    def test_rows_of_the_register_name_the_entry_that_proves_them(self):
        entries = {event.get("position", "0"): event for event in self.journal.events()}

        for row in self.journal.rows("register", SIBLINGS):
            entry = entries[row["position"]]
            self.assertEqual((row["type"], row["caseId"], row.get("revision", "0")),
                             (entry["type"], entry["streamId"], entry.get("revision", "0")))

    def test_events_are_every_entry_once_and_in_order(self):
        entries = self.journal.events()

        self.assertEqual(ALL_ENTRIES, len(without_disclosures(entries)))
        self.assertEqual(list(range(len(entries))), [int(entry.get("position", "0")) for entry in entries])
        self.assertEqual({118}, {len(base64.b64decode(entry["header"])) for entry in entries})
        self.assertEqual([], [entry["sentence"] for entry in entries if UUID.search(entry.get("sentence", ""))])

    def test_events_of_a_case_are_read_from_any_revision(self):
        page = self.journal.rows("events", "22-JV-0139", "--from", "100", "--limit", "5")
        table = self.journal.ok("events", "22-JV-0139", "--from", "100", "--limit", "5")

        self.assertEqual(["100", "101", "102", "103", "104"], [entry["revision"] for entry in page])
        self.assert_says(table, "Event", *[entry["type"] for entry in page])

    def test_a_read_past_the_end_is_empty(self):
        self.assertEqual("", self.journal.ok("events", "--from", "100000"))

    def test_replay_ends_in_the_plan_that_is_served(self):
        """An auditor steps through a case and must end at the plan that the caseworker sees."""
        steps = self.journal.rows("replay", KEPT_TOGETHER, "--with-plan")

        self.assertEqual(list(range(150)), [int(recorded(step["entry"]).get("revision", "0")) for step in steps])
        self.assertEqual(self.journal.json("plan", KEPT_TOGETHER)["plan"], steps[-1]["plan"])

    def test_replay_is_a_story_for_people(self):
        story = self.journal.ok("replay", KEPT_TOGETHER, "--from-revision", "115")

        self.assert_says(story, "r115  ", "CaseClosed", "    case\n      status: open -> closed\n")
        self.assertNotIn("r114 ", story)

    def test_cases_are_listed_by_what_is_asked_for(self):
        handed_over = {OPENED_BY_MISTAKE, MOVED_ON}

        self.assertEqual(set(CASES), {case["caseId"] for case in self.journal.rows("cases")})
        self.assertEqual(set(CASES) - handed_over,
                         {case["caseId"] for case in self.journal.rows("cases", "--status", "closed")})
        self.assertEqual(handed_over, {case["caseId"] for case in self.journal.rows("cases")
                                       if case["status"] == "CASE_STATUS_HANDED_OVER"})
        self.assertEqual([], self.journal.rows("cases", "--status", "open"))
        self.assertEqual([SIBLINGS], [case["caseId"] for case in self.journal.rows("cases", "--number", "23-JV-0118")])
        self.assertEqual([SIBLINGS], [case["caseId"] for case in self.journal.rows("cases", "--worker", "cw-2077")])
        self.assert_says(self.journal.ok("cases"), "Marisol Vega, Theo Pruitt", "Elias Thao-Lindgren", "22-JV-0139")

    def test_subscribe_ends_after_the_position_that_is_asked_for(self):
        events = self.journal.rows("subscribe", "--from", "10", "--until", "300")

        self.assertEqual(self.journal.events()[10:301], events)
        self.assertEqual(2, len(self.journal.ok("subscribe", "--from", "299", "--until", "300").splitlines()))


class PagesTest(SamplesTest):
    """Who suffers: a system that reads a county's lists page by page and must neither miss nor repeat a row."""

    def pages(self, *words, size):
        pages, token = [], []
        while True:
            ran = self.journal.run(*words, "--json", "--page-size", size, *token)
            self.assert_exit(Exit.OK, ran)
            pages.append(lines_of_json(ran.out))
            if "--page-token" not in ran.err:
                return pages
            token = ["--page-token", ran.err.partition("--page-token ")[2].split()[0]]

    def test_pages_of_cases_are_the_whole_list(self):
        pages = self.pages("cases", size=1)

        self.assertEqual([1] * len(CASES), [len(page) for page in pages])
        self.assertEqual(self.journal.rows("cases", "--order", "id"), sum(pages, []))

    def test_pages_of_the_register_are_the_whole_register(self):
        pages = self.pages("register", SIBLINGS, size=7)

        self.assertEqual({7}, {len(page) for page in pages[:-1]})
        self.assertEqual(self.journal.rows("register", SIBLINGS), sum(pages, []))

    def test_a_page_token_of_nobody_is_refused(self):
        """If an invalid token meant the beginning or the end, it would silently show a list twice or cut it off."""
        for command in (["register", SIBLINGS], ["cases"]):
            for token in ("nonsense", "0", "c", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "2026-13-01/x/1"):
                with self.subTest(command=command[0], token=token):
                    ran = self.journal.run(*command, "--page-token", token)

                    self.assert_exit(Exit.MALFORMED, ran)
                    self.assert_says(ran.err, "pageToken")


class DaysOnPagesTest(SamplesTest):
    """Who suffers: a parent to whom 3/4/2026 is the third of April, and who misses the review on the fourth of March."""

    def test_no_page_writes_a_day_with_strokes(self):
        self.journal.restart("--rules", ROOT / "deploy/rules")
        commands = [(command, case) for case in CASES
                    for command in ("plan", "findings", "docket", "history", "replay", "register", "events")]
        whole = [("plan", case, "--all") for case in CASES]
        for command in (*commands, *whole, ("cases",), ("work",), ("persons", "Castile")):
            with self.subTest(command=command):
                self.assertNotRegex(self.journal.ok(*command), r"\d/\d{1,2}/\d")


class MinPositionTest(SamplesTest):
    """Who suffers: a caseworker who saves, and is shown the plan without what was just saved."""

    def test_answers_consider_everything_up_to_the_position(self):
        last = str(self.journal.size() - 1)

        plan = self.journal.json("plan", SIBLINGS, "--min-position", last)

        self.assertEqual(last, plan["answered"]["asOfPosition"])
        self.assertEqual(len(CASES), len(self.journal.rows("cases", "--min-position", last)))
        self.assertTrue(self.journal.rows("register", SIBLINGS, "--min-position", last))

    def test_a_position_that_nobody_reached_is_waited_for_until_the_deadline(self):
        for position in (1_000_000, 2**64 - 1):
            for command in (("plan", SIBLINGS), ("cases",), ("register", SIBLINGS)):
                with self.subTest(command=command[0], position=position):
                    ran = self.journal.run(*command, "--min-position", position, "--timeout", "0.3")
                    self.assert_exit(Exit.UNAVAILABLE, ran)
                    self.assert_says(ran.err, "no answer in time")
