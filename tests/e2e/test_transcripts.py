"""The fourteen things that the practice asks of a record, told in the words of a case file: tests/transcripts/README.md."""

import base64
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import unittest
import uuid

import casework
from journal import PATIENCE_S, PROGRAM, Exit, JournalTest

FOLDER = casework.ROOT / "tests/transcripts"
FAMILY = FOLDER / "00-the-family.md"
STORIES = sorted(path for path in FOLDER.glob("[0-9]*.md") if path != FAMILY)
BLOCK = re.compile(r"^```(event|refused|sh)([^\n]*)\n(.*?)^```$", re.M | re.S)
BEGINS = re.compile(r"^(\d{4}-\d\d-\d\d) (\w+)(?: in ([\w-]+))?(?: as (\w+))? (?=\{)", re.M)
# The time of recording is that of the run; everything else is the same for ever.
RECORDED = [(re.compile(r"recorded \d{4}-\d\d-\d\d by"), "recorded <today> by"),
            (re.compile(r"since \d{4}-\d\d-\d\d \d\d:\d\d UTC"), "since <today>"),
            (re.compile(r"(?<=Last entry\n)\S+"), "<today>")]


def an_id(word):
    """The same random-looking UUID for the same word."""
    digits = hashlib.sha256(word.encode()).hexdigest()
    return str(uuid.UUID(digits[:12] + "4" + digits[13:16] + "8" + digits[17:32]))


class Story:
    """One transcript, recorded in a journal as it is read."""

    def __init__(self, test, name):
        self.test = test
        self.journal = test.journal
        self.case = an_id(name)
        self.revisions = {}
        self.digests = {}

    def value(self, value):
        if isinstance(value, dict):
            return {key: self.value(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        if not isinstance(value, str):
            return value
        if value.startswith("@") and value[1:] in self.digests:
            return self.digests[value[1:]]
        return re.sub(r"\$([\w][\w-]*)", lambda found: an_id(found[1]), value)

    def case_of(self, word):
        return an_id(word) if word else self.case

    def request(self, text):
        """The request of a block, and the words for the versions that it draws up, per case."""
        marks = list(BEGINS.finditer(text))
        cases, drawn_up = {}, {}
        for mark, following in zip(marks, marks[1:] + [None]):
            day, body, word, version = mark.groups()
            content = json.loads(text[mark.end():following.start() if following else len(text)])
            envelope = {"claim": {"recordedAt": f"{day}T22:00:00Z", "system": "the paper file"}, **content.pop("+", {})}
            case = self.case_of(word)
            if content.get("asOfRevision") == "last":
                content["asOfRevision"] = str(self.revisions[case])
            cases.setdefault(case, []).append(
                {"effectiveOn": day, **self.value(envelope), body: self.value(content)})
            if version:
                drawn_up.setdefault(case, []).append(version)
        return {"requestId": str(uuid.uuid4()),
                "cases": [{"caseId": case, "expected": {"any": True} if case in self.revisions else {"noCase": True},
                           "events": events} for case, events in cases.items()]}, drawn_up

    def record(self, text):
        request, drawn_up = self.request(text)
        for part in self.journal.append(request)["cases"]:
            case = part["caseId"]
            self.revisions[case] = int(part.get("firstRevision", 0)) + part["events"] - 1
            for word, digest in zip(drawn_up.get(case, []), part.get("planVersionDigests", []), strict=True):
                self.digests[word] = digest

    def refuse(self, rules, text):
        ran = self.journal.try_append(self.request(text)[0])
        self.test.assert_exit(Exit.REFUSED, ran)
        self.test.assertEqual(sorted(rules.split()), sorted(set(re.findall(r"^    ([a-z]+\.[a-z-]+):", ran.err, re.M))))

    def shell(self, text):
        """The block with what its commands print now."""
        shown = []
        for line in text.splitlines():
            if line.startswith("$ "):
                shown += [line, *self.output(line[2:]).splitlines()]
        return "\n".join(shown) + "\n"

    def output(self, command):
        program, *words = shlex.split(command.replace("CASE", self.case))
        if program != "casejournal":
            raise AssertionError(f"only casejournal is run: {command}")
        words = [re.sub(r"@(\w+)", lambda found: base64.b64decode(self.digests[found[1]]).hex(), word) for word in words]
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "120"}
        ran = subprocess.run([str(PROGRAM), *words], capture_output=True, text=True, env=env, timeout=PATIENCE_S, check=False)
        said = ran.stdout + ran.stderr
        for pattern, words_for_it in RECORDED:
            said = pattern.sub(words_for_it, said)
        return "\n".join(line.rstrip() for line in said.rstrip("\n").splitlines())

    def tell(self, text):
        """Records a transcript; returns it with what the commands print now."""
        def told(block):
            kind, rules, content = block[1], block[2].strip(), block[3]
            if kind == "event":
                self.record(content)
            elif kind == "refused":
                self.refuse(rules, content)
            else:
                return f"```sh\n{self.shell(content)}```"
            return block[0]
        return BLOCK.sub(told, text)


class TranscriptsTest(JournalTest):
    """Who suffers: everybody of whom a case file speaks."""

    maxDiff = None

    def tell(self, path):
        story = Story(self, path.stem)
        story.tell(FAMILY.read_text(encoding="utf-8"))
        written = path.read_text(encoding="utf-8")
        told = story.tell(written)
        if os.environ.get("UPDATE_TRANSCRIPTS") == "1":
            path.write_text(told, encoding="utf-8")
        else:
            self.assertEqual(written, told)


def _add_tests():
    for path in STORIES:
        def test(self, path=path):
            self.tell(path)
        setattr(TranscriptsTest, "test_" + path.stem.replace("-", "_"), test)


_add_tests()


class CoverageTest(unittest.TestCase):
    def test_every_type_of_event_occurs_in_a_transcript(self):
        contract = pathlib.Path(casework.ROOT, "proto/casejournal/event/v1/case_event.proto").read_text(encoding="utf-8")
        body = contract[contract.index("oneof body {"):]
        names = re.findall(r"^    \w+ (\w+) = \d+;", body[:body.index("\n  }\n")], re.M)
        types = {re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in names}
        told = {mark[1] for path in [FAMILY, *STORIES] for block in BLOCK.finditer(path.read_text(encoding="utf-8"))
                if block[1] == "event" for mark in [found.groups() for found in BEGINS.finditer(block[3])]}

        self.assertEqual([], sorted(types - told))
