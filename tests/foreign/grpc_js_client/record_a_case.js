// The first day of a client app in another language: it records a small case, reads its plan, its history, and its
// register, and follows the journal up to what it recorded.
//
//   node record_a_case.js HOST:PORT DAY
//
// Prints one JSON object with the answers.
'use strict';

const {randomUUID} = require('node:crypto');
const {connect, ask, askForMany, failureOf} = require('./contract');

const [address, day] = process.argv.slice(2);
const {cases, audit, court} = connect(address);
const [caseId, childId, goalId, objectiveId] = Array.from({length: 4}, randomUUID);
const on = (body) => ({effectiveOn: day, ...body});
const request = (expected, events) => ({requestId: randomUUID(), cases: [{caseId, expected, events}]});

function openTheCase() {
  return request({noCase: true}, [
    on({caseOpened: {kind: 'CASE_KIND_FAMILY', origin: 'CASE_ORIGIN_REPORT', agency: 'Wren County Children Services'}}),
    on({participantJoined: {participantId: childId, capacity: 'CAPACITY_CHILD', name: 'Ilka Sørensen-Óg'}}),
    on({caseNumberGiven: {system: 'Juvenile Court', number: '26-JV-0042', childId}}),
  ]);
}

function setAGoal() {
  return request({exactly: '2'}, [
    on({goalEstablished: {goalId, forIds: [childId], area: 'GOAL_AREA_SAFETY', statement: 'Ilka sleeps at night'}}),
    on({objectiveAdded: {objectiveId, goalId, terms: {statement: 'no quarrel after eight in the evening'}}}),
  ]);
}

// Many requests on one call; an answer to each.
function appendOnAStream(requests) {
  return new Promise((resolve, reject) => {
    const answers = [];
    const call = cases.appendStream();
    call.on('data', (answer) => answers.push(answer));
    call.on('end', () => resolve(answers));
    call.on('error', reject);
    for (const append of requests) call.write({append});
    call.end();
  });
}

// The first batch that reaches `position`.
function followTo(position) {
  return new Promise((resolve, reject) => {
    const positions = [];
    const call = court.subscribe({fromPosition: '0'});
    call.on('error', (error) => (positions.at(-1) >= position ? resolve(positions) : reject(error)));
    call.on('data', ({entries}) => {
      positions.push(...entries.map((entry) => Number(entry.opened.recorded.position)));
      if (positions.at(-1) >= position) call.cancel();
    });
  });
}

async function main() {
  const opening = openTheCase();
  const first = await ask(cases, 'append', opening);
  const again = await ask(cases, 'append', opening);
  const goal = await ask(cases, 'append', setAGoal());
  const notes = [5, 6, 7].map((revision) => request({exactly: String(revision - 1)}, [
    on({caseNoteWritten: {occasion: 'telephone call', text: `call ${revision}`}})]));
  const streamed = await appendOnAStream(notes);
  const failed = streamed.find((answer) => answer.error);
  if (failed || streamed.length < notes.length) throw new Error(`on the stream: ${JSON.stringify(streamed)}`);
  const stale = await ask(cases, 'append', request({exactly: '0'}, notes[0].cases[0].events)).catch(failureOf);
  const last = Number(first.firstPosition) + 7;
  const {plan} = await ask(cases, 'getCasePlan', {caseId, view: 'PLAN_VIEW_WORKING', minPosition: String(last)});
  const history = await askForMany(audit, 'getHistory', {caseId, partId: objectiveId});
  const register = await ask(court, 'getRegister', {courtNumber: '26-JV-0042', minPosition: String(last)});
  const positions = await followTo(last);
  process.stdout.write(`${JSON.stringify({
    caseId, objectiveId, first, again, goal, streamed, stale, plan,
    history: history.flatMap(({rows}) => rows), register, positions,
  })}\n`);
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
