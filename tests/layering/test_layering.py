"""Which folder may include which, and the other house rules that a tool can check.

    python3 -m unittest discover -s tests/layering

The order of the table is proto <- eventstore <- projections <- services, and within services from the rules up to the
server. A folder that is not in the table fails, so that a new folder gets a line with a reason.
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = ("proto", "eventstore", "projections", "services")

# Folder -> the folders of this project that its files may include, in addition to itself. Generated code is
# "casejournal".
EVENTSTORE = {"eventstore", "eventstore/seal", "eventstore/tree"}
PROJECTIONS = {"projections/docket", "projections/entries", "projections/events", "projections/findings", "projections/history", "projections/plan",
               "projections/register", "projections/words", "projections/worker", "projections/zone"}
MAY_INCLUDE = {
    "eventstore/tree": set(),
    "eventstore/seal": {"eventstore/tree"},
    "eventstore/internal": EVENTSTORE,
    "eventstore": EVENTSTORE | {"eventstore/internal"},
    "projections/events": {"casejournal", "eventstore"},
    "projections/entries": {"casejournal", "eventstore", "projections/events"},
    "projections/words": {"casejournal", "projections/events"},
    # The journal's time zone, created from the offsets that it recorded.
    "projections/zone": {"casejournal", "projections/words"},
    "projections/plan": {"casejournal", "eventstore", "eventstore/tree", "projections/entries", "projections/events"},
    "projections/register": {"casejournal", "projections/entries", "projections/events", "projections/plan",
                             "projections/words"},
    "projections/findings": {"casejournal", "projections/entries", "projections/events", "projections/plan",
                             "projections/words"},
    "projections/docket": {"casejournal", "eventstore", "projections/entries", "projections/events"},
    "projections/history": {"casejournal", "projections/entries", "projections/events", "projections/plan",
                            "projections/register", "projections/words"},
    "projections/worker": {"casejournal"} | EVENTSTORE | PROJECTIONS - {"projections/worker"},
    "services/rules": {"casejournal", "eventstore", "projections/entries", "projections/events", "projections/findings",
                       "projections/plan"},
    # Texts for people, created from answers: plans, tables, exhibits.
    "services/pages": {"casejournal", "projections/entries", "projections/events", "projections/words", "projections/zone"},
    # A file that proves itself: written by the server, checked by anyone.
    "services/exhibit": {"casejournal", "services/pages"} | EVENTSTORE | PROJECTIONS - {"projections/worker"},
    "services/journal": {"casejournal"} | EVENTSTORE | PROJECTIONS,
    "services/recorder": {"casejournal", "services/journal", "services/rules"} | EVENTSTORE | PROJECTIONS,
    # What others state about the journal's checkpoints, and what recipients of its records are told.
    "services/evidence": {"casejournal", "services/journal"} | EVENTSTORE,
    "services/queries": {"casejournal", "services/evidence", "services/exhibit", "services/journal", "services/pages", "services/recorder", "services/rules"} | EVENTSTORE | PROJECTIONS,
    "services/grpc": {"casejournal", "services/queries", "services/recorder", "services/rules"},
    # Addresses as given on the command line: of the server, the witness, and the journal that a client connects to.
    "services/net": set(),
    "services/server": {"casejournal", "projections/worker", "services/evidence", "services/grpc", "services/journal", "services/net", "services/queries",
                        "services/recorder"},
    # The tools of `casejournal bench`, and the baselines that it compares with.
    "services/bench": {"casejournal", "eventstore", "eventstore/tree", "projections/entries", "projections/words", "services/grpc", "services/journal", "services/queries"},
    # A client of the API; the names of events and the hashes of proofs are the same on both sides of it.
    "services/cli": {"casejournal", "projections/docket", "projections/entries", "projections/events", "projections/plan", "projections/words", "projections/worker", "projections/zone",
                     "services/bench", "services/evidence", "services/exhibit", "services/journal", "services/net", "services/pages", "services/server"} | EVENTSTORE,
    # A separate program, for others than the journal's operator.
    "services/witness": EVENTSTORE | {"services/net"},
}

# A test may include more of its own layer, and what tests share.
TESTS_TOO = {
    "services/server": {"projections/events", "services/exhibit"} | EVENTSTORE,
    "projections/plan": {"projections/history", "projections/worker"},
}
TEST_SUPPORT = {"tests/support"}

PURE = ("eventstore/tree", "eventstore/seal", "projections/events", "projections/entries", "projections/plan",
        "projections/words", "projections/docket", "projections/findings", "projections/history", "projections/register", "services/rules")
# What a pure folder must not use: a store, a network, a clock, a random source, a logger. Time is an argument.
IMPURE_INCLUDES = re.compile(r"rocksdb/|grpc|spdlog/|^chrono$|^ctime$|^(?:sys/)?time\.h$|^absl/time/clock\.h$|^random$"
                             r"|^absl/random/|^iostream$|^fstream$|^cstdio$|^thread$|^filesystem$|^unistd\.h$")
IMPURE_CALLS = re.compile(r"\babsl::Now\(|\bGetCurrentTimeNanos\(|\bclock_gettime\(|\bgettimeofday\(|\bgetenv\("
                          r"|\bstd::(?:rand|time)\(")

OPENSSL_FOLDERS = ("eventstore/seal", "eventstore/tree")
ROCKSDB_FOLDERS = ("eventstore", "eventstore/internal", "projections/worker", "services/bench")
SPEAKS_TO_PEOPLE = ("services/server", "services/cli", "services/bench", "services/witness")
SPEECH = re.compile(r"\bspdlog::|\b(?:std::)?f?printf\(|\bstd::(?:cout|cerr|clog)\b|\b(?:std::|_|::)?exit\(")

LINES_MAX = 600
# Files that are already longer must not grow. A file that gets shorter lowers its number, and at the limit it leaves
# the list.
LONGER_ALREADY = {
    "projections/docket/federal_clocks_test.cc": 638,
    "projections/docket/ohio_clocks_test.cc": 640,
}
HAND_WRITTEN = (".cc", ".h", ".proto", ".py", ".js", ".sh")
NOT_OURS = {"build", "node_modules", ".git", ".cache", "__pycache__", "casejournal-data"}
NAMES_THAT_SAY_NOTHING = {"util", "utils", "utility", "common", "helper", "helpers", "misc"}


def files(*suffixes):
    """All files of the tree with one of the suffixes, by path from the root; no generated or third-party files."""
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if path.is_file() and path.suffix in suffixes and not NOT_OURS & set(relative.parts):
            yield relative.as_posix(), path.read_text(encoding="utf-8")


def sources():
    return [(path, text) for path, text in files(".cc", ".h") if path.split("/")[0] in LAYERS]


def folder(path):
    return path.rpartition("/")[0]


FOR_TESTS_ONLY = re.compile(r'^#include ["<](?:gtest/|gmock/|tests/)', re.MULTILINE)


def is_test(path, text):
    """A test, or a header that several tests of a folder share."""
    return path.endswith("_test.cc") or path.startswith("tests/") or (
        path.endswith(".h") and FOR_TESTS_ONLY.search(text) is not None)


def without_comments(text):
    return re.sub(r"//[^\n]*", "", text)


def includes(text):
    """Yield the line number, the header, and whether it is in double quotes (of this project, or generated)."""
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', text, re.MULTILINE):
        yield text.count("\n", 0, match.start()) + 1, match[2], match[1] == '"'


def owner(header):
    """The folder of this project that a header belongs to, "casejournal" for generated headers, or None for third-party
    ones."""
    top = header.split("/")[0]
    if top == "casejournal":
        return "casejournal"
    return folder(header) if top in LAYERS or top == "tests" else None


class LayeringTest(unittest.TestCase):
    """Who suffers: a person who must change one layer and finds that all of them have grown together."""

    maxDiff = None

    def check(self, findings):
        self.assertEqual([], sorted(findings))

    def test_every_folder_with_code_is_in_the_table(self):
        """A folder that is not in the table could include anything."""
        self.check({folder(path) for path, _ in sources()} - set(MAY_INCLUDE))

    def test_arrows_between_folders_point_one_way(self):
        """proto <- eventstore <- projections <- services: each layer can be read, tested, and replaced without those
        above it."""
        findings = []
        for path, text in sources():
            here = folder(path)
            allowed = MAY_INCLUDE.get(here, set()) | {here}
            if is_test(path, text):
                allowed = allowed | TESTS_TOO.get(here, set()) | TEST_SUPPORT
            for line, header, _ in includes(text):
                target = owner(header)
                if target is not None and target not in allowed:
                    findings.append(f"{path}:{line}: {here} must not include {header}")
        self.check(findings)

    def test_only_tests_include_what_is_for_tests(self):
        """A program that links its tests' builders could record what no one did."""
        shared = {path for path, text in files(".h") if is_test(path, text)}
        self.check(f"{path}:{line}: {header}" for path, text in sources() if not is_test(path, text)
                   for line, header, _ in includes(text)
                   if header in shared or header.startswith(("gtest/", "gmock/", "tests/")))

    def test_the_table_has_no_way_round_in_a_circle(self):
        """A table that allows A -> B and B -> A would allow everything."""
        def reaches(start, goal, seen):
            if start in seen:
                return False
            seen.add(start)
            return any(next_ == goal or reaches(next_, goal, seen) for next_ in MAY_INCLUDE.get(start, ()))

        self.check(f"{name} reaches itself" for name in MAY_INCLUDE
                   if name != "eventstore" and name != "eventstore/internal" and reaches(name, name, set()))

    def test_the_event_store_knows_no_case(self):
        """The log must be readable as long as records are kept, whatever happens to the messages in it."""
        self.check(f"{path}:{line}: {header}" for path, text in sources() if path.startswith("eventstore/")
                   for line, header, _ in includes(text) if header.startswith("casejournal/") or ".pb.h" in header)

    def test_pure_folders_have_no_store_network_clock_chance_or_logger(self):
        """A fold or a rule that reads a clock gives another answer on the day of the appeal."""
        findings = []
        for path, text in sources():
            if folder(path) not in PURE or is_test(path, text):
                continue
            findings += [f"{path}:{line}: {header}" for line, header, _ in includes(text)
                         if IMPURE_INCLUDES.search(header)]
            findings += [f"{path}: {call}" for call in IMPURE_CALLS.findall(without_comments(text))]
        self.check(findings)

    def test_foreign_libraries_stay_where_they_are_known(self):
        """Each of RocksDB and OpenSSL can be replaced in one place."""
        findings = []
        for path, text in sources():
            for line, header, _ in includes(text):
                known = {"rocksdb": ROCKSDB_FOLDERS, "openssl": OPENSSL_FOLDERS}.get(header.split("/")[0])
                if known is not None and folder(path) not in known and not is_test(path, text):
                    findings.append(f"{path}:{line}: {header}")
        self.check(findings)

    def test_only_the_server_and_the_command_line_speak_log_or_exit(self):
        """A library that exits also ends the journal's other callers; one that logs may print a family's name."""
        findings = []
        for path, text in sources():
            if folder(path) in SPEAKS_TO_PEOPLE or is_test(path, text):
                continue
            findings += [f"{path}: {word.strip()}" for word in SPEECH.findall(without_comments(text))]
        self.check(findings)

    def test_one_switch_over_event_types_in_the_whole_project(self):
        """A new event type would be forgotten in a second switch."""
        switch = re.compile(r"switch\s*\([^;{]*body_case\(\)")
        switches = {path for path, text in files(".cc", ".h") if switch.search(text)}
        self.check(switches ^ {"projections/events/visit_body.h"})

    def test_no_folder_or_file_is_named_for_nothing(self):
        """Code in "util" has no owner."""
        findings = []
        for path, _ in files(*HAND_WRITTEN):
            words = [word for part in path.split("/") for word in re.split(r"[._-]", part)]
            findings += [path] if NAMES_THAT_SAY_NOTHING & set(words) else []
        self.check(findings)

    def test_no_file_is_longer_than_the_wall(self):
        """No one reads 600 lines before changing one of them."""
        findings = []
        for path, text in files(*HAND_WRITTEN):
            lines = text.count("\n")
            limit = LONGER_ALREADY.get(path, LINES_MAX)
            if lines > limit:
                findings.append(f"{path}: {lines} lines; the limit is {limit}")
            elif path in LONGER_ALREADY and lines < limit:
                findings.append(f"{path}: now {lines} lines: lower its number to that, or take it off the list")
        self.check(findings)

    def test_every_header_is_guarded_by_its_own_path(self):
        """With the same guard in two headers, the second is silently ignored."""
        findings = []
        for path, text in files(".h"):
            guard = "CASEJOURNAL_" + re.sub(r"[^A-Z0-9]", "_", path.upper()) + "_"
            if f"#ifndef {guard}\n#define {guard}\n" not in text or not text.rstrip().endswith(f"#endif  // {guard}"):
                findings.append(f"{path}: {guard}")
        self.check(findings)


if __name__ == "__main__":
    unittest.main()
