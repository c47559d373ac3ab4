#!/bin/bash
# A plan as linked data (RDF) gives the time frame of an activity, and a shape (SHACL) limits it: sh:maxInclusive "P6M", at most six months.
# For the first hearing it is "PT72H", at most 72 hours, and for an order that must last, sh:minInclusive "P180D". Which values conform?
#
# Guess: shorter ones conform, and longer ones do not. Where no order is defined, as between months and days, the value does not conform
# (SHACL, 4.3: "cannot be compared"), so a wrong plan is never passed.
# Versions: rdf-validate-shacl 0.6.5, shacl-engine 1.1.2; beside them oxigraph 0.5.11 (SPARQL); all npm.
# Behavior:                                 both validators    oxigraph, <= or >=
#   at most P6M        P3M                  conforms           yes
#                      P7M                  does not           no
#                      P10M, P1Y, P5Y       conform            no
#   at most PT72H      PT71H, P3D           conform            yes
#                      PT8H                 does not           yes
#                      PT100H, P4D, P10D    conform            no
#   at least P180D     P179D                does not           no
#                      P181D                conforms           yes
#                      P90D, P45D           conform            no
#                      P1000D               does not           yes
# Both compare durations as texts, whether xsd:duration, yearMonthDuration, or dayTimeDuration: "P5Y" is below "P6M". The report says that
# the data conform, and no value gives an error. Values that are close to the limit (P7M, PT71H, P179D) are judged rightly, so a test with
# them passes. Days (xsd:date) come out right.
# Why it matters: five years pass for at most six months, ten days pass for 72 hours, and a hearing after eight hours is reported as late.
# For this product: it writes no RDF, and a plan gives the day on which an activity is to end. docs/CLIENTS.md tells writers of shapes to
# limit that day, or to compare durations by SPARQL.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 @zazuko/env@3.0.1 n3@2.13.12 \
  oxigraph@0.5.11 2>/dev/null

cat >conform.mjs <<'JS'
import env from '@zazuko/env';
import { Parser } from 'n3';
import oxigraph from 'oxigraph';
import { Validator } from 'shacl-engine';
import ShaclValidator from 'rdf-validate-shacl';
const xsd = 'http://www.w3.org/2001/XMLSchema#';
const parse = (text) => env.dataset(new Parser({ factory: env }).parse(
  `@prefix sh: <http://www.w3.org/ns/shacl#>. @prefix xsd: <${xsd}>. @prefix : <http://example.org/>. ${text}`));
const programs = {
  'rdf-validate-shacl': async (shape, data) => (await new ShaclValidator(shape, { factory: env }).validate(data)).conforms,
  'shacl-engine': async (shape, data) => (await new Validator(shape, { factory: env }).validate({ dataset: data })).conforms,
};
const store = new oxigraph.Store();
const byLength = (value, sign, limit) =>
  store.query(`PREFIX xsd: <${xsd}> SELECT (${value} ${sign} ${limit} AS ?is) {}`)[0].get('is')?.value === 'true';
function report(name, seen, expected) {
  if (seen !== expected) process.exitCode = 1;
  console.log(`${seen === expected ? 'as before' : 'CHANGED'}: ${name}: ${seen ? 'conforms' : 'does not conform'}`);
}
const rows = [  // limit, type; the values that conform and are within it, conform and are not, are and do not conform, neither
  ['max', 'P6M', 'duration', ['P3M'], ['P10M', 'P1Y', 'P5Y'], [], ['P7M', 'P9M']],
  ['max', 'P6M', 'yearMonthDuration', ['P3M'], ['P10M', 'P1Y', 'P5Y'], [], ['P7M', 'P9M']],
  ['max', 'PT72H', 'dayTimeDuration', ['PT71H', 'PT72H', 'P3D'], ['PT100H', 'P4D', 'P10D'], ['PT8H'], ['PT73H']],
  ['min', 'P180D', 'dayTimeDuration', ['P180D', 'P181D'], ['P90D', 'P45D'], ['P1000D'], ['P179D']],
  ['max', '2026-11-24', 'date', ['2026-11-24', '2026-09-30'], [], [], ['2026-11-25', '2027-01-01']],
];
for (const [end, limit, type, ...values] of rows)
  for (const [at, group] of values.entries())
    for (const value of group) {
      const [text, most] = [value, limit].map((each) => `"${each}"^^xsd:${type}`);
      const shape = parse(`:S a sh:NodeShape; sh:targetClass :Activity; sh:property [ sh:path :within; sh:${end}Inclusive ${most} ].`);
      const data = parse(`:a a :Activity; :within ${text}.`);
      for (const [name, conforms] of Object.entries(programs))
        report(`${name}, ${end} ${limit} (${type}): ${value}`, await conforms(shape, data), at < 2);
      report(`oxigraph, ${end} ${limit} (${type}): ${value}`, byLength(text, end === 'max' ? '<=' : '>=', most), at % 2 === 0);
    }
JS
node conform.mjs
