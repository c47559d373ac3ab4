#!/bin/bash
# A service gets a call that has 30 seconds. A second later NTP sets the clock of the machine by 45 seconds, back or forward. After two
# seconds, the handler asks how much time is left, and calls the next server (a journal, for example) with what is left.
#
# Guess: 28 seconds are left, and the next server is told 28 seconds. gRPC sends a deadline as a length of time (grpc-timeout), so that
# no clock matters, and timers run by the monotonic clock.
# Versions: gRPC for C++ and python3-grpcio 1.51.1 (Debian 12), @grpc/grpc-js 1.14.7, @connectrpc/connect-node 2.3.0; libfaketime
# 0.9.10 steps the clock of one process, and leaves its monotonic clock.
# Behavior:                                                     45 s back       45 s forward
#   C++: deadline() - now                                       28 s            28 s
#   Python: time_remaining()                                    73 s            0
#   grpc-js: getDeadline() - Date.now()                         73 s            -17 s
#     next server, by { parent: call }                          is told 73 s    is not called: DEADLINE_EXCEEDED at once
#   connect-node: timeoutMs()                                   73 s            -17 s
#     next server, by { timeoutMs: context.timeoutMs() }        is told 73 s    is told no deadline
# Three of four keep the end of the call as a time of the wall clock. C++ converts when it is asked, so a deadline() that was kept
# from before the step is off by 45 s as well. (grpc-js and connect-node end the call itself in time: tried with 6 s, not run here.)
# Why it matters: the clock of a virtual machine that was paused is set forward when it goes on. Calls to the next server then fail,
# although their callers still wait, or have no deadline. After a step back, the next server works for a caller who left 45 seconds ago.
# For this product: it asks gRPC for the deadline by gRPC's own clock, and counts by the steady clock from there
# (services/grpc/call.h, ClockTest in tests/e2e/test_exit_codes.py). docs/CLIENTS.md tells services that call it to do the same.
# Needs: node with npm, g++, /usr/bin/python3 (Debian: libgrpc++-dev pkg-config python3-grpcio).
set -euo pipefail
for tool in node npm apt-get g++ pkg-config /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download libfaketime 2>/dev/null
dpkg -x ./*.deb debian
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7 @bufbuild/protobuf@2.17.0 @connectrpc/connect@2.3.0 \
  @connectrpc/connect-node@2.3.0 2>/dev/null

# Each server prints its port, and after two seconds of a call what is left. Those for Node then call t.T/Next, and print its status.
cat >server.py <<'PY'
import select, grpc
from concurrent import futures
def slow(request, context):
    select.select([], [], [], 2)
    print(f"left {context.time_remaining():.0f}\nstatus none", flush=True)
    return b""
server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("t.T", {"Slow": grpc.unary_unary_rpc_method_handler(slow)}),))
print("port", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
server.wait_for_termination()
PY
cat >grpc-js.mjs <<'JS'
import grpc from '@grpc/grpc-js';
const asIs = (bytes) => bytes;
const Slow = { path: '/t.T/Slow', requestStream: false, responseStream: false, requestSerialize: asIs, requestDeserialize: asIs,
  responseSerialize: asIs, responseDeserialize: asIs };
const next = new grpc.Client(process.env.NEXT, grpc.credentials.createInsecure()), server = new grpc.Server();
server.addService({ Slow }, { Slow: (call, answer) => setTimeout(() => {
  console.log('left', Math.round((Number(call.getDeadline()) - Date.now()) / 1e3));
  next.makeUnaryRequest('/t.T/Next', asIs, asIs, Buffer.alloc(0), { parent: call }, (error) => {
    console.log('status', error?.code ?? 0);
    answer(null, Buffer.alloc(0));
  });
}, 2000) });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => console.log('port', port));
JS
cat >connect.mjs <<'JS'
import http2 from 'node:http2';
import { create, createFileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, file_google_protobuf_empty as empty } from '@bufbuild/protobuf/wkt';
import { ConnectError, createClient } from '@connectrpc/connect';
import { connectNodeAdapter, createGrpcTransport } from '@connectrpc/connect-node';
const method = (name) => ({ name, inputType: '.google.protobuf.Empty', outputType: '.google.protobuf.Empty' });
const file = { name: 't.proto', package: 't', syntax: 'proto3', dependency: ['google/protobuf/empty.proto'],
  service: [{ name: 'T', method: [method('Slow'), method('Next')] }] };
const service = createFileRegistry(create(FileDescriptorSetSchema, { file: [empty.proto, file] })).getService('t.T');
const client = createClient(service, createGrpcTransport({ baseUrl: `http://${process.env.NEXT}` }));
const slow = async (request, context) => {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  console.log('left', Math.round(context.timeoutMs() / 1e3));
  const code = await client.next({}, { timeoutMs: context.timeoutMs() }).then(() => 0, (error) => ConnectError.from(error).code);
  console.log('status', code);
  return {};
};
const server = http2.createServer(connectNodeAdapter({ routes: (router) => router.service(service, { slow }) }));
server.listen(0, '127.0.0.1', () => console.log('port', server.address().port));
JS
cat >server.cc <<'CC'
#include <chrono>
#include <cstdio>
#include <thread>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
using Clock = std::chrono::system_clock;
double Left(Clock::time_point end) { return std::chrono::duration<double>(end - Clock::now()).count(); }
struct Slow : grpc::ServerGenericBidiReactor {
  explicit Slow(grpc::GenericCallbackServerContext* call) {
    std::thread([this, call] {
      const Clock::time_point kept = call->deadline();
      std::this_thread::sleep_for(std::chrono::seconds(2));
      std::printf("left %.0f\nkept %.0f\nstatus none\n", Left(call->deadline()), Left(kept));
      std::fflush(stdout);
      Finish(grpc::Status::OK);
    }).detach();
  }
  void OnDone() override { delete this; }
};
struct Service : grpc::CallbackGenericService {
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* call) override { return new Slow(call); }
};
int main() {
  Service service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const auto server = builder.BuildAndStart();
  std::printf("port %d\n", port);
  std::fflush(stdout);
  server->Wait();
}
CC
g++ -std=c++17 server.cc -o server $(pkg-config --cflags --libs grpc++)

# The caller, and the next server: it keeps the grpc-timeout that it is told, and answers with NOT_FOUND.
cat >ask.mjs <<'JS'
import fs from 'node:fs';
import http2 from 'node:http2';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
const [step, library, ...command] = process.argv.slice(2), unit = { H: 3600, M: 60, S: 1, m: 1e-3, u: 1e-6, n: 1e-9 };
const setClock = (by) => { fs.writeFileSync('new', `${by}\n`); fs.renameSync('new', 'clock'); };
let told = 'no call';
const next = http2.createServer();
next.on('stream', (stream, headers) => {
  const [, number, letter] = /^(\d+)(.)$/.exec(headers['grpc-timeout']) ?? [];
  told = letter ? Math.round(number * unit[letter]) : 'no deadline';
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5' }, { endStream: true });
});
await new Promise((resolve) => next.listen(0, '127.0.0.1', resolve));
setClock('+0');
const server = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LD_PRELOAD: library,
  FAKETIME_TIMESTAMP_FILE: `${process.cwd()}/clock`, FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1',
  NEXT: `127.0.0.1:${next.address().port}` } });
const said = {};
for await (const line of createInterface({ input: server.stdout })) {
  const [what, value] = line.split(' ');
  said[what] = value;
  if (what === 'port') {
    const call = http2.connect(`http://127.0.0.1:${value}`).on('error', () => {}).request({ ':method': 'POST', ':path': '/t.T/Slow',
      'content-type': 'application/grpc', te: 'trailers', 'grpc-timeout': '30S' });
    call.on('error', () => {}).end(Buffer.alloc(5));
    setTimeout(setClock, 1000, step);
  } else if (what === 'status') break;
}
server.kill('SIGKILL');
const asked = said.status === 'none' ? '' : `, next ${told}, status ${said.status}`;
console.log(`left ${said.left}${said.kept ? `, kept ${said.kept}` : ''}${asked}`);
process.exit(0);
JS
library="$work/debian/usr/lib/$(uname -m)-linux-gnu/faketime/libfaketimeMT.so.1"

status=0
expect() {  # expect STEP PATTERN COMMAND...
  local seen
  seen=$(node ask.mjs "$1" "$library" "${@:3}")
  if [[ $seen =~ ^$2$ ]]; then echo "as before: ${*:3}, clock $1: $seen"
  else echo "CHANGED: ${*:3}, clock $1: $seen, expected $2"; status=1; fi
}
of28='2[78]' of73='7[23]' late='-1[78]'
for server in grpc-js.mjs connect.mjs; do
  expect +0 "left $of28, next $of28, status 5" node $server
  expect -45 "left $of73, next $of73, status 5" node $server
done
expect +45 "left $late, next no call, status 4" node grpc-js.mjs
expect +45 "left $late, next no deadline, status 5" node connect.mjs
expect +0 "left $of28" /usr/bin/python3 server.py
expect -45 "left $of73" /usr/bin/python3 server.py
expect +45 "left 0" /usr/bin/python3 server.py
expect +0 "left $of28, kept $of28" ./server
expect -45 "left $of28, kept $of73" ./server
expect +45 "left $of28, kept $late" ./server
exit "$status"
