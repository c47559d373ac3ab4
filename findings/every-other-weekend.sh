#!/bin/bash
# Two siblings in two foster homes see each other "every other weekend, Saturday and Sunday, from Saturday, 7 March 2026". A calendar has
# a series for it: FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU. A calendar whose weeks begin on Sunday, as in the United States, may add WKST=SU.
#
# Guess: 7 and 8 March, 21 and 22 March, and so on. WKST is for the view, or for numbers of weeks, and moves no visit.
# Versions: rrule 2.8.1, rrule-temporal 2.2.8, ical.js 2.2.1 (npm); dateutil 2.8.2, sabre/vobject 2.1.7, ice_cube 0.16.4, calcurse 4.7.1
# (all Debian 12).
# Behavior:                                               without WKST     WKST=MO          WKST=SU
#   rrule, rrule-temporal, ical.js, dateutil, sabre       7, 8, 21, 22     7, 8, 21, 22     7, 15, 21, 29
#   ice_cube                                              7, 15, 21, 29    7, 8, 21, 22     7, 15, 21, 29
#   calcurse                                              7, 8, 21, 22     7, 8, 21, 22     7, 8, 21, 22
# The five are right (RFC 5545, 3.3.10): of two weeks, the one counts that holds the first day, and WKST says where it begins. The week
# from Sunday, 1 March, ends on Saturday, 7 March, and the Sunday after it is in the week that is left out. So WKST=SU makes of two days
# every other weekend one day every weekend, Saturdays and Sundays in turn, with as many visits as before. ice_cube
# takes Sunday where the rule says nothing (the RFC says Monday), and calcurse drops WKST. With Friday to Sunday, each Sunday comes nine
# days after its Friday. A stay from Saturday to Sunday as one event, BYDAY=SA with DTEND on Sunday, is the same in all seven.
# Why it matters: a child waits on a Sunday on which nobody comes, and the visit counts as missed.
# For this product: its feed has no series, and how often visits are is in words (VisitationArranged.frequency). docs/CALENDAR.md tells
# who makes a series of such visits to make one event of the weekend.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install calcurse python3-dateutil php-sabre-vobject php-cli ruby-ice-cube \
  ruby3.1 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu" gems="$work/debian/usr/share/rubygems-integration/all/gems"
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" TZ=UTC LC_ALL=C.UTF-8 HOME="$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts rrule@2.8.1 rrule-temporal@2.2.8 ical.js@2.2.1 2>/dev/null

cat >days.mjs <<'JS'
import fs from 'node:fs';
import ICAL from 'ical.js';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
const text = fs.readFileSync('rule.txt', 'utf8').trim(), days = [];
if (process.argv[2] === 'rrule') days.push(...rrule.rrulestr(text).all().map((day) => day.toISOString()));
else if (process.argv[2] === 'rrule-temporal') days.push(...new RRuleTemporal({ rruleString: text }).all().map(String));
else {
  const all = new ICAL.Event(new ICAL.Component(ICAL.parse(fs.readFileSync('feed.ics', 'utf8'))).getFirstSubcomponent('vevent')).iterator();
  for (let day; (day = all.next());) days.push(day.toString());
}
console.log(days.map((day) => day.slice(5, 10)).join('\n'));
JS
cat >days.py <<'PY'
from dateutil.rrule import rrulestr
print(*(day.strftime("%m-%d") for day in rrulestr(open("rule.txt").read())), sep="\n")
PY
cat >days.php <<'PHP'
<?php
require 'Sabre/VObject/includes.php';
$feed = Sabre\VObject\Reader::read(file_get_contents('feed.ics'));
$feed->expand(new DateTime('2026-03-01'), new DateTime('2026-05-01'));
foreach ($feed->VEVENT as $event) echo $event->DTSTART->getDateTime()->format('m-d'), "\n";
PHP
cat >days.rb <<'RB'
require 'ice_cube'
puts IceCube::Schedule.from_ical(File.read('rule.txt')).all_occurrences.map { |day| day.strftime('%m-%d') }
RB
days() {  # days PROGRAM: those of rule.txt, or of feed.ics
  case $1 in
    dateutil) /usr/bin/python3 days.py ;;
    sabre) LD_LIBRARY_PATH="$libraries" php8.2 -n -d error_reporting=0 -d include_path="$work/debian/usr/share/php" days.php ;;
    ice_cube) LD_LIBRARY_PATH="$libraries" ruby3.1 --disable-gems -I "$(echo "$gems"/ice_cube-*/lib)" -I debian/usr/lib/ruby/vendor_ruby \
      -I debian/usr/lib/ruby/3.1.0 -I "$libraries/ruby/3.1.0" days.rb ;;
    calcurse) rm -rf c
      LD_LIBRARY_PATH="$libraries" calcurse -q -D c -C c -i feed.ics >/dev/null
      LD_LIBRARY_PATH="$libraries" calcurse -D c -C c -Q --from 03/01/2026 --days 60 --format-apt '%(start:%m-%d)\n' \
        --format-recur-apt '%(start:%m-%d)\n' | grep -x '[0-9]*-[0-9]*' | sort -u ;;
    *) node days.mjs "$1" ;;
  esac
}
status=0
expect() {  # expect "DAYS" FIRST "RULE" PROGRAM...
  local program seen end=$2
  [[ $3 != BYDAY=SA\;* ]] || end=08  # a stay until Sunday
  printf '%s\n' "DTSTART:202603${2}T150000Z" "RRULE:FREQ=WEEKLY;INTERVAL=2;$3" >rule.txt
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//t//EN BEGIN:VEVENT UID:1 DTSTAMP:20260301T120000Z "DTSTART:202603${2}T150000Z" \
    "DTEND:202603${end}T160000Z" "RRULE:FREQ=WEEKLY;INTERVAL=2;$3" SUMMARY:Visit END:VEVENT END:VCALENDAR >feed.ics
  for program in "${@:4}"; do
    seen=$(days "$program" | paste -sd ' ')
    if [[ $seen == "$1" ]]; then echo "as before: $program, $3: $seen"
    else echo "CHANGED: $program, $3: $seen, expected $1"; status=1; fi
  done
}
five=(rrule rrule-temporal ical.js dateutil sabre)
weekend="03-07 03-08 03-21 03-22" cut="03-07 03-15 03-21 03-29"
expect "$weekend" 07 "BYDAY=SA,SU;COUNT=4" "${five[@]}" calcurse
expect "$cut" 07 "BYDAY=SA,SU;COUNT=4" ice_cube
expect "$weekend" 07 "BYDAY=SA,SU;COUNT=4;WKST=MO" "${five[@]}" ice_cube calcurse
expect "$cut" 07 "BYDAY=SA,SU;COUNT=4;WKST=SU" "${five[@]}" ice_cube
expect "$weekend" 07 "BYDAY=SA,SU;COUNT=4;WKST=SU" calcurse
expect "03-06 03-07 03-15 03-20 03-21 03-29" 06 "BYDAY=FR,SA,SU;COUNT=6;WKST=SU" "${five[@]}" ice_cube
for week in "" ";WKST=MO" ";WKST=SU"; do expect "03-07 03-21 04-04" 07 "BYDAY=SA;COUNT=3$week" "${five[@]}" ice_cube calcurse; done
exit "$status"
