#!/bin/bash
# A care plan (FHIR R4) begins on 31 August 2026; its review is due after six months. A child is six. A parent consents to a release
# "until November 2026", which is Consent.provision.period.end = "2026-11" in FHIR, and includes that whole month. On 24 November, a
# system asks by FHIRPath, the language of FHIR's own rules and subscriptions: when is the review, and is it overdue? Is the child 18?
# Is the consent in force, or is it over?
#
# Guess: 2027-02-28, no, no; in force and not over. A library that cannot add months says so.
# Versions: fhirpath 5.2.2 with its model of R4, @medplum/core 5.2.13 (npm).
# Behavior:                                                      fhirpath            @medplum/core
#   period.start + 6 months                                      2027-02-28          2026-08-316: the 6 is put behind the text
#   where(period.start + 6 months < @2026-11-24)                 no                  yes: overdue at once
#   where(birthDate + 18 years <= @2026-11-24), born in 2020     no                  yes: 18, and so is one born on 2025-12-31
#   period.start - 1 day                                         2026-08-30          null
#   where(period.end >= @2026-11-24), until 2026-11              no                  no
#   where(period.end < @2026-11-24), until 2026-11               no                  yes: over, on its 24th day of 30
# No call ends with an error. fhirpath follows the language: whether a month is before one of its days is not known, and where() takes
# that for no, so the consent is neither in force nor over. @medplum/core compares the texts. With full days, both compare rightly.
# Why it matters: a rule over a record of reviews, ages, and consents is wrong, for ages by years and for consents by weeks, and its
# answers look like any other.
# For this product: it exports no FHIR. Its due days and ages come from the docket, as days. An export, if it comes, must write
# consents with the last day of the month, and give due days rather than rules for them.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fhirpath@5.2.2 @medplum/core@5.2.13 >/dev/null 2>&1

cat >ask.mjs <<'JS'
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
globalThis.WebSocket ??= class {};  // @medplum/core looks for it when it is loaded; Node 20 has none
const { evalFhirPath } = await import('@medplum/core');
const programs = {
  fhirpath: (resource, path) => fhirpath.evaluate(resource, path, {}, r4),
  '@medplum/core': (resource, path) => evalFhirPath(path, resource),
};
const plan = { resourceType: 'CarePlan', status: 'active', intent: 'plan', period: { start: '2026-08-31' } };
const child = (birthDate) => ({ resourceType: 'Patient', birthDate });
const consent = (end) => ({ resourceType: 'Consent', status: 'active', provision: { type: 'permit', period: { end } } });
const review = 'CarePlan.period.start + 6 months', overdue = 'CarePlan.where(period.start + 6 months < @2026-11-24).exists()';
const adult = 'Patient.where(birthDate + 18 years <= @2026-11-24).exists()', before = 'CarePlan.period.start - 1 day';
const inForce = 'Consent.where(provision.period.end >= @2026-11-24).exists()';
const over = 'Consent.where(provision.period.end < @2026-11-24).exists()';
const rows = [  // what is asked, of what, and the answers of the two programs
  [review, plan, '2027-02-28', '2026-08-316'], [overdue, plan, false, true], [before, plan, '2026-08-30', null],
  [adult, child('2020-06-01'), false, true], [adult, child('2025-12-31'), false, true], [adult, child('2008-11-24'), true, true],
  [inForce, consent('2026-11'), false, false], [over, consent('2026-11'), false, true],
  [inForce, consent('2026'), false, false], [over, consent('2026'), false, true],
  [inForce, consent('2026-11-30'), true, true], [over, consent('2026-11-30'), false, false],
  [inForce, consent('2026-11-23'), false, false], [over, consent('2026-11-23'), true, true],
];
for (const [path, resource, ...expected] of rows)
  Object.entries(programs).forEach(([name, ask], at) => {
    const seen = JSON.stringify(ask(resource, path)), wanted = JSON.stringify([expected[at]]);
    if (seen !== wanted) process.exitCode = 1;
    const of = resource.birthDate ?? resource.provision?.period.end ?? resource.period.start;
    console.log(`${seen === wanted ? 'as before' : 'CHANGED'}: ${name}: ${path}, ${of}: ${seen}`);
  });
JS
node ask.mjs
