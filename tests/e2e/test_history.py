"""A history is complete, however long: no page of it ends silently."""

import casework
from journal import JournalTest

CASE = casework.an_id("case")


class HistoryTest(JournalTest):
    """Who suffers: a child whose file shows only the last twenty changes."""

    def test_a_history_of_hundreds_of_rows_is_told_to_the_end(self):
        """More rows than fit into one message of the stream."""
        self.journal.append(casework.opening(CASE))
        statements = [f"goal number {number}" for number in range(450)]
        self.journal.append(casework.request(CASE, 1, *(casework.goal(words, words) for words in statements)))

        rows = self.journal.rows("history", CASE)

        told = [row["change"]["after"] for row in rows if row["change"]["field"].endswith(".statement")]
        self.assertEqual(statements, told)
        self.assertEqual(set(range(452)), {int(row.get("revision", 0)) for row in rows})

    def test_a_value_that_is_withdrawn_is_told_as_from_it_to_nothing(self):
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.goal()))
        self.journal.append(casework.request(CASE, 2, casework.event(
            "entryRetracted", {"revision": "2", "reason": "RETRACTION_REASON_IN_ERROR", "words": "another family's"})))

        rows = [row for row in self.journal.rows("history", CASE) if row.get("revision") == "3"]

        gone = {row["change"]["field"].rpartition(".")[2]: row["change"] for row in rows}
        self.assertEqual("The children are safe at home", gone["statement"]["before"])
        self.assertEqual("", gone["statement"].get("after", ""))
