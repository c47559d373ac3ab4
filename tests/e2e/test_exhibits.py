"""Exhibits for a court: is everything in them and proved, and nothing else? Does the record say who received them?"""

import base64
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import unittest
import uuid

import casework
import foreign
import wire
from exhibits import (EVERY_LABEL, OPENED_BY, ExhibitTest, SmallCaseTest, disclosure_in, nested, pack, stored_event, unpack,
                      verify_exhibit, with_manifest, with_names_of_today)
from journal import PATIENCE_S, PROGRAM, ROOT, Exit, JournalTest, SamplesTest, run

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-cryptography is for
VERIFIER = ROOT / "tests/foreign/verify_exhibit.py"
PROOF_VERIFIER = ROOT / "tests/foreign/verify_proof.py"
CASE = SmallCaseTest.CASE
NUMBER = "23-JV-0117"
SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
KEPT_TOGETHER = "22f97404-76b2-4fe4-a622-6f666b66dc02"
CASTILES = "8f4626f3-fff8-49ac-9ecd-001358d07df2"
LENAS_OWN = "5437028d-ae7e-4983-ad55-819902937efc"
OPENED_BY_MISTAKE = "23a4f6eb-5321-4207-bff1-c64b1672c04b"
MOVED_ON = "8b295e11-426b-4914-bf67-8e60b9c59598"
ON_HER_OWN = "944217e1-d91f-48d7-9ec0-a7e832c00030"
CASES = (SIBLINGS, KEPT_TOGETHER, CASTILES, LENAS_OWN, OPENED_BY_MISTAKE, MOVED_ON, ON_HER_OWN)
COURT = 5  # RECIPIENT_CLASS_COURT
OWN_AGENCY = 7
EXHIBIT = 1  # DISCLOSURE_FORM_EXHIBIT


def access_entries(journal, case):
    """The entries of a case's access stream."""
    return [event for event in journal.events() if event["streamKind"] == 2 and event["streamId"] == case]


def disclosures(journal, case):
    """Those that record an exhibit. The others record that somebody read the history or the entries."""
    made = [(event, nested(verify_exhibit.fields_of(base64.b64decode(event["parts"][0]["plaintext"])), 4, 1))
            for event in access_entries(journal, case) if event["type"] == "DisclosureMade"]
    return [event for event, disclosed in made if disclosed[4][0] == EXHIBIT]


def text(fields, number):
    """A text field, or None if it is absent."""
    return fields[number][0].decode() if number in fields else None


class WholeExhibitTest(ExhibitTest, SamplesTest):
    """Who suffers: a judge who receives a file about a family and has no reason to trust the sender."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.shared.ok("key").strip()

    def written(self, *words):
        """An exhibit of the siblings in a file of its own."""
        path = self.folder / "hearing.exhibit.zip"
        said = self.journal.ok("exhibit", NUMBER, "--whole-case", *EVERY_LABEL, "--authority", OPENED_BY, "-o", path, "--force", *words)
        return path, said

    def taken_apart(self):
        path, _ = self.written()
        folder = self.folder / "files"
        shutil.unpack_archive(path, folder, "zip")
        return folder

    def test_the_program_takes_it_and_says_what_it_proves(self):
        path, said = self.written("--to", "Franklin County Juvenile Court", "--to-class", "court")
        size = self.journal.size()

        told = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in said.splitlines()[:-1])
        self.assertEqual(f"{path}, {path.stat().st_size:,} bytes", told["file"])
        self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), told["SHA-256"])
        self.assertRegex(told["entries"], r"^263, recorded \d{4}-\d\d-\d\d( to \d{4}-\d\d-\d\d)?$")
        self.assertEqual("Franklin County Juvenile Court (court); purpose: as supervisor; authority: "
                         f"{OPENED_BY}", told["recipient"])
        self.assertRegex(told["disclosure"], r"^recorded as r\d+ of the case's disclosures$")
        self.assertEqual(f"Check it with: casejournal verify exhibit {path} --key VKEY", said.splitlines()[-1])
        ran = run([PROGRAM, "verify", "exhibit", path, "--key", self.key])

        self.assert_exit(Exit.OK, ran)
        self.assertEqual("", ran.err)
        facts = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in ran.out.splitlines()[:-1])
        self.assertRegex(ran.out.splitlines()[-1], rf"^Sound: 263 entries of the case, in a journal of {size:,} entries signed by \S+\.$")
        self.assertEqual(["journal", "checkpoint", "witnesses", "timestamp", "case", "entries", "chain", "left out",
                          "disclosure", "plan", "pages", "files"], list(facts))
        self.assertEqual(SIBLINGS, facts["case"])
        self.assertRegex(facts["checkpoint"], rf"^{size:,} entries, root [0-9a-f]{{64}}, signed by the key  ok$")
        self.assertEqual("none: the exhibit rests on the journal's key alone", facts["witnesses"])
        self.assertEqual("263 opened and proved: revisions 0 to 262  ok", facts["entries"])
        self.assertEqual("revisions 0 to 262 without a gap: 263 headers, each naming the one before it  ok", facts["chain"])
        self.assertEqual("nothing", facts["left out"])
        self.assertEqual(f"recorded in the first {size:,} entries; states that the case's record ended at revision 262 when the "
                         f"journal had {size - 1:,} entries  ok", facts["disclosure"])
        self.assertEqual("rebuilt from the entries, identical to the plan shown and attested  ok", facts["plan"])
        self.assertEqual("rebuilt, every byte the same  ok", facts["pages"])
        self.assertEqual("541, digests as in the manifest  ok", facts["files"])

    def test_the_second_verifier_takes_it_and_says_what_it_does_not_check(self):
        path, _ = self.written()

        ran = run([PYTHON, VERIFIER, "--key", self.key, path])

        self.assertEqual((0, ""), (ran.exit, ran.err), ran.out)
        self.assertNotIn("FAIL", ran.out)
        self.assert_says(ran.out, "revisions given: 0-262\n", "revisions left out: none\n", f"case: {SIBLINGS}\n",
                         "not checked  that the entries fold to the plan, and the pages for people")

    def test_an_exhibit_of_every_sample_case_is_taken(self):
        for case in CASES:
            with self.subTest(case=case):
                files = self.make_whole(case).files
                self.assertEqual(len(self.journal.rows("events", case)),
                                 sum(re.fullmatch(r"events/\d{6}\.json", path) is not None for path in files))

    def test_it_comes_on_standard_output_and_is_checked_from_standard_input(self):
        data, _ = self.written()
        piped = self.folder / "piped.zip"
        command = f'"{PROGRAM}" exhibit {NUMBER} --whole-case {" ".join(EVERY_LABEL)} --authority order -o - 2>/dev/null | tee "{piped}" | "{PROGRAM}" verify exhibit - --key "{self.key}"'

        ran = run(["env", f"CASEJOURNAL_SERVER={self.journal.address}", "bash", "-o", "pipefail", "-c", command])

        self.assert_exit(Exit.OK, ran)
        self.assertEqual("", ran.err)
        self.assert_accepted(piped.read_bytes(), self.key)
        for path in ("events/000007.json", "chain.txt", "plan.binpb"):
            self.assertEqual(unpack(data.read_bytes())[path], unpack(piped.read_bytes())[path])

    def test_tools_that_everybody_has_take_it(self):
        path, _ = self.written()
        data = path.read_bytes()
        files = unpack(data)  # which checks the CRC of each file

        self.assertEqual(data, pack(files))
        self.assertEqual(files, with_manifest(files))
        self.assertEqual(0, run(["unzip", "-tqq", path]).exit if shutil.which("unzip") else 0)
        folder = self.taken_apart()
        ran = run(["env", "-C", folder, "sha256sum", "--check", "--strict", "--quiet", "manifest.sha256"])
        self.assertEqual((0, ""), (ran.exit, ran.out), ran.err)

    def test_each_entry_is_proved_by_its_own_two_files(self):
        """A lawyer quotes one entry: these two files go with the quotation, to anyone who has the key."""
        folder = self.taken_apart()
        for stem in ("events/000000", "events/000128", "events/000262", "disclosure", "journal/0000000000",
                     "journal/0000000001"):
            ran = run([PYTHON, PROOF_VERIFIER, "--key", self.key, "--proof", folder / f"{stem}.tlog-proof",
                       "--event", folder / f"{stem}.json"])
            self.assertEqual(0, ran.exit, ran.out + ran.err)

    def test_the_entries_are_those_of_the_journal(self):
        files = self.make_whole(NUMBER).files
        for event in self.journal.rows("events", SIBLINGS)[::20]:
            shown = json.loads(files[f"events/{int(event.get('revision', '0')):06}.json"])
            self.assertEqual(
                (event["position"], event["header"], event["recordedAt"], event["requestId"], event["type"],
                 with_names_of_today(event["sentence"]), event["parts"][0]["salt"], event["parts"][0]["plaintext"]),
                (shown["position"], shown["header"], shown["recordedAt"], shown["requestId"], shown["type"],
                 shown["sentence"], shown["parts"][0]["salt"], shown["parts"][0]["plaintext"]))

    def test_another_key_is_refused(self):
        """Also the key of another journal with the same name: anyone can use that name."""
        data = self.make_whole(KEPT_TOGETHER).data
        other = self.new_journal("other").start()
        names = self.key.split("+")[0], self.key_of(other).split("+")[0]

        self.assertEqual(names[0], names[1])
        self.assert_refused(data, self.key_of(other), "checkpoint: the note is not signed by key ")
        elsewhere = self.new_journal("elsewhere").make("elsewhere.example/juvenile").start()
        self.assert_refused(data, self.key_of(elsewhere), "checkpoint: the note is not signed by key ")

    def test_what_is_no_key_is_a_wrong_command_line(self):
        for key in ("", "no key at all", self.key[:-4], self.key.replace("+", "-"), "x" + self.key):
            ran = run([PROGRAM, "verify", "exhibit", "-", "--key", key], stdin=b"")
            self.assert_exit(Exit.USAGE, ran)
        self.assert_exit(Exit.USAGE, run([PROGRAM, "verify", "exhibit", "-"], stdin=b""))

    def test_a_file_that_is_not_there_is_said_to_be_missing(self):
        ran = run([PROGRAM, "verify", "exhibit", self.folder / "nowhere.zip", "--key", self.key])

        self.assert_exit(Exit.NOT_FOUND, ran)
        self.assert_says(ran.err, "nowhere.zip: No such file or directory")


class ChosenTest(ExhibitTest, SamplesTest):
    """Who suffers: a father's counsel, who must see what was left out; a mother whose treatment does not concern
    him."""

    def test_what_was_left_out_is_named_exactly(self):
        for chosen, given, left_out in (("0", "0", "1-262"), ("262", "262", "0-261"), ("0-262", "0-262", "none"),
                                        ("0-3,7", "0-3, 7", "4-6, 8-262"), ("5,7,9-9", "5, 7, 9", "0-4, 6, 8, 10-262"),
                                        ("1-261", "1-261", "0, 262")):
            _, files, summary = self.make_whole(NUMBER, "--events", chosen)
            with self.subTest(events=chosen):
                self.assertEqual((given, left_out),
                                 (summary["revisions given"], summary["revisions left out"]))
                revisions = {revision for part in given.split(", ") for ends in [part.split("-")]
                             for revision in range(int(ends[0]), int(ends[-1]) + 1)}
                self.assertEqual({f"events/{revision:06}.json" for revision in revisions},
                                 {path for path in files if path.startswith("events/") and path.endswith(".json")})
                self.assertEqual(given == "0-262", "plan.json" in files)
                self.assertEqual(given == "0-262", "plan.binpb" in files)

    def test_nothing_of_what_was_left_out_is_in_the_file(self):
        """Neither in words nor in base64: no name, no narrative, and no part of an entry that was not selected."""
        events = self.journal.rows("events", SIBLINGS)
        chosen = [0, 1, 2, 200]
        files = self.make_whole(NUMBER, "--events", "0-2,200").files
        given = "".join(json.dumps(events[revision]) for revision in chosen)
        contents = list(files.values()) + [
            base64.b64decode(json.loads(content)["parts"][0]["plaintext"]) for path, content in files.items()
            if path.endswith(".json")]
        words = {value for revision, event in enumerate(events) if revision not in chosen
                 for value in (event["sentence"], event["parts"][0]["plaintext"], event["parts"][0]["salt"])}
        words |= {word for word in casework.words_of_people() if len(word) > 6}
        given += "".join(base64.b64decode(events[revision]["parts"][0]["plaintext"]).decode(errors="replace")
                         for revision in chosen)
        words = [word for word in words if word not in given]

        self.assertGreater(len(words), 1000)
        self.assertEqual([], [word for word in words for content in contents if word.encode() in content])

    def test_an_exhibit_of_an_earlier_day_shows_what_was_known_and_so_by_then(self):
        events = self.journal.rows("events", SIBLINGS)
        questions = [("--known-revision", "128"), ("--known-position", events[100]["position"]),
                     ("--known-at", events[60]["recordedAt"]), ("--effective-on", "2023-06-01"),
                     ("--known-revision", "128", "--effective-on", "2023-06-01"), ("--known-revision", "0"), ()]
        for question in questions:
            _, files, summary = self.make_whole(NUMBER, *question)
            with self.subTest(question=question):
                plan = self.journal.json("plan", NUMBER, *question)
                known = int(plan["answered"].get("revision", "0"))
                self.assertEqual(f"0-{known}" if known else "0", summary["revisions given"])
                self.assertEqual(262, summary["head revision"])
                self.assertEqual(plan["plan"], json.loads(files["plan.json"]))
                made = disclosure_in(files["disclosure.json"])
                self.assertEqual((known, "2023-06-01" if "--effective-on" in question else None),
                                 (made.get(7, [0])[0], text(made, 8)))
                attested = nested(made, 12)
                digest = verify_exhibit.plan_digest(files["plan.binpb"], attested[8][0])
                self.assertEqual(digest, attested[4][0])

    def test_entries_of_one_request_can_be_cut_apart(self):
        self.assertTrue(self.journal.json("plan", NUMBER, "--known-revision", "0")["answered"]["cutsRequest"])

        summary = self.make_whole(NUMBER, "--known-revision", "0").summary

        self.assertEqual(("0", "1-262"), (summary["revisions given"], summary["revisions left out"]))

    def test_chosen_entries_of_an_earlier_day_are_none_of_later(self):
        _, files, summary = self.make_whole(NUMBER, "--known-revision", "40", "--events", "3,39-40")

        self.assertEqual(("3, 39-40", "0-2, 4-38, 41-262"),
                         (summary["revisions given"], summary["revisions left out"]))
        self.assertNotIn("plan.json", files)


class DisclosureTest(ExhibitTest, JournalTest):
    """Who suffers: a mother who asks who received her record, and by whose authority."""

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))

    def access_stream(self):
        """Read by the contract, with a client that shares no code with the journal."""
        foreign.install()
        asked = wire.field(4, wire.field(1, CASE))  # access, from its first revision
        answer = foreign.call(self.journal.address, "/casejournal.v1.AuditService/ReadEvents", asked)
        self.assertEqual("OK", answer["status"], answer["message"])
        fields = verify_exhibit.fields_of(base64.b64decode(answer["response"]))
        return [nested(verify_exhibit.fields_of(entry), 1, 1) for entry in fields.get(1, [])]  # opened, recorded

    def get_exhibit(self, request_id, *more):
        """GetExhibit by the contract: the answer and the file, which fits into one message."""
        asked = wire.field(1, CASE) + b"".join(more) + wire.field(7, request_id)
        answer = foreign.call(self.journal.address, "/casejournal.v1.CourtService/GetExhibit", asked)
        response = verify_exhibit.fields_of(base64.b64decode(answer["response"] or ""))
        return answer, response.get(1, [b""])[0]

    def test_it_says_to_whom_why_by_whose_authority_and_who_did_it(self):
        files = self.make(CASE, "--to", "Franklin County Juvenile Court", "--to-class", "court", "--why",
                         "hearing of 2025-03-14", "--authority", "order of 2025-02-03").files

        [event] = disclosures(self.journal, CASE)
        self.assertEqual("A part of the record was given to Franklin County Juvenile Court (hearing of 2025-03-14; "
                         "order of 2025-02-03).", event["sentence"])
        shown = files["disclosure.json"]
        self.assertEqual(event["header"], json.loads(shown)["header"])
        made = disclosure_in(shown)
        self.assertEqual(["Franklin County Juvenile Court", "hearing of 2025-03-14", "order of 2025-02-03"],
                         [text(made, number) for number in (1, 2, 3)])
        self.assertEqual((1, COURT, 1), (made[4][0], made[5][0], made[7][0]))
        actor = nested(stored_event(shown), 3, 1)
        self.assertEqual(["wren.example", "u-104", "Grace Bell"], [text(actor, number) for number in (1, 2, 3)])

    def test_who_says_nothing_takes_it_for_the_own_agency(self):
        made = disclosure_in(self.make(CASE).files["disclosure.json"])

        self.assertEqual(["Grace Bell", "as supervisor", None], [text(made, number) for number in (1, 2, 3)])
        self.assertEqual(OWN_AGENCY, made[5][0])

    def test_it_is_an_entry_of_the_cases_access_stream_and_moves_no_revision_of_the_case(self):
        def record():
            return [self.journal.json("plan", CASE)["plan"],
                    *(self.journal.rows(question, CASE) for question in ("events", "history", "register"))]

        before = record()
        self.make(CASE)
        self.make(CASE, "--events", "0")

        self.assertEqual(before, record())
        access = access_entries(self.journal, CASE)
        self.assertEqual([str(at) for at in range(len(access))], [event.get("revision", "0") for event in access])
        self.assertEqual(2, len(disclosures(self.journal, CASE)))
        self.journal.append(casework.request(CASE, 1, casework.note()))  # which expects revision 1
        self.assertEqual(self.journal.entries_at_start + 3, len(self.journal.written()))

    def test_the_access_stream_is_read_as_one(self):
        self.make(CASE)
        self.journal.append(casework.request(CASE, 1, casework.note()))
        self.make(CASE, "--events", "0")

        stream = self.access_stream()

        self.assertEqual(2, len(disclosures(self.journal, CASE)))
        self.assertEqual([event["header"] for event in access_entries(self.journal, CASE)],
                         [base64.b64encode(event[2][0]).decode() for event in stream])

    def test_one_request_is_one_disclosure_however_often_it_is_sent(self):
        """The connection breaks while the file arrives: a retry is not another disclosure."""
        foreign.install()
        request_id, key = str(uuid.uuid4()), self.key_of(self.journal)
        first, data = self.get_exhibit(request_id)
        self.assertEqual("OK", first["status"], first["message"])
        self.assert_accepted(data, key)

        self.journal.append(casework.request(CASE, 1, casework.note()))
        self.journal.restart()
        _, again = self.get_exhibit(request_id)

        self.assert_accepted(again, key)
        self.assertEqual(1, len(disclosures(self.journal, CASE)))
        self.assertEqual(unpack(data)["disclosure.json"], unpack(again)["disclosure.json"])
        self.assertEqual(unpack(data)["chain.txt"], unpack(again)["chain.txt"])

        another, _ = self.get_exhibit(request_id, wire.field(4, "somebody else"))
        self.assertEqual("ALREADY_EXISTS", another["status"])
        self.assertEqual(1, len(disclosures(self.journal, CASE)))

    def test_what_no_client_would_send_is_refused_and_discloses_nothing(self):
        foreign.install()
        size = self.journal.size()
        for more in (wire.field(4, "x" * 1001), wire.field(5, "x" * 1001), wire.field(6, "x" * 1001),
                     wire.field(9, 99), wire.field(2, wire.field(1, 0)) * 1001,
                     wire.field(2, wire.field(2, 2**64 - 1)),
                     wire.field(2, wire.field(1, 2**64 - 1) + wire.field(2, 2**64 - 1))):
            answer, _ = self.get_exhibit(str(uuid.uuid4()), more)
            self.assertEqual("INVALID_ARGUMENT", answer["status"], answer["message"])
        answer, _ = self.get_exhibit("no uuid")
        self.assertEqual("INVALID_ARGUMENT", answer["status"], answer["message"])
        self.assertEqual(size, self.journal.size())

    def test_many_at_once_are_proved_or_put_off_while_the_case_goes_on(self):
        """A request that is rejected because others are in progress is not recorded as a disclosure."""
        key = self.key_of(self.journal)

        def give(number):
            path = self.folder / f"{number}.zip"
            ran = self.journal.run("exhibit", CASE, "-o", path, "--to", f"recipient {number}")
            return ran, path.read_bytes() if path.exists() else None

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            answers = pool.map(give, range(6))
            for revision in range(1, 7):
                self.journal.append(casework.request(CASE, revision, casework.note()))
            answers = list(answers)

        given = set()
        for number, (ran, data) in enumerate(answers):
            if ran.exit == Exit.OK:
                self.assert_accepted(data, key)
                given.add(f"recipient {number}")
                self.assertEqual(f"recipient {number}", text(disclosure_in(unpack(data)["disclosure.json"]), 1))
            else:
                self.assert_exit(Exit.UNAVAILABLE, ran)
                self.assert_says(ran.err, "limit of exhibits and documents reached")
                self.assertIsNone(data)
        self.assertGreaterEqual(len(given), 2)
        self.assertEqual(given, {event["sentence"].split(" given to ")[1].split(" (")[0]
                                 for event in disclosures(self.journal, CASE)})

    def test_a_record_that_went_on_says_so_in_the_next_exhibit(self):
        """A disclosure names the head of the day on which it was made."""
        first = self.make(CASE).summary
        self.journal.append(casework.request(CASE, 1, casework.goal(), casework.note()))

        earlier = self.make(CASE, "--known-revision", "1").summary

        self.assertEqual((1, "none"), (first["head revision"], first["revisions left out"]))
        self.assertEqual((3, "2-3"), (earlier["head revision"], earlier["revisions left out"]))


class BadQuestionTest(SmallCaseTest):
    """Who suffers: a family whose record is given away by a mistaken request."""

    def setUp(self):
        super().setUp()
        self.size = self.journal.size()
        self.output = self.folder / "asked.zip"

    def assert_gives_nothing(self, expected, *words, case=CASE, says=()):
        """Check that the error is reported, nothing is written, and nothing is recorded."""
        with self.subTest(words=words):
            ran = self.journal.run("exhibit", case, "-o", self.output, *words)
            self.assert_exit(expected, ran)
            self.assert_says(ran.err, *says)
            self.assertEqual("", ran.out)
            self.assertFalse(self.output.exists())
            self.assertEqual(self.size, self.journal.size())

    def test_revisions_that_cannot_be(self):
        for chosen in ("5", "0-5", "2-1", "3,99", "0-18446744073709551615"):
            self.assert_gives_nothing(Exit.MALFORMED, "--events", chosen,
                                      says=["revisions: allowed: revisions from 0 to 4, which were known by then"])
        for chosen in ("1,0", "0,0", "0,1", "0-2,2-3", "0-1,2-3"):
            self.assert_gives_nothing(Exit.MALFORMED, "--events", chosen,
                                      says=["revisions: allowed: ascending ranges that do not touch"])
        self.assert_gives_nothing(Exit.MALFORMED, "--events", "2", "--known-revision", "1",
                                  says=["revisions: allowed: revisions from 0 to 1, which were known by then"])

    def test_what_is_no_list_of_revisions(self):
        for chosen in ("x", "0-", "-1", "0--1", "0, 2", ",", "0,", "+1", "0x1", "1.0", f"{2**64}", "\u0661"):
            self.assert_gives_nothing(Exit.USAGE, "--events", chosen, says=["--events: expected entries and ranges"])

    def test_an_empty_list_of_revisions_is_not_the_whole_record(self):
        """A script with an empty variable must not give away everything."""
        self.assert_gives_nothing(Exit.USAGE, "--events", "", says=["--events"])

    def test_a_case_that_is_not_there(self):
        for case in (casework.an_id("nowhere"), "22-JV-9999", "nothing of the kind"):
            self.assert_gives_nothing(Exit.NOT_FOUND, case=case, says=["no case "])

    def test_a_claimed_basis_is_not_offered(self):
        """An importer's statement of when something was recorded proves nothing."""
        self.assertNotIn("--claimed", self.journal.ok("exhibit", "--help"))
        self.assert_gives_nothing(Exit.USAGE, "--claimed", says=["--claimed"])

    def test_what_was_not_yet_known(self):
        self.assert_gives_nothing(Exit.NOT_FOUND, "--known-revision", "5", says=["revision 5 is not recorded yet"])
        self.assert_gives_nothing(Exit.NOT_FOUND, "--known-position", self.size + 9, says=["is not recorded yet"])
        self.assert_gives_nothing(Exit.USAGE, "--known-day", "2999-01-01", says=["--known-day: 2999-01-01 is in the future"])
        self.assert_gives_nothing(Exit.NOT_FOUND, "--known-day", "1999-12-31", says=["no entry of this case was known"])
        self.assert_gives_nothing(Exit.NOT_FOUND, "--known-position", "1", says=["no entry of this case was known"])
        self.assert_gives_nothing(Exit.USAGE, "--effective-on", "2999-01-01", says=["--effective-on: 2999-01-01 is in the future"])
        self.assert_gives_nothing(Exit.USAGE, "--effective-on", "2025-02-30", says=["is not a day"])
        self.assert_gives_nothing(Exit.USAGE, "--known-revision", "1", "--known-position", "3")

    def test_words_that_are_too_long_or_of_no_class(self):
        for flag, field in (("--to", "recipient"), ("--why", "purpose"), ("--authority", "authority")):
            self.assert_gives_nothing(Exit.MALFORMED, flag, "x" * 1001, says=[f"{field}: allowed: at most 1000"])
        self.assert_gives_nothing(Exit.USAGE, "--to-class", "press", says=["press"])
        self.make(CASE, "--to", "\u00e9" * 500)  # a thousand bytes

    def test_a_file_that_cannot_be_written(self):
        """A file that cannot be stored was not given to anyone: the record must not say that it was."""
        ran = self.journal.run("exhibit", CASE, "-o", self.folder / "nowhere" / "asked.zip")

        self.assertNotEqual(Exit.OK, ran.exit)
        self.assert_says(ran.err, "nowhere/asked.zip", "No such file or directory")
        self.assertEqual(self.size, self.journal.size())

    def test_a_pipe_is_written_to_or_refused_and_not_replaced(self):
        """The same for a device: it stays what it is, and no record is stored in an unexpected place."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        arrived = self.folder / "arrived"
        with open(arrived, "wb") as file, subprocess.Popen(["cat", pipe], stdout=file) as reader:
            ran = self.journal.run("exhibit", CASE, "-o", pipe)
            if ran.exit != Exit.OK or not pipe.is_fifo():
                reader.kill()  # it waits for what will never come
            reader.wait(PATIENCE_S)
        data = arrived.read_bytes()

        self.assertTrue(pipe.is_fifo())
        if ran.exit == Exit.OK:
            self.assert_accepted(data, self.key)
        else:
            self.assertEqual(self.size, self.journal.size())

    def test_a_journal_that_is_not_there(self):
        journal = self.new_journal("stopped").start()
        journal.stop()

        ran = journal.run("exhibit", CASE, "-o", self.output)

        self.assert_exit(Exit.UNAVAILABLE, ran)
        self.assertFalse(self.output.exists())


if __name__ == "__main__":
    unittest.main()
