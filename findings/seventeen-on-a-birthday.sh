#!/bin/bash
# A worker keeps a spreadsheet of the children in care, with a column for the age in full years: =INT(YEARFRAC(birth, day, 1)). Basis 1
# counts the real days ("actual/actual"); without a basis, each month has 30 days. DATEDIF(birth, day, "Y") gives full years as such. From
# the 18th birthday on, care may end, and who signs an agreement is the young person, and no guardian.
#
# Guess: it is 18 on the birthday, and 17 on the day before. With months of 30 days, some who were born near the end of a month may be a
# day off. With real days nobody is, at most who was born on 29 February.
# Versions: hyperformula 3.5.0, @formulajs/formulajs 4.6.1, fast-formula-parser 1.0.19, @ironcalc/wasm 0.8.4 (all npm).
# Behavior: from which day on it is 18, for the 1,460 dates of birth of 2007 to 2010 without 29 February
#                                                      the birthday   the day before   the day after
#   INT(YEARFRAC(birth, day, 1))   all four            1,095          0                365
#   INT(YEARFRAC(birth, day))      all four            1,403, 1,404   56               1 or 0
#   DATEDIF(birth, day, "Y")       @formulajs          1,404          56               0
#                                  the other three     1,460          0                0
# A day late are all who were born from 1 March to 31 December 2008, and in January and February 2010. Basis 1 divides the days by the mean
# length of all calendar years that the time touches. From 1 July 2008 to 1 July 2026 these are 19 years, five of them leap years. But the
# child has lived through four leap days, and 6,574 days are 17.998 such years. A day early are those born on the 31st, and on the 1st of
# a month after a 31st.
# Why it matters: a quarter of the young people are 17 on their birthday, and a child who was born on 1 January is 18 in the year before.
# For this product: the docket counts years by the calendar, and gives each day with how it comes about (docs/DOCKET.md).
# Needs: node with npm.
set -euo pipefail
export TZ=UTC
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts hyperformula@3.5.0 @formulajs/formulajs@4.6.1 fast-formula-parser@1.0.19 \
  @ironcalc/wasm@0.8.4 2>/dev/null

cat >count.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { HyperFormula } from 'hyperformula';
import * as formulajs from '@formulajs/formulajs';
import FormulaParser from 'fast-formula-parser';
import { initSync, Model } from '@ironcalc/wasm';
initSync({ module: readFileSync('node_modules/@ironcalc/wasm/wasm_bg.wasm') });
const sheet = HyperFormula.buildFromArray([[]], { licenseKey: 'gpl-v3' }), parser = new FormulaParser();
const model = new Model('ages', 'en', 'UTC', 'en');
const words = (name, birth, day, last) => {  // the formula; no last argument if it is null
  const cells = [birth, day].map((it) => `DATE(${it.getFullYear()},${it.getMonth() + 1},${it.getDate()})`);
  return `=INT(${name}(${[...cells, ...(last === null ? [] : [JSON.stringify(last)])].join(',')}))`;
};
const programs = {
  '@formulajs': (name, birth, day, last) => Math.floor(formulajs[name](birth, day, ...(last === null ? [] : [last]))),
  'hyperformula': (name, birth, day, last) => sheet.calculateFormula(words(name, birth, day, last), 0),
  'fast-formula-parser': (name, birth, day, last) => parser.parse(words(name, birth, day, last).slice(1), { row: 1, col: 1 }),
  '@ironcalc': (name, birth, day, last) => {
    model.setUserInput(0, 1, 1, words(name, birth, day, last));
    return Number(model.getFormattedCellValue(0, 1, 1));
  },
};
const later = (birth, years, days) => new Date(birth.getFullYear() + years, birth.getMonth(), birth.getDate() + days);
for (const [program, age] of Object.entries(programs))
  for (const [name, last] of [['YEARFRAC', 1], ['YEARFRAC', null], ['DATEDIF', 'Y']]) {
    const seen = { early: 0, on: 0, late: 0, other: 0 }, late = [];
    for (let birth = new Date(2007, 0, 1); birth < new Date(2011, 0, 1); birth = later(birth, 0, 1)) {
      if (birth.getMonth() === 1 && birth.getDate() === 29) continue;
      const ages = [-2, -1, 0, 1].map((days) => age(name, birth, later(birth, 18, days), last)).join(' ');
      const when = { '17 18 18 18': 'early', '17 17 18 18': 'on', '17 17 17 18': 'late' }[ages] ?? 'other';
      seen[when]++;
      if (when === 'late') late.push(birth.toISOString().slice(0, 10));
    }
    const range = late.length ? ` first ${late[0]} last ${late.at(-1)}` : '';
    console.log(`${program} ${name} ${last}: early ${seen.early} on ${seen.on} late ${seen.late} other ${seen.other}${range}`);
  }
JS
node count.mjs >seen.txt
status=0
expect() {  # expect "PROGRAM FUNCTION LAST" COUNTS
  local seen
  seen=$(sed -n "s|^$1: ||p" seen.txt)
  if [[ $seen == "$2" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2"; status=1; fi
}
for program in @formulajs hyperformula fast-formula-parser @ironcalc; do
  expect "$program YEARFRAC 1" "early 0 on 1095 late 365 other 0 first 2008-03-01 last 2010-02-28"
done
for program in @formulajs fast-formula-parser; do expect "$program YEARFRAC null" "early 56 on 1404 late 0 other 0"; done
for program in hyperformula @ironcalc; do
  expect "$program YEARFRAC null" "early 56 on 1403 late 1 other 0 first 2010-02-28 last 2010-02-28"
done
expect "@formulajs DATEDIF Y" "early 56 on 1404 late 0 other 0"
for program in hyperformula fast-formula-parser @ironcalc; do expect "$program DATEDIF Y" "early 0 on 1460 late 0 other 0"; done
exit "$status"
