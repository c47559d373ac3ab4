#!/bin/bash
# A child sees a parent for an hour on three Wednesdays, and on two Saturdays for the child's birthday and a trip: on 14 March for four
# hours, on 21 March for five. The court's calendar adds these to the series, each with its length (RFC 5545, 3.8.5.2: RDATE;VALUE=PERIOD).
# A second feed has the two as plain days, an hour each (RDATE:20260314T140000Z,20260321T140000Z). Which visits does a parent see?
#
# Guess: all five, the two Saturdays with four and five hours, or with one by a program that knows only the start. RDATE is as old as
# iCalendar and simpler than RRULE.
# Versions: ical.js 2.2.1, node-ical 0.27.2, rrule 2.8.1, rrule-temporal 2.2.8 (npm); libical 3.0.16, python3-vobject 0.9.6.1,
# recurring-ical-events 2.0.1, khal 0.10.5, calcurse 4.7.1, sabre/vobject 2.1.7 (all Debian 12).
# Behavior:                                          plain days    with lengths
#   libical, vobject                                 all five      the three Wednesdays
#   node-ical, calcurse, sabre                       the three Wednesdays, for both
#   ical.js, recurring-ical-events,
#   rrule, rrule-temporal                            all five      an error
#   khal                                             all five      no visit at all, the Wednesdays included, and a warning
# Nobody reads the lengths. Half of the programs leave the Saturdays out without a word, three of them in both feeds.
# Why it matters: a parent who does not come to an agreed visit is reported to the court, and the feed had the visit.
# For this product: its calendar has no series and no RDATE. Who makes one of visits gives an extra visit an event of its own.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install khal calcurse python3-recurring-ical-events python3-vobject \
  python3-gi gir1.2-ical-3.0 php-sabre-vobject php-cli 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" TZ=UTC LC_ALL=C.UTF-8 HOME="$work"
export GI_TYPELIB_PATH="$libraries/girepository-1.0"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 node-ical@0.27.2 rrule@2.8.1 rrule-temporal@2.2.8 2>/dev/null

feed() {  # feed RDATE: the series, and the further days
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//t//EN BEGIN:VEVENT UID:1 DTSTAMP:20260301T120000Z DTSTART:20260304T150000Z \
    DTEND:20260304T160000Z "RRULE:FREQ=WEEKLY;COUNT=3" "$1" SUMMARY:Visit END:VEVENT END:VCALENDAR
}
mkdir plain lengths
feed RDATE:20260314T140000Z,20260321T140000Z >plain/1.ics
feed "RDATE;VALUE=PERIOD:20260314T140000Z/PT4H,20260321T140000Z/20260321T190000Z" >lengths/1.ics

cat >visits.mjs <<'JS'
import fs from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
const [program, feed] = process.argv.slice(2), text = fs.readFileSync(`${feed}/1.ics`, 'utf8');
const rule = text.split('\r\n').filter((line) => /^(DTSTART|RRULE|RDATE)/.test(line)).join('\n');
const visits = {
  'ical.js': () => {
    const days = [], event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')), all = event.iterator();
    for (let day; (day = all.next());) days.push(event.getOccurrenceDetails(day).startDate.toString());
    return days;
  },
  'node-ical': () => ical.expandRecurringEvent(ical.sync.parseICS(text)[1], { from: new Date('2026-03-01'), to: new Date('2026-05-01') })
    .map(({ start }) => start.toISOString()),
  'rrule': () => rrule.rrulestr(rule, { forceset: true }).all().map((day) => day.toISOString()),
  'rrule-temporal': () => new RRuleTemporal({ rruleString: rule }).all().map(String),
};
try {
  console.log(visits[program]().map((day) => day.slice(5, 10)).join('\n'));
} catch {
  console.log('error');
}
JS
cat >visits.py <<'PY'
import datetime, sys
program, feed = sys.argv[1:]
text = open(f"{feed}/1.ics", newline="").read()
if program == "vobject":
    import vobject
    days = list(vobject.readOne(text).vevent.getrruleset())
elif program == "recurring-ical-events":
    import icalendar, recurring_ical_events
    try:
        events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2026, 3, 1), (2026, 5, 1))
    except TypeError:
        sys.exit(print("error"))
    days = [event["DTSTART"].dt for event in events]
else:
    import gi
    gi.require_version("ICalGLib", "3.0")
    from gi.repository import ICalGLib
    calendar, days = ICalGLib.Parser.parse_string(text), []
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    first, last = (ICalGLib.Time.new_from_string(day) for day in ("20260301T000000Z", "20260501T000000Z"))
    event.foreach_recurrence(first, last, lambda _, span: days.append(datetime.datetime.utcfromtimestamp(span.get_start())))
print(*(day.strftime("%m-%d") for day in days), sep="\n")
PY
cat >visits.php <<'PHP'
<?php
require 'Sabre/VObject/includes.php';
$feed = Sabre\VObject\Reader::read(file_get_contents($argv[1] . '/1.ics'));
$feed->expand(new DateTime('2026-03-01'), new DateTime('2026-05-01'));
foreach ($feed->VEVENT as $event) echo $event->DTSTART->getDateTime()->format('m-d'), "\n";
PHP
visits() {  # visits PROGRAM FEED: the days of its visits
  case $1 in
    khal) printf '%s\n' "[calendars]" "[[c]]" "path = $work/$2" "[sqlite]" "path = $work/$2.db" "[locale]" "datetimeformat = %m-%d %H:%M" \
        "longdatetimeformat = %m-%d %H:%M" "dateformat = %m-%d" "longdateformat = %Y-%m-%d" "timeformat = %H:%M" >khal.conf
      /usr/bin/python3 "$(command -v khal)" -c khal.conf list --day-format "" --format "{start-date}" 2026-03-01 60d 2>khal.log ;;
    calcurse) LD_LIBRARY_PATH="$libraries" calcurse -q -D "$2.c" -C "$2.c" -i "$2/1.ics" >/dev/null
      LD_LIBRARY_PATH="$libraries" calcurse -D "$2.c" -C "$2.c" -Q --from 03/01/2026 --days 60 --format-apt '%(start:%m-%d)\n' \
        --format-recur-apt '%(start:%m-%d)\n' | grep -x '[0-9]*-[0-9]*' ;;
    libical) LD_LIBRARY_PATH="$libraries" /usr/bin/python3 -W ignore visits.py "$1" "$2" ;;
    vobject | recurring-ical-events) /usr/bin/python3 visits.py "$1" "$2" ;;
    sabre) LD_LIBRARY_PATH="$libraries" php8.2 -n -d error_reporting=0 -d include_path="$work/debian/usr/share/php" visits.php "$2" ;;
    *) node visits.mjs "$1" "$2" ;;
  esac
}
status=0
expect() {  # expect FEED "DAYS" PROGRAM...
  local program seen
  for program in "${@:3}"; do
    seen=$(visits "$program" "$1" | sort | paste -sd ' ')
    if [[ $seen == "$2" ]]; then echo "as before: $program, $1: $seen"
    else echo "CHANGED: $program, $1: $seen, expected $2"; status=1; fi
  done
}
five="03-04 03-11 03-14 03-18 03-21" three="03-04 03-11 03-18"
expect plain "$five" libical vobject ical.js recurring-ical-events rrule rrule-temporal khal
expect plain "$three" node-ical calcurse sabre
expect lengths "$three" libical vobject node-ical calcurse sabre
expect lengths error ical.js recurring-ical-events rrule rrule-temporal
expect lengths "" khal
if grep -q "RDATE;VALUE=PERIOD.* is currently not supported" khal.log; then echo "as before: khal warns"
else echo "CHANGED: khal gives no warning"; status=1; fi
exit "$status"
