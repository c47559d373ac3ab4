"""casejournal document: papers for people, given under a disclosure that is recorded first."""

import base64
import hashlib
import json
import re
import subprocess
import unittest
from html.parser import HTMLParser

import casework
from journal import Exit, ROOT, SAMPLES, JournalTest

CASE = "23-JV-0117"
CASE_ID = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
THEN = ["--effective-on", "2023-08-15"]
LABELED = b"has completed every stage of the program and remains in aftercare"
LEFT_OUT = "Entries that the reader of this document may not see are left out."
OPEN = ["--with-label", "part2", "--authority", "order of 2023-03-14"]


class Anchors(HTMLParser):
    """The ids and the targets of links in a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.targets, self.text, self.tags = set(), set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        self.ids.add(attributes.get("id"))
        if attributes.get("href", "").startswith("#"):
            self.targets.add(attributes["href"][1:])

    def handle_data(self, data):
        self.text.append(data)


class DocumentTest(JournalTest):
    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", ROOT / "deploy/rules")
        ran = self.journal.run("import", *SAMPLES)
        self.assert_exit(Exit.OK, ran)

    def document(self, *words, exit=Exit.OK, name="paper.pdf"):
        file = self.folder / name
        ran = self.journal.run("document", *words, "-o", file, "--force")
        self.assert_exit(exit, ran)
        return file, ran

    def add(self, body, content):
        """Add an entry of today to the case."""
        self.journal.append(casework.request(CASE_ID, "any", casework.event(body, content, days_ago=0)))

    def disclosures(self):
        ran = self.journal.run("events", CASE, "--access", "--json")
        return [line for line in ran.out.splitlines() if line]

    def was_given(self, revision):
        """Whether the newest disclosure of the case names this entry among those that a document rests on."""
        made = json.loads(self.disclosures()[-1])["opened"]["stored"]["accessEvent"]["disclosureMade"]
        self.assertEqual("GetDocument", made["method"])
        return any(int(given.get("first", 0)) <= revision <= int(given.get("last", 0)) for given in made["revisions"])

    def text_of(self, file):
        return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout

    def test_each_kind_is_a_sound_pdf_whose_names_and_digests_can_be_copied(self):
        for kind, more, says in (("working-plan", OPEN, "Marisol Vega"), ("register", OPEN, "Theo Pruitt"),
                                 ("docket", [*OPEN, "--on", "2023-08-15"], "Semi-annual"),
                                 ("plan", ["--digest", "1.0"], "Héctor Vega"), ("disclosures", [], "Disclosures"),
                                 ("review-report", [*OPEN, "--review", "2023-07-11", "--paper", "a4"], "Joan Ferreira-Blume"),
                                 ("packet", [*OPEN, "--child", "Marisol", *THEN], "Court packet of Marisol Vega")):
            with self.subTest(kind):
                file, ran = self.document(kind, CASE, *more)
                subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
                text = self.text_of(file)
                self.assertIn(says, text)
                self.assertRegex(text, r"\b[0-9a-f]{64}\b")
                pages = len(re.findall(r"Page \d+ of \d+", text))
                self.assertEqual(re.findall(r"Page (\d+) of (\d+)", text)[-1], (str(pages), str(pages)))
                self.assertIn(hashlib.sha256(file.read_bytes()).hexdigest(), ran.out)

    def test_the_disclosure_is_recorded_before_the_file_with_its_digest(self):
        before = len(self.disclosures())
        file, ran = self.document("disclosures", CASE, "--to", "the court", "--to-class", "court", "--why", "a hearing")
        told = self.disclosures()
        self.assertEqual(len(told), before + 1)
        self.assertIn("was given to the court", told[-1])
        self.assertIn(f"revision {before}", ran.out)
        # The next list of disclosures has it. Who sees no labels learns to whom it was given, and why.
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        page, _ = self.document("disclosures", CASE, *OPEN, name="next.html")
        self.assertIn(digest, page.read_text())
        page, _ = self.document("disclosures", CASE, name="last.html")
        self.assertNotIn(digest, page.read_text())
        words = " ".join("".join(Anchors(page.read_text()).text).split())
        self.assert_says(words, "the court", "a hearing", "What was given rests on entries that are withheld.")

    def test_what_a_label_withholds_is_in_no_document_that_does_not_open_it(self):
        labeled, = [row for row in self.journal.rows("events", CASE) if LABELED in base64.b64decode(row["parts"][0]["plaintext"])]
        for kind, *more in (("working-plan",), ("register",), ("docket",), ("packet", "--child", "Theo")):
            with self.subTest(kind):
                for opened in ([], OPEN):
                    page, _ = self.document(kind, CASE, *more, *opened, name="page.html")
                    words = " ".join("".join(Anchors(page.read_text()).text).split())
                    self.assertEqual(not opened, LEFT_OUT in words)
                    self.assertEqual(bool(opened), self.was_given(int(labeled["revision"])))
                    if not opened:
                        self.assertNotIn(LABELED, page.read_bytes())
        _, ran = self.document("register", CASE, "--with-label", "part2", exit=Exit.USAGE)
        self.assert_says(ran.err, "--authority")

    def test_the_same_question_has_the_same_file_and_the_same_digest_in_each_format(self):
        first, _ = self.document("register", CASE, *OPEN)
        again, _ = self.document("register", CASE, *OPEN, name="again.pdf")
        self.assertEqual(first.read_bytes(), again.read_bytes())
        page, _ = self.document("register", CASE, *OPEN, name="register.html")
        digest = re.search(r"\b[0-9a-f]{64}\b", page.read_text())[0]
        self.assert_exit(Exit.OK, self.journal.run("document", "register", CASE, *OPEN, "--check", digest.upper()))
        ran = self.journal.run("document", "register", CASE, *OPEN, "--check", "00" * 32)
        self.assert_exit(Exit.DATA_LOSS, ran)

    def test_a_register_of_a_day_has_no_later_action(self):
        page, _ = self.document("register", CASE, *OPEN, "--effective-on", "2023-02-01", name="early.html")
        self.assertIn("Marisol Vega was removed", page.read_text())
        whole, _ = self.document("register", CASE, *OPEN, name="whole.html")
        self.assertNotIn("The adjudicatory hearing", page.read_text())
        self.assertIn("The adjudicatory hearing", whole.read_text())

    def words_of(self, *words, name="paper.html"):
        file, _ = self.document(*words, *OPEN, name=name)
        return " ".join("".join(Anchors(file.read_text()).text).split())

    def test_a_report_says_what_the_review_found_and_what_is_not_recorded(self):
        words = self.words_of("review-report", CASE, "--review", "2023-07-11")
        for says in ("Semi-annual review report, 2023-07-11", "Marisol Vega, 23-JV-0117", "Theo Pruitt, 23-JV-0118",
                     "1 of 3 members is not responsible for the plan or its services", "her letter was read out",
                     "his father and grandmother are found", "not recorded", "Millrace library",
                     "What happened since the case was opened", "Filed under 23-JV-0117"):
            self.assertIn(says, words)
        # What happened later is in no report of this review; its next one has it.
        self.assertNotIn("2023-08-18", words)
        self.assertIn("2023-08-18", self.words_of("review-report", CASE, "--review", "2023-10-12"))
        self.assertNotRegex(words, r"\b[0-9a-f]{8}-[0-9a-f]{4}-")

    def test_a_report_stays_the_same_until_its_review_gets_an_entry(self):
        ask = ["review-report", CASE, "--review", "2023-07-11", *OPEN]
        before, _ = self.document(*ask)
        self.add("caseNoteWritten", {"occasion": "a call", "text": "heard"})
        after, _ = self.document(*ask, name="after.pdf")
        self.assertEqual(before.read_bytes(), after.read_bytes())
        digest = re.search(r"\b[0-9a-f]{64}\b", self.text_of(before))[0]
        self.assert_exit(Exit.OK, self.journal.run("document", *ask, "--check", digest))
        self.assert_exit(Exit.DATA_LOSS, self.journal.run("document", *ask[:3], "2023-04-18", *OPEN, "--check", digest))

    def test_a_packet_has_nothing_of_a_siblings_own(self):
        words = self.words_of("packet", "23-JV-0118", *THEN)
        for says in ("In the matter of Theo Pruitt", "his grandmother, Odessa Whitfield", "temporary custody", "Priya Raman",
                     "Timeline", "2023-06-16", "Everyone who puts Theo to bed", "Register of actions"):
            self.assertIn(says, words)
        # Marisol's aunt, with whom she lived; her number's own entries; her visits with her father.
        for says in ("her aunt, Ximena Vega", "2023-J-1402", "for Marisol Vega", "about Marisol Vega", "Marisol Vega was"):
            self.assertNotIn(says, words)
        self.assertIn("her aunt", self.words_of("packet", CASE, "--child", "Marisol", *THEN))

    def test_a_register_of_a_child_or_a_period_has_only_its_actions(self):
        words = self.words_of("register", CASE, "--child", "Theo Pruitt")
        self.assertIn("Theo Pruitt was removed", words)
        self.assertNotIn("Marisol Vega was removed", words)
        words = self.words_of("register", CASE, "--from", "2023-02-01", "--until", "2023-02-28")
        self.assertIn("The adjudicatory hearing", words)
        self.assertNotIn("was removed", words)
        self.assertIn("from 2023-02-01 to 2023-02-28", words)
        words = self.words_of("docket", CASE, "--child", "Theo", "--on", "2023-08-15")
        self.assertNotIn("Marisol", words)

    def test_a_withdrawn_action_stays_in_the_register_with_the_reason(self):
        rows = [json.loads(line) for line in self.journal.run("register", CASE, "--json").out.splitlines()]
        filed = next(row["revision"] for row in rows if row["sentence"].startswith("Review summary"))
        self.add("entryRetracted", {"revision": filed, "reason": "RETRACTION_REASON_IN_ERROR",
                                    "words": "filed in another family's case"})
        file, _ = self.document("register", CASE, *OPEN, name="struck.html")
        self.assertRegex(file.read_text(), r"<(s|del)\b")
        words = self.words_of("register", CASE)
        self.assertIn("filed in another family's case", words)
        self.assertIn("1 withdrawn", words)
        ran = self.journal.run("register", CASE)
        self.assertRegex(" ".join(ran.out.split()), r"WITHDRAWN by r\d+ \(in error: filed in another family's case\)")
        self.assertRegex(ran.out, r"\d+ actions from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d; 1 withdrawn\.")

    def test_a_page_loads_nothing_and_its_links_lead_somewhere(self):
        page, _ = self.document("register", CASE, *OPEN, "--lang", "es", name="registro.html")
        anchors = Anchors(page.read_text())
        self.assertLessEqual(anchors.targets, anchors.ids)
        self.assertNotIn("script", anchors.tags)
        self.assertIn("Registro de actuaciones", "".join(anchors.text))
        self.assertIn("In the matter of", "".join(Anchors(self.document("register", CASE, *OPEN, name="r.html")[0].read_text()).text))

    def test_a_wrong_question_is_answered_before_anything_is_written(self):
        for words, exit in ((["register", "no-such-case"], Exit.NOT_FOUND), (["plan", CASE], Exit.USAGE),
                            (["plan", CASE, "--digest", "99.9"], Exit.NOT_FOUND), (["letter", CASE], Exit.USAGE),
                            (["register", CASE, "--on", "2023-01-01"], Exit.USAGE),
                            (["packet", CASE, "--child", "Nobody"], Exit.NOT_FOUND),
                            (["packet", "cc5b606b"], Exit.USAGE),
                            (["working-plan", CASE, "--child", "Theo"], Exit.USAGE),
                            (["review-report", CASE, "--review", "2023-07-12"], Exit.NOT_FOUND),
                            (["register", CASE, "--review", "last"], Exit.USAGE),
                            (["docket", CASE, "--from", "2023-01-01"], Exit.USAGE),
                            (["register", CASE, "--from", "May"], Exit.USAGE),
                            (["register", CASE, "--from", "2023-02-01", "--until", "2023-01-01"], Exit.USAGE),
                            (["register", CASE, "--known-day", "2099-01-01", *OPEN], Exit.USAGE)):
            with self.subTest(words):
                file = self.folder / "never.pdf"
                ran = self.journal.run("document", *words, "-o", file)
                self.assertEqual(ran.exit, exit, ran)
                self.assertFalse(file.exists())
        ran = self.journal.run("document", "register", CASE, "-o", self.folder / "paper.txt")
        self.assert_exit(Exit.USAGE, ran)


if __name__ == "__main__":
    unittest.main()
