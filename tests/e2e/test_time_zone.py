"""The time zone of a journal is in its record: a machine whose database changed gives the same answers."""

import os
import pathlib
import subprocess
import time

import casework
from casework import an_id, event
from journal import PROGRAM, ROOT, JournalTest, run, without_notice

RULES = casework.ROOT / "deploy/rules"
CASE = an_id("a case in which a child was missing")
REPORT = "us-federal.missing-child-report"
# A database without summer time.
WINTER_ONLY = f"Zone {casework.ZONE} -5:00 - EST\n"


def told(kind, body, on, **more):
    return {**event(kind, body), "effectiveOn": on, "lateReason": "written down afterwards", **more}


class TimeZoneTest(JournalTest):
    """Who suffers: an agency whose report was in time until the machine was updated."""

    def setUp(self):
        super().setUp()
        self.journal.restart("--rules", RULES)
        # The night on which clocks went forward, 23 hours before the report was due.
        self.journal.append(casework.request(
            CASE, None,
            told("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": casework.AGENCY}, "2024-02-01"),
            {**casework.child(), "effectiveOn": "2024-02-01", "lateReason": "written down afterwards"},
            told("householdMemberMovedIn", {"householdId": an_id("home"), "householdName": "home", "participantId": an_id("child")}, "2024-02-01"),
            told("childRemoved", {"removalId": an_id("removal"), "childId": an_id("child"), "manner": "REMOVAL_MANNER_PHYSICAL",
                                  "fromHouseholdId": an_id("home"), "circumstances": ["REMOVAL_CIRCUMSTANCE_NEGLECT"],
                                  "authority": "an emergency order", "authorityKind": "REMOVAL_AUTHORITY_EMERGENCY"}, "2024-02-02"),
            told("absenceBegan", {"absenceId": an_id("absence"), "childId": an_id("child"), "kind": "ABSENCE_KIND_RUNAWAY",
                                  "reportedTo": "the police", "reportedOn": "2024-03-10", "reportedAt": "12:45"}, "2024-03-09",
                 effectiveTime="12:00")))

    def report(self):
        found, = [item for item in self.journal.rows("docket", CASE, "--on", "2024-03-20", "--all") if item["rule"] == REPORT]
        return found["due"], found["dueTime"], found["state"]

    def another_database(self, zone=WINTER_ONLY):
        """From now on, the server's machine has this database."""
        source, database = self.folder / "source", self.folder / "zoneinfo"
        source.write_text(zone)
        zic = next(path for path in ("/usr/sbin/zic", "/usr/bin/zic") if pathlib.Path(path).exists())
        subprocess.run([zic, "-d", str(database), str(source)], check=True)
        self.journal.server_env = {**os.environ, "TZDIR": str(database)}

    def test_an_updated_database_changes_no_answer_about_the_past(self):
        before = (self.report(), len(self.journal.written()))
        self.assertEqual(("2024-03-10", "13:00", "CLOCK_STATE_MET"), before[0])
        self.another_database()

        self.journal.restart()

        self.assertEqual(before, (self.report(), len(self.journal.written())))
        self.assert_says(self.journal.stderr_path.read_text(), f"counts {casework.ZONE} otherwise than the journal does",
                         "no day of the past moves", "--adopt-time-zone-rules")

    def test_what_is_taken_over_is_for_time_to_come(self):
        before = (self.report(), len(self.journal.written()))
        self.another_database()

        self.journal.restart("--adopt-time-zone-rules", "--case-memory-mib=64")

        self.assertEqual((before[0], before[1] + 1), (self.report(), len(self.journal.written())))
        self.assertEqual("TimeZoneRulesAdopted", self.journal.written()[-1]["type"])
        self.journal.server_env = None
        self.journal.restart()
        self.assertEqual(before[0], self.report())

    def test_clients_and_exhibits_count_as_the_journal_does_after_a_takeover(self):
        self.another_database(f"Zone {casework.ZONE} -6:00 - CST\n")
        self.journal.restart("--adopt-time-zone-rules", "--case-memory-mib=64")
        time.sleep(1.1)  # it counts from the next full second on
        self.journal.append(casework.request(CASE, "any", {**casework.note(), "effectiveOn": "2024-04-01", "lateReason": "moved"}))

        shown = without_notice(self.journal.ok("events", CASE)).splitlines()
        self.assertRegex(shown[0] + shown[1] + shown[2], r"\d\d:\d\d:\d\d E[DS]T")
        self.assertRegex("".join(shown[-2:]), r"\d\d:\d\d:\d\d CST")
        file = self.folder / "taken-over.zip"
        self.journal.ok("exhibit", CASE, "--output", file)
        key = self.journal.ok("key").strip()
        for command in ([PROGRAM, "verify", "exhibit", file, "--key", key],
                        ["/usr/bin/python3", ROOT / "tests/foreign/verify_exhibit.py", "--key", key, file]):
            ran = run(command)
            self.assertEqual(0, ran.exit, ran.err + ran.out)

    def test_a_time_that_clocks_stepped_over_is_rejected(self):
        refused = self.journal.try_append(casework.request(CASE, "any", {**casework.note(), "effectiveOn": "2026-03-08", "effectiveTime": "02:30"}))
        self.assert_says(refused.err, "effectiveTime", "02:30", "clocks go from 02:00 to 03:00")
