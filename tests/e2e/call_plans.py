"""What clients ask and what goes wrong meanwhile, planned by chance: the same seed gives the same plan.

A plan says what each client asks in each life of the server, and after how many answers each fault comes. Which
revision is the right one, and what had an unknown outcome and is to be repeated, is known only while it is carried out.
"""

import dataclasses
import random

APPENDERS, READERS = 6, 2
CALLS = 40  # of one client in one life
NEW_CASES = 3  # in one life


@dataclasses.dataclass(frozen=True)
class PlannedAppend:
    """Cases by their numbers: (case, what is expected, events: of (kind, number of the part, size))."""
    cases: tuple
    validate_only: bool = False
    deadline_ms: int = 20_000


@dataclasses.dataclass(frozen=True)
class PlannedRepeat:
    """A request that was sent before, by how far back. `change`: "", "expected", or "content"."""
    back: float
    change: str = ""


@dataclasses.dataclass(frozen=True)
class PlannedRead:
    method: str
    case: int = 0
    at: float = 0  # how far into what is known: a position, revision, or size
    limit: int = 0
    minimum: str = ""  # "", "seen", or "beyond": what is waited for
    as_of: bool = False
    unless: bool = False


@dataclasses.dataclass(frozen=True)
class Trouble:
    """What happens after so many answers of one life: "pause" and "slow" (ms), "fail" (of syncs), "clock" (s), "stop" or
    "kill", which end it (ms to wait before)."""
    after: int
    what: str
    how_much: int = 0


@dataclasses.dataclass(frozen=True)
class PlannedLife:
    """One life of the server. `killed_starts`: after how many ms each start before it is killed."""
    killed_starts: tuple
    confirm_clock: bool
    troubles: tuple
    clients: tuple  # of (name, its calls); those of a stream of appends are sent without waiting for answers
    resolves: bool  # clients begin with what they do not know the outcome of


class Planner:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.cases = 0  # opened in earlier lives, as far as they were opened
        self.clock_stepped = False
        self.lives = 0

    def life(self, last=False):
        chance = self.random
        first = self.lives == 0
        self.lives += 1
        new = range(self.cases, self.cases + (8 if first else NEW_CASES))
        self.cases += len(new)
        clients = [(f"appender {number}", self._appends(new[number::APPENDERS])) for number in range(APPENDERS)]
        clients.append(("stream", tuple(self._of_a_stream(CALLS))))
        clients += [(f"reader {number}", tuple(self._read() for _ in range(CALLS))) for number in range(READERS)]
        clients.append(("auditor", tuple(self._proof() for _ in range(CALLS))))
        clients += [("subscriber", (PlannedRead("Subscribe", at=chance.choice((0.9, 1, 1.1))),))] * 2
        confirm = self.clock_stepped and (chance.random() < 0.9 or last)
        troubles = self._troubles()
        return PlannedLife(killed_starts=tuple(chance.randrange(1, 300) for _ in range(chance.choice((0, 0, 0, 1)))),
                           confirm_clock=confirm, troubles=() if last else troubles, clients=tuple(clients),
                           resolves=chance.random() < 0.8)

    def _troubles(self):
        chance = self.random
        end = chance.randrange(5, 250)
        troubles = []
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            troubles.append(Trouble(chance.randrange(end), "pause", chance.randrange(5, 200)))
        if chance.random() < 0.4:
            troubles.append(Trouble(chance.randrange(end), "slow", chance.choice((1, 5, 20, 60))))
        if chance.random() < 0.1:
            troubles.append(Trouble(chance.randrange(end), "fail"))
        if chance.random() < 0.25:
            self.clock_stepped = True
            troubles.append(Trouble(chance.randrange(end), "clock", chance.choice((0, 2, 4, 30, 90))))
        troubles.append(Trouble(end, "stop" if chance.random() < 0.1 else "kill", chance.choice((0, 0, 1, 3, 10, 30))))
        return tuple(sorted(troubles, key=lambda trouble: trouble.after))

    def _case(self):
        """One of the cases, mostly of the newest: several clients meet there."""
        if self.random.random() < 0.7:
            return self.random.randrange(max(0, self.cases - 12), self.cases)
        return self.random.randrange(self.cases)

    def _events(self):
        chance = self.random
        return tuple((chance.choices(("note", "goal", "withdrawal", "child", "opening"), (12, 4, 2, 2, 0.2))[0],
                      chance.randrange(8), chance.choice((10, 10, 300, 3000)))
                     for _ in range(chance.choice((1, 1, 1, 2, 3, 5))))

    def _append(self):
        chance = self.random
        cases = list(dict.fromkeys(self._case() for _ in range(chance.choice((1, 1, 1, 1, 2, 3)))))
        expected = ("right", "any", "unchanged", "earlier", "later", "no case")
        return PlannedAppend(tuple((case, chance.choices(expected, (10, 5, 3, 1, 1, 0.5))[0], self._events())
                                   for case in cases),
                             validate_only=chance.random() < 0.04,
                             deadline_ms=chance.choice((1, 3, 10, 30)) if chance.random() < 0.08 else 20_000)

    def _appends(self, new):
        openings = [PlannedAppend(((case, "no case", (("opening", 0, 0), ("child", 0, 0), ("goal", 0, 0))),))
                    for case in new]
        more = [PlannedRepeat(self.random.random(), self.random.choice(("", "", "", "", "expected", "content")))
                if self.random.random() < 0.12 else self._append() for _ in range(CALLS)]
        return (*openings, *more)

    def _of_a_stream(self, count):
        """Requests for two cases, mostly with the revisions that they have if all before them are recorded."""
        cases = [self._case(), self._case()]
        for _ in range(count):
            if self.random.random() < 0.1:
                yield PlannedRepeat(self.random.random())
            else:
                expected = self.random.choice(("right", "right", "any", "unchanged"))
                yield PlannedAppend(((self.random.choice(cases), expected, self._events()),))

    def _read(self):
        chance = self.random
        method = chance.choice(("GetCasePlan",) * 4 + ("ReadEvents", "ReadCase", "GetHistory", "ListNotes", "ListCases",
                                                       "GetJournal"))
        return PlannedRead(method, case=self._case(), at=1 - chance.random() ** 2 / 4,
                           limit=chance.choice((0, 0, 5)) if method.startswith("Read") else 0,
                           minimum=chance.choices(("", "seen", "beyond"), (5, 4, 1))[0],
                           as_of=method == "GetCasePlan" and chance.random() < 0.25,
                           unless=method == "GetCasePlan" and chance.random() < 0.2)

    def _proof(self):
        return PlannedRead(self.random.choice(("GetCheckpoint", "GetInclusionProof", "GetConsistencyProof")),
                           at=self.random.random() * 1.02)


def planned_lives(seed, kills):
    """Lives until so many ended with SIGKILL, and a last one without a fault, in which everything is read."""
    planner, killed = Planner(seed), 0
    while killed < kills:
        life = planner.life()
        killed += life.troubles[-1].what == "kill"
        yield life
    yield planner.life(last=True)
