// One append by connect-node, over gRPC, with its default settings.
//
//   node connect_append.js HOST:PORT DESCRIPTORS < request.json
//
// DESCRIPTORS: a FileDescriptorSet of the contract with all imports, as protoc writes it. Prints {code: 0, answer}, or
// {code, status, message, details}.
'use strict';

const fs = require('node:fs');
const {createFileRegistry, fromBinary, fromJson, toJson} = require('@bufbuild/protobuf');
const {FileDescriptorSetSchema} = require('@bufbuild/protobuf/wkt');
const {Code, ConnectError, createClient} = require('@connectrpc/connect');
const {createGrpcTransport} = require('@connectrpc/connect-node');

const [address, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, fs.readFileSync(descriptors)));
const service = registry.getService('casejournal.v1.CaseService');
const request = fromJson(service.method.append.input, JSON.parse(fs.readFileSync('/dev/stdin', 'utf8')));
const signIn = (next) => (call) => {
  call.header.set('authorization', `Bearer ${fs.readFileSync(process.env.CASEJOURNAL_TOKEN_FILE, 'utf8').trim()}`);
  return next(call);
};
const client = createClient(service, createGrpcTransport({
  baseUrl: `https://${address}`,
  interceptors: [signIn],
  nodeOptions: {ca: fs.readFileSync(process.env.CASEJOURNAL_CA)},
}));

function failureOf(error) {
  const failure = ConnectError.from(error);
  const details = failure.details.map(({type, value}) => {
    // The contract has messages of the same bytes as those of google.rpc.
    const schema = registry.getMessage(type.replace('google.rpc.', 'casejournal.v1.'));
    return {type: type.split('.').pop(), ...toJson(schema, fromBinary(schema, value))};
  });
  return {code: failure.code, status: Code[failure.code], message: failure.rawMessage, details};
}

client.append(request).then((answer) => ({code: 0, answer: toJson(service.method.append.output, answer)}), failureOf).then((outcome) => {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  process.exit(0);
});
