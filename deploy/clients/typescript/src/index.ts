// Clients of the services, and the typed details of their errors. The messages of casejournal.v1 are exported
// from here; those of the events, of the log, and of rule sets from casejournal-client/event, /eventlog, and /rules.

import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, type Client, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager, type GrpcTransportOptions } from "@connectrpc/connect-node";

import { AuditService } from "./casejournal/v1/audit_service_pb.js";
import { CaseService } from "./casejournal/v1/case_service_pb.js";
import { CourtService } from "./casejournal/v1/court_service_pb.js";
import { JournalService } from "./casejournal/v1/journal_service_pb.js";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  RefusalSchema,
  RetryInfoSchema,
  RevisionConflictSchema,
  WritesStoppedSchema,
  type BadRequest,
  type ErrorInfo,
  type Refusal,
  type RetryInfo,
  type RevisionConflict,
  type WritesStopped,
} from "./casejournal/v1/errors_pb.js";

export * from "./v1.js";
export { Code, ConnectError };

/** A client of each service. All use one connection. */
export interface Journal {
  cases: Client<typeof CaseService>;
  audit: Client<typeof AuditService>;
  court: Client<typeof CourtService>;
  journal: Client<typeof JournalService>;
  /** End the connection and all calls on it. A program with an open connection does not end by itself. */
  close(): void;
}

/**
 * Create the clients of a server, for example of "https://127.0.0.1:7464". Nothing is sent before the first call.
 * Give the authority of the server's certificate as `nodeOptions.ca`, and `withToken` as an interceptor. The connection is
 * pinged as docs/CLIENTS.md recommends, unless `options` says otherwise. Give calls with one answer a deadline: all of them by `options.defaultTimeoutMs`, or one by its `timeoutMs`. `timeoutMs: 0`
 * means no deadline, for a call that stays open.
 */
export function connect(baseUrl: string, options: Omit<Partial<GrpcTransportOptions>, "baseUrl" | "sessionManager"> = {}): Journal {
  const pings = { pingIntervalMs: 20_000, pingTimeoutMs: 10_000, ...options };
  const connection = new Http2SessionManager(baseUrl, pings, options.nodeOptions);
  const transport = createGrpcTransport({ ...options, baseUrl, sessionManager: connection });
  return {
    cases: createClient(CaseService, transport),
    audit: createClient(AuditService, transport),
    court: createClient(CourtService, transport),
    journal: createClient(JournalService, transport),
    close: () => connection.abort(),
  };
}

/** Sign each call in with the token that `token` then gives, for example from a file that another program renews. */
export function withToken(token: () => string | Promise<string>): Interceptor {
  return (next) => async (request) => {
    request.header.set("authorization", `Bearer ${(await token()).trim()}`);
    return next(request);
  };
}

/** Why a call failed. docs/CLIENTS.md says for each code what was recorded, and what to do. */
export interface Failure {
  code: Code;
  message: string;
  /** The reason, a name of ErrorReason: what a program decides by. */
  errorInfo?: ErrorInfo;
  /** FAILED_PRECONDITION: rules reject the request. */
  refusal?: Refusal;
  /** INVALID_ARGUMENT: fields are wrong. */
  badRequest?: BadRequest;
  /** ABORTED: the case has changed. */
  revisionConflict?: RevisionConflict;
  /** The journal takes no writes until an operator acts. */
  writesStopped?: WritesStopped;
  /** RESOURCE_EXHAUSTED: how long to wait before the same request is sent again. */
  retryInfo?: RetryInfo;
}

/** What a call threw, as data. */
export function failureOf(thrown: unknown): Failure {
  const error = ConnectError.from(thrown);
  // These details have the types that libraries know, and the bytes of our messages.
  const ofGoogle = <Message extends DescMessage>(schema: Message): MessageShape<Message> | undefined => {
    const detail = error.details.find((each) => "type" in each && each.type === `google.rpc.${schema.name}`);
    return detail && "type" in detail ? fromBinary(schema, detail.value) : undefined;
  };
  return {
    code: error.code,
    message: error.rawMessage,
    errorInfo: ofGoogle(ErrorInfoSchema),
    refusal: error.findDetails(RefusalSchema)[0],
    badRequest: ofGoogle(BadRequestSchema),
    revisionConflict: error.findDetails(RevisionConflictSchema)[0],
    writesStopped: error.findDetails(WritesStoppedSchema)[0],
    retryInfo: ofGoogle(RetryInfoSchema),
  };
}
