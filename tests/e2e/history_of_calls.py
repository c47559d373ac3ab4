"""Was a history of calls possible? Pure functions over recorded calls and the log at the end: no server, no clock.

Who calls records when each call began and ended, and what came of it: an answer, a refusal, or nothing that says whether
it was done. The journal promises that what it did is one log, in which each call takes effect at one instant between
its beginning and its end. So each position of the final log was committed no earlier than its writer called, and no
later than anybody was told of it. Whatever contradicts these bounds, the contract (proto/casejournal/v1), or the content
of the log is a fault.
"""

import base64
import bisect
import collections
import dataclasses
import functools
import hashlib
import math

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"
CASE, ACCESS = 1, 2  # kinds of streams
NO_CASE, EXACTLY, ANY, UNCHANGED_SINCE = "no_case", "exactly", "any", "unchanged_since"
# Refusals of an append that are the same however often it is sent: not given once it is recorded.
JUDGED = frozenset(("REVISION_CONFLICT", "RULES_REJECT", "REQUEST_ID_USED", "CASE_FULL", "REQUEST_MALFORMED"))
# Refusals that say nothing but "not now".
NOT_NOW = frozenset(("WRITES_STOPPED", "SERVER_BUSY", "SERVER_STOPPING", "TEMPORARILY_UNAVAILABLE", "DEADLINE_PASSED",
                     "CALLER_GONE", "CALLER_LIMIT_REACHED", "DISCLOSURE_NOT_RECORDED", "PAGE_EXPIRED"))

Said = collections.namedtuple("Said", "type part digest")  # an event: its type, the part that it names first, its bytes
CaseAppend = collections.namedtuple("CaseAppend", "case_id expected events")  # expected: (choice, revision or None)
CaseAppended = collections.namedtuple("CaseAppended", "case_id first_revision events")
Conflict = collections.namedtuple("Conflict", "case_id expected actual touched")
Violation = collections.namedtuple("Violation", "case event rule")  # indexes in the request
Leaf = collections.namedtuple("Leaf", "position hash")
Batch = collections.namedtuple("Batch", "at first end leaves")  # `at`: when it came
Plan = collections.namedtuple("Plan", "revision as_of unchanged goals participants")  # goals: {id: it is withdrawn}
Rows = collections.namedtuple("Rows", "as_of revisions")
Cases = collections.namedtuple("Cases", "as_of revisions")  # {case id: last revision}
Checkpoint = collections.namedtuple("Checkpoint", "note size root")
Proof = collections.namedtuple("Proof", "of leaf hashes checkpoint")
# One server: when it was started, when it was ready, and how many entries there were then.
Life = collections.namedtuple("Life", "began ready size")
Fault = collections.namedtuple("Fault", "kind says")


@dataclasses.dataclass(frozen=True)
class Append:
    """What Append was asked."""
    request_id: str
    cases: tuple
    validate_only: bool = False

    @functools.cached_property
    def content(self):
        """What makes it the same request: not the revisions that it expects."""
        return tuple((case.case_id, case.events) for case in self.cases)


@dataclasses.dataclass(frozen=True)
class Appended:
    """The answer to Append."""
    first_position: int
    recorded_us: int
    cases: tuple
    repeated: bool = False


@dataclasses.dataclass(frozen=True)
class Read:
    """What a reading call was asked."""
    method: str
    case_id: str = ""
    start: int = 0  # the first position, revision, or size
    limit: int = 0
    min_position: int | None = None
    as_of: int | None = None  # a position
    unless: int | None = None


@dataclasses.dataclass(frozen=True)
class Call:
    """One call. `returned` is None if it never did. `answer` of a refusal: its details."""
    client: str
    life: int
    asked: object
    invoked: int
    returned: int | None
    outcome: str
    answer: object = None
    reason: str = ""
    stream: tuple | None = None  # of appends on one stream: (which, place in it)

    def __str__(self):
        asked = self.asked
        what = f"Append {asked.request_id}" if isinstance(asked, Append) else f"{asked.method} {asked.case_id}".strip()
        return f"{what} by {self.client} in life {self.life} ({self.outcome} {self.reason})"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One entry of the final log: its header as stored (eventstore/LOG_FORMAT.md), and what it says."""
    position: int
    header: bytes
    said: Said | None

    @functools.cached_property
    def kind(self):
        return self.header[1]

    @functools.cached_property
    def stream(self):
        return self.kind, uuid_text(self.header[2:18])

    @functools.cached_property
    def revision(self):
        return int.from_bytes(self.header[18:26], "big")

    @functools.cached_property
    def recorded_us(self):
        return int.from_bytes(self.header[26:34], "big", signed=True)

    @functools.cached_property
    def request_id(self):
        return uuid_text(self.header[34:50])

    @property
    def index(self):
        return int.from_bytes(self.header[50:52], "big")

    @property
    def in_request(self):
        return int.from_bytes(self.header[52:54], "big")

    @property
    def before(self):
        return self.header[54:86]

    @functools.cached_property
    def leaf(self):
        return hashlib.sha256(b"\0" + self.header).digest()


@dataclasses.dataclass(frozen=True)
class History:
    """Everything that was seen."""
    calls: tuple
    lives: tuple
    log: tuple  # of Entry
    verifier_key: str  # of the journal's checkpoints


def uuid_text(data):
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


# The tree of RFC 6962.

def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def roots(leaves, sizes):
    """The roots of these sizes: {size: root}."""
    wanted, found, stack = set(sizes), {}, []  # stack: of (height, hash), the highest first
    for size in range(len(leaves) + 1):
        if size > 0:
            stack.append((0, leaves[size - 1]))
            while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
                (height, right), (_, left) = stack.pop(), stack.pop()
                stack.append((height + 1, node(left, right)))
        if size in wanted:
            found[size] = functools.reduce(lambda right, left: node(left[1], right), reversed(stack[:-1]),
                                           stack[-1][1]) if stack else hashlib.sha256(b"").digest()
    return found


def root_by_inclusion(position, size, leaf, path):
    """The root that a proof of inclusion leads to (RFC 9162, 2.1.3.2), or None."""
    at, last, root = position, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if at % 2 == 1 or at == last:
            root = node(step, root)
            while at % 2 == 0 and at > 0:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, step)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(first, second, first_root, second_root, path):
    """Whether a proof of consistency leads to both roots (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path
    path = [first_root, *path] if first & (first - 1) == 0 else list(path)
    at, last = first - 1, second - 1
    while at % 2 == 1:
        at, last = at >> 1, last >> 1
    if not path:
        return False
    one = two = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            one, two = node(step, one), node(step, two)
            while at % 2 == 0 and at > 0:
                at, last = at >> 1, last >> 1
        else:
            two = node(two, step)
        at, last = at >> 1, last >> 1
    return last == 0 and one == first_root and two == second_root


def is_signed(note, verifier_key):
    """Whether a note has a good signature of this key (C2SP signed-note)."""
    name, key_id, encoded = verifier_key.split("+", 2)
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        _, signer, signature = line.split(" ")
        data = base64.b64decode(signature)
        if signer == name and data[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:]).verify(data[4:], f"{text}\n".encode())
                return True
            except InvalidSignature:
                return False
    return False


class CaseState:
    """What the events of one case add up to, as far as the calls of a history depend on it."""

    def __init__(self, events=()):
        self.length, self.goals, self.participants = 0, {}, set()
        for event in events:
            self.add(event)

    def add(self, event):
        self.length += 1
        if event.type == "GoalEstablished":
            self.goals[event.part] = False
        elif event.type == "GoalWithdrawn":
            self.goals[event.part] = True
        elif event.type == "ParticipantJoined":
            self.participants.add(event.part)

    def rejects(self, event):
        """Whether a rule rejects the event now."""
        if event.type == "CaseOpened" or self.length == 0:
            return (event.type == "CaseOpened") == (self.length > 0)
        if event.type == "GoalWithdrawn":
            return self.goals.get(event.part, True)
        return event.part in (self.goals if event.type == "GoalEstablished" else self.participants)


def makes_rows(event):
    """Whether the history of a case shows it: a note changes no field."""
    return event.type != "CaseNoteWritten"


class Log:
    """The final log with its indexes, and when each position was committed, as far as the calls tell."""

    def __init__(self, history):
        self.entries = history.log
        self.lives = history.lives
        self.of_request, self.of_stream = collections.defaultdict(list), collections.defaultdict(list)
        for at, entry in enumerate(self.entries):
            self.of_stream[entry.stream].append(at)
            if entry.kind == CASE:
                self.of_request[entry.request_id].append(at)
        self.attempts = collections.defaultdict(list)
        for call in history.calls:
            if isinstance(call.asked, Append) and not call.asked.validate_only:
                self.attempts[call.asked.request_id].append(call)
        self.latest = self._latest(history.calls)
        self.earliest = self._earliest()

    def __len__(self):
        return len(self.entries)

    def content(self, request_id):
        """What was recorded under a request id, in the form of Append.content."""
        cases = []
        for at in self.of_request[request_id]:
            entry = self.entries[at]
            if not cases or cases[-1][0] != entry.stream[1]:
                cases.append((entry.stream[1], []))
            cases[-1][1].append(entry.said)
        return tuple((case_id, tuple(events)) for case_id, events in cases)

    def writers(self, request_id):
        """The calls that can have recorded it."""
        content = self.content(request_id)
        tries = [call for call in self.attempts[request_id] if call.asked.content == content]
        return ([call for call in tries if call.outcome == OK and not call.answer.repeated] or
                [call for call in tries if call.outcome == UNKNOWN])

    def _latest(self, calls):
        """For each position, when at the latest it was committed; ascending."""
        seen = [math.inf] * (len(self) + 1)

        def note(size, at):
            if at is not None and 0 < size <= len(self):
                seen[size - 1] = min(seen[size - 1], at)
        for life in self.lives:
            note(life.size, life.ready)
        for call in calls:
            for size, at in self.seen_by(call):
                note(size, at)
        for at in range(len(self) - 1, -1, -1):
            seen[at] = min(seen[at], seen[at + 1])
        return seen[:len(self)]

    def _earliest(self):
        """For each position, when at the earliest; ascending."""
        since = [-math.inf] * len(self)
        for life in self.lives:
            if life.size < len(self):
                since[life.size] = max(since[life.size], life.began)
        for request_id, positions in self.of_request.items():
            since[positions[0]] = max(since[positions[0]],
                                      min((call.invoked for call in self.writers(request_id)), default=-math.inf))
        for at in range(1, len(self)):
            since[at] = max(since[at], since[at - 1])
        return since

    def seen_by(self, call):
        """Which sizes of the log a call was told of, and when: pairs."""
        if call.outcome != OK and not (isinstance(call.asked, Read) and call.asked.method == "Subscribe"):
            return
        asked, answer, at = call.asked, call.answer, call.returned
        if isinstance(asked, Append):
            if not asked.validate_only:
                yield answer.first_position + sum(case.events for case in answer.cases), at
        elif asked.method == "Subscribe":
            for batch in answer:
                yield batch.end, batch.at
        elif asked.method == "GetJournal":
            yield answer, at
        elif asked.method in ("GetCheckpoint", "GetInclusionProof", "GetConsistencyProof"):
            yield (answer if asked.method == "GetCheckpoint" else answer.checkpoint).size, at
        elif asked.method in ("ReadEvents", "ReadCase"):
            yield (answer[-1].position + 1 if answer else 0), at
        elif asked.method == "ListCases":
            yield answer.as_of + 1, at
            for case_id, revision in answer.revisions.items():
                yield self.size_with(case_id, revision), at
        else:
            yield answer.as_of + 1, at
            last = answer.revision if asked.method == "GetCasePlan" else max(answer.revisions, default=None)
            if last is not None:
                yield self.size_with(asked.case_id, last), at

    def size_with(self, case_id, revision):
        """The size of the log with that revision of a case; 0 if there is none."""
        positions = self.of_stream[CASE, case_id]
        return positions[revision] + 1 if revision < len(positions) else 0

    def size_before(self, instant):
        """How many entries were certainly committed before an instant."""
        return bisect.bisect_left(self.latest, instant)

    def size_by(self, instant):
        """How many entries can have been committed by an instant."""
        return len(self) if instant is None else bisect.bisect_right(self.earliest, instant)

    def case_at(self, case_id, size):
        """How many entries of a case are among the first `size`."""
        return bisect.bisect_left(self.of_stream[CASE, case_id], size)

    def lengths_during(self, call, case_id):
        """How many entries a case can have had during a call: the least and the most."""
        return self.case_at(case_id, self.size_before(call.invoked)), self.case_at(case_id, self.size_by(call.returned))

    def events_of(self, case_id, length):
        return [self.entries[at].said for at in self.of_stream[CASE, case_id][:length]]

    def life_of(self, position):
        """In which life a position was committed."""
        return max(bisect.bisect_right(self.lives, position, key=lambda life: life.size) - 1, 0)
