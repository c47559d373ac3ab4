#!/bin/bash
# A child comes into care on 31 August 2026. A review is due every six months "from that day". On which days?
#
# Guess: a series in steps of six months is start + n * 6 months, with the last day of the month where the day does not
# exist: 28 February, 31 August, 29 February (2028), 31 August. This is also our own rule.
# Versions: PGlite 0.5.17 (PostgreSQL 18), DuckDB 1.5.6, pandas 1.5.3 and R 4.2.2 (Debian 12), Luxon 3.7.2, JDK 17.
# Behavior: three answers from the function that each one has for a series of dates.
#   JDK datesUntil(Period), Luxon splitBy    2027-02-28  2027-08-31  2028-02-29  2028-08-31   from the first day
#   PostgreSQL generate_series, DuckDB
#   generate_series and range, pandas
#   date_range(DateOffset(months=6))         2027-02-28  2027-08-28  2028-02-28  2028-08-28   each from the one before
#   R seq(by = "6 months")                   2027-03-03  2027-08-31  2028-03-02  2028-08-31   over into March
# In PostgreSQL and DuckDB, start + n * interval '6 months' gives the first row: addition and series of one database
# differ.
# A grid made by a series loses up to three days at its first February and never gets them back; a review held on 30
# August 2027 is then "two days late".
# For this product: our grid is start + n * 6 months with the last day of the month. A test of projections/docket has
# these four days. docs/CLIENTS.md gives analysts the expression with n, and says that generate_series is not it.
# Needs: node with npm, a JDK (Debian: default-jdk-headless), /usr/bin/python3.
set -euo pipefail
for tool in npm java apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-pandas r-base-core 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 @duckdb/node-api@1.5.6-r.1 luxon@3.7.2 2>/dev/null

cat >series.mjs <<'JS'
import { PGlite } from '@electric-sql/pglite';
import { DuckDBInstance } from '@duckdb/node-api';
import { DateTime, Duration, Interval } from 'luxon';
const postgres = new PGlite();
const duck = await (await DuckDBInstance.create()).connect();
const ask = {
  postgres: async (sql) => Object.values((await postgres.query(sql)).rows[0])[0],
  duckdb: async (sql) => (await duck.runAndReadAll(sql)).getRowsJson()[0][0],
};
console.error((await ask.postgres('SELECT version()')).split(' ').slice(0, 2).join(' '), 'DuckDB', await ask.duckdb('SELECT version()'));
const list = "SELECT string_agg(CAST(CAST(d AS date) AS text), ' ' ORDER BY d)";
const steps = "DATE '2026-08-31', DATE '2028-09-01', INTERVAL '6 months'";
console.log('postgres-series', await ask.postgres(`${list} FROM generate_series(${steps}) AS s(d)`));
console.log('duckdb-series', await ask.duckdb(`${list} FROM (SELECT unnest(generate_series(${steps})) AS d)`));
console.log('duckdb-range', await ask.duckdb(`${list} FROM (SELECT unnest(range(${steps})) AS d)`));
for (const base of ['postgres', 'duckdb'])
  console.log(`${base}-sum`, await ask[base](
    `${list} FROM (SELECT DATE '2026-08-31' + n * INTERVAL '6 months' AS d FROM generate_series(0, 4) AS s(n)) AS t`));
const care = Interval.fromDateTimes(DateTime.utc(2026, 8, 31), DateTime.utc(2028, 9, 1));
console.log('luxon', care.splitBy(Duration.fromObject({ months: 6 })).map((part) => part.start.toISODate()).join(' '));
JS
cat >Series.java <<'JAVA'
import java.time.*;
import java.util.stream.Collectors;
public class Series {
  public static void main(String[] args) {
    System.out.println("jdk " + LocalDate.of(2026, 8, 31).datesUntil(LocalDate.of(2028, 9, 1), Period.ofMonths(6))
        .map(LocalDate::toString).collect(Collectors.joining(" ")));
  }
}
JAVA
cat >series.py <<'PY'
import pandas
days = pandas.date_range("2026-08-31", "2028-09-01", freq=pandas.DateOffset(months=6))
print("pandas", *days.strftime("%Y-%m-%d"))
PY
libraries=$work/debian/usr/lib/$(uname -m)-linux-gnu
node series.mjs >seen.txt
java Series.java >>seen.txt
LD_LIBRARY_PATH=$libraries:$libraries/blas:$libraries/lapack PYTHONPATH=debian/usr/lib/python3/dist-packages \
  /usr/bin/python3 series.py >>seen.txt
home=/usr/lib/R
[[ -d debian/usr/lib/R ]] && home=$work/debian/usr/lib/R
R_HOME=$home R_DEFAULT_PACKAGES=NULL LD_LIBRARY_PATH=$home/lib:$libraries:$libraries/blas:$libraries/lapack "$home/bin/exec/R" \
  --no-echo --vanilla -e 'cat("r", format(seq(as.Date("2026-08-31"), by = "6 months", length.out = 5)), "\n")' \
  2>log | sed 's/ $//' >>seen.txt || cat log

status=0
expect() {  # expect DAYS PROGRAM...
  local days="2026-08-31 $1" program seen
  shift
  for program; do
    seen=$(sed -n "s/^$program //p" seen.txt)
    if [[ $seen == "$days" ]]; then echo "as before: $program: $seen"
    else echo "CHANGED: $program: ${seen:-nothing}, expected $days"; status=1; fi
  done
}
expect "2027-02-28 2027-08-31 2028-02-29 2028-08-31" jdk luxon postgres-sum duckdb-sum
expect "2027-02-28 2027-08-28 2028-02-28 2028-08-28" postgres-series duckdb-series duckdb-range pandas
expect "2027-03-03 2027-08-31 2028-03-02 2028-08-31" r
exit "$status"
