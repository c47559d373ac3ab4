"""The timeline of a case as a drawing: what a browser, a screen reader, and a printer get."""

import re
import unittest
import xml.etree.ElementTree as tree

import casework
from journal import Exit, SamplesTest

SVG = "{http://www.w3.org/2000/svg}"
TWO_SIBLINGS = "23-JV-0117"
NEW_HOME = "22-JV-0232"
MARISOL, THEO = "Marisol Vega", "Theo Pruitt"


class TimelineTest(SamplesTest):
    """Who suffers: a judge who sees two months of a child's life on one page, and one of them is not there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared.restart("--rules", casework.ROOT / "deploy/rules")

    def drawn(self, case, *flags):
        return self.journal.ok("timeline", case, *flags, "--output", "-")

    def parsed(self, case, *flags):
        root = tree.fromstring(self.drawn(case, *flags))
        self.assertEqual(f"{SVG}svg", root.tag)
        return root

    def titles(self, case, *flags):
        """What each bar and each mark says about itself, with the day or days in front."""
        return [group.find(f"{SVG}title").text for group in self.parsed(case, *flags).iter(f"{SVG}g")
                if group.find(f"{SVG}title") is not None]

    def texts(self, case, *flags):
        return [text.text for text in self.parsed(case, *flags).iter(f"{SVG}text")]

    def plan(self, case):
        return self.journal.json("plan", case)["plan"]

    def test_everything_of_a_plan_is_in_the_drawing(self):
        for case in (TWO_SIBLINGS, NEW_HOME):
            plan, titles = self.plan(case), self.titles(case)
            expected = [(item["removedOn"], "in care") for item in plan["removals"]]
            expected += [(item["beganOn"], item["terms"]["withWhom"]) for item in plan["placements"]]
            expected += [(item["beganOn"], "") for item in plan.get("absences", [])]
            expected += [(item.get("heldOn") or item["set"]["heldOn"], "hearing") for item in plan["hearings"]]
            expected += [(item.get("heldOn") or item["called"]["heldOn"], "") for item in plan["meetings"]]
            expected += [(item["drawnUpOn"], f"plan {item['label']}, drawn up") for item in plan["versions"]]
            expected += [(item["on"], f"plan {version['label']}, journalized") for version in plan["versions"]
                         for item in version.get("journalEntries", [])]
            expected += [(item["filedOn"], f"complaint {item['courtNumber']}") for item in plan["complaints"]]
            expected += [(item["terms"].get("takesEffectOn") or item["madeOn"], "") for item in plan["orders"]]
            self.assertGreater(len(expected), 30)
            for day, words in expected:
                with self.subTest(case=case, day=day, words=words):
                    self.assertTrue([title for title in titles if day in title.partition(": ")[0] and words in title])

    def test_every_due_date_is_in_the_drawing(self):
        for case in (TWO_SIBLINGS, NEW_HOME):
            text = self.drawn(case)
            items = self.journal.rows("docket", case, "--all")
            self.assertGreater(len(items), 30)
            missing = [item for item in items if not re.search(
                f"{item['due']}(: | )" + re.escape(item["title"].replace("'", "&#39;")), text)]
            self.assertEqual([], missing)

    def test_it_says_in_words_what_it_shows(self):
        root = self.parsed(TWO_SIBLINGS)
        self.assertEqual("en", root.get("lang"))
        ids = {element.get("id"): element for element in root if element.get("id")}
        named = [ids[name] for name in root.get("aria-labelledby").split()]
        self.assertEqual([f"{SVG}title", f"{SVG}desc"], [element.tag for element in named])
        self.assertEqual(f"Timeline of case {TWO_SIBLINGS}", named[0].text)
        self.assert_says(named[1].text, MARISOL, THEO, "In care: 2023-01-20 – 2024-01-16 in care: reunified")

    def test_it_loads_nothing_and_runs_nothing(self):
        for element in self.parsed(NEW_HOME).iter():
            self.assertIn(element.tag.removeprefix(SVG), {"svg", "title", "desc", "style", "rect", "path", "g", "text"})
            self.assertFalse([name for name in element.attrib if name.startswith("on") or "href" in name])
        self.assertNotIn("url(", self.drawn(NEW_HOME))

    def test_the_same_question_gets_the_same_bytes(self):
        file = self.folder / "timeline.svg"
        self.journal.ok("timeline", TWO_SIBLINGS, "-o", file)
        self.assertEqual(self.drawn(TWO_SIBLINGS), file.read_text(encoding="utf-8"))
        self.assertEqual([file], list(self.folder.iterdir()), "a temporary file stayed behind")

    def test_a_file_is_replaced_only_by_force(self):
        file = self.folder / "timeline.svg"
        file.write_text("mine")
        self.assert_exit(Exit.FAILURE, self.journal.run("timeline", TWO_SIBLINGS, "-o", file))
        self.assertEqual("mine", file.read_text())
        self.journal.ok("timeline", TWO_SIBLINGS, "--force", "-o", file)
        self.assertIn("</svg>", file.read_text(encoding="utf-8"))
        self.assertEqual([file], list(self.folder.iterdir()))

    def test_a_child_can_be_chosen(self):
        texts = self.texts(TWO_SIBLINGS, "--child", THEO)
        self.assertIn(THEO, texts)
        self.assertNotIn(MARISOL, texts)
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("timeline", TWO_SIBLINGS, "--child", "Nobody", "-o", "-"))

    def test_an_earlier_day_shows_what_was_so_then(self):
        titles = self.titles(TWO_SIBLINGS, "--on", "2023-05-01")
        self.assertIn("since 2023-01-20: her aunt, Ximena Vega, relative home", titles)
        self.assertFalse([title for title in titles if "trial home visit" in title.lower() and "Shannon" in title])
        due = [text for text in titles + self.texts(TWO_SIBLINGS, "--on", "2023-05-01") if text.startswith("2023-07")]
        self.assertTrue(due, "what was due next")
        self.assertFalse([text for text in due if "(met" in text or "(missed" in text])
        self.assertIn("2023-05-01", self.texts(TWO_SIBLINGS, "--on", "2023-05-01"))

    def test_a_later_day_assumes_that_nothing_more_happens(self):
        self.assertIn(f"Timeline of case {TWO_SIBLINGS}", self.drawn(TWO_SIBLINGS, "--on", "2040-01-01"))

    def test_the_days_drawn_can_be_chosen(self):
        flags = ("--from", "2023-06-01", "--until", "2023-08-31")
        self.assert_says("\n".join(self.texts(TWO_SIBLINGS, *flags)), "June 2023", "Outside the days drawn: ")
        ran = self.journal.run("timeline", TWO_SIBLINGS, "--from", "2023-06-01", "--until", "2023-06-01", "-o", "-")
        self.assert_exit(Exit.USAGE, ran)

    def test_its_headings_are_in_the_language_asked_for(self):
        self.assertEqual("es", self.parsed(NEW_HOME, "--lang", "es").get("lang"))
        self.assert_says(self.drawn(NEW_HOME, "--lang", "es"), "Cronología del caso", ">Bajo cuidado<", "hogar de crianza")

    def test_the_case_that_an_adopted_child_left_names_nobody_of_her_new_family(self):
        import test_samples  # pylint: disable=import-outside-toplevel
        for name in test_samples.NewHomeTest.ADOPTIVE_FAMILY:
            self.assertNotIn(name, self.drawn(NEW_HOME))


if __name__ == "__main__":
    unittest.main()
