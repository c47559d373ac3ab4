#!/bin/bash
# A calendar feed holds a hearing that the court vacated (STATUS:CANCELLED) and a review that was moved (the same UID
# twice, SEQUENCE 0 and 2). What does a page with FullCalendar show?
#
# Versions: @fullcalendar/core, /list and /icalendar 6.1.21 with ical.js 1.5.0; beside it node-ical 0.27.2,
# ical-expander 3.2.0. Node 20.
# Behavior: FullCalendar shows three live events: the review on both days, and the vacated hearing like any other. The
# event objects do not carry the status either, so a page cannot strike it out. ical-expander gives the same three.
# node-ical drops the older SEQUENCE and keeps the status.
# For this product: a feed holds one event for each duty, under one UID, and leaves out a duty that ended. It never relies on
# STATUS or SEQUENCE to take something back.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @fullcalendar/core@6.1.21 @fullcalendar/list@6.1.21 \
  @fullcalendar/icalendar@6.1.21 ical.js@1.5.0 ical-expander@3.2.0 node-ical@0.27.2 jsdom@26.1.0 2>/dev/null

event() {  # event UID SEQUENCE STATUS DAY NEXT-DAY TITLE
  printf 'BEGIN:VEVENT\r\nUID:%s@journal.example\r\nSEQUENCE:%s\r\nSTATUS:%s\r\nDTSTAMP:20260101T000000Z\r\n' "$1" "$2" "$3"
  printf 'DTSTART;VALUE=DATE:%s\r\nDTEND;VALUE=DATE:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n' "$4" "$5" "$6"
}
{
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//journal.example//feed//EN\r\nMETHOD:PUBLISH\r\n'
  event review-1 2 CONFIRMED 20260714 20260715 "Review, new day"
  event review-1 0 CONFIRMED 20260710 20260711 "Review, old day"
  event hearing-1 1 CANCELLED 20260720 20260721 "Hearing"
  printf 'END:VCALENDAR\r\n'
} >feed.ics

cat >page.cjs <<'JS'
const { readFileSync } = require('fs');
const http = require('http');
const { JSDOM } = require('jsdom');
const feed = readFileSync('feed.ics');
const server = http.createServer((_, answer) => answer.end(feed)).listen(0, '127.0.0.1', () => {
  const { window } = new JSDOM('<div id=c></div>');
  Object.assign(globalThis, { window, document: window.document, Element: window.Element,
    HTMLElement: window.HTMLElement, getComputedStyle: window.getComputedStyle });
  const { Calendar } = require('@fullcalendar/core');
  const calendar = new Calendar(document.getElementById('c'), {
    plugins: [require('@fullcalendar/list').default, require('@fullcalendar/icalendar').default],
    initialView: 'listMonth', initialDate: '2026-07-01', timeZone: 'UTC',
    events: { url: `http://127.0.0.1:${server.address().port}/`, format: 'ics' },
    eventsSet(events) {
      if (events.length === 0) return;
      for (const e of events) {
        const told = Object.keys(e.extendedProps).some((name) => /status|cancel/i.test(name));
        console.log('fullcalendar', e.startStr, e.title, told ? 'with status' : 'without status');
      }
      process.exit();
    },
  });
  calendar.render();
  setTimeout(() => process.exit(1), 20000);
});
JS
cat >libraries.cjs <<'JS'
const text = require('fs').readFileSync('feed.ics', 'utf8');
const Expander = require('ical-expander');
const within = new Expander({ ics: text }).between(new Date('2026-07-01'), new Date('2026-08-01'));
console.log('ical-expander', within.events.map((e) => e.startDate.toString()).sort().join(' '));
const parsed = Object.values(require('node-ical').sync.parseICS(text)).filter((e) => e.type === 'VEVENT');
console.log('node-ical', parsed.map((e) => `${e.summary} ${e.status}`).join('; '));
JS
node page.cjs >seen.txt 2>log.txt || true
node libraries.cjs >>seen.txt 2>>log.txt || true

status=0
for words in "fullcalendar 2026-07-10 Review, old day without status" "fullcalendar 2026-07-14 Review, new day without status" \
  "fullcalendar 2026-07-20 Hearing without status" "ical-expander 2026-07-10 2026-07-14 2026-07-20" \
  "node-ical Review, new day CONFIRMED; Hearing CANCELLED"; do
  if grep -qxF -- "$words" seen.txt; then echo "as before: $words"; else echo "CHANGED: expected: $words"; status=1; fi
done
((status == 0)) || cat seen.txt log.txt
exit "$status"
