"""A filter that names something that the journal has never had is an error: silence would be read as "nothing is
due"."""

import casework
from casework import an_id, event
from journal import Exit, JournalTest

CASE = an_id("a case that is asked about")
RULES = casework.ROOT / "deploy/rules"


def known():
    return casework.request(
        CASE, None, casework.opened(), casework.child(),
        event("caseNumberGiven", {"system": "Juvenile Court", "number": "26-JV-0042", "childId": an_id("child")}),
        event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": "cw-2041", "name": "Dana Reed"}, "part": "ASSIGNMENT_PART_CASEWORKER",
                               "unit": "Ongoing 2"}),
        event("participantJoined", {"participantId": an_id("mother"), "capacity": "CAPACITY_ADULT", "name": casework.CHILD, "personId": an_id("person")}))


class FilterTest(JournalTest):
    """Who suffers: a person who typed one letter wrong and believes that nothing is due."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        self.journal.append(known())

    UNKNOWN = (
        (("work", "--worker", "cw-2014"), "did you mean Dana Reed (cw-2041)?"),
        (("work", "--worker", "cw-2014", "--ics"), "did you mean Dana Reed (cw-2041)?"),
        (("work", "--worker", "cw-2014", "--watch"), "did you mean Dana Reed (cw-2041)?"),
        (("work", "--worker", "cw-2014", "--on", casework.day(-5)), "did you mean Dana Reed (cw-2041)?"),
        (("work", "--unit", "Ongoing 22"), "did you mean Ongoing 2?"),
        (("work", "--rule", "us-oh.semiannual-review"), "did you mean us-oh.semi-annual-review?"),
        (("work", "--rule", "us-ohio"), "did you mean us-oh?"),
        (("work", "--worker", "cw-2041", "--rule", "us-oh.semi-annual-reviews", "--watch"), "did you mean us-oh.semi-annual-review?"),
        (("docket", CASE, "--rule", "us-oh.semiannual-review"), "did you mean us-oh.semi-annual-review?"),
        (("docket", CASE, "--rule", "semi-annual-review", "--explain"), "did you mean us-oh.semi-annual-review?"),
        (("docket", CASE, "--rule", "us-ohio", "--compare-rules-of", casework.day()), "did you mean us-oh?"),
        (("docket", CASE, "--rule", "nothing-like-it"), "the journal has adopted no rule"),
        (("cases", "--number", "26-JV-0043"), "did you mean 26-JV-0042?"),
        (("cases", "--worker", "nobody"), "nobody with the id or name"),
        (("cases", "--unit", "Intake"), "no unit with the name"),
        (("cases", "--person", an_id("another person")), "personId"),
        (("history", CASE, "--by", "u-105"), "did you mean"),
        (("event-types", "GoalEstablishd"), "did you mean GoalEstablished?"),
        (("codes", "PlacementTyp"), "did you mean PlacementType?"),
        (("history", CASE, "--part", an_id("another part")), "partId"),
        (("history", CASE, "--person", an_id("another participant")), "participantId"),
        (("history", CASE, "--part", "words of no part"), "part"),
        (("register", "26-JV-0043"), "did you mean 26-JV-0042?"),
        (("plan", "26-JV-0043"), "did you mean 26-JV-0042?"),
    )

    def test_what_the_journal_never_had_is_not_found(self):
        for words, field in self.UNKNOWN:
            with self.subTest(" ".join(words)):
                ran = self.journal.run(*words)

                self.assert_exit(Exit.NOT_FOUND, ran)
                self.assertEqual("", ran.out)
                self.assert_says(ran.err, field)

    KNOWN = (
        ("work", "--worker", "cw-2041"), ("work", "--worker", "cw-2041", "--ics"), ("work", "--unit", "Ongoing 2"),
        ("work", "--rule", "us-oh"), ("work", "--rule", "us-oh.semi-annual-review"), ("docket", CASE, "--rule", "us-oh.semi-annual-review"),
        ("cases", "--number", "26-JV-0042"), ("cases", "--worker", "cw-2041", "--status", "closed"), ("cases", "--unit", "Ongoing 2"),
        ("cases", "--person", an_id("person")), ("history", CASE, "--by", "u-104"), ("history", CASE, "--part", an_id("child")),
        ("history", CASE, "--person", an_id("mother")), ("history", CASE, "--person", an_id("mother"), "--effective-until", "2001-01-01"),
    )

    def test_what_is_known_is_answered_in_words_even_where_there_is_nothing(self):
        for words in self.KNOWN:
            with self.subTest(" ".join(words)):
                self.assertNotEqual("", self.journal.ok(*words).strip())

    def test_a_name_is_known_as_soon_as_it_is_recorded(self):
        """The read models can be a moment behind what was acknowledged."""
        for number in range(20):
            case = an_id("another case", number)
            self.journal.append(casework.request(
                case, None, casework.opened(),
                event("caseAssigned", {"staff": {"issuer": "wren.example", "subject": f"cw-{number}", "name": "Dana Reed"},
                                       "part": "ASSIGNMENT_PART_CASEWORKER", "unit": f"Unit {number}"})))
            self.assertEqual([case], [one["caseId"] for one in self.journal.rows("cases", "--worker", f"cw-{number}")])
            self.journal.rows("work", "--unit", f"Unit {number}")

    def test_a_page_past_the_end_says_so(self):
        for words in (("events", "--from", "999"), ("events", CASE, "--from", "999"), ("replay", CASE, "--from-revision", "999")):
            ran = self.journal.run(*words)

            self.assert_exit(Exit.OK, ran)
            self.assert_says(ran.err, "No entries at or after", "999")
