"""A journal's entries in the hands of someone who has its key and can sign anything made from them.

The signature of such an exhibit is right, and so is every proof; only what the test changed is wrong. The pages for
people are left out, so that the program accepts it only with --without-pages.
"""

import base64
import copy
import dataclasses
import json
import uuid

from exhibits import verify_exhibit
from signed_tree import Signer, root, text64
from verify_exhibit import ACCESS, CASE, HEADER, JOURNAL, Header, leaf_of, plan_digest, sha256
from wire import field

SEED = bytes(range(32))  # of the salts of the plan's parts
NOTICE = b"Told by nobody: do not pass it on.\n"


def path_of(index, leaves):
    """RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return path_of(index, leaves[:split]) + [root(leaves[split:])]
    return path_of(index - split, leaves[split:]) + [root(leaves[:split])]


def message(fields):
    """The bytes of a message. A field of None is left out; a list repeats the field."""
    return b"".join(field(number, each) for number, value in sorted(fields.items()) if value is not None
                    for each in (value if isinstance(value, list) else [value]))


def span(first, last):
    return message({1: first or None, 2: last or None})


@dataclasses.dataclass
class Entry:
    """An entry: the fields of its header, and its parts (label, salt, plaintext)."""
    header: Header
    parts: list

    def raw(self):
        return HEADER.pack(*self.header)

    def set(self, **fields):
        self.header = self.header._replace(**fields)

    def commit(self):
        """Set the header's commitment to that of the parts."""
        parts = [sha256(b"casejournal/part/v1\n", bytes([number]), label.to_bytes(2, "big"), salt, plaintext)
                 for number, (label, salt, plaintext) in enumerate(self.parts)]
        self.set(commitment=sha256(b"casejournal/payload/v1\n", bytes([len(parts)]), *parts))

    def rewrite(self, plaintext):
        self.parts[0] = (*self.parts[0][:2], plaintext)
        self.commit()

    def json(self, position):
        parts = [{"label": label, "salt": text64(salt), "plaintext": text64(plaintext)}
                 for label, salt, plaintext in self.parts]
        entry = {"position": str(position), "header": text64(self.raw()), "parts": parts}
        return json.dumps(entry, indent=2).encode() + b"\n"


class ForgedLog:
    """All entries of a journal, by position, and the key that signs its checkpoints."""

    def __init__(self, journal):
        self.signer = Signer.of_journal(journal.directory)
        self.origin = self.signer.name
        self.entries = []
        for event in journal.events():
            header = Header(*HEADER.unpack(base64.b64decode(event["header"])))
            self.entries.append(Entry(header, [(part.get("label", 0), base64.b64decode(part["salt"]),
                                                base64.b64decode(part["plaintext"])) for part in event["parts"]]))

    def copy(self):
        """A copy to corrupt, with the same key."""
        other = copy.copy(self)
        other.entries = [Entry(entry.header, list(entry.parts)) for entry in self.entries]
        return other

    def stream(self, kind, stream):
        """The positions of a stream's entries."""
        return [position for position, entry in enumerate(self.entries)
                if (entry.header.kind, entry.header.stream) == (kind, stream)]

    def append(self, kind, stream, plaintext):
        """Add an entry that was never recorded. Returns its position."""
        before, last = self.stream(kind, stream), self.entries[-1].header
        entry = Entry(Header(format=1, kind=kind, stream=stream, revision=len(before), recorded_at=last.recorded_at + 1,
                             request=uuid.uuid4().bytes, index=0, count=1,
                             previous=leaf_of(self.entries[before[-1]].raw()) if before else bytes(32),
                             commitment=bytes(32)), [(0, sha256(plaintext), plaintext)])
        entry.commit()
        self.entries.append(entry)
        return len(self.entries) - 1

    def relink(self, kind, stream):
        """Link every entry of a stream to the one before it, after one of them was changed."""
        leaf = bytes(32)
        for position in self.stream(kind, stream):
            self.entries[position].set(previous=leaf)
            leaf = leaf_of(self.entries[position].raw())

    def checkpoint(self, origin=None):
        leaves = [leaf_of(entry.raw()) for entry in self.entries]
        text = f"{origin or self.origin}\n{len(leaves)}\n{text64(root(leaves))}\n"
        return self.signer.note(text).encode()

    def exhibit(self, case, given, made=None, plan=None, chain=None, journal=None, origin=None, access=None):
        """The files of an exhibit with these revisions of a case, whose disclosure follows all entries.

        made: other values for fields of the disclosure, None for none. plan: its canonical bytes. chain, journal: other
        positions than those of the case's entries, and of the first two. access: another stream for the disclosure.
        """
        stream = uuid.UUID(case).bytes
        chain = self.stream(CASE, stream) if chain is None else chain
        known = given[-1] if given else len(chain) - 1
        disclosed = {1: "a court", 2: "a hearing", 4: 1, 6: [span(at, at) for at in given], 7: known or None,
                     9: len(chain) - 1 or None, 10: leaf_of(self.entries[chain[-1]].raw()), 11: len(self.entries),
                     13: NOTICE, 14: 5, 15: 5}
        left_out = [at for revision, at in enumerate(chain) if revision not in given]
        lines = [f"{at} {(leaf_of(self.entries[at].raw()) if at in left_out else self.entries[at].raw()).hex()}\n"
                 for at in chain]
        disclosed[17] = sha256("".join(lines).encode())
        if given == list(range(known + 1)):
            disclosed[6] = [span(0, known)]
        if plan is not None:
            disclosed[12] = message({1: known or None, 2: chain[known], 4: plan_digest(plan, SEED), 5: bytes(32), 6: 1,
                                     7: "forged", 8: SEED})
        disclosed |= made or {}
        event = field(4, field(1, message(disclosed))) + field(3, field(4, 1))
        position = self.append(*(access or (ACCESS, stream)), event)
        checkpoint = self.checkpoint(origin)
        leaves = [leaf_of(entry.raw()) for entry in self.entries]
        files = {"exhibit.html": b"<p>Believe me.</p>\n", "notice.txt": NOTICE, "checkpoint": checkpoint,
                 "chain.txt": "".join(lines).encode(), "schema.binpb": self.schema()}
        if left_out:
            files["left-out.proofs"] = "".join(" ".join(map(text64, path_of(at, leaves))) + "\n"
                                               for at in left_out).encode()
        proofs = {"disclosure": position}
        proofs |= {f"events/{revision:06}": chain[revision] for revision in given}
        proofs |= {f"journal/{at:010}": at for at in ([0, 1] if journal is None else journal)}
        for stem, at in proofs.items():
            files[stem + ".json"] = self.entries[at].json(at)
            lines = ["c2sp.org/tlog-proof@v1", f"index {at}", *map(text64, path_of(at, leaves))]
            files[stem + ".tlog-proof"] = "\n".join(lines).encode() + b"\n\n" + checkpoint
        if plan is not None:
            files |= {"plan.json": b"{}\n", "plan.binpb": plan, "timeline.svg": b"<svg/>\n"}
        return files

    def schema(self):
        """The schema that the journal adopted with its second entry."""
        fields = verify_exhibit.fields_of
        return fields(fields(fields(self.entries[1].parts[0][2])[2][0])[2][0])[2][0]

    def add_to_journal(self, content):
        """Append an event to the journal's own stream."""
        return self.append(JOURNAL, bytes(16), field(2, content) + field(3, field(4, 1)))
