// One append.
//
//   node append.js HOST:PORT < request.json
//
// Prints the answer, or {code, status, message, details}.
'use strict';

const fs = require('node:fs');
const {connect, ask, failureOf} = require('./contract');

const {cases} = connect(process.argv[2]);
ask(cases, 'append', JSON.parse(fs.readFileSync('/dev/stdin', 'utf8'))).catch(failureOf).then((outcome) => {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  cases.close();
});
