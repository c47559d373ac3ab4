"""Reads the fields of protobuf messages, from the description of the encoding alone."""

from exhibit_archive import require


def varint(data, at):
    value = 0
    for shift in range(0, 70, 7):
        require(at < len(data), "a protobuf message is cut off")
        value, at = value | (data[at] & 0x7F) << shift, at + 1
        if data[at - 1] < 0x80:
            break
    require(data[at - 1] < 0x80 and value < 2**64, "a protobuf number is too long")
    return value, at


def each_field(data):
    """Each field of a protobuf message, in order: its number, its value (a number or bytes), and its
    exact bytes with the tag."""
    at = 0
    while at < len(data):
        start = at
        tag, at = varint(data, at)
        number, wire = tag >> 3, tag & 7
        require(0 < number < 2**29 and wire in (0, 1, 2, 5), "malformed protobuf message")
        value, at = varint(data, at) if wire in (0, 2) else ({1: 8, 5: 4}[wire], at)
        if wire != 0:
            require(value <= len(data) - at, "a protobuf message is cut off")
            value, at = data[at:at + value], at + value
        yield number, value, data[start:at]


def fields_of(data):
    """The fields of a protobuf message: number -> values in their order."""
    found = {}
    for number, value, _ in each_field(data):
        found.setdefault(number, []).append(value)
    return found


def field(message, number, kind):
    """The value of a field that occurs at most once: int (0 if absent) or bytes (empty)."""
    values = message.get(number, [kind()])
    good = len(values) == 1 and isinstance(values[0], kind)
    require(good, f"field {number} is of another type, or stands more than once")
    return values[0]


def message_in(message, number, what):
    require(number in message, f"holds no {what}")
    return fields_of(field(message, number, bytes))


def packed_numbers(message, number):
    """The values of a repeated field of numbers, packed or not."""
    found = []
    for value in message.get(number, []):
        at = 0
        while isinstance(value, bytes) and at < len(value):
            each, at = varint(value, at)
            found.append(each)
        if isinstance(value, int):
            found.append(value)
    return found
