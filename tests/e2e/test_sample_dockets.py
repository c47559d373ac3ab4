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
COMMAND = re.compile(r"^\$ casejournal (.*)$", re.M)


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

    def printed(self, words):
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "140"}
        ran = subprocess.run([PROGRAM, *shlex.split(words)], env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        return RECORDED.sub("since <recorded>", ran.stdout)


if __name__ == "__main__":
    unittest.main()
