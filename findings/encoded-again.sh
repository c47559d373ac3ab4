#!/bin/bash
# A pipeline takes stored entries from Subscribe, decodes them, and forwards them encoded again. One entry is as old as the
# pipeline. Another has a field that a newer release added. Which libraries give back the bytes that went in?
#
# Guess: all keep unknown fields since Protobuf 3.5, and all write fields in the order of their numbers.
# Versions: Protobuf Python 3.21.12, Go 1.28.1 (both Debian 12); protobufjs 7.6.6, 8.5.0, 8.6.6, 8.8.1,
# @bufbuild/protobuf 2.17.0, @protobuf-ts/runtime 2.11.1, ts-proto 2.18.0.
# Behavior:
#   Python, @bufbuild, @protobuf-ts, protobufjs 8.5.0      both entries are the same bytes
#   protobufjs 7.6.6, 8.6.6, and 8.8.1                     the new field is gone, without an error
#   Go                                                     a oneof is written after the other fields
#   ts-proto                                               the new field is gone, and a repeated enum that has a custom
#                                                          option is not packed
# The bytes of Go and ts-proto mean the same, but have another hash. protobufjs began to drop fields between 8.5 and 8.6.
# For this product: RecordedEvent carries the stored bytes, and docs/CLIENTS.md says to forward and to hash these. The log
# hashes stored bytes only.
# Needs: protoc (Debian: protobuf-compiler), node with npm.
set -euo pipefail
for tool in protoc node npm apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download python3-protobuf libprotobuf32 golang-1.19-go golang-1.19-src golang-google-protobuf-dev 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @bufbuild/protobuf@2.17.0 @protobuf-ts/plugin@2.11.1 \
  @protobuf-ts/runtime@2.11.1 @protobuf-ts/runtime-rpc@2.11.1 ts-proto@2.18.0 esbuild@0.25.12 protobufjs@8.8.1 \
  protobufjs-7.6.6@npm:protobufjs@7.6.6 protobufjs-8.5.0@npm:protobufjs@8.5.0 protobufjs-8.6.6@npm:protobufjs@8.6.6 2>/dev/null

cat >t.proto <<'PROTO'
syntax = "proto3";
package t;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { string words = 50009; }
enum Label { LABEL_UNSPECIFIED = 0; SEALED = 1; }
message Event { string day = 1; repeated Label labels = 7 [(words) = "labels"]; }
message Admission { string actor = 1; }
message Stored { oneof event { Event case_event = 1; } Admission admission = 3; }
PROTO
# An entry of today, and the same with field 399 of a newer Event.
echo 'case_event { day: "2026-11-24" labels: SEALED } admission { actor: "a" }' | protoc --encode=t.Stored t.proto >today
sed 's/message Event { /&string later = 399; /' t.proto >newer.proto
echo 'case_event { day: "2026-11-24" labels: SEALED later: "b" } admission { actor: "a" }' |
  protoc --encode=t.Stored newer.proto >newer
protoc --include_imports --descriptor_set_out=t.pb t.proto
protoc --python_out=. t.proto
mkdir pts tsp
protoc --plugin=node_modules/.bin/protoc-gen-ts --ts_out=pts t.proto
protoc --plugin=node_modules/.bin/protoc-gen-ts_proto --ts_proto_out=tsp --ts_proto_opt=esModuleInterop=true t.proto
for folder in pts tsp; do
  node_modules/.bin/esbuild "$folder/t.ts" --bundle --platform=node --format=esm --outfile="$folder.mjs" --log-level=error
done

# Each program prints its name, and for both entries "same" or the number of bytes.
cat >again.py <<'PY'
import t_pb2
def same(name):
    before = open(name, "rb").read()
    after = t_pb2.Stored.FromString(before).SerializeToString()
    return "same" if after == before else len(after)
print("python", same("today"), same("newer"))
PY
cat >again.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"os"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

func main() {
	var set descriptorpb.FileDescriptorSet
	stored, _ := os.ReadFile("t.pb")
	if err := proto.Unmarshal(stored, &set); err != nil { panic(err) }
	files, _ := protodesc.NewFiles(&set)
	found, _ := files.FindDescriptorByName("t.Stored")
	fmt.Print("go")
	for _, name := range []string{"today", "newer"} {
		before, _ := os.ReadFile(name)
		message := dynamicpb.NewMessage(found.(protoreflect.MessageDescriptor))
		if err := proto.Unmarshal(before, message); err != nil { panic(err) }
		after, _ := proto.MarshalOptions{Deterministic: true}.Marshal(message)
		if bytes.Equal(before, after) { fmt.Print(" same") } else { fmt.Print(" ", len(after)) }
	}
	fmt.Println()
}
GO
cat >again.mjs <<'JS'
import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Stored as Pts } from './pts.mjs';
import { Stored as Tsp } from './tsp.mjs';
const require = createRequire(import.meta.url);
function report(name, again) {
  const seen = ['today', 'newer'].map((file) => {
    const before = readFileSync(file);
    const after = Buffer.from(again(before));
    return after.equals(before) ? 'same' : after.length;
  });
  console.log(name, ...seen);
}
const schema = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync('t.pb'))).getMessage('t.Stored');
report('bufbuild', (bytes) => toBinary(schema, fromBinary(schema, bytes)));
report('protobuf-ts', (bytes) => Pts.toBinary(Pts.fromBinary(bytes)));
report('ts-proto', (bytes) => Tsp.encode(Tsp.decode(bytes)).finish());
for (const name of ['protobufjs-7.6.6', 'protobufjs-8.5.0', 'protobufjs-8.6.6', 'protobufjs']) {
  const root = new (require(name).Root)();
  root.resolvePath = (from, to) => (to.startsWith('google/') ? require.resolve(`${name}/${to}`) : to);
  const type = root.loadSync('t.proto').lookupType('t.Stored');
  report(name, (bytes) => type.encode(type.decode(bytes)).finish());
}
JS
LD_LIBRARY_PATH=debian/usr/lib/$(uname -m)-linux-gnu PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 again.py >seen.txt
rm -f debian/usr/lib/go-1.19/src && ln -s ../../share/go-1.19/src debian/usr/lib/go-1.19/src
GOROOT=$work/debian/usr/lib/go-1.19 GOPATH=$work/debian/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off \
  debian/usr/lib/go-1.19/bin/go run again.go >>seen.txt
node again.mjs >>seen.txt

status=0
expect() {  # expect PROGRAM SEEN MEANING
  if [[ $(sed -n "s/^$1 //p" seen.txt) == "$2" ]]; then echo "as before: $1: $3"
  else echo "CHANGED: $1: $(sed -n "s/^$1 //p" seen.txt), expected $2 ($3)"; status=1; fi
}
size() { stat --format=%s "$1"; }
today=$(size today)
newer=$(size newer)
expect python "same same" "both are the same bytes"
expect bufbuild "same same" "both are the same bytes"
expect protobuf-ts "same same" "both are the same bytes"
expect protobufjs-8.5.0 "same same" "both are the same bytes"
for version in protobufjs-7.6.6 protobufjs-8.6.6 protobufjs; do expect "$version" "same $today" "the new field is gone"; done
expect go "$today $newer" "other bytes of the same length"
expect ts-proto "$((today - 1)) $((today - 1))" "the new field is gone, and the labels are not packed"
exit "$status"
