"""Which folder may include which, and the other house rules that a tool can check.

    python3 -m unittest discover -s tests/layering

rooms.py has the table: proto <- eventstore <- projections <- services, one row for each folder. A folder that is not in the
table fails, so that a new one gets its row. CMakeLists.txt has the targets: one for each room that can stand alone.
"""

import collections
import functools
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from rooms import ROOMS, Targets  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = ("proto", "eventstore", "projections", "services")

# A test may include what tests share.
TEST_SUPPORT = {"tests/support"}

# What a pure folder must not use: a store, a network, a clock, a random source, a logger. Time is an argument.
IMPURE_INCLUDES = re.compile(r"rocksdb/|grpc|spdlog/|^chrono$|^ctime$|^(?:sys/)?time\.h$|^absl/time/clock\.h$|^random$"
                             r"|^absl/random/|^iostream$|^fstream$|^cstdio$|^thread$|^filesystem$|^unistd\.h$")
IMPURE_CALLS = re.compile(r"\babsl::Now\(|\bGetCurrentTimeNanos\(|\bclock_gettime\(|\bgettimeofday\(|\bgetenv\("
                          r"|\bstd::(?:rand|time)\(")

OPENSSL_FOLDERS = ("eventstore/seal", "eventstore/proofs", "eventstore/witnesses", "services/access",
                   "services/credentials")
ROCKSDB_FOLDERS = ("eventstore", "eventstore/commit", "eventstore/keys", "eventstore/reading", "eventstore/recovery",
                   "eventstore/storage", "projections/read_models/store")
# An append by its call, and by the request that it takes; and the references that allow it.
APPENDS = re.compile(r"\blog_?(?:\(\))?\)?(?:\.|->)Append\(|\bLogAppend\b|\b(?:AppendAndWait|AppendToJournalStream)\(")
LOG_TO_APPEND_TO = re.compile(r"(?<!const )(?<!::)\b(?:eventstore::)?(?:EventLog|Journal|CaseCache) ?[&*]")
RECORDS = ("services/recorder",)
RECORDS_OF_THE_JOURNAL = ("services/backups", "services/journal", "services/evidence")  # by what services/recorder offers
HOLDS_THE_LOG = RECORDS + RECORDS_OF_THE_JOURNAL
SPEAKS_TO_PEOPLE = ("services/server", "services/console", "services/client", "services/client/lookup", "services/client/reading",
                    "services/client/recording", "services/client/evidence", "services/client/work", "services/operate",
                    "services/casejournal", "services/witness")
GRPC_FOLDERS = ("services/grpc", "services/grpc/appends", "services/grpc/operator", "services/grpc/raw", "services/grpc/unary", "services/server", "services/client",
                "services/client/connection", "services/client/lookup",
                "services/client/reading", "services/client/recording", "services/client/evidence", "services/client/sign_in", "services/client/work",
                "services/operate")
SPEECH = re.compile(r"\bspdlog::|\b(?:std::)?f?printf\(|\bstd::(?:cout|cerr|clog)\b|\b(?:std::|_|::)?exit\(")

LINES_MAX = 600
FILES_MAX = 30
HAND_WRITTEN = (".cc", ".h", ".proto", ".py", ".js", ".sh")
NOT_OURS = {"build", "node_modules", ".git", ".cache", "__pycache__", "casejournal-data"}
# Takes no memory, not even for the names of functions: it says that there is none.
INTERRUPTS_ITSELF = {"services/casejournal/last_words.cc"}
NAMES_THAT_SAY_NOTHING = {"util", "utils", "utility", "common", "helper", "helpers", "misc"}


@functools.cache
def every_path():
    """What git would show: without the folders of others and of builds."""
    found = []
    for folder_, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [pathlib.Path(folder_) / name for name in names]
    return sorted(found)


@functools.cache
def files(*suffixes):
    """All files of the tree with one of the suffixes, by path from the root; no generated or third-party files."""
    found = []
    for path in every_path():
        relative = path.relative_to(ROOT)
        if path.is_file() and path.suffix in suffixes and not NOT_OURS & set(relative.parts):
            found.append((relative.as_posix(), path.read_text(encoding="utf-8")))
    return found


@functools.cache
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
        self.check({folder(path) for path, _ in sources()} - set(ROOMS))

    def test_arrows_between_folders_point_one_way(self):
        """proto <- eventstore <- projections <- services: each layer can be read, tested, and replaced without those
        above it."""
        findings = []
        for path, text in sources():
            here = folder(path)
            allowed = ROOMS[here].may_include | {here}
            if is_test(path, text):
                allowed = allowed | ROOMS[here].tests_may | TEST_SUPPORT
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

    def test_what_only_tests_include_is_under_tests_support(self):
        """A header that the product ships and does not use looks like a part of it."""
        production = [(path, text) for path, text in sources() if not is_test(path, text)]
        used = {header for _, text in production for _, header, _ in includes(text)}
        used |= {header for path, text in files(".cc", ".h") if path.startswith(("tests/bench/", "tests/docket/"))
                 for _, header, _ in includes(text)}
        self.check(path for path, _ in production if path.endswith(".h") and path not in used)

    def test_calls_that_a_signal_interrupts_are_made_in_one_place(self):
        """A file that cannot be opened because a monitoring program looked at the process, once in a year."""
        interrupted = re.compile(r"(?<![\w:])::(?:open|fsync|fdatasync|rename\w*|p?write|p?read|ftruncate|flock|fallocate|dup|unlink"
                                 r"|opendir|statvfs)\(|\bstd::rename\(")
        self.check(f"{path}:{number}: {line.strip()}" for path, text in sources()
                   if not is_test(path, text) and not path.startswith("eventstore/system/") and path not in INTERRUPTS_ITSELF
                   for number, line in enumerate(text.splitlines(), start=1)
                   if interrupted.search(line) and "UntilNotInterrupted" not in line)

    def test_the_table_has_no_way_round_in_a_circle(self):
        """A table that allows A -> B and B -> A would allow everything."""
        def reaches(start, goal, seen):
            if start in seen:
                return False
            seen.add(start)
            return any(next_ == goal or reaches(next_, goal, seen) for next_ in ROOMS[start].may_include if next_ in ROOMS)

        self.check(f"{name} reaches itself" for name in ROOMS if reaches(name, name, set()))

    def test_a_row_allows_what_is_used_and_says_what_is_not_allowed(self):
        """A row that allows everything is not a rule."""
        used = {name: set() for name in ROOMS}
        for path, text in sources():
            used[folder(path)] |= {owner(header) for _, header, _ in includes(text) if owner(header)}
        findings = [f"{name} may include {other} and does not" for name, row in ROOMS.items()
                    for other in (row.may_include | row.tests_may) - used[name]]
        findings += [f"{name}: its row does not say what it may not do" for name, row in ROOMS.items()
                     if not row.never.endswith(".")]
        self.check(findings)

    def test_each_folder_is_compiled_once(self):
        """Sources that two targets compile by path can differ between two programs."""
        targets = Targets((ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
        self.check(f"{name}: compiled by {targets.of_folder(name)}" for name in ROOMS
                   if len(targets.of_folder(name)) != 1 and name != "services/casejournal")

    def test_a_target_links_what_its_folders_include(self):
        """An include without a link works until somebody links the target alone."""
        targets = Targets((ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
        findings = []
        for name, row in ROOMS.items():
            for other in row.may_include - {"casejournal"}:
                for here in targets.of_folder(name):
                    there = targets.of_folder(other)[0]
                    if there != here and there not in targets.reached_by(here):
                        findings.append(f"{name} includes {other}: {here} does not link {there}")
        self.check(findings)

    def test_what_others_run_links_no_database_and_no_server(self):
        """A court that checks an exhibit, or witnesses a journal, runs none of the journal."""
        targets = Targets((ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
        never = {
            "proofs": {"RocksDB::rocksdb-shared", "casejournal_proto", "records", "log"},
            "records": {"RocksDB::rocksdb-shared", "casejournal_proto", "log"},
            "case": {"RocksDB::rocksdb-shared", "casejournal_grpc", "log"},
            "admission": {"RocksDB::rocksdb-shared", "casejournal_grpc", "log"},
            "pages": {"RocksDB::rocksdb-shared", "casejournal_grpc", "log"},
            "exhibit": {"RocksDB::rocksdb-shared", "casejournal_grpc", "log"},
            "verify": {"RocksDB::rocksdb-shared", "casejournal_grpc", "log", "server"},
            "client": {"RocksDB::rocksdb-shared", "log", "server"},
            "casejournal-witness": {"RocksDB::rocksdb-shared", "casejournal_proto", "records", "log", "server"},
        }
        self.check(f"{name} links {link}" for name, links in never.items()
                   for link in links & targets.reached_by(name))

    def test_no_folder_has_more_files_than_a_reader_can_oversee(self):
        """Nobody finds the file to change among a hundred."""
        count = collections.Counter(folder(path) for path, text in sources() if not is_test(path, text))
        self.check(f"{name}: {files_there} files; the limit is {FILES_MAX}" for name, files_there in count.items()
                   if files_there > FILES_MAX)

    def test_the_event_store_knows_no_case(self):
        """The log must be readable as long as records are kept, whatever happens to the messages in it."""
        self.check(f"{path}:{line}: {header}" for path, text in sources() if path.startswith("eventstore/")
                   for line, header, _ in includes(text) if header.startswith("casejournal/") or ".pb.h" in header)

    def test_pure_folders_have_no_store_network_clock_chance_or_logger(self):
        """A fold or a rule that reads a clock gives another answer on the day of the appeal."""
        findings = []
        for path, text in sources():
            if not ROOMS[folder(path)].pure or is_test(path, text):
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
                known = {"rocksdb": ROCKSDB_FOLDERS, "openssl": OPENSSL_FOLDERS, "grpcpp": GRPC_FOLDERS}.get(header.split("/")[0])
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

    def test_every_append_to_the_log_is_in_the_recorder(self):
        """The only write path is only one if no other folder writes: it stamps who, by which rules, and in which schema."""
        findings = []
        for path, text in sources():
            if path.startswith("eventstore/") or folder(path) in RECORDS or is_test(path, text):
                continue
            findings += [f"{path}: {call}" for call in APPENDS.findall(without_comments(text))
                         if not (call.startswith("AppendToJournalStream") and folder(path) in RECORDS_OF_THE_JOURNAL)]
        self.check(findings)

    def test_who_only_reads_has_no_log_to_append_to(self):
        """A question that can write is one edit away from an answer that changes the record."""
        self.check(f"{path}: {log}" for path, text in sources()
                   if not (path.startswith("eventstore/") or folder(path) in HOLDS_THE_LOG or is_test(path, text))
                   for log in LOG_TO_APPEND_TO.findall(without_comments(text)))

    def test_one_switch_over_event_types_in_the_whole_project(self):
        """A new event type would be forgotten in a second switch."""
        switch = re.compile(r"switch\s*\([^;{]*body_case\(\)")
        switches = {path for path, text in files(".cc", ".h") if switch.search(text)}
        self.check(switches ^ {"projections/events/visit_body.h"})

    def test_no_json_of_a_newer_release_is_read_in_part(self):
        """The option also leaves out names of values that the program does not know: a label, or half of a signed text."""
        self.check(path for path, text in files(".cc", ".h")
                   if re.search(r"ignore_?unknown_?fields", without_comments(text), re.IGNORECASE))

    def test_no_folder_or_file_is_named_for_nothing(self):
        """Code in "util" has no owner."""
        findings = []
        for path, _ in files(*HAND_WRITTEN):
            words = [word for part in path.split("/") for word in re.split(r"[._-]", part)]
            findings += [path] if NAMES_THAT_SAY_NOTHING & set(words) else []
        self.check(findings)

    def test_no_file_is_longer_than_the_wall(self):
        """No one reads 600 lines before changing one of them."""
        findings = [f"{path}: {lines} lines; the limit is {LINES_MAX}" for path, text in files(*HAND_WRITTEN)
                    if (lines := text.count("\n")) > LINES_MAX]
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
