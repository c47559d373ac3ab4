"""The command line itself: the commands in its help work, and the commands that it suggests reach the same journal."""

import os
import re
import shlex
import tempfile
import unittest

import casework
from journal import PROGRAM, Exit, JournalTest, run

NOBODY_THERE = "127.0.0.1:1"
NOT_RUN = {"bench"}  # A measurement of minutes.


def help_of(*words):
    return run([PROGRAM, *words, "--help"]).out


def commands():
    return [words for words in re.findall(r"(?m)^  ([a-z]+)  ", help_of()) if words not in NOT_RUN]


def examples(text):
    """The casejournal command lines in a help text, one per line, without shell syntax around them."""
    shown = re.sub(r" *\\\n *", " ", text.partition("Examples:\n")[2].partition("\n\n")[0])
    for line in shown.splitlines():
        command = re.split(r" [|>] |   +", line.strip())[0]
        if command.startswith("casejournal "):
            yield shlex.split(command.replace('"$(cat journal.vkey)"', "KEY"))[1:]


class ExamplesTest(unittest.TestCase):
    """Who suffers: a clerk who types what the help shows and is told that a flag is missing."""

    def test_no_example_is_a_wrong_command_line(self):
        seen = 0
        for command in [(), *((name,) for name in commands())]:
            for words in examples(help_of(*command)):
                with self.subTest(" ".join(words)), tempfile.TemporaryDirectory(prefix="casejournal-test-") as folder:
                    self.assert_can_be_typed(words, folder)
                    seen += 1
        self.assertGreater(seen, 50)

    def assert_can_be_typed(self, words, folder):
        if words[0] in NOT_RUN:
            return
        env = {**os.environ, "CASEJOURNAL_SERVER": NOBODY_THERE, "HOME": folder}
        command = words[:2] if words[0] == "verify" and not words[1].startswith("-") else words[:1]
        patience = ["--timeout", "1"] if "--timeout" in help_of(*command) else []
        ran = run(["/bin/sh", "-c", 'cd "$0" && exec "$@"', folder, PROGRAM, *words, *patience], env=env)
        self.assertNotIn("is required", ran.err)
        self.assertNotIn("were not expected", ran.err)
        self.assertNotIn("--help for more information", ran.err)


class HintsTest(JournalTest):
    """Who suffers: an operator who types the suggested command and imports into another journal than intended."""

    def hint(self, *words):
        ran = run([PROGRAM, *words], env={name: value for name, value in os.environ.items() if name != "CASEJOURNAL_SERVER"})
        return re.search(r"(?m)casejournal (import|subscribe) .*$", ran.err)[0]

    def test_a_hint_after_a_failed_import_names_the_same_journal(self):
        file = self.folder / "two plans.jsonl"
        file.write_text("{}\n")
        self.assertEqual(f"casejournal import --from-line 1 --window 3 --server {self.journal.address} '{file}'",
                         self.hint("import", "--server", self.journal.address, "--window", "3", file))

    def test_a_hint_names_what_is_in_the_environment_no_second_time(self):
        file = self.folder / "plans.jsonl"
        file.write_text("{}\n")
        ran = self.journal.run("import", file)
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, f"casejournal import --from-line 1 {file}\n")

    def test_a_subscription_that_ends_is_continued_at_the_same_journal(self):
        self.journal.append(casework.opening(casework.an_id("case")))
        self.assertRegex(self.hint("subscribe", "--server", self.journal.address, "--idle-seconds", "0.2", "--json"),
                         f"^casejournal subscribe --from \\d+ --idle-seconds 0.2 --json --server {self.journal.address}$")


if __name__ == "__main__":
    unittest.main()
