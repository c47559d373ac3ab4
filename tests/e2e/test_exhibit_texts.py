"""An exhibit without a label gives the rest of a plan version that rests on labeled entries, and it can be checked."""

import html
import json
import re
import unittest

from exhibits import OPENED_BY, ExhibitTest, disclosure_in, nested, repacked, unpack
from journal import SamplesTest

ON_HER_OWN = "944217e1-d91f-48d7-9ec0-a7e832c00030"
VERSION = 52  # the entry that draws up version 1.0
TEXT = f"texts/{VERSION:06}.json"
HEADING = "Texts of which parts were left out"


class ExhibitTextsTest(ExhibitTest, SamplesTest):
    """Who suffers: a court that gets no plan, because one line of it is about a child's eyes; and a child whose diagnosis
    goes to everyone who gets the plan."""

    def page(self, made):
        return html.unescape(made.files["exhibit.html"].decode())

    def digest(self):
        versions = self.journal.json("plan", ON_HER_OWN)["plan"]["versions"]
        self.assertEqual(1, len(versions))
        return versions[0]["digest"]

    def test_the_rest_of_a_text_is_given_without_its_entry(self):
        made = self.make(ON_HER_OWN, "--whole-case")
        parts = json.loads(made.files[TEXT])["parts"]
        withheld = [number for number, part in enumerate(parts) if "withheld" in part]
        text = "".join(part["text"] for part in parts if "text" in part)
        page = self.page(made)

        self.assertNotIn(f"events/{VERSION:06}.json", made.files)
        self.assertTrue(withheld)
        self.assertEqual(list(range(len(parts) - len(withheld), len(parts))), withheld, "labeled parts stand last")
        self.assertIn("a home of her own", text)
        self.assertIn(HEADING, page)
        self.assertIn("At eighteen Keisha lives in a home of her own", page)
        self.assertRegex(page, r"parts of this text are\s+withheld from you")
        with self.subTest("nothing of the labeled entries is in the file"):
            for word in ("short-sighted", "anxiety", "Dr. Amara Osei", "GRADE_11", "grade 11", "2009-03-26"):
                for path, content in made.files.items():
                    if path != "schema.binpb":  # it has the names of all codes
                        self.assertNotIn(word.encode(), content, path)
        with self.subTest("the digest is the one that was signed"):
            signed = json.loads(made.files[f"events/{VERSION + 2:06}.json"])["event"]["caseEvent"]["planSigned"]
            self.assertEqual(self.digest(), signed["digest"])
            given = nested(disclosure_in(made.files["disclosure.json"]), 19)
            self.assertEqual(VERSION, given[1][0])

    def test_a_label_that_is_opened_gives_more_parts(self):
        def withheld(*labels):
            words = [word for label in labels for word in ("--with-label", label)]
            made = self.make(ON_HER_OWN, "--whole-case", *words, *(("--authority", OPENED_BY) if words else ()))
            return made.files[TEXT].count(b'"withheld"') if TEXT in made.files else None

        self.assertLess(withheld("health"), withheld())
        self.assertIn("short-sighted", self.page(self.make(ON_HER_OWN, "--whole-case", "--with-label", "health", "--authority", OPENED_BY)))
        self.assertIsNone(withheld("health", "education", "adoption"), "with all labels the entry is given")

    def test_both_verifiers_reject_every_change_of_a_text(self):
        made = self.make(ON_HER_OWN, "--whole-case")
        key = self.key_of(self.journal)

        def changed(change):
            text = json.loads(made.files[TEXT])
            change(text["parts"])
            return repacked({**made.files, TEXT: (json.dumps(text, indent=2, ensure_ascii=False) + "\n").encode()})

        def other_words(parts):
            parts[0]["text"] = parts[0]["text"].replace("Keisha", "Kelsha")

        def other_labels(parts):
            parts[0]["labels"] = [4]

        def one_more_withheld(parts):
            parts[0] = {"withheld": parts[-1]["withheld"]}

        def one_less(parts):
            parts.pop()

        for change, says in ((other_words, "does not have the digest"), (other_labels, "does not have the digest"),
                             (one_more_withheld, "withholds other parts"), (one_less, "withholds other parts")):
            with self.subTest(change=change.__name__):
                self.assert_refused(changed(change), key, says, what=change.__name__)
        with self.subTest("no text"):
            self.assert_refused(repacked({path: content for path, content in made.files.items() if path != TEXT}), key,
                                "has other texts than the disclosure lists")
        with self.subTest("the text of an entry that is given"):
            self.assert_refused(repacked({**made.files, "texts/000002.json": made.files[TEXT]}), key,
                                "has other texts than the disclosure lists")
        with self.subTest("it can be opened by anybody's tools"):
            self.assertTrue(re.fullmatch(r"\{.*\}\n", unpack(made.data)[TEXT].decode(), re.DOTALL))

    def test_an_exhibit_is_one_disclosure_and_a_preview_is_none(self):
        def disclosures():
            return self.journal.rows("events", ON_HER_OWN, "--access")

        before = disclosures()
        self.journal.ok("exhibit", ON_HER_OWN, "--whole-case", "--preview")
        self.assertEqual(before, disclosures())
        said = self.journal.ok("exhibit", ON_HER_OWN, "--whole-case", "--output", self.folder / "given.zip")
        self.assertEqual(before, disclosures()[:-1])
        self.assertRegex(said, r", recorded \d{4}-\d\d-\d\d")

    def test_what_was_given_can_be_fetched_again_until_it_is_labeled(self):
        made = self.make(ON_HER_OWN, "--whole-case")
        revision = self.journal.rows("events", ON_HER_OWN, "--access")[-1]["revision"]
        again = self.make(ON_HER_OWN, "--again", revision)

        self.assertEqual(made.files[TEXT], again.files[TEXT])


if __name__ == "__main__":
    unittest.main()
