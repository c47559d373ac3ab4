"""The contract of each release against proto/ of today: what a client was compiled from stays.

`buf breaking` compares files, names, numbers, and types. It does not compare our options: tests/golden/contract.golden
holds those, one line for each field. tests/golden/contract_files.golden holds the rest: which file declares what, the
options of files, and what is reserved.

Who suffers: the author of a client whose next build fails, or whose program reads one field as another.
"""

import os
import pathlib
import re
import shutil
import tempfile
import unittest

from google.protobuf import descriptor_pb2

import releases
from releases import ROOT

import foreign  # pylint: disable=wrong-import-order
from journal import run  # pylint: disable=wrong-import-order

GOLDEN = ROOT / "tests/golden/contract_files.golden"
FIELDS_GOLDEN = ROOT / "tests/golden/contract.golden"
HEAD = "# The files of the contract; tests/compat/test_released_contracts.py says what for.\n"
ACCESS_EVENT = "casejournal/event/v1/access_event.proto"
CASE_EVENT = "casejournal/event/v1/case_event.proto"
FIGURES = "casejournal/v1/figures.proto"
# What a client is broken by: a name, the file, the pattern, and what it becomes.
BREAKING = [
    ("a field has another name", CASE_EVENT, r"\blate_reason = ", "late_cause = "),
    ("a field has another number", CASE_EVENT, r"\blate_reason = \d+", "late_reason = 999"),
    ("a field has another type", CASE_EVENT, r"optional string late_reason", "optional bytes late_reason"),
    ("a field is a list", CASE_EVENT, r"optional string late_reason", "repeated string late_reason"),
    ("a field is gone", CASE_EVENT, r"\n  optional string late_reason = .*?;", ""),
    ("a value is gone", ACCESS_EVENT, r"\n  DISCLOSURE_FORM_EXHIBIT = .*?;", ""),
    ("a value has another name", ACCESS_EVENT, r"DISCLOSURE_FORM_EXHIBIT", "DISCLOSURE_FORM_FILE"),
    ("a call is gone", "casejournal/v1/case_service.proto", r"\n  rpc GetFigures\(.*?;", ""),
    ("a call is a stream", "casejournal/v1/case_service.proto", r"rpc GetFigures\((\w+)\) returns \((\w+)\)",
     r"rpc GetFigures(\1) returns (stream \2)"),
    ("a file has another package for Java, Go, or C#", FIGURES, r'option csharp_namespace = ".*?"',
     'option csharp_namespace = "Other"'),
]
# What no client is broken by.
ADDING = [
    ("a field is new", CASE_EVENT, r"(\n  optional string late_reason)", r"\n  // New.\n  optional string newer = 998;\1"),
    ("a value is new", ACCESS_EVENT, r"(\n  DISCLOSURE_FORM_EXHIBIT = )", r"\n  // New.\n  DISCLOSURE_FORM_NEWER = 99;\1"),
    ("a comment has other words", FIGURES, r"\n// .*?\n", "\n// Other words.\n"),
]


def descriptors(proto=ROOT / "proto"):
    """The FileDescriptorProtos of the contract, as protoc makes them from the files in a folder."""
    with tempfile.NamedTemporaryFile(suffix=".binpb") as image:
        ran = run(["protoc", "-I", proto, "-o", image.name, *releases.contract_files()])
        if ran.exit != 0:
            raise AssertionError(ran.err)
        return descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(image.name).read_bytes()).file


def value_of(option):
    return f'"{option}"' if isinstance(option, str) else str(option).lower() if isinstance(option, bool) else str(option)


def file_lines(file):
    """What contract.golden does not say: where each thing is declared, options of the file, and what is reserved."""
    options = " ".join(sorted(f"{field.name}={value_of(value)}" for field, value in file.options.ListFields()))
    yield f"file {file.name}: {file.syntax or 'proto2'} package {file.package} {options}".rstrip()
    for index in file.public_dependency:
        yield f"public {file.name}: {file.dependency[index]}"
    for kind, found in (("message", file.message_type), ("enum", file.enum_type), ("service", file.service),
                        ("extension", file.extension)):
        for each in found:
            yield f"{kind} {file.package}.{each.name} in {file.name}"
    for message, name in messages_of(file):
        yield from reserved_lines(name, message.reserved_range, message.reserved_name, 1)
        for enum in message.enum_type:
            yield from reserved_lines(f"{name}.{enum.name}", enum.reserved_range, enum.reserved_name, 0)
    for enum in file.enum_type:
        yield from reserved_lines(f"{file.package}.{enum.name}", enum.reserved_range, enum.reserved_name, 0)


def reserved_lines(owner, ranges, names, beyond):
    """`beyond`: a range of a message ends before its last number; a range of an enum ends with it."""
    for each in ranges:
        yield f"reserved {owner}: {each.start} to {each.end - beyond}"
    for name in names:
        yield f'reserved {owner}: "{name}"'


def messages_of(file):
    """Every message with its full name, also nested ones."""
    found = [(message, f"{file.package}.{message.name}") for message in file.message_type]
    for message, name in found:
        found += [(nested, f"{name}.{nested.name}") for nested in message.nested_type]
    return found


def declared(files):
    """The beginning of the line of contract.golden for everything that the files declare."""
    for file in files:
        enums = [(enum, f"{file.package}.{enum.name}") for enum in file.enum_type]
        for message, name in messages_of(file):
            yield f"message {name}"
            yield from (f"field {name}.{field.name} = {field.number}" for field in message.field)
            enums += [(enum, f"{name}.{enum.name}") for enum in message.enum_type]
        for enum, name in enums:
            yield f"enum {name}"
            yield from (f"value {name}.{value.name} = {value.number}" for value in enum.value)
        for service in file.service:
            yield from (f"call {file.package}.{service.name}.{method.name}" for method in service.method)
        yield from (f"extend {file.package}.{field.name} = {field.number}" for field in file.extension)


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def test_files_hold_what_they_held(self):
        """With UPDATE_GOLDENS=1 in the environment, new lines are added. An existing line is removed only by hand."""
        now = sorted({line for file in descriptors() for line in file_lines(file)})
        golden = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        self.assertEqual([], sorted(set(golden) - set(now)),
                         "the contract has no longer, or otherwise; if it changes on purpose, remove the line by hand")
        if os.environ.get("UPDATE_GOLDENS") == "1":
            GOLDEN.write_text(HEAD + "".join(f"{line}\n" for line in now), encoding="utf-8")
            return
        self.assertEqual([], sorted(set(now) - set(golden)), "what is new is to be held too: run this with UPDATE_GOLDENS=1")

    def test_the_golden_contract_has_a_line_for_everything_and_for_nothing_else(self):
        """A message that no root of projections/events/contract_test.cc reaches would be held by no one."""
        lines = FIELDS_GOLDEN.read_text(encoding="utf-8").splitlines()
        held = {re.match(r"(?:field|value|extend) \S+ = -?\d+|\w+ [\w.]+", line)[0]
                for line in lines if line and not line.startswith("#")}
        now = set(declared(descriptors()))

        self.assertGreater(len(now), 2000)
        self.assertEqual([], sorted(now - held), "not in tests/golden/contract.golden")
        self.assertEqual([], sorted(held - now), "in tests/golden/contract.golden, and not in proto/")

    def test_what_programs_store_for_themselves_is_not_in_the_contract(self):
        self.assertEqual([], [file.name for file in descriptors() if "store" in file.package])
        self.assertNotIn("casejournal.store", FIELDS_GOLDEN.read_text(encoding="utf-8"))


class BreakingTest(unittest.TestCase):
    """buf runs offline once it is installed."""

    @classmethod
    def setUpClass(cls):
        foreign.install()
        cls.images = [release / "contract.binpb" for release in releases.releases()]
        if releases.CURRENT not in [image.parent.name for image in cls.images]:
            raise AssertionError(releases.MISSING)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.proto = pathlib.Path(folder.name) / "proto"
        shutil.copytree(ROOT / "proto", self.proto)

    def change(self, file, pattern, becomes):
        path = self.proto / file
        text, times = re.subn(pattern, becomes, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        self.assertEqual(1, times, f"{pattern} is not in {file}: choose another example")
        path.write_text(text, encoding="utf-8")
        self.assertTrue(descriptors(self.proto), "a contract that protoc rejects shows nothing")

    @staticmethod
    def compare(proto, image):
        return foreign.buf("breaking", proto, "--against", image, "--exclude-imports")

    def test_the_contract_breaks_no_client_of_a_release(self):
        for image in self.images:
            with self.subTest(image.parent.name):
                ran = self.compare(ROOT / "proto", image)
                self.assertEqual((0, ""), (ran.exit, ran.out + ran.err))

    def test_what_breaks_a_client_is_noticed(self):
        for what, file, pattern, becomes in BREAKING:
            with self.subTest(what):
                self.setUp()
                self.change(file, pattern, becomes)
                ran = self.compare(self.proto, self.images[-1])
                self.assertEqual(100, ran.exit, ran.out + ran.err)
                self.assertRegex(ran.out, r"deleted|changed")

    def test_a_file_that_is_gone_or_has_another_name_is_noticed(self):
        (self.proto / FIGURES).rename(self.proto / "casejournal/v1/figure.proto")
        for path in self.proto.rglob("*.proto"):
            path.write_text(path.read_text(encoding="utf-8").replace(FIGURES, "casejournal/v1/figure.proto"), encoding="utf-8")

        ran = self.compare(self.proto, self.images[-1])

        self.assertEqual(100, ran.exit, ran.out + ran.err)
        self.assertIn(FIGURES, ran.out)

    def test_what_is_added_breaks_no_one(self):
        for _, file, pattern, becomes in ADDING:
            self.change(file, pattern, becomes)
        ran = self.compare(self.proto, self.images[-1])
        self.assertEqual((0, ""), (ran.exit, ran.out + ran.err))

    def test_what_programs_store_for_themselves_may_change(self):
        for path in (self.proto / "casejournal/store").rglob("*.proto"):
            path.write_text(re.sub(r"\bstring (\w+) = ", r"bytes \1 = ", path.read_text(encoding="utf-8")), encoding="utf-8")
        ran = self.compare(self.proto, self.images[-1])
        self.assertEqual((0, ""), (ran.exit, ran.out + ran.err))


if __name__ == "__main__":
    unittest.main()
