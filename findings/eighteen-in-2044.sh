#!/bin/bash
# A child born on 1 July 2026 is 18 on 1 July 2044. In the court's zone (America/New_York, summer time) that day begins
# at 04:00 UTC, and a hearing at 9 o'clock is at 13:00 UTC. Who agrees?
#
# Guess: all programs. The year 2038 was a matter of 32 bits, and today's rule for summer time has no last year.
# Versions: pandas 1.5.3, pytz 2022.7.1, dateutil 2.8.2, icalendar 4.0.3, vobject 0.9.6.1 (all Debian 12, also behind
# khal, radicale, and many pipelines); beside them Python's zoneinfo, JDK 17, Luxon 3.7.2, moment-timezone 0.6.2,
# node-ical 0.27.2, ical.js 2.2.1.
# Behavior: after 2037 there is no summer time for pandas, pytz, and dateutil: they say 05:00. Given the instant 04:00
# UTC, pandas names 30 June 2044 as the day. icalendar reads a feed whose own VTIMEZONE repeats without an end, and
# still says 14:00 for the hearing. zoneinfo, JDK, Luxon, moment-timezone, node-ical, and ical.js are right, and
# vobject, which takes the rule from the feed.
# For this product: each child born after 2019 comes of age after 2037. Days go out as days (YYYY-MM-DD), never as the
# instant of a midnight. docs/CLIENTS.md says so and names zoneinfo for Python. Tests of projections/entries and
# projections/zone check our own civil time for 2044.
# Needs: node with npm, a JDK (Debian: default-jdk-headless), /usr/bin/python3, tzdata.
set -euo pipefail
for tool in npm java apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-pandas python3-tz python3-dateutil python3-icalendar \
  python3-vobject 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
ls ./*.deb | grep -E "python3-(pandas|tz|dateutil|icalendar|vobject)_" || true
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund moment-timezone@0.6.2 luxon@3.7.2 node-ical@0.27.2 ical.js@2.2.1 2>/dev/null

zone() {  # zone KIND START RULE FROM TO
  printf 'BEGIN:%s\r\nDTSTART:%s\r\nRRULE:FREQ=YEARLY;%s\r\n' "$1" "$2" "$3"
  printf 'TZOFFSETFROM:%s\r\nTZOFFSETTO:%s\r\nEND:%s\r\n' "$4" "$5" "$1"
}
{
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//journal.example//feed//EN\r\nBEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n'
  zone DAYLIGHT 20070311T020000 "BYMONTH=3;BYDAY=2SU" -0500 -0400
  zone STANDARD 20071104T020000 "BYMONTH=11;BYDAY=1SU" -0400 -0500
  printf 'END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:hearing-1@journal.example\r\nDTSTAMP:20260101T000000Z\r\n'
  printf 'DTSTART;TZID=America/New_York:20440701T090000\r\nSUMMARY:Hearing\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
} >feed.ics

cat >ask.py <<'PY'
from datetime import datetime, timezone
import dateutil.tz, icalendar, pandas, pytz, vobject, zoneinfo
name, day = "America/New_York", datetime(2044, 7, 1)
utc = lambda moment: moment.astimezone(timezone.utc).strftime("%H:%M")
print("pandas", utc(pandas.Timestamp("2044-07-01", tz=name).to_pydatetime()))
print("pandas-day", pandas.Timestamp("2044-07-01T04:00:00Z").tz_convert(name).date())
print("pytz", utc(pytz.timezone(name).localize(day)))
print("dateutil", utc(day.replace(tzinfo=dateutil.tz.gettz(name))))
print("zoneinfo", utc(day.replace(tzinfo=zoneinfo.ZoneInfo(name))))
feed = open("feed.ics", newline="").read()
print("icalendar", utc(icalendar.Calendar.from_ical(feed).walk("VEVENT")[0]["DTSTART"].dt))
print("vobject", utc(vobject.readOne(feed).vevent.dtstart.value))
PY
cat >ask.cjs <<'JS'
const name = 'America/New_York', day = '2044-07-01 00:00';
const utc = (moment) => new Date(+moment).toISOString().slice(11, 16);
console.log('moment', utc(require('moment-timezone').tz(day, name)));
console.log('luxon', utc(require('luxon').DateTime.fromSQL(day, { zone: name })));
const feed = require('fs').readFileSync('feed.ics', 'utf8');
console.log('node-ical', utc(Object.values(require('node-ical').sync.parseICS(feed)).find((e) => e.type === 'VEVENT').start));
import('ical.js').then(({ default: ical }) => {
  const event = new ical.Event(new ical.Component(ical.parse(feed)).getFirstSubcomponent('vevent'));
  console.log('ical.js', utc(event.startDate.toJSDate()));
});
JS
cat >Ask.java <<'JAVA'
import java.time.*;
public class Ask {
  public static void main(String[] args) {
    var begins = LocalDate.of(2044, 7, 1).atStartOfDay(ZoneId.of("America/New_York")).toInstant();
    System.out.println("jdk " + begins.toString().substring(11, 16));
  }
}
JAVA
libraries=$work/debian/usr/lib/$(uname -m)-linux-gnu
LD_LIBRARY_PATH=$libraries:$libraries/blas:$libraries/lapack PYTHONPATH=debian/usr/lib/python3/dist-packages \
  /usr/bin/python3 ask.py >seen.txt
node ask.cjs >>seen.txt
java Ask.java >>seen.txt

status=0
expect() {  # expect TIME PROGRAM...
  local time=$1 program seen
  shift
  for program; do
    seen=$(sed -n "s/^$program //p" seen.txt)
    if [[ $seen == "$time" ]]; then echo "as before: $program: $seen"; else echo "CHANGED: $program: $seen, expected $time"; status=1; fi
  done
}
expect 04:00 zoneinfo jdk luxon moment
expect 05:00 pandas pytz dateutil
expect 2044-06-30 pandas-day
expect 13:00 node-ical ical.js vobject
expect 14:00 icalendar
exit "$status"
