"""The releases whose journals are kept here, and the questions that each of them must always answer as it did.

A folder with the name of a release holds what make_store wrote with that release:

    store.tar.xz     the data directory of a journal: everything but what is rebuilt
    contract.binpb   the contract: a FileDescriptorSet of proto/, without casejournal/store
    answers/         questions.json, and the answer to each question; what fsck said; and what the journal gave out: its
                     key, a checkpoint, a proof with its entry, and an exhibit

An answer is read with the contract of its release, as a client of that release would read it. So what a later contract
adds to an answer is not seen, and everything else is compared.
"""

import json
import lzma
import os
import pathlib
import re
import sys
import tarfile

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/e2e"))
# Where the releases are; another folder to try make_store.
FOLDER = pathlib.Path(os.environ.get("CASEJOURNAL_COMPAT") or pathlib.Path(__file__).parent)
# The release of the contract that this program keeps.
CURRENT = "1.2"
MISSING = f"the current release has no folder: run tests/compat/make_store {CURRENT} with the program that is released"

# What may differ, by message and field. Everything else may not.
DIFFERS = {
    "casejournal.v1.AnsweredAsOf.as_of_position": "a later program may record an entry of the journal's own when it starts",
    "casejournal.v1.AnsweredAsOf.program": "names the program that answers",
    "casejournal.v1.AnsweredAsOf.fold_version": "a number of that program: a later fold also knows later events",
    "casejournal.v1.AnsweredAsOf.rule_catalogue_version": "a number of that program: a later one may have more rules",
    "casejournal.v1.AnsweredAsOf.code_lists_version": "a number of that program: a later one may have more codes",
}


def releases():
    """The folders, the earliest release first."""
    found = [path for path in FOLDER.iterdir() if re.fullmatch(r"\d+\.\d+", path.name)]
    return sorted(found, key=lambda path: [int(number) for number in path.name.split(".")])


def contract_files():
    """The files of the contract: proto/ without what programs store for themselves."""
    proto = ROOT / "proto"
    paths = sorted(path.relative_to(proto).as_posix() for path in proto.rglob("*.proto"))
    return [path for path in paths if not path.startswith("casejournal/store/")]


def unpack_store(release, directory):
    """Write the data directory of the release."""
    with tarfile.open(release / "store.tar.xz") as archive:
        archive.extractall(directory)


def pack_store(directory, path):
    """The counterpart. Two packs of one directory are equal, and name no user and no time."""
    left_out = re.compile(r"(LOCK|projections(/.*)?|(log|keys)/(LOCK|LOG|LOG\.old.*|OPTIONS-\d+))")
    with lzma.open(path, "wb", preset=9) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for part in sorted(directory.rglob("*")):
            name = part.relative_to(directory).as_posix()
            if left_out.fullmatch(name):
                continue
            member = archive.gettarinfo(part, name)
            member.uid = member.gid = member.mtime = 0
            member.uname = member.gname = ""
            if part.is_dir():
                archive.addfile(member)
                continue
            with open(part, "rb") as content:
                archive.addfile(member, content)


def has_roles(release):
    """Whether journals of the release have an administrator. An earlier one needs `casejournal name-administrator`."""
    return Contract(release).has("casejournal.event.v1.JournalEvent.role_given")


def questions_of(release):
    """What was asked: {file, words, message}. `message` is the type of each JSON value, or None if the program prints
    JSON of its own."""
    return json.loads((release / "answers/questions.json").read_text(encoding="utf-8"))


def read_answer(release, name):
    """The text of an answer of the release."""
    path = release / "answers" / name
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else open(path, encoding="utf-8") as file:
        return file.read()


def write_answer(release, name, text):
    path = release / "answers" / name
    with lzma.open(path, "wt", encoding="utf-8") if path.suffix == ".xz" else open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Contract:
    """The contract of a release, as its clients have it."""

    def __init__(self, release):
        files = descriptor_pb2.FileDescriptorSet.FromString((release / "contract.binpb").read_bytes())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        self._pool = pool
        self._factory = message_factory.MessageFactory(pool)

    def has(self, field):
        """Whether there is a field with this full name."""
        message, _, name = field.rpartition(".")
        return name in self._pool.FindMessageTypeByName(message).fields_by_name

    def oneof(self, message, name):
        """The fields of a oneof, as JSON names them."""
        return [field.json_name for field in self._pool.FindMessageTypeByName(message).oneofs_by_name[name].fields]

    def read(self, text, message):
        """The JSON values of an answer in one form each, without what may differ."""
        values = _json_values(text)
        if message is None:
            return [json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) for value in values]
        type_ = self._factory.GetPrototype(self._pool.FindMessageTypeByName(message))
        return [self._known(json_format.ParseDict(value, type_(), ignore_unknown_fields=True)) for value in values]

    def _known(self, message):
        _clear(message)
        return json_format.MessageToJson(message, indent=1, ensure_ascii=False, descriptor_pool=self._pool)


def _json_values(text):
    """The values of a text that holds one after the other."""
    decoder = json.JSONDecoder()
    values, at = [], 0
    text = text.strip()
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return values


def _clear(message):
    """Remove what may differ, at any depth."""
    for field, value in message.ListFields():
        if field.full_name in DIFFERS:
            message.ClearField(field.name)
        elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for part in value if field.label == field.LABEL_REPEATED else [value]:
                _clear(part)
