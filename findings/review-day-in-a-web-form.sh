#!/bin/bash
# A caseworker's web form (OpenRosa XForms, as of ODK and Enketo) computes the day of the next review: the child came into
# care on 31 August 2026, and the rule says every 180 days. The form has format-date(date(...) + 180, '%Y-%m-%d').
#
# Guess: the day 180 days later, 2027-02-27. There, a date plus a number is a number of days, and a date has no zone.
# Versions: openrosa-xpath-evaluator 3.1.0 (behind Enketo), jsdom 26.1.0 as the browser; fontoxpath 3.34.0 beside it.
# Behavior: a date is the instant of the local midnight, and a day is 24 hours.
#   America/New_York   2027-02-26, a day early: 180 x 24 hours after a midnight in summer it is 23:00 in winter. So for 133
#                      of the 365 days of 2026; the other 232 are right
#   UTC                2027-02-27, and all 365 days are right (so tests there see nothing)
# Backwards, int() of the days from 28 February to 31 August is 183 in New York, 184 in UTC. date(20000), the day 20,000
# days after 1970-01-01, is the day before in New York, at 20:00. date('2026-02-30') is no error: 2 March in UTC, 1 March,
# 19:00, in New York. fontoxpath (XPath 3.1, xs:date + xs:dayTimeDuration) is right in both zones.
# For this product: it counts due dates in civil days on the server. docs/CLIENTS.md tells authors of forms to show the
# day from the docket instead of computing it.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund openrosa-xpath-evaluator@3.1.0 jsdom@26.1.0 fontoxpath@3.34.0 2>/dev/null

cat >ask.mjs <<'JS'
import { JSDOM } from 'jsdom';
import fonto from 'fontoxpath';
const { window } = new JSDOM('<form/>', { contentType: 'text/xml' });
for (const name of ['document', 'Node', 'Element', 'XPathResult', 'XPathEvaluator', 'Document', 'Attr']) globalThis[name] = window[name];
globalThis.window = window;
const form = (await import('openrosa-xpath-evaluator')).default();
const ask = (expression) => form.evaluate(expression, window.document, null, window.XPathResult.STRING_TYPE).stringValue;
const later = (day, days) => {
  const at = new Date(day + 'T00:00:00Z');
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};
let early = 0, late = 0;
for (let day = '2026-01-01'; day < '2027-01-01'; day = later(day, 1)) {
  const seen = ask(`format-date(date('${day}') + 180, '%Y-%m-%d')`), right = later(day, 180);
  if (seen === later(right, -1)) early++;
  else if (seen !== right) late++;
}
console.log('review', ask("format-date(date('2026-08-31') + 180, '%Y-%m-%d')"));
console.log('days-of-2026', `${early} early, ${late} otherwise wrong`);
console.log('30-February', ask("date('2026-02-30')"));
console.log('day-20000', ask('date(20000)'));
console.log('autumn-difference', ask("date('2027-02-27') - date('2026-08-31')"));
console.log('spring-difference', ask("int(date('2026-08-31') - date('2026-02-28'))"));
console.log('fontoxpath', fonto.evaluateXPathToString("xs:date('2026-08-31') + xs:dayTimeDuration('P180D')"));
JS
status=0
expect() {  # expect WHAT IN-NEW-YORK IN-UTC
  local seen
  seen="$(sed -n "s/^$1 //p" ny.txt) | $(sed -n "s/^$1 //p" utc.txt)"
  if [[ $seen == "$2 | $3" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2 | $3"; status=1; fi
}
TZ=America/New_York node ask.mjs >ny.txt
TZ=UTC node ask.mjs >utc.txt
expect review 2027-02-26 2027-02-27
expect days-of-2026 "133 early, 0 otherwise wrong" "0 early, 0 otherwise wrong"
expect 30-February 2026-03-01T19:00:00.000-05:00 2026-03-02
expect day-20000 2024-10-03T20:00:00.000-04:00 2024-10-04
expect autumn-difference 180.04166666666424 180
expect spring-difference 183 184
expect fontoxpath 2027-02-27 2027-02-27
exit "$status"
