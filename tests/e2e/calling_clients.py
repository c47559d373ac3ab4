"""Clients that make planned calls of a real server, and record what came of each.

They speak gRPC with the modules that deploy/clients/python/build makes from the contract.
"""

import collections
import hashlib
import itertools
import os
import pathlib
import threading
import time

import grpc
from google.protobuf import json_format

from casejournal.event.v1 import stored_event_pb2
from casejournal.v1 import (audit_service_pb2, audit_service_pb2_grpc, case_service_pb2, case_service_pb2_grpc,
                            court_service_pb2, court_service_pb2_grpc, errors_pb2, journal_service_pb2,
                            journal_service_pb2_grpc, note_list_pb2)

import casework
from call_plans import PlannedAppend, PlannedRead, PlannedRepeat
from history_of_calls import (OK, REFUSED, UNKNOWN, Append, Appended, Batch, Call, CaseAppend, CaseAppended, Cases,
                              Checkpoint, Conflict, Entry, Leaf, Plan, Proof, Read, Rows, Said, Violation)

NOT_KNOWN = ("", "OUTCOME_UNKNOWN", "INTERNAL_FAULT")  # reasons of an error that does not say what was recorded
GONE = ("UNAVAILABLE", "SERVER_STOPPING")
OPTIONS = [("grpc.max_receive_message_length", 64 << 20), ("grpc.use_local_subchannel_pool", 1)]
DEADLINE_S = 20
PARTS = {"GoalEstablished": "goal_id", "GoalWithdrawn": "goal_id", "ParticipantJoined": "participant_id"}


def said(event):
    """What a CaseEvent says."""
    body = event.WhichOneof("body")
    kind = "".join(word.capitalize() for word in body.split("_"))
    part = getattr(getattr(event, body), PARTS[kind]) if kind in PARTS else ""
    return Said(kind, part, hashlib.sha256(event.SerializeToString(deterministic=True)).digest()[:8])


def asked_of(message):
    """What an AppendRequest asks."""
    cases = []
    for case in message.cases:
        choice = case.expected.WhichOneof("state")
        revision = getattr(case.expected, choice) if choice in ("exactly", "unchanged_since") else None
        cases.append(CaseAppend(case.case_id, (choice, revision), tuple(said(event) for event in case.events)))
    return Append(message.request_id, tuple(cases), message.validate_only)


def appended(answer):
    return Appended(answer.first_position, answer.recorded_at.ToMicroseconds(),
                    tuple(CaseAppended(case.case_id, case.first_revision, case.events) for case in answer.cases),
                    answer.repeated_answer)


def leaf_of(entry):
    if entry.WhichOneof("content") == "withheld":
        return Leaf(entry.withheld.position, entry.withheld.leaf_hash)
    recorded = entry.opened.recorded
    return Leaf(recorded.position, hashlib.sha256(b"\0" + recorded.header).digest())


def entry_of(entry):
    """An entry of the final log."""
    recorded = entry.opened.recorded
    stored = stored_event_pb2.StoredEvent.FromString(recorded.parts[0].plaintext)
    return Entry(recorded.position, recorded.header, said(stored.case_event) if stored.HasField("case_event") else None)


def checkpoint_of(point):
    return Checkpoint(point.note, point.size, point.root)


def reason_in(status):
    """The reason and the typed details of an ErrorStatus."""
    reason, answer = "", None
    for detail in status.details:
        name = detail.type_url.rpartition(".")[2]
        if name == "ErrorInfo":
            reason = errors_pb2.ErrorInfo.FromString(detail.value).reason
        elif name == "RevisionConflict":
            conflict = errors_pb2.RevisionConflict.FromString(detail.value)
            answer = Conflict(conflict.case_id, conflict.expected if conflict.HasField("expected") else None,
                              conflict.actual if conflict.HasField("actual") else None, tuple(conflict.touched_ids))
        elif name == "Refusal":
            answer = tuple(Violation(each.case_index, each.event_index, each.rule_id)
                           for each in errors_pb2.Refusal.FromString(detail.value).violations)
    return reason, answer


def outcome_of(error):
    """Outcome, reason, and details of a failed call."""
    reason, answer = "", None
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            reason, answer = reason_in(errors_pb2.ErrorStatus.FromString(value))
    if reason in NOT_KNOWN:
        return UNKNOWN, reason or error.code().name, None
    return REFUSED, reason, answer


class Book:
    """What all clients know, in all lives: what they recorded, and what they go by."""

    def __init__(self, seed):
        self.seed = seed
        self.lock = threading.Lock()
        self.calls = []
        self.answers = 0
        self.sent = []  # (what was asked, its message)
        self.unknown = collections.defaultdict(list)  # by client: messages
        self.revisions = {}  # by case: the last one that anybody was told of
        self.size = 0  # the entries that anybody was told of

    def case_id(self, number):
        return casework.an_id(self.seed, "case", number)

    def keep(self, call):
        with self.lock:
            self.calls.append(call)
            self.answers += call.outcome != UNKNOWN

    def learn(self, case_id, revision, size=0):
        with self.lock:
            if revision is not None:
                self.revisions[case_id] = max(self.revisions.get(case_id, -1), revision)
            self.size = max(self.size, size)


class Session:
    """All clients of one life of the server."""

    def __init__(self, book, address, life):
        self.book, self.life = book, life
        self.is_over = threading.Event()
        token = pathlib.Path(os.environ["CASEJOURNAL_TOKEN_FILE"]).read_text(encoding="ascii").strip()
        self.metadata = (("authorization", f"Bearer {token}"),)
        authority = grpc.ssl_channel_credentials(pathlib.Path(os.environ["CASEJOURNAL_CA"]).read_bytes())
        self.channels = [grpc.secure_channel(address, authority, OPTIONS) for _ in range(3)]
        self.lasting = []  # calls that have no end of their own
        self.clients = []
        self.turns = itertools.cycle(self.channels)

    def start(self, clients, resolves):
        for name, plan in clients:
            self.clients.append(Client(self, name, plan, resolves))
        for client in self.clients:
            client.start()

    def is_at_work(self):
        return any(client.is_alive() for client in self.clients if client.name != "subscriber")

    def end(self, patience_s):
        """Returns whether all clients came to their end."""
        self.is_over.set()
        for call in self.lasting:
            call.cancel()
        for client in self.clients:
            client.join(patience_s)
        for channel in self.channels:
            channel.close()
        return not any(client.is_alive() for client in self.clients)


class Client(threading.Thread):
    """One client: one call after the other, but for streams of appends."""

    def __init__(self, session, name, plan, resolves):
        super().__init__(name=name, daemon=True)
        self.session, self.book, self.plan, self.resolves = session, session.book, plan, resolves
        channel = next(session.turns)
        self.cases = case_service_pb2_grpc.CaseServiceStub(channel)
        self.audit = audit_service_pb2_grpc.AuditServiceStub(channel)
        self.court = court_service_pb2_grpc.CourtServiceStub(channel)
        self.journal = journal_service_pb2_grpc.JournalServiceStub(channel)
        self.sent = 0
        self.has_no_server = False  # what it sends now, no server receives
        self.failure = None

    def run(self):
        try:
            self._run()
        except Exception as failure:  # pylint: disable=broad-exception-caught
            self.failure = failure

    def _run(self):
        left = self.book.unknown.pop(self.name, []) if self.resolves else []
        if self.name == "stream":
            self._append_stream([*left, *self.plan])
            return
        for planned in [*left, *self.plan]:
            if self.session.is_over.is_set() or self.has_no_server:
                return
            if isinstance(planned, PlannedRead):
                self._read(planned)
            else:
                self._append(planned)

    # Appends.

    def _message(self, planned, following=None):
        """The AppendRequest that is planned, or None. `following`: revisions that cases have if all that was sent is
        recorded."""
        if isinstance(planned, case_service_pb2.AppendRequest):
            return planned
        if isinstance(planned, PlannedRepeat):
            return self._repeat(planned)
        self.sent += 1
        request_id = casework.an_id(self.book.seed, self.session.life, self.name, self.sent)
        cases = []
        for number, expected, events in planned.cases:
            case_id = self.book.case_id(number)
            known = (following or {}).get(case_id, self.book.revisions.get(case_id, -1))
            choice = {"any": {"any": True}, "no case": {"noCase": True}, "unchanged": {"unchangedSince": str(max(known, 0))},
                      "right": {"exactly": str(known)} if known >= 0 else {"noCase": True},
                      "earlier": {"exactly": str(max(known - 1, 0))}, "later": {"exactly": str(known + 1)}}[expected]
            cases.append({"caseId": case_id, "expected": choice,
                          "events": [self._event(number, request_id, *event) for event in events]})
            if following is not None:
                following[case_id] = known + len(events)
        message = {"requestId": request_id, "cases": cases, "validateOnly": planned.validate_only}
        return json_format.ParseDict(message, case_service_pb2.AppendRequest())

    @staticmethod
    def _event(case, request_id, kind, number, size):
        part = f"{case}/{number}"
        return {"note": lambda: casework.note(f"{request_id} {'x' * size}"), "goal": lambda: casework.goal(f"goal {part}"),
                "withdrawal": lambda: casework.goal_withdrawn(f"goal {part}"),
                "child": lambda: casework.child(f"child {part}"),
                "opening": casework.opened}[kind]()

    def _repeat(self, planned):
        with self.book.lock:
            if not self.book.sent:
                return None
            recent = self.book.sent[-200:]
            message = recent[int(planned.back * len(recent))]
        again = case_service_pb2.AppendRequest()
        again.CopyFrom(message)
        if planned.change == "expected":
            again.cases[0].expected.exactly = 1000
        elif planned.change == "content":
            event = again.cases[0].events[0]
            field = {"case_note_written": "text", "goal_established": "statement", "goal_withdrawn": "reason",
                     "participant_joined": "name", "case_opened": "agency"}[event.WhichOneof("body")]
            setattr(getattr(event, event.WhichOneof("body")), field, "something else")
        return again

    def _append(self, planned):
        message = self._message(planned)
        if message is None:
            return
        asked = asked_of(message)
        self._note_sent(message)
        deadline_s = planned.deadline_ms / 1000 if isinstance(planned, PlannedAppend) else DEADLINE_S
        invoked = time.monotonic_ns()
        try:
            answer = self.cases.Append(message, timeout=deadline_s, metadata=self.session.metadata)
        except grpc.RpcError as error:
            self._keep(asked, message, invoked, outcome_of(error))
            return
        self._keep(asked, message, invoked, (OK, "", answer))

    def _note_sent(self, message):
        if not message.validate_only:
            with self.book.lock:
                self.book.sent.append(message)

    def _keep(self, asked, message, invoked, result, stream=None):
        outcome, reason, answer = result
        returned = time.monotonic_ns() if outcome != UNKNOWN else None
        if outcome == OK:
            if asked.validate_only:
                answer = tuple(Violation(each.case_index, each.event_index, each.rule_id) for each in answer.violations)
            else:
                answer = appended(answer)
                for case in answer.cases:
                    self.book.learn(case.case_id, case.first_revision + case.events - 1,
                                    answer.first_position + sum(each.events for each in answer.cases))
        elif outcome == UNKNOWN and not asked.validate_only:
            self.book.unknown[self.name].append(message)
        elif reason == "REVISION_CONFLICT":
            self.book.learn(answer.case_id, answer.actual)
        self.has_no_server = reason in GONE
        self.book.keep(Call(self.name, self.session.life, asked, invoked, returned, outcome, answer, reason, stream))

    def _append_stream(self, plan):
        """Send all without waiting, ten at a time ahead of their answers."""
        waiting, ahead = {}, threading.Semaphore(10)
        over = threading.Event()
        following = {}

        def requests():
            for number, planned in enumerate(plan):
                while not ahead.acquire(timeout=0.2):
                    if over.is_set():
                        return
                message = self._message(planned, following)
                if message is None or message.request_id in waiting or over.is_set():
                    ahead.release()
                    continue
                self._note_sent(message)
                waiting[message.request_id] = asked_of(message), message, time.monotonic_ns(), number
                yield case_service_pb2.AppendStreamRequest(append=message)
        try:
            for response in self.cases.AppendStream(requests(), timeout=DEADLINE_S, metadata=self.session.metadata):
                asked, message, invoked, number = waiting.pop(response.request_id)
                ahead.release()
                if response.WhichOneof("outcome") == "appended":
                    result = OK, "", response.appended
                else:
                    reason, details = reason_in(response.error)
                    result = (UNKNOWN, reason, None) if reason in NOT_KNOWN else (REFUSED, reason, details)
                    following.clear()  # what was sent after it may have been refused for it
                self._keep(asked, message, invoked, result, (f"{self.session.life}", number))
        except grpc.RpcError as error:
            over.set()
            for number, each in list(waiting.items()):
                asked, message, invoked, number = each
                self._keep(asked, message, invoked, (UNKNOWN, error.code().name, None), (f"{self.session.life}", number))
        over.set()

    # Reads.

    def _read(self, planned):
        size = self.book.size
        asked = Read(planned.method, case_id=self.book.case_id(planned.case) if planned.method in IN_A_CASE else "",
                     limit=planned.limit)
        change = {}
        if planned.method == "GetCheckpoint":
            change["limit"] = int(planned.at * size)
        elif planned.method in ("GetInclusionProof", "GetConsistencyProof", "ReadEvents", "Subscribe"):
            change["start"] = max(int(planned.at * size), 1)
        elif planned.method == "ReadCase":
            change["start"] = int(planned.at * (self.book.revisions.get(asked.case_id, 0) + 1)) % 40
        if planned.as_of:
            change["as_of"] = int(planned.at * max(size - 1, 0))
        elif planned.unless:
            change["unless"] = max(self.book.revisions.get(asked.case_id, 0), 0)
        if planned.minimum and planned.method in ("GetCasePlan", "ListNotes", "ListCases"):
            change["min_position"] = size + 2 if planned.minimum == "beyond" else max(size - 1, 0)
        asked = Read(**{**asked.__dict__, **change})
        deadline_s = 0.3 if planned.minimum == "beyond" else DEADLINE_S
        invoked, batches = time.monotonic_ns(), []
        try:
            answer = getattr(self, f"_{planned.method}")(asked, batches, timeout=deadline_s, metadata=self.session.metadata)
            result = OK, "", answer
        except grpc.RpcError as error:
            result = outcome_of(error)
        outcome, reason, answer = result
        self.has_no_server = reason in GONE
        if planned.method == "Subscribe":
            answer = tuple(batches)
        returned = time.monotonic_ns()
        self.book.keep(Call(self.name, self.session.life, asked, invoked, returned if outcome != UNKNOWN else None, outcome,
                            answer, reason))
        if outcome == OK and planned.method == "GetCasePlan":
            self.book.learn(asked.case_id, answer.revision)

    def _GetCasePlan(self, asked, _, **how):
        request = case_service_pb2.GetCasePlanRequest(case_id=asked.case_id, view=case_service_pb2.PLAN_VIEW_WORKING,
                                                      min_position=asked.min_position, unless_revision=asked.unless)
        if asked.as_of is not None:
            request.as_of.position = asked.as_of
        answer = self.cases.GetCasePlan(request, **how)
        answered = answer.answered
        return Plan(answered.revision if answered.HasField("revision") else None, answered.as_of_position, answer.unchanged,
                    {goal.goal_id: bool(goal.withdrawn_on) for goal in answer.plan.goals},
                    {each.participant_id for each in answer.plan.participants})

    def _ReadEvents(self, asked, _, **how):
        request = audit_service_pb2.ReadEventsRequest(position=asked.start, limit=asked.limit, exact_bytes_only=True)
        return tuple(leaf_of(entry) for batch in self.audit.ReadEvents(request, **how) for entry in batch.entries)

    def _ReadCase(self, asked, _, **how):
        request = audit_service_pb2.ReadEventsRequest(limit=asked.limit, exact_bytes_only=True)
        request.case_stream.case_id, request.case_stream.revision = asked.case_id, asked.start
        return tuple(leaf_of(entry) for batch in self.audit.ReadEvents(request, **how) for entry in batch.entries)

    def _GetHistory(self, asked, _, **how):
        request = audit_service_pb2.GetHistoryRequest(case_id=asked.case_id)
        rows = [row.revision for batch in self.audit.GetHistory(request, **how) for row in batch.rows]
        return Rows(-1, tuple(dict.fromkeys(rows)))

    def _ListNotes(self, asked, _, **how):
        request = note_list_pb2.ListNotesRequest(case_id=asked.case_id, page_size=1000, min_position=asked.min_position)
        page = self.cases.ListNotes(request, **how)
        return Rows(page.as_of_position, tuple(sorted(note.revision for note in page.notes)))

    def _ListCases(self, asked, _, **how):
        request = case_service_pb2.ListCasesRequest(page_size=1000, min_position=asked.min_position)
        page = self.cases.ListCases(request, **how)
        return Cases(page.as_of_position, {case.case_id: case.last_revision for case in page.cases})

    def _GetJournal(self, _, __, **how):
        return self.journal.GetJournal(journal_service_pb2.GetJournalRequest(), **how).size

    def _GetCheckpoint(self, asked, _, **how):
        request = audit_service_pb2.GetCheckpointRequest(min_size=asked.limit)
        return checkpoint_of(self.audit.GetCheckpoint(request, **how).checkpoint)

    def _GetInclusionProof(self, asked, _, **how):
        proof = self.audit.GetInclusionProof(audit_service_pb2.GetInclusionProofRequest(position=asked.start), **how).proof
        return Proof(proof.position, proof.leaf_hash, tuple(proof.hashes), checkpoint_of(proof.checkpoint))

    def _GetConsistencyProof(self, asked, _, **how):
        request = audit_service_pb2.GetConsistencyProofRequest(first_size=asked.start)
        proof = self.audit.GetConsistencyProof(request, **how).proof
        return Proof(proof.first_size, None, tuple(proof.hashes), checkpoint_of(proof.checkpoint))

    def _Subscribe(self, asked, batches, metadata, **_):
        call = self.court.Subscribe(court_service_pb2.SubscribeRequest(from_position=asked.start, exact_bytes_only=True),
                                    metadata=metadata)
        self.session.lasting.append(call)
        for response in call:
            batches.append(Batch(time.monotonic_ns(), response.first_position, response.end_position,
                                 tuple(leaf_of(entry) for entry in response.entries)))


IN_A_CASE = ("GetCasePlan", "ReadCase", "GetHistory", "ListNotes")


def read_log(address):
    """The whole log, and the verifier key."""
    session = Session(Book(0), address, -1)
    client = Client(session, "reader of all", (), False)
    how = {"metadata": session.metadata, "timeout": 600}
    entries = tuple(entry_of(entry) for batch in client.audit.ReadEvents(
        audit_service_pb2.ReadEventsRequest(exact_bytes_only=True), **how) for entry in batch.entries)
    key = client.audit.GetCheckpoint(audit_service_pb2.GetCheckpointRequest(), **how).verifier_key
    session.end(1)
    return entries, key
