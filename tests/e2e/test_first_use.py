"""docs/FIRST_USE.md is true: what new users tripped over, and what each command prints now."""

import json
import os
import pathlib
import pty
import re
import select
import shlex
import subprocess
import unittest

import casework
import journal
from journal import PROGRAM, ROOT, Exit, JournalTest, SamplesTest, run

PAGE = ROOT / "docs/FIRST_USE.md"
RULES = ROOT / "deploy/rules"
FAULTS = 96
DIGEST = "99be0599f5201006bf1bd3829f7738842739de7e3d947c0cab5a2cd06426ab6e"  # of version 1.0 of the siblings' plan
REQUEST = "0b8ab66e-4f50-4a6a-9a0b-3a3ae0e3b0a1"
CASE = casework.an_id("case")
# Commands without a result that a program could use.
WITHOUT_JSON = {
    "completion": "prints a script for a shell",
    "manual": "writes pages for people",
    "serve": "prints one line when it is ready, and logs on standard error",
}


def rows():
    """The rows of the page: number, severity, command, exit code, what it prints, and what holds it."""
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 6 and cells[0].isdigit():
            yield [cell.replace("\\|", "|") for cell in cells]


def quoted(cell):
    """The texts in backquotes. Behind a semicolon or a full stop, a row only explains."""
    found = []
    for at, part in enumerate(cell.split("`")):
        if at % 2 == 0 and re.search(r"[;.]", part):
            break
        if at % 2 == 1:
            found.append(part)
    return found


def plain(text):
    """Without the places where lines are broken."""
    return " ".join(text.split())


class PageTest(SamplesTest):
    """Who suffers: a clerk, an auditor, a developer, or an operator on their first day, and whoever believes the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared.restart("--rules", RULES)

    def setUp(self):
        super().setUp()
        self.work = self.folder / "work"
        self.work.mkdir()
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "casejournal").symlink_to(PROGRAM)
        (self.work / "journal.vkey").write_text(self.journal.ok("key"))
        (self.work / "bad.jsonl").write_text("{}\n")
        signed = {"requestId": REQUEST, "cases": [{"events": [{"planSigned": {"digest": DIGEST}}]}]}
        (self.work / "signed.json").write_text(json.dumps(signed))
        recorded = json.loads(journal.SAMPLES[1].read_text().splitlines()[0])
        other = {**recorded, "cases": [{**recorded["cases"][0], "expected": {"any": True}}]}
        (self.work / "twice.jsonl").write_text(json.dumps(recorded) + "\n" + json.dumps(other) + "\n")
        self.env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        self.env |= {"PATH": f"{programs}:{os.environ['PATH']}", "CASEJOURNAL_SERVER": self.journal.address,
                     "HOME": str(self.work), "XDG_CONFIG_HOME": str(self.work)}

    def test_each_command_prints_what_the_page_says(self):
        ran = 0
        for number, _, command, code, prints, held in rows():
            if "this page" not in held:
                continue
            ran += 1
            with self.subTest(row=number, command=command):
                (line,) = quoted(command)
                for file in self.work.iterdir():
                    if file.suffix in (".zip", ".svg", ".pdf", ".html"):
                        file.unlink()
                got = subprocess.run(["bash", "-c", line], cwd=self.work, env=self.env, stdin=subprocess.DEVNULL,
                                     capture_output=True, text=True, timeout=journal.PATIENCE_S, check=False)
                said = plain(got.stdout + " " + got.stderr)
                self.assertEqual(int(code), got.returncode, said[:2000])
                self.assertNotEqual([], quoted(prints), "the row says nothing that can be looked for")
                for words in quoted(prints):
                    self.assertIn(plain(words), said)
        self.assertGreater(ran, 60)

    def test_the_page_has_each_fault_and_names_only_tests_that_exist(self):
        numbers = [int(row[0]) for row in rows()]
        self.assertEqual(set(range(1, FAULTS + 1)), set(numbers))
        for row in rows():
            for name in re.findall(r"\btest_\w+(?:\.\w+)?", row[5]):
                module, _, kind = name.partition(".")
                text = (pathlib.Path(__file__).parent / f"{module}.py").read_text()
                if kind:
                    self.assertIn(f"class {kind}(", text, row[0])


class JsonTest(JournalTest):
    """Who suffers: an auditor's script that must read sentences."""

    def commands(self):
        """Each command, and each one below another, with its help."""
        program = run([PROGRAM, "--help"], env={**os.environ, "COLUMNS": "100"}).out
        for command in re.findall(r"(?m)^  ([a-z][a-z-]+)  ", program.partition("Examples:")[0]):
            text = run([PROGRAM, command, "--help"], env={**os.environ, "COLUMNS": "100"}).out
            yield [command], text
            below = text.partition("Examples:")[0].partition("What to ")[2] if command in ("verify", "roles") else (
                "\n  check  " if command == "rules" else "\n  dev  " if command in ("certs", "token") else
                "\n  list  \n  rotate  " if command == "keys" else "")
            for each in re.findall(r"(?m)^  ([a-z]+)  ", below):
                yield [command, each], run([PROGRAM, command, each, "--help"], env={**os.environ, "COLUMNS": "100"}).out

    def test_each_command_takes_json(self):
        seen = 0
        for words, text in self.commands():
            with self.subTest(command=words):
                seen += 1
                has = "--json" in text
                self.assertEqual(has, words[0] not in WITHOUT_JSON and words not in (["rules"], ["certs"], ["keys"], ["token"]))
        self.assertGreater(seen, 40)

    def assert_failure(self, ran, *what):
        self.assertNotEqual(Exit.OK, ran.exit, what)
        failure = json.loads(ran.out)
        self.assertGreater(failure["code"], 0)
        self.assertTrue(failure["message"])
        return failure

    def test_a_wrong_command_line_is_one_object(self):
        for words, _ in self.commands():
            with self.subTest(command=words):
                failure = self.assert_failure(self.journal.run(*words, "--no-such-option", "--json"), words)
                self.assertEqual(3, failure["code"])

    def test_a_failure_is_one_object_and_nothing_else(self):
        nowhere = self.folder / "nowhere"
        key = self.journal.ok("key").strip()
        empty = self.folder / "empty.jsonl"
        empty.write_text("{}\n")
        for words in (["verify", "--since", nowhere], ["verify", "exhibit", nowhere, "--key", key], ["verify", "--key", "x"],
                      ["verify", "consistency", "--since", nowhere], ["verify", "plan", "99-JV-9999"], ["proof", "99999"],
                      ["checkpoint", "--min-size", "99999"], ["key", "--data", nowhere], ["fsck", "--data", nowhere],
                      ["rebuild", "--data", nowhere], ["continue", "--data", nowhere, "--reason", "x"],
                      ["rules", "check", nowhere], ["mirror", nowhere, "--key", "x"], ["append", nowhere], ["append", empty],
                      ["import", nowhere], ["import", empty], ["exhibit", "99-JV-9999", "--preview"],
                      ["document", "register", "99-JV-9999", "-o", self.folder / "x.pdf"],
                      ["timeline", "99-JV-9999", "-o", self.folder / "x.svg"],
                      ["rehearse", "--time-zone", casework.ZONE, empty],
                      ["init", "--data", self.folder / "new", "--origin", "a b", "--time-zone", casework.ZONE]):
            with self.subTest(command=[str(word) for word in words]):
                self.assert_failure(self.journal.run(*words, "--json"), words)

    def test_a_check_for_programs_says_what_was_checked_and_what_not(self):
        self.journal.append(casework.opening(CASE))
        size = self.journal.size()
        self.journal.ok("checkpoint", "--min-size", size)
        found = self.journal.json("verify")
        self.assertEqual(("sound", size, True), (found["verdict"], found["size"], found["keyFromServer"]))
        self.assertEqual({"signature": "ok", "consistency": "not checked", "entries": "ok", "root": "ok", "origin": "ok"},
                         {check["check"]: check["verdict"] for check in found["checks"]})
        saved = self.folder / "saved"
        saved.write_text(self.journal.ok("checkpoint", "--min-size", self.journal.size()))
        found = self.journal.json("verify", "--since", saved, "--key", self.journal.ok("key").strip())
        self.assertEqual(({"ok"}, False), ({check["verdict"] for check in found["checks"]}, found["keyFromServer"]))
        self.assertEqual(found["root"], found["since"]["root"])
        self.assertEqual(found["keyId"], found["signatures"][0]["keyId"])

    def test_a_check_that_fails_says_which_and_is_not_called_sound(self):
        self.journal.append(casework.opening(CASE))
        other = self.new_journal("other").start()
        for words in (["verify"], ["verify", "consistency", "--since", self.folder / "saved"]):
            (self.folder / "saved").write_text(self.journal.ok("checkpoint"))
            ran = self.journal.run(*words, "--key", other.ok("key").strip(), "--json")
            self.assert_exit(Exit.DATA_LOSS, ran)
            found = self.assert_failure(ran, words)
            self.assertEqual(("failed", 15), (found["verdict"], found["code"]))
            failed = [check for check in found["checks"] if check["verdict"] == "failed"]
            self.assertEqual([("signature", found["message"])], [(check["check"], check["message"]) for check in failed])
            self.assertNotIn("ok", [check["verdict"] for check in found["checks"]])

    def test_an_exhibit_that_was_changed_names_the_file(self):
        self.journal.append(casework.opening(CASE))
        file = self.folder / "x.zip"
        given = self.journal.json("exhibit", CASE, "-o", file)
        self.assertEqual((str(file), file.stat().st_size), (given["file"], given["bytes"]))
        file.write_bytes(file.read_bytes().replace(b"journal", b"jOurnal", 1))
        ran = self.journal.run("verify", "exhibit", file, "--key", self.journal.ok("key").strip(), "--json")
        self.assert_exit(Exit.DATA_LOSS, ran)
        self.assertEqual("failed", self.assert_failure(ran)["verdict"])

    def test_an_import_says_what_each_file_gave_and_where_it_stopped(self):
        good, bad = self.folder / "good.jsonl", self.folder / "bad.jsonl"
        good.write_text(json.dumps(casework.opening(CASE)) + "\n")
        bad.write_text("\n{}\n")
        ran = self.journal.run("import", good, bad, "--json")
        self.assert_exit(Exit.MALFORMED, ran)
        told = self.assert_failure(ran)
        self.assertEqual((str(bad), 2, 3), (told["stoppedIn"], told["resumeFromLine"], told["code"]))
        self.assertEqual([1, 0], [each["requestsRecorded"] for each in told["files"]])


class SameIdTest(JournalTest):
    """Who suffers: a developer whose tool gives two requests one id, and who loses neither and notices nothing."""

    def test_another_request_with_the_same_id_stops_the_import(self):
        first = casework.opening(CASE)
        second = casework.opening(casework.an_id("another"))
        second["requestId"] = first["requestId"]
        file = self.folder / "plans.jsonl"
        file.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n")
        ran = self.journal.run("import", file)
        self.assert_exit(Exit.REQUEST_ID_TAKEN, ran)
        self.assert_says(ran.err, f"{file}:2: the requestId {first['requestId']} is that of line 1")

    def test_the_same_line_twice_is_a_repetition(self):
        file = self.folder / "plans.jsonl"
        file.write_text((json.dumps(casework.opening(CASE)) + "\n") * 2)
        told = self.journal.json("import", file)
        self.assertEqual((1, 1), (told["requestsRecorded"], told["requestsAlreadyRecorded"]))


class TerminalTest(JournalTest):
    """Who suffers: a developer who waits for a program that waits for them."""

    def test_append_says_that_it_reads_the_terminal(self):
        try:
            ours, theirs = pty.openpty()
        except OSError:
            self.skipTest("there is no terminal to be had")
        with subprocess.Popen([str(PROGRAM), "append"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, "CASEJOURNAL_SERVER": self.journal.address}) as process:
            os.close(theirs)
            self.assertTrue(select.select([process.stderr], [], [], journal.PATIENCE_S)[0])
            said = os.read(process.stderr.fileno(), 4096).decode()
            process.kill()
        os.close(ours)
        self.assert_says(said, "Reading one request from the terminal. End it with Ctrl-D on a line of its own.")


class LogTest(JournalTest):
    """Who suffers: an operator who is asked why a request of last night was not recorded."""

    def test_start_stop_and_refusals_are_logged_with_ids(self):
        request = casework.opening(CASE)
        self.journal.append(request)
        again = {**request, "requestId": casework.an_id("again")}
        self.assert_exit(Exit.CONFLICT, self.journal.try_append(again))
        self.journal.run("plan", CASE, "--known-revision", "99999")
        address = self.journal.address
        self.assertEqual(0, self.journal.stop())
        said = self.journal.stderr_path.read_text()
        self.assertRegex(said, rf"serves {journal.ORIGIN} on {re.escape(address)}, from \d+ entries")
        self.assertRegex(said, rf"refused: Append request {again['requestId']}, case {CASE}: ABORTED \w+, \d+ ms")
        self.assertRegex(said, rf"refused: GetCasePlan case {CASE}: FAILED_PRECONDITION NOT_RECORDED_YET, \d+ ms")
        self.assertRegex(said, r"stopping within 3600 s, because of SIGTERM")
        self.assertRegex(said, r"stopped with \d+ entries")
        of_calls = [line for line in said.splitlines() if "] slow: " not in line]
        self.assertNotIn(request["requestId"], "\n".join(of_calls), "a request that was recorded in time")

    def test_quiet_logs_nothing_of_it(self):
        self.journal.stop()
        self.journal.stderr_path.write_text("")
        with subprocess.Popen([str(word) for word in [*self.journal.serve_command(), "--quiet"]], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.terminate()
            self.assertEqual(b"", process.stderr.read())


class SeenTest(JournalTest):
    """Who suffers: a developer whose entries are gone after a restore, and whose own client says nothing."""

    def test_what_was_just_recorded_is_missed_in_an_older_state(self):
        self.journal.append(casework.opening(CASE))
        self.journal.stop()
        older = self.copy_of(self.journal, "older", sound=True)
        self.journal.start()
        address = self.journal.address
        env = {**os.environ, "CASEJOURNAL_SERVER": address, "CASEJOURNAL_CHECKPOINTS": str(self.folder / "seen")}
        request = casework.opening(casework.an_id("lost"))
        self.assert_exit(Exit.OK, run([PROGRAM, "append", "-"], stdin=json.dumps(request), env=env))
        self.journal.stop()
        older.start("--listen", address)
        ran = run([PROGRAM, "cases"], env=env)
        self.assert_exit(Exit.DATA_LOSS, ran)


class DaysTest(JournalTest):
    """Who suffers: a worker who types "today" and is told how a computer spells a day."""

    def test_words_are_days_of_the_journal(self):
        self.journal.append(casework.opening(CASE))
        today = casework.today()
        for word, day in (("today", today), ("-0d", today), (f"{today.year}-{today.month}-{today.day}", today)):
            with self.subTest(word):
                self.assertEqual(1, len(self.journal.rows("cases", "--changed-since", word)), day)
                self.assertEqual([], self.journal.rows("history", CASE, "--recorded-until", "yesterday"))
        self.assertEqual([], self.journal.rows("cases", "--changed-since", "tomorrow"))

    def test_what_is_no_day_is_an_error_that_names_the_option(self):
        for words in (["plan", CASE, "--known-day"], ["plan", CASE, "--effective-on"], ["docket", CASE, "--on"],
                      ["findings", CASE, "--on"], ["cases", "--opened-from"], ["history", CASE, "--recorded-from"],
                      ["register", CASE, "--from"], ["work", "--until"], ["persons", "x", "--born"],
                      ["exhibit", CASE, "--preview", "--as-of"], ["timeline", CASE, "-o", "x.svg", "--on"]):
            with self.subTest(command=shlex.join(words)):
                ran = self.journal.run(*words, "05/06/2023")
                self.assert_exit(Exit.USAGE, ran)
                self.assert_says(ran.err, f"{words[-1]}: \"05/06/2023\" is not a day; use YYYY-MM-DD")

    def test_what_is_in_the_future_was_not_known(self):
        self.journal.append(casework.opening(CASE))
        for words in (["plan", CASE], ["history", CASE], ["verify", "plan", CASE], ["exhibit", CASE, "--preview"]):
            for option, value in (("--known-day", "tomorrow"), ("--known-day", "2099-01-01"),
                                  ("--known-at", "2099-01-01T00:00:00Z")):
                with self.subTest(command=words, option=option):
                    ran = self.journal.run(*words, option, value)
                    self.assert_exit(Exit.USAGE, ran)
                    self.assertRegex(ran.err, rf"{option}: \S+ is in the future")


if __name__ == "__main__":
    unittest.main()
