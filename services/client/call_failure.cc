#include "services/client/call_failure.h"

#include <google/protobuf/util/time_util.h>

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "casejournal/v1/error_reason.pb.h"
#include "projections/events/event_words.h"
#include "services/console/display.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

constexpr char kRepeat[] =
    "\n  The request may or may not have been recorded. Retry it with the same request id: it is\n"
    "  recorded only once.";

std::string RevisionWords(bool given, uint64_t revision) {
  return given ? absl::StrCat("revision ", revision) : std::string("no case");
}

std::string EventWords(const v1::Violation& violation, const v1::AppendRequest* request) {
  const auto c = static_cast<int>(violation.case_index());
  const auto e = static_cast<int>(violation.event_index());
  std::string words = absl::StrCat("cases[", c, "].events[", e, "]");
  if (request == nullptr || c >= request->cases_size()) return words;
  const v1::CaseAppend& append = request->cases(c);
  if (e >= append.events_size()) return words;
  const std::string type = projections::EventTypeName(append.events(e));
  return type.empty() ? words : absl::StrCat(words, " ", type);
}

// The details in a trailer are too small for a long list.
std::string MoreOf(uint32_t omitted, absl::string_view what) {
  return omitted == 0 ? ""
                      : absl::StrCat("\n  and ", omitted, " more ", what, omitted == 1 ? "" : "s",
                                     "; --validate-only shows all of them");
}

std::string ConflictText(const v1::RevisionConflict& conflict) {
  if (conflict.touched_ids_size() > 0) {
    return absl::StrCat("something that the events refer to has changed; nothing was recorded.\n  case      ",
                        conflict.case_id(), "\n  since     revision ", conflict.expected(), "\n  actual    revision ",
                        conflict.actual(), "\n  changed   ", absl::StrJoin(conflict.touched_ids(), "\n            "),
                        MoreOf(conflict.touched_omitted(), "id"));
  }
  return absl::StrCat("the case is not at the expected revision; nothing was recorded.\n  case      ",
                      conflict.case_id(), "\n  expected  ", RevisionWords(conflict.has_expected(), conflict.expected()),
                      "\n  actual    ", RevisionWords(conflict.has_actual(), conflict.actual()));
}

std::string FieldsText(const v1::BadRequest& bad, bool append) {
  std::string text = append ? "the request is malformed; nothing was recorded." : "the request is malformed.";
  for (const v1::FieldError& field : bad.fields()) {
    absl::StrAppend(&text, "\n  ", field.field().empty() ? "request" : field.field(), ": ");
    if (!field.given().empty()) absl::StrAppend(&text, "\"", field.given(), "\" given; ");
    absl::StrAppend(&text, "allowed: ", field.allowed());
  }
  return absl::StrCat(text, MoreOf(bad.omitted(), "field"));
}

std::string RefusalText(const v1::Refusal& refusal, const v1::AppendRequest* request) {
  return absl::StrCat("the rules reject the request; nothing was recorded.\n",
                      ViolationsText(refusal.violations(), request), MoreOf(refusal.omitted(), "violation"));
}

std::string StoppedText(const v1::WritesStopped& stopped, const std::string& message) {
  const auto remedy = [&]() -> absl::string_view {
    switch (stopped.reason()) {
      case v1::WRITE_STOP_CLOCK:
        return "When an operator has confirmed that the clock is right";
      case v1::WRITE_STOP_DISK:
        return "When there is space on the disk";
      case v1::WRITE_STOP_KEYS:
      case v1::WRITE_STOP_FAILED_WRITE:
        return "When an operator has restarted the server";
      case v1::WRITE_STOP_FORK:
        return "When an operator has determined which history is valid";
      default:  // A newer server may have other reasons.
        return "When an operator has fixed the cause";
    }
  };
  return absl::StrCat("the journal takes no writes now; nothing was recorded.\n  ", message, "\n  ", remedy(),
                      ", retry with the same request id.");
}

// How long to wait before the next try, if the server says so.
std::optional<absl::Duration> RetryDelayIn(const v1::ErrorStatus& error) {
  const std::optional<v1::RetryInfo> detail = FindDetail<v1::RetryInfo>(error);
  if (!detail) return std::nullopt;
  return absl::Microseconds(google::protobuf::util::TimeUtil::DurationToMicroseconds(detail->retry_delay()));
}

// Whether the server itself says that nothing was recorded. Without a reason, the error is from the connection, from a
// proxy, or from an earlier server.
bool NothingWasRecorded(const v1::ErrorStatus& error) {
  const std::optional<v1::ErrorInfo> info = FindDetail<v1::ErrorInfo>(error);
  return info && info->reason() != v1::ErrorReason_Name(v1::OUTCOME_UNKNOWN);
}

// What a connection failed at, by what gRPC and OpenSSL say, and what to do about it.
struct ConnectionFault {
  absl::string_view said;
  absl::string_view words;
};
constexpr ConnectionFault kConnectionFaults[] = {
    {"certificate verify failed",
     "the server's certificate is not trusted: no authority that this client knows signed it, or it expired.\n"
     "  Use --ca FILE with the authority of the server."},
    {"is not in peer certificate",
     "the server's certificate is for another name.\n  Use --server with a name that is in the certificate."},
    {"wrong version number",
     "the server does not speak TLS.\n  For a server on this machine that was started with --insecure-dev, use "
     "--insecure-dev."},
    {"Socket closed",
     "the server closed the connection.\n  Does it speak TLS, and this client plain text (--insecure-dev)? Does it "
     "refuse the certificate of --cert?"},
    {"empty address list", "the certificates or the key of --ca, --cert, and --key-file cannot be used."},
};

// The fault of the connection; null if the call failed otherwise, or later.
const ConnectionFault* FaultOf(const v1::ErrorStatus& error) {
  const bool at_first = absl::StrContains(error.message(), "failed to connect") ||
                        absl::StartsWith(error.message(), "empty address list");
  if (error.code() != grpc::UNAVAILABLE || !error.details().empty() || !at_first) return nullptr;
  for (const ConnectionFault& fault : kConnectionFaults) {
    if (absl::StrContains(error.message(), fault.said)) return &fault;
  }
  return nullptr;
}

// Return what to do about a failure without details.
std::string Advice(const v1::ErrorStatus& error, absl::string_view server, bool append) {
  switch (error.code()) {
    case grpc::UNAVAILABLE:
    case grpc::DEADLINE_EXCEEDED: {
      const bool in_time = error.code() == grpc::UNAVAILABLE;
      const std::string help =
          in_time ? FindDetail<v1::ErrorInfo>(error) || FaultOf(error) != nullptr
                        ? ""
                        : absl::StrCat("\n  Is a server running at ", server, "? Use --server to give another address.")
                  : "\n  Use --timeout to wait longer.";
      if (!append) return help;
      return absl::StrCat(
          help, NothingWasRecorded(error) ? "\n  Nothing was recorded. Retry with the same request id." : kRepeat);
    }
    case grpc::RESOURCE_EXHAUSTED: {
      const std::optional<absl::Duration> delay = RetryDelayIn(error);
      if (!delay) return append ? "\n  Nothing was recorded." : "";
      return absl::StrCat("\n  ", append ? "Nothing was recorded. " : "", "Try again in ", absl::FormatDuration(*delay),
                          append ? ", with the same request id." : ".");
    }
    case grpc::UNAUTHENTICATED:
      return absl::StrCat(
          append ? "\n  Nothing was recorded." : "",
          "\n  To sign in: casejournal login --token-file FILE, or the flag --token-file, or --cert and "
          "--key-file.");
    case grpc::ALREADY_EXISTS:
      return "\n  Nothing was recorded. Use a new request id for other content.";
    default:  // A code from the wire may be unknown here.
      return "";
  }
}

std::string CodeWords(int code) {
  switch (code) {
    case grpc::UNAVAILABLE:
      return "no answer: ";
    case grpc::DEADLINE_EXCEEDED:
      return "no answer in time: ";
    case grpc::NOT_FOUND:
    case grpc::OUT_OF_RANGE:
      return "not found: ";
    case grpc::DATA_LOSS:
      return "DATA LOSS: ";
    default:  // As above.
      return "";
  }
}

// The message. Of what gRPC says of a failed connection, only the end is for people.
std::string MessageWords(const v1::ErrorStatus& error) {
  if (const ConnectionFault* const fault = FaultOf(error)) return std::string(fault->words);
  constexpr absl::string_view kFailed = "Failed to connect to remote host: ";
  const size_t at = absl::string_view(error.message()).rfind(kFailed);
  const bool is_connection = error.code() == grpc::UNAVAILABLE && at != absl::string_view::npos;
  return is_connection ? absl::AsciiStrToLower(error.message().substr(at + kFailed.size())) : error.message();
}

// The error, with the details that this program knows, as messages of casejournal.v1.
v1::ErrorStatus KnownDetailsOf(const v1::ErrorStatus& error) {
  constexpr absl::string_view kTypes = "type.googleapis.com/";
  const google::protobuf::DescriptorPool& pool = *google::protobuf::DescriptorPool::generated_pool();
  v1::ErrorStatus known = error;
  known.clear_details();
  for (const google::protobuf::Any& packed : error.details()) {
    absl::string_view type = packed.type_url();
    type.remove_prefix(type.rfind('/') + 1);
    std::string name(type);
    if (absl::ConsumePrefix(&type, "google.rpc.")) name = absl::StrCat("casejournal.v1.", type);  // the same bytes
    if (pool.FindMessageTypeByName(name) == nullptr) continue;
    google::protobuf::Any& detail = *known.add_details();
    detail = packed;
    detail.set_type_url(absl::StrCat(kTypes, name));
  }
  return known;
}

}  // namespace

v1::ErrorStatus ErrorOf(const grpc::Status& status) {
  v1::ErrorStatus error;
  if (!error.ParseFromString(status.error_details())) error.Clear();
  error.set_code(status.error_code());
  error.set_message(status.error_message());
  return error;
}

std::string ViolationsText(const google::protobuf::RepeatedPtrField<v1::Violation>& violations,
                           const v1::AppendRequest* request) {
  std::string text;
  for (const v1::Violation& violation : violations) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "  ", EventWords(violation, request));
    if (!violation.field().empty()) absl::StrAppend(&text, ", ", violation.field());
    absl::StrAppend(&text, "\n    ", violation.rule_id(), ": ", violation.message());
    if (!violation.remedy().empty()) {
      absl::StrAppend(&text, "\n    Remedy: ", violation.remedy());
    }
  }
  return text;
}

std::string FailureText(const v1::ErrorStatus& error, absl::string_view server, const v1::AppendRequest* request) {
  if (const auto conflict = FindDetail<v1::RevisionConflict>(error)) return ConflictText(*conflict);
  const auto refusal = FindDetail<v1::Refusal>(error);
  if (const auto bad = FindDetail<v1::BadRequest>(error)) {
    const std::string fields = FieldsText(*bad, request != nullptr);
    if (!refusal) return fields;
    return absl::StrCat(fields, "\n  The rules reject as well:\n", ViolationsText(refusal->violations(), request),
                        MoreOf(refusal->omitted(), "violation"));
  }
  if (refusal) return RefusalText(*refusal, request);
  if (const auto stopped = FindDetail<v1::WritesStopped>(error)) return StoppedText(*stopped, error.message());
  return absl::StrCat(CodeWords(error.code()), MessageWords(error), Advice(error, server, request != nullptr));
}

std::string ErrorJson(const v1::ErrorStatus& error) { return JsonText(KnownDetailsOf(error)); }

ExitStatus ExitStatusFor(const v1::ErrorStatus& error) {
  // One exit code for a full disk, wherever it is met.
  const auto stopped = FindDetail<v1::WritesStopped>(error);
  if (stopped && stopped->reason() == v1::WRITE_STOP_DISK) return ExitStatus::kDiskFull;
  const std::optional<v1::ErrorInfo> info = FindDetail<v1::ErrorInfo>(error);
  const auto is_for = [&](v1::ErrorReason reason) { return info && info->reason() == v1::ErrorReason_Name(reason); };
  if (error.code() == grpc::RESOURCE_EXHAUSTED && is_for(v1::TEMPORARILY_UNAVAILABLE)) return ExitStatus::kDiskFull;
  if (error.code() == grpc::FAILED_PRECONDITION) {
    if (stopped) return ExitStatus::kUnavailable;
    if (is_for(v1::NOT_RECORDED_YET)) return ExitStatus::kNotFound;
  }
  return ExitStatusOf(error.code());
}

ExitStatus ReportFailure(const grpc::Status& status, absl::string_view server) {
  const v1::ErrorStatus error = ErrorOf(status);
  Complain(FailureText(error, server));
  if (WantsJson()) {
    Print(JsonLine(KnownDetailsOf(error)));
    ResultTellsFailure();
  }
  return ExitStatusFor(error);
}

}  // namespace casejournal::services
