// One call with raw bytes, for requests that no well-behaved client would send.
//
//   node call.js HOST:PORT /casejournal.v1.CaseService/Append < request-bytes
//
// Prints {code, status, message, details, response}; the response in base64.
'use strict';

const fs = require('node:fs');
const {grpc, credentials, failureOf} = require('./contract');

const [address, method] = process.argv.slice(2);
const asIs = (bytes) => bytes;
const client = new grpc.Client(address, credentials(), {
  'grpc.max_send_message_length': 64 << 20,
  'grpc.enable_http_proxy': 0,
});
client.makeUnaryRequest(method, asIs, asIs, fs.readFileSync('/dev/stdin'), {deadline: Date.now() + 30000}, (error, response) => {
  const outcome = error ? failureOf(error) : {code: 0, status: 'OK', message: '', details: []};
  outcome.response = response ? response.toString('base64') : null;
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  client.close();
});
