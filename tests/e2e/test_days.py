"""One meaning of a civil day and of an hour: the journal's, wherever the server, the client, and the reader are."""

import datetime
import json
import os
import re
import unittest.mock
import zoneinfo

import casework
import journal
from casework import an_id, day, event
from journal import PROGRAM, JournalTest

CASE = an_id("a case far from here")
RULES = casework.ROOT / "deploy/rules"
# 26 hours apart: at every moment, one of them has another day than UTC, and the two never have the same day.
EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"
CLAIM = {"recordedAt": "2023-06-20T01:15:00Z", "system": "SACWIS", "recordedBy": {"issuer": "wren.example", "subject": "dr", "name": "Dana Reed"}}
# A family's own request for services: the plan is due 30 days later.
IN_HOME = {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_OWN_REQUEST", "agency": casework.AGENCY}


class DaysTest(JournalTest):
    """Who suffers: an auditor who types a day that the program printed, and is told that nothing happened on it."""

    SERVED_FROM_THE_START = False

    def in_zone(self, zone, *flags, server_tz=None):
        """A journal of this zone; during the test, `casework` also uses days of this zone."""
        patched = unittest.mock.patch.object(casework, "ZONE", zone)
        patched.start()
        self.addCleanup(patched.stop)
        made = self.new_journal(zone.replace("/", "-").lower())
        if server_tz is not None:
            made.server_env = {**os.environ, "TZ": server_tz}
        return made.start(*flags)

    def on_one_day(self, check):
        """Check something on the journal's current day; repeat it if midnight passed in between."""
        for _ in range(2):
            before = casework.today()
            try:
                check(before)
                return
            except AssertionError:
                if casework.today() == before:
                    raise

    def shown(self, served, *words, tz="UTC"):
        env = {**os.environ, "CASEJOURNAL_SERVER": served.address, "COLUMNS": "500", "TZ": tz}
        ran = journal.run([PROGRAM, *words], env=env)
        self.assertEqual(0, ran.exit, ran.err)
        return ran.out

    def test_the_day_that_is_shown_is_the_day_that_is_asked_for(self):
        for zone in (EAST, WEST):
            with self.subTest(zone):
                served = self.in_zone(zone)

                def check(today, served=served):
                    case = an_id("case", zone, today)
                    served.try_append(casework.opening(case))
                    recorded = re.findall(r"recorded (\S+) by", served.ok("history", case))
                    self.assertEqual({today.isoformat()}, set(recorded))
                    tomorrow = (today + datetime.timedelta(days=1)).isoformat()
                    self.assertNotEqual([], served.rows("history", case, "--recorded-from", recorded[0]))
                    self.assertNotEqual([], served.rows("history", case, "--recorded-until", recorded[0]))
                    self.assertEqual([], served.rows("history", case, "--recorded-from", tomorrow))
                    last_entry = re.search(r" r1 +(\d{4}-\d\d-\d\d)\n", served.ok("cases"))[1]
                    self.assertEqual(today.isoformat(), last_entry)
                    self.assertEqual(1, len(served.rows("cases", "--changed-since", last_entry)))
                    self.assertEqual([], served.rows("cases", "--changed-since", tomorrow))
                    served.json("plan", case, "--effective-on", today.isoformat())

                self.on_one_day(check)

    def test_a_time_is_the_journals_and_says_so_and_json_has_utc(self):
        served = self.in_zone("America/New_York")
        claimed = casework.opening(CASE)
        for one in claimed["cases"][0]["events"]:
            one.update(claim=CLAIM, effectiveOn="2023-06-18")
        served.append(claimed)

        first = served.rows("events", CASE)[0]
        recorded = first["recordedAt"]
        self.assertTrue(recorded.endswith("Z"), recorded)
        local = datetime.datetime.fromisoformat(recorded.replace("Z", "+00:00")[:19] + "+00:00").astimezone(zoneinfo.ZoneInfo("America/New_York"))
        words = f"{local:%Y-%m-%d %H:%M:%S %Z}"
        for command in (("events", CASE), ("replay", CASE), ("plan", CASE), ("subscribe", "--from", first["position"], "--until", first["position"])):
            self.assert_says(served.ok(*command), words)
        self.assert_says(served.ok("history", CASE, "--claims"), "recorded on 2023-06-19 21:15:00 EDT in SACWIS")
        self.assert_says(served.ok("plan", CASE), "Days and times are those of America/New_York.")
        row = served.rows("history", CASE)[0]
        self.assertEqual("2023-06-20T01:15:00Z", row["claimedAt"])

    def test_every_command_shows_the_same_whatever_the_clients_zone(self):
        served = self.in_zone(EAST, server_tz="America/Los_Angeles")
        served.append(casework.opening(CASE))
        for words in (("history", CASE), ("events", CASE), ("cases",), ("plan", CASE), ("replay", CASE), ("register", CASE)):
            here = self.shown(served, *words, tz="UTC")
            for tz in (WEST, "America/New_York", "localtime", ""):
                self.assertEqual(here, self.shown(served, *words, tz=tz), (words, tz))

    def test_on_its_day_a_date_is_open_and_the_day_after_it_is_missed(self):
        for zone, server_tz, client_tz in ((EAST, WEST, "UTC"), (WEST, EAST, EAST), (EAST, "UTC", WEST)):
            with self.subTest(zone=zone, server=server_tz, client=client_tz):
                served = self.in_zone(zone, "--rules", RULES, server_tz=server_tz)

                def check(today, served=served, client_tz=client_tz):
                    due_today, due_yesterday = (an_id(word, zone, server_tz, today) for word in ("today", "yesterday"))
                    for case, began in ((due_today, 30), (due_yesterday, 31)):
                        served.append(casework.request(case, None, {**event("caseOpened", IN_HOME, began), "lateReason": "moved"},
                                                       {**casework.child(an_id(case)), "effectiveOn": day(began), "lateReason": "moved"}))
                    words = ["--rule", "us-oh.in-home-plan", "--json"]
                    for case, state in ((due_today, "CLOCK_STATE_OPEN"), (due_yesterday, "CLOCK_STATE_MISSED")):
                        told = [json.loads(line) for line in self.shown(served, "docket", case, *words, tz=client_tz).splitlines()]
                        self.assertEqual([state], [item["state"] for item in told], told)
                    last = max(int(one.get("position", "0")) for one in served.rows("events"))
                    listed = [json.loads(line) for line in
                              self.shown(served, "work", *words, "--min-position", str(last), tz=client_tz).splitlines()]
                    states = {item["caseId"]: item["due"]["state"] for item in listed}
                    self.assertEqual(("CLOCK_STATE_OPEN", "CLOCK_STATE_MISSED"), (states[due_today], states[due_yesterday]))

                self.on_one_day(check)
                served.stop()
