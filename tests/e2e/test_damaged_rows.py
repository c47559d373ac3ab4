"""Read models and the due list are disposable: damage to them never stops a server, and never changes an answer.

    CASEJOURNAL_SEED=N           repeats a run
    CASEJOURNAL_DAMAGES=all      damages every file in every way, not a few of them (N: so many)
"""

import os
import random
import shutil
import sys
import time

from journal import PATIENCE_S, PROGRAM, Exit, JournalTest, run
from test_docket import RULES

SEED = int(os.environ.get("CASEJOURNAL_SEED", random.SystemRandom().randrange(1 << 32)))
DAMAGES = os.environ.get("CASEJOURNAL_DAMAGES", "7")
LISTS = (("cases",), ("work",), ("persons", "Pruitt"))
BLOCK = 4096


def flipped(content, chance, _):
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1:]


def zeroed(content, chance, _):
    at = chance.randrange(len(content))
    end = min(len(content), at + BLOCK)
    return content[:at] + bytes(end - at) + content[end:]


def doubled(content, chance, _):
    at = chance.randrange(len(content))
    return content[:at] + content[max(0, at - BLOCK):]


# What becomes of a file's content; None: it is removed.
WAYS = {
    "flip a bit": flipped,
    "zero a block": zeroed,
    "double a block": doubled,
    "cut it": lambda content, chance, _: content[:chance.randrange(len(content))],
    "empty it": lambda *_: b"",
    "zero it": lambda content, *_: bytes(len(content)),
    "fill it with noise": lambda content, chance, _: chance.randbytes(max(len(content), 100)),
    "add noise": lambda content, chance, _: content + chance.randbytes(100),
    "swap it with another": lambda _, chance, others: chance.choice(others).read_bytes(),
    "remove it": lambda *_: None,
}


class DamagedRowsTest(JournalTest):
    """Who suffers: everybody, if the server does not start because of what it could make again; an operator at night."""

    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        print(f"\n{self.id()}: CASEJOURNAL_SEED={SEED} CASEJOURNAL_DAMAGES={DAMAGES}", file=sys.stderr)
        self.journal.restart("--rules", RULES)
        self.import_samples()
        self.answers = self.lists()
        self.journal.stop()
        self.sound = self.folder / "sound"
        shutil.copytree(self.rows(), self.sound)
        self.assertGreater(len(list(self.sound.glob("v*/*.sst"))), 0)
        self.assertGreater(len(list(self.sound.glob("due-v*/*.sst"))), 0)

    def rows(self):
        return self.journal.directory / "projections"

    def lists(self):
        last = str(self.journal.size() - 1)
        return [self.journal.ok(*words, "--json", "--min-position", last) for words in LISTS]

    def damages(self):
        """Pairs of a file and a way, in an order by chance."""
        files = sorted(path.relative_to(self.sound) for path in self.sound.rglob("*") if path.is_file())
        every = [(file, way) for file in files for way in WAYS]
        self.chance.shuffle(every)
        return every if DAMAGES == "all" else every[:int(DAMAGES)]

    def damage(self, file, way):
        """Damage one file of a fresh copy. Returns whether anything changed."""
        shutil.rmtree(self.rows())
        shutil.copytree(self.sound, self.rows())
        victim = self.rows() / file
        others = sorted(path for path in self.rows().rglob("*") if path.is_file() and path != victim)
        content = victim.read_bytes()
        if not content and way in ("flip a bit", "zero a block", "double a block", "cut it"):
            return False
        left = WAYS[way](content, self.chance, others)
        if left is None:
            victim.unlink()
        else:
            victim.write_bytes(left)
        return left != content

    def answers_now(self):
        """What the lists answer; while they are made again, they say so, and are asked again."""
        end = time.monotonic() + PATIENCE_S
        last = str(self.journal.size() - 1)
        answers = []
        for words in LISTS:
            while True:
                ran = self.journal.run(*words, "--json", "--min-position", last)
                if ran.exit == Exit.OK or time.monotonic() > end:
                    break
                self.assert_exit(Exit.UNAVAILABLE, ran)
                time.sleep(0.05)
            self.assert_exit(Exit.OK, ran)
            answers.append(ran.out)
        return answers

    def test_the_server_starts_and_answers_as_before(self):
        put_away = 0
        damages = self.damages()
        for number, (file, way) in enumerate(damages):
            if not self.damage(file, way):
                continue
            with self.subTest(file=str(file), way=way, number=number):
                begun = len(self.journal.stderr_path.read_text())
                self.journal.start("--rules", RULES)
                self.assertEqual(self.answers, self.answers_now())
                self.assertEqual(Exit.OK, self.journal.stop())
                said = self.journal.stderr_path.read_text()[begun:]
                away = list(self.rows().glob("*.damaged"))
                self.assertEqual(len(away), said.count("are damaged ("), said)
                self.assertLessEqual(len(away), 1, "one file was damaged")
                put_away += len(away)
        print(f"{len(damages)} damages, {put_away} times put away and made again", file=sys.stderr)

    def test_a_rebuild_cures_both(self):
        tables = [path.relative_to(self.sound) for path in self.sound.glob("*/*.sst")]
        for kind in ("v", "due-v"):
            with self.subTest(kind=kind):
                file = next(path for path in tables if path.parts[0].startswith(kind))
                self.damage(file, "zero it")

                ran = run([PROGRAM, "rebuild", "--data", self.journal.directory])

                self.assert_exit(Exit.OK, ran)
                if kind == "v":
                    self.assert_says(ran.out, "could not be read", "the due list is sound")
                else:
                    self.assert_says(ran.out, "the same bytes as before", "the rows of the due list are damaged (",
                                     f"they were moved to {self.rows()}/due-v")
                self.journal.start("--rules", RULES)
                self.assertEqual(self.answers, self.answers_now())
                self.journal.stop()
