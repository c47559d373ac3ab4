"""Who may do what, over TLS with tokens: roles of the journal, grants of a case, who could see it on a day, and the first
administrator."""

import json
import os
import pathlib
import select
import subprocess
import tempfile
import unittest

import casework
from journal import PATIENCE_S, PROGRAM, READY, Exit, lines_of_json, run

ISSUER, AUDIENCE = "wren.example", "casejournal"
PEOPLE = {"u-1": "Ruth Adams", "u-2": "Grace Bell", "u-3": "Sam Hale", "u-4": "Nell Frost", "u-5": "Olga Marsh"}
CASE = casework.an_id("case")
NUMBER = "26-JV-0001"


def staff(subject):
    return f"{ISSUER}/{subject}/{PEOPLE[subject]}"


class RolesTest(unittest.TestCase):
    """Who suffers: a family whose record is read by somebody who should not, and a worker who cannot read their own cases."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "journal"
        self.ok("certs", "dev", "--out", self.folder / "certs")
        for subject, name in PEOPLE.items():
            self.ok("token", "dev", "--keys", self.folder / "keys", "--issuer", ISSUER, "--audience", AUDIENCE,
                    "--subject", subject, "--name", name, "--output", self.folder / subject)
        self.address = ""

    def make(self, *flags):
        return run([PROGRAM, "init", "--data", self.data, "--origin", "wren.example/juvenile", "--time-zone", casework.ZONE,
                    *flags])

    def serve(self):
        certs = self.folder / "certs"
        stderr = (self.folder / "stderr").open("ab")
        self.addCleanup(stderr.close)
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--tls-cert", certs / "server.pem",
             "--tls-key", certs / "server-key.pem", "--token-keys", self.folder / "keys/token-keys.json",
             "--token-issuer", ISSUER, "--token-audience", AUDIENCE], stdout=subprocess.PIPE,
            stderr=stderr, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait, PATIENCE_S)
        self.addCleanup(server.terminate)
        self.assertTrue(select.select([server.stdout], [], [], PATIENCE_S)[0], (self.folder / "stderr").read_text())
        ready = READY.match(server.stdout.readline())
        self.assertTrue(ready, (self.folder / "stderr").read_text())
        self.address = ready.group(1)
        return server

    def as_(self, subject, *words, stdin=None):
        env = os.environ | {"CASEJOURNAL_SERVER": self.address, "CASEJOURNAL_CA": str(self.folder / "certs/ca.pem"),
                            "CASEJOURNAL_TOKEN_FILE": str(self.folder / subject), "COLUMNS": "200"}
        return run([PROGRAM, *words], env=env, stdin=stdin)

    def ok(self, *words):
        ran = run([PROGRAM, *words])
        self.assertEqual(Exit.OK, ran.exit, ran.err)
        return ran.out

    def does(self, subject, *words, stdin=None):
        ran = self.as_(subject, *words, stdin=stdin)
        self.assertEqual(Exit.OK, ran.exit, f"{subject}: {words}: {ran.err}")
        return ran.out

    def rejects(self, exit_code, subject, *words, says=""):
        ran = self.as_(subject, *words)
        self.assertEqual(exit_code, ran.exit, f"{subject}: {words}: {ran.out}{ran.err}")
        self.assertIn(says, ran.err)
        return ran

    def give(self, subject, role, *flags):
        return json.loads(self.does("u-1", "roles", "give", "--to", staff(subject), "--role", role, "--json", *flags))

    def open_case(self, subject="u-2"):
        opening = casework.opening(CASE)
        assigned = {"staff": {"issuer": ISSUER, "subject": subject, "name": PEOPLE[subject]},
                    "part": "ASSIGNMENT_PART_CASEWORKER", "unit": "north"}
        opening["cases"][0]["events"] += [
            {"effectiveOn": "2025-01-10", "lateReason": "a test", **body} for body in
            ({"caseNumberGiven": {"system": "Juvenile Court", "number": NUMBER}}, {"caseAssigned": assigned})]
        self.does(subject, "append", "-", stdin=json.dumps(opening))

    def who(self, *flags, subject="u-2"):
        return {(line["who"]["subject"], line["role"].removeprefix("ROLE_"))
                for line in lines_of_json(self.does(subject, "who-may", CASE, "--json", *flags))}

    def test_without_an_administrator_nobody_may_do_anything_until_one_is_named_offline(self):
        made = self.make()
        self.assertEqual(Exit.OK, made.exit)
        self.assertIn("no administrator", made.err)
        server = self.serve()
        for subject in PEOPLE:
            self.rejects(Exit.NOT_PERMITTED, subject, "roles")
            self.rejects(Exit.NOT_PERMITTED, subject, "roles", "give", "--to", staff(subject), "--role", "administrator")
        naming = [PROGRAM, "name-administrator", "--data", self.data, "--administrator", staff("u-1"),
                  "--reason", "the journal was made before there were roles"]
        self.assertEqual(Exit.DIRECTORY_IN_USE, run(naming).exit)
        server.terminate()
        server.wait(PATIENCE_S)

        named = run(naming)

        self.assertEqual(Exit.OK, named.exit, named.err)
        self.assertIn("Ruth Adams (wren.example/u-1) is an administrator", named.out)
        again = run([*naming[:-4], "--administrator", staff("u-2"), *naming[-2:]])
        self.assertEqual(Exit.REFUSED, again.exit, again.out)
        self.assertIn("has 1 administrator", again.err)
        self.serve()
        (only,) = lines_of_json(self.does("u-1", "roles", "--json"))
        self.assertEqual(("ROLE_ADMINISTRATOR", "u-1"), (only["role"], only["holder"]["subject"]))
        self.give("u-5", "auditor")
        (entry,) = [line for line in lines_of_json(self.does("u-5", "events", "--json")) if "roleGiven" in json.dumps(line)
                    and only["roleId"] in json.dumps(line)]
        self.assertIn("AUTHENTICATION_METHOD_SIGNING_KEY", json.dumps(entry))
        more = run([*naming, "--although-there-is-one"])
        self.assertEqual(Exit.DIRECTORY_IN_USE, more.exit)

    def test_roles_are_given_listed_and_ended(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        given = self.give("u-2", "caseworker", "--reason", "hired")
        self.assertEqual(given, json.loads(self.does("u-1", "roles", "--subject", "u-2", "--json")))
        self.rejects(Exit.NOT_PERMITTED, "u-2", "roles", "give", "--to", staff("u-2"), "--role", "court")
        self.rejects(Exit.NOT_PERMITTED, "u-2", "roles", "end", given["roleId"])
        self.rejects(Exit.NOT_PERMITTED, "u-2", "roles")
        self.rejects(Exit.USAGE, "u-1", "roles", "give", "--to", staff("u-3"), "--role", "reviewer",
                     says="is not one of administrator")
        self.rejects(Exit.MALFORMED, "u-1", "roles", "give", "--to", staff("u-3"), "--role", "court", "--unit", "north",
                     says="unit")
        self.rejects(Exit.MALFORMED, "u-1", "roles", "give", "--to", staff("u-3"), "--role", "court", "--until", "yesterday",
                     says="until")

        self.does("u-1", "roles", "end", given["roleId"][:8], "--reason", "left the agency")

        self.assertEqual("", self.does("u-1", "roles", "--subject", "u-2", "--json"))
        (ended,) = lines_of_json(self.does("u-1", "roles", "--subject", "u-2", "--all", "--json"))
        self.assertEqual("left the agency", ended["endReason"])
        self.rejects(Exit.NOT_FOUND, "u-1", "roles", "end", given["roleId"])
        (first,) = lines_of_json(self.does("u-1", "roles", "--json"))
        self.rejects(Exit.REFUSED, "u-1", "roles", "end", first["roleId"], says="last administrator")

    def test_a_retry_gives_the_role_once(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        request = casework.an_id("request")
        first = self.give("u-2", "caseworker", "--request-id", request)
        self.assertEqual(first, self.give("u-2", "caseworker", "--request-id", request))
        ran = self.as_("u-1", "roles", "give", "--to", staff("u-2"), "--role", "court", "--request-id", request)
        self.assertEqual(Exit.REQUEST_ID_TAKEN, ran.exit, ran.err)
        self.assertEqual(2, len(lines_of_json(self.does("u-1", "roles", "--json"))))

    def test_a_case_is_seen_by_those_who_may_and_by_nobody_after(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        worker = self.give("u-2", "caseworker")
        self.give("u-4", "caseworker")
        self.give("u-5", "supervisor", "--unit", "north")
        self.open_case()
        self.assertEqual({("u-2", "CASEWORKER"), ("u-5", "SUPERVISOR")}, self.who())
        for subject in ("u-1", "u-3", "u-4"):
            self.rejects(Exit.NOT_FOUND, subject, "plan", CASE)
            self.assertIn("The journal has no case that you may see.", self.does(subject, "cases"))
        absent = self.rejects(Exit.NOT_FOUND, "u-4", "plan", casework.an_id("no case"))
        forbidden = self.rejects(Exit.NOT_FOUND, "u-4", "plan", CASE)
        self.assertEqual(absent.err.replace(casework.an_id("no case"), "ID"), forbidden.err.replace(CASE, "ID"))

        self.does("u-1", "grant", CASE, "--to", staff("u-3"), "--role", "reviewer", "--until", "tomorrow", "--reason", "review")

        self.does("u-3", "plan", CASE)
        self.rejects(Exit.NOT_FOUND, "u-3", "history", CASE)
        self.assertIn(("u-3", "REVIEWER"), self.who(subject="u-1"))
        grant = json.loads(self.does("u-2", "plan", CASE, "--json"))["plan"]["access"][0]["grantId"]
        self.does("u-5", "revoke", NUMBER, grant[:8], "--reason", "the review is over")
        self.rejects(Exit.NOT_FOUND, "u-3", "plan", CASE)

        self.does("u-1", "roles", "end", worker["roleId"])

        self.rejects(Exit.NOT_FOUND, "u-2", "plan", CASE)
        self.assertEqual({("u-5", "SUPERVISOR")}, self.who(subject="u-5"))

    def test_nobody_gives_themselves_access_and_an_emergency_is_for_oneself(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        self.give("u-2", "caseworker")
        self.give("u-4", "caseworker")
        self.open_case()
        for subject, role in (("u-4", "caseworker"), ("u-4", "reviewer"), ("u-3", "emergency")):
            ran = self.as_(subject, "grant", CASE, "--to", staff(subject), "--role", role, "--until", "tomorrow",
                           "--reason", "why not")
            self.assertNotEqual(Exit.OK, ran.exit, ran.out)
            self.rejects(Exit.NOT_FOUND, subject, "plan", CASE)
        for_another = self.as_("u-4", "grant", CASE, "--to", staff("u-3"), "--role", "emergency", "--until", "tomorrow",
                               "--reason", "for a colleague")
        self.assertNotEqual(Exit.OK, for_another.exit, for_another.out)
        self.assertEqual({("u-2", "CASEWORKER")}, self.who())

        taken = self.does("u-4", "grant", CASE, "--to", staff("u-4"), "--role", "emergency", "--until", "tomorrow",
                          "--reason", "child missing since 18:00")

        self.assertIn("Nell Frost (wren.example/u-4) has emergency access to the case, until", taken)
        self.does("u-4", "plan", CASE)
        self.rejects(Exit.NOT_FOUND, "u-4", "history", CASE)
        self.assertIn(("u-4", "EMERGENCY"), self.who())
        self.assertIn("emergency", self.does("u-2", "findings", CASE).lower())

    def test_labels_need_an_authority(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        self.give("u-2", "caseworker")
        self.open_case()
        self.rejects(Exit.USAGE, "u-1", "grant", CASE, "--to", staff("u-3"), "--role", "reviewer", "--open", "sealed",
                     says="--authority")
        self.does("u-1", "grant", CASE, "--to", staff("u-3"), "--role", "reviewer", "--open", "sealed", "--authority",
                  "order of today")
        (line,) = [line for line in lines_of_json(self.does("u-2", "who-may", CASE, "--json")) if line["role"] == "ROLE_REVIEWER"]
        self.assertEqual(["LABEL_HEALTH", "LABEL_SEALED", "LABEL_EDUCATION"], line["labels"])

    def test_a_right_that_ends_ends_a_stream_that_runs(self):
        self.assertEqual(Exit.OK, self.make("--administrator", staff("u-1")).exit)
        self.serve()
        role = self.give("u-5", "auditor")
        env = os.environ | {"CASEJOURNAL_SERVER": self.address, "CASEJOURNAL_CA": str(self.folder / "certs/ca.pem"),
                            "CASEJOURNAL_TOKEN_FILE": str(self.folder / "u-5")}
        follower = subprocess.Popen([PROGRAM, "subscribe"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self.assertTrue(follower.stdout.readline())
            self.does("u-1", "roles", "end", role["roleId"])
            _, err = follower.communicate(timeout=PATIENCE_S)
        finally:
            follower.kill()
        self.assertEqual(Exit.NOT_PERMITTED, follower.returncode, err)


if __name__ == "__main__":
    unittest.main()
