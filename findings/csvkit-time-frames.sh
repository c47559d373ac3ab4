#!/bin/bash
# A table of a case plan's activities, as CSV, has a column with the time frames that the plan agrees on ("3 months",
# "90 days"), and one with the children's first names. An analyst sorts it by csvsort, shows it by csvlook, or makes JSON
# of it by csvjson. What is in the two columns then?
#
# Guess: the text that was there. csvkit infers types, as its manual says, so 3/4/2026 may become a date. But "3 months"
# is no date, and "June" is no date either: no day and no year are in it.
# Versions: csvkit 1.0.7, agate 1.6.3, parsedatetime 2.6 (Debian 12).
# Behavior: if each value of a column can be read as words about time, the column becomes days that are counted from 1
# January of the year 1: "3 months" and "90 days" are both 0001-04-01, and "June" is 0001-06-01. Ages are days too: "14
# years" is 0015-01-01. Where each value is a number of days, "90 days" becomes "90 days, 0:00:00". Nothing is said, and
# it ends with 0. One value that is no time ("until the hearing") keeps the whole column as it is, so a longer table
# shows nothing. csvcut leaves all values, and so does each command with --no-inference.
# The time frames cannot be got back: 3 months and 90 days from 1 July are two days, and here they are one value.
# For this product: docs/CLIENTS.md tells analysts who make CSV of its JSON to give csvkit --no-inference.
# Needs: /usr/bin/python3.
set -euo pipefail
for tool in apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install csvkit 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
ls ./*.deb 2>/dev/null | grep -E "/(csvkit|python3-(agate|parsedatetime))_" || true

cat >plan.csv <<'CSV'
child,activity,time_frame,age
June,Parenting class,3 months,14 years
April,Home visits,6 months,9 months
August,Counselling,90 days,2 years
CSV
sed 's/6 months/until the hearing/' plan.csv >longer.csv
printf 'next,in\nSAR,180 days\nreview,90 days\n' >days.csv

status=0
expect() {  # expect WHAT TEXT COMMAND...: what the command writes, in one line, and that it ends with 0
  local what=$1 text=$2 name=$3 seen
  shift 3
  seen=$(/usr/bin/python3 "$(command -v "$name")" "$@" 2>&1 | paste -sd ' ') || seen="error: $seen"
  if [[ $seen == "$text" ]]; then echo "as before: $what: $seen"
  else echo "CHANGED: $what: $seen, expected $text"; status=1; fi
}
heading="child,activity,time_frame,age"
sorted="$heading 0001-08-01,Counselling,0001-04-01,0003-01-01 0001-04-01,Home visits,0001-07-01,0001-10-01"
expect "csvsort" "$sorted 0001-06-01,Parenting class,0001-04-01,0015-01-01" csvsort -c activity plan.csv
expect "csvjson" '[{"next": "SAR", "in": "180 days, 0:00:00"}, {"next": "review", "in": "90 days, 0:00:00"}]' csvjson days.csv
kept="$heading August,Counselling,90 days,2 years April,Home visits,6 months,9 months"
expect "csvsort --no-inference" "$kept June,Parenting class,3 months,14 years" csvsort --no-inference -c activity plan.csv
expect "csvcut" "time_frame 3 months 6 months 90 days" csvcut -c time_frame plan.csv
# With one value that is no time, the column stays, and the other columns do not.
other="$heading 0001-08-01,Counselling,90 days,0003-01-01 0001-04-01,Home visits,until the hearing,"
expect "csvsort, one value in words" "${other}0001-10-01 0001-06-01,Parenting class,3 months,0015-01-01" \
  csvsort -c activity longer.csv
exit "$status"
