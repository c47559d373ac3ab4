"""Following the journal: existing entries, then new ones, in one sequence without gaps."""

import json
import os
import signal
import subprocess
import time

import casework
import foreign
from journal import PATIENCE_S, PROGRAM, SAMPLES, Exit, JournalTest, lines_of_json, recorded, without_disclosures

CASE = casework.an_id("case")


class SubscribeTest(JournalTest):
    """Who suffers: a court's system, which files what it receives and never asks again for what it missed."""

    def follow(self, *words):
        """A subscriber, as a process with its output in a file."""
        output = open(self.folder / f"followed-{time.monotonic_ns()}", "w+", encoding="utf-8")
        self.addCleanup(output.close)
        env = {**os.environ, "CASEJOURNAL_SERVER": self.journal.address}
        process = subprocess.Popen([str(PROGRAM), "subscribe", "--json", *map(str, words)], stdout=output,
                                   stderr=subprocess.PIPE, env=env)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        process.output = output
        return process

    def received(self, process):
        process.output.flush()
        with open(process.output.name, encoding="utf-8") as file:
            whole = file.read()
        return [recorded(entry) for entry in lines_of_json(whole[:whole.rfind("\n") + 1])]

    def wait_until(self, process, done):
        """What was received, without what says who was given it, as soon as it is enough."""
        end = time.monotonic() + PATIENCE_S
        while not done(told := without_disclosures(self.received(process))) and time.monotonic() < end:
            time.sleep(0.05)
        return told

    def wait_for(self, process, count):
        end = time.monotonic() + PATIENCE_S
        while len(self.received(process)) < count and time.monotonic() < end:
            time.sleep(0.05)
        return self.received(process)

    def test_it_catches_up_and_goes_on_while_appends_go_on(self):
        """An event can be lost or sent twice between the existing and the new entries."""
        self.journal.ok("import", SAMPLES[0])
        before = self.journal.size()
        # With each of seven plans that were journalized goes an attestation. What says that followers were given entries
        # comes in between, so that this is within the import.
        last = before + 263 + 7 - 1
        followers = [self.follow("--from", start, "--until", last) for start in (0, 57, before, before + 100)]

        self.journal.ok("import", "--window", "1", SAMPLES[1])

        everything = self.journal.events()[:last + 1]
        for start, follower in zip((0, 57, before, before + 100), followers):
            self.assertEqual(0, follower.wait(PATIENCE_S), follower.stderr.read())
            self.assertEqual(everything[start:], self.received(follower))

    def test_it_waits_for_a_position_that_is_not_there_yet(self):
        position = self.journal.entries_at_start + 1
        follower = self.follow("--from", position, "--until", position)
        self.journal.append(casework.opening(CASE))

        self.assertEqual(0, follower.wait(PATIENCE_S))
        self.assertEqual(["ParticipantJoined"], [event["type"] for event in self.received(follower)])

    def test_an_event_is_there_soon_after_its_answer(self):
        follower = self.follow("--from", "0")
        begin = self.journal.entries_at_start
        self.wait_for(follower, begin)
        for revision in range(0, 30, 2):
            self.journal.append(casework.request(CASE, revision - 1, casework.note(), casework.note()) if revision else
                                casework.opening(CASE))
            entries = self.wait_until(follower, lambda told: len(told) >= begin + revision + 2)  # pylint: disable=cell-var-from-loop
            self.assertEqual(begin + revision + 2, len(entries))

    def test_it_ends_with_unavailable_when_the_server_stops(self):
        """A client must distinguish "no more entries today" from "the connection is lost, ask again"."""
        self.journal.append(casework.opening(CASE))
        follower = self.follow("--from", "0")
        self.wait_for(follower, self.journal.entries_at_start + 2)
        size = self.journal.size()  # with the entry that says who follows
        self.assertEqual(size, len(self.wait_for(follower, size)))

        self.assertEqual(0, self.journal.stop())

        self.assertEqual(Exit.UNAVAILABLE, follower.wait(PATIENCE_S))
        said = follower.stderr.read().decode()
        self.assert_says(said, f"the server is stopping; continue from position {size}\n",
                         f"casejournal subscribe --from {size} ")

    def test_a_client_in_another_language_sees_the_same_end(self):
        foreign.install()
        follower = foreign.start_node("follow.js", self.journal.address, "0", stdout=subprocess.PIPE)
        self.addCleanup(follower.stdout.close)
        self.addCleanup(follower.kill)
        first = json.loads(follower.stdout.readline())

        self.assertEqual(0, self.journal.stop())

        begin = self.journal.entries_at_start
        self.assertEqual(("0", str(begin), ["JournalOpened", "SchemaAdopted", *["RoleGiven"] * (begin - 2)]),
                         (first["firstPosition"], first["endPosition"], [event["type"] for event in first["events"]]))
        end = json.loads(follower.stdout.readline())
        self.assertEqual("UNAVAILABLE", end["status"])
        self.assert_says(end["message"], f"continue from position {begin}")

    def test_waiting_costs_nothing(self):
        """One subscriber that waits forever must not use a core that everyone else needs."""
        for start in (self.journal.entries_at_start, 1000, 2**64 - 1):
            with self.subTest(start=start):
                follower = self.follow("--from", start)
                used = []
                while len(used) < 20 and min(used, default=1) >= 0.3:  # it takes longer to begin on a busy machine
                    before = self.cpu_seconds()
                    time.sleep(1)
                    used.append(self.cpu_seconds() - before)
                self.assertLess(min(used), 0.3)
                follower.kill()
                follower.wait()

    def cpu_seconds(self):
        """The CPU time that the server has used so far."""
        with open(f"/proc/{self.journal.server.pid}/stat", encoding="utf-8") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def test_ctrl_c_ends_it_and_says_where_to_go_on(self):
        follower = self.follow("--from", "0")
        begin = self.journal.entries_at_start
        self.wait_for(follower, begin)

        follower.send_signal(signal.SIGINT)

        self.assertEqual(0, follower.wait(PATIENCE_S))
        self.assert_says(follower.stderr.read().decode(), f"casejournal subscribe --from {begin} ")

    def test_a_subscriber_that_dies_holds_nobody_up(self):
        for _ in range(20):
            follower = self.follow("--from", "0")
            self.wait_for(follower, self.journal.entries_at_start)
            follower.kill()
            follower.wait()

        self.journal.append(casework.opening(CASE))
