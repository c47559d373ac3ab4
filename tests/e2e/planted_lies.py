"""Lies, to be planted in histories that were recorded: each must be found.

A lie takes a history and a source of chance, and returns a history that no journal may have. It returns None if the
history has no place for it.
"""

import dataclasses

from history_of_calls import CASE, OK, REFUSED, UNKNOWN, Append, Batch, Checkpoint, Conflict, Leaf, Log, Read

LIES = {}


def lie(kind):
    def keep(make):
        LIES[make.__name__] = make, kind
        return make
    return keep


def planted(name, history, chance):
    """The history with a lie, or None; and the kind of fault."""
    make, kind = LIES[name]
    return make(history, chance), kind


def _one(history, chance, fits):
    """One of the calls for which `fits` is true, by its place."""
    places = [place for place, call in enumerate(history.calls) if fits(call)]
    return chance.choice(places) if places else None


def _changed(history, place, **change):
    calls = list(history.calls)
    calls[place] = dataclasses.replace(calls[place], **change)
    return dataclasses.replace(history, calls=tuple(calls))


def _changing(history, chance, fits, change):
    """The history with one call changed."""
    place = _one(history, chance, fits)
    return None if place is None else _changed(history, place, **change(history.calls[place]))


def _answered(history, chance, fits, change):
    """The history with one answer changed: `change` returns the other one."""
    return _changing(history, chance, fits, lambda call: {"answer": change(call)})


def _with_log(history, log):
    return dataclasses.replace(history, log=tuple(log))


def _is_recorded(call):
    """An append that was answered as recorded by it."""
    return _is_append(call) and not call.answer.repeated


def _is_repeat(call):
    return _is_append(call) and call.answer.repeated


def _is_append(call):
    return isinstance(call.asked, Append) and call.outcome == OK and not call.asked.validate_only


def _is_read(method):
    return lambda call: isinstance(call.asked, Read) and call.asked.method == method and call.outcome == OK


def _other(data):
    return bytes([data[0] ^ 1]) + data[1:]


def _header(entry, at, data):
    return dataclasses.replace(entry, header=entry.header[:at] + data + entry.header[at + len(data):])


# The log.

@lie("lost")
def acknowledged_entries_are_gone(history, chance):
    place = _one(history, chance, _is_recorded)
    return None if place is None else _with_log(history, history.log[:history.calls[place].answer.first_position])


@lie("gap")
def one_entry_is_gone(history, chance):
    at = chance.randrange(1, len(history.log) - 1)
    return _with_log(history, history.log[:at] + history.log[at + 1:])


@lie("doubled")
def a_request_is_recorded_twice(history, chance):
    log = list(history.log)
    first = chance.choice([entry for entry in log if entry.kind == CASE and entry.index == 0])
    heads = {entry.stream: entry for entry in log}
    for entry in history.log[first.position:first.position + first.in_request]:
        head = heads[entry.stream]
        again = _header(_header(_header(entry, 18, (head.revision + 1).to_bytes(8, "big")), 54, head.leaf), 26,
                        log[-1].header[26:34])
        heads[entry.stream] = again
        log.append(dataclasses.replace(again, position=len(log)))
    return _with_log(history, log)


@lie("doubled")
def a_request_is_recorded_in_part(history, chance):
    log = Log(history)
    last = [call.answer for call in history.calls
            if _is_recorded(call) and sum(case.events for case in call.answer.cases) > 1]
    if not last:
        return None
    end = max(answer.first_position for answer in last) + 1
    return _with_log(history, log.entries[:end])


@lie("chain")
def an_entry_was_changed(history, chance):
    log = list(history.log)
    at = chance.choice([entry.before for entry in log if entry.kind == CASE and entry.revision > 0])
    place = next(number for number, entry in enumerate(log) if entry.leaf == at)
    log[place] = _header(log[place], 86, _other(log[place].header[86:118]))
    return _with_log(history, log)


@lie("chain")
def a_revision_is_left_out(history, chance):
    log = list(history.log)
    at = chance.randrange(len(log))
    log[at] = _header(log[at], 18, (log[at].revision + 1).to_bytes(8, "big"))
    return _with_log(history, log)


@lie("went back")
def a_time_is_before_the_one_before(history, chance):
    log = list(history.log)
    at = chance.randrange(1, len(log))
    log[at] = _header(log[at], 26, (log[at - 1].recorded_us - 1).to_bytes(8, "big", signed=True))
    return _with_log(history, log)


@lie("nobody sent it")
def nobody_sent_what_is_recorded(history, chance):
    place = _one(history, chance, _is_recorded)
    if place is None:
        return None
    request_id = history.calls[place].asked.request_id
    calls = [call for call in history.calls
             if not (isinstance(call.asked, Append) and call.asked.request_id == request_id)]
    return dataclasses.replace(history, calls=tuple(calls))


@lie("nobody sent it")
def other_words_are_recorded(history, chance):
    log = list(history.log)
    at = chance.choice([entry.position for entry in log if entry.said is not None])
    log[at] = dataclasses.replace(log[at], said=log[at].said._replace(digest=_other(log[at].said.digest)))
    return _with_log(history, log)


# Order in real time.

@lie("order")
def two_appends_were_recorded_in_the_other_order(history, chance):
    """The first had returned before the second began."""
    recorded = [place for place, call in enumerate(history.calls) if _is_recorded(call)]
    pairs = [(one, two) for one, two in zip(recorded, recorded[3:])
             if history.calls[one].returned < history.calls[two].invoked and
             history.calls[one].answer.first_position < history.calls[two].answer.first_position]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    first, second = history.calls[one], history.calls[two]
    history = _changed(history, one, invoked=second.invoked, returned=second.returned)
    return _changed(history, two, invoked=first.invoked, returned=first.returned)


@lie("order")
def a_read_knows_what_nobody_has_sent_yet(history, chance):
    return _answered(history, chance, lambda call: _is_read("GetJournal")(call) and call.answer < len(history.log) - 200,
                     lambda call: call.answer + 150)


@lie("order in a stream")
def a_stream_is_recorded_in_another_order(history, chance):
    places = {}
    for place, call in enumerate(history.calls):
        if call.stream is not None and _is_recorded(call):
            for case in call.asked.cases:
                places.setdefault((call.stream[0], case.case_id), []).append(place)
    long = [each for each in places.values() if len(each) > 1]
    if not long:
        return None
    one, two = chance.choice(long)[:2]
    first, second = history.calls[one].stream, history.calls[two].stream
    return _changed(_changed(history, one, stream=second), two, stream=first)


@lie("in another life")
def a_dead_server_s_request_is_recorded_later(history, chance):
    return _changing(history, chance, lambda call: _is_recorded(call) and call.life > 0, lambda call: {"life": call.life - 1})


# Answers to appends.

@lie("answered otherwise")
def a_repeat_gets_another_position(history, chance):
    return _answered(history, chance, _is_repeat,
                     lambda call: dataclasses.replace(call.answer, first_position=call.answer.first_position - 1))


@lie("answered otherwise")
def an_answer_names_another_revision(history, chance):
    return _answered(history, chance, _is_recorded, lambda call: dataclasses.replace(call.answer, cases=(
        call.answer.cases[0]._replace(first_revision=call.answer.cases[0].first_revision + 1), *call.answer.cases[1:])))


@lie("answered twice")
def a_repeat_is_answered_as_the_first(history, chance):
    log = Log(history)
    return _answered(history, chance,
                     lambda call: _is_repeat(call) and any(other.outcome == OK and other.returned < call.invoked
                                                           for other in log.attempts[call.asked.request_id]),
                     lambda call: dataclasses.replace(call.answer, repeated=False))


@lie("repeat of nothing")
def a_first_request_is_answered_as_a_repeat(history, chance):
    log = Log(history)
    return _answered(history, chance,
                     lambda call: _is_recorded(call) and len(log.attempts[call.asked.request_id]) == 1,
                     lambda call: dataclasses.replace(call.answer, repeated=True))


@lie("repeat not known")
def a_repeat_of_what_is_recorded_is_refused(history, chance):
    log = Log(history)
    return _changing(history, chance,
                     lambda call: _is_repeat(call) and log.of_request[call.asked.request_id][0] < log.size_before(call.invoked),
                     lambda call: {"outcome": REFUSED, "reason": "REVISION_CONFLICT", "answer": Conflict(
                         call.asked.cases[0].case_id, call.asked.cases[0].expected[1], call.answer.cases[0].first_revision, ())})


@lie("recorded though refused")
def what_was_refused_is_recorded(history, chance):
    log = Log(history)
    return _changing(history, chance,
                     lambda call: _is_recorded(call) and len(log.attempts[call.asked.request_id]) == 1,
                     lambda call: {"outcome": REFUSED, "reason": "SERVER_BUSY", "answer": None})


@lie("wrongly accepted")
def a_wrong_revision_was_accepted(history, chance):
    def other(call):
        case = call.asked.cases[0]
        expected = case.expected[0], case.expected[1] + chance.choice((-1, 1))
        return {"asked": dataclasses.replace(call.asked, cases=(case._replace(expected=expected), *call.asked.cases[1:]))}
    return _changing(history, chance, lambda call: _is_recorded(call) and call.asked.cases[0].expected[0] == "exactly", other)


@lie("wrongly accepted")
def a_new_case_was_accepted_that_was_there(history, chance):
    def other(call):
        case = call.asked.cases[0]
        return {"asked": dataclasses.replace(call.asked, cases=(case._replace(expected=("no_case", None)), *call.asked.cases[1:]))}
    return _changing(history, chance, lambda call: _is_recorded(call) and call.answer.cases[0].first_revision > 0, other)


def _is_conflict(call):
    return call.reason == "REVISION_CONFLICT"


@lie("wrongly refused")
def the_right_revision_was_refused(history, chance):
    """It says that the case is where it was expected."""
    return _answered(history, chance, lambda call: _is_conflict(call) and call.answer.expected is not None,
                     lambda call: call.answer._replace(actual=call.answer.expected, touched=()))


@lie("wrongly refused")
def a_conflict_with_what_was_long_ago(history, chance):
    log = Log(history)

    def was_longer(call):
        return _is_conflict(call) and log.lengths_during(call, call.answer.case_id)[0] > 1
    return _answered(history, chance, was_longer, lambda call: call.answer._replace(
        actual=log.lengths_during(call, call.answer.case_id)[0] - 2))


@lie("wrongly refused")
def a_conflict_with_what_comes_later(history, chance):
    return _answered(history, chance, _is_conflict, lambda call: call.answer._replace(actual=(call.answer.actual or 0) + 1000))


@lie("wrongly refused")
def a_rule_rejects_what_it_does_not(history, chance):
    def notes(call):
        """The events that no rule rejects in a case that is open, whatever others recorded meanwhile."""
        rejected = {each.event for each in call.answer if each.case == 0}
        return [number for number, said in enumerate(call.asked.cases[0].events)
                if number not in rejected and not said.part and said.type != "CaseOpened"]

    def fits(call):
        return call.reason == "RULES_REJECT" and call.answer[0].rule != "case.not-opened" and notes(call)
    return _answered(history, chance, fits, lambda call: (call.answer[0]._replace(case=0, event=notes(call)[0]),))


@lie("wrongly refused")
def an_id_is_said_to_be_used(history, chance):
    return _changing(history, chance, _is_conflict, lambda call: {
        "reason": "REQUEST_ID_USED", "answer": None,
        "asked": dataclasses.replace(call.asked, request_id="00000000-0000-4000-8000-000000000000")})


@lie("broken")
def a_call_ends_without_a_reason(history, chance):
    return _changing(history, chance, lambda call: call.outcome == UNKNOWN, lambda call: {"reason": "INTERNAL"})


@lie("broken")
def a_server_says_that_its_data_is_damaged(history, chance):
    return _changing(history, chance, _is_conflict, lambda call: {"reason": "DATA_DAMAGED", "answer": None})


# Reads.

@lie("stale read")
def a_size_from_before(history, chance):
    log = Log(history)
    return _answered(history, chance, lambda call: _is_read("GetJournal")(call) and log.size_before(call.invoked) > 0,
                     lambda call: log.size_before(call.invoked) - 1)


@lie("stale read")
def a_plan_from_before(history, chance):
    log = Log(history)

    def fits(call):
        return (_is_read("GetCasePlan")(call) and call.asked.as_of is None and call.answer.revision is not None and
                log.lengths_during(call, call.asked.case_id)[0] > 1)
    return _answered(history, chance, fits, lambda call: call.answer._replace(
        revision=log.lengths_during(call, call.asked.case_id)[0] - 2))


@lie("stale read")
def a_plan_that_did_not_wait(history, chance):
    return _answered(history, chance, lambda call: _is_read("GetCasePlan")(call) and call.asked.min_position is not None,
                     lambda call: call.answer._replace(as_of=call.asked.min_position - 1))


@lie("stale read")
def a_case_is_not_found_that_is_there(history, chance):
    log = Log(history)
    return _changing(history, chance, lambda call: _is_read("GetCasePlan")(call) and log.lengths_during(
        call, call.asked.case_id)[0] > 0, lambda call: {
            "outcome": REFUSED, "reason": "NOT_FOUND_OR_NOT_PERMITTED", "answer": None})


@lie("stale read")
def the_end_of_the_log_is_left_out(history, chance):
    def fits(call):
        return _is_read("ReadEvents")(call) and call.asked.limit == 0 and len(call.answer) > 1
    log = Log(history)
    return _answered(history, chance, lambda call: fits(call) and log.size_before(call.invoked) > call.asked.start,
                     lambda call: call.answer[:log.size_before(call.invoked) - call.asked.start - 1])


@lie("stale read")
def a_position_is_said_not_to_be_there(history, chance):
    log = Log(history)
    return _changing(history, chance, lambda call: _is_read("GetInclusionProof")(call) and call.asked.start < log.size_before(
        call.invoked), lambda call: {"outcome": REFUSED, "reason": "NOT_RECORDED_YET", "answer": None})


@lie("not in the log")
def an_entry_that_nobody_recorded_is_read(history, chance):
    return _answered(history, chance, lambda call: _is_read("ReadEvents")(call) and call.answer, lambda call: (
        *call.answer[:-1], Leaf(call.answer[-1].position, _other(call.answer[-1].hash))))


@lie("not in the log")
def a_case_has_an_entry_too_many(history, chance):
    log = Log(history)

    def longer(call):
        last = dict(call.answer.revisions)
        case_id = chance.choice(sorted(last))
        last[case_id] = len(log.of_stream[CASE, case_id])
        return call.answer._replace(revisions=last)
    return _answered(history, chance, lambda call: _is_read("ListCases")(call) and call.answer.revisions, longer)


@lie("lost")
def a_subscriber_was_sent_what_is_gone(history, chance):
    def fits(call):
        return isinstance(call.asked, Read) and call.asked.method == "Subscribe" and call.answer

    def more(call):
        last, end = call.answer[-1], len(history.log)
        leaves = tuple(Leaf(at, bytes(32)) for at in range(last.end, end + 1))
        return (*call.answer, Batch(last.at, last.end, end + 1, leaves))
    return _answered(history, chance, fits, more)


@lie("gap")
def a_subscriber_missed_a_batch(history, chance):
    def fits(call):
        return isinstance(call.asked, Read) and call.asked.method == "Subscribe" and len(call.answer or ()) > 2

    def fewer(call):
        at = chance.randrange(len(call.answer) - 1)
        return call.answer[:at] + call.answer[at + 1:]
    return _answered(history, chance, fits, fewer)


@lie("not as folded")
def a_list_lacks_a_case(history, chance):
    def fewer(call):
        last = dict(call.answer.revisions)
        del last[chance.choice(sorted(last))]
        return call.answer._replace(revisions=last)
    log = Log(history)
    return _answered(history, chance, lambda call: _is_read("ListCases")(call) and call.answer.revisions and all(
        log.case_at(case_id, call.answer.as_of + 1) > 0 for case_id in call.answer.revisions), fewer)


@lie("not as folded")
def a_plan_lacks_a_goal(history, chance):
    def fewer(call):
        goals = dict(call.answer.goals)
        del goals[chance.choice(sorted(goals))]
        return call.answer._replace(goals=goals)
    return _answered(history, chance, lambda call: _is_read("GetCasePlan")(call) and call.answer.goals, fewer)


@lie("not as folded")
def a_goal_was_never_withdrawn(history, chance):
    return _answered(history, chance, lambda call: _is_read("GetCasePlan")(call) and any(call.answer.goals.values()),
                     lambda call: call.answer._replace(goals=dict.fromkeys(call.answer.goals, False)))


@lie("not as folded")
def a_note_is_left_out(history, chance):
    return _answered(history, chance, lambda call: _is_read("ListNotes")(call) and len(call.answer.revisions) > 1,
                     lambda call: call.answer._replace(revisions=call.answer.revisions[1:]))


@lie("not as folded")
def a_change_is_left_out_of_a_history(history, chance):
    return _answered(history, chance, lambda call: _is_read("GetHistory")(call) and len(call.answer.revisions) > 1,
                     lambda call: call.answer._replace(revisions=call.answer.revisions[1:]))


# Proofs and disclosures.

@lie("root")
def a_checkpoint_of_another_log(history, chance):
    return _answered(history, chance, _is_read("GetCheckpoint"),
                     lambda call: call.answer._replace(root=_other(call.answer.root)))


@lie("signature")
def a_checkpoint_that_nobody_signed(history, chance):
    return _answered(history, chance, _is_read("GetCheckpoint"), lambda call: Checkpoint(
        call.answer.note.replace("\n", "\n1", 1), call.answer.size, call.answer.root))


@lie("proof")
def a_path_that_leads_nowhere(history, chance):
    method = chance.choice(("GetInclusionProof", "GetConsistencyProof"))
    return _answered(history, chance, lambda call: _is_read(method)(call) and call.answer.hashes,
                     lambda call: call.answer._replace(hashes=(_other(call.answer.hashes[0]), *call.answer.hashes[1:])))


@lie("not disclosed")
def the_record_was_given_and_nothing_says_so(history, chance):
    """Two calls in the place of one."""
    place = _one(history, chance, _is_read("ReadCase"))
    return None if place is None else dataclasses.replace(history, calls=(*history.calls, *[history.calls[place]] * 40))


def recorded_unknown(history):
    """How many calls without an answer turned out to have recorded something: where none did, too little was asked."""
    log = Log(history)
    return sum(1 for call in history.calls if isinstance(call.asked, Append) and call.outcome == UNKNOWN and
               call in log.writers(call.asked.request_id) and log.of_request.get(call.asked.request_id))
