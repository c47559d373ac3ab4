"""What the tests record: requests in the words of the practice, as the proto3 JSON of an AppendRequest."""

import datetime
import functools
import json
import pathlib
import re
import uuid
import zoneinfo

ZONE = "America/New_York"
ROOT = pathlib.Path(__file__).resolve().parents[2]
AGENCY = "Wren County Children Services"
# Only the tests use these words, so that a leak can be found.
CHILD = "Philippa Quarrington"
NARRATIVE = "Philippa said that she had hidden under the stairs until the shouting was over"


def today():
    """The journal's day. Tests use yesterday, which does not change if they run past midnight."""
    return datetime.datetime.now(zoneinfo.ZoneInfo(ZONE)).date()


def day(days_ago=1):
    return (today() - datetime.timedelta(days=days_ago)).isoformat()


def an_id(*words):
    """The same UUID for the same words."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(str(word) for word in words)))


def event(body, content, days_ago=1, **envelope):
    return {"effectiveOn": day(days_ago), **envelope, body: content}


def opened(**envelope):
    return event("caseOpened", {"kind": "CASE_KIND_FAMILY", "origin": "CASE_ORIGIN_REPORT", "agency": AGENCY},
                 **envelope)


def child(word="child", name=CHILD, **envelope):
    return event("participantJoined", {"participantId": an_id(word), "capacity": "CAPACITY_CHILD", "name": name},
                 **envelope)


def goal(word="goal", statement="The children are safe at home", **envelope):
    return event("goalEstablished", {"goalId": an_id(word), "area": "GOAL_AREA_SAFETY", "statement": statement},
                 **envelope)


def objective(word="objective", of="goal", statement="Every week ends without a call for help", **envelope):
    return event("objectiveAdded", {"objectiveId": an_id(word), "goalId": an_id(of), "terms": {"statement": statement}},
                 **envelope)


def goal_withdrawn(of="goal", **envelope):
    return event("goalWithdrawn", {"goalId": an_id(of), "reason": "the family chose another"}, **envelope)


def note(text=NARRATIVE, **envelope):
    return event("caseNoteWritten", {"occasion": "visit at home", "text": text}, **envelope)


def request(case, expected, *events, request_id=None):
    """One request for one case. `expected`: None for no case, a revision, "any", or a choice of the contract."""
    choice = expected if isinstance(expected, dict) else {None: {"noCase": True}, "any": {"any": True}}.get(
        expected, {"exactly": str(expected)})
    return {"requestId": request_id or str(uuid.uuid4()),
            "cases": [{"caseId": case, "expected": choice, "events": list(events)}]}


def opening(case, **more):
    """A case with a child: revisions 0 and 1."""
    return request(case, None, opened(), child(), **more)


def _values(message, key=""):
    if isinstance(message, dict):
        for name, value in message.items():
            yield from _values(value, name)
    elif isinstance(message, list):
        for value in message:
            yield from _values(value, key)
    elif isinstance(message, str):
        yield key, message


@functools.cache
def words_of_people():
    """Names and pieces of narrative of everyone in the samples and the tests: no message may repeat them."""
    words = {CHILD, "Philippa", "Quarrington", NARRATIVE, NARRATIVE[:20]}
    for sample in sorted((ROOT / "deploy/samples").glob("*.jsonl")):
        for line in sample.read_text(encoding="utf-8").splitlines():
            for key, value in _values(json.loads(line)):
                if key == "name":
                    words.add(value)
                    words |= {part for part in re.split(r"\W+", value) if len(part) > 4 and part[0].isupper()}
                elif value.count(" ") > 3:
                    words |= {value, value[:25]}
    # Words that are also parts of names of offices and services, and of this project.
    return sorted(words - {"County", "Services", "Family", "Center", "Clinic", "Court", "Children", "Juvenile", "Early",
                           "Childhood", "Street", "Light", "Victim", "Recovery", "Visitation", "Advocacy", "Harbor",
                           "Counseling", "The reunification plan is"})


@functools.cache
def pattern_of_people():
    """Each of them as a whole word: House is a name, and Household is not."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(words) for words in words_of_people())})(?!\w)")
