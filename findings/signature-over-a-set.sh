#!/bin/bash
# A court gets a case plan as a verifiable credential (JSON-LD). The usual suites (W3C, eddsa-rdfc-2022 and ecdsa-rdfc-2019) sign the
# SHA-256 of its canonical N-Quads. The plan lists the steps in the order in which the parent must take them, each visit that was
# kept, the hours of a service, an empty list of appeals, and the position of its entry in the journal. Which changes does the
# signature notice?
#
# Guess: each change of a value. It may not notice white space and the order of members, and each processor gets the same bytes.
# Versions: jsonld 9.0.0, jsonld-streaming-parser 5.0.1 (npm); PyLD 2.0.3, RDFLib 6.1.1 (Debian 12).
# Behavior, of jsonld, also in its safe mode, and of PyLD:
#   the steps in another order, one of two visits on the same day gone,
#   no list of appeals instead of an empty one, "closed": null instead of none    the same digest
#   another day, another step                                                     another digest
# JSON-LD 1.1 reads an array as a set, unless it is marked as a @list, which then helps. And processors write numbers differently:
#                                     "hours": 2.0               "position": 9007199254740993
#   jsonld                            "2"^^integer               ...992
#   PyLD                              "2.0E0"^^double            ...993
#   RDFLib                            "2.0"^^double              ...993
#   jsonld-streaming-parser           "2"^^integer               ...993, as a string
# Why it matters: a signed plan can lose a visit, an order of steps, and the word that there was no appeal, and verifies as before;
# one that Python signed fails in a browser.
# For this product: an exhibit is signed as bytes (docs/EXHIBIT.md), never as a graph. If it is put into a credential, then as one
# string, or under a suite for JSON (eddsa-jcs-2022).
# Needs: node with npm, /usr/bin/python3 (PyLD, RDFLib).
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-pyld python3-rdflib 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0 jsonld-streaming-parser@5.0.1 >/dev/null 2>&1

plan() {  # plan NAME MEMBERS: a plan with these members
  local context='{"@vocab": "https://example.org/plan#", "id": "@id"}'
  echo "{\"@context\": $context, \"id\": \"urn:uuid:3e1f\", \"goal\": \"return home\"${2:+, $2}}" >"$1.json"
}
plan steps '"step": ["find a home", "see the child overnight"]'
plan steps-turned '"step": ["see the child overnight", "find a home"]'
plan step-list '"step": {"@list": ["find a home", "see the child overnight"]}'
plan step-list-turned '"step": {"@list": ["see the child overnight", "find a home"]}'
plan visits '"visit": ["2026-03-04", "2026-03-11", "2026-03-11"]'
plan visit-gone '"visit": ["2026-03-04", "2026-03-11"]'
plan visit-moved '"visit": ["2026-03-04", "2026-03-12"]'
plan nothing ""
plan no-appeals '"appeal": []'
plan not-closed '"closed": null'
plan hours '"hours": 2.0'
plan position '"position": 9007199254740993'

cat >canonical.mjs <<'JS'
import fs from 'node:fs';
import jsonld from 'jsonld';
import { JsonLdParser } from 'jsonld-streaming-parser';
const [program, file] = process.argv.slice(2), text = fs.readFileSync(file, 'utf8');
if (program === 'jsonld-streaming-parser') {
  const parser = new JsonLdParser();
  parser.on('data', ({ object }) => object.datatype && console.log(`"${object.value}"^^<${object.datatype.value}>`));
  parser.end(text);
} else {
  const options = { algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true };
  process.stdout.write(await jsonld.canonize(JSON.parse(text), options));
}
JS
cat >canonical.py <<'PY'
import json, sys
program, file = sys.argv[1:]
if program == "RDFLib":
    from rdflib import Graph
    for _, _, value in Graph().parse(file, format="json-ld"): print(value.n3())
else:
    from pyld import jsonld
    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    print(jsonld.normalize(json.load(open(file)), options), end="")
PY
canonical() { if [[ $1 == json* ]]; then node canonical.mjs "$1" "$2.json"; else /usr/bin/python3 canonical.py "$1" "$2.json"; fi; }
status=0
check() {  # check WHAT SEEN EXPECTED
  if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi
}
expect() {  # expect same|other ONE ANOTHER: whether the digests of two plans are the same
  local program one another
  for program in jsonld PyLD; do
    one=$(canonical "$program" "$2" | sha256sum) another=$(canonical "$program" "$3" | sha256sum)
    check "$program: $2, $3" "$([[ $one == "$another" ]] && echo same || echo other)" "$1"
  done
}
expect same steps steps-turned
expect same visits visit-gone
expect same nothing no-appeals
expect same nothing not-closed
expect other step-list step-list-turned
expect other visits visit-moved
number() {  # number PROGRAM NAME EXPECTED: how it writes the number
  check "$1: $2" "$(canonical "$1" "$2" | grep -o '"[0-9.E]*"^^.*#[a-z]*' | sed 's/<.*#//')" "$3"
}
number jsonld hours '"2"^^integer'
number jsonld-streaming-parser hours '"2"^^integer'
number PyLD hours '"2.0E0"^^double'
number RDFLib hours '"2.0"^^double'
number jsonld position '"9007199254740992"^^integer'
number jsonld-streaming-parser position '"9007199254740993"^^string'
for program in PyLD RDFLib; do number "$program" position '"9007199254740993"^^integer'; done
exit "$status"
