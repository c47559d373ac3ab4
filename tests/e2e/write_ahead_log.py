"""RocksDB's write-ahead log as it is on disk: fragments, then the zeros that are kept ahead of them."""

BLOCK = 32 << 10
HEADER = 7  # checksum, length (two bytes, the lower first), type


def written(log):
    """What was written, without the zeros behind it. Looks at lengths and types, not at checksums."""
    at = 0
    while at < len(log):
        rest_of_block = BLOCK - at % BLOCK
        if rest_of_block < HEADER:
            at += rest_of_block
        elif not log[at + HEADER - 1:at + HEADER].strip(b"\0"):
            break
        else:
            at += HEADER + int.from_bytes(log[at + 4:at + 6], "little")
    return log[:at]
