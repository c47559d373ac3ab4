// What the README of the package promises about types, bytes, and annotations. tests/e2e compiles and runs it next to the
// example. Prints one JSON object.

import { fromBinary, getOption, toBinary } from "@bufbuild/protobuf";
import { failureOf, type AppendResponse } from "casejournal-client";
import { CaseEventSchema, field, PartKind, StoredEventSchema } from "casejournal-client/event";
import { RecordedEventSchema } from "casejournal-client/eventlog";
import { RuleSetSchema } from "casejournal-client/rules";

// @ts-expect-error A 64-bit number is a bigint.
export const position = (answer: AppendResponse): number => answer.firstPosition;
// @ts-expect-error A violation has no such field.
export const rule = failureOf(undefined).refusal?.violations[0].ruleNumber;

// An event of a newer schema: its body is field 399 of CaseEvent.
const text = (words: string) => [words.length, ...Buffer.from(words)];
const event = [0x0a, ...text("2026-11-24"), 0xfa, 0x18, ...text("later")];
const bytes = Uint8Array.from([0x0a, event.length, ...event]);
const stored = fromBinary(StoredEventSchema, bytes);

process.stdout.write(JSON.stringify({
  bytesKept: Buffer.compare(toBinary(StoredEventSchema, stored), bytes) === 0,
  choice: stored.event.case === "caseEvent" && stored.event.value.body.case === undefined ? "undefined" : "",
  annotation: PartKind[getOption(CaseEventSchema.field.about, field).names],
  packages: [RecordedEventSchema, RuleSetSchema].map((schema) => schema.typeName),
}));
