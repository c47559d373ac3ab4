"""The guide to backup and restore in docs/OPERATING.md, followed literally."""

import os
import re
import shutil
import signal

import casework
from journal import ROOT, Exit, JournalTest, changes, data_of, run, without_disclosures

CASE = casework.an_id("case")


class GuideTest(JournalTest):
    """The guide in docs/OPERATING.md, followed as written. Who suffers: an operator at night who has nothing else."""

    ROW = re.compile(r"^\| `([a-z]+/?|FORMAT)` \| .* \| (refused|served|the next start).*\|$", re.MULTILINE)

    def setUp(self):
        super().setUp()
        self.journal.append(casework.opening(CASE))
        self.journal.append(casework.request(CASE, 1, casework.note()))
        self.journal.ok("checkpoint")
        self.events = without_disclosures(self.journal.events())
        guide = (ROOT / "docs/OPERATING.md").read_text(encoding="utf-8")
        self.listed = {name.rstrip("/"): what for name, what in self.ROW.findall(guide)}
        self.name_of_key = re.search(r'^python3 -c ".*?"$', guide, re.MULTILINE | re.DOTALL)[0]

    def restored(self, name, source, parts):
        """A journal in a new directory, with these parts of another."""
        journal = self.new_journal(name)
        journal.directory.mkdir()
        for part in parts:
            path = source / part
            if path.is_dir():
                shutil.copytree(path, journal.directory / part)
            elif path.exists():
                shutil.copy(path, journal.directory / part)
        return journal

    def assert_serves_what_was_there(self, journal):
        journal.start()
        self.assertEqual(self.events, without_disclosures(journal.events()))
        last = journal.size() - 1
        self.assertEqual([CASE], [case["caseId"] for case in journal.rows("cases", "--min-position", last)])
        journal.append(casework.request(CASE, 2, casework.note()))

    def test_what_it_lists_is_served(self):
        self.assertLessEqual({"FORMAT", "log", "keys", "secrets", "checkpoints", "acked", "clock"}, self.listed.keys())
        self.journal.stop()

        self.assert_serves_what_was_there(self.restored("restored", self.journal.directory, self.listed))

    def test_a_snapshot_of_a_running_server_is_served(self):
        os.kill(self.journal.server.pid, signal.SIGSTOP)
        try:
            shutil.copytree(self.journal.directory, self.folder / "snapshot")
        finally:
            os.kill(self.journal.server.pid, signal.SIGCONT)

        self.assert_serves_what_was_there(self.restored("restored", self.folder / "snapshot", self.listed))

    def test_without_a_part_it_is_served_or_refused_as_the_guide_says(self):
        self.journal.stop()
        for part, what in self.listed.items():
            if not (self.journal.directory / part).exists():
                continue
            with self.subTest(without=part):
                restored = self.restored(f"without-{part}", self.journal.directory, self.listed.keys() - {part})
                if what == "served":
                    self.assert_serves_what_was_there(restored)
                    continue
                before = data_of(restored.directory)
                served = restored.serve_refused()
                self.assert_exit(Exit.DATA_LOSS, served)
                self.assert_says(served.err, part, "is missing", "Restore all parts of one backup")
                self.assertEqual([], changes(before, data_of(restored.directory)))
                shutil.rmtree(restored.directory)

    def test_the_databases_and_secrets_alone_are_refused_and_stay_as_they_are(self):
        """The parts that an earlier guide listed: the start took them for a new journal, deleted them, and served an
        empty one."""
        self.journal.stop()
        restored = self.restored("restored", self.journal.directory, ("log", "keys", "secrets"))
        before = data_of(restored.directory)

        for _ in range(3):
            served = restored.serve_refused()
            self.assert_exit(Exit.DATA_LOSS, served)
            self.assert_says(served.err, "FORMAT is missing", "holds keys, log, secrets", "Restore all parts of one backup")

        self.assertEqual([], changes(before, data_of(restored.directory)))
        shutil.copy(self.journal.directory / "FORMAT", restored.directory)
        self.assert_serves_what_was_there(restored)

    def test_a_wrong_master_key_is_refused_with_the_names_of_both_keys(self):
        """Of several backups of the keys, the one that fits can be found."""
        self.journal.stop()
        restored = self.restored("restored", self.journal.directory, self.listed)
        other = self.new_journal("other").make()
        shutil.copy(other.directory / "secrets/master.key", restored.directory / "secrets")
        before = data_of(restored.directory)

        served = restored.serve_refused()

        wrapped_by, given = (run(["sh", "-c", f'cd "$0" && {self.name_of_key}', journal.directory]).out.strip()
                             for journal in (self.journal, restored))
        self.assertNotEqual(wrapped_by, given)
        self.assert_exit(Exit.DATA_LOSS, served)
        self.assert_says(served.err, "the master key is not the one that wrapped the row of data key 0",
                         f"names the wrapping key {wrapped_by}", f"the master key is {given}",
                         "Restore all parts of one backup")
        self.assertEqual([], changes(before, data_of(restored.directory)))
        shutil.copy(self.journal.directory / "secrets/master.key", restored.directory / "secrets")
        self.assert_serves_what_was_there(restored)
