#include "services/client/journal_client.h"

#include <chrono>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/zone/zone_rules.h"
#include "services/client/call_failure.h"
#include "services/client/contexts.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/net/host_port.h"
#include "services/net/metadata_keys.h"
#include "services/verify/seen_checkpoint.h"

namespace casejournal::services {
namespace {

constexpr double kAnswerSeconds = 30;

// Throws what ends the program, after it printed why.
[[noreturn]] void EndProgram(const absl::Status& status) {
  Complain(status.message());
  throw CLI::RuntimeError(static_cast<int>(absl::IsInvalidArgument(status) || absl::IsNotFound(status)
                                               ? ExitStatus::kUsage
                                               : ExitStatusOf(static_cast<int>(status.code()))));
}

std::shared_ptr<grpc::Channel> ChannelOrEnd(const std::string& server, const ConnectionFlags& flags) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = OpenChannel(server, flags);
  if (!channel.ok()) EndProgram(channel.status());
  return *std::move(channel);
}

// Return the time zone in the entry that opened the journal, or in an entry that adopted other offsets. Return nothing
// for any other entry, and for a zone that is only a name that this computer does not know.
std::optional<absl::TimeZone> ZoneIn(const eventlog::v1::RecordedEvent& event) {
  event::v1::StoredEvent stored;
  if (event.parts_size() != 1 || !stored.ParseFromString(event.parts(0).plaintext())) return std::nullopt;
  const event::v1::JournalEvent& said = stored.journal_event();
  const absl::StatusOr<absl::TimeZone> zone = said.has_time_zone_rules_adopted()
                                                  ? projections::ZoneBy(said.time_zone_rules_adopted())
                                                  : projections::ZoneOf(said.opened());
  return zone.ok() ? std::optional(*zone) : std::nullopt;
}

}  // namespace

CLI::Validator ServerAddress() {
  return CLI::Validator(
      [](std::string& text) {
        if (text.empty()) return std::string("the address is empty; HOST:PORT is expected, for example 127.0.0.1:7464");
        text = WithPort(text, kPortDefault);
        return std::string(ParseHostPort(text).status().message());
      },
      "");
}

void ServerFlags::Declare(CLI::App& app) {
  static const Context in_use = ContextInUse();
  if (!in_use.server.empty()) server = in_use.server;
  app.add_option("--server", server, "Address of the server")
      ->envname("CASEJOURNAL_SERVER")
      ->type_name("HOST:PORT")
      ->transform(ServerAddress())
      ->capture_default_str();
  app.add_option("--checkpoints", checkpoints,
                 "Directory for the last checkpoint seen of each journal. The journal\n"
                 "must prove that it extends that checkpoint. none: store no checkpoint\n"
                 "[default: $XDG_STATE_HOME/casejournal or ~/.local/state/casejournal]")
      ->envname("CASEJOURNAL_CHECKPOINTS")
      ->type_name("DIRECTORY");
  app.add_option("--timeout", timeout_seconds,
                 "Give up after this time [default: 30 for one answer; no limit for a\nstream]")
      ->type_name("SECONDS")
      ->check(CheckPositiveNumber);
  connection.Declare(app);
}

std::string ServerFlags::Again() const {
  const auto given = [](const char* variable, const std::string& otherwise, const std::string& value) {
    const char* set = std::getenv(variable);
    return value != (set != nullptr && *set != '\0' ? std::string(set) : otherwise);
  };
  std::string text;
  if (given("CASEJOURNAL_SERVER", kServerDefault, server)) absl::StrAppend(&text, " --server ", ShellWord(server));
  if (given("CASEJOURNAL_CHECKPOINTS", SeenDirectory(), checkpoints))
    absl::StrAppend(&text, " --checkpoints ", ShellWord(checkpoints));
  if (timeout_seconds > 0) absl::StrAppend(&text, " --timeout ", timeout_seconds);
  return absl::StrCat(text, connection.Again());
}

ConnectionFlags ServerFlags::Connection() const {
  static const Context in_use = ContextInUse();
  ConnectionFlags completed = connection;
  if (server != in_use.server || connection.insecure_dev) return completed;
  const bool signs_in = !connection.token_file.empty() || !connection.certificate.empty();
  if (connection.ca.empty()) completed.ca = in_use.ca;
  if (!signs_in) completed.token_file = in_use.token_file;
  return completed;
}

JournalClient::JournalClient(const ServerFlags& flags)
    : flags_(flags), connection_(flags.Connection()), channel_(ChannelOrEnd(flags.server, connection_)) {
  cases_ = v1::CaseService::NewStub(channel_);
  audit_ = v1::AuditService::NewStub(channel_);
  court_ = v1::CourtService::NewStub(channel_);
  described_ = v1::JournalService::NewStub(channel_);
}

// Check the journal against the last checkpoint seen. If only storing the checkpoint fails, report it and continue.
// After any other failure, send and show nothing.
void JournalClient::Meet() {
  if (met_ || flags_.checkpoints.empty() || flags_.checkpoints == "none") return;
  met_ = true;
  const absl::Status seen = CheckSeen(*this, SeenFile(flags_.checkpoints, flags_.server));
  if (seen.ok()) return;
  Complain(seen.message());
  if (absl::IsFailedPrecondition(seen)) return;
  throw CLI::RuntimeError(static_cast<int>(ExitStatusOf(static_cast<int>(seen.code()))));
}

void JournalClient::SeeUpTo(uint64_t size) {
  if (flags_.checkpoints.empty() || flags_.checkpoints == "none") return;
  v1::GetCheckpointRequest request;
  request.set_min_size(size);
  v1::GetCheckpointResponse signed_now;
  if (!audit_->GetCheckpoint(OneAnswer().get(), request, &signed_now).ok()) return;
  const absl::Status seen = CheckSeen(*this, SeenFile(flags_.checkpoints, flags_.server));
  if (!seen.ok()) Complain(seen.message());
}

absl::TimeZone JournalClient::Zone() {
  if (zone_) return *zone_;
  // The first entry has the zone and its offsets; the answer says where later offsets were adopted.
  if (const uint64_t adopted_at = ReadZoneAt(0); adopted_at != 0) ReadZoneAt(adopted_at);
  if (!zone_) {
    Complain("this computer does not know the time zone of this journal: install tzdata, or use --json");
    throw CLI::RuntimeError(static_cast<int>(ExitStatus::kFailure));
  }
  return *zone_;
}

uint64_t JournalClient::ReadZoneAt(uint64_t position) {
  v1::ReadEventsRequest request;
  request.set_position(position);
  request.set_limit(1);
  request.set_exact_bytes_only(true);
  // The entry exists: the answer comes at once, or never.
  const std::unique_ptr<grpc::ClientContext> context = OneAnswer();
  const grpc::Status status = ReadStream<v1::ReadEventsResponse>(*context, audit_->ReadEvents(context.get(), request),
                                                                 [&](const v1::ReadEventsResponse& batch) {
                                                                   for (const v1::CaseEntry& entry : batch.entries())
                                                                     zone_ = ZoneIn(entry.opened().recorded());
                                                                   return true;
                                                                 });
  if (!status.ok()) throw CLI::RuntimeError(static_cast<int>(ReportFailure(status, server())));
  const auto& metadata = context->GetServerInitialMetadata();
  const auto said = metadata.find(kZoneRulesKey);
  uint64_t adopted_at = 0;
  if (said != metadata.end() &&
      !absl::SimpleAtoi(absl::string_view(said->second.data(), said->second.size()), &adopted_at))
    return 0;
  return adopted_at;
}

absl::Status JournalClient::Outcome(const grpc::Status& status) const {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), FailureText(ErrorOf(status), server()));
}

absl::StatusOr<v1::GetCheckpointResponse> JournalClient::Checkpoint() {
  v1::GetCheckpointResponse response;
  const absl::Status outcome = Outcome(audit_->GetCheckpoint(OneAnswer().get(), {}, &response));
  if (!outcome.ok()) return outcome;
  return response;
}

absl::StatusOr<v1::GetInclusionProofResponse> JournalClient::InclusionProof(
    const v1::GetInclusionProofRequest& request) {
  v1::GetInclusionProofResponse response;
  const absl::Status outcome = Outcome(audit_->GetInclusionProof(OneAnswer().get(), request, &response));
  if (!outcome.ok()) return outcome;
  return response;
}

absl::StatusOr<v1::GetConsistencyProofResponse> JournalClient::ConsistencyProof(
    const v1::GetConsistencyProofRequest& request) {
  v1::GetConsistencyProofResponse response;
  const absl::Status outcome = Outcome(audit_->GetConsistencyProof(OneAnswer().get(), request, &response));
  if (!outcome.ok()) return outcome;
  return response;
}

absl::Status JournalClient::ReadEvents(const v1::ReadEventsRequest& request,
                                       absl::FunctionRef<bool(const v1::ReadEventsResponse&)> take) {
  const std::unique_ptr<grpc::ClientContext> context = Stream();
  return Outcome(ReadStream<v1::ReadEventsResponse>(*context, audit_->ReadEvents(context.get(), request), take));
}

std::unique_ptr<grpc::ClientContext> JournalClient::ContextFor(double seconds) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (seconds > 0) {
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000)));
  }
  if (const absl::Status identified = IdentifyCall(connection_, *context); !identified.ok()) EndProgram(identified);
  return context;
}

std::unique_ptr<grpc::ClientContext> JournalClient::OneAnswer() {
  Meet();
  return ContextFor(flags_.timeout_seconds > 0 ? flags_.timeout_seconds : kAnswerSeconds);
}

std::unique_ptr<grpc::ClientContext> JournalClient::Stream() {
  Meet();
  return ContextFor(flags_.timeout_seconds);
}

}  // namespace casejournal::services
