"""Files that are not exhibits: changed, mixed, or falsely signed. Both verifiers must reject all of them.

    CASEJOURNAL_SEED=123 python3 -m unittest test_exhibit_forgeries    # repeats a run
"""

import base64
import collections
import json
import os
import random
import struct
import unittest
import uuid

import casework
from exhibits import ExhibitTest, SmallCaseTest, checked_part, pack, repacked, unpack, verify_exhibit, with_manifest
from forged_log import SEED as SEED_OF_PLAN, ForgedLog, field, message, span
from journal import Exit, JournalTest

CASE = SmallCaseTest.CASE
STREAM = uuid.UUID(CASE).bytes
SEED = int(os.environ.get("CASEJOURNAL_SEED") or random.randrange(2**32))
PAGES = ("exhibit.html", "plan.json", "timeline.svg")
LOCAL, CENTRAL, END = 30, 46, 22  # bytes of the records of a ZIP file, without names
PLACES = 2  # where a bit is flipped, in each file

Mutant = collections.namedtuple("Mutant", "what data unseen")  # unseen: only the program can see that it is one


def flipped(data, at, bit):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def kind_of(path):
    """The kind of a file, so that two files of one kind can be swapped."""
    return ("events/" if path.startswith("events/") else "other") + path.rpartition(".")[2]


def unseen(path, before, after):
    """Whether the second verifier says that it does not check what was changed."""
    if path in PAGES:
        return True
    return path.endswith(".json") and checked_part(after) == checked_part(before)


class SpoiledTest(SmallCaseTest):
    """One exhibit and a printed seed, with which a run can be repeated."""

    CHOSEN = ()
    made = None

    def setUp(self):
        super().setUp()
        self.random = random.Random(f"{SEED}/{self.id()}")
        print(f"{self.id()}: CASEJOURNAL_SEED={SEED}", flush=True)
        if self.made is None:
            type(self).made = self.make(CASE, *self.CHOSEN)
        self.data, self.files, _ = self.made

    def somewhere(self, data):
        return self.random.randrange(len(data))

    def flip(self, data, at=None):
        return flipped(data, self.somewhere(data) if at is None else at, self.random.randrange(8))

    def assert_all_refused(self, mutants, exits=(Exit.DATA_LOSS,), flags=()):
        """Check that all are rejected: by the program with its exit code, and by the second verifier where it
        checks."""
        verdicts = self.judge_all([mutant.data for mutant in mutants], self.key, *flags)
        for mutant, verdict in zip(mutants, verdicts, strict=True):
            with self.subTest(mutant=mutant.what):
                self.assert_refusal(verdict, exits)
                self.assertEqual(mutant.unseen, verdict.refused is None, verdict)
                for word in verdict.refused or ():
                    self.assertRegex(word, r"\A[ -~]+\Z")
                    self.assert_names_nobody(word)


class MutantTest(SpoiledTest):
    """Who suffers: a person who is judged by a file in which one word was changed."""

    def changes(self):
        """The changes to each file: (what, path, files)."""
        for path, content in self.files.items():
            for _ in range(PLACES):
                at = self.somewhere(content)
                yield f"a bit of byte {at} flipped", path, {**self.files, path: self.flip(content, at)}
            rest = {other: kept for other, kept in self.files.items() if other != path}
            yield "dropped", path, rest
            length = self.somewhere(content)
            yield f"cut off behind {length} bytes", path, {**self.files, path: content[:length]}
            more = self.random.choice((b"\n", b"\0", b" ", b"}"))
            yield f"with {more} behind it", path, {**self.files, path: content + more}
            twins = [other for other in rest if kind_of(other) == kind_of(path) and rest[other] != content]
            if twins:
                other = self.random.choice(twins)
                yield f"swapped with {other}", path, {**self.files, path: rest[other], other: content}

    def test_no_file_can_change_under_the_manifest(self):
        self.assert_all_refused([Mutant(f"{path} {what}", pack(files), False) for what, path, files in self.changes()])

    def test_no_file_can_change_where_the_manifest_was_repaired(self):
        mutants = []
        for what, path, files in self.changes():
            repaired = with_manifest(files)
            if repaired == self.files:
                continue  # it was the manifest
            alike = path in files and unseen(path, self.files[path], files[path])
            mutants.append(Mutant(f"{path} {what}", pack(repaired), alike and "swapped" not in what))

        self.assert_all_refused(mutants)

    def test_no_byte_of_what_was_recorded_can_change(self):
        """Within the base64: header, salt, plaintext. Whatever changed bytes mean to a program, they were never
        recorded."""
        mutants = []
        for path, content in self.files.items():
            if not path.endswith(".json") or path == "plan.json":
                continue
            for where in ("header", "salt", "plaintext"):
                entry = json.loads(content)
                holder = entry if where == "header" else entry["parts"][0]
                recorded = base64.b64decode(holder[where])
                at = self.somewhere(recorded)
                holder[where] = base64.b64encode(self.flip(recorded, at)).decode()
                mutants.append(Mutant(f"{path}: byte {at} of the {where}",
                                      repacked({**self.files, path: json.dumps(entry).encode()}), False))

        self.assert_all_refused(mutants)

    def test_damage_is_not_taken_for_the_work_of_a_later_program(self):
        """Bytes that were never recorded have no version: a court must not be told to look for a newer program."""
        entry = json.loads(self.files["events/000001.json"])
        later = {"a field": field(99, 1), "a schema": field(3, field(4, 99))}
        mutants = []
        for what, more in later.items():
            part = entry["parts"][0]
            plaintext = base64.b64encode(base64.b64decode(part["plaintext"]) + more).decode()
            changed = json.dumps({**entry, "parts": [{**part, "plaintext": plaintext}]}).encode()
            files = {**self.files, "events/000001.json": changed}
            mutants += [Mutant(f"{what} of a later program", pack(files), False),
                        Mutant(f"{what} of a later program, manifest repaired", repacked(files), False)]

        self.assert_all_refused(mutants)

    def test_no_pair_of_files_can_go_or_come(self):
        """An entry with its proof, and the plan in both its forms; also those of another exhibit of the same case."""
        self.journal.append(casework.request(CASE, 4, casework.goal("another goal")))
        more = self.make(CASE).files
        mutants = []
        for stem in ("events/000000", "events/000002", "events/000004", "disclosure", "journal/0000000000",
                     "journal/0000000001", "plan"):
            kept = {path: content for path, content in self.files.items() if path.rpartition(".")[0] != stem}
            mutants.append(Mutant(f"without {stem}", repacked(kept), False))
        for paths in (["events/000005.json", "events/000005.tlog-proof"], ["disclosure.json", "disclosure.tlog-proof"],
                      ["checkpoint"], ["chain.txt"], ["plan.json", "plan.binpb"]):
            other = {path: more[path] for path in paths}
            mutants.append(Mutant(f"with another {paths}", repacked({**self.files, **other}), False))
        for path in ("extra.txt", "events/", "events/000000.txt", "events/0.json", "../notice.txt", "Notice.txt",
                     "checkpoint.tsr", "chain.json", "plan.tlog-proof", "events/000005.tlog-proof", "exhibit.js"):
            mutants.append(Mutant(f"with {path}", repacked({**self.files, path: b"x"}), False))

        self.assert_all_refused(mutants)

    def test_what_the_second_verifier_does_not_check_the_program_makes_anew(self):
        """The second verifier says what it does not check. A user who makes the program skip the pages is told so."""
        page = self.files["exhibit.html"].replace(casework.CHILD.encode(), b"Somebody Else")
        forged = repacked({**self.files, "exhibit.html": page})

        self.assertNotEqual(self.files["exhibit.html"], page)
        verdict = self.judge(forged, self.key)
        self.assert_refusal(verdict)
        self.assert_says(verdict.ran.err, "exhibit.html: does not match its entries")
        self.assertIsNone(verdict.refused)
        self.assert_accepted(forged, self.key, "--without-pages")
        told = self.judge(forged, self.key, "--without-pages").ran.out
        self.assert_says(told, "pages        NOT CHECKED: exhibit.html was not compared\n")

    def test_without_pages_all_the_rest_is_checked(self):
        mutants = [Mutant(f"{path} {what}", pack(files), False) for what, path, files in self.changes()
                   if self.random.random() < 0.3]
        mutants += [Mutant(f"{path} {what}, manifest repaired", repacked(files), False)
                    for what, path, files in self.changes()
                    if not path.endswith((".html", ".svg", ".json", ".sha256")) and self.random.random() < 0.3]

        self.assert_all_refused(mutants, flags=["--without-pages"])


class ContainerTest(SpoiledTest):
    """Who suffers: a person who sees other files in it than the verifier did, because tools read ZIP files
    differently."""

    CHOSEN = ("--events", "0")

    def records(self):
        """The places of the local headers, the directory records, and the end: (begin, end), in this order."""
        begins, at = [], 0
        for path in sorted(self.files):
            begins.append((at, at + LOCAL + len(path)))
            at += LOCAL + len(path) + len(self.files[path])
        for path in sorted(self.files):
            begins.append((at, at + CENTRAL + len(path)))
            at += CENTRAL + len(path)
        self.assertEqual(len(self.data), at + END)
        return [*begins, (at, at + END)]

    def python_refuses(self, data):
        try:
            verify_exhibit.verify(data, self.key)
        except verify_exhibit.CheckFailed:
            return True
        return False

    def test_no_byte_of_the_container_can_change(self):
        """The second verifier sees all of them; the program sees those of three records and some others."""
        records = self.records()
        everywhere = [at for begin, end in records for at in range(begin, end)]
        taken = [at for at in everywhere if not self.python_refuses(self.flip(self.data, at))]
        self.assertEqual([], taken)

        whole = [records[0], records[-2], records[-1]]
        places = {at for begin, end in whole for at in range(begin, end)} | set(self.random.sample(everywhere, 60))
        # A date or an attribute of the archive does not belong to the files: this is reported as packed again, not as
        # changed.
        self.assert_all_refused([Mutant(f"byte {at}", self.flip(self.data, at), False) for at in sorted(places)],
                                (Exit.DATA_LOSS, Exit.FAILURE))

    def test_no_end_of_the_file_can_be_missing(self):
        lengths = range(0, len(self.data), 997)
        self.assertEqual([], [length for length in lengths if not self.python_refuses(self.data[:length])])

        lengths = {at + more for begin, end in self.random.sample(self.records(), 8) for at in (begin, end)
                   for more in (-1, 0, 1)} | {0, 1, 21, 22, 29, 30, len(self.data) - 1}
        lengths |= {self.somewhere(self.data) for _ in range(20)}
        self.assert_all_refused([Mutant(f"{length} bytes", self.data[:length], False)
                                 for length in sorted(lengths) if 0 <= length < len(self.data)])

    def test_nothing_can_stand_before_between_or_behind_the_files(self):
        directory = self.records()[len(self.files)][0]
        mutants = [(f"{len(more)} bytes at {at}", self.data[:at] + more + self.data[at:])
                   for more in (b"\0", b"PK\3\4", self.data[:LOCAL]) for at in (0, directory, len(self.data))]
        mutants += [("twice", self.data * 2), ("an empty archive behind it", self.data + b"PK\5\6" + bytes(18)),
                    ("an empty archive", b"PK\5\6" + bytes(18)),
                    ("a comment", self.data[:-2] + struct.pack("<H", 1) + b"x")]

        self.assert_all_refused([Mutant(what, data, False) for what, data in mutants])


class ForgedTest(SpoiledTest):
    """Who suffers: a person who trusts a signature. A thief of the key can sign anything, but cannot make it
    consistent."""

    def setUp(self):
        super().setUp()
        self.log = ForgedLog(self.journal)
        self.case = self.log.stream(1, STREAM)  # the positions of its entries
        self.plan = self.files["plan.binpb"]

    def exhibit(self, given=(0, 1, 2, 3, 4), log=None, **more):
        """Signed with the real key. Without a plan if some entries are left out."""
        given = list(given)
        if given == list(range(5)):
            more.setdefault("plan", self.plan)
        return repacked((log or self.log).copy().exhibit(CASE, given, **more))

    def refuse(self, what, data, *says, exits=(Exit.DATA_LOSS,)):
        with self.subTest(what=what):
            self.assert_refused(data, self.key, *says, flags=["--without-pages"], exits=exits, what=what)

    def test_what_is_signed_and_fits_together_is_taken(self):
        """Without this, the rejections below prove nothing. The owner of the key can do this, which is why there are
        witnesses."""
        self.assert_accepted(self.exhibit(), self.key, "--without-pages")
        self.assert_accepted(self.exhibit((0, 2)), self.key, "--without-pages")
        self.assert_accepted(self.exhibit(made={12: None}, plan=None), self.key, "--without-pages")

        log = self.log.copy()
        note = log.entries[self.case[4]]
        plaintext = note.parts[0][2].replace(b"shouting", b"laughter")
        self.assertNotEqual(note.parts[0][2], plaintext)
        note.rewrite(plaintext)
        self.assert_accepted(self.exhibit((4,), log=log), self.key, "--without-pages")

    def test_what_is_signed_has_no_pages_of_its_own(self):
        self.assert_refused_by_the_program_alone(self.exhibit(), "does not match its entries")

    def assert_refused_by_the_program_alone(self, data, *says, flags=()):
        verdict = self.judge(data, self.key, *flags)
        self.assert_refusal(verdict)
        self.assert_says(verdict.ran.err, *says)
        self.assertIsNone(verdict.refused)

    def test_each_word_of_the_disclosure_holds(self):
        leaf = self.log.entries[self.case[1]].header.previous
        for what, made in (
                ("an end before the end", {9: 3}), ("an end behind the end", {9: 5}), ("no end", {9: None}),
                ("another leaf", {10: leaf}), ("no leaf", {10: None}), ("seen too early", {11: self.case[-1]}),
                ("seen too late", {11: len(self.log.entries) + 1}), ("never seen", {11: None}), ("known before the end", {7: 3}),
                ("known behind the end", {7: 5}), ("another notice", {13: "Do as you like."}),
                ("no notice", {13: None}),
                ("another chain", {17: bytes(32)}), ("no chain", {17: None}),
                ("what became of an entry that is not there", {18: [message({1: 7, 2: 8})]}),
                ("what became of entries backwards", {18: [message({1: 3, 2: 4}), message({1: 2, 2: 4})]}),
                ("corrected and withdrawn", {18: [message({1: 3, 2: 4, 3: 4})]}),
                ("no revisions", {6: None}), ("fewer revisions", {6: [span(0, 3)]}), ("more", {6: [span(0, 5)]}),
                ("revisions backwards", {6: [span(1, 4), span(0, 0)]}), ("none of them", {6: [span(4, 0)]}),
                ("revisions twice", {6: [span(0, 4), span(4, 4)]}), ("touching", {6: [span(0, 2), span(3, 4)]}),
                ("without end", {6: [span(0, 2**64 - 1)], 7: 2**64 - 1})):
            self.refuse(what, self.exhibit(made=made))
        self.refuse("nothing given", self.exhibit((), made={6: None, 7: 4}))

    def test_a_form_or_format_of_a_later_program_is_called_that(self):
        later = (Exit.UNKNOWN_FORMAT,)
        self.refuse("another form", self.exhibit(made={4: 99}), "form", exits=later)
        self.refuse("a document", self.exhibit(made={4: 2}), "is not the disclosure of an exhibit")
        self.refuse("no format", self.exhibit(made={14: None}), "format 0; this program reads formats 4 to 5", exits=later)
        self.refuse("a later format", self.exhibit(made={14: 6}), "format 6; this program reads formats 4 to 5", exits=later)
        with self.subTest(what="no form"):  # of format 5, so that it cannot be the format that is wrong
            said = self.judge(self.exhibit(made={4: None}), self.key, "--without-pages").ran.err
            self.assertNotIn("this program reads formats", said)

    def test_pages_of_a_later_program_are_left_out_or_refused(self):
        data = self.exhibit(made={15: 6})

        self.assert_accepted(data, self.key, "--without-pages")
        verdict = self.judge(data, self.key)
        self.assert_refusal(verdict, (Exit.UNKNOWN_FORMAT,))
        self.assert_says(verdict.ran.err, "exhibit.html: the pages have version 6", "skip the page check")

    def test_a_disclosure_is_of_the_same_case(self):
        for what, stream in (("of another case", (2, uuid.UUID(casework.an_id("other case")).bytes)),
                             ("in the case's own stream", (1, STREAM)),
                             ("in a reader's stream", (4, STREAM))):
            self.refuse(what, self.exhibit(access=stream))

    def test_a_chain_has_no_gap_and_no_branch(self):
        case = self.case
        for what, chain in (("one left out", case[:2] + case[3:]), ("without the first", case[1:]),
                            ("without the last", case[:-1]), ("one twice", [*case, case[-1]]),
                            ("the journal's own", [0, *case[1:]])):
            self.refuse(what, self.exhibit(range(min(3, len(chain))), chain=chain, made={9: 4, 10: None}, plan=None), "")
        for what, change in (("another previous leaf", {"previous": bytes(32)}), ("another revision", {"revision": 7}),
                             ("an earlier time", {"recorded_at": 0}), ("another stream", {"stream": bytes(16)}),
                             ("another kind", {"kind": 2}), ("another format", {"format": 2})):
            log = self.log.copy()
            log.entries[case[2]].set(**change)
            self.refuse(what, repacked(log.exhibit(CASE, [0, 1, 2], chain=case)))

    def test_an_entry_is_what_its_header_commits_to(self):
        for what, part in (("another text", lambda part: (*part[:2], part[2] + field(3, field(2, "another program")))),
                           ("another label", lambda part: (part[0] + 1, *part[1:])),
                           ("another salt", lambda part: (part[0], bytes(32), part[2]))):
            log = self.log.copy()
            entry = log.entries[self.case[1]]
            entry.parts[0] = part(entry.parts[0])
            self.refuse(what, self.exhibit((0, 1), log=log))

    def test_an_entry_has_one_part(self):
        """Format 1 has no second part: its content would be in the file, proved and shown to no one."""
        log = self.log.copy()
        entry = log.entries[self.case[4]]
        entry.parts.append((0, bytes(32), b"what nobody is shown"))
        entry.commit()
        log.relink(1, STREAM)
        self.refuse("two parts", self.exhibit((4,), log=log))

    def test_the_journals_entries_lead_to_the_checkpoint(self):
        went_on = field(7, field(1, self.log.origin) + field(2, self.log.origin))
        elsewhere = field(7, field(1, self.log.origin) + field(2, "elsewhere.example"))
        left = field(7, field(1, "elsewhere.example") + field(2, self.log.origin))
        for what, content in (("from elsewhere", elsewhere), ("away", left)):
            log = self.log.copy()
            at = log.add_to_journal(content)
            self.refuse(what, self.exhibit((0,), log=log, journal=[0, 1, at]), "")
        log = self.log.copy()
        at = log.add_to_journal(went_on)
        self.assert_accepted(self.exhibit((0,), log=log, journal=[0, 1, at]), self.key, "--without-pages")
        for what, journal in (("no schema", [0]), ("no opening", [1]), ("an entry of the case", [0, 1, self.case[0]]),
                              ("an entry about a role", [0, 1, 2])):
            self.refuse(what, self.exhibit((0,), journal=journal), "")
        self.refuse("another name in the checkpoint", self.exhibit((0,), origin="elsewhere.example/juvenile"))
        twice = self.log.copy()
        at = twice.add_to_journal(verify_exhibit.fields_of(twice.entries[1].parts[0][2])[2][0])
        self.refuse("two schemas", self.exhibit((0,), log=twice, journal=[0, 1, at]))

    def test_the_plan_is_attested_of_what_is_given(self):
        attested = {1: 4, 2: self.case[4], 4: verify_exhibit.plan_digest(self.plan, SEED_OF_PLAN), 8: SEED_OF_PLAN}
        self.assert_accepted(self.exhibit(made={12: message(attested)}), self.key, "--without-pages")
        for what, change in (("another revision", {1: 3}), ("another position", {2: self.case[3]}), ("no position", {2: None}),
                             ("another day", {3: "2020-01-01"}), ("another digest", {4: bytes(32)}), ("another seed", {8: bytes(32)}),
                             ("no seed", {8: None}), ("half a seed", {8: SEED_OF_PLAN[:16]})):
            self.refuse(what, self.exhibit(made={12: message({**attested, **change})}))
        self.refuse("another day in the disclosure", self.exhibit(made={8: casework.day()}))
        self.refuse("none attested", self.exhibit(made={12: None}))
        self.refuse("none shown", repacked({path: content for path, content in unpack(self.exhibit()).items()
                                            if not path.startswith("plan.")}))
        self.refuse("an entry left out", repacked({**unpack(self.exhibit((0, 2))), "plan.json": b"{}\n",
                                                   "plan.binpb": self.plan}))

    def test_a_plan_that_was_attested_falsely_is_found_by_folding_the_entries(self):
        """The second verifier states that it does not check this."""
        for plan in (self.plan.replace(b"Philippa", b"Philippo"), self.plan + field(2, 2), b""):
            self.assertNotEqual(self.plan, plan)
            self.assert_refused_by_the_program_alone(self.exhibit(plan=plan), "the entries give another plan",
                                                     flags=["--without-pages"])

    def test_entries_that_mean_nothing_end_in_a_refusal(self):
        """Proved and signed, but not a valid record: days that do not exist, unknown ids, truncated texts."""
        mutants = []
        for _ in range(60):
            log = self.log.copy()
            revision = self.random.randrange(5)
            entry = log.entries[self.case[revision]]
            plaintext = entry.parts[0][2]
            for _ in range(self.random.randint(1, 3)):
                at = self.somewhere(plaintext)
                plaintext = self.random.choice((
                    self.flip(plaintext, at), plaintext[:at] + plaintext[at + 1:],
                    plaintext.replace(casework.day().encode(),
                                      self.random.choice((b"9999-99-99", b"0000-00-00", b"x" * 10))),
                    plaintext.replace(casework.an_id("goal").encode(), casework.an_id("objective").encode())))
            entry.rewrite(plaintext)
            log.relink(1, STREAM)
            mutants.append((f"revision {revision}: {plaintext.hex()}", self.exhibit(log=log)))
        verdicts = self.judge_all([data for _, data in mutants], self.key, "--without-pages")
        for (what, _), verdict in zip(mutants, verdicts, strict=True):
            if verdict.ran.exit != Exit.OK:  # what makes no difference to the plan is taken
                self.assert_refusal(verdict, (Exit.DATA_LOSS, Exit.UNKNOWN_FORMAT), what)


class ForkTest(ExhibitTest, JournalTest):
    """Who suffers: two parties who were told different things by a journal that continued twice from one past."""

    def test_the_entries_of_one_branch_are_not_in_the_tree_of_the_other(self):
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        branches = [self.journal.start(), self.copy_of(self.journal, "copy").start()]
        made = []
        for branch, words in zip(branches, ("He was there.", "He was not there."), strict=True):
            branch.append(casework.request(CASE, 1, casework.note(words)))
            made.append(self.make(CASE, journal=branch).files)
        key = self.key_of(self.journal)
        self.assertEqual(key, self.key_of(branches[1]))  # so that each is accepted for itself

        one, other = made
        self.assertEqual(one.keys(), other.keys())
        common = {path for path in one if one[path] == other[path]}
        self.assertLessEqual({"schema.binpb", "notice.txt", "events/000001.json", "journal/0000000000.json"}, common)
        for path in sorted(one.keys() - common - {"manifest.sha256"}):
            mixed = repacked({**one, path: other[path]})
            verdict = self.judge(mixed, key)
            with self.subTest(path=path):
                self.assert_refusal(verdict)
                self.assertEqual(path in PAGES, verdict.refused is None, verdict)

        signed = other["checkpoint"]
        under_the_other = {path: content.replace(one["checkpoint"], signed) for path, content in one.items()}
        self.assert_refused(repacked(under_the_other), key)
        for path in ("events/000002", "disclosure"):
            pair = {end: other[end].replace(signed, one["checkpoint"])
                    for end in (f"{path}.json", f"{path}.tlog-proof")}
            self.assert_refused(repacked({**one, **pair}), key)


if __name__ == "__main__":
    unittest.main()
