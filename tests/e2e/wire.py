"""Bytes of messages, put together by hand: requests that no well-behaved client would send."""

import base64

import casework


def varint(number):
    data = bytearray()
    while number >= 0x80:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*data, number])


def field(number, value):
    """A field that is a number, text, bytes, or the bytes of a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def case_opened(agency=casework.AGENCY, kind=1, extra=b""):
    """A CaseEvent."""
    return field(1, casework.day()) + field(100, field(1, kind) + field(2, 1) + field(3, agency) + extra)


def append_request(*events, request_id=None, case=None, extra=b""):
    """An AppendRequest that expects no case."""
    case = b"".join([field(1, case or casework.an_id("case")), field(2, field(1, 1)),
                     *(field(3, event) for event in events)])
    return field(1, request_id or casework.an_id("request")) + field(2, case) + extra


def fields(data):
    """The fields of a message created by others: number -> values in their order, numbers or bytes."""
    found, at = {}, 0

    def number():
        nonlocal at
        value, shift = 0, 0
        while data[at] >= 0x80:
            value, shift, at = value | (data[at] & 0x7F) << shift, shift + 7, at + 1
        at += 1
        return value | data[at - 1] << shift

    while at < len(data):
        tag = number()
        value = number() if tag & 7 in (0, 2) else {1: 8, 5: 4}[tag & 7]
        if tag & 7 != 0:
            value, at = data[at:at + value], at + value
        found.setdefault(tag >> 3, []).append(value)
    return found


def journal_event(row, body):
    """The fields of the JournalEvent in a row of `events --json`, if it is the choice with this number; otherwise
    None."""
    stored = fields(base64.b64decode(row["parts"][0]["plaintext"]))
    chosen = fields(stored[2][0]) if 2 in stored else {}
    return fields(chosen[body][0]) if body in chosen else None
