"""What the program says of itself: help, guesses at what was meant, completions, manual pages, and names of servers."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from journal import Exit, PROGRAM, ROOT, JournalTest, run


def casejournal(*words, **env):
    return run([PROGRAM, *words], env={**os.environ, **env})


class MeantTest(unittest.TestCase):
    """Who suffers: a clerk who mistypes a command, and is told nothing that helps."""

    def assert_wrong(self, words, *says):
        ran = casejournal(*words)
        self.assertEqual(ran.exit, Exit.USAGE, ran)
        self.assertEqual(ran.out, "")
        for each in says:
            self.assertIn(each, ran.err)

    def test_a_command_that_does_not_exist_is_named_with_the_nearest_one(self):
        self.assert_wrong(["plna", "23-JV-0117"], "there is no command plna; did you mean plan?")
        self.assert_wrong(["case"], "did you mean cases?")
        self.assert_wrong(["quite-another-thing"], "there is no command quite-another-thing\n", "casejournal --help")

    def test_an_option_that_does_not_exist_is_named_with_its_command_and_the_nearest_one(self):
        self.assert_wrong(["plan", "X", "--effctive-on", "2023-08-15"],
                          "plan: there is no option --effctive-on; did you mean --effective-on?",
                          "See casejournal plan --help.")
        self.assert_wrong(["verify", "exhibit", "x.zip", "--key", "K", "--kee", "K"], "verify exhibit: there is no option --kee")
        self.assert_wrong(["verify", "exhibits"], "there is no verify exhibits; did you mean exhibit?")

    def test_an_argument_too_many_is_named(self):
        self.assert_wrong(["plan", "Marisol", "Vega"], "\"Vega\"", "quotation marks")

    def test_no_command_is_no_answer(self):
        self.assert_wrong([], "name a command", "casejournal --help")

    def test_a_missing_argument_is_named(self):
        self.assert_wrong(["init", "--data", "x"], "init: ", "--origin", "See casejournal init --help.")


class HelpTest(unittest.TestCase):
    def test_help_of_a_command_is_asked_in_two_ways(self):
        self.assertEqual(casejournal("help", "plan").out, casejournal("plan", "--help").out)
        self.assertEqual(casejournal("help", "verify", "exhibit").out, casejournal("verify", "exhibit", "--help").out)
        self.assertEqual(casejournal("help").out, casejournal("--help").out)

    def test_version_is_asked_in_three_ways(self):
        version = casejournal("--version")
        self.assertRegex(version.out, r"^casejournal \d+\.\d+\.\d+\n$")
        self.assertEqual(casejournal("version"), version)
        self.assertEqual(casejournal("-V"), version)

    def test_help_fits_the_terminal(self):
        commands = re.findall(r"(?m)^  ([a-z][a-z-]+)  ", casejournal("--help", COLUMNS="100").out)
        self.assertGreater(len(commands), 25)
        for columns in (40, 80, 100, 200):
            for command in commands:
                told = casejournal(command, "--help", COLUMNS=str(columns)).out
                options = told.partition("Examples:")[0].partition("\n\n")[2] or told
                for line in options.splitlines():
                    with self.subTest(command=command, columns=columns):
                        # A name, a value, or a usage line is never broken.
                        if " " in line.strip() and not line.startswith(("Usage", "  -", "  --")):
                            self.assertLessEqual(len(line), min(columns, 100), line)
                self.assertNotIn("->", options)  # no numbers of the contract

    def test_what_every_command_takes_is_described_once(self):
        program = casejournal("--help", COLUMNS="100").out
        for option in ("--quiet", "--color WHEN", "--no-pager"):
            self.assertRegex(program, rf"(?m)^  (-q, )?{option}  ")
        for command in re.findall(r"(?m)^  ([a-z][a-z-]+)  ", program):
            told = casejournal(command, "--help", COLUMNS="100").out
            self.assertNotRegex(told, r"(?m)^  --no-pager")
            self.assertIn("casejournal --help", told)
            self.assertEqual(1, told.count("-h, --help"), command)

    def test_words_are_explained_on_the_command_line_and_in_the_docs_alike(self):
        table = casejournal("glossary", "--format", "md").out
        self.assertIn(table, (ROOT / "docs/GLOSSARY.md").read_text())
        words = [line.split("|")[1].strip() for line in table.splitlines()[2:]]
        self.assertEqual(sorted(words), words)
        self.assertIn("not what was approved", casejournal("glossary", "Differs").out)
        self.assertIn("did you mean working plan?", casejournal("glossary", "workin plan").err)

    def test_options_before_the_command_count(self):
        ran = casejournal("--server", "127.0.0.1:1", "--json", "cases")
        self.assertEqual(ran.exit, Exit.UNAVAILABLE, ran)
        self.assertIn("127.0.0.1:1", ran.err)


class CompletionTest(unittest.TestCase):
    def completed(self, *words):
        script = casejournal("completion", "bash").out
        line = " ".join(words)
        ask = f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _casejournal; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        # A word that ends the line may be empty.
        ask = ask.replace("COMP_WORDS=(" + line + ")", "COMP_WORDS=(" + " ".join(f"'{word}'" for word in words) + ")")
        return subprocess.run(["bash", "-O", "extglob", "-c", ask], capture_output=True, text=True,
                              check=True).stdout.split()

    def test_bash_completes_commands_and_options(self):
        self.assertEqual(self.completed("casejournal", "regi"), ["register"])
        self.assertIn("plan", self.completed("casejournal", ""))
        self.assertIn("--effective-on", self.completed("casejournal", "plan", "--eff"))
        self.assertIn("--known-day", self.completed("casejournal", "plan", "--known"))
        self.assertIn("exhibit", self.completed("casejournal", "verify", "exh"))

    def test_bash_completes_what_every_command_takes_and_values_of_options(self):
        self.assertEqual(["--no-pager"], self.completed("casejournal", "cases", "--no"))
        self.assertEqual(["csv", "json", "md", "table"], self.completed("casejournal", "cases", "--format", ""))
        self.assertEqual(["always", "auto"], self.completed("casejournal", "plan", "--color", "a"))
        self.assertEqual(["in-force"], self.completed("casejournal", "plan", "23-JV-0117", "--view", "i"))
        self.assertEqual(["a4", "letter"], self.completed("casejournal", "document", "plan", "23-JV-0117", "--paper", ""))
        self.assertEqual(["narrative"], self.completed("casejournal", "notes", "23-JV-0117", "--kind", "n"))

    def test_each_shell_completes_values(self):
        self.assertIn("WHEN:(always auto never)'", casejournal("completion", "zsh").out)
        self.assertRegex(casejournal("completion", "fish").out, r"(?m)seen_subcommand_from cases' -l format -x -a 'csv json md table' ")

    def test_each_shell_reads_its_script(self):
        for shell, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "-n"])):
            script = casejournal("completion", shell)
            self.assertEqual(script.exit, Exit.OK)
            self.assertIn("effective-on", script.out)
            if shutil.which(shell):
                with tempfile.NamedTemporaryFile("w", suffix="." + shell) as file:
                    file.write(script.out)
                    file.flush()
                    subprocess.run([*check, file.name], check=True)

    def test_another_shell_is_no_shell(self):
        ran = casejournal("completion", "tcsh")
        self.assertEqual(ran.exit, Exit.USAGE)
        self.assertIn("bash, fish, zsh", ran.err)


class ManualTest(unittest.TestCase):
    def test_each_command_has_a_page_and_pages_are_the_same_again(self):
        with tempfile.TemporaryDirectory() as folder:
            pages = []
            for name in ("one", "two"):
                self.assertEqual(casejournal("manual", f"{folder}/{name}").exit, Exit.OK)
                pages.append({file: open(f"{folder}/{name}/{file}").read() for file in os.listdir(f"{folder}/{name}")})
        self.assertEqual(*pages)
        for command in re.findall(r"(?m)^  ([a-z][a-z-]+)  ", casejournal("--help", COLUMNS="100").out):
            page = pages[0][f"casejournal-{command}.1"]
            self.assertTrue(page.startswith(".TH "))
            self.assertIn(".SH EXAMPLES", page)
            self.assertNotIn("no\\-pager", page)
        self.assertIn("casejournal-verify-exhibit.1", pages[0])
        self.assertIn(".SH EXIT STATUS", pages[0]["casejournal.1"])
        self.assertIn("no\\-pager", pages[0]["casejournal.1"].partition(".SH OPTIONS OF EVERY COMMAND")[2])

    def test_install_brings_programs_completions_and_pages(self):
        build = PROGRAM.parent
        if not (build / "CMakeCache.txt").exists():
            self.skipTest("the program was not built here")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "--install", build, "--prefix", folder], check=True, capture_output=True)
            for file in ("bin/casejournal", "bin/casejournal-witness", "share/man/man1/casejournal-plan.1",
                         "share/bash-completion/completions/casejournal", "share/zsh/site-functions/_casejournal",
                         "share/fish/vendor_completions.d/casejournal.fish"):
                self.assertTrue(os.path.getsize(f"{folder}/{file}") > 0, file)


class ContextsTest(JournalTest):
    """Who suffers: a worker who believes that a command went to the county's journal."""

    def use(self, *words):
        return casejournal("use", *words, XDG_CONFIG_HOME=str(self.folder))

    def test_a_name_stands_for_a_server_until_another_one_is_chosen(self):
        made = self.use("county", "--server", self.journal.address)
        self.assertEqual(made.out, f"Commands ask county ({self.journal.address}).\n")
        ask = {name: value for name, value in os.environ.items() if name != "CASEJOURNAL_SERVER"}
        ask["XDG_CONFIG_HOME"] = str(self.folder)
        self.assertEqual(run([PROGRAM, "cases"], env=ask).exit, Exit.OK)
        self.assertEqual(self.use("elsewhere", "--server", "127.0.0.1:1").exit, Exit.OK)
        self.assertEqual(run([PROGRAM, "cases"], env=ask).exit, Exit.UNAVAILABLE)
        self.assertEqual(run([PROGRAM, "cases", "--server", self.journal.address], env=ask).exit, Exit.OK)
        self.assertRegex(self.use().out, r"(?m)^\*\s+elsewhere")
        self.assertEqual(self.use("count").exit, Exit.USAGE)
        self.assertIn("did you mean county?", self.use("count").err)
        self.assertEqual(self.use("elsewhere", "--forget").out, "No context is in use.\n")

    def test_a_hint_names_the_server_of_a_context(self):
        self.use("county", "--server", self.journal.address)
        file = self.folder / "plans.jsonl"
        file.write_text("{}\n")
        ask = {name: value for name, value in os.environ.items() if name != "CASEJOURNAL_SERVER"}
        ran = run([PROGRAM, "import", file], env={**ask, "XDG_CONFIG_HOME": str(self.folder)})
        self.assertIn(f"--server {self.journal.address}", ran.err)

    def test_a_damaged_file_of_contexts_stops_every_command(self):
        (self.folder / "casejournal").mkdir()
        (self.folder / "casejournal" / "contexts.json").write_text(json.dumps({"current": "x", "contexts": {}}))
        ran = casejournal("cases", "--server", self.journal.address, XDG_CONFIG_HOME=str(self.folder))
        self.assertEqual(ran.exit, Exit.USAGE)
        self.assertIn("contexts.json", ran.err)


if __name__ == "__main__":
    unittest.main()
