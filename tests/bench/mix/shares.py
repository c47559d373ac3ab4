#!/usr/bin/env python3
"""Count the event types of deploy/samples, and compare them with the shares that the generator uses.

    tests/bench/mix/shares.py

Print one line for each type. Fail if a line of tests/bench/mix/*_entries.cc has another number than the samples.
"""

import collections
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
ENVELOPE = {"effectiveOn", "effectiveFirstDay", "effectiveTime", "about", "onBehalfOf", "source", "labels", "causedBy",
            "corrects", "lateReason", "claim", "overrides"}
# What a generated case does once or never, and why: tests/bench/README.md.
APART = {"caseOpened", "caseClosed", "caseReopened", "casesJoined", "caseLinked", "caseReceived", "caseTransferredOut",
         "planEnded", "findingAnswered", "entryRetracted"}


def main():
    samples = collections.Counter()
    for path in sorted((ROOT / "deploy/samples").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for part in json.loads(line)["cases"]:
                samples.update((set(event) - ENVELOPE).pop() for event in part["events"])
    generated = {}
    for path in sorted((ROOT / "tests/bench/mix").glob("*_entries.cc")):
        for type_, count in re.findall(r'\{"(\w+)", (\d+), \w+\},', path.read_text(encoding="utf-8")):
            generated[type_] = int(count)
    for type_, count in samples.most_common():
        print(f"{count:4}  {type_}{'  (apart)' if type_ in APART else ''}")
    print(f"{samples.total():4}  events of {len(samples)} types")
    wrong = [type_ for type_ in sorted(set(samples) | set(generated))
             if type_ not in APART and samples[type_] != generated.get(type_)]
    if wrong:
        sys.exit(f"other shares than those of the samples: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
