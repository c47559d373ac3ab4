"""Bytes of messages, put together by hand: what no well-behaved client would send."""

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
