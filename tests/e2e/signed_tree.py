"""A log as others see it, created by hand: the tree of RFC 6962 and the signed notes of C2SP."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NOTE, COSIGNATURE = 0x01, 0x04  # types of signatures


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(entry):
    return sha256(b"\x00", entry)


def leaves_of(events):
    """The leaves of rows from `events --json`, which must be the whole journal or its beginning."""
    for number, event in enumerate(events):
        if int(event.get("position", "0")) != number:
            raise AssertionError(f"entry {number} says that it is at position {event.get('position', '0')}")
    return [leaf(base64.b64decode(event["header"])) for event in events]


def _split(count):
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    """MTH of RFC 6962, section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256()
    at = _split(len(leaves))
    return sha256(b"\x01", root(leaves[:at]), root(leaves[at:]))


def consistency(old_size, leaves):
    """PROOF of RFC 6962, section 2.1.2; empty from an empty tree."""
    def below(size, part, whole):
        if size == len(part):
            return [] if whole else [root(part)]
        at = _split(len(part))
        if size <= at:
            return below(size, part[:at], whole) + [root(part[at:])]
        return below(size - at, part[at:], False) + [root(part[:at])]

    return below(old_size, leaves, True) if old_size > 0 else []


def text64(data):
    return base64.b64encode(data).decode()


def _key_id(name, kind, public):
    return sha256(name.encode(), b"\n", bytes([kind]), public)[:4]


class Signer:
    """The key of a log. Anyone who has it can sign anything."""

    def __init__(self, name, seed):
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._id = _key_id(name, NOTE, self._public)

    @classmethod
    def of_journal(cls, directory):
        """The journal's own key, from its data directory."""
        secret = (directory / "secrets/signing.key").read_text().strip().removeprefix("PRIVATE+KEY+")
        name, _, encoded = secret.split("+", 2)
        return cls(name, base64.b64decode(encoded)[1:])

    @property
    def verifier_key(self):
        return f"{self.name}+{self._id.hex()}+{text64(bytes([NOTE]) + self._public)}"

    def note(self, text):
        return f"{text}\n\u2014 {self.name} {text64(self._id + self._key.sign(text.encode()))}\n"

    def checkpoint(self, size, root_hash):
        return self.note(f"{self.name}\n{size}\n{text64(root_hash)}\n")

    def checkpoint_of(self, leaves):
        return self.checkpoint(len(leaves), root(leaves))


def size_and_root(note):
    """The content of a checkpoint, whoever signed it."""
    _, size, root_hash = note.partition("\n\n")[0].split("\n")[:3]
    return int(size), base64.b64decode(root_hash)


def signers(note):
    """The names in the signature lines of a note, in order."""
    return [line.split(" ")[1] for line in note.partition("\n\n")[2].splitlines()]


def cosigned_at(note, verifier_key):
    """The time at which a witness cosigned a checkpoint (POSIX seconds), or None. A wrong cosignature raises an
    error."""
    name, key_id, encoded = verifier_key.split("+", 2)
    kind, public = base64.b64decode(encoded)[0], base64.b64decode(encoded)[1:]
    if kind != COSIGNATURE or _key_id(name, kind, public).hex() != key_id:
        raise AssertionError(f"no key of a witness: {verifier_key}")
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        signature = base64.b64decode(line.split(" ")[2])
        if line.split(" ")[1] == name and signature[:4].hex() == key_id:
            seconds = int.from_bytes(signature[4:12], "big")
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(
                    signature[12:], f"cosignature/v1\ntime {seconds}\n{text}\n".encode())
            except InvalidSignature:
                raise AssertionError(f"{name} did not cosign this checkpoint") from None
            return seconds
    return None
