"""RocksDB's write-ahead log as it is on disk: fragments, then preallocated zeros."""

import struct

BLOCK = 32 << 10
HEADER = 7  # checksum, length (two bytes, the lower first), type


def written(log):
    """The written bytes, without the zeros after them. Checks lengths and types, not checksums."""
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


def _table():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        yield byte


CRC32C = list(_table())


def masked_crc32c(data):
    """The form in which RocksDB stores checksums."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC32C[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def groups(log):
    """The written groups."""
    log, at, found, is_open = written(log), 0, [], False
    while at < len(log):
        rest_of_block = BLOCK - at % BLOCK
        if rest_of_block < HEADER:
            at += rest_of_block
            continue
        length, kind = struct.unpack_from("<HB", log, at + 4)
        if not is_open:
            found.append(b"")
        found[-1] += log[at + HEADER:at + HEADER + length]
        is_open = kind in (2, 3)
        at += HEADER + length
    return found


def log_of(its_groups):
    """A write-ahead log of these groups."""
    log = bytearray()
    for group in its_groups:
        done = 0
        while done < len(group):
            rest = BLOCK - len(log) % BLOCK
            if rest < HEADER:
                log += bytes(rest)
                rest = BLOCK
            part = group[done:done + rest - HEADER]
            first, last = done == 0, done + len(part) == len(group)
            kind = (1 if last else 2) if first else (4 if last else 3)
            log += struct.pack("<IHB", masked_crc32c(bytes([kind]) + part), len(part), kind) + part
            done += len(part)
    return bytes(log)
