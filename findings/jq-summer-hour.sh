#!/bin/bash
# The journal recorded an event at 2026-07-01T03:30:00.123456Z, which in the court's zone is 30 June, 23:30. A script in
# the court takes recordedAt from our JSON by jq and asks for the local day. Is it the last day of the term?
#
# Guess: fromdate refuses the fraction (the manual has whole seconds only); without it, a time that ends in Z is the
# same number of seconds everywhere.
# Versions: jq 1.6, gojq 0.12.11 (both Debian 12), GNU date 9.1.
# Behavior: jq 1.6 is an hour late with a summer time that ends in Z if the machine's own zone has summer time:
# fromdate and strptime | mktime give 04:30 UTC, so the local day is 1 July, 00:30, and fromdate | todate does not give
# back the text. Winter times, and machines on UTC (most servers and CI), are right, so tests there see nothing. %Z says
# EST in summer. gojq and date are right. Both jq and gojq refuse the fraction, so scripts cut it off and then meet this.
# (jq's issues 1713, 2001, and 2490 say that it is corrected after 1.6.)
# For this product: docs/CLIENTS.md tells writers of scripts to run jq with TZ=UTC, and to ask date for a local day
# (TZ=America/New_York date -d). The days of the record (effectiveOn and others) go out as days and need no conversion.
# Needs: tzdata.
set -euo pipefail
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download jq libjq1 libonig5 gojq 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
ls ./*.deb | grep jq_
jq --version
gojq --version
date --version | sed -n 1p

status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $3"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
export TZ=America/New_York
event='{"recordedAt": "2026-07-01T03:30:00.123456Z"}'
whole='.recordedAt | sub("[.][0-9]+"; "")'
for program in jq gojq; do
  if $program -n "$event | .recordedAt | fromdate" >/dev/null 2>&1; then is "$program, with the fraction" taken refused
  else is "$program, with the fraction" refused refused; fi
done
day() { "$1" -nr "$event | $whole | $2 | strflocaltime(\"%Y-%m-%d %H:%M\")"; }
is "date, local day" "$(date -d 2026-07-01T03:30:00.123456Z '+%Y-%m-%d %H:%M')" "2026-06-30 23:30"
is "gojq, local day" "$(day gojq fromdate)" "2026-06-30 23:30"
is "jq, local day" "$(day jq fromdate)" "2026-07-01 00:30"
is "jq, local day by strptime and mktime" "$(day jq 'strptime("%Y-%m-%dT%H:%M:%SZ") | mktime')" "2026-07-01 00:30"
is "jq, fromdate | todate" "$(jq -nr "$event | $whole | fromdate | todate")" "2026-07-01T04:30:00Z"
is "jq, name of the zone in July" "$(jq -nr '1782876600 | strflocaltime("%H:%M %Z")')" "23:30 EST"
is "jq, fromdate | todate in winter" "$(jq -nr '"2026-01-01T03:30:00Z" | fromdate | todate')" "2026-01-01T03:30:00Z"
is "jq, fromdate | todate on UTC" "$(TZ=UTC jq -nr "$event | $whole | fromdate | todate")" "2026-07-01T03:30:00Z"
exit "$status"
