#!/bin/bash
# An order of 4 March 2026 says "twenty-one days from now", or "14 days after March 9, 2026". A clerk copies the words into a field for a
# date, where a parser of dates in plain English reads them. Which day is due?
#
# Guess: the right day, or none. A number in words may be unknown to a parser, and then it says that it found no date.
# Versions: chrono-node 2.10.3, date.js 0.3.3, compromise-dates 3.9.0 with compromise 14.17.0 (npm); parsedatetime 2.6, dateparser
# 1.1.6 (Debian 12).
# Behavior, on 4 March 2026:                   right    chrono-node   date.js    compromise-dates   parsedatetime
#   21 days from today                         25 Mar   4 Mar         25 Mar     25 Mar             25 Mar
#   twenty-one days from now                   25 Mar   5 Mar         4 Mar      none               3 Mar
#   ninety days from today                     2 Jun    4 Mar         2 Jun      2 Jun              4 Mar
#   14 days after March 9, 2026                23 Mar   23 Mar        27 Mar     23 Mar             23 Mar 2027
#   21 days from March 9, 2026                 30 Mar   9 Mar         3 Apr      30 Mar             30 Mar 2027
#   thirty (30) days after March 9, 2026       8 Apr    9 Mar         4 Mar      10 Mar             9 Mar 2027
#   within 30 days of March 9, 2026            8 Apr    3 Apr         12 Apr     4 Mar              9 Mar
#   six months after March 9, 2026             9 Sep    9 Sep         4 Sep      9 Sep              9 Sep 2027
# Where the day is wrong, it comes without an error. chrono-node shows what it has read: of the second and third row, "one days from now"
# and "today". dateparser gives none for all eight.
# Why it matters: a service is due on the day of the order, or a year late, and the day looks like any other.
# For this product: it reads no day in words; its fields take YYYY-MM-DD, and due days are counted by its rules. docs/CLIENTS.md tells
# clients to let a person enter the day. chrono.parse also gives the text that it has read: here, it is not the whole text.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-dateparser python3-parsedatetime 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" TZ=America/New_York
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts chrono-node@2.10.3 date.js@0.3.3 compromise-dates@3.9.0 \
  compromise@14.17.0 2>/dev/null

cat >words.txt <<'TXT'
21 days from today
twenty-one days from now
ninety days from today
14 days after March 9, 2026
21 days from March 9, 2026
thirty (30) days after March 9, 2026
within 30 days of March 9, 2026
six months after March 9, 2026
TXT
cat >read.cjs <<'JS'
const chrono = require('chrono-node'), datejs = require('date.js'), nlp = require('compromise');
nlp.plugin(require('compromise-dates'));
const texts = require('fs').readFileSync('words.txt', 'utf8').trim().split('\n'), now = () => new Date(2026, 2, 4, 12);
const day = (date) => (date ? new Intl.DateTimeFormat('sv').format(new Date(date)) : 'none');
const programs = {
  'chrono-node': (text) => day(chrono.parseDate(text, now())),
  'date.js': (text) => day(datejs(text, now())),
  'compromise-dates': (text) => day(nlp(text).dates({ today: '2026-03-04', timezone: process.env.TZ }).get()[0]?.start),
};
for (const [name, read] of Object.entries(programs)) for (const text of texts) console.log(`${name}|${text}|${read(text)}`);
for (const text of texts.slice(1, 3)) console.log(`chrono-node has read|${text}|${chrono.parse(text, now())[0].text}`);
JS
cat >read.py <<'PY'
import datetime, warnings
import dateparser, parsedatetime
warnings.simplefilter("ignore")
now = datetime.datetime(2026, 3, 4, 12)
for text in open("words.txt").read().splitlines():
    day, kind = parsedatetime.Calendar().parseDT(text, now)
    print("parsedatetime", text, day.date() if kind else "none", sep="|")
    day = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": now})
    print("dateparser", text, day.date() if day else "none", sep="|")
PY
node read.cjs >seen.txt
/usr/bin/python3 read.py >>seen.txt

status=0
expect() {  # expect PROGRAM DAY...: one for each line of words.txt
  local name=$1 text seen
  shift
  while read -r text; do
    seen=$(awk -F'|' -v name="$name" -v text="$text" '$1 == name && $2 == text {print $3}' seen.txt)
    if [[ $seen == "$1" ]]; then echo "as before: $name: $text: $seen"
    else echo "CHANGED: $name: $text: $seen, expected $1"; status=1; fi
    shift
  done
}
y=2026
expect chrono-node $y-03-04 $y-03-05 $y-03-04 $y-03-23 $y-03-09 $y-03-09 $y-04-03 $y-09-09 <words.txt
expect date.js $y-03-25 $y-03-04 $y-06-02 $y-03-27 $y-04-03 $y-03-04 $y-04-12 $y-09-04 <words.txt
expect compromise-dates $y-03-25 none $y-06-02 $y-03-23 $y-03-30 $y-03-10 $y-03-04 $y-09-09 <words.txt
expect parsedatetime $y-03-25 $y-03-03 $y-03-04 2027-03-23 2027-03-30 2027-03-09 $y-03-09 2027-09-09 <words.txt
expect dateparser none none none none none none none none <words.txt
expect "chrono-node has read" "one days from now" today < <(sed -n 2,3p words.txt)
exit "$status"
