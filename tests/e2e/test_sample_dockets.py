"""The dockets of the sample cases as they are printed; read them together with deploy/samples/README.md.

    UPDATE_TRANSCRIPTS=1 python3 -m unittest test_sample_dockets      writes what is printed now
"""

import os
import re
import shlex
import subprocess
import unittest

import casework
from journal import PATIENCE_S, PROGRAM, SamplesTest
import test_samples

FOLDER = casework.ROOT / "tests/transcripts/dockets"
RECORDED = re.compile(r"since\s+\d{4}-\d\d-\d\d\s+\d\d:\d\d:\d\d\s+E[DS]T")
NAME = re.compile(r"\{(\w+)\}")
COMMAND = re.compile(r"^\$ casejournal (.*)$", re.M)


def filled(text, wording):
    """The text with the words, or else the value, of each parameter; without the parts in brackets that lack one."""
    words = {each["name"]: each.get("words") or "".join(str(one) for value in each["values"] for one in value.values())
             for each in wording.get("parameters", []) if each.get("values")}
    whole = re.sub(r"\[(.*?)\]", lambda part: part[1] if set(NAME.findall(part[1])) <= words.keys() else "", text)
    return NAME.sub(lambda name: words[name[1]], whole)


class SampleDocketsTest(SamplesTest):
    """Who suffers: a family whose dates differ from what the law and the record say."""

    maxDiff = None

    def test_each_docket_is_what_it_was(self):
        self.journal.restart("--rules", casework.ROOT / "deploy/rules")
        files = sorted(FOLDER.glob("*.txt"))
        self.assertGreater(len(files), 2)
        for path in files:
            with self.subTest(path.name):
                shown = path.read_text(encoding="utf-8")
                head = shown[:shown.index("$ ")]
                parts = [f"$ casejournal {words}\n{self.printed(words)}" for words in COMMAND.findall(shown)]
                now = head + "\n".join(parts)
                if os.environ.get("UPDATE_TRANSCRIPTS"):
                    path.write_text(now, encoding="utf-8")
                else:
                    self.assertEqual(shown, now)

    def test_the_docket_by_an_adopted_childs_old_number_names_nobody_of_her_new_family(self):
        self.journal.restart("--rules", casework.ROOT / "deploy/rules")
        page = self.printed("docket 22-JV-0231 --all")
        self.assertIn("Caleb", page)
        for name in test_samples.NewHomeTest.ADOPTIVE_FAMILY:
            self.assertNotIn(name, page)

    def test_a_client_that_fills_in_the_wordings_says_every_sentence(self):
        """Who suffers: a family that reads in its own language why a date is due, and reads something else."""
        self.journal.restart("--rules", casework.ROOT / "deploy/rules")
        texts = {wording["id"]: wording["text"] for wording in self.journal.json("catalog")["wordings"]}
        said = set()
        for case in self.journal.rows("cases"):
            for item in self.journal.rows("docket", case["caseId"], "--all"):
                for sentence in item.get("steps", []) + item.get("cautions", []):
                    wording = sentence["wording"]
                    self.assertEqual(sentence["says"], filled(texts[wording["id"]], wording))
                    said.add(wording["id"])
        self.assertGreater(len(said), 8, sorted(said))

    def printed(self, words):
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "140"}
        ran = subprocess.run([PROGRAM, *shlex.split(words)], env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        return RECORDED.sub("since <recorded>", ran.stdout)


if __name__ == "__main__":
    unittest.main()
