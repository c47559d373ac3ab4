"""The fourteen things that the practice requires of a record, told in the words of a case file:
tests/transcripts/README.md."""

import base64
import datetime
import difflib
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import unittest
import uuid
import zoneinfo

import casework
from journal import PATIENCE_S, PROGRAM, UUID, Exit, JournalTest

FOLDER = casework.ROOT / "tests/transcripts"
STORIES = sorted(FOLDER.glob("[0-9]*.md"))
ITEMS = 14
BLOCK = re.compile(r"^```(event|refused|sh)([^\n]*)\n(.*?)^```$", re.M | re.S)
BEGINS = re.compile(r"^(\d{4}-\d\d-\d\d) (\w+)(?: in ([\w-]+))?(?: as ([\w-]+))?\s+(?=\{)", re.M)
# The time of recording is that of the run; everything else is always the same.
RECORDED = [(re.compile(r"recorded \d{4}-\d\d-\d\d by"), "recorded <recorded> by"),
            (re.compile(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d E[DS]T"), "since <recorded>"),
            (re.compile(r"(?<!recorded on )\d{4}-\d\d-\d\d \d\d:\d\d:\d\d E[DS]T"), "<recorded>"),
            (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"), "<recorded>"),
            # The salts of a preview follow from a secret of the case.
            (re.compile(r"(nothing was recorded\n.*\n.* )[0-9a-f]{64}"), r"\1<digest>")]


def an_id(word):
    """The same random-looking UUID for the same word."""
    digits = hashlib.sha256(word.encode()).hexdigest()
    return str(uuid.UUID(digits[:12] + "4" + digits[13:16] + "8" + digits[17:32]))


def told_of(path):
    """The types of the events that a transcript records."""
    text = path.read_text(encoding="utf-8")
    return {begun[2] for block in BLOCK.finditer(text) if block[1] == "event" for begun in BEGINS.finditer(block[3])}


class Story:
    """One transcript, recorded in a journal while it is read."""

    def __init__(self, test, name):
        self.test = test
        self.journal = test.journal
        self.case = an_id(name)
        self.last = {}  # the last revision of each case
        self.revisions = {}
        self.digests = {}

    def value(self, value):
        if isinstance(value, dict):
            return {key: self.value(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        if not isinstance(value, str):
            return value
        if value.startswith("@"):
            return self.digests[value[1:]]
        if value.startswith("#"):
            return str(self.revisions[value[1:]])
        if value.startswith("~"):
            subject, name = value[1:].split(" ", 1)
            return {"issuer": "wren", "subject": subject, "name": name}
        return re.sub(r"\$([\w][\w-]*)", lambda found: an_id(found[1]), value)

    def case_of(self, word):
        return an_id(word) if word else self.case

    def envelope(self, day, more):
        """Recorded in the paper file at five o'clock on its day, unless the event gives another day or its own
        claim."""
        written = more.pop("written", day)
        at = f"{written}T17:00:00" if "T" not in written else written
        recorded_at = datetime.datetime.fromisoformat(at).replace(tzinfo=zoneinfo.ZoneInfo(casework.ZONE))
        return {"effectiveOn": day, "claim": {"recordedAt": recorded_at.isoformat(), "system": "the paper file"}, **more}

    def request(self, text):
        """The request of a block, and the words for its entries, for each case."""
        marks = list(BEGINS.finditer(text))
        if not marks or text[:marks[0].start()].strip():
            raise AssertionError(f"a block of events begins with a day and a type:\n{text}")
        cases, words = {}, {}
        for mark, following in zip(marks, marks[1:] + [None]):
            day, body, word, name = mark.groups()
            content = json.loads(text[mark.end():following.start() if following else len(text)])
            more = content.pop("+", {})
            case = self.case_of(word)
            events = cases.setdefault(case, [])
            revision = self.last.get(case, -1) + 1 + len(events)
            if name:
                self.revisions[name] = revision
            if content.get("asOfRevision") == "last":
                content["asOfRevision"] = str(self.last[case])
            events.append({**self.value(self.envelope(day, more)), body: self.value(content)})
            if body == "planVersionDrawnUp":
                # The digests on the pages are the same in each run.
                seed = base64.b64encode(hashlib.sha256(f"{case} {name}".encode()).digest()).decode()
                events[-1][body].setdefault("saltSeed", seed)
                words.setdefault(case, []).append(name)
        return {"requestId": str(uuid.uuid4()),
                "cases": [{"caseId": case, "expected": {"any": True} if case in self.last else {"noCase": True},
                           "events": events} for case, events in cases.items()]}, words

    def record(self, text):
        request, words = self.request(text)
        for part in self.journal.append(request)["cases"]:
            case = part["caseId"]
            self.last[case] = int(part.get("firstRevision", 0)) + part["events"] - 1
            for word, digest in zip(words.get(case, []), part.get("planVersionDigests", []), strict=True):
                self.digests[word] = digest

    def refuse(self, rules, text):
        ran = self.journal.try_append(self.request(text)[0])
        self.test.assert_exit(Exit.REFUSED, ran)
        self.test.assertEqual(sorted(rules.split()), sorted(set(re.findall(r"^    ([a-z]+\.[a-z-]+):", ran.err, re.M))))

    def shell(self, text):
        """The block with the current output of its commands."""
        shown = []
        for line in text.splitlines():
            if line.startswith("$ "):
                shown += [line, *self.output(line[2:]).splitlines()]
        return "\n".join(shown) + "\n"

    def output(self, command):
        in_words = re.sub(r"CASE(?:\((.+?)\))?", lambda found: self.case_of(found[1]), command)
        program, *words = shlex.split(in_words)
        if program != "casejournal":
            raise AssertionError(f"only casejournal is run: {command}")
        words = [re.sub(r"@([\w-]+)", lambda found: base64.b64decode(self.digests[found[1]]).hex(), word) for word in words]
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address, "COLUMNS": "120"}
        ran = subprocess.run([str(PROGRAM), *words], capture_output=True, text=True, env=env, timeout=PATIENCE_S, check=False)
        said = ran.stdout + ran.stderr
        for pattern, words_for_it in RECORDED:
            said = pattern.sub(words_for_it, said)
        if ran.returncode != 0:
            said += f"(ends with {ran.returncode})"
        if words[0] != "persons":  # which is asked for ids
            self.test.assertEqual([], UUID.findall(said), f"ids in what people read: {command}\n{said}")
        return "\n".join(line.rstrip() for line in said.rstrip("\n").splitlines())

    def tell(self, text):
        """Record a transcript, and return it with the current output of its commands."""
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
    """Who suffers: everyone whom a case file is about."""

    def tell(self, path):
        written = path.read_text(encoding="utf-8")
        told = Story(self, path.stem).tell(written)
        if os.environ.get("UPDATE_TRANSCRIPTS") == "1":
            path.write_text(told, encoding="utf-8")
        elif written != told:
            differences = difflib.unified_diff(written.splitlines(), told.splitlines(), f"{path.name} as written",
                                               f"{path.name} as told now", lineterm="", n=4)
            self.fail("\n".join(["another output; if it is right, UPDATE_TRANSCRIPTS=1 writes it", *differences]))


def _add_tests():
    for path in STORIES:
        def test(self, path=path):
            self.tell(path)
        setattr(TranscriptsTest, "test_" + path.stem.replace("-", "_"), test)


_add_tests()


class CoverageTest(unittest.TestCase):
    def test_every_item_of_the_practice_has_a_transcript(self):
        self.assertEqual([f"{item:02}" for item in range(1, ITEMS + 1)], [path.name[:2] for path in STORIES])

    def test_every_type_of_event_occurs_in_a_transcript(self):
        contract = pathlib.Path(casework.ROOT, "proto/casejournal/event/v1/case_event.proto").read_text(encoding="utf-8")
        body = contract[contract.index("oneof body {"):]
        names = re.findall(r"^    \w+ (\w+) = \d+", body[:body.index("\n  }\n")], re.M)
        types = {re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in names}

        self.assertGreater(len(types), 90)
        self.assertEqual([], sorted(types - set().union(*map(told_of, STORIES))))
