"""Open a case, be rejected by a rule, and read the plan.

    PYTHONPATH=build/clients/python /usr/bin/python3 deploy/clients/python/example.py 127.0.0.1:7464 2026-11-24

CASEJOURNAL_CA is a file with the authority of the server's certificate, and CASEJOURNAL_TOKEN_FILE one with a token. The
day is one of the journal's time zone that is not in the future. `build` generates the modules.
"""

import os
import pathlib
import sys
import time
import uuid

import grpc

from casejournal.event.v1 import case_event_pb2, case_events_pb2, goal_events_pb2, people_events_pb2
from casejournal.v1 import case_service_pb2, case_service_pb2_grpc, errors_pb2

PINGS = [("grpc.keepalive_time_ms", 20_000), ("grpc.keepalive_timeout_ms", 10_000),
         ("grpc.http2.max_pings_without_data", 0), ("grpc.max_receive_message_length", 16 << 20)]
UNKNOWN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


class Token(grpc.AuthMetadataPlugin):
    """Signs each call in with the token that the file then has: another program replaces it before it expires."""

    def __call__(self, context, callback):
        token = pathlib.Path(os.environ["CASEJOURNAL_TOKEN_FILE"]).read_text(encoding="ascii").strip()
        callback([("authorization", f"Bearer {token}")], None)


def credentials():
    authority = pathlib.Path(os.environ["CASEJOURNAL_CA"]).read_bytes()
    return grpc.composite_channel_credentials(grpc.ssl_channel_credentials(authority), grpc.metadata_call_credentials(Token()))


def refusal_of(error):
    """The typed reasons of a rejection, or None."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in errors_pb2.ErrorStatus.FromString(value).details:
                refusal = errors_pb2.Refusal()
                if detail.Unpack(refusal):
                    return refusal
    return None


def append(cases, request):
    """Send a request until its outcome is known. Its request id makes this safe: it is recorded at most once."""
    for tries in range(1, 6):
        try:
            return cases.Append(request, timeout=30)
        except grpc.RpcError as error:
            if error.code() not in UNKNOWN or tries == 5:
                raise
            time.sleep(tries)


def main(address, day):
    case_id, child_id, goal_id = (str(uuid.uuid4()) for _ in range(3))

    def request(expected, *events):
        case = case_service_pb2.CaseAppend(case_id=case_id, expected=expected, events=events)
        return case_service_pb2.AppendRequest(request_id=str(uuid.uuid4()), cases=[case])

    def event(**body):
        return case_event_pb2.CaseEvent(effective_on=day, **body)

    with grpc.secure_channel(address, credentials(), options=PINGS) as channel:
        cases = case_service_pb2_grpc.CaseServiceStub(channel)

        # 1. Open a case with one child.
        opened = append(cases, request(
            case_service_pb2.ExpectedRevision(no_case=True),
            event(case_opened=case_events_pb2.CaseOpened(
                kind=case_events_pb2.CASE_KIND_FAMILY, origin=case_events_pb2.CASE_ORIGIN_REPORT, agency="Wren County")),
            event(participant_joined=people_events_pb2.ParticipantJoined(
                participant_id=child_id, capacity=people_events_pb2.CAPACITY_CHILD, name="Ilka Sørensen"))))
        print(f"opened at position {opened.first_position}, {opened.cases[0].events} events")

        # 2. An objective must name a goal that the case has.
        revision = case_service_pb2.ExpectedRevision(exactly=1)
        objective = event(objective_added=goal_events_pb2.ObjectiveAdded(
            objective_id=str(uuid.uuid4()), goal_id=goal_id,
            terms=goal_events_pb2.ObjectiveTerms(statement="no quarrel after eight in the evening")))
        try:
            append(cases, request(revision, objective))
            sys.exit("the objective was not rejected")
        except grpc.RpcError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            for violation in refusal.violations:
                print(f"rejected with {error.code().name} by {violation.rule_id}: {violation.field}:",
                      violation.message, violation.remedy)

        # 3. With its goal it is accepted. Read the plan that follows, with this entry in it.
        goal = event(goal_established=goal_events_pb2.GoalEstablished(
            goal_id=goal_id, for_ids=[child_id], area=goal_events_pb2.GOAL_AREA_SAFETY, statement="Ilka sleeps well"))
        added = append(cases, request(revision, goal, objective))
        plan = cases.GetCasePlan(case_service_pb2.GetCasePlanRequest(
            case_id=case_id, view=case_service_pb2.PLAN_VIEW_WORKING, min_position=added.first_position + 1),
            timeout=30).plan
        print(f"plan for {plan.participants[0].name}: {plan.goals[0].statement}")


if __name__ == "__main__":
    main(*sys.argv[1:])
