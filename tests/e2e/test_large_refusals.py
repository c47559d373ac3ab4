"""A rejection, however long, reaches clients and proxies at their default settings and says how many items it leaves
out."""

import json
import re
import unittest

import casework
import foreign
import journal
import nginx
from journal import Exit, JournalTest
from sign_in import CREDENTIALS

CASE = casework.an_id("a large case")
GOALS = 300


def goals(count, prefix="goal"):
    return [casework.goal(f"{prefix} {number}") for number in range(count)]


def withdrawn(count):
    return [casework.goal_withdrawn(f"goal {number}") for number in range(count)]


class LargeRefusalTest(JournalTest):
    """Who suffers: a clerk whose program keeps saying "try again later" about a request that will never be accepted."""

    def setUp(self):
        foreign.install()
        super().setUp()
        self.journal.append(casework.opening(CASE))                                # revisions 0 and 1
        self.journal.append(casework.request(CASE, 1, *goals(GOALS)))              # 2 to 301
        self.journal.append(casework.request(CASE, 1 + GOALS, *withdrawn(GOALS)))  # every goal was touched
        self.descriptors = foreign.descriptors(self.folder)

    # Requests that are rejected with long reasons, each in its own way.

    def violations(self, count=60):
        """Goals that are already withdrawn."""
        return casework.request(CASE, 1 + 2 * GOALS, *withdrawn(count))

    def touched(self, count=GOALS):
        return casework.request(CASE, {"unchangedSince": str(1 + GOALS)}, *withdrawn(count))

    def bad_fields(self, count=400):
        return casework.request(CASE, "any", *(casework.note(effectiveFirstDay="soon") for _ in range(count)))

    def told(self, client, address, request):
        return foreign.appended_by(client, address, request, self.descriptors)

    def assert_told_in_full(self, client, address):
        refused = self.told(client, address, self.violations())
        self.assertEqual(9, refused["code"], refused)
        refusal = refused["details"][0]
        self.assertEqual("Refusal", refusal["type"])
        self.assertEqual(60, len(refusal["violations"]) + int(refusal["omitted"]))
        self.assertGreater(len(refusal["violations"]), 8)
        self.assertFalse(any(one.get("wording") for one in refusal["violations"]), "sentences have the room")

        stale = self.told(client, address, self.touched())
        self.assertEqual(10, stale["code"], stale)
        conflict = stale["details"][0]
        self.assertEqual("RevisionConflict", conflict["type"])
        self.assertEqual(GOALS, len(conflict["touchedIds"]) + int(conflict["touchedOmitted"]))
        self.assertGreater(len(conflict["touchedIds"]), 20)

        malformed = self.told(client, address, self.bad_fields())
        self.assertEqual(3, malformed["code"], malformed)
        bad = malformed["details"][0]
        self.assertEqual("BadRequest", bad["type"])
        self.assertEqual(400, len(bad["fields"]) + int(bad["omitted"]))
        self.assertGreater(len(bad["fields"]), 3)

    def assert_told_in_data(self, client, address):
        """What is short also says what its sentences are made of, for a client of another language."""
        refused = self.told(client, address, self.violations(1))["details"][0]["violations"][0]
        self.assertRegex(refused["message"], r"^The goal had ended on \d{4}-\d\d-\d\d\.$")
        self.assertEqual("part.closed.goal", refused["wording"]["id"])
        ended_on = refused["wording"]["parameters"][0]
        self.assertIn(ended_on["values"][0]["day"], refused["message"])
        self.assertFalse(ended_on.get("words"), "a violation names nobody")
        self.assertEqual("part.closed.remedy", refused["remedyWording"]["id"])

        malformed = self.told(client, address, self.bad_fields(1))["details"][0]["fields"][0]
        self.assertEqual("shape.day", malformed["wording"]["id"])

    def test_grpc_js_is_told(self):
        self.assert_told_in_full("grpc-js", self.journal.address)

    def test_connect_node_is_told(self):
        self.assert_told_in_full("connect-node", self.journal.address)

    def test_grpc_for_python_is_told(self):
        self.assert_told_in_full("grpcio", self.journal.address)

    def test_every_client_is_told_through_nginx(self):
        self.assertNotIn("grpc_buffer_size", nginx.DEPLOYED.read_text(encoding="utf-8"), "the default is the promise")
        with nginx.in_front_of(self.journal.address, *CREDENTIALS.proxy_files) as address:
            for client in foreign.APPENDERS:
                with self.subTest(client):
                    self.assert_told_in_full(client, address)

    def test_every_client_reads_what_a_sentence_is_made_of(self):
        for client in foreign.APPENDERS:
            with self.subTest(client):
                self.assert_told_in_data(client, self.journal.address)

    # The full list, on request.

    def test_the_rest_of_the_violations_is_asked_for_with_validate_only(self):
        answer = self.told("grpc-js", self.journal.address, {**self.violations(), "validateOnly": True})

        self.assertEqual((60, 0), (len(answer["violations"]), answer["violationsOmitted"]))
        self.assertEqual({"part.closed.goal"}, {one["wording"]["id"] for one in answer["violations"]})
        self.assertEqual({"part.closed.remedy"}, {one["remedyWording"]["id"] for one in answer["violations"]})

    def test_the_rest_of_touched_ids_and_of_bad_fields_comes_on_a_stream(self):
        requests = [{**self.touched(), "validateOnly": True}, {**self.bad_fields(), "validateOnly": True}]

        ran = foreign.node("append_stream.js", self.journal.address, stdin="".join(f"{json.dumps(one)}\n" for one in requests))

        self.assertEqual(0, ran.exit, ran.err)
        answers = {answer["requestId"]: answer["error"] for answer in journal.lines_of_json(ran.out)}
        conflict, bad = (answers[request["requestId"]]["details"][0] for request in requests)
        self.assertEqual((GOALS, 0), (len(conflict["touchedIds"]), conflict["touchedOmitted"]))
        self.assertEqual((400, 0), (len(bad["fields"]), bad["omitted"]))
        self.assertEqual({"shape.day"}, {one["wording"]["id"] for one in bad["fields"]})

    def test_the_program_shows_all_with_validate_only(self):
        for request, code, count, what in ((self.violations(), Exit.REFUSED, 60, "cases\\[0\\].events"),
                                           (self.touched(), Exit.CONFLICT, GOALS, journal.UUID.pattern),
                                           (self.bad_fields(), Exit.MALFORMED, 400, "effectiveFirstDay")):
            with self.subTest(code.name):
                short = self.journal.try_append(request)
                whole = self.journal.try_append(request, "--validate-only")

                self.assert_exit(code, short)
                self.assert_exit(code, whole)
                self.assert_says(short.err, "more", "--validate-only shows all of them")
                self.assertNotIn("--validate-only shows", whole.err)
                self.assertLess(len(re.findall(what, short.err)), count)
                self.assertGreaterEqual(len(re.findall(what, whole.err.partition("Recorded in the meantime:")[0])), count)


if __name__ == "__main__":
    unittest.main()
