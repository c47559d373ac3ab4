// Many appends on one call, all sent before the first answer is read.
//
//   node append_stream.js HOST:PORT < requests.jsonl
//
// An empty line begins another call after the one before it has ended. Prints a line {requestId, appended, error} for
// each answer, in the order of arrival; the details of an error are decoded.
'use strict';

const fs = require('node:fs');
const {connect, detailsOf} = require('./contract');

const {cases} = connect(process.argv[2]);
const print = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function appendAll(lines) {
  return new Promise((resolve, reject) => {
    const call = cases.appendStream();
    call.on('data', ({requestId, appended = null, error = null}) => {
      print({requestId, appended, error: error && {...error, details: detailsOf(error)}});
    });
    call.on('end', resolve);
    call.on('error', reject);
    for (const line of lines) call.write({append: JSON.parse(line)});
    call.end();
  });
}

async function main() {
  const calls = fs.readFileSync('/dev/stdin', 'utf8').split('\n\n').map((call) => call.split('\n').filter(Boolean));
  for (const lines of calls) await appendAll(lines);
}

main().then(() => process.exit(0), (error) => {
  console.error(`${error.code} ${error.details}`);
  process.exit(7);
});
