"""Is a labeled entry left out of an exhibit completely, unless an authorization is given?"""

import base64
import json
import os
import re
import subprocess
import unittest
import uuid

import casework
import foreign
import wire
from exhibits import EVERY_LABEL, ExhibitTest, disclosure_in, unpack, verify_exhibit
from journal import PROGRAM, Exit, JournalTest, SamplesTest, run

CASE = casework.an_id("case")
NEW_HOME = "8f4626f3-fff8-49ac-9ecd-001358d07df2"
TREATMENT = "Philippa's mother began treatment at the Harbor Clinic"
REPORTER = "Old Mr. Wisteria next door called"


def labeled(event, *labels):
    return {**event, "labels": [f"LABEL_{label}" for label in labels]}


def restricted(revision, *labels):
    return casework.event("entryRestricted", {"revision": str(revision), "labels": [f"LABEL_{label}" for label in labels],
                                              "reason": "by order"}, days_ago=0)


def withdrawn(revision):
    return casework.event("entryRetracted", {"revision": str(revision), "reason": "RETRACTION_REASON_IN_ERROR", "words": "a slip"},
                          days_ago=0)


def everything(files):
    """All bytes of an exhibit, including those in base64; without the schema, which names every label."""
    files = {path: content for path, content in files.items() if path != "schema.binpb" and not path.startswith("journal/")}
    found = b"".join(files.values())
    for path, content in files.items():
        if path.endswith(".json") and path != "plan.json" and not path.startswith("texts/"):
            found += base64.b64decode(json.loads(content)["parts"][0]["plaintext"])
    return found


class LabelTest(ExhibitTest, JournalTest):
    """Who suffers: a neighbor who called for help, and whose name is given to the family."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))                                     # 0, 1
        self.record(casework.goal(), casework.note("A visit."))                         # 2, 3
        self.record(labeled(casework.note(TREATMENT), "PART2"))                         # 4
        self.record(labeled(casework.note(REPORTER), "REPORTER_IDENTITY", "HEALTH"))    # 5
        self.record(casework.note("Another visit."))                                    # 6
        self.key = self.key_of(self.journal)

    def record(self, *events):
        self.journal.append(casework.request(CASE, "any", *events))

    def made(self, *words):
        """An exhibit, the revisions in it, and what the caller was told about what is left out."""
        path = self.folder / f"{uuid.uuid4()}.zip"
        ran = self.journal.run("exhibit", CASE, "-o", path, *words)
        self.assert_exit(Exit.OK, ran)
        files = unpack(path.read_bytes())
        summary = self.assert_accepted(path.read_bytes(), self.key)
        told = [line.removeprefix("left out     ") for line in ran.err.splitlines() if line.startswith("left out")]
        return files, summary["revisions given"], told

    def test_the_plain_command_leaves_labeled_entries_out_and_says_so(self):
        files, given, told = self.made("--to", "the mother", "--to-class", "subject")

        self.assertEqual("0-3, 6", given)
        self.assertEqual(["4: labeled part2", "5: labeled reporter-identity, health"], told)
        self.assertNotIn("plan.json", files)
        page = files["exhibit.html"].decode()
        self.assert_says(page, ">The plan</h2>\n<p>Not in here: entries that it rests on were left out")

    def test_of_what_is_left_out_there_is_a_position_and_a_leaf_and_nothing_else(self):
        events = self.journal.rows("events", CASE)
        files, *_ = self.made()
        found = everything(files)

        for revision in (4, 5):
            event = events[revision]
            header = base64.b64decode(event["header"])
            leaf = verify_exhibit.leaf_of(header)
            self.assertIn(f"{event['position']} {leaf.hex()}\n".encode(), files["chain.txt"])
            request = uuid.UUID(event["requestId"])
            for trace in (header, header.hex().encode(), base64.b64encode(header), request.bytes, str(request).encode(),
                          request.hex.encode(), event["recordedAt"].encode(), event["parts"][0]["salt"].encode(),
                          event["sentence"].encode(), header[86:], header[86:].hex().encode(), header[26:34].hex().encode()):
                self.assertNotIn(trace, found)
        for word in (TREATMENT, REPORTER, "Wisteria", "LABEL_PART2", "LABEL_REPORTER", "reporter", "substance"):
            self.assertNotIn(word.encode(), found)
        lines = files["chain.txt"].decode().splitlines()
        self.assertEqual([(236, 64)[revision in (4, 5)] for revision in range(7)], [len(line.split()[1]) for line in lines])

    def test_a_label_is_opened_by_its_name_and_an_authority_which_are_recorded(self):
        for words in (("--with-label", "part2"), ("--with-label", "part2", "--authority", "")):
            self.assert_exit(Exit.USAGE, self.journal.run("exhibit", CASE, "-o", self.folder / "no.zip", *words))
        self.assert_exit(Exit.USAGE, self.journal.run("exhibit", CASE, "-o", self.folder / "no.zip", "--with-label", "any",
                                                      "--authority", "order"))
        files, given, told = self.made("--with-label", "part2", "--authority", "her consent of 3 March")

        self.assertEqual(("0-4, 6", ["5: labeled reporter-identity, health"]), (given, told))
        made = disclosure_in(files["disclosure.json"])
        self.assertEqual(["her consent of 3 March", b"\x03", verify_exhibit.sha256(files["chain.txt"])],
                         [made[3][0].decode(), made[16][0], made[17][0]])
        self.assert_says(files["exhibit.html"].decode(), "<th scope=\"row\">Labels opened by it</th><td>substance-use treatment record</td>"
                         if "substance-use" in files["exhibit.html"].decode() else "<th scope=\"row\">Labels opened by it</th>")
        # All of an entry's labels must be named.
        _, given, _ = self.made("--with-label", "health", "--authority", "order")
        self.assertEqual("0-3, 6", given)
        files, given, told = self.made(*EVERY_LABEL, "--authority", "order")
        self.assertEqual(("0-6", []), (given, told))
        self.assertIn("plan.json", files)

    def test_labels_and_notice_are_those_of_today(self):
        self.record(restricted(3, "SEALED"))        # 7
        self.record(restricted(4, "EDUCATION"))     # 8
        files, given, told = self.made()
        self.assertEqual(("0-2, 6", ["3: labeled sealed", "4: labeled education", "5: labeled reporter-identity, health",
                                     "7: labeled sealed", "8: labeled education"]), (given, told))
        # Also in an exhibit as of an earlier day: labels apply as of now.
        _, given, _ = self.made("--known-revision", "6")
        self.assertEqual("0-2, 6", given)
        files, given, _ = self.made("--with-label", "education", "--authority", "order")
        self.assertEqual("0-2, 4, 6, 8", given)
        rows = dict(re.findall(r"<tbody id=\"r(\d+)\"[^>]*>(.*?)</tbody>", files["exhibit.html"].decode(), re.DOTALL))
        self.assertIn("labels: education", rows["4"])
        self.assertNotIn("42 CFR", files["notice.txt"].decode())

    def test_a_correction_and_a_withdrawal_go_with_what_they_are_about(self):
        self.record(labeled(casework.note("She stopped.", corrects={"revision": "4", "reason": "a slip"}), "PART2"))    # 7
        self.record(withdrawn(5))                                                                                      # 8
        self.record(withdrawn(3))                                                                                      # 9
        _, given, told = self.made()

        self.assertEqual("0-3, 6, 9", given)
        self.assertEqual(["4: labeled part2", "5: labeled reporter-identity, health", "7: labeled part2",
                          "8: labeled reporter-identity, health"], told)

    def test_an_exhibit_of_nothing_is_none(self):
        size = self.journal.size()
        ran = self.journal.run("exhibit", CASE, "-o", self.folder / "none.zip", "--events", "4-5")

        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, "no entry can be given")
        self.assertEqual(size, self.journal.size())

    def test_a_preview_records_and_writes_nothing(self):
        size = self.journal.size()
        ran = self.journal.run("exhibit", CASE, "--preview")

        self.assert_exit(Exit.OK, ran)
        self.assertEqual("", ran.out)
        self.assert_says(ran.err, "given        revisions 0 to 3, 6 (5 entries), without a plan", "left out     4: labeled part2",
                         "size         at most ")
        contents = self.journal.json("exhibit", CASE, "--preview")
        self.assertEqual(["4", "5"], [each["revisions"]["first"] for each in contents["leftOut"]])
        self.assertEqual(size, self.journal.size())
        self.assertEqual([], [path for path in self.folder.iterdir() if path.suffix == ".zip"])
        files, *_ = self.made()
        self.assertLessEqual(sum(map(len, files.values())), int(contents["bytesMax"]))
        self.assert_exit(Exit.USAGE, self.journal.run("exhibit", CASE))
        self.assert_exit(Exit.USAGE, self.journal.run("exhibit", CASE, "--preview", "-o", "x.zip"))

    def test_no_file_is_replaced_unless_it_is_said(self):
        path, size = self.folder / "there.zip", self.journal.size()
        path.write_text("what was there")
        ran = self.journal.run("exhibit", CASE, "-o", path)

        self.assert_exit(Exit.FAILURE, ran)
        self.assert_says(ran.err, "already exists", "--force")
        self.assertEqual(("what was there", size), (path.read_text(), self.journal.size()))
        self.journal.ok("exhibit", CASE, "-o", path, "--force")
        self.assert_accepted(path.read_bytes(), self.key)
        self.assertEqual(0o600, path.stat().st_mode & 0o777)

    def test_where_there_is_no_space_nothing_is_asked_for(self):
        size = self.journal.size()
        limited = ["bash", "-c", "trap '' XFSZ; ulimit -f 4; exec \"$@\"", "-", PROGRAM, "exhibit", CASE, "-o", self.folder / "x.zip"]
        ran = run(limited, env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address})

        self.assert_exit(Exit.DISK_FULL, ran)
        self.assert_says(ran.err, "x.zip: File too large")
        self.assertEqual(size, self.journal.size())
        self.assertEqual([], [path.name for path in self.folder.iterdir() if "x.zip" in path.name])

    def test_what_could_not_be_kept_is_fetched_again_under_its_disclosure(self):
        """The reader of the pipe stops: the disclosure is recorded, and no one has the file."""
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address}
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "exhibit", CASE, "-o", "-", "--to", "the court"], stdout=full, stderr=subprocess.PIPE,
                                  env=env, check=False)
        self.assertEqual(Exit.DISK_FULL, done.returncode, done.stderr)
        [again] = re.findall(rf"casejournal exhibit {CASE} --again (\d+) -o FILE", done.stderr.decode())
        self.record(casework.note("Later."))
        size = self.journal.size()

        files, given, _ = self.made("--again", again)
        self.assertEqual("0-3, 6", given)
        self.assertEqual("the court", disclosure_in(files["disclosure.json"])[1][0].decode())
        self.assertEqual(size, self.journal.size())
        twice, *_ = self.made("--again", again)
        same = {path for path in files if files[path] == twice[path]}
        self.assertLessEqual({"chain.txt", "notice.txt", "disclosure.json", "events/000003.json", "schema.binpb"}, same)
        self.journal.restart()
        self.made("--again", again)
        for words in (("--to", "another"), ("--events", "0"), ("--known-revision", "3"), ("--with-label", "health", "--authority", "x")):
            self.assert_exit(Exit.USAGE, self.journal.run("exhibit", CASE, "--again", again, "-o", self.folder / "no.zip", *words))
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("exhibit", CASE, "--again", "99", "-o", self.folder / "no.zip"))

    def test_what_was_labeled_since_is_not_fetched_again(self):
        self.made()
        self.made("--again", "0")
        self.record(restricted(3, "SEALED"))
        ran = self.journal.run("exhibit", CASE, "--again", "0", "-o", self.folder / "no.zip")

        self.assert_exit(Exit.REFUSED, ran)
        self.assert_says(ran.err, "labels that it did not open")

    def test_by_the_contract_labels_need_an_authority(self):
        foreign.install()
        for fields in (wire.field(10, b"\x03"), wire.field(10, b"\x63") + wire.field(6, "order"),
                       wire.field(10, b"\x00") + wire.field(6, "order"), wire.field(12, 0) + wire.field(4, "x")):
            answer = foreign.call(self.journal.address, "/casejournal.v1.CourtService/GetExhibit", wire.field(1, CASE) + fields)
            self.assertEqual("INVALID_ARGUMENT", answer["status"], answer["message"])


class SiblingNumberTest(ExhibitTest, JournalTest):
    """Who suffers: a brother whose record is sent to the court that requested his sister's."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.request(
            CASE, None, casework.opened(), casework.child(), casework.child("brother", "Alaric Quarrington"),
            *(casework.event("caseNumberGiven", {"system": "Juvenile Court", "number": number, "childId": casework.an_id(child)})
              for number, child in (("N1", "child"), ("N2", "brother"))),
            casework.event("caseNumberGiven", {"system": "Agency", "number": "F-7"})))
        self.size = self.journal.size()

    def test_one_childs_number_asks(self):
        for number in ("N1", "N2"):
            for words in (("--preview",), ("-o", self.folder / "x.zip")):
                ran = self.journal.run("exhibit", number, *words)
                self.assert_exit(Exit.USAGE, ran)
                self.assert_says(ran.err, f'"{number}" is the number of one child of a case with 2 children', "--whole-case", "--events")
        self.assertEqual(self.size, self.journal.size())

    def test_the_case_is_given_by_its_own_number_or_where_it_is_said(self):
        for words in ((CASE,), ("F-7",), ("N1", "--whole-case"), ("N2", "--events", "0-1")):
            self.make(*words)


class SampleLabelTest(ExhibitTest, SamplesTest):
    """Nothing of a labeled entry of the samples is in the plain exhibit: not in words, in base64, or in digits."""

    def test_no_word_of_a_labeled_entry_is_in_the_plain_exhibit(self):
        events = self.entries(NEW_HOME)
        files = self.make(NEW_HOME, "--whole-case", "--to", "the father", "--to-class", "subject").files
        given = {int(path[7:13]) for path in files if re.fullmatch(r"events/\d{6}\.json", path)}
        labeled_ = {revision for revision, event in enumerate(events) if event["event"].get("labels")}

        self.assertGreater(len(labeled_), 3)
        self.assertEqual(set(), given & labeled_)
        found = everything(files)
        kept = json.dumps([events[revision] for revision in given])
        for revision in labeled_:
            for value in (value for _, value in casework._values(events[revision]["event"])):
                if len(value) > 25 and value not in kept:
                    self.assertNotIn(value.encode(), found, f"revision {revision}")
        self.assertNotIn("no longer in the record", files["exhibit.html"].decode())


if __name__ == "__main__":
    unittest.main()
