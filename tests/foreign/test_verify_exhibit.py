"""Tests of verify_exhibit.py, on exhibits that made_exhibit.py creates from docs/EXHIBIT.md: a valid one verifies, and
each one with a single fault is rejected by the check for that fault."""

import base64
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import uuid
import zipfile

import exhibit_archive
import protobuf_fields
import verify_exhibit
from made_exhibit import (CASE, FIRST, JOURNAL, JOURNAL_KEY, KEY, NARRATIVE, ORIGIN, OTHER_CASE,
                          PLAN, RECIPIENT, SCHEMA, VALID, VALID_ZIP, WITNESS_KEYS, WITNESSES,
                          SEED as PLAN_SEED, adopted, case_event, exhibit, manifest, message, opened, pack, packed,
                          verifier_key, went_on)
from exhibit_archive import CheckFailed
from verify_exhibit import verify

SEED = int(os.environ.get("SEED", random.randrange(2**32)))


class Case(unittest.TestCase):
    def accepts(self, data, key=JOURNAL_KEY, **options):
        try:
            return verify(data, key, **options)
        except CheckFailed as failed:
            return self.fail(f"refused: {failed.args}")

    def refuses(self, check, data, key=JOURNAL_KEY, **options):
        with self.assertRaises(CheckFailed, msg=f"{check} should have refused") as raised:
            verify(data, key, **options)
        if check:
            self.assertEqual(raised.exception.args[0], check, raised.exception.args)


class ValidTest(Case):
    def test_a_valid_exhibit_verifies_and_its_summary_says_what_was_left_out(self):
        summary = self.accepts(VALID_ZIP, witnesses=WITNESS_KEYS[:2])
        self.assertEqual(summary["case"], uuid.UUID(bytes=CASE))
        self.assertEqual(summary["revisions given"], "0-1")
        self.assertEqual(summary["revisions left out"], "2")
        self.assertEqual(summary["head revision"], 2)
        self.assertEqual(summary["disclosed"], "2025-03-12T15:00:00.000007Z")
        self.assertEqual(summary["checkpoint size"], 9)

    def test_an_exhibit_of_some_entries_has_no_plan(self):
        some = {6: [message((1, 0), (2, 0)), message((1, 2), (2, 2))], 7: 2}
        summary = self.accepts(packed(disclosed=some, give=(0, 2), plan=False))
        self.assertEqual(summary["revisions given"], "0, 2")
        later = {6: [message((1, 1), (2, 2))], 7: 2}
        self.accepts(packed(disclosed=later, give=(1, 2), plan=False))

    def test_a_complete_exhibit_without_an_attested_plan_has_none(self):
        self.accepts(packed(disclosed={12: None}, plan=False))

    def test_a_journal_may_never_have_gone_on_or_before_or_after_it_adopted_the_schema(self):
        self.accepts(packed(journal=[opened(ORIGIN), adopted(SCHEMA)]))
        self.accepts(packed(journal=[opened(FIRST), adopted(SCHEMA), went_on(FIRST, ORIGIN)]))
        self.accepts(packed(journal=[opened(FIRST), went_on(FIRST, "x"), adopted(SCHEMA),
                                     went_on("x", ORIGIN)]))

    def test_other_tools_see_the_same_files(self):
        archive = zipfile.ZipFile(io.BytesIO(VALID_ZIP))
        self.assertIsNone(archive.testzip())
        self.assertEqual({path: archive.read(path) for path in archive.namelist()},
                         manifest(VALID))

    def test_the_program_prints_one_line_per_check_and_nothing_of_what_the_entries_say(self):
        def run(data, *options):
            with tempfile.NamedTemporaryFile() as file:
                file.write(data)
                file.flush()
                return subprocess.run(
                    [sys.executable, verify_exhibit.__file__, "--key", JOURNAL_KEY, *options,
                     file.name], capture_output=True, text=True, check=False)

        good = run(VALID_ZIP, "--witness", WITNESS_KEYS[0])
        self.assertEqual((good.returncode, good.stderr), (0, ""))
        lines = good.stdout.splitlines()
        checks = "file manifest signature witnesses entries proofs chain disclosure texts journal plan"
        self.assertEqual([line.split()[1] for line in lines[:11]], checks.split())
        bad = run(packed(disclosed={9: 1}))
        self.assertEqual((bad.returncode, bad.stderr), (1, ""))
        self.assertTrue(bad.stdout.splitlines()[-1].startswith("FAIL  disclosure "))
        self.assertEqual(run(b"").returncode, 1)
        for word in (NARRATIVE, RECIPIENT, "Told"):
            self.assertNotIn(word, good.stdout + bad.stdout)


class FileTest(Case):
    def test_no_bit_of_the_file_can_change(self):
        for at in range(len(VALID_ZIP)):
            data = bytearray(VALID_ZIP)
            data[at] ^= 1 << at % 8
            self.refuses(None, bytes(data))

    def test_a_file_cut_off_anywhere_or_with_something_before_or_behind_it_is_refused(self):
        for length in range(0, len(VALID_ZIP), 7):
            self.refuses("file", VALID_ZIP[:length])
        self.refuses("file", VALID_ZIP + b"\0")
        self.refuses("file", b"\0" + VALID_ZIP)
        self.refuses("file", VALID_ZIP + VALID_ZIP)

    def test_only_the_canonical_form_is_a_file(self):
        files = manifest(VALID)
        self.assertEqual(pack(files), VALID_ZIP)
        self.refuses("file", pack(files, order=lambda paths: sorted(paths, reverse=True)))
        self.refuses("file", pack(files, order=lambda paths: [min(paths), *sorted(paths)]))
        self.refuses("file", pack(files, local_extra=b"\1\0\0\0"))
        self.refuses("file", pack(files, between=b"\0"))
        self.refuses("file", pack(files, comment=b"hello"))
        for form in ((8, 0, 0x0021), (0, 0x0800, 0x0021), (0, 8, 0x0021), (0, 0, 0x5A6C)):
            self.refuses("file", pack(files, central={"checkpoint": form}))

    def test_a_path_that_does_not_belong_is_refused(self):
        for path in ("extra.txt", "events/000000.txt", "events/0.json", "../notice.txt",
                     "/notice.txt", "events/000000.json/x", "Exhibit.html", "chain.json",
                     "journal/00000000000.json", "checkpoint ", "events/", "plan.tlog-proof"):
            self.refuses("file", pack(manifest({**VALID, path: b"x"})))

    def test_no_file_can_be_missing(self):
        for path in manifest(VALID):
            files = {other: data for other, data in manifest(VALID).items() if other != path}
            self.refuses("file" if path == "manifest.sha256" else None, pack(files))
            if path != "manifest.sha256":
                self.refuses(None, pack(manifest(files)))

    def test_the_manifest_has_exactly_the_other_files(self):
        right = manifest(VALID)["manifest.sha256"]
        for wrong in (b"", right[:-1], right + right[:80], right.replace(b"  ", b" *"),
                      right.upper(), b"\n".join(right.split(b"\n")[1:])):
            self.refuses("manifest", pack({**VALID, "manifest.sha256": wrong}))
        self.refuses("manifest", pack({**manifest(VALID), "exhibit.html": b"another"}))


class ContentTest(Case):
    def test_each_file_cut_off_or_empty_or_doubled_is_refused(self):
        for path, data in VALID.items():
            if path not in ("exhibit.html", "plan.json"):
                for other in (b"", data[:len(data) // 2], data[:-2], data + data, b"\0" + data):
                    self.refuses(None, pack(manifest({**VALID, path: other})))

    def test_no_two_files_of_a_kind_can_change_places(self):
        for one in VALID:
            for two in VALID:
                if one < two and one.split(".")[-1] == two.split(".")[-1] and (
                        "plan.json" not in (one, two)):
                    swapped = {**VALID, one: VALID[two], two: VALID[one]}
                    self.refuses(None, pack(manifest(swapped)))

    def test_each_part_of_an_entry_is_what_was_recorded(self):
        def with_entry(change):
            entry = json.loads(VALID["events/000001.json"])
            change(entry)
            return pack(manifest({**VALID, "events/000001.json": json.dumps(entry).encode()}))

        self.accepts(with_entry(lambda entry: None))
        flip = (lambda text, at: base64.b64encode(bytes(
            byte ^ (n == at) for n, byte in enumerate(base64.b64decode(text)))).decode())
        for at in range(118):
            check = "entries" if at == 0 or at >= 86 else "proofs"
            self.refuses(check, with_entry(lambda e: e.update(header=flip(e["header"], at))))
        for name in ("salt", "plaintext"):
            self.refuses("entries", with_entry(
                lambda e: e["parts"][0].update({name: flip(e["parts"][0][name], 3)})))
            for bad in (None, 1, [], "", "????", "\u00e9", "QQ", "QR=="):
                self.refuses("entries", with_entry(lambda e: e["parts"][0].update({name: bad})))
        for name in ("salt", "plaintext"):  # Two bits that mean nothing, but are spelled out.
            text = json.loads(VALID["events/000001.json"])["parts"][0][name].rstrip("=")
            for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
                if len(text) % 4 and last != text[-1]:
                    other = {name: text[:-1] + last + "=" * (-len(text) % 4)}
                    self.refuses("entries", with_entry(lambda e: e["parts"][0].update(other)))
        for at in (31, 33):  # The same bytes are hashed, but divided otherwise.
            part = json.loads(VALID["events/000001.json"])["parts"][0]
            both = base64.b64decode(part["salt"]) + base64.b64decode(part["plaintext"])
            other = {"salt": base64.b64encode(both[:at]).decode(),
                     "plaintext": base64.b64encode(both[at:]).decode()}
            self.refuses("entries", with_entry(lambda e: e["parts"][0].update(other)))
        for label in (0, 4, -1, 2**16 + 5, True, 5.0, "5", None):
            self.refuses("entries", with_entry(lambda e: e["parts"][0].update(label=label)))
        for parts in (None, [], {}, [1], "x"):
            self.refuses("entries", with_entry(lambda e: e.update(parts=parts)))
        self.refuses("entries", with_entry(lambda e: e["parts"].append(e["parts"][0])))
        self.refuses("proofs", with_entry(lambda e: e.update(position="1")))
        for bad in (2, "02", "+2", "", None, "2 ", "9" * 5000, "18446744073709551616", "\u0662"):
            self.refuses("entries", with_entry(lambda e: e.update(position=bad)))

    def test_what_is_not_a_json_object_is_no_entry(self):
        for text in (b"", b"[]", b"null", b"\xff", b"[" * 100000, b'{"a":' * 100000, b"9" * 10000,
                     VALID["events/000001.json"].decode().encode("utf-16"),
                     b'{"position": "2", ' + VALID["events/000001.json"][1:]):
            self.refuses("entries", pack(manifest({**VALID, "events/000001.json": text})))

    def test_the_checkpoint_is_signed_by_the_key_and_of_its_origin(self):
        self.refuses("signature", VALID_ZIP, verifier_key(ORIGIN, WITNESSES[0]))
        self.refuses("signature", VALID_ZIP, verifier_key(FIRST, KEY))
        self.refuses("signature", VALID_ZIP, verifier_key(ORIGIN, KEY, 4))
        self.refuses("signature", packed(origin=FIRST))
        for key in ("", "a", "a+b", "a+b+c", JOURNAL_KEY[:-4], "x" + JOURNAL_KEY, "\udcff++",
                    JOURNAL_KEY.replace(JOURNAL_KEY.split("+")[1], "00000000")):
            self.refuses("signature", VALID_ZIP, key)
        note = VALID["checkpoint"]
        for wrong in (note.replace(b"\n9\n", b"\n8\n"), note[:-1], note.replace(b"\n\n", b"\n"),
                      note.replace("\u2014".encode(), b"-"), note.replace(b"\n\n", b"\nx\n\n"),
                      note + b"\xe2\x80\x94 a AAAA\n", note + note.split(b"\n")[-2] * 101, b"\xff",
                      note.replace(b"\n9\n", b"\n09\n"), b"\n\n" + note, b"\n\n\n"):
            self.refuses("signature", pack(manifest({**VALID, "checkpoint": wrong})))

    def test_a_checkpoint_can_have_more_lines_but_no_control_characters(self):
        self.accepts(packed(extension="an extension\n"))
        for wrong in ("a\tb\n", "a\rb\n", "\0\n", "\n"):
            self.refuses("signature", packed(extension=wrong))

    def test_a_position_behind_the_end_of_the_tree_is_none(self):
        files = exhibit(after=False)
        for position in (b"8", b"15", b"99"):
            files["disclosure.json"] = files["disclosure.json"].replace(
                b'"position": "7"', b'"position": "%s"' % position)
            files["disclosure.tlog-proof"] = files["disclosure.tlog-proof"].replace(
                b"index 7\n", b"index %s\n" % position)
            self.refuses("proofs", pack(manifest(files)))
            files = exhibit(after=False)
        self.accepts(pack(manifest(files)))

    def test_what_is_too_large_is_refused(self):
        for module, limit, check in ((exhibit_archive, "MAX_FILE", "file"),
                                     (verify_exhibit, "MAX_NOTE", "signature"),
                                     (verify_exhibit, "MAX_SIGNATURES", "signature"),
                                     (verify_exhibit, "MAX_ENTRY", "entries"),
                                     (verify_exhibit, "MAX_HASHES", "proofs")):
            with unittest.mock.patch.object(module, limit, 2):
                self.refuses(check, VALID_ZIP)

    def test_a_proof_leads_to_the_checkpoint_of_the_file(self):
        path = "events/000000.tlog-proof"
        right = VALID[path]
        lines = right.split(b"\n")
        for wrong in (right.replace(b"@v1", b"@v2"), right.replace(b"index 1", b"index 2"),
                      right.replace(b"index 1", b"index 99"), right.replace(b"index 1", b"index"),
                      right.replace(b"index", b"extra YQ==\nindex"), right + b"\n",
                      b"\n".join(lines[:2] + lines[3:]), b"\n".join(lines[:3] + lines[2:]),
                      b"\n".join(lines[:2] + lines[2:3] * 100 + lines[3:]),
                      right.replace(lines[2], lines[3]), VALID["checkpoint"],
                      right.replace(VALID["checkpoint"], exhibit(cosigners=(0,))["checkpoint"]),
                      right.replace(VALID["checkpoint"], exhibit(cosigners=(1, 0))["checkpoint"])):
            self.refuses("proofs", pack(manifest({**VALID, path: wrong})))


class WitnessTest(Case):
    def test_each_witness_named_must_have_cosigned_or_as_many_as_are_required(self):
        self.refuses("witnesses", VALID_ZIP, witnesses=WITNESS_KEYS)
        self.accepts(VALID_ZIP, witnesses=WITNESS_KEYS, needed=2)
        self.refuses("witnesses", VALID_ZIP, witnesses=WITNESS_KEYS, needed=3)
        self.refuses("witnesses", VALID_ZIP, needed=1)
        self.accepts(packed(cosigners=()))

    def test_a_witness_counts_once(self):
        twice = [WITNESS_KEYS[0], WITNESS_KEYS[0]]
        self.refuses("witnesses", VALID_ZIP, witnesses=twice, needed=2)
        alias = verifier_key("alias.example", WITNESSES[0], 4)
        self.refuses("witnesses", VALID_ZIP, witnesses=[WITNESS_KEYS[0], alias], needed=1)

    def test_a_cosignature_that_does_not_verify_is_refused_even_if_enough_others_do(self):
        lines = VALID["checkpoint"].decode().split("\n")
        blob = base64.b64decode(lines[-2].split()[2])
        for wrong in (blob[:4] + bytes(8) + blob[12:], blob[:-1] + bytes([blob[-1] ^ 1]),
                      blob[:-1], blob + b"\0", blob[:5], blob[:4] + blob[12:]):
            text = "\n".join(lines[:-2] + [" ".join(lines[-2].split()[:2] + [
                base64.b64encode(wrong).decode()]), ""]).encode()
            data = pack(manifest({path: content.replace(VALID["checkpoint"], text)
                                  for path, content in VALID.items()}))
            self.accepts(data, witnesses=WITNESS_KEYS[:1])  # It is of no known witness.
            self.refuses("witnesses", data, witnesses=WITNESS_KEYS[:2], needed=1)

    def test_a_witness_key_is_of_the_type_for_cosignatures(self):
        self.refuses("witnesses", VALID_ZIP,
                     witnesses=[verifier_key("witness.example/0", WITNESSES[0], 1)])


ALL = {"give": (0, 1, 2), "plan": False, "disclosed": {6: [message((2, 2))], 7: 2, 12: None}}


class ChainTest(Case):
    def test_the_chain_is_whole_and_of_one_case(self):
        self.accepts(packed(**ALL))
        for revision, other in ((0, {"previous": b"x" * 32}), (1, {"previous": bytes(32)}),
                                (1, {"revision": 2}), (0, {"revision": 1}), (1, {"kind": 2}),
                                (1, {"stream": OTHER_CASE}), (1, {"recorded_at": 0})):
            self.refuses("chain", packed(header={revision: other}))
        for other in ({"recorded_at": -1}, {"kind": 9}, {"previous": bytes(32)}, {"revision": 3}):
            self.refuses("chain", packed(header={2: other}, **ALL))
        self.refuses("entries", packed(header={2: {"format": 2}}, **ALL))

    def test_no_line_can_be_missing_or_changed_or_spelled_otherwise(self):
        lines = VALID["chain.txt"].splitlines(keepends=True)
        for wrong in (lines[1:], lines[:1] + lines[2:], lines[:2], lines + lines[2:],
                      [lines[1], lines[0], lines[2]], [line.upper() for line in lines],
                      [line.replace(b"\n", b"\r\n") for line in lines], [b"".join(lines)[:-1]],
                      lines + [b"\n"], [lines[0].replace(b" 0", b" 1", 1), *lines[1:]],
                      [b"0" + lines[0], *lines[1:]], [b" " + lines[0], *lines[1:]],
                      [b"+" + lines[0], *lines[1:]], [*lines[:2], b"7" + lines[2][1:]],
                      [*lines[:2], lines[2].replace(b" ", b"  ")],
                      [*lines[:2], lines[2][:-3] + b"00\n"], [*lines[:2], lines[2][:-3] + b"\n"]):
            if wrong != lines:
                self.refuses(None, pack(manifest({**VALID, "chain.txt": b"".join(wrong)})))

    def test_a_line_shows_a_header_if_its_entry_is_given_and_only_then(self):
        self.refuses("disclosure", packed(headers=(0, 1, 2)))
        self.refuses("disclosure", packed(headers=(0,)))
        one = {6: [message((1, 0), (2, 0))], 7: 0}
        self.accepts(packed(disclosed={**one, 12: None}, give=(0,), plan=False))
        self.refuses("disclosure", packed(disclosed=one, give=(0,), headers=(0, 1), plan=False))

    def test_what_is_left_out_is_a_leaf_of_the_tree_at_its_position(self):
        right = VALID["left-out.proofs"]
        hashes = right.split()
        for wrong in (None, b"", b"\n", right[:-1], right + b"\n", right + right, b" " + right,
                      right.replace(b" ", b"  ", 1), right.replace(b" ", b"\n", 1),
                      b" ".join(hashes[1:]) + b"\n", b" ".join(hashes[:1] + hashes) + b"\n",
                      b" ".join(hashes[::-1]) + b"\n", right.replace(b"\n", b"\r\n"),
                      b" ".join(hashes[:1] * 65) + b"\n", b"QQ==\n", b"\xff\n"):
            files = {**VALID, "left-out.proofs": wrong}
            if wrong is None:
                del files["left-out.proofs"]
            self.refuses("chain", pack(manifest(files)))
        self.refuses("chain", pack(manifest({**exhibit(**ALL), "left-out.proofs": right})))

    def test_a_chain_that_ends_before_the_head_is_refused(self):
        self.refuses("disclosure", packed(chain_ends=2))


class DisclosureTest(Case):
    def test_each_field_of_the_disclosure_holds(self):
        for number, value in ((4, 2), (4, None), (14, 3), (14, 5), (14, None), (9, 1), (9, 3), (9, None),
                              (10, bytes(32)), (10, None), (11, 6), (11, 8), (11, None), (7, 3),
                              (7, 0), (6, [message((2, 2))]), (6, [message((1, 1), (2, 1))]),
                              (6, None), (6, [message((1, 1))]), (6, 1), (13, b"other"),
                              (6, [message((2, 2**63))]), (6, [message((2, 1))] * 2),
                              (6, [message((1, 1), (2, 1)), message((1, 0))]), (13, None),
                              (4, [1, 1]), (4, b"\1"), (10, 5), (4, 2**32 + 1), (7, 2**64),
                              (17, None), (17, bytes(32)), (17, 5), (18, 7),
                              (18, [message((1, 2), (3, 4))]), (18, [message((1, 9))]),
                              (18, [message((1, 1)), message((1, 0))]),
                              (18, [message((1, 1))] * 2),
                              (18, [message((1, 1), (2, 2), (3, 2))])):
            self.refuses("disclosure", packed(disclosed={number: value}))
        self.refuses("disclosure", packed(give=(0,)))
        self.refuses("disclosure", packed(give=(0, 1, 2)))

    def test_it_says_what_became_of_given_entries(self):
        self.accepts(packed(disclosed={18: [message((1, 0), (2, 1)), message((1, 1), (3, 2))]}))

    def test_at_least_one_revision_is_given_and_ranges_do_not_touch(self):
        self.refuses("disclosure", packed(disclosed={6: None}, give=(), plan=False))
        touching = [message((1, 0), (2, 0)), message((1, 1), (2, 1))]
        self.refuses("disclosure", packed(disclosed={6: touching}))

    def test_the_known_revision_can_be_the_head(self):
        self.accepts(packed(disclosed={7: 2}, plan=False))

    def test_the_disclosure_is_of_the_cases_access_stream(self):
        self.refuses("chain", packed(disclosure_stream=(2, OTHER_CASE)))
        self.refuses("disclosure", packed(disclosure_stream=(4, CASE)))
        self.refuses("disclosure", packed(spoil=lambda event: message((3, event))))
        self.refuses("disclosure", packed(spoil=lambda event: message((4, message((2, event))))))
        self.refuses("disclosure", packed(spoil=lambda event: event + event))
        self.refuses("disclosure", packed(spoil=lambda event: event + b"\x7a\5cut"))

    def test_an_event_is_the_one_of_its_path(self):
        one, two = "events/000000", "events/000001"
        swapped = {**VALID}
        for ending in (".json", ".tlog-proof"):
            swapped.update({one + ending: VALID[two + ending], two + ending: VALID[one + ending]})
        self.refuses("disclosure", pack(manifest(swapped)))


class JournalTest(Case):
    def test_the_journals_entries_lead_from_the_first_to_the_checkpoint(self):
        for journal in ([opened(ORIGIN)], [adopted(SCHEMA)], [went_on(FIRST, ORIGIN)],
                        [opened(FIRST), adopted(SCHEMA)],
                        [opened(FIRST), went_on("x", ORIGIN), adopted(SCHEMA)],
                        [opened(FIRST), went_on(FIRST, "x"), adopted(SCHEMA)],
                        [opened(ORIGIN), adopted(SCHEMA), adopted(SCHEMA)],
                        [opened(FIRST), adopted(SCHEMA), went_on("x", ORIGIN)],
                        [opened(FIRST), adopted(SCHEMA), went_on(FIRST, ORIGIN), adopted(SCHEMA)],
                        [opened(ORIGIN), opened(ORIGIN), adopted(SCHEMA)],
                        [opened(ORIGIN), adopted(b"another")], [opened(ORIGIN), case_event("x")]):
            self.refuses("journal", packed(journal=journal))

    def test_an_entry_is_the_one_of_its_path(self):
        renamed = {path.replace("0000000004", "0000000008"): data for path, data in VALID.items()}
        self.refuses("journal", pack(manifest(renamed)))

    def test_an_entry_of_another_stream_is_none_of_the_journals(self):
        for other in ((3, CASE), (4, JOURNAL)):
            self.refuses("journal", packed(
                journal=[opened(FIRST), (*other, went_on(FIRST, ORIGIN)), adopted(SCHEMA)]))
        self.refuses("journal", packed(journal=[
            (3, JOURNAL, opened(ORIGIN), {"revision": 1}), adopted(SCHEMA)]))


class PlanTest(Case):
    def test_the_plan_is_the_attested_one(self):
        self.refuses("plan", pack(manifest({**VALID, "plan.binpb": PLAN + b"\0"})))
        day, other = "2025-03-01", "2025-03-02"
        digest, seed = (4, verify_exhibit.plan_digest(PLAN, PLAN_SEED)), (8, PLAN_SEED)
        self.accepts(packed(disclosed={12: message((1, 1), (2, 2), digest, seed)}))
        for wrong in (message((1, 2), (2, 2), digest, seed), message((2, 2), digest, seed),
                      message((1, 1), (2, 2), seed), message((1, 1), digest, seed),
                      message((1, 1), (2, 1), digest, seed), message((1, 1), (2, 2), digest),
                      message((1, 1), (2, 2), digest, (8, bytes(32))),
                      message((1, 1), (2, 2), digest, (8, PLAN_SEED[1:])), b""):
            self.refuses("plan", packed(disclosed={12: wrong}))
        of_day = message((1, 1), (2, 2), (3, day), digest, seed)
        self.accepts(packed(disclosed={8: day, 12: of_day}))
        for wrong in ({12: of_day}, {8: day}, {8: other, 12: of_day}, {8: "", 12: of_day}):
            self.refuses("plan", packed(disclosed=wrong))

    def test_a_plans_digest_is_that_of_the_document(self):
        """The program's own test has the same vectors (plan_digest_test.cc)."""
        seed = bytes([1, 2, 3]) + bytes(29)
        self.assertEqual("4b4d77d1b36647d39f8b34a285af69c14d8f4ca0eb6cda480187680dc6b7b505",
                         verify_exhibit.plan_digest(b"", seed).hex())
        self.assertEqual("7d4864dc6a55517da236a1b5410e818d44b701b9c93f6bf194e90741b28bdb54",
                         verify_exhibit.plan_digest(PLAN, seed).hex())

    def test_no_other_fields_have_the_plans_digest(self):
        fields = [part for _, _, part in protobuf_fields.each_field(PLAN)]
        self.assertEqual([b"\x0a\x02hi", b"\x10\x07", b"R\x01a", b"R\x01b"], fields)
        for other in ([*fields, b"R\x01b"], fields[:-1], fields[1:], [*fields[:2], *fields[:1:-1]],
                      [*fields[:3], b"R\x01c"]):
            self.refuses("plan", pack(manifest({**VALID, "plan.binpb": b"".join(other)})))

    def test_the_fold_is_named_by_its_golden_digest(self):
        golden = message((5, b"\x01" * 32), (6, 5))
        named = [verify_exhibit.fold_named(verify_exhibit.fields_of(plan)) for plan in (golden, b"")]
        self.assertEqual(named, ["by fold version 5, fold digest 0101010101010101", "its fold not named"])

    def test_the_plan_is_there_if_it_can_be_and_only_then(self):
        self.refuses("plan", packed(plan=False))
        self.refuses("plan", packed(disclosed={12: None}))
        self.refuses("plan", packed(disclosed={6: [message((1, 1), (2, 1))]}, give=(1,)))
        self.refuses("plan", packed(disclosed={7: 2}))


@unittest.skipUnless(shutil.which("openssl"), "needs openssl")
class TimestampTest(Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.write("tsa.cnf", b"""[tsa]
default_tsa = it
[it]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
[req]
distinguished_name = name
[name]
[ext]
extendedKeyUsage = critical,timeStamping
""")
        cls.write("serial", b"01\n")
        for name in ("tsa", "other"):
            cls.openssl("req -x509 -newkey rsa:2048 -nodes -keyout", f"{name}.key", "-out",
                        f"{name}.pem", "-subj /CN=tsa -days 30 -config tsa.cnf -extensions ext")

    @classmethod
    def write(cls, name, data):
        with open(os.path.join(cls.folder.name, name), "wb") as file:
            file.write(data)

    @classmethod
    def openssl(cls, *words):
        subprocess.run(["openssl", *" ".join(words).split()], cwd=cls.folder.name, check=True,
                       capture_output=True)

    def token(self, data, digest="-sha256"):
        self.write("data", data)
        self.openssl("ts -query -data data -cert -out query", digest)
        self.openssl("ts -reply -queryfile query -config tsa.cnf -signer tsa.pem -inkey tsa.key",
                     "-out reply")
        with open(os.path.join(self.folder.name, "reply"), "rb") as file:
            return file.read()

    def test_a_token_over_the_checkpoint_verifies_and_no_other_does(self):
        tsa, other = (os.path.join(self.folder.name, name) for name in ("tsa.pem", "other.pem"))
        token = self.token(VALID["checkpoint"])
        stamped = pack(manifest({**VALID, "checkpoint.tsr": token}))
        said = []
        self.accepts(stamped, report=lambda *words: said.append(" ".join(words)))
        self.assertTrue(any("NOT CHECKED" in line for line in said))
        self.accepts(stamped, ca=tsa)
        self.refuses("timestamp", stamped, ca=other)
        self.refuses("timestamp", stamped, ca="/nowhere")
        self.refuses("timestamp", VALID_ZIP, ca=tsa)
        for wrong in (self.token(b"x"), self.token(VALID["checkpoint"], "-sha512")):
            self.refuses("timestamp", pack(manifest({**VALID, "checkpoint.tsr": wrong})))
        for at in range(len(token)):
            for wrong in (token[:at], token[:at] + bytes([token[at] ^ 0x80]) + token[at + 1:]):
                self.outcome({**VALID, "checkpoint.tsr": wrong})
        refused = token.replace(bytes.fromhex("3003020100"), bytes.fromhex("3003020102"), 1)
        self.assertNotEqual(refused, token)
        self.refuses("timestamp", pack(manifest({**VALID, "checkpoint.tsr": refused})))
        flipped = bytearray(token)
        flipped[-1] ^= 1
        self.refuses("timestamp", pack(manifest({**VALID, "checkpoint.tsr": flipped})), ca=tsa)

    def outcome(self, files):
        try:
            verify(pack(manifest(files)), JOURNAL_KEY)
        except CheckFailed:
            pass


class RandomTest(Case):
    def setUp(self):
        print(f"SEED={SEED}", file=sys.stderr)
        self.random = random.Random(SEED)

    def spoiled(self, data):
        data = bytearray(data)
        for _ in range(self.random.randint(1, 3)):
            at, what = self.random.randint(0, len(data)), self.random.randrange(4)
            if what == 0:
                data[at:at + 1] = self.random.randbytes(1)
            elif what == 1:
                data[at:at + self.random.randint(1, 20)] = b""
            elif what == 2:
                data[at:at] = data[at:at + 20] or b"\xff"
            else:
                data[at:at] = self.random.choice((b"\n", b'"', b"\xff\xff\xff\xff\x0f", b"[{"))
        return bytes(data)

    def test_spoiled_files_are_refused_or_verify_but_never_end_in_anything_else(self):
        for _ in range(3000):
            path = self.random.choice(list(VALID))
            files = {**VALID, path: self.spoiled(VALID[path])}
            try:
                verify(pack(manifest(files)), JOURNAL_KEY, WITNESS_KEYS[:2])
            except CheckFailed as failed:
                self.assertTrue(all(re.fullmatch("[ -~]+", word) for word in failed.args))

    def test_spoiled_events_are_refused_or_verify_but_never_end_in_anything_else(self):
        for _ in range(500):
            data = packed(spoil=self.spoiled)
            try:
                verify(data, JOURNAL_KEY)
            except CheckFailed as failed:
                self.assertIn(failed.args[0], ("disclosure", "plan"))


if __name__ == "__main__":
    unittest.main()
