// casejournal status: whether a server works, and what it serves.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "casejournal/v1/journal_service.pb.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/server_health.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/facts.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

// The parts of a server that the health service names (docs/OPERATING.md), and what people call them.
const std::vector<std::pair<std::string, std::string>>& Parts() {
  static const auto* const parts =
      new std::vector<std::pair<std::string, std::string>>{{"", "answers"},
                                                           {v1::CaseService::service_full_name(), "writes"},
                                                           {"read-models", "lists and searches"},
                                                           {"due-list", "work list"},
                                                           {"checkpoint-copy", "checkpoint copy"}};
  return *parts;
}

struct StatusCommand {
  ServerFlags server;
  JsonFlag json;

  void Declare(CLI::App& app) {
    json.Declare(app,
                 "Print one JSON object: the GetJournalResponse, the health of each part,\nand the newest checkpoint");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    const absl::Time asked = absl::Now();
    v1::GetJournalResponse journal;
    const grpc::Status answered = client.described().GetJournal(client.OneAnswer().get(), {}, &journal);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    const absl::Duration took = absl::Now() - asked;
    std::vector<std::pair<std::string, std::optional<bool>>> health;
    for (const auto& [name, words] : Parts()) {
      std::optional<bool> serving;
      const grpc::Status status = AskHealth(client, name, &serving);
      if (!status.ok()) return ReportFailure(status, client.server());
      health.emplace_back(name, serving);
    }
    absl::StatusOr<v1::GetCheckpointResponse> checkpoint = client.Checkpoint();
    if (!checkpoint.ok()) {
      Complain(checkpoint.status().message());
      return ExitStatusOf(static_cast<int>(checkpoint.status().code()));
    }
    // A part that the server does not name is not in use.
    ExitStatus exit = ExitStatus::kOk;
    for (const auto& each : health) {
      if (each.second == false) exit = ExitStatus::kUnavailable;
    }
    if (const absl::Status signed_by = CheckSigned(*checkpoint); !signed_by.ok()) {
      Complain(absl::StrCat("DATA LOSS: ", signed_by.message()));
      return ExitStatus::kDataLoss;
    }
    if (json) {
      Print(Json(journal, health, *checkpoint));
      ResultTellsFailure();
      return exit;
    }
    const ExitStatus shown = Show(client, journal, took, health, *checkpoint);
    return shown == ExitStatus::kOk ? exit : shown;
  }

 private:
  // Whether the checkpoint is signed by the key that the server gives: this shows that the server works, and nothing
  // about whose key it is.
  static absl::Status CheckSigned(const v1::GetCheckpointResponse& response) {
    const auto key = eventstore::NoteVerifier::FromVerifierKey(response.verifier_key());
    if (!key.ok()) return key.status();
    return OpenCheckpoint(response.checkpoint().note(), *key).status();
  }

  ExitStatus Show(JournalClient& client, const v1::GetJournalResponse& journal, absl::Duration took,
                  const std::vector<std::pair<std::string, std::optional<bool>>>& health,
                  const v1::GetCheckpointResponse& checkpoint) const {
    std::vector<Fact> facts = {
        {"server", absl::StrCat(client.server(), ", ", journal.versions().program(), ", answers in ",
                                absl::ToInt64Milliseconds(took), " ms")},
        {"journal", absl::StrCat(journal.origin(), ", ", Counted(journal.size(), "entry", "entries"), "; today is ",
                                 journal.today(), " in ", journal.time_zone())}};
    for (size_t i = 0; i < health.size(); ++i) {
      const std::optional<bool> serving = health[i].second;
      if (!serving) continue;
      facts.push_back({Parts()[i].second, *serving ? Cell("works", Tone::kGood)
                                                   : Cell("DOES NOT WORK (see docs/OPERATING.md)", Tone::kBad)});
    }
    std::string covered;
    const ExitStatus got = CheckpointText(client, journal, checkpoint.checkpoint(), &covered);
    if (got != ExitStatus::kOk) return got;
    facts.push_back({"checkpoint", covered});
    std::vector<std::string> rules;
    for (const v1::AdoptedRuleSet& set : journal.rule_sets())
      rules.push_back(absl::StrCat(set.id(), " v", set.version()));
    facts.push_back({"rules", rules.empty() ? Cell("none adopted: no dates are computed", Tone::kOpen)
                                            : Cell(absl::StrJoin(rules, ", "))});
    facts.push_back({"key", journal.verifier_key()});
    PrintStyled(FactsText(facts, TerminalWidth(), UsesColor()));
    return ExitStatus::kOk;
  }

  // "covers all 929 entries; the last one was recorded 2025-03-10 16:10:00 EDT, 5m ago"
  static ExitStatus CheckpointText(JournalClient& client, const v1::GetJournalResponse& journal,
                                   const eventlog::v1::Checkpoint& checkpoint, std::string* text) {
    const uint64_t size = checkpoint.size();
    const bool all = size >= journal.size();
    if (size == 0) {
      *text = "covers no entry";
      return ExitStatus::kOk;
    }
    google::protobuf::Timestamp recorded_at;
    v1::ReadEventsRequest request;
    request.set_position(all ? size - 1 : size);
    request.set_limit(1);
    request.set_exact_bytes_only(true);
    const auto context = client.OneAnswer();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) recorded_at = entry.opened().recorded().recorded_at();
          return true;
        });
    // Who may not read this entry does not learn when it was recorded.
    const bool denied = status.error_code() == grpc::StatusCode::PERMISSION_DENIED;
    if (!status.ok() && !denied) return ReportFailure(status, client.server());
    if (denied || recorded_at.seconds() == 0) {
      *text = all ? absl::StrCat("covers all ", WithCommas(size), " entries")
                  : absl::StrCat("covers ", WithCommas(size), " of ", WithCommas(journal.size()), " entries");
      return ExitStatus::kOk;
    }
    const absl::Duration age =
        absl::Now() - (absl::FromUnixSeconds(recorded_at.seconds()) + absl::Nanoseconds(recorded_at.nanos()));
    const std::string since =
        absl::StrCat(InstantText(recorded_at, client.Zone()), ", ",
                     absl::FormatDuration(std::max(absl::Trunc(age, absl::Seconds(1)), absl::Seconds(1))), " ago");
    *text = all ? absl::StrCat("covers all ", WithCommas(size), " entries; the last one was recorded ", since)
                : absl::StrCat("covers ", WithCommas(size), " of ", WithCommas(journal.size()),
                               " entries; the first one after it was recorded ", since);
    return ExitStatus::kOk;
  }

  static std::string Json(const v1::GetJournalResponse& journal,
                          const std::vector<std::pair<std::string, std::optional<bool>>>& health,
                          const v1::GetCheckpointResponse& checkpoint) {
    const auto object = [](const google::protobuf::Message& message) {
      const std::string line = JsonLine(message);
      return std::string(absl::StripSuffix(line, "\n"));
    };
    std::vector<std::string> parts;
    for (const auto& [name, serving] : health) {
      if (serving) parts.push_back(absl::StrCat("\"", name, "\":\"", *serving ? "SERVING" : "NOT_SERVING", "\""));
    }
    return absl::StrCat("{\"journal\":", object(journal), ",\"health\":{", absl::StrJoin(parts, ","),
                        "},\"checkpoint\":", object(checkpoint.checkpoint()), "}\n");
  }
};

}  // namespace

void AddStatusCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<StatusCommand>(program, exit,
                            {.name = "status",
                             .group = kReadGroup,
                             .summary = "Show whether a server works: its journal, parts, and checkpoint",
                             .examples = "casejournal status\n"
                                         "casejournal status --server 127.0.0.1:7464 --json | jq .health",
                             .pages = true});
}

}  // namespace casejournal::services
