#!/bin/bash
# An AFCARS file names its report period with six digits, YYYYMM: 201003 is the half year that ended in March 2010. A tool
# that loads files of many years gives the period to its library as a date. What comes out?
#
# Guess: March 2010, or an error; in a program that takes the first file (202603), all files are taken alike.
# Versions: PGlite 0.5.17 (PostgreSQL 18), dateutil 2.8.2, Date::Manip 6.91, GNU date 9.1 and SQLite 3.40.1 (Debian 12);
# Luxon 3.7.2, dayjs 1.11.23, moment 2.31.0, date-fns 4.4.0, Date of Node.
# Behavior, for the 24 periods of 2001 to 2012 / the 28 of 2013 to 2026 (March and September):
#   Luxon, dayjs, moment, date-fns   all are the first day of the right month
#   PostgreSQL, GNU date             read YYMMDD: 201003 is 2020-10-03, all 24 wrong without an error / all 28 rejected
#   dateutil                         reads DDMMYY: 201003 is 2003-10-20, all 24 wrong without an error / all 28 rejected
#   Date::Manip                      201003 is 2020-10-03, all 24 wrong / 28 times the day of today: it reads 20:26:03
#   SQLite date()                    all 52 are Julian day numbers: days about 4,160 years before Christ
#   Date of JavaScript               all 52 are January of the year 201003 and so on
# So a program that was tried with the files of today, and rejects them, may take those of the years before 2013 and move
# them by years.
# For this product: it writes no AFCARS file yet. A period of ours must be a text or two numbers, never a date, and its
# reader must match it with six digits. docs/CLIENTS.md says so to who reads files of a state.
# Needs: node with npm, perl, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get perl /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-dateutil libdate-manip-perl 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 luxon@3.7.2 dayjs@1.11.23 moment@2.31.0 date-fns@4.4.0 \
  2>/dev/null
date --version | sed -n 1p

for year in {2001..2026}; do printf '%s03\n%s09\n' "$year" "$year"; done >periods
cat >read.mjs <<'JS'
import { readFileSync } from 'fs';
import { PGlite } from '@electric-sql/pglite';
import { parseISO } from 'date-fns';
import dayjs from 'dayjs';
import { DateTime } from 'luxon';
import moment from 'moment';
const base = new PGlite();
const readers = {
  postgres: async (s) => Object.values((await base.query(`SELECT '${s}'::date::text`)).rows[0])[0],
  luxon: (s) => DateTime.fromISO(s).toISODate(),
  dayjs: (s) => dayjs(s).format('YYYY-MM-DD'),
  moment: (s) => moment(s).format('YYYY-MM-DD'),
  'date-fns': (s) => parseISO(s).toISOString().slice(0, 10),
  date: (s) => new Date(s).toISOString().slice(0, 13),
};
for (const period of readFileSync('periods', 'utf8').trim().split('\n'))
  for (const name of Object.keys(readers)) {
    let seen = 'error';
    try { seen = await readers[name](period) ?? seen; } catch { /* rejected */ }
    console.log(name, period, seen);
  }
JS
cat >read.py <<'PY'
import sqlite3, dateutil.parser
base = sqlite3.connect(":memory:")
for period in open("periods").read().split():
    try:
        seen = dateutil.parser.parse(period).date()
    except ValueError:
        seen = "error"
    print("dateutil", period, seen)
    print("sqlite", period, base.execute("SELECT date(?)", (period,)).fetchone()[0])
PY
export TZ=UTC
node read.mjs >seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 read.py >>seen.txt
today=$(date +%F)
while read -r period; do
  echo "gnu $period $(date -d "$period" +%F 2>/dev/null || echo error)"
  echo "manip $period $(perl -Idebian/usr/share/perl5 -MDate::Manip -e 'print UnixDate(ParseDate($ARGV[0]), "%Y-%m-%d") // "error"' \
    "$period" | sed "s/$today/today/")"
done <periods >>seen.txt

status=0
expect() {  # expect "201003" "202603" "RIGHT REJECTED TODAY OTHERWISE" of 2001 to 2012 and of 2013 to 2026, READER...
  local first=$1 last=$2 old=$3 new=$4 reader seen
  shift 4
  for reader; do
    seen=$(awk -v who="$reader" '$1 == who {
        half = $2 < 201300 ? 1 : 2; right = substr($2, 1, 4) "-" substr($2, 5) "-01"
        if ($3 == right) good[half]++; else if ($3 == "error") bad[half]++; else if ($3 == "today") now[half]++; else other[half]++
        if ($2 == 201003) first = $3; if ($2 == 202603) last = $3
      } END { for (h = 1; h <= 2; h++) counts[h] = good[h] + 0 " " bad[h] + 0 " " now[h] + 0 " " other[h] + 0
        print first " " last " | " counts[1] " | " counts[2] }' seen.txt)
    if [[ $seen == "$first $last | $old | $new" ]]; then echo "as before: $reader: $seen"
    else echo "CHANGED: $reader: $seen, expected $first $last | $old | $new"; status=1; fi
  done
}
expect 2010-03-01 2026-03-01 "24 0 0 0" "28 0 0 0" luxon dayjs moment date-fns
expect 2020-10-03 error "0 0 0 24" "0 28 0 0" postgres gnu
expect 2003-10-20 error "0 0 0 24" "0 28 0 0" dateutil
expect 2020-10-03 today "0 0 0 24" "0 0 28 0" manip
expect -4162-03-24 -4158-08-10 "0 0 0 24" "0 0 0 28" sqlite
expect +201003-01-01 +202603-01-01 "0 0 0 24" "0 0 0 28" date
exit "$status"
