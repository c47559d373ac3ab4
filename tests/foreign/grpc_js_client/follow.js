// Follows the journal, as a court's system in another language would.
//
//   node follow.js HOST:PORT FROM
//
// Prints a line {firstPosition, endPosition, events} for each batch, and {code, status, message} when the call ends.
'use strict';

const {connect, failureOf} = require('./contract');

const [address, from] = process.argv.slice(2);
const print = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const call = connect(address).court.subscribe({fromPosition: from});
const short = ({opened: {recorded: {position, type}}}) => ({position, type});
call.on('data', ({firstPosition, endPosition, entries}) => {
  print({firstPosition, endPosition, events: entries.map(short)});
});
call.on('end', () => print({code: 0, status: 'OK', message: ''}));
call.on('error', (error) => print(failureOf(error)));
