"""The answer to bad input: a message that names the place and what is allowed, and a journal that did not change.

At the end of each test, every message is searched for the names and the narrative that were sent.
"""

import json

import casework
import foreign
import wire
from journal import Exit, JournalTest

APPEND = "/casejournal.v1.CaseService/Append"
CASE = casework.an_id("case")
OTHER_CASE = casework.an_id("other case")


class MalformedLineTest(JournalTest):
    """Who suffers: a person who imports thousands of lines and must find the wrong one."""

    def import_lines(self, *lines, flags=()):
        path = self.folder / "plans.jsonl"
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n")
        return path, self.journal.run("import", *flags, path)

    def assert_place(self, line, column, *parts):
        """Check that only `line` gets a message, which names its column and contains `parts`, and that nothing of it is
        recorded."""
        path, ran = self.import_lines(line)
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, f"{path}:1:{column}: ", *parts)
        self.assertEqual(self.journal.entries_at_start, self.journal.size())

    def test_a_malformed_line_is_named_and_the_import_says_where_to_resume(self):
        good = json.dumps(casework.opening(CASE))
        bad = json.dumps(casework.request(CASE, 1, casework.note()))[:-1]
        last = json.dumps(casework.request(CASE, 2, casework.goal()))

        path, ran = self.import_lines(good, bad, last)

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, f"{path}:2:{len(bad) + 1}: the text ends here; expected ',' or '}}'",
                         f"Line 2 of {path} is the first line that was not recorded.",
                         f"casejournal import --from-line 2 {path}")
        self.assert_says(ran.out, "Recorded 1 request with 2 events")
        self.assertEqual(self.journal.entries_at_start + 2, self.journal.size())

    def test_an_import_goes_on_from_the_line_that_was_mended(self):
        requests = (casework.opening(CASE), casework.request(CASE, 1, casework.note()),
                    casework.request(CASE, 2, casework.goal()))
        first, second, third = (json.dumps(request) for request in requests)
        self.import_lines(first, second.replace("{", "", 1), third)

        _, ran = self.import_lines(first, second, third, flags=["--from-line", "2", "--json"])

        self.assert_exit(Exit.OK, ran)
        told = json.loads(ran.out)
        self.assertEqual((2, 2, 0), (told["requestsRecorded"], told["eventsRecorded"], told["requestsAlreadyRecorded"]))
        self.assertNotIn("code", told)

    def test_the_summary_for_programs_says_where_to_resume(self):
        path, ran = self.import_lines(json.dumps(casework.opening(CASE)), "{", flags=["--json"])

        self.assert_exit(Exit.MALFORMED, ran)
        counts = {"requestsRecorded": 1, "eventsRecorded": 2, "requestsAlreadyRecorded": 0}
        told = json.loads(ran.out)
        self.assertIn(f"{path}:2:", told.pop("message"))
        self.assertEqual({**counts, "stoppedIn": str(path), "resumeFromLine": 2, "code": 3,
                          "files": [{"file": str(path), **counts}]}, told)

    def test_a_fault_of_syntax_is_named_by_its_column(self):
        self.assert_place('{"requestId": }', 15, "expected a value")
        self.assert_place('{requestId: 1}', 2, "expected a name in double quotes")
        self.assert_place('{"requestId" "x"}', 14, "expected ':' after the name")
        self.assert_place('{"cases": [{"caseId": "x"} {}]}', 28, "expected ',' or ']'")
        self.assert_place('{"cases": []} []', 15, "expected nothing after the value")
        self.assert_place('["requestId"]', 1, "expected an object in { }: AppendRequest")

    def test_an_unknown_field_is_named_with_what_was_meant(self):
        line = json.dumps(casework.opening(CASE)).replace('"effectiveOn"', '"efectiveOn"', 1)

        self.assert_place(line, line.index('"efectiveOn"') + 1, 'unknown field "efectiveOn"', "effectiveOn")

    def test_an_unknown_enum_name_is_named_with_what_was_meant(self):
        line = json.dumps(casework.opening(CASE)).replace("CASE_KIND_FAMILY", "CASE_KIND_FAMILLY")

        self.assert_place(line, line.index('"CASE_KIND_FAMILLY"') + 1, 'unknown value "CASE_KIND_FAMILLY"',
                          "CASE_KIND_FAMILY")

    def test_invalid_utf8_is_named_by_its_byte(self):
        line = json.dumps(casework.opening(CASE)).encode().replace(b"Quarrington", b"Qu\xe4rrington")

        self.assert_place(line, line.index(b"\xe4") + 1, "the byte 0xE4, which is not UTF-8", "expected UTF-8 text")

    def test_a_value_of_the_wrong_kind_is_named_but_not_repeated(self):
        """A value in the wrong field may be a child's name, and a log of messages would keep it forever."""
        line = json.dumps(casework.opening(CASE))
        spoiled = line.replace('{"noCase": true}', f'{{"exactly": "{casework.CHILD}"}}')
        self.assert_place(spoiled, spoiled.index(f'"{casework.CHILD}"') + 1, "expected a whole number")

        claim = {"recordedAt": casework.CHILD, "recordedBy": {}, "system": "notebook"}
        late = json.dumps(casework.request(CASE, None, casework.opened(claim=claim)))
        self.assert_place(late, late.index(f'"{casework.CHILD}"') + 1, "expected a timestamp")

    def test_a_line_without_a_request_id_is_refused(self):
        """A second import would record it twice."""
        request = casework.opening(CASE)
        del request["requestId"]

        self.assert_place(json.dumps(request), 1, "requestId")

    def test_append_names_the_place_in_its_file(self):
        ran = self.journal.try_append('{\n  "requestId": "x",\n  "cases": [}\n}')

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "-:3:13: ", "expected a value")

    def test_a_file_that_is_not_there_is_a_failure(self):
        for command in ("import", "append"):
            ran = self.journal.run(command, self.folder / "nowhere.jsonl")
            self.assert_exit(Exit.NOT_FOUND, ran)
            self.assert_says(ran.err, "nowhere.jsonl")

    def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_is_over(self):
        ran = self.journal.run("import", self.folder)

        self.assert_exit(Exit.FAILURE, ran)
        self.assert_says(ran.err, f"{self.folder}:1: cannot be read")


class MalformedRequestTest(JournalTest):
    """INVALID_ARGUMENT.

    Who suffers: a client's developer, who must learn which field is wrong from the answer alone.
    """

    def assert_malformed(self, request, field, allowed, given=None):
        ran = self.journal.try_append(request)
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "the request is malformed; nothing was recorded.", f"  {field}: ",
                         f"allowed: {allowed}")
        if given is not None:
            self.assert_says(ran.err, f'"{given}" given')
        self.assertEqual(self.journal.entries_at_start, self.journal.size())
        return ran

    def test_an_empty_request_is_refused_field_by_field(self):
        ran = self.assert_malformed({"requestId": casework.an_id("r"), "cases": []}, "cases", "1 to 100 cases", "0")
        self.assertEqual(Exit.MALFORMED, ran.exit)
        self.assert_malformed(casework.request(CASE, None), "cases[0].events", "at least one event", "0")
        self.assert_malformed(casework.request(CASE, None, {}), "cases[0].events[0].effectiveOn", "a value that is not empty")
        self.assert_malformed({"requestId": casework.an_id("r"), "cases": [{}]}, "cases[0].caseId",
                              "a value that is not empty")

    def test_an_id_has_one_spelling(self):
        """Two spellings of one id would be two cases of one child."""
        wanted = "a UUID in lower case with hyphens"
        for spelling in (CASE.upper(), CASE.replace("-", ""), f"{{{CASE}}}", CASE[:-1], f"urn:uuid:{CASE}"):
            self.assert_malformed(casework.opening(spelling), "cases[0].caseId", wanted)
            self.assert_malformed(casework.opening(CASE, request_id=spelling), "requestId", wanted)
        self.assert_malformed(casework.opening(CASE.upper()), "cases[0].caseId", wanted, CASE.upper())

    def test_what_stands_for_an_id_is_not_repeated_if_it_may_be_a_name(self):
        self.assert_malformed(casework.opening(casework.CHILD), "cases[0].caseId", "a UUID in lower case with hyphens")

    def test_a_day_is_one_of_the_calendar_up_to_today(self):
        tomorrow = casework.day(-1)
        path = "cases[0].events[0].effectiveOn"
        for wrong, allowed in ((tomorrow, f"a day no later than today, {casework.today()}"),
                               ("1899-12-31", "a day no earlier than 1900-01-01"),
                               ("2025-02-29", "a calendar day in the form YYYY-MM-DD"),
                               ("2025-2-9", "a calendar day in the form YYYY-MM-DD")):
            event = {**casework.opened(), "effectiveOn": wrong}
            self.assert_malformed(casework.request(CASE, None, event), path, allowed, wrong)

    def test_an_event_has_at_most_256_kib(self):
        request = casework.request(CASE, None, casework.opened(), casework.note("x" * (256 << 10)))

        ran = self.assert_malformed(request, "cases[0].events[1]", "at most 262144 bytes")

        self.assertRegex(ran.err, r'"262\d{3} bytes" given')

    def test_a_request_has_at_most_1000_events(self):
        notes = [casework.note("call")] * 1000

        self.assert_malformed(casework.request(CASE, None, casework.opened(), *notes), "cases",
                              "at most 1000 events in total", "1001")

    def test_a_request_has_at_most_4_mib(self):
        for each in (250_000, 400_000):  # 4.5 and 7.2 MB
            request = casework.request(CASE, None, casework.opened(), *[casework.note("x" * each)] * 18)
            ran = self.assert_malformed(request, "request", "at most 4194304 bytes")
            self.assertRegex(ran.err, r'"\d{7} bytes" given')

    def test_the_largest_request_that_is_allowed_is_recorded(self):
        notes = [casework.note("x" * 4_000)] * 999

        self.journal.append(casework.request(CASE, None, casework.opened(), *notes))

        self.assertEqual(self.journal.entries_at_start + 1000, len(self.journal.rows("events", "--from", "0")))

    def test_all_fields_that_are_wrong_are_named_at_once(self):
        events = [{**casework.opened(), "effectiveOn": ""}, casework.goal(statement=""), casework.child(name="")]

        ran = self.journal.try_append(casework.request(CASE, None, *events))

        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "events[0].effectiveOn", "events[1].goalEstablished.statement",
                         "events[2].participantJoined.name")

    def test_a_case_stands_once_in_a_request(self):
        request = casework.opening(CASE)
        request["cases"].append(request["cases"][0])

        self.assert_malformed(request, "cases[1].caseId", "each case once", CASE)


class WireTest(JournalTest):
    """The same from a client in another language, byte by byte."""

    def setUp(self):
        foreign.install()
        super().setUp()

    def assert_bad_request(self, request, field, allowed):
        outcome = foreign.call(self.journal.address, APPEND, request)
        self.assertEqual("INVALID_ARGUMENT", outcome["status"], outcome)
        detail = outcome["details"][0]
        self.assertEqual("BadRequest", detail["type"])
        self.assertIn(field, [bad["field"] for bad in detail["fields"]])
        self.assertIn(allowed, "; ".join(bad["allowed"] for bad in detail["fields"]))
        self.assert_names_nobody(json.dumps(outcome, ensure_ascii=False))
        self.assertEqual(self.journal.entries_at_start, self.journal.size())

    def test_bytes_that_are_a_request_are_recorded(self):
        """Without this, the rejections below would prove nothing."""
        outcome = foreign.call(self.journal.address, APPEND, wire.append_request(wire.case_opened()))

        self.assertEqual("OK", outcome["status"], outcome)
        self.assertEqual(self.journal.entries_at_start + 1, self.journal.size())

    def test_invalid_utf8_is_named_by_its_field(self):
        latin1 = "Enfance et Sécurité".encode("latin-1")

        self.assert_bad_request(wire.append_request(wire.case_opened(agency=latin1)),
                                "cases[0].events[0].caseOpened.agency", "UTF-8")

    def test_a_field_that_the_contract_has_not_is_refused(self):
        """If it were dropped silently, a fact that the caseworker recorded would be missing from the journal."""
        newer = wire.append_request(wire.case_opened(extra=wire.field(99, "a fact of tomorrow")))

        self.assert_bad_request(newer, "cases[0].events[0].caseOpened", "only known fields of CaseOpened")
        self.assert_bad_request(wire.append_request(wire.case_opened(), extra=wire.field(99, 1)), "",
                                "only known fields of AppendRequest")

    def test_an_enum_number_without_a_name_is_refused(self):
        self.assert_bad_request(wire.append_request(wire.case_opened(kind=77)), "cases[0].events[0].caseOpened.kind",
                                "a known value of CaseKind")
        self.assert_bad_request(wire.append_request(wire.case_opened(kind=0)), "cases[0].events[0].caseOpened.kind",
                                "a known value of CaseKind")

    def test_an_event_without_a_body_is_refused(self):
        self.assert_bad_request(wire.append_request(wire.field(1, casework.day())), "cases[0].events[0]",
                                "exactly one body of CaseEvent")

    def test_no_bytes_at_all_are_an_empty_request(self):
        self.assert_bad_request(b"", "requestId", "a value that is not empty")
        self.assert_bad_request(b"", "cases", "1 to 100 cases")

    def test_bytes_that_are_no_message_are_refused(self):
        self.assert_bad_request(b"\x0a\xff\xff\xff\xff\x0f", "request", "a serialized casejournal.v1.AppendRequest")


class RefusalTest(JournalTest):
    """FAILED_PRECONDITION. Who suffers: a clerk at five o'clock who must see everything that is wrong with an entry at
    once."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.refused = casework.request(CASE, 1, casework.note(), casework.objective(of="no goal of this case"),
                                        casework.child(), casework.goal_withdrawn())
        self.size = self.journal.size()

    def test_every_violation_is_told_with_its_place_rule_ids_and_remedy(self):
        ran = self.journal.try_append(self.refused)

        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "the rules reject the request; nothing was recorded.",
                         "cases[0].events[1] ObjectiveAdded, objectiveAdded.goalId\n    ref.unknown: ",
                         "cases[0].events[2] ParticipantJoined, participantJoined.participantId\n    id.taken: ",
                         "cases[0].events[3] GoalWithdrawn, goalWithdrawn.goalId\n    ref.unknown: ")
        self.assertEqual(3, ran.err.count("Remedy: "))
        self.assertEqual(self.size, self.journal.size())

    def test_a_program_gets_the_same_as_data(self):
        foreign.install()

        outcome = json.loads(foreign.node("append.js", self.journal.address, stdin=json.dumps(self.refused)).out)

        self.assertEqual("FAILED_PRECONDITION", outcome["status"])
        refusal = outcome["details"][0]
        self.assertEqual([("ref.unknown", 1, "objectiveAdded.goalId", [casework.an_id("no goal of this case")]),
                          ("id.taken", 2, "participantJoined.participantId", [casework.an_id("child"), "1"]),
                          ("ref.unknown", 3, "goalWithdrawn.goalId", [casework.an_id("goal")])],
                         [(one["ruleId"], one["eventIndex"], one["field"], one["ids"])
                          for one in refusal["violations"]])
        self.assertTrue(all(one["message"] and one["remedy"] for one in refusal["violations"]))
        self.assert_names_nobody(json.dumps(outcome))

    def test_a_dry_run_answers_with_all_violations_and_records_nothing(self):
        ran = self.journal.try_append(self.refused, "--validate-only", "--json")

        self.assert_exit(Exit.REFUSED, ran)
        self.assertEqual(["ref.unknown", "id.taken", "ref.unknown"],
                         [one["ruleId"] for one in json.loads(ran.out)["violations"]])
        self.assertEqual(self.size, self.journal.size())

    def test_a_dry_run_of_what_is_admissible_records_nothing(self):
        ran = self.journal.try_append(casework.request(CASE, 1, casework.note()), "--validate-only")

        self.assert_exit(Exit.OK, ran)
        self.assert_says(ran.out, "Nothing was recorded.")
        self.assertEqual(self.size, self.journal.size())

    def test_hundreds_of_violations_are_still_an_answer(self):
        """Details over 8 KB never reach a gRPC client: it would read "resource exhausted" and retry forever."""
        orphans = [casework.objective(word=f"objective {n}", of=f"no goal {n}") for n in range(400)]
        request = casework.request(CASE, 1, *orphans)

        ran = self.journal.try_append(request)
        dry = self.journal.try_append(request, "--validate-only", "--json")

        self.assert_exit(Exit.REFUSED, ran)
        self.assertRegex(ran.err, r"and \d+ more violations; --validate-only shows all of them")
        self.assertEqual(400, len(json.loads(dry.out)["violations"]))

    def test_a_request_over_two_cases_is_refused_as_a_whole(self):
        both = casework.request(CASE, 1, casework.note())
        both["cases"] += casework.request(OTHER_CASE, None, casework.note())["cases"]

        ran = self.journal.try_append(both)

        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "cases[1].events[0] CaseNoteWritten", "case.not-opened")
        self.assertEqual(self.size, self.journal.size())

    def test_an_import_stops_at_the_refused_line(self):
        path = self.folder / "plans.jsonl"
        later = casework.request(CASE, 1, casework.note())
        path.write_text(f"{json.dumps(self.refused)}\n{json.dumps(later)}\n", encoding="utf-8")

        ran = self.journal.run("import", path)

        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, f"{path}:1: the rules reject the request", "ref.unknown", "import --from-line 1")


class ConflictTest(JournalTest):
    """ABORTED. Who suffers: two workers with one plan open; the second must see what the first has changed."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal(), casework.objective()))
        self.written = self.journal.written()

    def test_a_stale_revision_is_told_with_what_was_missed(self):
        ran = self.journal.try_append(casework.request(CASE, 1, casework.note()))

        self.assert_exit(Exit.CONFLICT, ran)
        self.assert_says(ran.err, "the case is not at the expected revision; nothing was recorded.", f"case      {CASE}",
                         "expected  revision 1", "actual    revision 3", "Recorded in the meantime:")
        missed = ran.err.partition("Recorded in the meantime:")[2]
        self.assert_says(missed, "GoalEstablished", "The children are safe at home", "ObjectiveAdded")
        self.assertNotIn("ParticipantJoined", missed)
        # What the program shows was given to its user: only this is recorded.
        self.assertEqual(self.written, self.journal.written())

    def test_a_case_that_exists_or_does_not_is_a_conflict_too(self):
        exists = self.journal.try_append(casework.opening(CASE))
        missing = self.journal.try_append(casework.request(OTHER_CASE, 4, casework.note()))

        self.assert_exit(Exit.CONFLICT, exists)
        self.assert_says(exists.err, "expected  no case", "actual    revision 3")
        self.assert_exit(Exit.CONFLICT, missing)
        self.assert_says(missing.err, "expected  revision 4", "actual    no case")

    def test_a_program_gets_expected_and_actual_as_data(self):
        foreign.install()

        stale = json.dumps(casework.request(CASE, 1, casework.note()))
        outcome = json.loads(foreign.node("append.js", self.journal.address, stdin=stale).out)

        self.assertEqual("ABORTED", outcome["status"])
        conflict = outcome["details"][0]
        self.assertEqual((CASE, "1", "3"), (conflict["caseId"], conflict["expected"], conflict["actual"]))


class RepeatTest(JournalTest):
    """Who suffers: a worker in a car with a poor connection, who sends again and must not record a visit twice."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal()))

    def assert_first_answer_again(self, request, first):
        again = self.journal.append(request)
        self.assertTrue(again.pop("repeatedAnswer"))
        self.assertEqual(first, again)

    def test_the_same_content_gets_the_first_answer_again(self):
        for request in (casework.opening(OTHER_CASE), casework.request(CASE, 2, casework.objective()),
                        casework.request(CASE, "any", casework.note())):
            first = self.journal.append(request)
            size = self.journal.size()
            self.assert_first_answer_again(request, first)
            self.assertEqual(size, self.journal.size())

    def test_a_person_is_told_that_it_had_been_recorded(self):
        request = casework.request(CASE, 2, casework.note())
        self.journal.append(request)

        self.assert_says(self.journal.ok("append", "-", stdin=json.dumps(request)), "This request was recorded before")

    def test_a_repeat_is_known_after_a_restart_and_after_later_entries(self):
        requests = [casework.opening(OTHER_CASE), casework.request(CASE, 2, casework.objective()),
                    casework.request(CASE, "any", casework.note(), casework.note())]
        firsts = [self.journal.append(request) for request in requests]
        self.journal.append(casework.request(CASE, "any", casework.goal(word="later")))
        self.journal.restart()

        for request, first in zip(requests, firsts):
            self.assert_first_answer_again(request, first)

    def test_a_repeat_is_answered_where_a_rule_would_now_refuse_it(self):
        """The objective was recorded while its goal existed: the retry is a question, not a new objective."""
        objective = casework.request(CASE, "any", casework.objective())
        first = self.journal.append(objective)
        self.journal.append(casework.request(CASE, "any", casework.goal_withdrawn()))

        refused = self.journal.try_append(casework.request(CASE, "any", casework.objective(word="too late")))

        self.assert_exit(Exit.REFUSED, refused)
        self.assert_says(refused.err, "part.closed")
        self.assert_first_answer_again(objective, first)

    def test_a_repeat_with_an_exact_revision_is_answered_where_a_rule_would_now_refuse_it(self):
        objective = casework.request(CASE, 2, casework.objective())
        first = self.journal.append(objective)
        self.journal.append(casework.request(CASE, 3, casework.goal_withdrawn()))

        self.assert_first_answer_again(objective, first)

    def test_other_content_under_the_same_request_id_is_told_apart(self):
        for expected in (2, "any"):
            request = casework.request(CASE, expected, casework.note())
            self.journal.append(request)
            request["cases"][0]["events"][0]["caseNoteWritten"]["text"] += " again"

            ran = self.journal.try_append(request)

            self.assert_exit(Exit.REQUEST_ID_TAKEN, ran)
            self.assert_says(ran.err, request["requestId"], "other content", "Nothing was recorded")

    def test_a_repeat_is_known_whatever_it_expects_now(self):
        """Sent as exactly 2, as exactly 3, as any, and after a restart: it is one note."""
        note = casework.request(CASE, 2, casework.note())
        first = self.journal.append(note)
        size = self.journal.size()
        for expected in ({"exactly": "3"}, {"any": True}, {"unchangedSince": "2"}, {"noCase": True}):
            note["cases"][0]["expected"] = expected
            self.assert_first_answer_again(note, first)
            self.journal.restart()
            self.assert_first_answer_again(note, first)
        self.assertEqual(size, self.journal.size())

    def test_a_request_id_of_another_case_is_taken(self):
        note = casework.request(CASE, "any", casework.note())
        self.journal.append(note)
        self.journal.append(casework.opening(OTHER_CASE))
        note["cases"][0]["caseId"] = OTHER_CASE

        self.assert_exit(Exit.REQUEST_ID_TAKEN, self.journal.try_append(note))

    def test_a_program_is_told_already_exists(self):
        foreign.install()
        request = casework.request(CASE, 2, casework.note())
        self.journal.append(request)
        request["cases"][0]["events"][0]["caseNoteWritten"]["text"] += " again"

        outcome = json.loads(foreign.node("append.js", self.journal.address, stdin=json.dumps(request)).out)

        self.assertEqual("ALREADY_EXISTS", outcome["status"])

    def test_a_dry_run_does_not_use_up_the_request_id(self):
        request = casework.request(CASE, 2, casework.note())
        self.journal.ok("append", "--validate-only", "-", stdin=json.dumps(request))

        self.assertNotIn("repeatedAnswer", self.journal.append(request))


class UnknownCaseTest(JournalTest):
    """NOT_FOUND. Who suffers: a person who mistypes a number and must not take silence for an empty record."""

    def test_every_way_of_reading_says_that_there_is_no_such_case(self):
        for command in ("plan", "history", "replay", "register", "events"):
            by_id = self.journal.run(command, OTHER_CASE)
            by_number = self.journal.run(command, "99-JV-9999")
            self.assert_exit(Exit.NOT_FOUND, by_id)
            self.assert_says(by_id.err, OTHER_CASE)
            self.assert_exit(Exit.NOT_FOUND, by_number)
            self.assert_says(by_number.err, "99-JV-9999")

    def test_a_position_that_is_not_there_is_not_found(self):
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("proof", "100000"))
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("checkpoint", "--min-size", "100000"))

    def test_a_server_that_is_not_there_is_said_to_be_unavailable(self):
        ran = self.journal.run("cases", "--server", "127.0.0.1:1", "--timeout", "5")

        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assert_says(ran.err, "Is a server running at 127.0.0.1:1?")

    def test_a_wrong_command_line_has_an_exit_code_of_its_own(self):
        for words in (("plan",), ("plan", CASE, "--known-day", "the day before"), ("no-such-command",),
                      ("cases", "--page-size", "0")):
            self.assert_exit(Exit.USAGE, self.journal.run(*words))
