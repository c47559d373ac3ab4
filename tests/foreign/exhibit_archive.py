"""Reads the files of an exhibit: from the archive that docs/EXHIBIT.md describes, or from an archive into which someone
packed them again."""

import io
import re
import struct
import zipfile
import zlib

MAX_FILE = 256 << 20  # Bytes.
PATH = re.compile(rb"exhibit\.html|notice\.txt|manifest\.sha256|checkpoint(\.tsr)?|schema\.binpb|"
                  rb"chain\.txt|left-out\.proofs|plan\.(json|binpb)|timeline\.svg|"
                  rb"texts/[0-9]{6}\.json|"
                  rb"(disclosure|events/[0-9]{6}|journal/[0-9]{10})\.(json|tlog-proof)")
REQUIRED = ("exhibit.html", "notice.txt", "manifest.sha256", "checkpoint", "schema.binpb",
            "chain.txt", "disclosure.json", "journal/0000000000.json")
LOCAL = struct.Struct("<IHHHHHIIIHH")
CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
END = struct.Struct("<IHHHHIIH")


DESKTOP = re.compile(r"__MACOSX/.*|(.*/)?(\.DS_Store|Thumbs\.db|desktop\.ini)")


class CheckFailed(Exception):
    """A failed check: its name (args[0]), and what failed and why (the rest)."""


class PackedAgain(CheckFailed):
    """All checks hold for the files, but they are in another archive than the one that was written."""


def require(holds, why):
    if not holds:
        raise CheckFailed(why)


def read_zip(data):
    """Read a canonical ZIP file: create every header again from the names and contents, and accept only this form."""
    require(END.size <= len(data) <= MAX_FILE, "too short, or over 256 MiB")
    count = END.unpack(data[-END.size:])[4]
    files, directory, at, last = {}, [], 0, ""
    for number in range(count):
        size, name_size = LOCAL.unpack_from(data, at)[8:10]
        begin = at + LOCAL.size + name_size
        name, content = data[at + LOCAL.size:begin], data[begin:begin + size]
        require(PATH.fullmatch(name), f"the path of file {number} does not belong in an exhibit")
        path = name.decode()
        require(last < path, f"{path} is out of order")
        same = (zlib.crc32(content), len(content), len(content), len(name))
        local = LOCAL.pack(0x04034B50, 10, 0, 0, 0, 0x0021, *same, 0)
        require(data[at:begin] == local + name, f"{path}: its local header is not canonical")
        directory += [CENTRAL.pack(0x02014B50, 10, 10, 0, 0, 0, 0x0021, *same, 0, 0, 0, 0, 0, at),
                      name]
        files[path], at, last = content, begin + size, path
    directory = b"".join(directory)
    end = END.pack(0x06054B50, 0, 0, count, count, len(directory), at, 0)
    require(data[at:] == directory + end, "the central directory is not canonical")
    return f"{count} files, {len(data)} bytes", require_files(files)


def require_files(files):
    for path in REQUIRED:
        require(path in files, f"{path} is missing")
    with_entry = {path.removesuffix(".json") for path in files
                  if path.endswith(".json") and not path.startswith("texts/")}
    with_proof = {path.removesuffix(".tlog-proof") for path in files if path.endswith("-proof")}
    for stem in (with_entry ^ with_proof) - {"plan"}:
        raise CheckFailed(f"{stem} is an entry without a proof, or a proof without an entry")
    require(("plan.json" in files) == ("plan.binpb" in files), "one form of the plan is missing")
    return files


def read_any_zip(data):
    """The files of an exhibit that was packed again. Members follow one another, and there are no other bytes."""
    require(len(data) <= MAX_FILE, "over 256 MiB")
    whole = data[-END.size:-END.size + 4] == b"PK\5\6"
    require(whole or not data.startswith(b"PK\3\4") or b"PK\5\6" in data, "cut off")
    require(whole, "changed: no archive")
    files, at = {}, 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.header_offset)
            require(sum(member.file_size for member in members) <= MAX_FILE, "over 256 MiB")
            for member in members:
                require(member.header_offset == at, f"changed: bytes between the members at {at}")
                require(member.filename not in files, "changed: a path stands twice")
                # zipfile compares the two names itself, and the digest.
                require(member.orig_filename == member.filename, "changed: a path is cut off")
                content = archive.read(member)
                flags, method, crc, packed, size, name, extra = (
                    LOCAL.unpack_from(data, at)[n] for n in (2, 3, 6, 7, 8, 9, 10))
                later = flags & 8
                good = not flags & ~0x80E and method == member.compress_type in (0, 8) and all(
                    here == there or later and not here
                    for here, there in ((crc, member.CRC), (packed, member.compress_size),
                                        (size, member.file_size)))
                require(good and flags == member.flag_bits, f"changed: the member at {at}")
                at += LOCAL.size + name + extra + member.compress_size
                if later:
                    at += 4 if data[at:at + 4] == b"PK\7\10" else 0
                    good = struct.unpack_from("<III", data, at) == (
                        member.CRC, member.compress_size, member.file_size)
                    require(good, f"changed: the member before {at}")
                    at += 12
                require(not member.is_dir() or not content, "changed: a folder has content")
                if not member.is_dir() and not DESKTOP.fullmatch(member.filename):
                    files[member.filename] = content
            end = END.unpack(data[-END.size:])
            good = (at == archive.start_dir == end[6] and end[5] + at == len(data) - END.size
                    and end[1:3] == (0, 0) and end[3] == end[4] == len(members) and not end[7])
            require(good, f"changed: bytes behind the members at {at}")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError):
        raise CheckFailed("changed: the archive is damaged") from None
    if files and "manifest.sha256" not in files:
        folder = next(iter(files)).partition("/")[0] + "/"
        require(all(path.startswith(folder) for path in files), "changed: no manifest")
        files = {path.removeprefix(folder): content for path, content in files.items()}
    for path in files:
        good = path.isascii() and PATH.fullmatch(path.encode())
        require(good, "changed: a path does not belong in an exhibit")
    return require_files({path: files[path] for path in sorted(files)})


def read_files(data):
    """The files, and whether they are in the archive that was written."""
    try:
        what, files = read_zip(data)
        return what, (files, True)
    except (CheckFailed, ValueError, struct.error):
        files = read_any_zip(data)
    return f"{len(files)} files, {len(data)} bytes, PACKED AGAIN by another program", (files, False)
