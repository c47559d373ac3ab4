"""What a restore says is missing, by what was kept elsewhere: which rights, labels, and disclosures were lost."""

import json
import shutil

import casework
import test_adversaries
from journal import Exit, lines_of_json
from test_adversaries import CASE, OWN, labels

REASON = "left the agency after the flood"


class LostEntriesTest(test_adversaries.AdversaryTest):
    """Who suffers: a child whose file was closed to somebody on the day before the disk was lost, and the county that
    does not remember to whom it was closed."""

    def setUp(self):
        super().setUp()
        self.does("u-6", "backup")
        self.backed_up = int(json.loads(self.does("u-1", "journal", "--json"))["size"])
        self.does("u-1", "roles", "end", self.roles["u-2"], "--reason", REASON)
        self.grant("u-8", "reviewer", "--reason", REASON)
        self.does("u-4", "append", "-", stdin=casework.request(OWN, "any", casework.note(), casework.event(
            "entryRestricted", {"revision": "1", "labels": labels("HEALTH"), "reason": REASON}, days_ago=0)))
        self.exhibit, self.mirror, self.kept, self.audited, self.lists = (
            self.folder / name for name in ("court.zip", "mirror", "kept.jsonl", "audited.jsonl", "lists.jsonl"))
        self.does("u-4", "exhibit", OWN, "-o", self.exhibit, "--to", "the court", "--why", "a hearing")
        self.lists.write_text(self.does("u-1", "roles", "--all", "--json") + self.does("u-1", "disclosures", OWN, "--json"))
        # An auditor sees roles and no labels, a supervisor labels and no roles.
        self.audited.write_text(self.does("u-5", "events", "--json"))
        self.kept.write_text(self.does("u-7", "events", "--json"))
        self.does("u-5", "mirror", self.mirror)
        self.stop()
        self.data.rename(self.folder / "lost")

    def serve(self, *flags, **more):
        super().serve("--backup-repository", self.folder / "backups", *flags, **more)

    def restore(self, *flags, expected=Exit.OK):
        shutil.rmtree(self.data, ignore_errors=True)
        ran = self.run_program("restore", "--repository", self.folder / "backups", "--secrets", self.folder / "lost/secrets",
                               "--data", self.data, *flags)
        self.assertEqual(expected, ran.exit, ran.err + ran.out)
        self.assert_no_secret(ran)
        for secret in (REASON, casework.CHILD, "Tom Able", *test_adversaries.PEOPLE.values()):
            self.assertNotIn(secret, ran.out + ran.err)
        return ran

    def restored(self, *copies, expected=Exit.OK):
        ran = self.restore("--json", *(word for copy in copies for word in ("--journal-copy", copy)), expected=expected)
        return json.loads(ran.out)

    def check_a_newer_checkpoint_tells_how_many_are_missing(self):
        told = self.restore().out
        self.assertIn("is not known: no newer signed checkpoint was given", told)
        self.assertNotIn("missing here", told)
        told = self.restore("--last-checkpoint", self.mirror / "checkpoint").out
        self.assertIn("are missing here, from position", told)
        self.assertIn("--journal-copy", told)
        self.assertIn("casejournal continue --data", told)
        self.assertEqual(Exit.DATA_LOSS, self.run_program("fsck", "--data", self.data).exit)

    def check_what_a_reader_kept_names_what_is_lost(self):
        lost = self.restored(self.kept, self.audited, self.mirror)["lost"]
        self.assertEqual([], lost["contradictions"])
        self.assertEqual(0, lost["inNoCopy"])
        self.assertEqual(lost["shown"], lost["proved"])
        self.assertEqual(lost["missing"], lost["shown"] + lost["hashOnly"])
        by_type = {entry["type"]: entry for entry in lost["entries"]}
        for entry in lost["entries"]:
            self.assertTrue(entry["proved"], entry)
            self.assertGreaterEqual(entry["position"], self.backed_up)
        ended = by_type["RoleEnded"]
        self.assertEqual((ended["matter"], ended["ids"]["role"], ended["ids"]["subject"]),
                         ("rights", self.roles["u-2"], "wren.example/u-2"))
        self.assertEqual((by_type["AccessGranted"]["caseId"], by_type["AccessGranted"]["ids"]["subject"]),
                         (CASE, "wren.example/u-8"))
        self.assertEqual((by_type["EntryRestricted"]["caseId"], by_type["EntryRestricted"]["ids"]),
                         (OWN, {"entry": "r1", "labels": "health"}))
        self.assertEqual(by_type["DisclosureMade"]["matter"], "disclosure")
        self.assertEqual(by_type["DisclosureMade"]["caseId"], OWN)
        # Of what a reader could not see, the copy has the hash.
        audited = self.restored(self.audited, self.mirror)["lost"]
        self.assertIn("RoleEnded", [entry["type"] for entry in audited["entries"]])
        self.assertNotIn("EntryRestricted", [entry["type"] for entry in audited["entries"]])
        self.assertGreater(audited["hashOnly"], lost["hashOnly"])
        told = self.restore(*(word for copy in (self.kept, self.audited, self.mirror) for word in ("--journal-copy", copy))).out
        self.assertIn(f"RoleEnded: role {self.roles['u-2']}, subject wren.example/u-2, as caseworker", told)
        self.assertIn("Disclosures:", told)

    def check_without_a_checkpoint_a_copy_proves_nothing(self):
        lost = self.restored(self.audited)["lost"]
        self.assertEqual((0, 0), (lost["missing"], lost["proved"]))
        self.assertGreater(lost["afterCheckpoint"], 4)
        self.assertIn("RoleEnded", [entry["type"] for entry in lost["entries"]])
        self.assertEqual([False], sorted({entry["proved"] for entry in lost["entries"]}))
        self.assertIn("which no signed checkpoint proves", self.restore("--journal-copy", self.audited).out)

    def check_an_exhibit_proves_that_it_was_given(self):
        answer = self.restored(self.exhibit)
        lost = answer["lost"]
        self.assertTrue(answer["olderThanPublished"])
        given = [entry for entry in lost["entries"] if entry["type"] == "DisclosureMade"]
        self.assertEqual([(OWN, True)], [(entry["caseId"], entry["proved"]) for entry in given])
        self.assertGreater(lost["inNoCopy"], 0)

    def check_lists_name_what_they_show_and_prove_nothing(self):
        lost = self.restored(self.lists)["lost"]
        ended = [entry for entry in lost["entries"] if entry["type"] == "RoleEnded"]
        self.assertEqual([self.roles["u-2"]], [entry["ids"]["role"] for entry in ended])
        self.assertIn("DisclosureMade", [entry["type"] for entry in lost["entries"]])
        self.assertEqual([False], sorted({entry["proved"] for entry in lost["entries"]}))
        self.assertIn("position not known: RoleEnded", self.restore("--journal-copy", self.lists).out)

    def check_a_copy_that_was_changed_is_found_out(self):
        """Somebody puts another entry in place of the end of their role."""
        sound = self.restored(self.audited, self.mirror)["lost"]
        rows = lines_of_json(self.audited.read_text())
        at = next(i for i, row in enumerate(rows) if row.get("opened", {}).get("recorded", {}).get("type") == "RoleEnded")
        other = json.loads(json.dumps(rows[0]))
        other["opened"]["recorded"]["position"] = rows[at]["opened"]["recorded"]["position"]
        rows[at] = other
        self.audited.write_text("".join(json.dumps(row) + "\n" for row in rows))
        lost = self.restored(self.audited, self.mirror, expected=Exit.DATA_LOSS)["lost"]
        self.assertEqual(1, len(lost["contradictions"]), lost["contradictions"])
        self.assertIn(str(self.audited), lost["contradictions"][0])
        self.assertEqual((sound["shown"] - 1, sound["hashOnly"] + 1), (lost["shown"], lost["hashOnly"]))
        self.assertNotIn("RoleEnded", [entry["type"] for entry in lost["entries"]])
        ran = self.restore("--journal-copy", self.audited, "--journal-copy", self.mirror, expected=Exit.DATA_LOSS)
        self.assertIn("is not the one under the signed checkpoint", ran.err)

    def check_what_is_no_copy_stops_the_restore(self):
        broken = self.folder / "broken.jsonl"
        broken.write_text(self.audited.read_text()[:-20])
        for expected, copy, word in ((Exit.MALFORMED, broken, "line"), (Exit.NOT_FOUND, self.folder / "nowhere", "nowhere"),
                                     (Exit.MALFORMED, self.folder / "backups", "no mirror")):
            ran = self.restore("--journal-copy", copy, expected=expected)
            self.assertIn("--journal-copy: ", ran.err)
            self.assertIn(word, ran.err)
            self.assertFalse(self.data.exists())
        (self.mirror / "checkpoint").write_text((self.mirror / "checkpoint").read_text().replace("wren", "heron"))
        self.restore("--journal-copy", self.mirror, expected=Exit.DATA_LOSS)
        self.assertFalse(self.data.exists())

    def test_a_restore_says_what_is_lost(self):
        """In one test, because the journal takes longer to make than all of this."""
        for check in (self.check_a_newer_checkpoint_tells_how_many_are_missing, self.check_what_a_reader_kept_names_what_is_lost,
                      self.check_without_a_checkpoint_a_copy_proves_nothing, self.check_an_exhibit_proves_that_it_was_given,
                      self.check_lists_name_what_they_show_and_prove_nothing, self.check_a_copy_that_was_changed_is_found_out,
                      self.check_what_is_no_copy_stops_the_restore):
            with self.subTest(check.__name__):
                check()
