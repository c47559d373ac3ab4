"""Both sample cases, from the import to every way of reading them."""

import base64
import hashlib
import json

from journal import SAMPLES, UUID, Exit, JournalTest, SamplesTest, lines_of_json

SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
KEPT_TOGETHER = "22f97404-76b2-4fe4-a622-6f666b66dc02"
MARISOL = "ce08bcf7-ed24-4041-9288-721b019adeb6"
THEO = "850e6088-e6d7-4128-a14a-36c56058bbc1"
NO_FENTANYL = "75feb272-1709-431d-ba37-6ff0c00e1862"
JOURNAL_ENTRIES = 2  # the journal's own: its opening and its schema
REQUESTS = [json.loads(line) for sample in SAMPLES for line in sample.read_text(encoding="utf-8").splitlines()]
EVENTS = sum(len(case["events"]) for request in REQUESTS for case in request["cases"])


class ImportTest(JournalTest):
    """Who suffers: whoever takes a county's old records over, and must know that all of them arrived."""

    def test_every_request_of_both_samples_is_recorded(self):
        summary = self.import_samples()

        self.assertEqual({"requestsRecorded": len(REQUESTS), "eventsRecorded": EVENTS, "requestsAlreadyRecorded": 0},
                         summary)
        self.assertEqual(JOURNAL_ENTRIES + EVENTS, len(self.journal.events()))

    def test_importing_twice_records_nothing_new_and_says_so(self):
        self.import_samples()

        again = self.journal.ok("import", *SAMPLES)

        self.assertRegex(again, r"^Recorded 0 requests with 0 events in ")
        self.assert_says(again, f"; {len(REQUESTS)} more requests were already recorded.")
        self.assertEqual(JOURNAL_ENTRIES + EVENTS, len(self.journal.events()))


class PlanTest(SamplesTest):
    """Who suffers: a caseworker who opens the plan before a visit, and a court that asks what bound the parents."""

    def plan(self, *words, case=SIBLINGS):
        return self.journal.json("plan", case, *words)

    def objective(self, *words):
        objectives = self.plan(*words)["plan"]["objectives"]
        return next(found for found in objectives if found["objectiveId"] == NO_FENTANYL)

    def test_the_plan_is_a_page_that_names_people_and_no_ids(self):
        page = self.journal.ok("plan", "23-JV-0117")

        self.assert_says(page, "Marisol Vega", "Theo Pruitt", "Goals, objectives, activities", "What binds",
                         "Shannon Pruitt")
        self.assertNotRegex(page, UUID)

    def test_the_plan_is_found_by_case_id_and_by_each_court_number(self):
        by_id = self.plan()

        self.assertEqual(by_id, self.plan(case="23-JV-0117"))
        self.assertEqual(by_id, self.plan(case="23-JV-0118"))
        self.assertEqual(str(262), by_id["answered"]["revision"])

    def test_a_correction_is_seen_from_the_day_on_which_it_was_known(self):
        """The mother's counsel asks what the agency's record said on 8 September, before and after it was put right."""
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
        """A journal that passes a claim off as its own knowledge is worth nothing in court."""
        recorded = self.plan("--known-day", "2024-01-01")
        claimed = self.plan("--known-day", "2024-01-01", "--claimed")

        self.assertNotIn("revision", recorded["answered"])
        self.assertIn("knownSince", recorded["answered"])
        self.assertEqual({"caseId": SIBLINGS}, recorded["plan"])
        self.assertEqual(["Family Services Notebook 4"], claimed["answered"]["claimSystems"])
        self.assertNotIn("provenClaims", claimed["answered"])

    def test_what_binds_names_the_journal_entry_for_each_child(self):
        """On 1 May 2023 the siblings were bound by two versions of one plan, under two numbers of the court."""
        on_the_first_of_may = self.plan("--view", "in-force", "--effective-on", "2023-05-01")["inForce"]

        by_child = {binds["childId"]: (binds["label"], binds["courtNumber"], binds["entryNumber"])
                    for binds in on_the_first_of_may}
        self.assertEqual({MARISOL: ("1.0", "23-JV-0117", "2023-J-0688"), THEO: ("1.1", "23-JV-0118", "2023-J-0951")},
                         by_child)

    def test_the_page_of_what_binds_says_so_in_words(self):
        page = self.journal.ok("plan", SIBLINGS, "--view", "in-force", "--effective-on", "2023-05-01")

        self.assert_says(page, "journalized under 23-JV-0117, entry 2023-J-0688",
                         "journalized under 23-JV-0118, entry 2023-J-0951")
        self.assertNotRegex(page, UUID)

    def test_the_bytes_of_every_version_hash_to_its_digest(self):
        """A parent holds the paper that they signed; the journal holds the same bytes, or it proves nothing."""
        versions = [(case, version) for case in (SIBLINGS, KEPT_TOGETHER)
                    for version in self.plan(case=case)["plan"]["versions"]]

        self.assertEqual(7, len(versions))
        for case, version in versions:
            digest = base64.b64decode(version["digest"])
            text = self.journal.ok("plan", case, "--view", "version", "--digest", digest.hex(), "--exact")
            self.assertEqual(digest, hashlib.sha256(text.encode()).digest(), version["label"])
            by_label = self.journal.json("plan", case, "--view", "version", "--digest", version["label"])
            self.assertEqual(text, base64.b64decode(by_label["content"]).decode())

    def test_a_version_is_a_page_with_its_signatures(self):
        page = self.journal.ok("plan", SIBLINGS, "--view", "version", "--digest", "1.0")

        self.assert_says(page, "Case plan 1.0", "Shannon Pruitt signed",
                         "journalized under 23-JV-0117 as entry 2023-J-0688")


class ReadingTest(SamplesTest):
    """Who suffers: auditors, clerks and pipelines that read what was recorded."""

    def test_history_tells_who_changed_what_and_why_without_ids(self):
        rows = self.journal.rows("history", SIBLINGS)

        told = [row.get(field, "") for row in rows for field in ("reason", "source", "onBehalfOf", "claim")]
        told += [row["change"].get(field, "") for row in rows for field in ("path", "from", "to")]
        self.assertEqual([], [words for words in told if UUID.search(words)])
        self.assertGreater(len(rows), 263)

    def test_history_of_one_objective_is_its_story(self):
        """The table in deploy/samples/README.md is what people compare with."""
        rows = self.journal.rows("history", SIBLINGS, "--part", "1.01")

        self.assertEqual(rows, self.journal.rows("history", SIBLINGS, "--part", NO_FENTANYL))
        self.assertEqual([88, 123, 138, 142, 179, 180, 214, 221], sorted({int(row["revision"]) for row in rows}))
        kinds = {int(row["revision"]): row["kind"] for row in rows}
        self.assertEqual(("ENTRY_KIND_RETRACTION", "ENTRY_KIND_CORRECTION"), (kinds[180], kinds[221]))
        moved = next(row for row in rows if row["revision"] == "221" and row["change"]["path"].endswith("met on"))
        self.assertEqual(("2023-08-28", "2023-09-20"), (moved["change"]["from"], moved["change"]["to"]))

    def test_history_is_a_page_for_people(self):
        page = self.journal.ok("history", SIBLINGS, "--part", "1.01")

        self.assert_says(page, "2023-09-20 (not 2023-08-28)  correction of r214", "retraction of r179", "by Grace Bell",
                         "claim: ", "Family Services Notebook 4", "met on: 2023-08-28 -> 2023-09-20")
        self.assertNotRegex(page, UUID)

    def test_the_register_has_no_id_in_its_sentences(self):
        """A clerk reads it aloud."""
        for case in (SIBLINGS, KEPT_TOGETHER, "23-JV-0118", "22-JV-0139"):
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

        self.assertEqual(list(range(JOURNAL_ENTRIES + EVENTS)), [int(entry.get("position", "0")) for entry in entries])
        self.assertEqual({118}, {len(base64.b64decode(entry["header"])) for entry in entries})
        self.assertEqual([], [entry["sentence"] for entry in entries if UUID.search(entry.get("sentence", ""))])

    def test_events_of_a_case_are_read_from_any_revision(self):
        page = self.journal.rows("events", "22-JV-0139", "--from", "100", "--limit", "5")
        table = self.journal.ok("events", "22-JV-0139", "--from", "100", "--limit", "5")

        self.assertEqual(["100", "101", "102", "103", "104"], [entry["revision"] for entry in page])
        self.assert_says(table, "What happened", *[entry["type"] for entry in page])

    def test_a_read_past_the_end_is_empty(self):
        self.assertEqual("", self.journal.ok("events", "--from", "100000"))

    def test_replay_ends_in_the_plan_that_is_served(self):
        """An auditor steps through a case and must end where the caseworker stands."""
        steps = self.journal.rows("replay", KEPT_TOGETHER, "--with-plan")

        self.assertEqual(list(range(117)), [int(step["event"].get("revision", "0")) for step in steps])
        self.assertEqual(self.journal.json("plan", KEPT_TOGETHER)["plan"], steps[-1]["plan"])

    def test_replay_is_a_story_for_people(self):
        story = self.journal.ok("replay", KEPT_TOGETHER, "--from-revision", "115")

        self.assert_says(story, "Revision 115  CaseClosed", "case, status: open -> closed")
        self.assertNotIn("Revision 114 ", story)

    def test_cases_are_listed_by_what_is_asked_for(self):
        both = {SIBLINGS, KEPT_TOGETHER}

        self.assertEqual(both, {case["caseId"] for case in self.journal.rows("cases")})
        self.assertEqual(both, {case["caseId"] for case in self.journal.rows("cases", "--status", "closed")})
        self.assertEqual([], self.journal.rows("cases", "--status", "open"))
        self.assertEqual([SIBLINGS], [case["caseId"] for case in self.journal.rows("cases", "--number", "23-JV-0118")])
        self.assertEqual([SIBLINGS], [case["caseId"] for case in self.journal.rows("cases", "--worker", "cw-2077")])
        self.assert_says(self.journal.ok("cases"), "Marisol Vega, Theo Pruitt", "Elias Thao-Lindgren", "22-JV-0139")

    def test_subscribe_ends_after_the_position_that_is_asked_for(self):
        events = self.journal.rows("subscribe", "--from", "10", "--until", "300")

        self.assertEqual(self.journal.events()[10:301], events)
        self.assertEqual(2, len(self.journal.ok("subscribe", "--from", "299", "--until", "300").splitlines()))


class PagesTest(SamplesTest):
    """Who suffers: a pipeline that reads a county's lists page by page and must neither miss nor repeat a row."""

    def pages(self, *words, size):
        pages, token = [], []
        while True:
            ran = self.journal.run(*words, "--json", "--page-size", size, *token)
            self.assert_exit(Exit.OK, ran)
            pages.append(lines_of_json(ran.out))
            if "--page-token" not in ran.err:
                return pages
            token = ["--page-token", ran.err.split()[-1]]

    def test_pages_of_cases_are_the_whole_list(self):
        pages = self.pages("cases", size=1)

        self.assertEqual([1, 1], [len(page) for page in pages])
        self.assertEqual(self.journal.rows("cases"), sum(pages, []))

    def test_pages_of_the_register_are_the_whole_register(self):
        pages = self.pages("register", SIBLINGS, size=7)

        self.assertEqual({7}, {len(page) for page in pages[:-1]})
        self.assertEqual(self.journal.rows("register", SIBLINGS), sum(pages, []))

    def test_a_page_token_of_nobody_is_refused(self):
        ran = self.journal.run("register", SIBLINGS, "--page-token", "nonsense")

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "pageToken")


class MinPositionTest(SamplesTest):
    """Who suffers: a caseworker who saves, and is shown the plan without what they have just saved."""

    LAST = str(JOURNAL_ENTRIES + EVENTS - 1)

    def test_answers_consider_everything_up_to_the_position(self):
        plan = self.journal.json("plan", SIBLINGS, "--min-position", self.LAST)

        self.assertEqual(self.LAST, plan["answered"]["asOfPosition"])
        self.assertEqual(2, len(self.journal.rows("cases", "--min-position", self.LAST)))
        self.assertTrue(self.journal.rows("register", SIBLINGS, "--min-position", self.LAST))

    def test_a_position_that_nobody_reached_is_waited_for_until_the_deadline(self):
        for position in (1_000_000, 2**64 - 1):
            for command in (("plan", SIBLINGS), ("cases",), ("register", SIBLINGS)):
                with self.subTest(command=command[0], position=position):
                    ran = self.journal.run(*command, "--min-position", position, "--timeout", "0.3")
                    self.assert_exit(Exit.UNAVAILABLE, ran)
                    self.assert_says(ran.err, "no answer in time")
