"""Exhibits created from docs/EXHIBIT.md alone, valid or with one fault, of a log that never existed."""

import base64
import hashlib
import json
import struct
import uuid
import zlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import verify_exhibit
from verify_exhibit import leaf_of, plan_digest, sha256

FIRST, ORIGIN = "example.org/first", "example.org/second"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESSES = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3)]
CASE, OTHER_CASE, JOURNAL = (uuid.UUID(int=n).bytes for n in (0xCA5E, 0xBADC, 0x10))
NOTICE, RECIPIENT, NARRATIVE = b"Told: do not pass on.\n", "Rosalind", "was seen at the school"
SCHEMA, PLAN = b"\x0a\x03abc", b"\x0a\x02hi\x10\x07R\x01aR\x01b"
SEED = bytes(range(32))  # of the salts of the plan's parts
TIME = 1_741_791_600_000_000


def varint(number):
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def message(*fields):
    encoded = b""
    for number, value in fields:
        if isinstance(value, int):
            encoded += varint(number << 3) + varint(value)
        else:
            value = value.encode() if isinstance(value, str) else value
            encoded += varint(number << 3 | 2) + varint(len(value)) + value
    return encoded


def opened(origin):
    return message((2, message((verify_exhibit.OPENED, message(
        (verify_exhibit.OPENED_ORIGIN, origin))))))


def went_on(before, origin):
    return message((2, message((verify_exhibit.WENT_ON, message(
        (verify_exhibit.WENT_ON_ORIGIN_BEFORE, before),
        (verify_exhibit.WENT_ON_ORIGIN, origin))))))


def adopted(schema):
    return message((2, message((2, message((1, "of today"), (2, schema))))))


def case_event(text):
    return message((1, message((3, text))))


def verifier_key(name, key, kind=1):
    public = bytes([kind]) + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return f"{name}+{sha256(name.encode(), bytes([10]), public)[:4].hex()}+" + (
        base64.b64encode(public).decode())


def key_id(verifier):
    return bytes.fromhex(verifier.split("+")[1])


def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", root_of(leaves[:split]), root_of(leaves[split:]))


def path_of(index, leaves):
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return path_of(index, leaves[:split]) + [root_of(leaves[split:])]
    return path_of(index - split, leaves[split:]) + [root_of(leaves[:split])]


class Log:
    """The entries of a journal, as JSON objects; .raw has their headers."""

    def __init__(self):
        self.raw, self.entries, self.heads = [], [], {}

    def append(self, kind, stream, event, other=()):
        """other: other values for fields of the header."""
        revision, previous = self.heads.get((kind, stream), (0, bytes(32)))
        position, salt = len(self.raw), hashlib.sha256(bytes([len(self.raw)])).digest()
        part = sha256(b"casejournal/part/v1\n", b"\0", b"\0\5", salt, event)
        fields = verify_exhibit.Header(
            format=1, kind=kind, stream=stream, revision=revision, recorded_at=TIME + position,
            request=bytes(16), index=0, count=1, previous=previous,
            commitment=sha256(b"casejournal/payload/v1\n", b"\1", part))._replace(**dict(other))
        raw = verify_exhibit.HEADER.pack(*fields)
        self.heads[kind, stream] = revision + 1, leaf_of(raw)
        self.raw.append(raw)
        self.entries.append({
            "position": str(position), "header": base64.b64encode(raw).decode(),
            "parts": [{"label": 5, "salt": base64.b64encode(salt).decode(),
                       "plaintext": base64.b64encode(event).decode()}],
            "stream": {"revision": str(fields.revision)}, "sentence": NARRATIVE})
        return position


def sign(text, names_and_keys):
    """A note by the journal's key, and cosignatures by (name, key, seconds)."""
    journal = key_id(verifier_key(ORIGIN, KEY)) + KEY.sign(text.encode())
    lines = [f"\u2014 {ORIGIN} {base64.b64encode(journal).decode()}\n"]
    for name, key, seconds in names_and_keys:
        signature = key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        blob = key_id(verifier_key(name, key, 4)) + seconds.to_bytes(8, "big") + signature
        lines.append(f"\u2014 {name} {base64.b64encode(blob).decode()}\n")
    return (text + "\n" + "".join(lines)).encode()


def exhibit(disclosed=(), header=None, journal=None, give=None, chain_ends=3, plan=True,
            origin=ORIGIN, extension="", cosigners=(0, 1), disclosure_stream=(2, CASE), spoil=None,
            after=True, headers=None):
    """The files of an exhibit of revisions 0 and 1 of a case that has three, as path -> bytes.

    disclosed: other values for fields of the disclosure, None for none. header: revision of the
    case -> other values for fields of that header. journal: other events of the journal's stream,
    or what to append instead of one. give: other revisions in events/. chain_ends: the number of
    lines of the chain. headers: the revisions whose headers it has, if not those given. spoil: how to
    change the disclosure. after: whether an entry follows it."""
    log = Log()
    opening, *later = journal or [opened(FIRST), went_on(FIRST, ORIGIN), adopted(SCHEMA)]
    own = [log.append(*(opening if isinstance(opening, tuple) else (3, JOURNAL, opening)))]
    case = [log.append(1, CASE, case_event(NARRATIVE + str(n)), (header or {}).get(n, ()))
            for n in range(2)]
    own += [log.append(*(event if isinstance(event, tuple) else (3, JOURNAL, event)))
            for event in later]
    log.append(1, OTHER_CASE, case_event("of somebody else"))
    case.append(log.append(1, CASE, case_event("left out"), (header or {}).get(2, ())))
    observed = len(log.raw)
    attested = message((1, 1), (2, case[1]), (4, plan_digest(PLAN, SEED)), (8, SEED))
    give = (0, 1) if give is None else give
    shown = set(give if headers is None else headers)
    chain = "".join(f"{at} {log.raw[at].hex() if n in shown else leaf_of(log.raw[at]).hex()}\n"
                    for n, at in enumerate(case[:chain_ends])).encode()
    made = {1: RECIPIENT, 2: "a hearing", 4: 1, 6: [message((2, 1))], 7: 1, 9: 2,
            10: leaf_of(log.raw[case[2]]), 11: observed, 12: attested, 13: NOTICE, 14: 4, 15: 4,
            17: sha256(chain)}
    made.update(disclosed)
    made = message(*((number, each) for number, value in made.items() if value is not None
                     for each in (value if isinstance(value, list) else [value])))
    event = message((4, message((1, made))))
    disclosure = log.append(*disclosure_stream, spoil(event) if spoil else event)
    if after:
        log.append(1, OTHER_CASE, case_event("after it"))

    leaves = [leaf_of(raw) for raw in log.raw]
    root = base64.b64encode(root_of(leaves)).decode()
    named = [(f"witness.example/{n}", key, 1_741_800_000 + n) for n, key in enumerate(WITNESSES)]
    checkpoint = sign(f"{origin}\n{len(leaves)}\n{root}\n{extension}",
                      [named[n] for n in cosigners])

    def proof(position):
        lines = [base64.b64encode(node).decode() for node in path_of(position, leaves)]
        head = "\n".join(["c2sp.org/tlog-proof@v1", f"index {position}", *lines])
        return head.encode() + b"\n\n" + checkpoint

    files = {"exhibit.html": b"<p>" + NARRATIVE.encode(), "notice.txt": NOTICE,
             "checkpoint": checkpoint, "schema.binpb": SCHEMA,
             "chain.txt": chain}
    left_out = [at for n, at in enumerate(case[:chain_ends]) if n not in shown]
    if left_out:
        files["left-out.proofs"] = "".join(
            " ".join(base64.b64encode(node).decode() for node in path_of(at, leaves)) + "\n"
            for at in left_out).encode()
    chosen = [(f"journal/{n:010}", n) for n in own] + [("disclosure", disclosure)]
    chosen += [(f"events/{n:06}", case[n]) for n in give]
    for path, position in chosen:
        files[path + ".json"] = json.dumps(log.entries[position], indent=2).encode() + b"\n"
        files[path + ".tlog-proof"] = proof(position)
    if plan:
        files.update({"plan.json": b"{}\n", "plan.binpb": PLAN})
    return files


def manifest(files):
    files = {path: files[path] for path in sorted(files) if path != "manifest.sha256"}
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()]
    return {**files, "manifest.sha256": "".join(lines).encode()}


def pack(files, order=sorted, local_extra=b"", central=None, between=b"", comment=b"", after=b""):
    """A canonical ZIP file, except for the requested deviations."""
    body, directory, paths = b"", b"", list(order(files))
    for path in paths:
        data, name = files[path], path.encode()
        method, flags, date = (central or {}).get(path, (0, 0, 0x0021))
        common = struct.pack("<HHHHHIIIHH", 10, flags, method, 0, date, zlib.crc32(data), len(data),
                             len(data), len(name), len(local_extra))
        directory += b"PK\1\2\x0a\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + common + name + local_extra + data + between
    end = struct.pack("<HHHHIIH", 0, 0, len(paths), len(paths), len(directory), len(body),
                      len(comment))
    return body + directory + b"PK\5\6" + end + comment + after


def packed(**changes):
    return pack(manifest(exhibit(**changes)))


VALID = exhibit()
VALID_ZIP = pack(manifest(VALID))
JOURNAL_KEY = verifier_key(ORIGIN, KEY)
WITNESS_KEYS = [verifier_key(f"witness.example/{n}", key, 4) for n, key in enumerate(WITNESSES)]
