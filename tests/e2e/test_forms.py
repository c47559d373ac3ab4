"""The forms of results: tables of any width, CSV, Markdown, JSON, colors, and a pager."""

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import termios

import casework
import journal
from journal import PROGRAM, Exit, SamplesTest, lines_of_json

RULES = casework.ROOT / "deploy/rules"
CASE = "23-JV-0117"
WIDTHS = (40, 46, 60, 72, 80, 100, 120, 140, 200)
# What each command needs to give a list. The second part is how many records a line of its JSON has in CSV.
LISTS = {
    "cases": (["--ids"], lambda _: 1),
    "persons": (["Vega"], lambda _: 1),
    "docket": ([CASE, "--all", "--on", "2023-08-15"], lambda _: 1),
    "notes": ([CASE], lambda _: 1),
    "event-types": ([], lambda _: 1),
    "codes": ([], lambda line: len(line["codes"])),
    "catalog": ([], lambda line: len(line["rules"]) + len(line["findings"])),
    "glossary": ([], lambda _: 1),
    "use": ([], lambda _: 1),
    "roles": (["--all"], lambda _: 1),
    "who-may": ([CASE], lambda _: 1),
    "disclosures": ([CASE], lambda _: 1),
    "work": (["--closed"], lambda _: 1),
    "findings": ([CASE], lambda _: 1),
    "events": ([CASE, "--limit", "40"], lambda _: 1),
    "register": ([CASE], lambda _: 1),
    "history": ([CASE], lambda _: 1),
    "replay": ([CASE], lambda _: 1),
    "subscribe": (["--until", "20"], lambda _: 1),
}
# Here one row has all children of a family.
GROUPED = {"work"}
# And here, for people, all calls of one reading.
GROUPED_FOR_PEOPLE = GROUPED | {"disclosures"}
# What is read on a terminal, besides the lists.
READ = [["journal"], ["status"], ["figures", CASE], ["show", CASE, "r186"], ["show", CASE, "a0"], ["docket", CASE],
        ["docket", CASE, "--explain", "--on", "2023-08-15"], ["docket", CASE, "--compare-rules-of", "2020-01-01"],
        ["event-types", "GoalEstablished"], ["catalog", "--sentences"], ["persons", "Vega", "--ids"], ["cases"]]
SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")
# As services/pages/table.cc has it: such a word is never broken.
IDENTIFIER = re.compile(r"(?=[!-~]{8,200}$)(?:.*\d.*|.+[./_].+|.*[0-9a-fA-F]{32}.*)")


def with_format():
    """The commands that have --format."""
    commands = re.findall(r"(?m)^  ([a-z][a-z-]+)  ", journal.run([PROGRAM, "--help"]).out)
    return [command for command in commands if "--format FORM" in journal.run([PROGRAM, command, "--help"]).out]


class FormsTest(SamplesTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared.restart("--rules", RULES)
        cls.shared.ok("history", CASE)  # there is a disclosure to be listed

    def environment(self, **more):
        plain = {name: value for name, value in os.environ.items()
                 if name not in ("NO_COLOR", "COLUMNS", "PAGER", "CASEJOURNAL_PAGER", "LESS")}
        return plain | {"CASEJOURNAL_SERVER": self.journal.address, "XDG_CONFIG_HOME": str(self.folder),
                        "TERM": "xterm"} | more

    def shown(self, *words, **env):
        return journal.run([PROGRAM, *words], env=self.environment(**env))

    def lists(self):
        for name, server in (("county", self.journal.address), ("training", "127.0.0.1:1")):
            self.shown("use", name, "--server", server)
        return [([command, *LISTS[command][0]], LISTS[command][1]) for command in with_format()]


class WidthTest(FormsTest):
    """Who suffers: a clerk with a narrow window, whose terminal breaks the rows of a table."""

    def assert_fits(self, text, width):
        for line in text.splitlines():
            self.assertEqual(line.rstrip(" "), line, "blanks at the end of a line")
            if len(line) > width:
                self.assertRegex(line.split()[-1], IDENTIFIER, f"{len(line)} wide: {line}")

    def test_results_fit_every_width(self):
        for words in [words for words, _ in self.lists() if words[0] not in ("history", "replay", "subscribe")] + READ:
            for width in WIDTHS:
                with self.subTest(words=words, width=width):
                    ran = self.shown(*words, COLUMNS=str(width))
                    self.assert_exit(Exit.OK, ran)
                    self.assert_fits(ran.out, width)

    def test_no_width_loses_a_case(self):
        numbers = re.findall(r"\d\d-[A-Z]{2}-\d{4}", self.shown("cases", COLUMNS="200").out)
        self.assertGreater(len(numbers), 4)
        for width in WIDTHS:
            found = re.findall(r"\d\d-[A-Z]{2}-\d{4}", self.shown("cases", COLUMNS=str(width)).out)
            self.assertEqual(sorted(numbers), sorted(found), width)


class FormatsTest(FormsTest):
    """Who suffers: an auditor whose spreadsheet has half of a row in the next one."""

    def assert_rows(self, words, how_many, rows, grouped):
        records = sum(how_many(line) for line in lines_of_json(self.shown(*words, "--json").out))
        self.assertGreater(rows, 0)
        if words[0] in grouped:
            self.assertLessEqual(rows, records)
        else:
            self.assertEqual(records, rows)

    # A list that nobody looks at here may be wider than a terminal, or be no CSV.
    def test_each_command_with_forms_is_looked_at(self):
        commands = with_format()

        self.assertEqual([], sorted(set(commands) - set(LISTS)))
        self.assertGreater(len(commands), 6)

    def test_csv_has_a_record_for_each_result(self):
        for words, how_many in self.lists():
            with self.subTest(words=words):
                ran = self.shown(*words, "--format", "csv")
                self.assert_exit(Exit.OK, ran)
                rows = list(csv.reader(io.StringIO(ran.out, newline=""), strict=True))
                self.assert_rows(words, how_many, len(rows) - 1, GROUPED)
                self.assertEqual({len(rows[0])}, {len(row) for row in rows})
                self.assertEqual(len(rows[0]), len(set(rows[0])), "two columns have the same title")
                self.assertNotIn("", rows[0])

    def test_markdown_has_the_same_cells_in_each_row(self):
        for words, how_many in self.lists():
            with self.subTest(words=words):
                # The notice to recipients follows the table.
                lines = self.shown(*words, "--format", "md").out.partition("\n\n")[0].splitlines()
                self.assertRegex(lines[1], r"^(\| --- )+\|$")
                self.assert_rows(words, how_many, len(lines) - 2, GROUPED_FOR_PEOPLE)
                cells = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines]
                self.assertEqual({cells[0]}, set(cells))

    def test_csv_and_markdown_have_the_same_columns_whatever_the_rows(self):
        for some, none in ((["cases"], ["cases", "--opened-from", "2099-01-01"]),
                           (["notes", CASE], ["notes", CASE, "--from", "2099-01-01"])):
            for form in ("csv", "md"):
                first = self.shown(*some, "--format", form).out.splitlines()[0]
                empty = self.shown(*none, "--format", form)
                self.assertEqual(first, empty.out.splitlines()[0])
                self.assertIn("The case has no note" if some[0] == "notes" else "No case was opened", empty.err)

    def test_an_empty_table_is_a_sentence(self):
        for words, says in ((["cases", "--opened-from", "2099-01-01"], "No case was opened on 2099-01-01 or later."),
                            (["persons", "Zzyzx"], "No person in the cases that you may see has a similar name."),
                            (["notes", CASE, "--from", "2099-01-01"], "The case has no note, contact, or visit"),
                            (["docket", "22-JV-0139", "--on", "2022-03-07", "--rule", "us-oh.annual-court-review"],
                             "No dates on 2022-03-07")):
            ran = self.shown(*words)
            self.assert_exit(Exit.OK, ran)
            self.assertIn(says, ran.out)

    def test_a_form_that_does_not_exist_is_named_with_those_that_do(self):
        ran = self.shown("cases", "--format", "cvs")

        self.assert_exit(Exit.USAGE, ran)
        self.assertIn('--format: "cvs" is not one of csv, json, md, table; did you mean csv?', ran.err)

    def test_texts_of_an_explanation_are_no_csv(self):
        self.assert_exit(Exit.USAGE, self.shown("docket", CASE, "--explain", "--format", "csv"))

    def test_cases_are_in_the_order_of_their_numbers(self):
        first = [row[0].split("; ")[0] for row in csv.reader(io.StringIO(self.shown("cases", "--format", "csv").out))][1:]
        numbered = [number for number in first if "-" in number]

        self.assertEqual(sorted(numbered), numbered)
        self.assertEqual(numbered, first[:len(numbered)])
        self.assertNotEqual(first, [row[0].split("; ")[0] for row in csv.reader(
            io.StringIO(self.shown("cases", "--order", "id", "--format", "csv").out))][1:])


class FailureTest(FormsTest):
    """Who suffers: a script that must tell a failure from an empty result."""

    def test_a_failure_is_one_line_of_json(self):
        for code, words in ((5, ["docket", "99-JV-9999"]), (5, ["notes", "99-JV-9999"]), (3, ["cases", "--status", "no"]),
                            (3, ["docket", CASE, "--nope"]), (5, ["codes", "Nope"]), (5, ["event-types", "Nope"]),
                            (14, ["cases", "--server", "127.0.0.1:1"])):
            with self.subTest(words=words):
                ran = self.shown(*words, "--json")
                self.assertNotEqual(Exit.OK, ran.exit)
                (line,) = ran.out.splitlines()
                failure = json.loads(line)
                self.assertEqual(["code", "message"], sorted(failure))
                self.assertEqual(code, failure["code"])
                self.assertTrue(failure["message"])
                self.assertTrue(ran.err.startswith("casejournal: "))

    def test_quiet_leaves_out_hints_and_no_error(self):
        self.assertIn("More cases follow", self.shown("cases", "--page-size", "1").err)
        quiet = self.shown("cases", "--page-size", "1", "--quiet")
        self.assertEqual("", quiet.err)
        self.assertIn("22-JV-0139", quiet.out)
        self.assertIn("99-JV-9999", self.shown("plan", "99-JV-9999", "--quiet").err)


class TerminalTest(FormsTest):
    """Who suffers: a person at a terminal, and a program that reads what a terminal would get."""

    def on_terminal(self, *words, until=None, type_then=b"", width=80, **env):
        """What a terminal gets, and the exit code. When it has got `until`, type something."""
        try:
            child, terminal = pty.fork()
        except OSError:
            self.skipTest("there is no terminal to be had")
        if child == 0:
            os.execve(PROGRAM, [str(PROGRAM), *words], self.environment(**env))
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        got = b""
        while True:
            try:
                chunk = os.read(terminal, 4096)
            except OSError:
                break
            if not chunk:
                break
            got += chunk
            if until is not None and until in got:
                os.write(terminal, type_then)
                until = None
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), got.decode().replace("\r\n", "\n")

    def pager(self, lines):
        """A pager that keeps what it gets in a file."""
        script, kept = self.folder / "pager", self.folder / "kept"
        script.write_text(f"#!/bin/sh\nkept={kept}\n{lines}")
        script.chmod(0o755)
        return script, kept

    def recording(self):
        return self.pager("cat > $kept\necho closed by the reader\n")

    def test_colors_are_control_sequences_and_nothing_else(self):
        for words in [words for words, _ in self.lists()] + READ:
            with self.subTest(words=words):
                plain = self.shown(*words, "--color", "never").out
                colored = self.shown(*words, "--color", "always").out
                if words[0] == "status":  # It says how long the answer took, and what the newest checkpoint covers by now.
                    moving = re.compile(r"\d+ ms|\d+(m\d+)?s\s+ago|covers .* entries")
                    plain, colored = (moving.sub("", SEQUENCE.sub("", text)) for text in (plain, colored))
                if words[0] == "show":  # What it shows is recorded as given, so the next one finds a larger journal.
                    size_and_root = r"of \d+ entries with the root\s+[0-9a-f]{64}"
                    self.assertRegex(plain, size_and_root)
                    plain = re.sub(size_and_root, "", plain)
                    colored = re.sub(size_and_root, "", SEQUENCE.sub("", colored))
                self.assertEqual(plain, SEQUENCE.sub("", colored))
                self.assertNotIn("\x1b", plain)

    def test_titles_and_what_was_missed_have_colors(self):
        docket = self.shown("docket", CASE, "--on", "2023-08-15", "--color", "always").out

        self.assertIn("\x1b[1mDue\x1b[0m", docket)
        self.assertRegex(docket, "\x1b\\[31mmissed, ")
        self.assertRegex(docket, "\x1b\\[33mwindow open")
        self.assertIn("\x1b[32mworks\x1b[0m", self.shown("status", "--color", "always").out)

    def test_only_a_terminal_gets_colors_unless_asked_for(self):
        self.assertNotIn("\x1b", self.shown("cases").out)
        self.assertIn("\x1b[1m", self.on_terminal("cases", "--no-pager")[1])
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\x1b", self.on_terminal("cases", "--no-pager", **env)[1], env)
        self.assertIn("\x1b[1m", self.shown("cases", "--color", "always", NO_COLOR="1").out)
        self.assertIn("\x1b[1m", self.on_terminal("cases", "--no-pager", NO_COLOR="")[1])

    def test_the_width_is_that_of_the_terminal(self):
        for width in (60, 140):
            lines = self.on_terminal("cases", "--no-pager", "--color", "never", width=width)[1].splitlines()
            self.assertLessEqual(max(map(len, lines)), width)

    def test_a_terminal_gets_results_through_the_pager(self):
        pager, kept = self.recording()
        for words in (["cases"], ["docket", CASE], ["notes", CASE], ["persons", "Vega"], ["figures", CASE], ["journal"],
                      ["status"], ["show", CASE, "r186"], ["codes"], ["event-types"], ["catalog"]):
            with self.subTest(words=words):
                code, got = self.on_terminal(*words, "--color", "never", PAGER=str(pager))
                self.assertEqual(0, code)
                self.assertEqual("closed by the reader\n", got)
                self.assertGreater(len(kept.read_text().splitlines()), 5)
                kept.unlink()

    def test_the_pager_gets_what_a_terminal_of_the_same_width_would_get(self):
        pager, kept = self.recording()
        self.on_terminal("cases", width=72, PAGER=str(pager))

        self.assertEqual(self.on_terminal("cases", "--no-pager", width=72)[1], kept.read_text())

    def test_ones_own_pager_comes_first_and_has_options(self):
        pager, kept = self.recording()
        code, got = self.on_terminal("cases", PAGER="/bin/false", CASEJOURNAL_PAGER=f"{pager} --some option")

        self.assertEqual((0, "closed by the reader\n"), (code, got))
        self.assertIn("23-JV-0117", kept.read_text())

    def test_no_pager_where_none_is_wanted(self):
        pager, kept = self.recording()
        for words, env in ((["cases", "--no-pager"], {"PAGER": str(pager)}), (["cases", "--json"], {"PAGER": str(pager)}),
                           (["cases"], {"PAGER": str(pager), "CASEJOURNAL_PAGER": "cat"}),
                           (["cases"], {"PAGER": ""}), (["cases"], {"PAGER": "/nowhere/less"})):
            with self.subTest(words=words, env=env):
                code, got = self.on_terminal(*words, **env)
                self.assertEqual(0, code)
                self.assertIn("23-JV-0117", got)
        self.assertIn("23-JV-0117", self.shown("cases", PAGER=str(pager)).out)
        self.assertFalse(kept.exists())

    def test_an_error_needs_no_pager(self):
        pager, kept = self.recording()
        code, got = self.on_terminal("notes", "99-JV-9999", PAGER=str(pager))

        self.assertEqual(Exit.NOT_FOUND, code)
        self.assertIn("99-JV-9999", got)
        self.assertFalse(kept.exists())

    def test_control_c_is_for_the_pager(self):
        pager, _ = self.pager("trap 'echo asked > $kept' INT\ncat > /dev/null\necho ready\n"
                                 "while [ ! -e $kept ]; do sleep 0.05; done\necho closed by the reader\n")
        code, got = self.on_terminal("cases", until=b"ready", type_then=b"\x03", PAGER=str(pager))

        self.assertEqual(0, code)
        self.assertIn("closed by the reader", got)

    def test_a_pager_that_is_left_early_is_no_failure(self):
        pager, _ = self.pager("head -n 1\n")
        code, got = self.on_terminal("catalog", "--sentences", PAGER=str(pager), NO_COLOR="1")

        self.assertEqual((0, 1), (code, len(got.splitlines())), got)

    def test_a_reader_who_takes_the_first_lines_gets_them(self):
        for words in ("catalog --sentences", "codes", "docket 23-JV-0117 --all", "codes --format csv"):
            line = f"set -o pipefail; '{PROGRAM}' {words} | head -n 1"
            ran = subprocess.run(["bash", "-c", line], env=self.environment(), capture_output=True, text=True, check=False)
            self.assertEqual((0, 1, ""), (ran.returncode, len(ran.stdout.splitlines()), ran.stderr))

    def test_quiet_shows_no_progress(self):
        self.assertIn("[", self.on_terminal("import", journal.SAMPLES[0])[1])
        self.assertNotIn("[", self.on_terminal("import", "--quiet", "--color", "never", journal.SAMPLES[0])[1])
