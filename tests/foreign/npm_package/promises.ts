// What the package promises about types, errors, pings, bytes, and annotations. tests/e2e compiles and runs it next to the
// example. Prints one JSON object.

import { createServer } from "node:http2";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";

import { fromBinary, getOption, toBinary } from "@bufbuild/protobuf";
import { Code, connect, failureOf, type AppendResponse } from "casejournal-client";
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

async function addressOf(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

// A server that answers each call: retry after 7 seconds, in the type that libraries know.
const busy = createServer().on("stream", (stream) => {
  const retryInfo = [0x0a, ...text("type.googleapis.com/google.rpc.RetryInfo"), 0x12, 4, 0x0a, 2, 0x08, 7];
  const details = Buffer.from([0x08, 8, 0x1a, retryInfo.length, ...retryInfo]).toString("base64");
  stream.respond({ "content-type": "application/grpc", "grpc-status": "8", "grpc-status-details-bin": details }, { endStream: true });
});
const rejected = connect(await addressOf(busy));
const failure = await rejected.cases.getCasePlan({}).catch(failureOf);
rejected.close();

// A server that accepts connections and then says nothing: only pings notice it.
const silent = connect(await addressOf(createTcpServer()), { pingIntervalMs: 200, pingTimeoutMs: 200 });
const dead = await silent.cases.getCasePlan({}, { timeoutMs: 20_000 }).catch(failureOf);
silent.close();

process.stdout.write(JSON.stringify({
  retryAfter: "retryInfo" in failure ? String(failure.retryInfo?.retryDelay?.seconds) : "",
  dead: "code" in dead ? Code[dead.code] : "",
  bytesKept: Buffer.compare(toBinary(StoredEventSchema, stored), bytes) === 0,
  choice: stored.fact.case === "caseEvent" && stored.fact.value.body.case === undefined ? "undefined" : "",
  annotation: PartKind[getOption(CaseEventSchema.field.about, field).names],
  packages: [RecordedEventSchema, RuleSetSchema].map((schema) => schema.typeName),
}));
process.exit();
