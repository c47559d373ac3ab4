#!/bin/bash
# A child is placed in shelter care on Saturday, 31 October 2026, at noon in New York. A hearing must be held within 72 hours, and the
# agency's feed has DURATION:PT72H. The same night, clocks go back. Until when is the hearing in time? And three days, P3D?
#
# Guess: PT72H ends on 3 November at 11:00, P3D at 12:00. RFC 5545, 3.3.6: hours are accurate, days and weeks are nominal. A program
# that reads a file and writes it again leaves the duration as it was.
# Versions: ical.js 2.2.1, node-ical 0.27.2 (npm); libical 3.0.16, python3-vobject 0.9.6.1, python3-icalendar 4.0.3,
# recurring-ical-events 2.0.1, khal 0.10.5, calcurse 4.7.1, sabre/vobject 2.1.7 on PHP 8.2 (all Debian 12).
# Behavior:                                             PT72H ends    P3D ends
#   sabre                                               11:00         12:00
#   ical.js, libical, vobject                           12:00         12:00      hours are taken for days
#   node-ical, recurring-ical-events, khal, calcurse    11:00         11:00      days are taken for hours
# So one of eight tells the two apart. icalendar and vobject also write PT72H as P3D, so who reads the file after them never had the
# hours. Away from the two nights of the year, all agree, and tests see nothing.
# Why it matters: a hearing at 11:30 is too late, and three programs show that there is half an hour left.
# For this product: hours are real hours (docs/DOCKET.md, "Hours"), and its feed has days with DTEND and the time in words, no DURATION.
# docs/CALENDAR.md tells who makes events with a time to give DTEND in UTC, which all of these read alike.
# Needs: node with npm, /usr/bin/python3, tzdata.
set -euo pipefail
for tool in node npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
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
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" HOME="$work" LC_ALL=C.UTF-8
export TZ=America/New_York GI_TYPELIB_PATH="$libraries/girepository-1.0"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 node-ical@0.27.2 2>/dev/null

feed() {  # feed LINE: the event, with its end as the line has it, and the rule of the zone
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//t//EN BEGIN:VTIMEZONE TZID:America/New_York BEGIN:DAYLIGHT \
    TZOFFSETFROM:-0500 TZOFFSETTO:-0400 TZNAME:EDT DTSTART:20070311T020000 "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" END:DAYLIGHT \
    BEGIN:STANDARD TZOFFSETFROM:-0400 TZOFFSETTO:-0500 TZNAME:EST DTSTART:20071104T020000 "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU" \
    END:STANDARD END:VTIMEZONE BEGIN:VEVENT UID:1 DTSTAMP:20261031T160000Z "DTSTART;TZID=America/New_York:20261031T120000" "$1" \
    SUMMARY:Hearing END:VEVENT END:VCALENDAR
}
mkdir PT72H P3D UTC
for length in PT72H P3D; do feed "DURATION:$length" >$length/1.ics; done
feed DTEND:20261103T160000Z >UTC/1.ics

cat >end.mjs <<'JS'
import fs from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
const [program, file] = process.argv.slice(2), text = fs.readFileSync(file, 'utf8');
if (program === 'ical.js') {
  const feed = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.register(feed.getFirstSubcomponent('vtimezone'));
  console.log(new ICAL.Event(feed.getFirstSubcomponent('vevent')).endDate.toUnixTime());
} else {
  console.log(Object.values(ical.sync.parseICS(text)).find(({ type }) => type === 'VEVENT').end.getTime() / 1000);
}
JS
cat >end.py <<'PY'
import sys
program, file = sys.argv[1:]
text = open(file, newline="").read()
if program == "libical":
    import gi
    gi.require_version("ICalGLib", "3.0")
    from gi.repository import ICalGLib
    feed = ICalGLib.Parser.parse_string(text)  # has the zone, so it must live on
    end = feed.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT).get_dtend()
    print(end.as_timet_with_zone(end.get_timezone()))
elif program == "recurring-ical-events":
    import icalendar, recurring_ical_events
    event, = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2026, 10, 30), (2026, 11, 1))
    print(int(event["DTEND"].dt.timestamp()))
elif program == "icalendar":
    import icalendar
    print(icalendar.Calendar.from_ical(text).to_ical().decode())
else:
    import vobject
    feed = vobject.readOne(text)
    if program == "vobject-again": print(feed.serialize())
    elif "duration" in feed.vevent.contents: print(int((feed.vevent.dtstart.value + feed.vevent.duration.value).timestamp()))
    else: print(int(feed.vevent.dtend.value.timestamp()))
PY
cat >end.php <<'PHP'
<?php
require 'Sabre/VObject/includes.php';
$event = Sabre\VObject\Reader::read(file_get_contents($argv[1]))->VEVENT;
$end = isset($event->DTEND) ? $event->DTEND->getDateTime() : $event->DTSTART->getDateTime();
if (isset($event->DURATION)) $end->add(Sabre\VObject\DateTimeParser::parseDuration((string) $event->DURATION));
echo $end->getTimestamp(), "\n";
PHP
end() {  # end PROGRAM FEED: when the event ends, in New York
  local at
  case $1 in
    khal) printf '%s\n' "[calendars]" "[[c]]" "path = $work/$2" "[sqlite]" "path = $work/$2.db" "[locale]" "datetimeformat = %m-%d %H:%M" \
        "longdatetimeformat = %m-%d %H:%M" "dateformat = %m-%d" "longdateformat = %Y-%m-%d" "timeformat = %H:%M" \
        "local_timezone = $TZ" "default_timezone = $TZ" >khal.conf
      /usr/bin/python3 "$(command -v khal)" -c khal.conf list --once --day-format "" --format "{end}" 2026-10-31 1d 2>/dev/null; return ;;
    calcurse) LD_LIBRARY_PATH="$libraries" calcurse -q -D "$2.c" -C "$2.c" -i "$2/1.ics" >/dev/null
      LD_LIBRARY_PATH="$libraries" calcurse -D "$2.c" -C "$2.c" -Q --from 10/31/2026 --format-apt '%(end:%m-%d %H:%M)\n' | grep ^11-
      return ;;
    ical.js | node-ical) at=$(node end.mjs "$1" "$2/1.ics") ;;
    sabre) at=$(php8.2 -n -d error_reporting=0 -d include_path="$work/debian/usr/share/php" end.php "$2/1.ics") ;;
    *) at=$(LD_LIBRARY_PATH="$libraries" /usr/bin/python3 end.py "$1" "$2/1.ics") ;;
  esac
  date -d "@$at" '+%m-%d %H:%M'
}
status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
expect() {  # expect PT72H P3D PROGRAM...
  for program in "${@:3}"; do
    is "$program, PT72H" "$(end "$program" PT72H)" "11-03 $1"
    is "$program, P3D" "$(end "$program" P3D)" "11-03 $2"
    is "$program, DTEND in UTC" "$(end "$program" UTC)" "11-03 11:00"
  done
}
expect 11:00 12:00 sabre
expect 12:00 12:00 ical.js libical vobject
expect 11:00 11:00 node-ical recurring-ical-events khal calcurse
for program in icalendar vobject-again; do
  is "$program, PT72H is written as" "$(/usr/bin/python3 end.py $program PT72H/1.ics | tr -d '\r' | sed -n 's/^DURATION://p')" P3D
done
exit "$status"
