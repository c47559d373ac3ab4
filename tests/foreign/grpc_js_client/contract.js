// The contract as another vendor reads it: from proto/ at run time, with nothing generated and nothing shared.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const PROTO = path.resolve(__dirname, '../../../proto');
const OPTIONS = {longs: String, enums: String, bytes: String, defaults: true, oneofs: true, includeDirs: [PROTO]};
const FILES = ['case_service', 'audit_service', 'court_service', 'journal_service'].map((name) => `casejournal/v1/${name}.proto`);

const definition = protoLoader.loadSync(FILES, OPTIONS);
const {v1} = grpc.loadPackageDefinition(definition).casejournal;
const CHANNEL = {
  'grpc.max_receive_message_length': 16 << 20,
  'grpc.max_send_message_length': 16 << 20,
  'grpc.enable_http_proxy': 0,
};

// TLS with the authority in CASEJOURNAL_CA, and for each call the token that is then in CASEJOURNAL_TOKEN_FILE.
function credentials() {
  const token = grpc.credentials.createFromMetadataGenerator((_, done) => {
    fs.readFile(process.env.CASEJOURNAL_TOKEN_FILE, 'utf8', (error, text) => {
      if (error) return done(error);
      const metadata = new grpc.Metadata();
      metadata.set('authorization', `Bearer ${text.trim()}`);
      done(null, metadata);
    });
  });
  const tls = grpc.credentials.createSsl(fs.readFileSync(process.env.CASEJOURNAL_CA));
  return grpc.credentials.combineChannelCredentials(tls, token);
}

// Clients of the services at HOST:PORT.
function connect(address) {
  const signedIn = credentials();
  return {
    cases: new v1.CaseService(address, signedIn, CHANNEL),
    audit: new v1.AuditService(address, signedIn, CHANNEL),
    court: new v1.CourtService(address, signedIn, CHANNEL),
    journal: new v1.JournalService(address, signedIn, CHANNEL),
  };
}

// A call with one answer, as a promise.
function ask(client, method, request) {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 30000;
    client[method](request, {deadline}, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

// All messages of a call with many answers.
async function askForMany(client, method, request) {
  const messages = [];
  for await (const message of client[method](request)) messages.push(message);
  return messages;
}

// A failure as data: the status code, the message, and the decoded details from the trailer.
function failureOf(error) {
  const failure = {code: error.code, status: grpc.status[error.code], message: error.details, details: []};
  const [trailer] = error.metadata ? error.metadata.get('grpc-status-details-bin') : [];
  if (trailer === undefined) return failure;
  failure.details = detailsOf(open('casejournal.v1.ErrorStatus', trailer));
  return failure;
}

// The decoded details of an ErrorStatus, from a trailer or from a message of AppendStream.
function detailsOf(status) {
  return status.details.map((any) => {
    // The contract has messages of the same bytes as those of google.rpc.
    const type = any.type_url.split('/').pop().replace('google.rpc.', 'casejournal.v1.');
    return {type: type.split('.').pop(), ...open(type, Buffer.from(any.value, 'base64'))};
  });
}

// Decode the bytes of a message by its full name.
function open(fullName, bytes) {
  return definition[fullName].deserialize(bytes);
}

module.exports = {grpc, credentials, connect, ask, askForMany, failureOf, detailsOf};
