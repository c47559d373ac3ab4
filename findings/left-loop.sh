#!/bin/bash
# A job follows the journal until it has seen one entry, and leaves its loop with `break`. It does so 20 times on one
# connection. How many streams are still open on the server a second later?
#
# Guess: none. `break` calls return() of the iterator, and every library ends the call there.
# Versions: @grpc/grpc-js 1.14.7, nice-grpc 2.1.18, @connectrpc/connect-node 2.0.4, 2.1.2, and 2.3.0; Node 20.
# Behavior:
#   nice-grpc, connect-node 2.3.0              none
#   grpc-js, connect-node 2.0.4 and 2.1.2      all 20
# The server keeps each of them as a subscriber. After 1,024, the connection takes no more calls, and the next call waits
# in silence. With cancel() of grpc-js, or an AbortSignal of connect-node, none is open.
# For this product: docs/CLIENTS.md says to cancel. The example of deploy/clients/typescript does so.
# Needs: node with npm.
set -euo pipefail
for tool in node npm; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7 nice-grpc@2.1.18 2>/dev/null
for version in 2.0.4 2.1.2 2.3.0; do
  mkdir "$version"
  (cd "$version" && npm init --yes >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts \
    @bufbuild/protobuf@2.17.0 "@connectrpc/connect@$version" "@connectrpc/connect-node@$version" 2>/dev/null)
done

cat >left.mjs <<'JS'
import http2 from 'node:http2';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

// A server that sends one empty message on each call, and keeps the call.
let open = 0;
const server = http2.createServer();
server.on('stream', (stream) => {
  open++;
  stream.on('close', () => open--);
  stream.on('error', () => {});
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.write(Buffer.alloc(5));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `127.0.0.1:${server.address().port}`;

async function report(name, call, end = () => {}) {
  open = 0;
  for (let number = 0; number < 20; number++) {
    const stream = call();
    stream.on?.('error', () => {});
    for await (const message of stream) break;
    end(stream);
  }
  await sleep(1000);
  console.log(name, open);
}

const require = createRequire(import.meta.url);
const grpc = require('@grpc/grpc-js');
const asIs = (bytes) => bytes;
const method = { path: '/t.T/Follow', requestStream: false, responseStream: true, requestSerialize: asIs,
  requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs };
const js = () => new grpc.Client(address, grpc.credentials.createInsecure());
const one = js();
const follow = (client) => client.makeServerStreamRequest(method.path, asIs, asIs, Buffer.alloc(0));
await report('grpc-js', () => follow(one));
const other = js();
await report('grpc-js-cancelled', () => follow(other), (stream) => stream.cancel());

const { createChannel, createClient } = require('nice-grpc');
const nice = createClient({ follow: { ...method, options: {} } }, createChannel(address));
await report('nice-grpc', () => nice.follow(Buffer.alloc(0)));

for (const version of ['2.0.4', '2.1.2', '2.3.0']) {
  const from = createRequire(new URL(`${version}/package.json`, import.meta.url));
  const connect = from('@connectrpc/connect');
  const { createGrpcTransport } = from('@connectrpc/connect-node');
  const { create, createFileRegistry } = from('@bufbuild/protobuf');
  const { FileDescriptorSetSchema, file_google_protobuf_empty: empty } = from('@bufbuild/protobuf/wkt');
  const file = { name: 't.proto', package: 't', syntax: 'proto3', dependency: ['google/protobuf/empty.proto'],
    service: [{ name: 'T', method: [{ name: 'Follow', inputType: '.google.protobuf.Empty',
      outputType: '.google.protobuf.Empty', serverStreaming: true }] }] };
  const service = createFileRegistry(create(FileDescriptorSetSchema, { file: [empty.proto, file] })).getService('t.T');
  const client = connect.createClient(service, createGrpcTransport({ baseUrl: `http://${address}` }));
  await report(`connect-node-${version}`, () => client.follow({}));
  let signal;
  await report(`connect-node-${version}-aborted`, () => client.follow({}, { signal: (signal = new AbortController()).signal }),
    () => signal.abort());
}
process.exit(0);
JS
node left.mjs >seen.txt
status=0
expect() {  # expect PROGRAM OPEN
  if [[ $(sed -n "s/^$1 //p" seen.txt) == "$2" ]]; then echo "as before: $1: $2 of 20 are open"
  else echo "CHANGED: $1: $(sed -n "s/^$1 //p" seen.txt) of 20 are open, expected $2"; status=1; fi
}
expect grpc-js 20
expect grpc-js-cancelled 0
expect nice-grpc 0
expect connect-node-2.0.4 20
expect connect-node-2.0.4-aborted 0
expect connect-node-2.1.2 20
expect connect-node-2.1.2-aborted 0
expect connect-node-2.3.0 0
expect connect-node-2.3.0-aborted 0
exit "$status"
