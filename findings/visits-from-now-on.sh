#!/bin/bash
# A child sees a parent each Wednesday at 15:00, six times. On 10 March the agency changes the plan for visits: from 18 March on they
# are at 19:00, supervised. iCalendar has RANGE=THISANDFUTURE for that (RFC 5545, 3.2.13). A second feed suspends all visits from 18
# March on, with the same range and STATUS:CANCELLED. When are the visits?
#
# Guess: two at 15:00, then four at 19:00; and two, then none. A reader that knows RECURRENCE-ID knows its one range as well.
# Versions: ical.js 2.2.1, node-ical 0.27.2 (npm); khal 0.10.5, calcurse 4.7.1, recurring-ical-events 2.0.1,
# sabre/vobject 2.1.7 (all Debian 12).
# Behavior:                                        moved                                 suspended
#   ical.js, khal                                  four at 19:00                         four that are cancelled
#   node-ical, recurring-ical-events, sabre        one at 19:00, then three at 15:00,    one that is cancelled, then three
#                                                  without supervision                   visits as ever
#   calcurse                                       the same, and 18 March twice          six visits, and 18 March twice
# So the change of an order for good is read as a change of one day, without an error.
# Why it matters: a parent comes at the old hour, or to visits that the court suspended.
# For this product: its feed has no series. docs/CALENDAR.md: one event for each duty, with its own UID. If visits are ever fed, each
# must be an event of its own.
# Needs: node with npm, /usr/bin/python3 (khal, recurring-ical-events).
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install khal calcurse python3-recurring-ical-events php-sabre-vobject \
  php-cli 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" TZ=UTC LC_ALL=C.UTF-8 HOME="$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 node-ical@0.27.2 2>/dev/null

feed() {  # feed HOUR LINE...: the series, and what changes from 18 March on
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//t//EN BEGIN:VEVENT UID:1 DTSTAMP:20260301T120000Z DTSTART:20260304T150000Z \
    DTEND:20260304T160000Z "RRULE:FREQ=WEEKLY;COUNT=6" SUMMARY:Visit END:VEVENT BEGIN:VEVENT UID:1 DTSTAMP:20260310T120000Z \
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260318T150000Z" "DTSTART:20260318T${1}0000Z" "DTEND:20260318T${1}3000Z" "${@:2}" \
    END:VEVENT END:VCALENDAR
}
mkdir moved suspended
feed 19 SUMMARY:Supervised >moved/1.ics
feed 15 SUMMARY:None STATUS:CANCELLED >suspended/1.ics

cat >visits.mjs <<'JS'
import fs from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
const [program, feed] = process.argv.slice(2), text = fs.readFileSync(`${feed}/1.ics`, 'utf8');
const say = (start, summary) => console.log(start.replace('T', ' ').slice(5, 16), summary);
if (program === 'ical.js') {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  events[0].relateException(events[1]);
  const days = events[0].iterator();
  for (let day; (day = days.next());) {
    const { startDate, item } = events[0].getOccurrenceDetails(day);
    say(startDate.toString(), item.summary);
  }
} else {
  const series = Object.values(ical.sync.parseICS(text)).find(({ type }) => type === 'VEVENT');
  const days = ical.expandRecurringEvent(series, { from: new Date('2026-03-01'), to: new Date('2026-05-01') });
  for (const { start, summary } of days) say(start.toISOString(), summary);
}
JS
cat >visits.py <<'PY'
import sys, icalendar, recurring_ical_events
feed = icalendar.Calendar.from_ical(open(sys.argv[1] + "/1.ics").read())
for event in recurring_ical_events.of(feed).between((2026, 3, 1), (2026, 5, 1)):
    print(event["DTSTART"].dt.strftime("%m-%d %H:%M"), event["SUMMARY"])
PY
cat >visits.php <<'PHP'
<?php
require 'Sabre/VObject/includes.php';
$feed = Sabre\VObject\Reader::read(file_get_contents($argv[1] . '/1.ics'));
$feed->expand(new DateTime('2026-03-01'), new DateTime('2026-05-01'));
foreach ($feed->VEVENT as $event) echo $event->DTSTART->getDateTime()->format('m-d H:i'), ' ', $event->SUMMARY, "\n";
PHP
visits() {  # visits PROGRAM FEED: its visits, each with day, hour, and text
  case $1 in
    khal) printf '%s\n' "[calendars]" "[[c]]" "path = $work/$2" "[sqlite]" "path = $work/$2.db" "[locale]" "datetimeformat = %m-%d %H:%M" \
        "longdatetimeformat = %m-%d %H:%M" "dateformat = %m-%d" "longdateformat = %Y-%m-%d" "timeformat = %H:%M" >khal.conf
      /usr/bin/python3 "$(command -v khal)" -c khal.conf list --day-format "" --format "{start} {title}" 2026-03-01 60d 2>/dev/null ;;
    calcurse) LD_LIBRARY_PATH="$libraries" calcurse -q -D "$2.c" -C "$2.c" -i "$2/1.ics" >/dev/null
      LD_LIBRARY_PATH="$libraries" calcurse -D "$2.c" -C "$2.c" -Q --from 03/01/2026 --days 60 --format-apt '%(start:%m-%d %H:%M) %m\n' \
        --format-recur-apt '%(start:%m-%d %H:%M) %m\n' | grep -- - ;;
    recurring-ical-events) /usr/bin/python3 visits.py "$2" ;;
    sabre) php8.2 -n -d error_reporting=0 -d include_path="$work/debian/usr/share/php" visits.php "$2" ;;
    *) node visits.mjs "$1" "$2" ;;
  esac
}
status=0
expect() {  # expect FEED VISITS PROGRAM...
  local program seen
  for program in "${@:3}"; do
    seen=$(visits "$program" "$1" | sort | paste -sd, | sed 's/,/, /g')
    if [[ $seen == "$2" ]]; then echo "as before: $program, $1: $seen"
    else echo "CHANGED: $program, $1: $seen, expected $2"; status=1; fi
  done
}
first="03-04 15:00 Visit, 03-11 15:00 Visit" last="03-25 15:00 Visit, 04-01 15:00 Visit, 04-08 15:00 Visit"
expect moved "$first, 03-18 19:00 Supervised, 03-25 19:00 Supervised, 04-01 19:00 Supervised, 04-08 19:00 Supervised" ical.js khal
expect suspended "$first, 03-18 15:00 None, 03-25 15:00 None, 04-01 15:00 None, 04-08 15:00 None" ical.js khal
expect moved "$first, 03-18 19:00 Supervised, $last" node-ical recurring-ical-events sabre
expect suspended "$first, 03-18 15:00 None, $last" node-ical recurring-ical-events sabre
expect moved "$first, 03-18 15:00 Visit, 03-18 19:00 Supervised, $last" calcurse
expect suspended "$first, 03-18 15:00 None, 03-18 15:00 Visit, $last" calcurse
exit "$status"
