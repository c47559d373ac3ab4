"""The tests that a page tells people to run are there: a filter that matches nothing runs no test, and passes.

    python3 -m unittest discover -s tests/layering
"""

import fnmatch
import re
import unittest

from test_layering import ROOT, files

# A command of a page: `build/release/log_test --gtest_filter='A*:B*'`, `python3 -m unittest test_a.BTest test_c`.
FILTER = re.compile(r"build/release/(\w+) --gtest_filter='?([^\s'`|]+)")
UNITTEST = re.compile(r"python3 -m unittest((?: test_\w+(?:\.\w+)*)+)")
MODULE = re.compile(r"`(tests/\w+/test_\w+\.py)")
TEST = re.compile(r"^\s*(?:TYPED_)?TEST(_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)


def google_tests():
    """The names of all tests that are compiled. One with parameters has any prefix, and any value."""
    names = set()
    for _, text in files(".cc"):
        for kind, suite, name in TEST.findall(text):
            names.add(f"Any/{suite}.{name}/0" if kind == "_P" else f"{suite}.{name}")
    for target in re.findall(r"^casejournal_fuzz\((\w+)", (ROOT / "tests/fuzz/CMakeLists.txt").read_text(), re.MULTILINE):
        names.add(f"Fuzz.{target}")
    return names


def missing_filters(text, programs, names):
    """What a page's filters do not find: a program that tests/run does not run, or a part that matches no test."""
    for program, patterns in FILTER.findall(text):
        if program not in programs:
            yield f"{program}: no such program"
        for pattern in patterns.split(":"):
            if pattern != "..." and not any(fnmatch.fnmatchcase(name, pattern) for name in names):
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
        names = google_tests()
        self.assertGreater(len(names), 2000)
        told = [(path, text) for path, text in files(".md") if FILTER.search(text)]
        self.assertGreater(len(told), 3)
        self.assertEqual([], [f"{path}: {fault}" for path, text in told for fault in missing_filters(text, programs, names)])

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
        self.assertEqual(["log_test: no test is called Gone*", "old_test: no such program"],
                         list(missing_filters(page, {"log_test"}, {"FsckTest.Names"})))

    def test_a_module_a_class_and_a_method_that_are_gone_are_found(self):
        page = "`cd tests/e2e && /usr/bin/python3 -m unittest test_a.BTest.test_c test_a.GoneTest test_gone`"
        modules = {"test_a": "class BTest(Case):\n    def test_other(self):\n"}
        self.assertEqual(["test_a.BTest.test_c: no such def", "test_a.GoneTest: no such class", "test_gone: no such file"],
                         list(missing_tests(page, modules)))


if __name__ == "__main__":
    unittest.main()
