"""Lists in pages while the record grows: every page shows the state of the first page."""

import casework
from casework import an_id, day, event
from journal import Exit, JournalTest, lines_of_json

CASE = an_id("a case read page by page")


def number_given(number, days_ago):
    return event("caseNumberGiven", {"system": "Juvenile Court", "number": number}, days_ago)


class RegisterPagingTest(JournalTest):
    """Who suffers: a court-reporting system that misses an action and never learns of it."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.request(CASE, None, casework.opened(effectiveOn=day(9)), number_given("25-JV-0001", 5),
                                             number_given("25-JV-0002", 3), number_given("25-JV-0003", 1)))

    def page(self, of, *token):
        ran = self.journal.run("register", of, "--json", "--page-size", "2", *token,
                               *(() if token else ("--min-position", str(len(self.journal.events()) - 1))))
        self.assert_exit(Exit.OK, ran)
        rows = [row["sentence"] for row in lines_of_json(ran.out)]
        return rows, (["--page-token", ran.err.partition("--page-token ")[2].split()[0]] if "--page-token" in ran.err else [])

    def test_a_back_dated_row_between_two_pages_is_in_the_next_list_and_hides_none_of_this_one(self):
        for of in (CASE, "25-JV-0001"):
            with self.subTest(of=of):
                before = [row["sentence"] for row in self.journal.rows("register", of)]
                first, token = self.page(of)
                position = self.journal.append(casework.request(CASE, "any", number_given(f"24-JV-000{len(before)}", 7)))["firstPosition"]
                again = [row["sentence"] for row in self.journal.rows("register", of, "--min-position", position)]
                rest = []
                while token:
                    rows, token = self.page(of, *token)
                    rest += rows

                self.assertEqual(before, first + rest)
                self.assertEqual(len(before) + 1, len(again))

    def test_a_list_that_is_kept_no_longer_begins_again(self):
        _, token = self.page(CASE)
        self.journal.restart()

        ran = self.journal.run("register", CASE, "--page-size", "2", *token)

        self.assert_exit(Exit.CONFLICT, ran)
        self.assert_says(ran.err, "request the first page again")
