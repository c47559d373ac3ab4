"""The clients for Node.js and Python, and the names of the client for C#. compiled_clients.py has Java and Go."""

import collections
import json
import pathlib
import re
import shutil
import tarfile
import tempfile
import unittest

import client_packages
import journal
from client_packages import CLIENTS, ROOT, ClientPackageTest

TYPESCRIPT = ["--module", "nodenext", "--target", "es2022", "--strict", "--types", "node"]
# Members that every C# object has, or every message that protoc generates.
CSHARP_MEMBERS = {"Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "Finalize", "Clone",
                  "CalculateSize", "Descriptor", "MergeFrom", "Parser", "WriteTo"}


class TypeScriptTest(ClientPackageTest):
    def install(self):
        """A program of its own that has the package and what the package says that it needs. Returns its folder."""
        package = pathlib.Path(client_packages.build("typescript"))
        self.built = package.parent
        program = self.folder / "program"
        installed = program / "node_modules/casejournal-client"
        installed.mkdir(parents=True)
        with tarfile.open(package) as archive:
            for member in archive.getmembers():
                member.name = member.name.removeprefix("package/")
                archive.extract(member, installed)
        self.package = json.loads((installed / "package.json").read_text(encoding="utf-8"))
        for name in [*self.package["dependencies"], "@types/node", "undici-types"]:
            link = program / "node_modules" / name
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(self.built / "node_modules" / name)
        (program / "package.json").write_text('{"type": "module"}')
        return program

    def test_the_package_opens_a_case_is_rejected_reads_the_plan_and_follows_the_journal(self):
        program = self.install()
        shutil.copy(program / "node_modules/casejournal-client/example.ts", program)
        shutil.copy(ROOT / "tests/foreign/npm_package/promises.ts", program)
        text = (program / "example.ts").read_text(encoding="utf-8")

        compiled = journal.run(["env", "-C", program, self.built / "node_modules/.bin/tsc", *TYPESCRIPT, "example.ts",
                                "promises.ts"], timeout=client_packages.BUILDING_S)

        self.assertEqual((0, "", ""), tuple(compiled))
        self.assertLessEqual(len(text.splitlines()), 100)
        self.assertIn(" ".join(TYPESCRIPT), text)
        # The test asks for an address and not for a name, which node remarks upon.
        self.run_example("node", program / "example.js", code="FailedPrecondition", env={"NODE_NO_WARNINGS": "1"},
                         address=f"https://{self.journal.address}",
                         more=[f"entry {position}: {type_} by Grace Bell" for position, type_ in enumerate(
                             ["CaseOpened", "ParticipantJoined", "GoalEstablished", "ObjectiveAdded"], self.journal.entries_at_start)])
        with self.subTest("what the package promises"):
            ran = journal.run(["node", program / "promises.js"])
            self.assertEqual({"retryAfter": "7", "dead": "Unavailable", "bytesKept": True, "choice": "undefined",
                              "annotation": "PARTICIPANT",
                              "packages": ["casejournal.eventlog.v1.RecordedEvent", "casejournal.rules.v1.RuleSet"]},
                             json.loads(ran.out or "null"), ran.err)
        with self.subTest("the version is the program's, and the README names all modules"):
            self.assertEqual(journal.run([journal.PROGRAM, "--version"]).out.split()[1], self.package["version"])
            readme = (CLIENTS / "typescript/README.md").read_text(encoding="utf-8")
            named = re.findall(r"^\| `casejournal-client(\S*)` ", readme, re.MULTILINE)
            self.assertEqual(list(self.package["exports"]), [f".{name}" for name in named])
        with self.subTest("without a server"):
            self.assert_fails_without_a_server("node", program / "example.js", address=f"https://{self.journal.address}")


class PythonTest(ClientPackageTest):
    def test_the_modules_open_a_case_are_rejected_and_read_the_plan(self):
        modules = client_packages.build("python")

        self.run_example("/usr/bin/python3", CLIENTS / "python/example.py", code="FAILED_PRECONDITION",
                         env={"PYTHONPATH": modules})


class CSharpTest(unittest.TestCase):
    """Debian has no C# compiler with Protobuf's library, and no gRPC plugin for C#: the messages are generated, and their
    names are checked by the rules of the language that a contract can break."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        protos = sorted(str(path) for path in (ROOT / "proto").rglob("*.proto"))
        ran = journal.run(["protoc", "-I", ROOT / "proto", f"--csharp_out={folder.name}", "--csharp_opt=base_namespace=",
                           *protos])
        if ran.exit != 0:
            raise AssertionError(ran.err)
        cls.generated = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(folder.name).rglob("*.cs"))]

    def test_every_file_of_the_contract_is_generated(self):
        self.assertEqual(len(list((ROOT / "proto").rglob("*.proto"))), len(self.generated))

    def test_no_member_has_the_name_of_its_class_of_another_member_or_of_every_object(self):
        classes = {}
        for text in self.generated:
            classes |= members_of(text)

        self.assertGreater(len(classes), 300)
        self.assertEqual([], faults_of_names(classes))

    def test_the_check_can_fail(self):
        text = ("namespace A {\n  public sealed partial class Goal : pb::IMessage<Goal>\n  {\n"
                "    public string Goal {\n    }\n    public int Clone {\n    }\n    public int Kind {\n    }\n"
                "    public enum Kind {\n    }\n  }\n}\n")

        self.assertEqual(["A.Goal.Goal: the name of its class", "A.Goal.Clone: every message has it",
                          "A.Goal.Kind: twice"], faults_of_names(members_of(text)))


def members_of(text):
    """The names that protoc declares in each class and enum of a C# file, by the full name of the class."""
    found = {}
    within = [(-1, re.search(r"^namespace ([\w.]+)", text, re.MULTILINE)[1])]
    for line in text.splitlines():
        declared = re.match(r"( *)public (?:(?:sealed|static|partial|const) )*(?:(class|enum) (\w+)|[\w:.<>, ]+ (\w+) [{=])", line)
        value = re.match(r"( *)\[pbr::OriginalName\(\"\w+\".*?\)\] (\w+) = ", line)
        if declared is None and value is None:
            continue
        indent = len((declared or value)[1])
        while within[-1][0] >= indent:
            within.pop()
        name = value[2] if value else declared[3] or declared[4]
        found.setdefault(within[-1][1], []).append(name)
        if declared and declared[2]:
            # protoc puts nested types into a class `Types`, which is written with one more indent.
            within.append((indent, f"{within[-1][1]}.{name}"))
            found.setdefault(within[-1][1], [])
    return found


def faults_of_names(classes):
    faults = []
    for owner, names in classes.items():
        for name, times in collections.Counter(names).items():
            if name == owner.rpartition(".")[2]:
                faults.append(f"{owner}.{name}: the name of its class")
            elif name in CSHARP_MEMBERS and not (name in ("Descriptor", "Parser") and times == 1):
                faults.append(f"{owner}.{name}: every message has it")
            elif times > 1:
                faults.append(f"{owner}.{name}: twice")
    return faults


if __name__ == "__main__":
    unittest.main()
