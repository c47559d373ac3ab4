"""One family, two cases: a join is recorded in both streams in one request, or not at all."""

import uuid

import casework
from journal import Exit, JournalTest

STAYS = casework.an_id("the case that goes on")
ENDS = casework.an_id("the case that was opened by mistake")


def joined(other, part):
    return casework.event("casesJoined", {"otherCaseId": other, "part": part, "reason": "the same family"})


def joining(*halves):
    return {"requestId": str(uuid.uuid4()),
            "cases": [{"caseId": case, "expected": {"exactly": "1"}, "events": [event]} for case, event in halves]}


class JoinedCasesTest(JournalTest):
    """Who suffers: a person who reads half of a family's record, or the same fact twice."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(STAYS))
        self.journal.append(casework.opening(ENDS))

    def test_both_streams_say_it_and_one_of_them_ends(self):
        self.journal.append(joining((STAYS, joined(ENDS, "JOIN_PART_GOES_ON")), (ENDS, joined(STAYS, "JOIN_PART_ENDS"))))

        ended = self.journal.json("plan", ENDS)["plan"]
        self.assertEqual("CASE_STATUS_HANDED_OVER", ended["status"])
        self.assertEqual(STAYS, ended["handedOver"]["joinedToCaseId"])
        self.assertEqual(ENDS, self.journal.json("plan", STAYS)["plan"]["joined"][0]["otherCaseId"])
        ran = self.journal.try_append(casework.request(ENDS, 2, casework.note()))
        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "case.handed-over")
        self.journal.append(casework.request(STAYS, 2, casework.note()))

    def test_half_a_joining_is_no_joining(self):
        one_half = joining((STAYS, joined(ENDS, "JOIN_PART_GOES_ON")))
        both_end = joining((STAYS, joined(ENDS, "JOIN_PART_ENDS")), (ENDS, joined(STAYS, "JOIN_PART_ENDS")))

        for request in (one_half, both_end):
            ran = self.journal.try_append(request)
            self.assert_exit(Exit.MALFORMED, ran)
            self.assert_says(ran.err, "casesJoined.otherCaseId")
        self.assertEqual(2, len(self.journal.rows("events", STAYS)))
