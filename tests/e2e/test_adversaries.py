"""People who want more than they may: over TLS, with tokens, against a real server.

Who suffers: a child whose record is read by a neighbor who happens to work for the agency.
"""

import base64
import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import time
import unittest
import uuid

import casework
import idle_appends
import test_transport
import wire
from journal import PATIENCE_S, PROGRAM, Exit, lines_of_json
from test_transport import AUDIENCE, DAY_S, ISSUER, STEPPING_CLOCK

RULES = pathlib.Path(__file__).resolve().parents[2] / "deploy/rules"
PEOPLE = {"u-1": "Ruth Adams", "u-2": "Grace Bell", "u-3": "Sam Hale", "u-4": "Nell Frost", "u-5": "Olga Marsh",
          "u-6": "Vera Lind", "u-7": "Ines Tovar", "u-8": "Jon Abel", "u-9": "Mara Quist", "u-10": "Piet Soler"}
CASE, NUMBER, UNIT = casework.an_id("case"), "26-JV-7781", "north annex"
ABSENT, NO_NUMBER = casework.an_id("no case"), "26-JV-9999"
OWN = casework.an_id("own case")
LABELS = ("REPORTER_IDENTITY", "PROTECTED_ADDRESS", "PART2", "HEALTH", "ADOPTION", "SEALED", "EDUCATION")
GOAL = "Mother and child sleep in the blue house on Tamarack Lane"
TREATMENT = "She began treatment with Dr. Ferncastle"
SECRETS = (*casework.CHILD.split(), "hidden under the stairs", "blue house", "Tamarack", "Ferncastle", NUMBER, UNIT,
           casework.an_id("goal"), casework.an_id("child"), PEOPLE["u-2"], "LABEL_PART2", "part2")
LEEWAY_S = 30
REFUSED_MAX = 100  # refused calls of one caller within ten minutes that are an entry


def staff(subject):
    return f"{ISSUER}/{subject}/{PEOPLE[subject]}"


def as_json(subject):
    return {"issuer": ISSUER, "subject": subject, "name": PEOPLE[subject]}


def assigned(subject, unit):
    return casework.event("caseAssigned", {"staff": as_json(subject), "part": "ASSIGNMENT_PART_CASEWORKER", "unit": unit})


def granted(subject, role, **more):
    return casework.event("accessGranted", {"grantId": str(uuid.uuid4()), "holder": as_json(subject), "role": role, **more},
                          days_ago=0)


def withdrawn(revision):
    return casework.event("entryRetracted", {"revision": str(revision), "reason": "RETRACTION_REASON_IN_ERROR",
                                             "words": "a slip"}, days_ago=0)


def corrected(event, revision):
    return {**event, "corrects": {"revision": str(revision), "reason": "a slip"}}


def labels(*names):
    return [f"LABEL_{name}" for name in names]


def everything_in(text):
    """The text, and what its JSON has in base64."""
    found = [text]
    for word in re.findall(r'"([A-Za-z0-9+/]{8,}={0,2})"', text):
        with contextlib.suppress(ValueError):
            found.append(base64.b64decode(word, validate=True).decode("utf-8", errors="replace"))
    return "\n".join(found)


class AdversaryTest(test_transport.TransportTest):
    """A journal with two cases: Grace Bell's, and one of Nell Frost, who is curious."""

    SERVED_WITH = ()

    def setUp(self):
        super().setUp()
        self.tokens = {"u-1": self.administrator}
        self.serve(*self.SERVED_WITH)
        self.roles = {subject: self.give(subject, role) for subject, role in
                      (("u-2", "caseworker"), ("u-4", "caseworker"), ("u-5", "auditor"), ("u-6", "operator"),
                       ("u-7", "supervisor"))}
        self.does("u-2", "append", "-", stdin=casework.request(
            CASE, None, casework.opened(), casework.child(), casework.event("caseNumberGiven", {
                "system": "Juvenile Court", "number": NUMBER}), assigned("u-2", UNIT), casework.goal(statement=GOAL),
            casework.note(), casework.note(TREATMENT, labels=labels("PART2"))))
        self.does("u-4", "append", "-", stdin=casework.request(
            OWN, None, casework.opened(), casework.child("own child", "Tom Able"), assigned("u-4", "south")))

    def token_of(self, subject, expires_in="1h"):
        if subject not in self.tokens:
            self.tokens[subject] = self.token(f"{subject}.jwt", subject, PEOPLE[subject], expires_in)
        return self.tokens[subject]

    def as_(self, subject, *words, stdin=None):
        stdin = json.dumps(stdin) if isinstance(stdin, dict) else stdin
        return self.ask(*words, token=self.token_of(subject), stdin=stdin)

    def does(self, subject, *words, stdin=None):
        ran = self.as_(subject, *words, stdin=stdin)
        self.assertEqual(Exit.OK, ran.exit, f"{subject}: {words}: {ran.err}{ran.out}")
        return ran.out

    def give(self, subject, role):
        return json.loads(self.does("u-1", "roles", "give", "--to", staff(subject), "--role", role, "--json"))["roleId"]

    def grant(self, subject, role, *flags):
        self.does("u-1", "grant", CASE, "--to", staff(subject), "--role", role, *flags)

    def entries(self, case):
        """What the auditor sees in a case: types, and None for what is withheld."""
        rows = lines_of_json(self.does("u-5", "events", case, "--json"))
        return [row["opened"]["recorded"]["type"] if "opened" in row else None for row in rows]

    def assert_no_secret(self, ran, *asked, secrets=SECRETS):
        """Nothing of the case is told, except what was asked with."""
        told = everything_in(ran.out + ran.err)
        with_it = " ".join(str(word) for word in asked)
        self.assertEqual([], [secret for secret in secrets if secret in told and secret not in with_it], f"{asked}\n{told[:3000]}")

    def assert_refused(self, subject, case, *events):
        """None of these may be recorded, and none is."""
        before = self.entries(case)
        for event in events:
            ran = self.as_(subject, "append", "-", stdin=casework.request(case, "any", event))
            self.assertIn(ran.exit, (Exit.NOT_FOUND, Exit.NOT_PERMITTED, Exit.REFUSED), f"{event}: {ran.err}{ran.out}")
            if case == CASE:
                self.assert_no_secret(ran)
        self.assertEqual(before, self.entries(case))

    def raw(self, method, message, *headers):
        """A call with these headers and no others: its status, its words, and the bytes of its answer."""
        frame, answer, head = (self.folder / name for name in ("frame", "answer", "head"))
        frame.write_bytes(b"\0" + len(message).to_bytes(4, "big") + message)
        answer.unlink(missing_ok=True)
        words = [word for header in ("content-type: application/grpc", "te: trailers", *headers) for word in ("-H", header)]
        subprocess.run(["curl", "-sS", "--http2", "--noproxy", "*", "--cacert", self.folder / "certs/ca.pem", "-o", answer, "-D", head,
                        "-m", str(PATIENCE_S), "--data-binary", f"@{frame}", *words,
                        f"https://{self.address}/casejournal.v1.{method}"], check=True, env=self.env())
        said = head.read_text(encoding="utf-8", errors="replace")
        status = re.search(r"^grpc-status: (\d+)", said, re.MULTILINE)
        self.assertIsNotNone(status, said)
        words = re.search(r"^grpc-message: (.*)", said, re.MULTILINE)
        return int(status[1]), words[1].strip() if words else "", answer.read_bytes()[5:] if answer.exists() else b""

    def idle_appends(self, subject):
        token = self.token_of(subject).read_text(encoding="utf-8").strip()
        idle = idle_appends.IdleAppends(self.address, self.folder / "certs/ca.pem", token, PATIENCE_S)
        self.addCleanup(idle.close)
        return idle

    def bearer(self, subject):
        return f"authorization: Bearer {self.token_of(subject).read_text().strip()}"

    @contextlib.contextmanager
    def running(self, *words, token):
        with subprocess.Popen([str(word) for word in (PROGRAM, *words, "--server", self.address, "--ca",
                                                      self.folder / "certs/ca.pem", "--token-file", token)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env()) as process:
            try:
                self.assertTrue(select.select([process.stdout], [], [], PATIENCE_S)[0], "it prints nothing")
                self.assertTrue(os.read(process.stdout.fileno(), 65536), words)
                yield process
            finally:
                process.kill()

    def assert_ends(self, process, since, within):
        _, err = process.communicate(timeout=PATIENCE_S)
        self.assertLess(time.monotonic() - since, within, "it went on for too long")
        self.assertIn(process.returncode, (Exit.NOT_PERMITTED, Exit.NOT_FOUND), err)
        return err.decode()


def questions(case, folder):
    """Every command about a case. What it would write goes to files of this folder."""
    page, picture, exhibit = folder / "given.html", folder / "given.svg", folder / "given.zip"
    documents = [("document", kind, case, "-o", page) for kind in
                 ("disclosures", "docket", "packet", "register", "review-report", "working-plan")]
    documents.append(("document", "plan", case, "--digest", "1.0", "-o", page))
    return [("plan", case), ("plan", case, "--all", "--json"), ("plan", case, "--view", "in-force"), ("diff", case, "r1", "r2"),
            ("figures", case), ("timeline", case, "-o", picture), ("findings", case), ("docket", case), ("work", "--case", case),
            ("notes", case), ("history", case), ("replay", case), ("register", case), ("show", case, "r1"), ("show", case, "a0"),
            ("who-may", case), ("disclosures", case), ("events", case), ("events", case, "--access"), ("proof", case, "r1"),
            ("exhibit", case, "--whole-case", "-o", exhibit), ("exhibit", case, "--preview"), *documents,
            ("exhibit", case, "--with-label", "part2", "--authority", "my own", "-o", exhibit),
            ("grant", case, "--to", staff("u-4"), "--role", "reviewer"), ("revoke", case, casework.an_id("goal"))]


class CuriousCaseworkerTest(AdversaryTest):
    SERVED_WITH = ("--rules", RULES)

    def test_a_case_of_others_is_answered_as_one_that_does_not_exist(self):
        for known, unknown in ((CASE, ABSENT), (NUMBER, NO_NUMBER)):
            for asked, asked_of_none in zip(questions(known, self.folder), questions(unknown, self.folder), strict=True):
                with self.subTest(asked=asked):
                    forbidden, absent = self.as_("u-4", *asked), self.as_("u-4", *asked_of_none)
                    # An append to a case that does not exist is rejected by the rules.
                    self.assertIn(forbidden.exit, (Exit.NOT_FOUND, Exit.REFUSED if asked[0] in ("grant", "revoke") else None))
                    self.assertEqual([], list(self.folder.glob("given.*")))
                    self.assert_no_secret(forbidden, *asked)
                    said = [(ran.exit, (ran.out + ran.err).replace(name, "X")) for ran, name in
                            ((forbidden, known), (absent, unknown))]
                    self.assertEqual(said[1], said[0])

    def test_lists_leave_it_out(self):
        for asked in (("cases",), ("cases", "--json"), ("cases", "--number", NUMBER), ("cases", "--unit", UNIT),
                      ("cases", "--worker", "u-2", "--json"), ("persons", *casework.CHILD.split(), "--json"),
                      ("work", "--json"), ("work", "--worker", "u-2"), ("work", "--unit", UNIT, "--counts"),
                      ("work", "--worker", PEOPLE["u-2"]), ("plan", "Quarrington"), ("events", "--json"), ("events",),
                      ("subscribe", "--json", "--until", "12"), ("subscribe", "--until", "12"), ("roles",), ("disclosures",),
                      ("disclosures", "--by", "u-2")):
            with self.subTest(asked=asked):
                ran = self.as_("u-4", *asked)
                # The journal's own entries name all labels there are.
                self.assert_no_secret(ran, *asked, "LABEL_PART2 part2" if asked[0] in ("events", "subscribe") else "")
                self.assertNotIn(CASE, everything_in(ran.out))
        withheld = [row["withheld"] for row in lines_of_json(self.does("u-4", "events", "--json")) if "withheld" in row]
        self.assertGreaterEqual(len(withheld), 7)
        self.assertEqual([{"position", "leafHash"}], [keys for keys in {frozenset(row) for row in withheld}])

    def test_nothing_is_recorded_in_it(self):
        self.assert_refused("u-4", CASE, casework.note("mine"), assigned("u-4", "south"), granted("u-4", "ROLE_CASEWORKER"),
                            granted("u-4", "ROLE_REVIEWER", opens=labels("PART2"), authority="my own"), withdrawn(3),
                            corrected(assigned("u-4", UNIT), 3),
                            casework.event("entryRestricted", {"revision": "6", "labels": labels("HEALTH"), "reason": "x"},
                                           days_ago=0))
        for flags in ((), ("--validate-only",)):
            answers = [self.as_("u-4", "append", *flags, "-", stdin=casework.request(case, expected, casework.note("mine")))
                       for case in (CASE, ABSENT) for expected in ("any", "3")]
            said = [ran.err.replace(CASE, "X").replace(ABSENT, "X") for ran in answers]
            self.assertEqual(said[2:], said[:2])
            self.assertEqual([ran.exit for ran in answers[2:]], [ran.exit for ran in answers[:2]])

    def test_many_appends_to_it_are_an_entry(self):
        for _ in range(REFUSED_MAX):
            ran = self.as_("u-4", "append", "-", stdin=casework.request(CASE, "any", casework.note("mine")))
            self.assertEqual(Exit.REFUSED, ran.exit, ran.err)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            entries = lines_of_json(self.does("u-5", "events", "--json"))
            refused = [entry["opened"]["stored"]["journalEvent"]["callsRefused"] for entry in entries
                       if entry.get("opened", {}).get("recorded", {}).get("type") == "CallsRefused"]
            if refused:
                break
            time.sleep(0.1)
        self.assertEqual([("u-4", ["Append"])], [(each["caller"]["subject"], each["methods"]) for each in refused])

    def test_emergency_access_is_recorded_and_not_tried(self):
        taking = granted("u-4", "ROLE_EMERGENCY", until=casework.day(0), reason="a child must be found")
        too_long = granted("u-4", "ROLE_EMERGENCY", until=casework.day(-9), reason="a child must be found")
        answers = [self.as_("u-4", "append", *flags, "-", stdin=casework.request(case, expected, event)) for flags, expected, event in
                   ((("--validate-only",), "any", taking), ((), "0", taking), ((), "any", too_long))
                   for case in (CASE, ABSENT)]
        said = [(ran.exit, (ran.out + ran.err).replace(CASE, "X").replace(ABSENT, "X")) for ran in answers]
        self.assertEqual(said[::2], said[1::2])
        self.assertNotIn(Exit.OK, [ran.exit for ran in answers])

    def test_a_case_of_ones_own_opens_no_more_than_was_given(self):
        self.does("u-1", "grant", OWN, "--to", staff("u-3"), "--role", "reviewer")
        grant = json.loads(self.does("u-4", "plan", OWN, "--json"))["plan"]["access"][0]["grantId"]
        self.does("u-1", "revoke", OWN, grant, "--reason", "over")
        self.assertEqual(["CaseOpened", "ParticipantJoined", "CaseAssigned", "AccessGranted", "AccessEnded"], self.entries(OWN))
        ended = casework.event("accessEnded", {"grantId": grant, "reason": "never"}, days_ago=0)
        self.assert_refused("u-4", OWN, withdrawn(2), corrected(assigned("u-3", "south"), 2), withdrawn(3), withdrawn(4),
                            corrected(ended, 4), assigned("u-3", "south"), granted("u-3", "ROLE_REVIEWER"),
                            granted("u-4", "ROLE_COURT"),
                            granted("u-4", "ROLE_CASEWORKER", opens=labels("SEALED"), authority="my own"))
        new = casework.an_id("new case")
        for more in (granted("u-4", "ROLE_COURT"), granted("u-4", "ROLE_CASEWORKER", opens=labels("SEALED"), authority="mine")):
            ran = self.as_("u-4", "append", "-", stdin=casework.request(new, None, casework.opened(), assigned("u-4", "s"), more))
            self.assertNotEqual(Exit.OK, ran.exit, ran.out)
            self.assertEqual(Exit.NOT_FOUND, self.as_("u-5", "plan", new).exit)

    def test_labels_of_what_one_may_not_see_stay(self):
        hidden = "What the court sealed is about Aldous"
        self.does("u-7", "append", "-", stdin=casework.request(OWN, "any", casework.note(hidden, labels=labels("SEALED"))))
        for event in (casework.event("entryRestricted", {"revision": "3", "labels": labels("HEALTH"), "reason": "x"}, days_ago=0),
                      withdrawn(3), corrected(casework.note("mine"), 3)):
            ran = self.as_("u-4", "append", "-", stdin=casework.request(OWN, "any", event))
            self.assertNotEqual(Exit.OK, ran.exit, event)
            self.assertNotIn("Aldous", ran.err + ran.out)
        for asked in (("history", "--json"), ("notes",), ("events", "--json"), ("replay", "--json", "--with-plan")):
            self.assert_no_secret(self.as_("u-4", asked[0], OWN, *asked[1:]), secrets=("Aldous",))
        self.assertEqual(4, len(self.entries(OWN)))


class DismissedTest(AdversaryTest):
    SERVED_WITH = ("--rules", RULES)

    def test_a_token_that_lives_on_gives_nothing(self):
        token = self.token_of("u-2")
        self.does("u-2", "plan", CASE)
        with self.running("subscribe", token=token) as follower, \
                self.running("work", "--watch", "--worker", "u-2", token=token) as watcher:
            self.does("u-1", "roles", "end", self.roles["u-2"], "--reason", "dismissed")
            since = time.monotonic()
            for process in (follower, watcher):
                self.assert_ends(process, since, PATIENCE_S)
        for asked in (("plan", CASE), ("history", CASE), ("events", CASE), ("notes", NUMBER), ("exhibit", CASE, "--preview"),
                      ("findings", CASE), ("events",), ("events", "--json")):
            ran = self.as_("u-2", *asked)
            self.assertIn(ran.exit, (Exit.NOT_PERMITTED, Exit.NOT_FOUND), f"{asked}: {ran.out}")
            self.assert_no_secret(ran, *asked)
        for asked in (("cases",), ("cases", "--json"), ("persons", "Quarrington"), ("work", "--unit", UNIT), ("work", "--worker", "u-2")):
            ran = self.as_("u-2", *asked)  # which somebody with a grant in some case may ask
            self.assert_no_secret(ran, *asked)
            self.assertNotIn(CASE, ran.out)
        self.assert_refused("u-2", CASE, casework.note("a last word"), assigned("u-2", UNIT))
        taking = self.as_("u-2", "grant", CASE, "--to", staff("u-2"), "--role", "emergency", "--until", "tomorrow", "--reason", "x")
        self.assertNotEqual(Exit.OK, taking.exit, taking.out)

    def test_a_token_that_expires_ends_the_stream(self):
        # A token counts for LEEWAY_S longer, because clocks differ.
        since = time.monotonic()
        self.tokens["u-2"] = self.token("short.jwt", "u-2", PEOPLE["u-2"], expires_in=f"-{LEEWAY_S - 10}s")
        status, _, answer = self.raw("CourtService/Subscribe", b"", self.bearer("u-2"))
        self.assertEqual(16, status)
        self.assertIn(casework.CHILD.encode(), answer, "it had not begun")
        self.assertLess(time.monotonic() - since, 10 + PATIENCE_S)
        self.assertGreater(time.monotonic() - since, 3)


    def test_an_idle_stream_of_appends_ends_with_the_last_right_to_record(self):
        appends = self.idle_appends("u-2")
        self.does("u-1", "roles", "end", self.roles["u-2"], "--reason", "dismissed")
        status, after_s = appends.status()
        self.assertEqual(7, status)
        self.assertLess(after_s, PATIENCE_S)

    def test_an_idle_stream_of_appends_ends_with_its_token(self):
        lasting = self.idle_appends("u-2")
        since = time.monotonic()
        self.tokens["u-2"] = self.token("short.jwt", "u-2", PEOPLE["u-2"], expires_in=f"-{LEEWAY_S - 10}s")
        self.assertEqual(16, self.idle_appends("u-2").status()[0])
        after_s = time.monotonic() - since
        self.assertGreater(after_s, 3)
        self.assertLess(after_s, 10 + PATIENCE_S)
        lasting.end()
        self.assertEqual(0, lasting.status()[0])


class OperatorTest(AdversaryTest):
    SERVED_WITH = ("--rules", RULES)

    def test_the_operators_token_reads_no_content(self):
        for asked in (("cases", "--json"), ("persons", "Quarrington", "--json"), ("work", "--json")):
            ran = self.as_("u-6", *asked)  # which somebody with a grant in some case may ask
            self.assertEqual("", ran.out)
            self.assert_no_secret(ran, *asked)
        for asked in (*questions(CASE, self.folder), ("events", "--json"), ("subscribe", "--json", "--until", "3"), ("roles",),
                      ("work", "--worker", "u-2")):
            ran = self.as_("u-6", *asked)
            # A case that may not be seen does not exist, and an append to it is rejected by the rules.
            allowed = (Exit.NOT_PERMITTED, Exit.NOT_FOUND, Exit.REFUSED if asked[0] in ("grant", "revoke") else None)
            self.assertIn(ran.exit, allowed, f"{asked}: {ran.out}{ran.err}")
            self.assert_no_secret(ran, *asked)
            self.assertEqual([], list(self.folder.glob("given.*")))
        self.assert_refused("u-6", CASE, casework.note("mine"), assigned("u-6", UNIT))
        self.does("u-6", "status")

    def test_the_files_have_no_words_of_the_family(self):
        self.stop()
        files = [path for path in self.data.rglob("*") if path.is_file()]
        self.assertGreater(sum(path.stat().st_size for path in files), 1000)
        for path in files:
            content = path.read_bytes()
            # docs/SECURITY.md says that read models hold names.
            names = [] if "projections" in path.parts else [casework.CHILD, PEOPLE["u-2"], NUMBER]
            for secret in (casework.NARRATIVE, casework.NARRATIVE[20:40], TREATMENT, GOAL, *names):
                self.assertFalse(secret.encode() in content, f"{path.relative_to(self.data)} has {secret}")


class LiarTest(AdversaryTest):
    PLAN = wire.field(1, CASE)

    def test_metadata_makes_nobody_of_a_caller(self):
        self.assertEqual(0, self.raw("CaseService/GetCasePlan", self.PLAN, self.bearer("u-2"))[0])
        lies = [f"{key}: {value}" for key in ("x-user", "x-forwarded-user", "x-remote-user", "casejournal-actor", "actor", "from")
                for value in ("u-2", staff("u-2"))]
        told = self.raw("CaseService/GetCasePlan", self.PLAN, self.bearer("u-4"), *lies)
        self.assertEqual((5, self.raw("CaseService/GetCasePlan", self.PLAN, self.bearer("u-4"))[1]), told[:2])
        nobody = self.raw("CaseService/GetCasePlan", self.PLAN, *lies)
        self.assertEqual((16, b""), (nobody[0], nobody[2]))

    def test_a_call_with_centuries_of_time_is_not_over_at_once(self):
        for time_left in ("2562047H", "99999999H"):
            status, words, _ = self.raw("CaseService/Append", b"", self.bearer("u-2"), f"grpc-timeout: {time_left}")
            self.assertEqual(3, status, f"an empty request, which is looked at: {words}")

    def test_bytes_that_are_no_text_write_nothing_to_the_log_of_the_operator(self):
        for method in ("CaseService/GetCasePlan", "CaseService/Append"):
            status, words, _ = self.raw(method, wire.field(1, b"\xff\xfe marked"), self.bearer("u-2"))
            self.assertEqual(3, status, words)
        self.assertNotIn("protobuf", self.log())
        self.assertNotIn("marked", self.log())

    def test_two_tokens_are_none(self):
        both = self.bearer("u-4"), self.bearer("u-2")
        joined = f"{both[0]}, {both[1].removeprefix('authorization: ')}"
        answers = [self.raw("CaseService/GetCasePlan", self.PLAN, *headers)
                   for headers in (both, both[::-1], (both[1], both[1]), (joined,), ("authorization: Basic dS0yOg==",), ())]
        self.assertEqual([16] * len(answers), [status for status, *_ in answers])
        self.assertEqual(1, len({words for _, words, _ in answers}), "the reason tells an attacker what to change")

    def test_the_same_subject_of_somebody_else_is_somebody_else(self):
        elsewhere, forged, other_audience = (self.folder / name for name in ("elsewhere.jwt", "forged.jwt", "audience.jwt"))
        for file, keys, issuer, audience in ((elsewhere, "keys", "other.example", AUDIENCE), (forged, "other-keys", ISSUER, AUDIENCE),
                                             (other_audience, "keys", ISSUER, "payroll")):
            self.ok("token", "dev", "--keys", self.folder / keys, "--issuer", issuer, "--audience", audience, "--subject", "u-2",
                    "--name", PEOPLE["u-2"], "-o", file)
            ran = self.ask("plan", CASE, token=file)
            self.assertEqual(Exit.NOT_PERMITTED, ran.exit, ran.out)
            self.assert_no_secret(ran)
        same_name = self.token("same-name.jwt", "u-10", PEOPLE["u-2"])
        self.assertEqual(Exit.NOT_FOUND, self.ask("plan", CASE, token=same_name).exit, "a name gave a right")

    def test_an_append_says_nothing_of_its_actor(self):
        before = self.entries(OWN)
        request = casework.request(OWN, "any", casework.note("mine"))
        for lie in ({**request, "actor": as_json("u-2")}, {**request, "admission": {"actor": as_json("u-2")}},
                    casework.request(OWN, "any", {**casework.note("mine"), "actor": as_json("u-2")})):
            self.assertEqual(Exit.MALFORMED, self.as_("u-4", "append", "-", stdin=lie).exit)
        self.assertEqual(before, self.entries(OWN))
        self.does("u-4", "append", "-", stdin=casework.request(
            OWN, "any", casework.note("She told me so", onBehalfOf={"staff": as_json("u-7")})))
        stored = lines_of_json(self.does("u-5", "events", OWN, "--json"))[-1]["opened"]["stored"]
        self.assertEqual("u-7", stored["caseEvent"]["onBehalfOf"]["staff"]["subject"])
        self.assertEqual(("u-4", "AUTHENTICATION_METHOD_BEARER_TOKEN"),
                         (stored["admission"]["actor"]["subject"], stored["admission"]["authentication"]["method"]))


class ReplayingProxyTest(AdversaryTest):
    def test_an_append_that_is_sent_again_is_recorded_once_and_answered_to_its_caller(self):
        note = wire.field(1, casework.day(0)) + wire.field(271, wire.field(1, "visit") + wire.field(2, casework.NARRATIVE))
        request = wire.field(1, casework.an_id("request")) + wire.field(
            2, wire.field(1, CASE) + wire.field(2, wire.field(3, 1)) + wire.field(3, note))
        before = len(self.entries(CASE))
        first, again = (self.raw("CaseService/Append", request, self.bearer("u-2")) for _ in range(2))
        self.assertEqual((0, 0), (first[0], again[0]), (first, again))
        first_fields, again_fields = wire.fields(first[2]), wire.fields(again[2])
        self.assertEqual([1], again_fields.pop(5))
        self.assertEqual(first_fields, again_fields)
        self.assertEqual(before + 1, len(self.entries(CASE)))

        for subject in ("u-4", "u-3", "u-5"):
            status, words, answer = self.raw("CaseService/Append", request, self.bearer(subject))
            self.assertNotEqual(0, status, f"{subject} is answered as if it were theirs")
            self.assertEqual(b"", answer)
            for secret in SECRETS:
                self.assertNotIn(secret, words)
        # Who may record there is told that it is recorded. It stays the entry of who recorded it.
        self.assertEqual(0, self.raw("CaseService/Append", request, self.bearer("u-7"))[0])
        rows = lines_of_json(self.does("u-5", "events", CASE, "--json"))
        self.assertEqual(before + 1, len(rows))
        self.assertEqual("u-2", rows[-1]["opened"]["stored"]["admission"]["actor"]["subject"])


class EmergencyTest(AdversaryTest):
    def setUp(self):
        self.step = None
        super().setUp()

    def env(self, **variables):
        if self.step is None:
            self.step, self.shim = self.folder / "step", self.folder / "stepping_clock.so"
            subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim, STEPPING_CLOCK, "-ldl"], check=True)
        return super().env(LD_PRELOAD=str(self.shim), STEPPING_CLOCK=str(self.step), **variables)

    def test_an_emergency_is_a_finding_and_is_over_the_day_after_tomorrow(self):
        too_long = self.as_("u-4", "grant", CASE, "--to", staff("u-4"), "--role", "emergency", "--until", "+2d", "--reason", "x")
        self.assertEqual(Exit.REFUSED, too_long.exit, too_long.err)
        self.does("u-4", "grant", CASE, "--to", staff("u-4"), "--role", "emergency", "--until", "tomorrow", "--reason",
                  "the child is missing")
        self.assertIn(casework.CHILD, self.does("u-4", "plan", CASE))
        self.assert_no_secret(self.as_("u-4", "plan", CASE, "--all", "--json"), secrets=("Ferncastle",))
        self.assertEqual(Exit.NOT_FOUND, self.as_("u-4", "history", CASE).exit)
        self.assert_refused("u-4", CASE, casework.note("mine"), granted("u-4", "ROLE_CASEWORKER"), withdrawn(7))
        self.assertIn("the child is missing", self.does("u-2", "findings", CASE))

        self.step.write_text(str(DAY_S * 2), encoding="utf-8")
        self.tokens.clear()
        self.does("u-4", "whoami")
        over = self.as_("u-4", "plan", CASE)
        self.assertEqual(Exit.NOT_FOUND, over.exit, over.err)
        self.assertIn("the child is missing", self.does("u-2", "findings", CASE), "nobody has answered it yet")


class LabelTest(AdversaryTest):
    """Who suffers: a neighbor whose call for help reaches the family, because one of many answers forgot a label."""

    #        role: who, what it sees, and whether it reads the record and follows the journal
    READERS = {"reviewer": ("u-3", {"HEALTH", "EDUCATION"}, False, False),
               "guardian-ad-litem": ("u-8", {"HEALTH", "EDUCATION"}, True, False),
               "counsel": ("u-9", set(), False, False),
               "auditor": ("u-5", set(), True, True),
               "court": ("u-10", {"PROTECTED_ADDRESS", "HEALTH", "ADOPTION", "SEALED", "EDUCATION"}, True, True),
               "caseworker": ("u-2", set(LABELS) - {"SEALED"}, True, True)}

    def setUp(self):
        super().setUp()
        self.give("u-10", "court")
        for role in ("reviewer", "guardian-ad-litem", "counsel"):
            self.grant(self.READERS[role][0], role, *([] if role == "reviewer" else ["--for", casework.an_id("child")]))
        for label in LABELS:
            word = self.marker(label)
            self.does("u-2", "append", "-", stdin=casework.request(CASE, "any", *({**event, "labels": labels(label)} for event in (
                casework.note(f"A visit to {word}"), casework.child(f"child {label}", f"{word} Hollis"),
                casework.goal(f"goal {label}", f"{word} is safe"),
                casework.event("caseNumberGiven", {"system": "Juvenile Court", "number": f"26-{word}"})))))

    @staticmethod
    def marker(label):
        return "Zq" + label.title().replace("_", "") + "Marker"

    def test_no_answer_has_a_word_of_what_is_withheld(self):
        page, exhibit, key = self.folder / "page.html", self.folder / "exhibit.zip", self.does("u-1", "key").strip()
        for role, (subject, seen, reads, follows) in self.READERS.items():
            hidden = [self.marker(label) for label in LABELS if label not in seen]
            commands = [("plan", CASE, "--all", "--json"), ("history", CASE, "--json"), ("events", CASE, "--json"), ("events", "--json"),
                        ("register", CASE, "--json"), ("findings", CASE, "--json"), ("docket", CASE, "--json"), ("work", "--json"),
                        ("work", "--case", CASE, "--json"), ("cases", "--json"), ("notes", CASE, "--json"), ("figures", CASE, "--json"),
                        ("replay", CASE, "--json", "--with-plan"), ("timeline", CASE, "-o", page),
                        ("document", "working-plan", CASE, "-o", page), ("exhibit", CASE, "--whole-case", "-o", exhibit),
                        *(("persons", self.marker(label), "--json") for label in LABELS)]
            answered = {}
            for asked in commands:
                with self.subTest(role=role, asked=asked):
                    page.unlink(missing_ok=True)
                    exhibit.unlink(missing_ok=True)
                    ran = self.as_(subject, *asked)
                    given = page.read_text(encoding="utf-8") if page.exists() else ""
                    if exhibit.exists():
                        given += self.unpacked(exhibit)
                    self.assert_no_secret(ran._replace(err=ran.err + given), *asked, secrets=hidden)
                    answered[asked[0]] = ran.exit
                    if asked[0] in ("plan", "notes", "history") and ran.exit == Exit.OK:
                        self.assertEqual(seen, {label for label in LABELS if self.marker(label) in ran.out}, "what may be seen is")
            with self.subTest(role=role):
                self.assertEqual([Exit.OK, reads], [answered["plan"], answered["history"] == Exit.OK])
                if follows:
                    rows = lines_of_json(self.does(subject, "events", "--json"))
                    positions = [int((row.get("opened", {}).get("recorded") or row["withheld"]).get("position", 0)) for row in rows]
                    self.assertEqual(list(range(len(rows))), positions)
                    self.assertTrue(any("withheld" in row for row in rows))
                    self.does(subject, "verify", "--key", key)

    def unpacked(self, file):
        folder = self.folder / "unpacked"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.unpack_archive(file, folder, "zip")
        return "".join(everything_in(path.read_bytes().decode("utf-8", errors="replace"))
                       for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    unittest.main()
