"""The faults of a history of calls: `faults(history)`. history_of_calls.py says what a history is."""

import collections

from history_of_calls import (ACCESS, ANY, CASE, EXACTLY, JUDGED, NO_CASE, NOT_NOW, OK, REFUSED, UNCHANGED_SINCE, UNKNOWN,
                              Append, CaseState, Fault, Log, Read, is_consistent, is_signed, makes_rows,
                              root_by_inclusion, roots)

PROOFS = ("GetCheckpoint", "GetInclusionProof", "GetConsistencyProof")
# What a call that says nothing of its outcome ends with, if nothing is broken.
NOT_HEARD = ("OUTCOME_UNKNOWN", "UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED")
DISCLOSED = ("GetHistory", "ReadCase")  # what is given of a case by these is recorded before it is given


def faults(history):
    """Everything in the history that the journal promises not to happen."""
    log = Log(history)
    found = [*_of_the_log(log), *_of_what_was_seen(log, history.calls), *_of_order(log), *_of_requests(log),
             *_of_streams(log, history.calls)]
    of_proofs = []
    for call in history.calls:
        if isinstance(call.asked, Append):
            found += _of_an_append(log, call)
        elif call.asked.method in PROOFS and call.outcome == OK:
            of_proofs.append(call)
        else:
            found += _of_a_read(log, call)
        found += _of_a_refusal(log, call)
        if call.outcome == UNKNOWN and call.reason not in NOT_HEARD:
            found.append(Fault("broken", f"{call}"))
    return found + _of_proofs(log, of_proofs, history.verifier_key) + list(_of_disclosures(log, history.calls))


def _of_the_log(log):
    """Positions are contiguous, and each stream is a chain of its own."""
    last_us, heads = None, {}
    for at, entry in enumerate(log.entries):
        if entry.position != at:
            yield Fault("gap", f"the entry after position {at - 1} says that it is at {entry.position}")
        if len(entry.header) != 118:
            yield Fault("chain", f"the header of {at} has {len(entry.header)} bytes")
        revision, leaf = heads.get(entry.stream, (-1, bytes(32)))
        if entry.revision != revision + 1 or entry.before != leaf:
            yield Fault("chain", f"position {at} is revision {entry.revision} of {entry.stream}, after revision {revision}")
        heads[entry.stream] = entry.revision, entry.leaf
        if last_us is not None and entry.recorded_us < last_us:
            yield Fault("went back", f"position {at} was recorded before the one before it, by its own time")
        last_us = entry.recorded_us


def _of_what_was_seen(log, calls):
    """Nobody was told of more than there is."""
    for call in calls:
        size, _ = max(log.seen_by(call), default=(0, None))
        if size > len(log):
            yield Fault("lost", f"{call} was told of {size} entries, and there are {len(log)}")
    for life in log.lives:
        if life.size > len(log):
            yield Fault("lost", f"a server began with {life.size} entries, and there are {len(log)}")


def _of_order(log):
    """Each position was committed at one instant, in the order of positions."""
    for at, (earliest, latest) in enumerate(zip(log.earliest, log.latest)):
        if earliest > latest:
            yield Fault("order", f"position {at} was known {(earliest - latest) / 1e6:.3f} ms before a call began that "
                        "recorded it, or one before it")
            return


def _of_requests(log):
    """Each request is in the log once and as a whole, and somebody sent it."""
    for request_id, positions in log.of_request.items():
        first = log.entries[positions[0]]
        whole = list(range(positions[0], positions[0] + first.in_request))
        if positions != whole or [log.entries[at].index for at in positions] != list(range(first.in_request)):
            yield Fault("doubled", f"request {request_id} has {first.in_request} events and is at {positions[:20]}")
            continue
        tries = log.attempts[request_id]
        content = log.content(request_id)
        if not any(call.asked.content == content for call in tries):
            yield Fault("nobody sent it", f"position {positions[0]}: no call has this content with id {request_id}")
            continue
        writers = log.writers(request_id)
        life = log.life_of(positions[0])
        if not writers:
            yield Fault("recorded though refused",
                        f"position {positions[0]}, request {request_id}: {[str(call) for call in tries]}")
        elif all(call.life != life for call in writers):
            yield Fault("in another life", f"position {positions[0]} was recorded in life {life}, not in one of "
                        f"{[str(call) for call in writers]}")
        elif not any(_is_as_expected(log, call.asked) for call in writers):
            yield Fault("wrongly accepted", f"position {positions[0]}: {writers[0]} expected {writers[0].asked.cases}")
        yield from _of_rules(log, request_id, content)
    for request_id, tries in log.attempts.items():
        if request_id not in log.of_request:
            yield from (Fault("lost", f"{call} is not in the log") for call in tries if call.outcome == OK)


def _is_as_expected(log, asked):
    """Whether each case of a recorded request was where the request expected it to be."""
    at = log.of_request[asked.request_id][0]
    for case in asked.cases:
        length = log.case_at(case.case_id, at)
        choice, revision = case.expected
        if not {NO_CASE: length == 0, ANY: True, EXACTLY: length - 1 == revision,
                UNCHANGED_SINCE: revision is not None and length - 1 >= revision and
                not _touched(log, case, revision, length)}[choice]:
            return False
    return True


def _touched(log, case, revision, length):
    """The parts that the events name and that entries after `revision` changed."""
    changed = {said.part for said in log.events_of(case.case_id, length)[revision + 1:] if said.part}
    return changed & {event.part for event in case.events if event.part}


def _of_rules(log, request_id, content):
    """No rule rejects what was recorded, by an account of the case that is not the server's."""
    for case_id, events in content:
        state = CaseState(log.events_of(case_id, log.case_at(case_id, log.of_request[request_id][0])))
        for event in events:
            if event is None or state.rejects(event):
                yield Fault("against the rules", f"request {request_id} recorded {event} in {case_id}")
                break
            state.add(event)


def _of_streams(log, calls):
    """Requests of one stream for one case are recorded in the order sent."""
    sent = collections.defaultdict(list)
    for call in calls:
        if call.stream is not None and call.outcome == OK and not call.asked.validate_only and not call.answer.repeated:
            for case in call.asked.cases:
                sent[call.stream[0], case.case_id].append((call.stream[1], call.answer.first_position))
    for (stream, case_id), places in sent.items():
        positions = [position for _, position in sorted(places)]
        if positions != sorted(positions):
            yield Fault("order in a stream", f"{stream}: {case_id} has {positions[:20]}")


def _of_an_append(log, call):
    if call.outcome != OK:
        return
    asked, answer = call.asked, call.answer
    tries = log.attempts[asked.request_id]
    if asked.validate_only:
        if not any(other.outcome != REFUSED for other in tries) and asked.request_id in log.of_request:
            yield Fault("recorded though refused", f"{call} asked only whether it would be recorded")
        return
    same = [other for other in tries if other.asked.content == asked.content]
    if answer.repeated and not any(other is not call and other.invoked < call.returned for other in same):
        yield Fault("repeat of nothing", f"{call} is answered as a repeated one, and nobody had sent it")
    if not answer.repeated and any(other.outcome == OK and other is not call and
                                   (other.returned < call.invoked or not other.answer.repeated) for other in same):
        yield Fault("answered twice", f"{call} is answered as the first one, and another was, too")
    positions = log.of_request.get(asked.request_id, [])
    if not positions:
        return  # lost: said already
    if log.content(asked.request_id) != asked.content:
        yield Fault("answered otherwise", f"{call} is said to be recorded, and other content is")
        return
    first = log.entries[positions[0]]
    at, right = positions[0], []
    for case in asked.cases:
        right.append((case.case_id, log.entries[at].revision, len(case.events)))
        at += len(case.events)
    if (answer.first_position, answer.recorded_us, tuple(map(tuple, answer.cases))) != (first.position, first.recorded_us,
                                                                                      tuple(right)):
        yield Fault("answered otherwise", f"{call} is at {first.position}, {right}, and its answer was {answer}")


def _of_a_refusal(log, call):
    """A refusal has a reason at some point of its interval."""
    if call.outcome != REFUSED or call.reason in NOT_NOW:
        return ()
    if isinstance(call.asked, Append):
        return _of_a_refused_append(log, call)
    return _of_a_refused_read(log, call)


def _of_a_refused_append(log, call):
    asked = call.asked
    positions = log.of_request.get(asked.request_id)
    if call.reason not in JUDGED or call.reason in ("CASE_FULL", "REQUEST_MALFORMED"):
        yield Fault("broken", f"{call}")
        return
    is_recorded = positions and log.content(asked.request_id) == asked.content
    if is_recorded and positions[0] < log.size_before(call.invoked):
        yield Fault("repeat not known", f"{call} had been recorded at {positions[0]}")
    elif call.reason == "REQUEST_ID_USED":
        if not positions or is_recorded or log.earliest[positions[0]] > call.returned:
            yield Fault("wrongly refused", f"{call}: no other content was recorded under this id by then")
    elif call.reason == "REVISION_CONFLICT":
        yield from _of_a_conflict(log, call)
    else:
        yield from _of_violations(log, call)


def _of_a_conflict(log, call):
    conflict = call.answer
    case = next((each for each in call.asked.cases if each.case_id == conflict.case_id), None)
    if case is None or all(each.expected[0] == ANY for each in call.asked.cases):
        yield Fault("wrongly refused", f"{call}: {conflict} is about no case that expects something")
        return
    choice, revision = case.expected
    least, most = log.lengths_during(call, case.case_id)
    length = 0 if conflict.actual is None else conflict.actual + 1
    touched = _touched(log, case, revision, length) if choice == UNCHANGED_SINCE else set()
    is_reason = {NO_CASE: length > 0, EXACTLY: revision is not None and length - 1 != revision, ANY: False,
                 UNCHANGED_SINCE: revision is not None and length - 1 < revision or bool(touched)}[choice]
    if not least <= length <= most:
        yield Fault("wrongly refused", f"{call}: {conflict}, and the case had {least} to {most} entries")
    elif not is_reason or conflict.expected != revision or not set(conflict.touched) <= touched:
        yield Fault("wrongly refused", f"{call}: {conflict} is no reason: it expected {case.expected}; changed: {touched}")


def _of_violations(log, call):
    """Each rule that is named rejects its event in some state that the case had meanwhile. Rejected events count for
    those after them that name the same part (services/recorder)."""
    if not call.answer:
        yield Fault("wrongly refused", f"{call} names no rule")
    for violation in call.answer:
        case = call.asked.cases[violation.case]
        rejected = {case.events[each.event].part for each in call.answer
                    if each.case == violation.case and each.event < violation.event}
        if case.events[violation.event].part in rejected - {""}:
            continue
        least, most = log.lengths_during(call, case.case_id)
        events = log.events_of(case.case_id, most)
        for length in range(least, most + 1):
            state = CaseState(events[:length])
            for event in case.events[:violation.event]:
                if not state.rejects(event):
                    state.add(event)
            if state.rejects(case.events[violation.event]):
                break
        else:
            yield Fault("wrongly refused", f"{call}: {violation}, and no rule rejects it in {least} to {most} entries")


def _of_a_refused_read(log, call):
    asked, size = call.asked, log.size_before(call.invoked)
    if call.reason == "NOT_FOUND_OR_NOT_PERMITTED" and asked.case_id:
        if log.case_at(asked.case_id, size) > 0:
            yield Fault("stale read", f"{call}: the case was there before it was asked for")
    elif call.reason == "NOT_RECORDED_YET":
        needed = {"GetCheckpoint": asked.limit, "GetConsistencyProof": asked.start}.get(
            asked.method, (asked.start if asked.as_of is None else asked.as_of) + 1)
        if needed <= size:
            yield Fault("stale read", f"{call}: {size} entries were there before, {needed} are asked for")
    else:
        yield Fault("broken", f"{call}")


def _of_a_read(log, call):
    asked = call.asked
    if asked.method == "Subscribe":
        return _of_a_subscription(log, call)
    if call.outcome != OK:
        return ()
    if asked.method == "GetJournal":
        return _of_a_size(log, call, call.answer)
    if asked.method == "ReadEvents":
        return _of_entries(log, call)
    if asked.method == "ListCases":
        return _of_a_list(log, call)
    return _of_a_case(log, call)


def _of_a_size(log, call, size):
    least = log.size_before(call.invoked)
    if size < least:
        yield Fault("stale read", f"{call} knows {size} entries, and {least} were committed before")


def _wrong_leaves(log, call, leaves, positions):
    """Leaves are those of the log at these positions."""
    for leaf, at in zip(leaves, positions):
        if leaf.position != at:
            yield Fault("gap", f"{call} has position {leaf.position} where {at} follows")
            return
        if at < len(log) and log.entries[at].leaf != leaf.hash:
            yield Fault("not in the log", f"{call} has another entry at {at}")
            return


def _of_entries(log, call):
    asked, leaves = call.asked, call.answer
    yield from _wrong_leaves(log, call, leaves, range(asked.start, asked.start + len(leaves)))
    if asked.limit == 0 or len(leaves) < asked.limit:
        yield from _of_a_size(log, call, max(asked.start, asked.start + len(leaves)))
    elif len(leaves) > asked.limit:
        yield Fault("gap", f"{call} has {len(leaves)} entries")


def _of_a_subscription(log, call):
    if call.outcome == REFUSED and call.reason not in NOT_NOW:
        yield Fault("broken", f"{call}")
    follows = call.asked.start
    for batch in call.answer or ():
        if batch.first != follows or batch.end != batch.first + len(batch.leaves) or not batch.leaves:
            yield Fault("gap", f"{call} has {batch.first} to {batch.end} where {follows} follows")
            return
        yield from _wrong_leaves(log, call, batch.leaves, range(follows, batch.end))
        follows = batch.end


def _of_a_list(log, call):
    """Every case that was there by the position of the list is in it, with its last revision."""
    answer = call.answer
    yield from _of_a_minimum(call, answer.as_of)
    most = log.size_by(call.returned)
    for kind, case_id in log.of_stream:
        if kind != CASE:
            continue
        least = log.case_at(case_id, answer.as_of + 1)
        length = answer.revisions.get(case_id, -1) + 1
        if length < least:
            yield Fault("not as folded", f"{call}: {case_id} has {length} entries, {least} by position {answer.as_of}")
        elif length > log.case_at(case_id, most):
            yield Fault("not in the log", f"{call}: {case_id} has {length} entries, {log.case_at(case_id, most)} at most")
    for case_id in answer.revisions:
        if (CASE, case_id) not in log.of_stream:
            yield Fault("not in the log", f"{call} has case {case_id}, which nobody recorded")


def _of_a_minimum(call, as_of):
    if call.asked.min_position is not None and as_of < call.asked.min_position:
        yield Fault("stale read", f"{call} is as of position {as_of}; at least {call.asked.min_position} was asked for")


def _of_a_case(log, call):
    """The answer is what the case was at some length that it had meanwhile, with all that the answer says it has."""
    asked, answer = call.asked, call.answer
    least, most = log.lengths_during(call, asked.case_id)
    if asked.method == "ReadCase":
        positions = log.of_stream[CASE, asked.case_id]
        leaves = answer
        yield from _wrong_leaves(log, call, leaves, positions[asked.start:])
        length = asked.start + len(leaves)
        if length > len(positions) and leaves:
            yield Fault("not in the log", f"{call} has {length} entries, and there are {len(positions)}")
        if (asked.limit == 0 or len(leaves) < asked.limit) and length < least:
            yield Fault("stale read", f"{call} has {length} entries; {least} were committed before")
        return
    if asked.method != "GetHistory":
        yield from _of_a_minimum(call, answer.as_of)
        yield from _of_a_size(log, call, answer.as_of + 1)
        least = max(least, log.case_at(asked.case_id, answer.as_of + 1))
    if asked.method == "GetCasePlan" and asked.as_of is not None:
        least = most = log.case_at(asked.case_id, asked.as_of + 1)
    if asked.method == "GetCasePlan":
        yield from _of_a_plan(log, call, least, most)
        return
    shows = makes_rows if asked.method == "GetHistory" else lambda event: event.type == "CaseNoteWritten"
    shown = [number for number, event in enumerate(log.events_of(asked.case_id, most)) if shows(event)]
    revisions = list(answer.revisions)
    if revisions != shown[:len(revisions)]:
        yield Fault("not as folded", f"{call} shows {revisions[-5:]}, the log {shown[-5:]}")
    elif len(revisions) < sum(1 for number in shown if number < least):
        yield Fault("stale read", f"{call} shows {revisions[-5:]}; {least} entries were committed before")


def _of_a_plan(log, call, least, most):
    asked, answer = call.asked, call.answer
    length = 0 if answer.revision is None else answer.revision + 1
    if length < least:
        yield Fault("stale read", f"{call} has {length} entries, and the case had {least}")
        return
    if length > most:
        yield Fault("not in the log", f"{call} has {length} entries, and the case had {most}")
        return
    if answer.unchanged:
        if asked.unless != length - 1:
            yield Fault("stale read", f"{call} is unchanged since {asked.unless}, and has {length} entries")
        return
    state = CaseState(log.events_of(asked.case_id, length))
    if (answer.goals, answer.participants) != (state.goals, state.participants):
        yield Fault("not as folded", f"{call} at {length} entries has {answer.goals}, {answer.participants}; by the log "
                    f"{state.goals}, {state.participants}")


def _of_proofs(log, calls, verifier_key):
    """Checkpoints are signed, their roots are those of the log, and proofs lead to them."""
    found, sizes = [], set()
    for call in calls:
        point = call.answer if call.asked.method == "GetCheckpoint" else call.answer.checkpoint
        sizes.add(point.size)
        if call.asked.method == "GetConsistencyProof":
            sizes.add(call.asked.start)
    root_of = roots([entry.leaf for entry in log.entries], sizes)
    for call in calls:
        asked, answer = call.asked, call.answer
        point = answer if asked.method == "GetCheckpoint" else answer.checkpoint
        if root_of.get(point.size, point.root) != point.root:
            found.append(Fault("root", f"{call}: the root of {point.size} entries is another one"))
        elif not is_signed(point.note, verifier_key):
            found.append(Fault("signature", f"{call}"))
        elif asked.method == "GetCheckpoint" and point.size < asked.limit:
            found.append(Fault("stale read", f"{call} covers {point.size} entries; {asked.limit} were asked for"))
        elif asked.method == "GetInclusionProof":
            if (asked.start < len(log) and answer.leaf != log.entries[asked.start].leaf or
                    root_by_inclusion(asked.start, point.size, answer.leaf, answer.hashes) != point.root):
                found.append(Fault("proof", f"{call} does not prove position {asked.start}"))
        elif asked.method == "GetConsistencyProof":
            if asked.start in root_of and not is_consistent(asked.start, point.size, root_of[asked.start], point.root,
                                                            answer.hashes):
                found.append(Fault("proof", f"{call} does not prove size {asked.start}"))
    return found


def _of_disclosures(log, calls):
    """Each answer from the record of a case has an entry of its own that says so, recorded while the call lasted."""
    given = collections.defaultdict(list)
    for call in calls:
        if isinstance(call.asked, Read) and call.asked.method in DISCLOSED and call.outcome == OK:
            given[call.asked.case_id].append((log.size_by(call.returned), log.size_before(call.invoked), call))
    for case_id, reads in given.items():
        left = list(log.of_stream.get((ACCESS, case_id), ()))
        for end, begin, call in sorted(reads, key=lambda each: each[:2]):
            entry = next((at for at in left if begin <= at < end), None)
            if entry is None:
                yield Fault("not disclosed", f"{call}: no entry of its own says that it was given")
            else:
                left.remove(entry)
