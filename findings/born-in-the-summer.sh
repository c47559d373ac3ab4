#!/bin/bash
# A girl who came alone says that she was born in the summer of 2008. A form writes that as ISO 8601-2 (EDTF) has it: 2008-22, where 21 to
# 24 are spring to winter; or 2008-26, summer of the northern hemisphere (25 to 28), or 2008-30, of the southern (29 to 32). The first and
# the last day on which she can be born are needed: on the first birthday she may be 18, after the last she is.
#
# Guess: June to August, perhaps 21 June to 22 September. The standard has no months for a season, so a day more or less. The hemisphere
# comes out right where it is given. A library that knows no seasons rejects the month 22.
# Versions: edtf 4.11.1, @edtf-ts/core 0.4.2, @rr0/time 0.11.2, dayjs 1.11.23; beside them Luxon 3.7.2 and date-fns 4.4.0 (all npm).
# Behavior:                        edtf                     @edtf-ts/core            dayjs and @rr0/time
#   2008-22  summer                1 April to 30 June       1 June to 31 August      October 2009
#   2008-24  winter                1 Oct. to 31 Dec. 2008   1 Dec. to 28 Feb. 2009   December 2009
#   2008-26  summer, northern      1 April to 30 June       1 Dec. to 28 Feb. 2009   February 2010
#   2008-28  winter, northern      1 Oct. to 31 Dec. 2008   1 June to 31 August      April 2010
#   2008-30  summer, southern      1 July to 30 September   an error                 June 2010
#   2008-32  winter, southern      1 January to 31 March    an error                 August 2010
# edtf takes a season for a quarter of the year, so 15 July is not in the summer (covers says no), and in the south it has summer and
# winter the wrong way round. @edtf-ts/core reads 25 to 28 as southern, against the standard. dayjs, which knows no seasons, and
# @rr0/time, which names all twelve, count the months on from December. Luxon and date-fns reject all six.
# Why it matters: of the two that give days for 2008-22, one has her surely 18 on 30 June 2026 and the other on 31 August. dayjs has her
# 17 until October 2027. Care may end on the 18th birthday.
# For this product: it takes no EDTF. A birth date that is not known is recorded as two days, the first and the last possible one
# (born_first_on, born_on of PersonDetails). docs/CLIENTS.md tells clients to ask for these instead of making them of a season.
# Needs: node with npm.
set -euo pipefail
for tool in node npm; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts edtf@4.11.1 @edtf-ts/core@0.4.2 @rr0/time@0.11.2 dayjs@1.11.23 luxon@3.7.2 \
  date-fns@4.4.0 2>/dev/null

cat >seasons.js <<'JS'
import dayjs from 'dayjs';
import edtf from 'edtf';
import { parseISO } from 'date-fns';
import { DateTime } from 'luxon';
import { Level2Date } from '@rr0/time';
import { parse } from '@edtf-ts/core';
const days = ({ min, max }) => [min, max].map((moment) => new Date(Number(moment)).toISOString().slice(0, 10)).join(' ');
for (const season of ['2008-22', '2008-24', '2008-26', '2008-28', '2008-30', '2008-32']) {
  const result = parse(season), month = dayjs(season).format('YYYY-MM');
  console.log('edtf', season, days(edtf(season)));
  console.log('edtf-ts', season, result.success ? days(result.value) : 'error');
  console.log('dayjs', season, month);
  console.log('rr0', season, Level2Date.fromString(season).isEqual(Level2Date.fromString(month)) ? 'as dayjs' : 'another month');
  console.log('luxon', season, DateTime.fromISO(season).isValid ? 'valid' : 'error');
  console.log('date-fns', season, Number.isNaN(+parseISO(season)) ? 'error' : 'valid');
}
console.log('edtf 15-July', edtf('2008-22').covers(edtf('2008-07-15')));
console.log('edtf May', edtf('2008-22').covers(edtf('2008-05')));
JS
TZ=UTC node seasons.js >seen.txt

status=0
expect() {  # expect "PROGRAM SEASON" ANSWER
  local seen
  seen=$(sed -n "s/^$1 //p" seen.txt)
  if [[ $seen == "$2" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2"; status=1; fi
}
expect "edtf 2008-22" "2008-04-01 2008-06-30"
expect "edtf 2008-24" "2008-10-01 2008-12-31"
expect "edtf 2008-26" "2008-04-01 2008-06-30"
expect "edtf 2008-28" "2008-10-01 2008-12-31"
expect "edtf 2008-30" "2008-07-01 2008-09-30"
expect "edtf 2008-32" "2008-01-01 2008-03-31"
expect "edtf 15-July" false
expect "edtf May" true
expect "edtf-ts 2008-22" "2008-06-01 2008-08-31"
expect "edtf-ts 2008-24" "2008-12-01 2009-02-28"
expect "edtf-ts 2008-26" "2008-12-01 2009-02-28"
expect "edtf-ts 2008-28" "2008-06-01 2008-08-31"
for season in 30 32; do expect "edtf-ts 2008-$season" error; done
expect "dayjs 2008-22" 2009-10
expect "dayjs 2008-24" 2009-12
expect "dayjs 2008-26" 2010-02
expect "dayjs 2008-28" 2010-04
expect "dayjs 2008-30" 2010-06
expect "dayjs 2008-32" 2010-08
for season in 22 24 26 28 30 32; do
  expect "rr0 2008-$season" "as dayjs"
  for program in luxon date-fns; do expect "$program 2008-$season" error; done
done
exit "$status"
