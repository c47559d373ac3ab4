#!/bin/bash
# A family from Nepal or Bhutan has papers with days of the Nepali calendar (Bikram Sambat), for example a birth on 20
# Jestha 2082. A form converts it by a package from npm. On which day was the child born?
#
# Guess: it is a civil calendar with known months, and programs agree on it as they do on the Gregorian one, at least for
# days of the past.
# Versions: nepali-date-converter 3.4.0, bikram-sambat 1.8.1, nepali-datetime 2.0.0, nepali-date 0.1.3, bikram-sambat-js
# 1.0.3, @remotemerge/nepali-date-converter 1.2.1, nepali-calendar-js 1.0.4, nepali-date-library 1.1.16.
# Behavior: no rule gives the lengths of the months. Each package has a table of its own, with guesses for the years ahead.
#   2001 to 2080 (to spring 2024)   all eight agree on the first day of each month
#   2081 to 2083 (to spring 2027)   in 10 of 36 months two or three packages are a day off; nothing is said
#   2084 to 2088                    in 55 of 60 months they differ; for 1 Baisakh 2088 four answers, four days apart
#   2101                            18th birthday of a child who is born now: all eight reject the year
# Where the computer's zone is America/New_York, @remotemerge/nepali-date-converter gives the day before for every date.
# nepali-calendar-js gives 1943-04-14 for each New Year before 2000, without an error.
# So one form has a child born, and 18, a day earlier than another form has it.
# For this product: it stores Gregorian days only. docs/CLIENTS.md tells a client that converts to keep the day of the
# paper in words beside it (as the source), and to have a person confirm the converted day.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund nepali-date-converter@3.4.0 bikram-sambat@1.8.1 nepali-datetime@2.0.0 \
  nepali-date@0.1.3 bikram-sambat-js@1.0.3 @remotemerge/nepali-date-converter@1.2.1 nepali-calendar-js@1.0.4 \
  nepali-date-library@1.1.16 2>/dev/null

cat >convert.mjs <<'JS'
import { createRequire } from 'module';
const require = createRequire(import.meta.url);
const main = (name) => { const m = require(name); return m.default ?? m; };
const two = (n) => String(n).padStart(2, '0');
const iso = (y, m, d) => `${y}-${two(m)}-${two(d)}`;
const Converter = main('nepali-date-converter'), NepaliDate = main('nepali-date'), Datetime = main('nepali-datetime');
const Remote = (await import('@remotemerge/nepali-date-converter')).default;
const libraries = {
  'nepali-date-converter': (y, m, d) => { const a = new Converter(y, m - 1, d).getAD(); return iso(a.year, a.month + 1, a.date); },
  'bikram-sambat': (y, m, d) => { const g = require('bikram-sambat').toGreg(y, m, d); return iso(g.year, g.month, g.day); },
  'nepali-datetime': (y, m, d) => new Datetime(iso(y, m, d), 'YYYY-MM-DD').formatEnglishDate('YYYY-MM-DD'),
  'nepali-date': (y, m, d) => {
    const e = new NepaliDate(y, m - 1, d).getEnglishDate();
    return iso(e.getFullYear(), e.getMonth() + 1, e.getDate());
  },
  'bikram-sambat-js': (y, m, d) => require('bikram-sambat-js').BSToAD(iso(y, m, d)),
  '@remotemerge': (y, m, d) => { const a = new Remote(iso(y, m, d)).toAd(); return iso(a.year, a.month, a.date); },
  'nepali-calendar-js': (y, m, d) => { const g = require('nepali-calendar-js').toGregorian(y, m, d); return iso(g.gy, g.gm, g.gd); },
  'nepali-date-library': (y, m, d) => require('nepali-date-library').BStoAD(iso(y, m, d)),
};
const ask = (name, y, m, d) => {
  try {
    const day = libraries[name](y, m, d);
    return /^\d{4}-\d\d-\d\d$/.test(day) ? day : 'rejected';
  } catch { return 'rejected'; }
};
const names = Object.keys(libraries);
const answers = (y, m, d) => names.map((name) => ask(name, y, m, d));
const months = (from, to) => {  // in how many months of these years the packages that answer differ on the first day
  let count = 0;
  for (let y = from; y <= to; y++)
    for (let m = 1; m <= 12; m++) count += new Set(answers(y, m, 1).filter((day) => day !== 'rejected')).size > 1;
  return count;
};
const by = (y, m, d) => {  // the answers, each with the number of packages that give it
  const counts = {};
  for (const day of answers(y, m, d)) counts[day] = (counts[day] ?? 0) + 1;
  return Object.keys(counts).sort().map((day) => `${day} x${counts[day]}`).join(' ');
};
console.log('2001-2080', months(2001, 2080));
console.log('2081-2083', months(2081, 2083));
console.log('2084-2088', months(2084, 2088));
console.log('20-Jestha-2082', by(2082, 2, 20));
console.log('1-Kartik-2083', by(2083, 7, 1));
console.log('1-Baisakh-2088', by(2088, 1, 1));
console.log('1-Kartik-2101', by(2101, 7, 1));
console.log('nepali-calendar-js-before-2000', ask('nepali-calendar-js', 1985, 1, 1), ask('nepali-calendar-js', 1999, 1, 1));
for (const name of names) console.log('who', name, ask(name, 2082, 2, 20), ask(name, 2083, 7, 1), ask(name, 2088, 1, 1));
JS
TZ=UTC node convert.mjs >seen.txt 2>log || { cat log; exit 1; }
TZ=America/New_York node convert.mjs | sed -n 's/^who @remotemerge /ny-@remotemerge /p' >>seen.txt
grep ^who seen.txt

status=0
expect() {  # expect WHAT ANSWER
  local seen
  seen=$(sed -n "s/^$1 //p" seen.txt)
  if [[ $seen == "$2" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2"; status=1; fi
}
expect 2001-2080 0
expect 2081-2083 10
expect 2084-2088 55
expect 20-Jestha-2082 "2025-06-02 x2 2025-06-03 x6"
expect 1-Kartik-2083 "2026-10-17 x3 2026-10-18 x5"
expect 1-Baisakh-2088 "2031-04-13 x1 2031-04-14 x3 2031-04-15 x3 2031-04-17 x1"
expect 1-Kartik-2101 "rejected x8"
expect who.@remotemerge "2025-06-03 2026-10-18 2031-04-14"
expect ny-@remotemerge "2025-06-02 2026-10-17 2031-04-13"
expect nepali-calendar-js-before-2000 "1943-04-14 1943-04-14"
exit "$status"
