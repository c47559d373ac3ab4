// casejournal status: whether a server works, and what it serves.
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
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/facts.h"
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
                                                           {"checkpoints", "new checkpoints"},
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
    Show(client, journal, took, health, *checkpoint);
    return exit;
  }

 private:
  // Whether the checkpoint is signed by the key that the server gives: this shows that the server works, and nothing
  // about whose key it is.
  static absl::Status CheckSigned(const v1::GetCheckpointResponse& response) {
    const auto key = eventstore::NoteVerifier::FromVerifierKey(response.verifier_key());
    if (!key.ok()) return key.status();
    return OpenCheckpoint(response.checkpoint().note(), *key).status();
  }

  static void Show(const JournalClient& client, const v1::GetJournalResponse& journal, absl::Duration took,
                   const std::vector<std::pair<std::string, std::optional<bool>>>& health,
                   const v1::GetCheckpointResponse& checkpoint) {
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
    facts.push_back({"checkpoint", CheckpointText(journal, checkpoint.checkpoint())});
    std::vector<std::string> rules;
    for (const v1::AdoptedRuleSet& set : journal.rule_sets())
      rules.push_back(absl::StrCat(set.id(), " v", set.version()));
    facts.push_back({"rules", rules.empty() ? Cell("none adopted: no dates are computed", Tone::kOpen)
                                            : Cell(absl::StrJoin(rules, ", "))});
    facts.push_back({"key", journal.verifier_key()});
    PrintStyled(FactsText(facts, TerminalWidth(), UsesColor()));
  }

  // "covers all 929 entries". When they were recorded is not said: to read an entry is disclosed, and a journal that
  // cannot record a disclosure must still have a status.
  static std::string CheckpointText(const v1::GetJournalResponse& journal, const eventlog::v1::Checkpoint& checkpoint) {
    const uint64_t size = checkpoint.size();
    if (size == 0) return "covers no entry";
    if (size >= journal.size()) return absl::StrCat("covers all ", WithCommas(size), " entries");
    return absl::StrCat("covers ", WithCommas(size), " of ", WithCommas(journal.size()), " entries");
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
