"""What was given of a case is on the record before the first byte leaves.

Who suffers: a mother who is told by the agency that nobody read her child's file.
"""

import threading
import time

import casework
from journal import PATIENCE_S, Exit, JournalTest

CASE = casework.an_id("case")
TOO_MUCH_MIB = "1000000000"
READERS = 6
ROUNDS = 3


class DisclosuresTest(JournalTest):
    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, "any", casework.note("x" * 3000)))

    def disclosed(self, *words):
        return self.journal.rows("disclosures", *words)

    def count(self, method):
        return sum(row["ofCase"].get("method") == method for row in self.disclosed(CASE))

    def test_each_reading_says_to_whom_and_why(self):
        self.journal.ok("history", CASE, "--purpose", "the review on Friday", "--authority", "OAC 5101:2-38-10")
        self.journal.ok("replay", CASE)
        self.journal.ok("plan", CASE)

        rows = self.disclosed(CASE)
        methods = {row["ofCase"]["method"] for row in rows}
        self.assertEqual({"GetHistory", "ReplayCase", "ReadEvents"}, methods, "and no plan")
        history = next(row for row in rows if row["ofCase"]["method"] == "GetHistory")
        self.assertEqual("the review on Friday", history["ofCase"]["purpose"])
        self.assertEqual("OAC 5101:2-38-10", history["ofCase"]["authority"])
        self.assertEqual("Grace Bell", history["ofCase"]["recipient"])
        self.assertEqual("DISCLOSURE_FORM_HISTORY", history["ofCase"]["form"])
        replay = next(row for row in rows if row["ofCase"]["method"] == "ReplayCase")
        self.assertTrue(replay["ofCase"]["purpose"].startswith("as "), replay)
        self.assert_says(self.journal.ok("disclosures", CASE), "Grace Bell", "the review on Friday", "history, revisions 0 to ")

    def test_the_newest_comes_first_and_reading_the_list_is_not_recorded(self):
        self.journal.ok("history", CASE)
        self.journal.ok("replay", CASE)
        first = self.disclosed(CASE)
        positions = [int(row["position"]) for row in first]

        self.assertEqual(sorted(positions, reverse=True), positions)
        self.assertEqual(first, self.disclosed(CASE))

    def test_what_one_person_was_given_of_all_cases_is_listed(self):
        other = casework.an_id("other")
        self.journal.append(casework.opening(other))
        self.journal.ok("replay", CASE)
        self.journal.ok("replay", other)

        by = {row.get("caseId") for row in self.disclosed("--by", "u-104")}
        self.assertLessEqual({CASE, other}, by)
        self.assertLessEqual({CASE, other}, {row.get("caseId") for row in self.disclosed("--to", "BELL grace")})
        self.assertEqual([], self.disclosed("--to", "nobody of this name"))
        self.assert_exit(Exit.USAGE, self.journal.run("disclosures"))
        self.assert_exit(Exit.USAGE, self.journal.run("disclosures", CASE, "--to", "Grace"))

    def test_nothing_is_given_where_nothing_can_be_recorded(self):
        self.journal.restart("--disk-reserve-mib", TOO_MUCH_MIB)
        before = self.count("GetHistory")

        for words in (["history", CASE], ["replay", CASE], ["events", CASE], ["exhibit", CASE, "--output", "-"]):
            with self.subTest(words[0]):
                ran = self.journal.run(*words)
                self.assert_exit(Exit.DISK_FULL, ran)
                self.assertEqual("", ran.out)
        self.assertEqual(before, self.count("GetHistory"))
        for words in (["plan", CASE], ["findings", CASE], ["cases"], ["notes", CASE], ["disclosures", CASE]):
            self.journal.ok(*words)

    def test_an_answer_that_came_is_on_the_record_after_a_crash(self):
        answered = self.count("ReplayCase")
        for _ in range(ROUNDS):
            counts = [0] * READERS
            stop = threading.Event()

            def read(reader, stop=stop, counts=counts):
                while not stop.is_set():
                    if '"opened"' in self.journal.run("replay", CASE, "--json").out:
                        counts[reader] += 1

            readers = [threading.Thread(target=read, args=(reader,)) for reader in range(READERS)]
            for thread in readers:
                thread.start()
            end = time.monotonic() + PATIENCE_S
            stop.wait(1.0)
            while not any(counts) and time.monotonic() < end:
                stop.wait(0.05)
            self.journal.kill()
            stop.set()
            for thread in readers:
                thread.join()
            self.journal.start()
            answered += sum(counts)

            self.assertGreater(sum(counts), 0)
            self.assertGreaterEqual(self.count("ReplayCase"), answered)
            answered = self.count("ReplayCase")
