// Open a case, be rejected by a rule, read the plan, and follow the journal.
//
//   npm install ./casejournal-client-VERSION.tgz @types/node typescript
//   npx tsc --module nodenext --target es2022 --strict --types node example.ts
//   node example.js https://127.0.0.1:7464 2026-11-24
//
// CASEJOURNAL_CA is a file with the authority of the server's certificate, and CASEJOURNAL_TOKEN_FILE one with a token. The day
// is one of the journal's time zone that is not in the future.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, connect, failureOf, PlanView, withToken, type AppendRequestSchema } from "casejournal-client";
import { Capacity, CaseEventSchema, CaseKind, CaseOrigin, GoalArea } from "casejournal-client/event";

const [, , address = "https://127.0.0.1:7464", day = new Date().toISOString().slice(0, 10)] = process.argv;
const { cases, court, close } = connect(address, {
  defaultTimeoutMs: 30_000,
  nodeOptions: { ca: readFileSync(process.env.CASEJOURNAL_CA!) },
  interceptors: [withToken(() => readFileSync(process.env.CASEJOURNAL_TOKEN_FILE!, "utf8"))], // for each call: tokens expire
});
const caseId = randomUUID();
const childId = randomUUID();

type Body = MessageInitShape<typeof CaseEventSchema>["body"];
type Append = MessageInitShape<typeof AppendRequestSchema>;

/** A request for the case at a revision; without a revision, for a case that does not exist yet. */
function request(revision: bigint | undefined, ...bodies: Body[]): Append {
  return {
    requestId: randomUUID(),
    cases: [{
      caseId,
      expected: { state: revision === undefined ? { case: "noCase", value: true } : { case: "exactly", value: revision } },
      events: bodies.map((body) => ({ effectiveOn: day, body })),
    }],
  };
}

/** Send a request until its outcome is known. Its request id makes this safe: it is recorded at most once. */
async function append(message: Append) {
  for (let tries = 1; ; tries++) {
    try {
      return await cases.append(message);
    } catch (error) {
      const unknown = [Code.Unavailable, Code.DeadlineExceeded].includes(failureOf(error).code);
      if (!unknown || tries === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000 * tries));
    }
  }
}

// 1. Open a case with one child.
const opened = await append(request(undefined,
  { case: "caseOpened", value: { kind: CaseKind.FAMILY, origin: CaseOrigin.REPORT, agency: "Wren County" } },
  { case: "participantJoined", value: { participantId: childId, capacity: Capacity.CHILD, name: "Ilka Sørensen" } }));
console.log(`opened at position ${opened.firstPosition}, ${opened.cases[0].events} events`);

// 2. An objective must name a goal that the case has. The answer says which rule was broken, and what to do.
const goalId = randomUUID();
const objective: Body = {
  case: "objectiveAdded",
  value: { objectiveId: randomUUID(), goalId, terms: { statement: "no quarrel after eight in the evening" } },
};
try {
  await append(request(1n, objective));
  throw new Error("the objective was not rejected");
} catch (error) {
  const { code, refusal } = failureOf(error);
  if (refusal === undefined) throw error;
  for (const { ruleId, field, message, remedy } of refusal.violations) {
    console.log(`rejected with ${Code[code]} by ${ruleId}: ${field}: ${message} ${remedy}`);
  }
}

// 3. With its goal it is accepted. Read the plan that follows, with this entry in it.
const added = await append(request(1n,
  { case: "goalEstablished", value: { goalId, forIds: [childId], area: GoalArea.SAFETY, statement: "Ilka sleeps well" } },
  objective));
const last = added.firstPosition + 1n;
const { plan } = await cases.getCasePlan({ caseId, view: PlanView.WORKING, minPosition: last });
console.log(`plan for ${plan?.participants[0].name}: ${plan?.goals[0].statement}`);

// 4. Follow the journal from the first entry of the case. This call stays open: it has no deadline, and a signal ends it.
// To leave the loop is not enough.
const enough = new AbortController();
const batches = court.subscribe({ fromPosition: opened.firstPosition }, { timeoutMs: 0, signal: enough.signal });
follow: for await (const batch of batches) {
  for (const { content } of batch.entries) {
    if (content.case !== "opened" || !content.value.recorded) continue;
    const { recorded, stored } = content.value;
    if (recorded.streamId === caseId) {
      console.log(`entry ${recorded.position}: ${recorded.type} by ${stored?.admission?.actor?.name}`);
    }
    if (recorded.position >= last) break follow;
  }
}
enough.abort();
close();
