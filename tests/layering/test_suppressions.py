"""What the sanitizers are told not to report.

    python3 -m unittest discover -s tests/layering
"""

import re
import unittest

from test_layering import files

KINDS = {"race", "race_top", "deadlock", "mutex", "signal", "thread", "leak"}


class SuppressionsTest(unittest.TestCase):
    """Who suffers: a person whose race is hidden by a line that was written for another."""

    def test_each_names_one_library_function_with_its_reason(self):
        findings = []
        for path, text in files(".supp"):
            before = ""
            for number, line in enumerate(text.splitlines(), start=1):
                if line and not line.startswith("#"):
                    kind, _, name = line.partition(":")
                    if kind not in KINDS:
                        findings.append(f"{path}:{number}: unknown kind {kind}")
                    if not re.fullmatch(r"\^?[A-Za-z_]\w*(::~?\w+)*\$?", name):
                        findings.append(f"{path}:{number}: {name} is not the full name of one function")
                    if "casejournal" in name:
                        findings.append(f"{path}:{number}: {name} is ours")
                    if not before.startswith("#"):
                        findings.append(f"{path}:{number}: no reason above it")
                before = line
        self.assertEqual([], findings)


if __name__ == "__main__":
    unittest.main()
