"""Clients that share no code with the journal: grpc-js on the contract's files, and buf through reflection."""

import base64
import collections
import json
import os
import pathlib

import casework
import foreign
from journal import ROOT, JournalTest, lines_of_json

SERVING = base64.b64encode(b"\x08\x01").decode()  # HealthCheckResponse{status: SERVING}


class ForeignClientTest(JournalTest):
    """Who suffers: a vendor of caseworkers' tools, who has the contract and a gRPC library and nothing else."""

    def setUp(self):
        foreign.install()
        super().setUp()


class GrpcJsTest(ForeignClientTest):
    def setUp(self):
        super().setUp()
        ran = foreign.node("record_a_case.js", self.journal.address, casework.day())
        self.assertEqual(0, ran.exit, ran.err)
        self.told = json.loads(ran.out)

    def test_a_case_is_recorded_event_by_event(self):
        first, goal, begin = self.told["first"], self.told["goal"], self.journal.entries_at_start

        self.assertEqual((str(begin), "0", 3),
                         (first["firstPosition"], first["cases"][0]["firstRevision"], first["cases"][0]["events"]))
        self.assertEqual((str(begin + 3), "3", 2),
                         (goal["firstPosition"], goal["cases"][0]["firstRevision"], goal["cases"][0]["events"]))
        types = [event["type"] for event in self.journal.rows("events", self.told["caseId"])]
        self.assertEqual(["CaseOpened", "ParticipantJoined", "CaseNumberGiven", "GoalEstablished", "ObjectiveAdded",
                          "CaseNoteWritten", "CaseNoteWritten", "CaseNoteWritten"], types)

    def test_a_repeat_gets_the_first_answer(self):
        self.assertEqual({**self.told["first"], "repeatedAnswer": True}, self.told["again"])

    def test_many_requests_on_one_call_are_answered_in_the_order_of_the_case(self):
        appended = [answer["appended"]["cases"][0]["firstRevision"] for answer in self.told["streamed"]]

        self.assertEqual(["5", "6", "7"], appended)

    def test_a_conflict_arrives_with_its_details(self):
        stale = self.told["stale"]

        self.assertEqual("ABORTED", stale["status"])
        self.assertEqual(("RevisionConflict", "0", "7"),
                         tuple(stale["details"][0][key] for key in ("type", "expected", "actual")))

    def test_the_plan_the_history_and_the_register_are_read_back(self):
        plan, register = self.told["plan"], self.told["register"]

        self.assertEqual("Ilka Sørensen-Óg", plan["participants"][0]["name"])
        self.assertEqual(["no quarrel after eight in the evening"],
                         [one["terms"]["statement"] for one in plan["objectives"]])
        self.assertIn("no quarrel after eight in the evening", [row["change"]["after"] for row in self.told["history"]])
        self.assertTrue(all(row["actor"]["name"] == "Grace Bell" for row in self.told["history"]))
        self.assertEqual(["Juvenile Court gave the number 26-JV-0042 for Ilka Sørensen-Óg."],
                         [row["sentence"] for row in register["rows"]])

    def test_the_journal_is_followed_to_what_was_recorded(self):
        recorded = self.journal.entries_at_start + 8
        self.assertEqual(list(range(recorded)), self.told["positions"][:recorded])

    def test_the_actor_is_the_authenticated_caller(self):
        """No one can sign in another person's name: no request has a field for it."""
        event = self.journal.rows("events", self.told["caseId"])[0]

        stored = base64.b64decode(event["parts"][0]["plaintext"])
        self.assertIn(b"Grace Bell", stored)
        self.assertIn(b"grpc-node-js", stored)  # the program, as it named itself


class AppendStreamTest(ForeignClientTest):
    """Who suffers: a tool that comes back online with a day's entries and sends them all at once."""

    def append_all(self, *calls):
        """The answers to the requests of consecutive calls, in the order of arrival."""
        lines = ["".join(f"{json.dumps(request)}\n" for request in requests) for requests in calls]
        ran = foreign.node("append_stream.js", self.journal.address, stdin="\n".join(lines))
        self.assertEqual(0, ran.exit, ran.err)
        return lines_of_json(ran.out)

    def test_requests_of_one_case_are_admitted_in_the_order_sent(self):
        """Each request expects the revision of the one before it, which has not been answered yet."""
        def three_requests(case):
            return [casework.request(case, None, casework.opened()), casework.request(case, 0, casework.note()),
                    casework.request(case, 1, casework.note())]

        pairs = [(casework.an_id("one", number), casework.an_id("other", number)) for number in range(150)]
        calls = [[request for both in zip(three_requests(one), three_requests(other)) for request in both]
                 for one, other in pairs]

        answers = self.append_all(*calls)

        self.assertEqual([], [answer["error"]["message"] for answer in answers if answer["error"] is not None])
        revisions = collections.defaultdict(list)
        for answer in answers:
            for part in answer["appended"]["cases"]:
                revisions[part["caseId"]].append(part["firstRevision"])
        self.assertEqual([["0", "1", "2"]] * 300, list(revisions.values()))

    def test_a_refusal_stops_neither_the_call_nor_other_cases(self):
        case, other = casework.an_id("case"), casework.an_id("other case")
        requests = [casework.opening(case), casework.request(case, 1, casework.goal_withdrawn()),
                    casework.opening(other), casework.request(case, 1, casework.note())]

        answers = {answer["requestId"]: answer for answer in self.append_all(requests)}

        outcomes = [answers[request["requestId"]] for request in requests]
        self.assertEqual([True, False, True, True], [outcome["appended"] is not None for outcome in outcomes])
        self.assertEqual(9, outcomes[1]["error"]["code"])
        self.assert_says(outcomes[1]["error"]["message"], "ref.unknown")


class ReflectionTest(ForeignClientTest):
    def curl(self, method, message):
        token = pathlib.Path(os.environ["CASEJOURNAL_TOKEN_FILE"]).read_text(encoding="ascii").strip()
        ran = foreign.buf("curl", "--protocol", "grpc", "--cacert", os.environ["CASEJOURNAL_CA"],
                          "--header", f"authorization: Bearer {token}", "--reflect-header", f"authorization: Bearer {token}",
                          "-d", json.dumps(message), f"https://{self.journal.address}/{method}")
        self.assertEqual(0, ran.exit, ran.err)
        return json.loads(ran.out or "{}")

    def test_a_stranger_lists_and_calls_what_the_server_describes(self):
        self.journal.append(casework.opening(casework.an_id("case")))
        self.journal.rows("cases", "--min-position", self.journal.entries_at_start + 1)

        listed = self.curl("casejournal.v1.CaseService/ListCases", {})

        self.assertEqual([casework.an_id("case")], [case["caseId"] for case in listed["cases"]])
        self.assertEqual([casework.CHILD], listed["cases"][0]["children"])

    def test_a_stranger_records_through_reflection(self):
        answer = self.curl("casejournal.v1.CaseService/Append", casework.opening(casework.an_id("case")))

        begin = self.journal.entries_at_start
        self.assertEqual(str(begin), answer["firstPosition"])
        checkpoint = self.curl("casejournal.v1.AuditService/GetCheckpoint", {"minSize": str(begin + 2)})
        self.assertEqual(str(begin + 2), checkpoint["checkpoint"]["size"])

    def test_an_operators_probe_is_answered(self):
        """A service manager asks this, and kills a server that does not answer."""
        outcome = foreign.call(self.journal.address, "/grpc.health.v1.Health/Check", b"")

        self.assertEqual(("OK", SERVING), (outcome["status"], outcome["response"]), outcome)

    def test_a_method_that_is_not_there_is_unimplemented(self):
        outcome = foreign.call(self.journal.address, "/casejournal.v1.CaseService/Erase", b"")

        self.assertEqual("UNIMPLEMENTED", outcome["status"])


class ContractTest(ForeignClientTest):
    """Who suffers: every client, from the day on which a name in the contract must change."""

    SERVED_FROM_THE_START = False

    def test_the_contract_passes_buf_lint(self):
        ran = foreign.buf("lint", ROOT / "proto")

        self.assertEqual((0, "", ""), tuple(ran))
