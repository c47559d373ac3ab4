"""The tests that a page tells people to run are there: a filter that matches nothing runs no test, and passes.

    python3 -m unittest discover -s tests/layering
"""

import re
import subprocess
import unittest

from test_layering import ROOT, files

PROGRAMS = ROOT / "build/release"
# A command of a page: `build/release/log_test --gtest_filter='A*:B*'`, `python3 -m unittest test_a.BTest test_c`.
FILTER = re.compile(r"build/release/(\w+) --gtest_filter='?([^\s'`|]+)")
UNITTEST = re.compile(r"python3 -m unittest((?: test_\w+(?:\.\w+)*)+)")
MODULE = re.compile(r"`(tests/\w+/test_\w+\.py)")


def matches(program, pattern):
    """Whether a test of the program, which is built, matches one part of a filter."""
    listed = subprocess.run([PROGRAMS / program, "--gtest_list_tests", f"--gtest_filter={pattern}"], capture_output=True, text=True,
                            timeout=60, check=True)
    return re.search(r"^  \S", listed.stdout, re.MULTILINE) is not None


def missing_filters(text, programs, finds):
    """What a page's filters do not find: a program that tests/run does not run, or a part that matches no test of it."""
    for program, patterns in FILTER.findall(text):
        if program not in programs:
            yield f"{program}: no such program"
            continue
        for pattern in patterns.partition("-")[0].split(":"):
            if pattern != "..." and not finds(program, pattern):
                yield f"{program}: no test is called {pattern}"


def missing_tests(text, modules):
    """What a page names of Python's tests and is not there. `modules`: the text of each, by its name."""
    for words in UNITTEST.findall(text):
        for word in words.split():
            module, *parts = word.split(".")
            if module not in modules:
                yield f"{word}: no such file"
            for kind, part in zip(("class", "def"), parts):
                if not re.search(rf"^\s*{kind} {part}\b", modules.get(module, ""), re.MULTILINE):
                    yield f"{word}: no such {kind}"


class ToldCommandsTest(unittest.TestCase):
    """Who suffers: an auditor who repeats the proof of a promise, sees it pass, and has run nothing."""

    maxDiff = None

    def test_every_filter_of_a_page_matches_a_test(self):
        rooms = re.search(r"for room in ([\w ]+); do", (ROOT / "tests/run").read_text(encoding="utf-8")).group(1)
        programs = {f"{room}_test" for room in rooms.split()}
        unbuilt = sorted(program for program in programs if not (PROGRAMS / program).exists())
        if unbuilt:
            self.skipTest(f"not built: {' '.join(unbuilt)}")
        told = [(path, text) for path, text in files(".md") if FILTER.search(text)]
        self.assertGreater(len(told), 3)
        self.assertEqual([], [f"{path}: {fault}" for path, text in told for fault in missing_filters(text, programs, matches)])

    def test_every_test_of_python_that_a_page_names_is_there(self):
        modules = {path.rpartition("/")[2].removesuffix(".py"): text for path, text in files(".py")}
        faults = []
        for path, text in files(".md"):
            faults += [f"{path}: {fault}" for fault in missing_tests(text, modules)]
            faults += [f"{path}: {named}: no such file" for named in MODULE.findall(text) if not (ROOT / named).exists()]
        self.assertEqual([], faults)


class FindingTest(unittest.TestCase):
    """The checks above can fail."""

    def test_a_filter_that_matches_nothing_is_found(self):
        page = "| `build/release/log_test --gtest_filter='Fsck*:Gone*'` | `build/release/old_test --gtest_filter='*Fsck*'` |"
        tests = {("log_test", "Fsck*")}
        self.assertEqual(["log_test: no test is called Gone*", "old_test: no such program"],
                         list(missing_filters(page, {"log_test"}, lambda *asked: asked in tests)))

    def test_a_module_a_class_and_a_method_that_are_gone_are_found(self):
        page = "`cd tests/e2e && /usr/bin/python3 -m unittest test_a.BTest.test_c test_a.GoneTest test_gone`"
        modules = {"test_a": "class BTest(Case):\n    def test_other(self):\n"}
        self.assertEqual(["test_a.BTest.test_c: no such def", "test_a.GoneTest: no such class", "test_gone: no such file"],
                         list(missing_tests(page, modules)))


if __name__ == "__main__":
    unittest.main()
