#!/usr/bin/python3
"""Check one journal event offline, sharing no code with the journal.

    verify_proof.py --key VERIFIER_KEY --proof FILE.tlog-proof --event FILE.json
    verify_proof.py --self-test

VERIFIER_KEY is the journal's published key, "<origin>+<key hash>+<base64>"; get it from someone
other than the person who handed over the files. The event is one JSON object: "position" (a decimal
string), "header" (base64 of 118 bytes), and "parts", each with "label" (0 if absent), "salt", and
"plaintext" (base64). The checks, in this order:

  header      118 bytes, format 1.
  commitment  The salts and plaintexts hash to the payload commitment, the header's last 32 bytes.
  proof       The proof is a c2sp.org/tlog-proof@v1 for the event's position.
  signature   The checkpoint in it is a C2SP signed note, signed by VERIFIER_KEY (Ed25519).
  origin      The checkpoint is of the journal that the key is named after.
  inclusion   The header is the leaf at that position in the checkpoint's tree (RFC 6962).

Each check prints one line. The exit status is 0 if all checks hold, and 1 at the first that fails.
Needs Python 3.11 and, for Ed25519 only, the package python3-cryptography.
"""

import argparse
import base64
import binascii
import copy
import datetime
import hashlib
import json
import struct
import sys
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = struct.Struct(">BB16sQq16sHH32s32s")
STREAM_KINDS = {1: "case", 2: "access", 3: "journal", 4: "reader", 5: "group", 6: "principal"}


class CheckFailed(Exception):
    """A failed check: its name (args[0]) and why it failed (args[1])."""


def require(holds, check, why):
    if not holds:
        raise CheckFailed(check, why)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text, check, what):
    """Decode base64 in its canonical form: padded, no stray characters, no stray bits."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise CheckFailed(check, f"{what} is not base64") from None
    require(base64.b64encode(data).decode() == text, check, f"{what} is not canonical base64")
    return data


def decimal(text, check, what):
    good = isinstance(text, str) and text.isascii() and text.isdigit() and str(int(text)) == text
    require(good and int(text) < 2**64, check, f"{what} is not a canonical decimal number")
    return int(text)


def read_header(event):
    header = unbase64(event.get("header"), "header", "the header")
    require(len(header) == HEADER.size, "header", f"{len(header)} bytes, not {HEADER.size}")
    names = ("format", "kind", "stream", "revision", "recorded_at", "request", "index", "count",
             "previous", "commitment")
    fields = dict(zip(names, HEADER.unpack(header)))
    require(fields["format"] == 1, "header", f"format {fields['format']}, not 1")
    require(fields["kind"] in STREAM_KINDS, "header", f"stream kind {fields['kind']} is unknown")
    return header, fields


def check_commitment(event, fields):
    parts = event.get("parts", [])
    good = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    require(good and 1 <= len(parts) <= 255, "commitment", "no parts, or too many")
    commitments = []
    for i, part in enumerate(parts):
        label = part.get("label", 0)
        good = type(label) is int and 0 <= label < 2**16
        require(good, "commitment", f"part {i} has a bad label")
        salt = unbase64(part.get("salt"), "commitment", f"the salt of part {i}")
        require(len(salt) == 32, "commitment", f"the salt of part {i} is not 32 bytes")
        text = unbase64(part.get("plaintext", ""), "commitment", f"the plaintext of part {i}")
        place = struct.pack(">BH", i, label)
        commitments.append(sha256(b"casejournal/part/v1\n", place, salt, text))
    recomputed = sha256(b"casejournal/payload/v1\n", bytes([len(parts)]), *commitments)
    require(recomputed == fields["commitment"], "commitment", "the parts are not those recorded")
    return len(parts)


def read_proof(text, event):
    lines = text.split("\n")
    blank = lines.index("") if "" in lines else len(lines)
    head, note = lines[:blank], "\n".join(lines[blank + 1:])
    require(head[:1] == ["c2sp.org/tlog-proof@v1"], "proof", "not a c2sp.org/tlog-proof@v1")
    if len(head) > 1 and head[1].startswith("extra "):
        unbase64(head.pop(1).removeprefix("extra "), "proof", "the extra data")
    require(len(head) > 1 and head[1].startswith("index "), "proof", "no index")
    index = decimal(head[1].removeprefix("index "), "proof", "the index")
    hashes = [unbase64(line, "proof", "a hash") for line in head[2:]]
    good = len(hashes) <= 64 and all(len(node) == 32 for node in hashes)
    require(good, "proof", "not at most 64 hashes of 32 bytes")
    position = decimal(event.get("position", "0"), "proof", "the event's position")
    require(index == position, "proof", f"for position {index}, not {position}")
    return index, hashes, note


def read_key(key):
    name, key_hash, encoded = (key.split("+", 2) + ["", ""])[:3]
    public = unbase64(encoded, "signature", "the key")
    require(name and len(public) == 33 and public[0] == 1, "signature", "not an Ed25519 note key")
    expected = sha256(name.encode(), b"\n", public)[:4]
    require(key_hash == expected.hex(), "signature", "the key hash is not the key's")
    return name, expected, Ed25519PublicKey.from_public_bytes(public[1:])


def check_signature(note, key):
    name, key_hash, public = read_key(key)
    text, separator, signatures = note.rpartition("\n\n")
    require(separator and signatures.endswith("\n"), "signature", "the checkpoint is not a note")
    clean = all(c >= " " or c == "\n" for c in note)
    require(clean, "signature", "control character in the note")
    text += "\n"
    verified = 0
    for line in signatures[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        require(dash == "\u2014" and signer, "signature", "malformed signature line")
        signature = unbase64(encoded, "signature", "a signature")
        if signer != name or signature[:4] != key_hash:
            continue  # Someone else's, a witness's perhaps.
        try:
            public.verify(signature[4:], text.encode())
        except InvalidSignature:
            raise CheckFailed("signature", f"the signature by {name} does not verify") from None
        verified += 1
    require(verified, "signature", f"the checkpoint is not signed by {name}")
    return name, text


def read_checkpoint(text, name):
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "origin", "malformed checkpoint")
    require(lines[0] == name, "origin", f"the checkpoint is of {lines[0]}, the key of {name}")
    size = decimal(lines[1], "origin", "the tree size")
    root = unbase64(lines[2], "origin", "the root")
    require(len(root) == 32, "origin", "the root is not 32 bytes")
    return size, root


def check_inclusion(index, size, leaf, hashes, root):
    """Recursion from the top, as RFC 6962 section 2.1.1 defines the path: its last hash is the
    sibling just below the root."""
    def climb(position, width, path):
        if width == 1:
            require(not path, "inclusion", "the proof is too long")
            return leaf
        require(path, "inclusion", "the proof is too short")
        split = 1 << (width - 1).bit_length() - 1
        if position < split:
            return sha256(b"\x01", climb(position, split, path[:-1]), path[-1])
        return sha256(b"\x01", path[-1], climb(position - split, width - split, path[:-1]))

    require(index < size, "inclusion", f"position {index} is not among the first {size} events")
    require(climb(index, size, hashes) == root, "inclusion", "the proof leads to another root")


def time_of(microseconds):
    try:
        time = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=microseconds)
        return time.isoformat(timespec="microseconds") + "Z"
    except OverflowError:
        return f"{microseconds} us after 1970"


def verify(key, proof, event, report):
    """Run all checks. Raises CheckFailed at the first that does not hold."""
    require(isinstance(event, dict), "header", "the event is not a JSON object")
    header, fields = read_header(event)
    report("header", "118 bytes, format 1")
    report("commitment", f"{check_commitment(event, fields)} part(s) as recorded")
    index, hashes, note = read_proof(proof, event)
    report("proof", f"for position {index}, {len(hashes)} hashes")
    name, text = check_signature(note, key)
    report("signature", f"by {name}")
    size, root = read_checkpoint(text, name)
    report("origin", f"{name}, {size} events")
    check_inclusion(index, size, sha256(b"\x00", header), hashes, root)
    report("inclusion", f"event {index} of {size}, root {root.hex()[:16]}")
    print(f"{STREAM_KINDS[fields['kind']]} {uuid.UUID(bytes=fields['stream'])}"
          f" revision {fields['revision']} recorded {time_of(fields['recorded_at'])}")


# A journal of 7 events created for this test. The checkpoint is signed by the key of the tests of
# golang.org/x/mod/sumdb/note.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_PROOF = """c2sp.org/tlog-proof@v1
index 4
0GLeeAZ2n1dRjcBuSvzKyiyPkDm/PEFevBeHJQKpIEw=
6Fbu9QYI6NXK/lRH9usb0/rwr8bz7lF7JmNRu5TfRuY=
f0l1rlueoFoa1OtGPV8gkkCHBI6XjPazQgNu7FyQV+Y=

PeterNeumann
7
d5mR/UBJvNN3undxBRf4xQPWFGK96T7CxMKc5rVmM50=

— PeterNeumann x08go508ZBYpJODkkG+o5pZ+RlFLdZgBwTFoxEf5xs1ZliS03CEIUG1+IjROQN6/HS7/WnkWS9F17d6XG2TOtKE81gQ=
"""
KNOWN_EVENT = {
    "position": "4",
    "header": "AQFvHJo+K31MWImhssPU5fYHAAAAAAAAAAIABh5LWmx9gAECAwQFBgcICQoLDA0ODxAAAAABmv+B9nMX"
              "hZv0PQRI9Au0iBJwH8lym1p4x4CusEXIM1TA6chc/R0pvubw2NS6/znl6WoAbvpFJ2DiuIaYa95m+Q==",
    "parts": [{"label": 3, "salt": "AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o=",
               "plaintext": "Z29hbDogcmV1bmlmaWNhdGlvbg=="}],
}


def rejection(key, proof, event):
    """The check that rejects these, or None."""
    try:
        verify(key, proof, event, lambda *_: None)
    except CheckFailed as failed:
        return failed.args[0]
    return None


def flipped(text, at):
    data = bytearray(base64.b64decode(text))
    data[at] ^= 1
    return base64.b64encode(data).decode()


def spoiled_inputs():
    """Yield the check that must fail, and inputs with one fault."""
    for at, check in ((0, "header"), (1, "header"), (2, "inclusion"), (60, "inclusion"),
                      (117, "commitment")):
        event = copy.deepcopy(KNOWN_EVENT)
        event["header"] = flipped(event["header"], at)
        yield check, KNOWN_KEY, KNOWN_PROOF, event
    for field in ("salt", "plaintext"):
        event = copy.deepcopy(KNOWN_EVENT)
        event["parts"][0][field] = flipped(event["parts"][0][field], 0)
        yield "commitment", KNOWN_KEY, KNOWN_PROOF, event
    event = copy.deepcopy(KNOWN_EVENT)
    del event["parts"][0]["label"]
    yield "commitment", KNOWN_KEY, KNOWN_PROOF, event
    yield "proof", KNOWN_KEY, KNOWN_PROOF, {**KNOWN_EVENT, "position": "5"}
    yield "inclusion", KNOWN_KEY, KNOWN_PROOF.replace("index 4", "index 3"), {**KNOWN_EVENT,
                                                                             "position": "3"}
    lines = KNOWN_PROOF.split("\n")
    yield "inclusion", KNOWN_KEY, "\n".join(lines[:2] + lines[3:]), KNOWN_EVENT
    yield "inclusion", KNOWN_KEY, "\n".join(lines[:2] + lines[2:3] + lines[2:]), KNOWN_EVENT
    yield "inclusion", KNOWN_KEY, KNOWN_PROOF.replace(lines[2], flipped(lines[2], 0)), KNOWN_EVENT
    yield "signature", KNOWN_KEY, KNOWN_PROOF.replace("\n7\n", "\n8\n"), KNOWN_EVENT
    enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    yield "signature", enoch, KNOWN_PROOF, KNOWN_EVENT


def self_test():
    verify(KNOWN_KEY, KNOWN_PROOF, KNOWN_EVENT, lambda *_: None)
    count = 0
    for check, key, proof, event in spoiled_inputs():
        refused_by = rejection(key, proof, event)
        require(refused_by == check, "self-test", f"{check} did not refuse, {refused_by} did")
        count += 1
    print(f"ok    self-test    the known answer verifies, {count} spoiled ones are refused")


def main():
    parser = argparse.ArgumentParser(description="Checks one journal event offline.")
    parser.add_argument("--key", help="the journal's verifier key")
    parser.add_argument("--proof", help="a .tlog-proof file")
    parser.add_argument("--event", help="a JSON file with the event, its salts and plaintexts")
    parser.add_argument("--self-test", action="store_true", help="check the built-in known answer")
    args = parser.parse_args()
    if not args.self_test and not (args.key and args.proof and args.event):
        parser.error("--key, --proof and --event are needed, or --self-test")
    try:
        if args.self_test:
            self_test()
            return 0
        with open(args.proof, encoding="utf-8", newline="") as file:
            proof = file.read()
        with open(args.event, encoding="utf-8") as file:
            event = json.load(file)
        event = event.get("opened", {}).get("recorded", event)  # what a call returns, or the entry alone
        verify(args.key, proof, event, lambda check, what: print(f"ok    {check:<12} {what}"))
    except CheckFailed as failed:
        print(f"FAIL  {failed.args[0]:<12} {failed.args[1]}")
        return 1
    except (OSError, ValueError) as error:
        print(f"FAIL  input        {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
