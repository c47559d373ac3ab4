// A load of appends, many in flight. It writes down each acknowledgment before it does anything else.
//
//   node append_lanes.js HOST:PORT ACKNOWLEDGED < requests.jsonl
//
// Each line of the input is one AppendRequest in JSON. Requests of the same case are sent one after another, and
// different cases in parallel. For each answer, a line {requestId, firstPosition, cases} is written to ACKNOWLEDGED. Ends
// when all requests are answered (exit 0), or at the first one without an answer (exit 7: the server is gone).
'use strict';

const fs = require('node:fs');
const {connect, ask} = require('./contract');

const [address, acknowledgedPath] = process.argv.slice(2);
const acknowledged = fs.openSync(acknowledgedPath, 'a');
const {cases} = connect(address);

const lanes = new Map();
for (const line of fs.readFileSync('/dev/stdin', 'utf8').split('\n').filter(Boolean)) {
  const request = JSON.parse(line);
  const lane = request.cases[0].caseId;
  if (!lanes.has(lane)) lanes.set(lane, []);
  lanes.get(lane).push(request);
}

async function walk(lane) {
  for (const request of lane) {
    const answer = await ask(cases, 'append', request);
    const note = {requestId: answer.requestId, firstPosition: answer.firstPosition, cases: answer.cases};
    fs.writeSync(acknowledged, `${JSON.stringify(note)}\n`);
  }
}

Promise.all([...lanes.values()].map(walk)).then(
  () => process.exit(0),
  (error) => {
    console.error(`${error.code} ${error.details}`);
    process.exit(7);
  });
