// Imports calendar files one after another, as a calendar program does, and prints what it then shows:
//
//   node read_calendar.js FILE...
//
// One line of JSON: {"shown": {UID: event}, "cancelled": {UID: event}, "older": [UID]}. An event replaces the one with
// its UID unless it is older: by SEQUENCE, then by DTSTAMP (RFC 5546, 2.1.5).
'use strict';

const fs = require('node:fs');
const loaded = require('ical.js');

const ICAL = loaded.default ?? loaded;

ICAL.design.strict = true;

function read(component) {
  const event = new ICAL.Event(component);
  const stamp = component.getFirstPropertyValue('dtstamp');
  return {
    summary: event.summary,
    description: event.description,
    sequence: event.sequence,
    stamp: stamp.toString(),
    modified: component.getFirstPropertyValue('last-modified').toString(),
    status: component.getFirstPropertyValue('status'),
    allDay: event.startDate.isDate && event.endDate.isDate,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    days: event.duration.toSeconds() / 86400,
    reminders: component.getAllSubcomponents('valarm').map((alarm) => {
      const at = event.startDate.clone();
      at.isDate = false;
      at.addDuration(alarm.getFirstPropertyValue('trigger'));
      return at.toString();
    }),
  };
}

const events = new Map();
const older = [];
for (const file of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(file, 'utf8')));
  const here = new Set();
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const uid = component.getFirstPropertyValue('uid');
    if (here.has(uid)) throw new Error(`${file} has ${uid} twice`);
    here.add(uid);
    const event = read(component);
    const known = events.get(uid);
    const isOlder =
      known !== undefined &&
      (event.sequence < known.sequence || (event.sequence === known.sequence && event.stamp < known.stamp));
    if (isOlder) older.push(uid);
    else events.set(uid, event);
  }
}
const pick = (cancelled) =>
  Object.fromEntries([...events].filter(([, event]) => (event.status === 'CANCELLED') === cancelled));
console.log(JSON.stringify({ shown: pick(false), cancelled: pick(true), older }));
