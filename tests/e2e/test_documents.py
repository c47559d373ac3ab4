"""casejournal document: papers for people, given under a disclosure that is recorded first."""

import hashlib
import re
import subprocess
import unittest
from html.parser import HTMLParser

from journal import Exit, ROOT, SAMPLES, JournalTest

CASE = "23-JV-0117"
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

    def disclosures(self):
        ran = self.journal.run("events", CASE, "--access", "--json")
        return [line for line in ran.out.splitlines() if line]

    def text_of(self, file):
        return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout

    def test_each_kind_is_a_sound_pdf_whose_names_and_digests_can_be_copied(self):
        for kind, more, says in (("working-plan", OPEN, "Marisol Vega"), ("register", OPEN, "Theo Pruitt"),
                                 ("docket", [*OPEN, "--on", "2023-08-15"], "Semi-annual"),
                                 ("plan", ["--digest", "1.0"], "Héctor Vega"), ("disclosures", [], "Disclosures")):
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
        # The next list of disclosures has it.
        page, _ = self.document("disclosures", CASE, name="next.html")
        self.assertIn(hashlib.sha256(file.read_bytes()).hexdigest(), page.read_text())

    def test_what_a_label_withholds_is_in_no_document_that_does_not_open_it(self):
        before = len(self.disclosures())
        for kind in ("working-plan", "register", "docket"):
            _, ran = self.document(kind, CASE, exit=Exit.REFUSED)
            self.assert_says(ran.err, "LABEL_PART2")
        self.assertEqual(len(self.disclosures()), before)
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
                            (["register", CASE, "--known-day", "2099-01-01", *OPEN], Exit.REFUSED)):
            with self.subTest(words):
                file = self.folder / "never.pdf"
                ran = self.journal.run("document", *words, "-o", file)
                self.assertEqual(ran.exit, exit, ran)
                self.assertFalse(file.exists())
        ran = self.journal.run("document", "register", CASE, "-o", self.folder / "paper.txt")
        self.assert_exit(Exit.USAGE, ran)


if __name__ == "__main__":
    unittest.main()
