#!/usr/bin/python3
"""Brings the plan version digests of a sample case up to date.

A sample is a file of JSON lines, each the proto3 JSON of one casejournal.v1.AppendRequest. When a version of a plan is
drawn up, the digest in the line is that of the text that the worker read; signatures, filings, decisions and journal
entries name it in later lines. After an edit of a sample, or a change of the text of plans, the digests are others.

This plays the file line by line to a freshly started, empty server, with the digests of versions left out, so that the
server fills them in; puts each answered digest in place of the old one wherever the file names it; and writes the file
back. Nothing is written if the server refuses a line. `casejournal import` then checks every digest. The environment says
how the program signs in (CASEJOURNAL_CA, CASEJOURNAL_TOKEN_FILE), as somebody with the role of a supervisor.

    deploy/samples/refresh_digests.py --server localhost:7464 deploy/samples/*.jsonl
"""

import argparse
import base64
import binascii
import json
import os
import subprocess
import sys


def drawn_up(request):
    """The bodies of the plan versions that the request draws up, in the order of their events."""
    for case in request["cases"]:
        for event in case["events"]:
            if "planVersionDrawnUp" in event:
                yield event["planVersionDrawnUp"]


def append(program, server, request):
    """Sends one request and returns the digests that the server answered, in the order of their events."""
    answer = subprocess.run([program, "append", "--server", server, "--json", "-"],
                            input=json.dumps(request), capture_output=True, encoding="utf-8", check=False)
    if answer.returncode != 0:
        raise ValueError(f"refused: {answer.stderr.strip() or answer.stdout.strip()}")
    response = json.loads(answer.stdout)
    if response.get("repeatedAnswer"):
        raise ValueError("the server holds this case already: start an empty one")
    return [digest for case in response["cases"] for digest in case.get("planVersionDigests", [])]


def refresh(program, server, path):
    """Plays one file and writes it back with the server's digests. Returns how many of them changed."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    changed = {}  # old digest -> new digest, both in base64 as the file spells them
    for number, line in enumerate(lines, 1):
        for old, new in changed.items():
            line = line.replace(f'"{old}"', f'"{new}"')
        request = json.loads(line)
        versions = list(drawn_up(request))
        read = [version.pop("digest", None) for version in versions]
        try:
            answered = append(program, server, request)
            if len(answered) != len(versions):
                raise ValueError(f"{len(versions)} plan versions, {len(answered)} digests answered")
            for version, old, new in zip(versions, read, answered):
                if old is None:
                    raise ValueError(f"version {version['label']} has no digest: give it any, unlike the others")
                if len(base64.b64decode(new, validate=True)) != 32:
                    raise ValueError(f"{new} is not the digest of a plan version")
                if old != new:
                    changed[old] = new
                    line = line.replace(f'"{old}"', f'"{new}"')
                    print(f"{path}:{number}: version {version['label']}: {old} -> {new}")
        except (ValueError, KeyError, binascii.Error) as error:
            raise SystemExit(f"{path}:{number}: {error}") from error
        lines[number - 1] = line
    if changed:
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(path + ".new", path)
    return len(changed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, metavar="HOST:PORT", help="a freshly started, empty server")
    parser.add_argument("--casejournal", default="casejournal", metavar="PROGRAM", help="the program (default: from PATH)")
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    for path in args.files:
        count = refresh(args.casejournal, args.server, path)
        print(f"{path}: {count} digests changed" if count else f"{path}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
