"""deploy/quickstart from the built program on: what a new user sees first, and again on a second run."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from journal import PROGRAM, ROOT, lines_of_json, run

SCRIPT = ROOT / "deploy/quickstart"
IMPORTER = "svc-7"
PATIENCE_S = 180


class QuickstartTest(unittest.TestCase):
    """Who suffers: a county's new engineer, whose first command fails, or shows what is not so."""

    maxDiff = 3000

    @classmethod
    def setUpClass(cls):
        """A folder with what the script uses; installing and building are left out."""
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for path in ("deploy", "build/release", "tests", "nothing-to-do"):
            (cls.folder / path).mkdir(parents=True)
        shutil.copy(SCRIPT, cls.folder / "deploy/quickstart")
        for path in ("deploy/rules", "deploy/samples", "tests/foreign"):
            (cls.folder / path).symlink_to(ROOT / path)
        (cls.folder / "build/release/casejournal").symlink_to(PROGRAM)
        for path in ("deploy/install-packages", "nothing-to-do/cmake"):
            (cls.folder / path).symlink_to("/bin/true")
        cls.first = cls.run_script()
        cls.second = cls.run_script()

    @classmethod
    def run_script(cls):
        mine = {name: value for name, value in os.environ.items() if not name.startswith("CASEJOURNAL_")}
        env = {**mine, "PATH": f"{cls.folder / 'nothing-to-do'}:/usr/bin:/bin", "XDG_CONFIG_HOME": str(cls.folder / "config")}
        return subprocess.run([cls.folder / "deploy/quickstart", "--no-pause"], env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=5 * PATIENCE_S, check=False)

    def serve(self):
        """Serve the journal that the script made, and return its address."""
        credentials = self.folder / "casejournal-credentials"
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.folder / "casejournal-data", "--listen", "127.0.0.1:0", "--quiet",
             "--tls-cert", credentials / "server.pem", "--tls-key", credentials / "server-key.pem",
             "--token-keys", credentials / "token-keys.json", "--token-issuer", "wren.example",
             "--token-audience", "casejournal"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        return re.match(r"casejournal ready on (\S+)", server.stdout.readline())[1]

    def test_it_ends_well_twice(self):
        for ran in (self.first, self.second):
            self.assertEqual(0, ran.returncode, ran.stdout[-3000:])
            self.assertEqual([str(number) for number in range(1, 18)],
                             re.findall(r"(?m)^\S*== (\d+)\.", ran.stdout))
            self.assertIn("== Done.", ran.stdout)

    def test_plain_text_is_never_used(self):
        self.assertNotIn("--insecure-dev", SCRIPT.read_text(encoding="utf-8"))
        self.assertNotIn("insecure", self.first.stdout)

    def test_the_samples_are_recorded_once(self):
        self.assertRegex(self.first.stdout, r"(?m)^Recorded 266 requests with 995 events in ")
        self.assertRegex(self.second.stdout, r"(?m)^Recorded 0 requests with 0 events in \S+; 266 more requests were already")

    def test_the_second_run_keeps_what_there_is(self):
        for command in ("init", "certs dev", 'roles give --to "wren.example/u-104/Grace Bell"'):
            self.assertIn(f"$ casejournal {command}", self.first.stdout)
            self.assertNotIn(f"$ casejournal {command}", self.second.stdout)

    def test_the_first_minute_is_as_the_tour_tells_it(self):
        told = re.search(r"(?ms)^## The first minute$(.*?)^## ", (ROOT / "docs/TOUR.md").read_text(encoding="utf-8"))[1]
        printed = re.findall(r"(?m)^\| [\d.]+ \|.*\| `(.*)` \|$", told)
        self.assertGreater(len(printed), 8)
        rest = self.first.stdout
        for text in printed:
            self.assertIn(text, rest)
            rest = rest[rest.index(text) + len(text):]

    def test_what_it_says_about_rights_is_so(self):
        address = self.serve()
        credentials = self.folder / "casejournal-credentials"

        def rows(subject, *words):
            ran = run([PROGRAM, *words, "--json", "--server", address, "--ca", credentials / "ca.pem",
                       "--token-file", credentials / f"{subject}.jwt"], env={**os.environ, "CASEJOURNAL_TOKEN_FILE": ""})
            self.assertEqual(0, ran.exit, ran.err)
            return lines_of_json(ran.out)

        # The service that imported has no role anymore; it had one for each run.
        self.assertEqual([], rows("u-1", "roles", "--subject", IMPORTER))
        self.assertEqual(["the import is done"] * 2, [role["endReason"] for role in
                                                      rows("u-1", "roles", "--all", "--subject", IMPORTER)])
        self.assertEqual([], rows(IMPORTER, "cases"))
        # The administrator sees no case; the supervisor sees all, also the adoption, and nothing is withheld.
        self.assertEqual([], rows("u-1", "cases"))
        cases = rows("u-104", "cases")
        self.assertEqual(7, len(cases))
        self.assertEqual(["0"] * 7, [case.get("entriesWithheld", "0") for case in cases])
        adoption = rows("u-104", "events", "25-AD-0014", "--label", "adoption")
        self.assertGreater(len(adoption), 0)
        # Each entry of a case says that its caller signed in with a token.
        by = {entry["opened"]["stored"]["admission"]["authentication"]["method"] for entry in adoption}
        self.assertEqual({"AUTHENTICATION_METHOD_BEARER_TOKEN"}, by)


if __name__ == "__main__":
    unittest.main()
