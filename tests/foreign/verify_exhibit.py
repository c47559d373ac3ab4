#!/usr/bin/python3
"""Check an exhibit offline, sharing no code with the journal.

    verify_exhibit.py --key VERIFIER_KEY [--witness VERIFIER_KEY]... [--require-witnesses N]
                      [--timestamp-ca FILE] EXHIBIT.zip

VERIFIER_KEY is the journal's published key, "<origin>+<key hash>+<base64>"; get it from someone
other than the person who handed over the file. docs/EXHIBIT.md and eventstore/LOG_FORMAT.md define
what must hold. This program follows only these two pages, in this order:

  file        A ZIP file in the canonical form, with the paths that belong to an exhibit.
  manifest    manifest.sha256 lists exactly the other files, with their digests.
  signature   The checkpoint is a C2SP signed note, signed by VERIFIER_KEY, and names its origin.
  witnesses   The cosignatures (C2SP cosignature/v1) of the witnesses given: of all, or of N.
  entries     Headers of format 1; salt, label, and plaintext hash to the header's commitment.
  proofs      Each entry is the leaf at its position in the checkpoint's tree (RFC 6962).
  chain       One line for each revision of the case: a header that names the line before, or a leaf.
  disclosure  The entry that recorded this exhibit describes it correctly.
  texts       Texts that are given in part have the digests of their versions.
  journal     The journal's own entries lead to the checkpoint's origin and to schema.binpb.
  plan        The plan has the attested digest, and is present only if it may be.
  timestamp   The RFC 3161 token is over this checkpoint; with --timestamp-ca, also its signature.

Not checked: that the entries fold to the plan, and what the pages for people say. Each check prints
one line with ids and numbers only. The exit status is 0 if all checks hold, 3 if they hold for the
files of an exhibit that was packed again, and 1 at the first check that fails. Needs Python 3.11,
python3-cryptography for Ed25519, and openssl for --timestamp-ca.
"""

import argparse
import base64
import collections
import datetime
import hashlib
import hmac
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import exhibit_archive
from exhibit_archive import CheckFailed, PackedAgain, require
from protobuf_fields import each_field, field, fields_of, message_in, packed_numbers

MAX_ENTRY, MAX_NOTE = 16 << 20, 1 << 20  # Bytes.
MAX_SIGNATURES, MAX_HASHES, MAX_PARTS = 100, 64, 10_000

HEADER = struct.Struct(">BB16sQq16sHH32s32s")
Header = collections.namedtuple("Header", "format kind stream revision recorded_at request index"
                                          " count previous commitment")
Entry = collections.namedtuple("Entry", "path position raw header stored_event")
CASE, ACCESS, JOURNAL = 1, 2, 3

# Field numbers: of StoredEvent, of its journal_event, and of the origins in these.
JOURNAL_EVENT, ACCESS_EVENT = 2, 4
OPENED, ADOPTED_SCHEMA, WENT_ON, ADOPTED_ZONE = 1, 2, 7, 8
OPENED_ORIGIN, WENT_ON_ORIGIN, WENT_ON_ORIGIN_BEFORE = 1, 1, 2


def within(what, function, *args):
    """Call the function. If it fails, report that this failed."""
    try:
        return function(*args)
    except CheckFailed as failed:
        raise CheckFailed(what, *failed.args) from None
    except (ValueError, struct.error, RecursionError, MemoryError):
        raise CheckFailed(what, "malformed") from None


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_of(header):
    return sha256(b"\x00", header)


def unbase64(text, what):
    """Decode base64 in its canonical form: padded, no stray characters, no stray bits."""
    require(isinstance(text, str) and text.isascii(), f"{what} is not base64")
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, f"{what} is not canonical base64")
    return data


def decimal(text, what):
    good = isinstance(text, str) and re.fullmatch("0|[1-9][0-9]{0,19}", text)
    require(good and int(text) < 2**64, f"{what} is not a canonical decimal number")
    return int(text)


def time_of(microseconds):
    try:
        time = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=microseconds)
        return time.isoformat(timespec="microseconds") + "Z"
    except OverflowError:
        return f"{microseconds} us after 1970"


def spans(numbers):
    """Ascending numbers as "0-3, 5"."""
    found = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, span)) for span in found) or "none"


def check_manifest(files):
    lines = [f"{sha256(content).hex()}  {path}\n" for path, content in files.items()
             if path != "manifest.sha256"]
    good = "".join(lines).encode() == files["manifest.sha256"]
    require(good, "manifest.sha256 does not have exactly the other files and their digests")
    return f"{len(lines)} digests", None


def read_key(key, kind):
    name, key_hash, encoded = (key.split("+", 2) + ["", ""])[:3]
    public = unbase64(encoded, "the key")
    good = name and not any(c.isspace() for c in name) and len(public) == 33 and public[0] == kind
    require(good, f"not an Ed25519 verifier key of type {kind}")
    key_id = sha256(name.encode(), b"\n", public)[:4]
    require(key_hash == key_id.hex(), "the key hash is not the key's")
    return name, key_id, Ed25519PublicKey.from_public_bytes(public[1:])


def read_note(note):
    """The text that is signed, and its signatures by (name, key id)."""
    require(len(note) <= MAX_NOTE, "the checkpoint is too long")
    text, separator, rest = note.decode().rpartition("\n\n")
    require(separator and rest.endswith("\n"), "the checkpoint is not a signed note")
    require(all(c >= " " or c == "\n" for c in note.decode()), "control character in the note")
    lines, signatures = rest[:-1].split("\n"), collections.defaultdict(list)
    require(len(lines) <= MAX_SIGNATURES, f"over {MAX_SIGNATURES} signatures")
    for line in lines:
        dash, name, encoded = (line.split(" ", 2) + ["", ""])[:3]
        signature = unbase64(encoded, "a signature")
        good = dash == "\u2014" and name and len(signature) > 4
        require(good, "malformed signature line")
        signatures[name, signature[:4]].append(signature[4:])
    return text + "\n", signatures


def require_signed(public, signature, message, key_id):
    try:
        public.verify(signature, message.encode())
    except InvalidSignature:
        raise CheckFailed(f"the signature by the key {key_id.hex()} does not verify") from None


def check_signature(note, key):
    name, key_id, public = read_key(key, 1)
    text, signatures = read_note(note)
    require((name, key_id) in signatures, f"not signed by the key {key_id.hex()}")
    for signature in signatures[name, key_id]:
        require_signed(public, signature, text, key_id)
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "malformed checkpoint")
    require(lines[0] == name, "the checkpoint is of another journal than the key")
    size, root = decimal(lines[1], "the tree size"), unbase64(lines[2], "the root")
    require(0 < size < 2**63 and len(root) == 32, "malformed checkpoint")
    return f"by the key {key_id.hex()}, {size} entries, root {root.hex()[:16]}", (name, size, root)


def check_witnesses(note, witnesses, needed):
    text, signatures = read_note(note)
    distinct = {witness.split("+", 2)[-1] for witness in witnesses}
    require(len(distinct) == len(witnesses), "one witness is named twice")
    cosigned = []
    for witness in witnesses:
        name, key_id, public = read_key(witness, 4)
        for signature in signatures.get((name, key_id), []):
            seconds = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {seconds}\n{text}"
            require_signed(public, signature[8:], message, key_id)
        if (name, key_id) in signatures:
            cosigned.append(f"{key_id.hex()} at {time_of(seconds * 10**6)}")
    needed = len(witnesses) if needed is None else needed
    require(len(cosigned) >= needed, f"{len(cosigned)} cosigned, {needed} must have")
    return f"{len(cosigned)} of {len(witnesses)} cosigned: {', '.join(cosigned)}", None


def read_header(raw):
    require(len(raw) == HEADER.size, f"a header of {len(raw)} bytes, not {HEADER.size}")
    header = Header(*HEADER.unpack(raw))
    require(header.format == 1, f"a header of format {header.format}, not 1")
    return header


def unique(pairs):
    require(len(dict(pairs)) == len(pairs), "a name stands twice in a JSON object")
    return dict(pairs)


def read_entry(path, data):
    require(len(data) <= MAX_ENTRY, "too long")
    value = json.loads(data.decode(), object_pairs_hook=unique)
    require(isinstance(value, dict), "not a JSON object")
    position = decimal(value.get("position"), "the position")
    raw, parts = unbase64(value.get("header"), "the header"), value.get("parts")
    header = read_header(raw)
    good = isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict)
    require(good, "parts are not one object")
    label, salt = parts[0].get("label"), unbase64(parts[0].get("salt"), "the salt")
    require(type(label) is int and 0 <= label < 2**16, "the label is not one")
    require(len(salt) == 32, "the salt is not 32 bytes")
    text = unbase64(parts[0].get("plaintext"), "the plaintext")
    part = sha256(b"casejournal/part/v1\n", struct.pack(">BH", 0, label), salt, text)
    good = sha256(b"casejournal/payload/v1\n", b"\x01", part) == header.commitment
    require(good, "the part is not the one recorded")
    return Entry(path, position, raw, header, text)


def read_entries(files):
    entries = {path: within(path, read_entry, path, data) for path, data in files.items()
               if path.endswith(".json") and path != "plan.json" and not path.startswith("texts/")}
    return f"{len(entries)} with parts as recorded", entries


def proved_position(proof, note, leaf, size, root):
    require(proof.endswith(b"\n\n" + note), "does not end with the checkpoint")
    lines = proof[:-len(note) - 2].decode().split("\n", MAX_HASHES + 2)
    good = lines[0] == "c2sp.org/tlog-proof@v1" and lines[1:] and lines[1].startswith("index ")
    require(good, "not a c2sp.org/tlog-proof@v1 without extra data")
    index = decimal(lines[1].removeprefix("index "), "the index")
    hashes = [unbase64(line, "a hash") for line in lines[2:]]
    good = len(hashes) <= MAX_HASHES and all(len(node) == 32 for node in hashes)
    require(good, f"not at most {MAX_HASHES} hashes of 32 bytes")
    climb_to_root(index, hashes, leaf, size, root)
    return index


def climb_to_root(index, hashes, leaf, size, root):
    """Recursion from the top, as RFC 6962 section 2.1.1 defines the path: its last hash is the
    sibling just below the root."""
    def climb(position, width, path):
        if width == 1:
            require(not path, "too many hashes")
            return leaf
        require(path, "too few hashes")
        split = 1 << (width - 1).bit_length() - 1
        if position < split:
            return sha256(b"\x01", climb(position, split, path[:-1]), path[-1])
        return sha256(b"\x01", path[-1], climb(position - split, width - split, path[:-1]))

    require(index < size, f"position {index} is not among the first {size} entries")
    require(climb(index, size, hashes) == root, "leads to another root")


def check_proofs(files, entries, size, root):
    note = files["checkpoint"]
    for entry in entries.values():
        path = entry.path.removesuffix("json") + "tlog-proof"
        index = within(path, proved_position, files[path], note, leaf_of(entry.raw), size, root)
        require(index == entry.position, f"{path}: for position {index}, not {entry.position}")
    return f"{len(entries)} entries are in the tree", None


def read_left_out(files, leaves, size, root):
    """Check that each leaf left out is in the tree, by its own proof."""
    text = files.get("left-out.proofs", b"").decode()
    require(bool(leaves) == ("left-out.proofs" in files), "left-out.proofs does not belong there")
    require(text == "" or text.endswith("\n"), "left-out.proofs does not end a line")
    lines = text.split("\n")[:-1]
    require(len(lines) == len(leaves), f"{len(lines)} proofs for {len(leaves)} left out")
    for line, (revision, position, leaf) in zip(lines, leaves):
        what = f"left-out.proofs, revision {revision}"
        hashes = [unbase64(each, "a hash") for each in line.split(" ")] if line else []
        good = len(hashes) <= MAX_HASHES and all(len(node) == 32 for node in hashes)
        require(good, f"{what}: not at most {MAX_HASHES} hashes of 32 bytes")
        within(what, climb_to_root, position, hashes, leaf, size, root)


def read_chain(files, size, root, stream):
    """For each revision: its header, or None if it was left out; also position and leaf of the last."""
    text = files["chain.txt"].decode()
    require(text.endswith("\n"), "chain.txt does not end a line")
    chain, leaves, before, leaf, last = [], [], None, bytes(32), -1
    for revision, line in enumerate(text.split("\n")[:-1]):
        what = f"line {revision + 1} of chain.txt"
        good = re.fullmatch(r"([0-9]+) ([0-9a-f]{236}|[0-9a-f]{64})", line)
        require(good, f"{what} is not a position and a header or a leaf hash")
        position, digits = decimal(good[1], "the position"), bytes.fromhex(good[2])
        require(position > last, f"{what} has no later position than the line before it")
        if len(digits) == 32:
            chain.append(None)
            leaves.append((revision, position, digits))
            leaf, last = digits, position
            continue
        header = within(what, read_header, digits)
        good = header.kind == CASE and header.stream == stream
        require(good, f"{what} is not of the case's stream")
        require(header.revision == revision, f"{what} is of revision {header.revision}")
        require(header.previous == leaf, f"{what} does not name the line before it")
        good = before is None or header.recorded_at >= before.recorded_at
        require(good, f"{what} was recorded too early")
        chain.append((position, digits))
        before, leaf, last = header, leaf_of(digits), position
    read_left_out(files, leaves, size, root)
    what = f"revisions 0 to {len(chain) - 1}, {len(leaves)} left out, the last at position {last}"
    return what, (chain, last, leaf)


def check_disclosure(files, entries, chain, position, leaf):
    entry = entries["disclosure.json"]
    require(entry.header.kind == ACCESS, "not an entry of the case's access stream")
    access = message_in(fields_of(entry.stored_event), ACCESS_EVENT, "access event")
    made = message_in(access, 1, "disclosure")
    form, known, head, observed, format_ = (field(made, n, int) for n in (4, 7, 9, 11, 14))
    require(form == 1 and format_ in (4, 5), f"form {form} and format {format_}, not 1 and 4 or 5")
    drawn = format_ == 5 and "plan.binpb" in files
    require(drawn == ("timeline.svg" in files), "timeline.svg does not belong there, or is missing")
    require(head == len(chain) - 1, f"the head is {head}, chain.txt ends with {len(chain) - 1}")
    require(field(made, 10, bytes) == leaf, "the head's leaf is another")
    good = position < observed <= entry.position
    require(good, f"head at {position}, observed at {observed}, recorded at {entry.position}")
    require(known <= head, f"the known revision is {known}, the head {head}")
    good = field(made, 17, bytes) == sha256(files["chain.txt"])
    require(good, "recorded of another chain.txt")
    given = []
    for span in made.get(6, []):
        require(isinstance(span, bytes), "malformed revisions")
        first, last = (field(fields_of(span), number, int) for number in (1, 2))
        good = (not given or given[-1] + 1 < first) and first <= last <= known
        require(good, f"revisions {first} to {last} are out of order, touch, or are over {known}")
        given += range(first, last + 1)
    require(given, "no revision was disclosed")
    good = given == [revision for revision, link in enumerate(chain) if link]
    require(good, "the headers in chain.txt are not those of the revisions disclosed")
    there = [path for path in entries if path.startswith("events/")]
    good = there == [f"events/{revision:06}.json" for revision in given]
    require(good, f"revisions {spans(given)} were disclosed, other files are there")
    for revision, path in zip(given, there):
        good = (entries[path].position, entries[path].raw) == chain[revision]
        require(good, f"{path} is not revision {revision}")
    check_today(made, given)
    require(field(made, 13, bytes) == files["notice.txt"], "notice.txt is not its notice")
    what = f"at position {entry.position}, {len(given)} of {len(chain)} revisions"
    return what, (made, given, known)


def check_today(made, given):
    """Check that the fates of entries are only about given entries, in their order."""
    last = -1
    for each in made.get(18, []):
        require(isinstance(each, bytes), "malformed entries of today")
        today = fields_of(each)
        revision = field(today, 1, int)
        good = revision > last and revision in given and not (2 in today and 3 in today)
        require(good, f"says what became of revision {revision}, which it may not")
        last = revision


def read_text(data):
    """A text of parts: its digest, and the numbers of the parts that are withheld."""
    require(len(data) <= MAX_ENTRY, "too long")
    value = json.loads(data.decode(), object_pairs_hook=unique)
    parts = value.get("parts") if isinstance(value, dict) else None
    require(isinstance(parts, list) and 0 < len(parts) <= MAX_PARTS, "no parts, or too many")
    digests, withheld = [], []
    for number, part in enumerate(parts):
        require(isinstance(part, dict), "a part is not an object")
        if "withheld" in part:
            digests.append(unbase64(part["withheld"], "a digest"))
            withheld.append(number)
        else:
            salt, labels, text = unbase64(part.get("salt"), "a salt"), part.get("labels"), part.get("text")
            good = isinstance(labels, list) and all(type(each) is int and 1 <= each <= 16 for each in labels)
            require(good and isinstance(text, str) and len(salt) == 32, "a part has no salt, labels, or text")
            bits = sum({1 << (each - 1) for each in labels})
            digests.append(sha256(b"casejournal/plan-part/v1\n", salt, struct.pack(">H", bits), text.encode()))
        require(len(digests[-1]) == 32, "a digest is not 32 bytes")
    return sha256(b"casejournal/plan-text/v1\n", struct.pack(">I", len(digests)), *digests), withheld


def check_texts(files, chain, made, known):
    there = [path for path in files if path.startswith("texts/")]
    last, count = -1, 0
    for each in made.get(19, []):
        require(isinstance(each, bytes), "malformed texts")
        text = fields_of(each)
        revision = field(text, 1, int)
        path = f"texts/{revision:06}.json"
        good = last < revision <= known and chain[revision] is None
        require(good, f"{path} is not of an entry that is left out")
        require(path in files, f"{path} is missing")
        digest, withheld = within(path, read_text, files[path])
        require(digest == field(text, 2, bytes), f"{path} does not have the digest of its version")
        require(withheld == packed_numbers(text, 3), f"{path} withholds other parts than the disclosure says")
        last, count = revision, count + 1
    require(count == len(there), "there are texts that were not disclosed")
    return f"{count} given in part", None


def check_journal(files, entries, origin):
    own = [entry for path, entry in entries.items() if path.startswith("journal/")]
    now, schema = None, None
    for number, entry in enumerate(own):
        path, header = entry.path, entry.header
        require(path == f"journal/{entry.position:010}.json", f"{path} is of another position")
        good = header.kind == JOURNAL and header.stream == own[0].header.stream
        require(good, f"{path} is not of the journal's own stream")
        event = message_in(fields_of(entry.stored_event), JOURNAL_EVENT, "journal event")
        if number == 0:
            require(header.revision == 0 and OPENED in event, f"{path} does not open the journal")
            now = field(message_in(event, OPENED, "opening"), OPENED_ORIGIN, bytes)
        elif WENT_ON in event:
            went_on = message_in(event, WENT_ON, "other log")
            good = field(went_on, WENT_ON_ORIGIN_BEFORE, bytes) == now
            require(good, f"{path} goes on from another origin than the one before it")
            now = field(went_on, WENT_ON_ORIGIN, bytes)
        elif ADOPTED_ZONE not in event:
            good = ADOPTED_SCHEMA in event and schema is None
            require(good, f"{path} neither goes on as another log nor adopts the one schema")
            schema = field(message_in(event, ADOPTED_SCHEMA, "schema"), 2, bytes)
    require(now == origin.encode(), "the last origin is not the checkpoint's")
    require(schema == files["schema.binpb"], "schema.binpb is not the schema adopted")
    return f"{len(own)} entries, schema of {len(schema)} bytes", None


def plan_digest(plan, seed):
    """The digest of a plan's canonical bytes: over the digests of its fields, each with a salt."""
    digests = []
    for number, (_, _, part) in enumerate(each_field(plan)):
        salt = hmac.digest(seed, b"casejournal/plan-salt/v2\n" + struct.pack(">I", number), "sha256")
        digests.append(sha256(b"casejournal/plan-item/v2\n", salt, part))
    return sha256(b"casejournal/plan/v2\n", struct.pack(">I", len(digests)), *digests)


def check_plan(files, entries, made, given, known):
    due = given == list(range(known + 1)) and 12 in made
    if "plan.binpb" not in files:
        require(not due, "none, though one was attested and no entry is missing")
        return "none, as none was attested or an entry is missing", None
    require(due, "a plan, though none was attested or an entry is missing")
    plan = message_in(made, 12, "plan")
    seed = field(plan, 8, bytes)
    require(len(seed) == 32, f"a seed of {len(seed)} bytes, not 32")
    digest = plan_digest(files["plan.binpb"], seed)
    position = entries[f"events/{known:06}.json"].position
    good = (field(plan, 1, int), field(plan, 2, int)) == (known, position)
    require(good, "the plan attested is of another revision, or position")
    require(plan.get(3) == made.get(8), "the plan attested is of another day")
    require(field(plan, 4, bytes) == digest, "plan.binpb is not the plan attested")
    return f"of revision {known}, digest {digest.hex()[:16]}, {fold_named(plan)}", None


def fold_named(plan):
    """The fold that the attestation names; only a program that folds can compare it with its own."""
    if 5 in plan:
        return f"by fold version {field(plan, 6, int)}, fold digest {field(plan, 5, bytes).hex()[:16]}"
    return "its fold not named"


def inside(data, *steps):
    """Descend into DER: at each step to the element at an index, which must have that tag."""
    for index, tag in steps:
        at, end = 0, 0
        for _ in range(index + 1):
            found, length = struct.unpack_from(">BB", data, end)
            at, width = end + 2, length & 0x7F if length > 0x80 else 0
            if width:
                at, length = at + width, int.from_bytes(data[at:at + width], "big")
            end = at + length
            require(width <= 4 and end <= len(data), "malformed DER")
        require(found == tag, "not a time stamp response with a token")
        data = data[at:end]
    return data


def check_timestamp(token, checkpoint, ca):
    sequence, sha256_oid = 0x30, bytes.fromhex("608648016503040201")
    _, length = struct.unpack_from(">BB", token, 0)
    width = length & 0x7F if length > 0x80 else 0
    size = 2 + width + (int.from_bytes(token[2:2 + width], "big") if width else length)
    require(size == len(token), "bytes behind the time stamp response")
    status = inside(token, (0, sequence), (0, sequence), (0, 0x02))
    require(status in (b"\x00", b"\x01"), "the authority refused")
    # TimeStampResp, ContentInfo, SignedData, its content, TSTInfo.
    info = inside(token, (0, sequence), (1, sequence), (1, 0xA0), (0, sequence), (2, sequence),
                  (1, 0xA0), (0, 0x04), (0, sequence))
    imprint = (inside(info, (2, sequence), (0, sequence), (0, 0x06)),
               inside(info, (2, sequence), (1, 0x04)))
    require(imprint == (sha256_oid, sha256(checkpoint)), "the token is over something else")
    time = inside(info, (4, 0x18))
    require(re.fullmatch(rb"[0-9]{14}(\.[0-9]{1,9})?Z", time), "malformed time")
    if not ca:
        return f"over this checkpoint, says {time.decode()}; its signature was NOT CHECKED", None
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("checkpoint", "checkpoint.tsr")]
        for path, data in zip(paths, (checkpoint, token)):
            with open(path, "wb") as file:
                file.write(data)
        # The authority's certificate must have been valid then; it may have expired since.
        then = datetime.datetime.strptime(time[:14].decode() + "+0000", "%Y%m%d%H%M%S%z")
        command = ["openssl", "ts", "-verify", "-attime", str(int(then.timestamp())), "-data",
                   paths[0], "-in", paths[1], "-CAfile", ca]
        try:
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60,
                           check=True)
        except (OSError, subprocess.SubprocessError):
            raise CheckFailed("openssl does not verify the token, or cannot be run") from None
    return f"over this checkpoint, signed, at {time.decode()}", None


def verify(data, key, witnesses=(), needed=None, ca=None, report=lambda *_: None):
    """Run all checks and return the summary. Raises CheckFailed at the first that fails, and PackedAgain if all hold
    but the archive is another one."""
    def step(check, function, *args):
        what, result = within(check, function, *args)
        report("ok", check, what)
        return result

    files, as_written = step("file", exhibit_archive.read_files, data)
    step("manifest", check_manifest, files)
    note = files["checkpoint"]
    origin, size, root = step("signature", check_signature, note, key)
    if witnesses or needed:
        step("witnesses", check_witnesses, note, witnesses, needed)
    else:
        report("--", "witnesses", "not checked, no key given: all rests on the journal's key")
    entries = step("entries", read_entries, files)
    step("proofs", check_proofs, files, entries, size, root)
    stream = entries["disclosure.json"].header.stream
    chain, position, leaf = step("chain", read_chain, files, size, root, stream)
    made, given, known = step("disclosure", check_disclosure, files, entries, chain, position, leaf)
    step("texts", check_texts, files, chain, made, known)
    step("journal", check_journal, files, entries, origin)
    step("plan", check_plan, files, entries, made, given, known)
    if "checkpoint.tsr" in files:
        step("timestamp", check_timestamp, files["checkpoint.tsr"], note, ca)
    elif ca:
        raise CheckFailed("timestamp", "none in the file")
    else:
        report("--", "timestamp", "none in the file")
    report("--", "not checked", "that the entries fold to the plan, and the pages for people")
    if not as_written:
        raise PackedAgain("file", "packed again by another program; every file in it is as it was")
    disclosure = entries["disclosure.json"].header
    return {"case": uuid.UUID(bytes=disclosure.stream), "revisions given": spans(given),
            "revisions left out": spans(sorted(set(range(len(chain))).difference(given))),
            "head revision": len(chain) - 1, "disclosed": time_of(disclosure.recorded_at),
            "checkpoint size": size}


def main():
    parser = argparse.ArgumentParser(description="Checks an exhibit offline.")
    parser.add_argument("exhibit", metavar="FILE", help="the exhibit")
    parser.add_argument("--key", required=True, help="the journal's verifier key")
    parser.add_argument("--witness", action="append", default=[], metavar="KEY",
                        help="a witness's verifier key; may be given more than once")
    parser.add_argument("--require-witnesses", type=int, metavar="N",
                        help="so many of them must have cosigned, not all")
    parser.add_argument("--timestamp-ca", metavar="FILE",
                        help="the certificate of the time stamping authority, in PEM")
    args = parser.parse_args()
    try:
        with open(args.exhibit, "rb") as file:
            data = file.read(exhibit_archive.MAX_FILE + 1)
        summary = verify(data, args.key, args.witness, args.require_witnesses, args.timestamp_ca,
                         lambda mark, check, what: print(f"{mark:<5} {check:<12} {what}"))
    except PackedAgain as failed:
        print(f"NOTE  {failed.args[0]:<12} {': '.join(failed.args[1:])}")
        return 3
    except CheckFailed as failed:
        print(f"FAIL  {failed.args[0]:<12} {': '.join(failed.args[1:])}")
        return 1
    except OSError as error:
        print(f"FAIL  input        {error.strerror}")
        return 1
    for what, value in summary.items():
        print(f"{what}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
