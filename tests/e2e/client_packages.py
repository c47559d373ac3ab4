"""The clients of deploy/clients: each is built from the contract, and its example is run against a server."""

import os
import re

import casework
import journal
from journal import ROOT, JournalTest

CLIENTS = ROOT / "deploy/clients"
BUILT = ROOT / "build/clients"
BUILDING_S = 600  # Java, on a machine that is busy with something else
REJECTED = ("by ref.unknown: objectiveAdded.goalId: This case has no goal with this id. Record what it names first; an "
            "earlier event of the same request is enough.")


def build(language):
    """Build a client. Returns the last line that its script prints."""
    ran = journal.run([CLIENTS / language / "build", BUILT / language], timeout=BUILDING_S)
    if ran.exit != 0:
        raise AssertionError(f"deploy/clients/{language}/build ended with {ran.exit}:\n{ran.err}{ran.out}")
    return ran.out.splitlines()[-1]


class ClientPackageTest(JournalTest):
    """Who suffers: a vendor who follows the documented steps and gets a client that does not compile, or does not work."""

    def run_example(self, *command, code, more=(), env=None, address=None):
        """Run the example of a client, and check every line that it prints. `code`: the language's name of the status."""
        ran = journal.run([*command, address or self.journal.address, casework.day()], env={**os.environ, **(env or {})})

        begin = self.journal.entries_at_start
        self.assertEqual((0, ""), (ran.exit, ran.err), ran.out)
        self.assertEqual([f"opened at position {begin}, 2 events", f"rejected with {code} {REJECTED}",
                          "plan for Ilka Sørensen: Ilka sleeps well", *more], ran.out.splitlines())
        self.assertEqual(["CaseOpened", "ParticipantJoined", "GoalEstablished", "ObjectiveAdded"],
                         [event["type"] for event in self.journal.written()[begin:]])

    def assert_fails_without_a_server(self, *command, env=None, address=None):
        """A client that cannot reach its server says so, and its exit code is not 0."""
        self.journal.stop()
        ran = journal.run([*command, address or self.journal.address, casework.day()], env={**os.environ, **(env or {})})

        self.assertNotEqual(0, ran.exit, ran.out)
        self.assertRegex(ran.err, re.compile("unavailable", re.IGNORECASE))
