#!/bin/bash
# A client gives each call a deadline, so that the server stops working when nobody waits anymore. Which deadline does the
# server see, for one of 30 seconds and for one of 30 hours?
#
# Guess: the one that was given, in the header grpc-timeout.
# Versions: @grpc/grpc-js 1.14.7, nice-grpc 2.1.18 with nice-grpc-client-middleware-deadline 2.0.20,
# @connectrpc/connect-node 2.3.0; Node 20.
# Behavior:
#   grpc-js          30 s as 30S or a little less in ms; 30 h as 108000S
#   connect-node     30000m and 108000000m: nine digits, where the protocol permits eight. gRPC for C++ 1.51.1 accepts them.
#                    600 hours do not fit into a timer of Node, and the call fails at once with DEADLINE_EXCEEDED
#   nice-grpc        no header for either: the middleware cancels in the client when the time is over
# For this product: docs/CLIENTS.md says it. A request of nice-grpc is worked on until the cancellation arrives.
# Needs: node with npm.
set -euo pipefail
for tool in node npm; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7 nice-grpc@2.1.18 \
  nice-grpc-client-middleware-deadline@2.0.20 @bufbuild/protobuf@2.17.0 @connectrpc/connect@2.3.0 @connectrpc/connect-node@2.3.0 \
  2>/dev/null

cat >deadline.mjs <<'JS'
import http2 from 'node:http2';
import grpc from '@grpc/grpc-js';
import { create, createFileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, file_google_protobuf_empty as empty } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient as createConnectClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { createChannel, createClientFactory } from 'nice-grpc';
import { deadlineMiddleware } from 'nice-grpc-client-middleware-deadline';

// A server that answers each call with NOT_FOUND, and keeps its deadline.
let seen = 'nothing';
const server = http2.createServer();
server.on('stream', (stream, headers) => {
  seen = headers['grpc-timeout'] ?? 'none';
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5' }, { endStream: true });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `127.0.0.1:${server.address().port}`;
const asIs = (bytes) => bytes;
const method = { path: '/t.T/Ask', requestStream: false, responseStream: false, requestSerialize: asIs, requestDeserialize: asIs,
  responseSerialize: asIs, responseDeserialize: asIs, options: {} };
const file = { name: 't.proto', package: 't', syntax: 'proto3', dependency: ['google/protobuf/empty.proto'],
  service: [{ name: 'T', method: [{ name: 'Ask', inputType: '.google.protobuf.Empty', outputType: '.google.protobuf.Empty' }] }] };
const service = createFileRegistry(create(FileDescriptorSetSchema, { file: [empty.proto, file] })).getService('t.T');

const js = new grpc.Client(address, grpc.credentials.createInsecure());
const connect = createConnectClient(service, createGrpcTransport({ baseUrl: `http://${address}` }));
const nice = createClientFactory().use(deadlineMiddleware).create({ ask: method }, createChannel(address));
const clients = {
  'grpc-js': (ms) => new Promise((resolve) =>
    js.makeUnaryRequest(method.path, asIs, asIs, Buffer.alloc(0), { deadline: Date.now() + ms }, resolve)),
  'connect-node': (ms) => connect.ask({}, { timeoutMs: ms }).catch((error) => ConnectError.from(error)),
  'nice-grpc': (ms) => nice.ask(Buffer.alloc(0), { deadline: new Date(Date.now() + ms) }).catch((error) => error),
};
for (const [name, ask] of Object.entries(clients)) {
  for (const hours of [30 / 3600, 30]) {
    seen = 'nothing';
    await ask(hours * 3600e3);
    console.log(name, hours === 30 ? '30h' : '30s', seen);
  }
}
console.log('connect-node 600h', Code[(await clients['connect-node'](600 * 3600e3)).code]);
process.exit(0);
JS
node deadline.mjs 2>/dev/null >seen.txt

status=0
expect() {  # expect PROGRAM DEADLINE PATTERN
  local seen
  seen=$(sed -n "s/^$1 $2 //p" seen.txt)
  if [[ $seen =~ ^$3$ ]]; then echo "as before: $1: $2 is $seen"
  else echo "CHANGED: $1: $2 is $seen, expected $3"; status=1; fi
}
expect grpc-js 30s '(30S|299[0-9]{2}m|30000m)'
expect grpc-js 30h '(108000S|10799[0-9]{4}m)'
expect connect-node 30s 30000m
expect connect-node 30h 108000000m
expect connect-node 600h DeadlineExceeded
expect nice-grpc 30s none
expect nice-grpc 30h none
exit "$status"
