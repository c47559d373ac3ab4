#!/bin/bash
# JSON of a newer release names an enum value that this program's proto does not have: a label RESTRICTED. The program
# parses with "ignore unknown fields", so that newer releases do not break it. What is in the message?
#
# Guess: the option is about fields. An unknown name is an error everywhere, or is skipped everywhere.
# Versions: Protobuf C++, Java, Python, and Ruby 3.21.12, Go protojson 1.28.1 (all Debian 12); @bufbuild/protobuf 2.17.0.
# Behavior, with the option set (without it all reject the message):
#   Python, Go                     reject the whole message all the same
#   Java, @bufbuild                the value is left out: no field, no choice, a shorter list, an entry less in the map
#   C++                            the same, but the map keeps the key with the value 0
#   Ruby                           0 everywhere: a field that is set, a choice that is made, a list as long as before
# A list of one unknown label becomes an empty list in three of six, and an empty list in a filter says "everything". A
# label that became 0 (UNSPECIFIED) is no restriction either.
# For this product: the program parses JSON without the option. docs/CLIENTS.md has this table, says that the option does
# not make a client that reads JSON safe from newer releases, and names the binary form for that.
# Needs: protoc and g++ with the library (Debian: protobuf-compiler libprotobuf-dev g++), node with npm, a JDK.
set -euo pipefail
for tool in protoc g++ npm javac apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download python3-protobuf libprotobuf32 libprotobuf-java libgoogle-gson-java libguava-java golang-1.19-go golang-1.19-src \
  golang-google-protobuf-dev ruby-google-protobuf ruby3.1 libruby3.1 libyaml-0-2 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
protoc --version
ls ./*.deb | grep -E "protobuf"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @bufbuild/protobuf@2.17.0 2>/dev/null

cat >t.proto <<'PROTO'
syntax = "proto3";
package t;
enum Label { LABEL_UNSPECIFIED = 0; PUBLIC = 1; SEALED = 2; }
message Filter {
  repeated Label labels = 1;
  optional Label least = 2;
  map<string, Label> by_court = 3;
  oneof choice { Label only = 4; string text = 5; }
}
PROTO
cat >in.json <<'JSON'
{"labels": ["RESTRICTED"], "least": "RESTRICTED", "byCourt": {"a": "RESTRICTED"}, "only": "RESTRICTED"}
JSON
protoc --descriptor_set_out=t.pb --cpp_out=. --java_out=. --python_out=. --ruby_out=. t.proto

# Each program prints its name, the option, and "refused" or: labels, set least, entries of the map, set choice.
cat >read.cc <<'CC'
#include <google/protobuf/util/json_util.h>
#include <fstream>
#include <iostream>
#include <sstream>
#include "t.pb.h"
int main() {
  std::stringstream json;
  json << std::ifstream("in.json").rdbuf();
  for (const bool ignore : {false, true}) {
    t::Filter seen;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = ignore;
    std::cout << "cpp " << ignore << " ";
    if (!google::protobuf::util::JsonStringToMessage(json.str(), &seen, options).ok()) std::cout << "refused\n";
    else std::cout << seen.labels_size() << seen.has_least() << seen.by_court_size() << (seen.choice_case() != 0) << "\n";
  }
}
CC
cat >Read.java <<'JAVA'
import com.google.protobuf.util.JsonFormat;
import java.nio.file.*;
public class Read {
  public static void main(String[] args) throws Exception {
    for (int ignore = 0; ignore < 2; ignore++) {
      var seen = t.T.Filter.newBuilder();
      try {
        var parser = ignore == 1 ? JsonFormat.parser().ignoringUnknownFields() : JsonFormat.parser();
        parser.merge(Files.readString(Path.of("in.json")), seen);
        System.out.println("java " + ignore + " " + seen.getLabelsCount() + (seen.hasLeast() ? 1 : 0) + seen.getByCourtCount()
            + (seen.getChoiceCase().getNumber() != 0 ? 1 : 0));
      } catch (com.google.protobuf.InvalidProtocolBufferException e) { System.out.println("java " + ignore + " refused"); }
    }
  }
}
JAVA
cat >read.py <<'PY'
from google.protobuf import json_format
import t_pb2
for ignore in (0, 1):
    try:
        seen = json_format.Parse(open("in.json").read(), t_pb2.Filter(), ignore_unknown_fields=bool(ignore))
        chosen = seen.WhichOneof("choice") is not None
        print("python", ignore, f"{len(seen.labels)}{seen.HasField('least'):d}{len(seen.by_court)}{chosen:d}")
    except json_format.ParseError:
        print("python", ignore, "refused")
PY
cat >read.rb <<'RB'
require "google/protobuf"
require "./t_pb"
[0, 1].each do |ignore|
  seen = T::Filter.decode_json(File.read("in.json"), ignore_unknown_fields: ignore == 1)
  puts "ruby #{ignore} #{seen.labels.size}#{seen.has_least? ? 1 : 0}#{seen.by_court.size}#{seen.choice ? 1 : 0}"
rescue Google::Protobuf::ParseError
  puts "ruby #{ignore} refused"
end
RB
cat >read.go <<'GO'
package main

import (
	"fmt"
	"os"
	"google.golang.org/protobuf/encoding/protojson"
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
	found, _ := files.FindDescriptorByName("t.Filter")
	json, _ := os.ReadFile("in.json")
	for ignore := 0; ignore < 2; ignore++ {
		seen := dynamicpb.NewMessage(found.(protoreflect.MessageDescriptor))
		err := (protojson.UnmarshalOptions{DiscardUnknown: ignore == 1}).Unmarshal(json, seen)
		if err != nil { fmt.Println("go", ignore, "refused") } else { fmt.Println("go", ignore, seen) }
	}
}
GO
cat >read.mjs <<'JS'
import { readFileSync } from 'fs';
import { createFileRegistry, fromBinary, fromJsonString } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
const json = readFileSync('in.json', 'utf8');
const schema = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync('t.pb'))).getMessage('t.Filter');
for (const ignore of [0, 1]) {
  try {
    const seen = fromJsonString(schema, json, { ignoreUnknownFields: ignore === 1 });
    const counts = [seen.labels.length, +Object.hasOwn(seen, 'least'), Object.keys(seen.byCourt).length, +!!seen.choice.case];
    console.log('bufbuild', ignore, counts.join(''));
  } catch { console.log('bufbuild', ignore, 'refused'); }
}
JS
g++ -O0 -w read.cc t.pb.cc -o read -lprotobuf -lpthread
./read >seen.txt
jars=$(echo debian/usr/share/java/{protobuf,protobuf-util,gson,guava}.jar | tr ' ' :)
javac -nowarn -cp "$jars" -d classes Read.java t/T.java 2>log || cat log
java -cp "classes:$jars" Read >>seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 read.py >>seen.txt
libraries=debian/usr/lib/$(uname -m)-linux-gnu
extension=$(dirname "$(dirname "$(find "$PWD/debian" -name protobuf_c.so | sed -n 1p)")")
LD_LIBRARY_PATH=$libraries debian/usr/bin/ruby3.1 --disable-gems -I "$extension" -I debian/usr/lib/ruby/vendor_ruby \
  -I debian/usr/lib/ruby/3.1.0 -I "$libraries/ruby/3.1.0" read.rb >>seen.txt
rm -f debian/usr/lib/go-1.19/src && ln -s ../../share/go-1.19/src debian/usr/lib/go-1.19/src
GOROOT=$work/debian/usr/lib/go-1.19 GOPATH=$work/debian/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off \
  debian/usr/lib/go-1.19/bin/go run read.go >>seen.txt
node read.mjs >>seen.txt

status=0
expect() {  # expect PROGRAM SEEN MEANING, with the option
  if [[ $(sed -n "s/^$1 0 //p" seen.txt) != refused ]]; then echo "CHANGED: $1 without the option: no longer refused"; status=1; fi
  if [[ $(sed -n "s/^$1 1 //p" seen.txt) == "$2" ]]; then echo "as before: $1: $3"
  else echo "CHANGED: $1: $(sed -n "s/^$1 1 //p" seen.txt), expected $2 ($3)"; status=1; fi
}
expect python refused "refused"
expect go refused "refused"
expect java 0000 "left out everywhere"
expect bufbuild 0000 "left out everywhere"
expect cpp 0010 "left out, but in the map it is 0"
expect ruby 1111 "0 everywhere"
exit "$status"
