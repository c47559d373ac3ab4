// casejournal journal: say what the server serves.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/journal_service.pb.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/facts.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

std::string VersionsText(const v1::JournalVersions& versions) {
  return absl::StrCat("plans ", versions.fold(), ", events ", versions.schema(), ", rules ", versions.rule_catalogue(),
                      ", findings ", versions.finding_catalogue(), ", code lists ", versions.code_lists());
}

std::string LimitsText(const v1::JournalLimits& limits) {
  return absl::StrCat("a request: ", limits.request_cases(), " cases, ", limits.request_events(), " events, ",
                      limits.request_bytes() >> 20, " MiB\nan event: ", limits.event_bytes() >> 10,
                      " KiB\na case: ", limits.case_entries(), " entries\na page: ", limits.page_items(),
                      " items\na message: ", limits.message_bytes() >> 20, " MiB\nat a time: ", limits.subscribers(),
                      " subscribers (", limits.subscribers_with_sentences(), " with sentences), ", limits.watchers(),
                      " watchers\none caller: ", limits.caller_calls_per_second(), " calls a second, ",
                      limits.caller_streams(), " streams, ", limits.caller_request_bytes() >> 20, " MiB of requests");
}

struct JournalCommand {
  ServerFlags server;
  JsonFlag json;

  void Declare(CLI::App& app) {
    json.Declare(app, "Print the GetJournalResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetJournalResponse journal;
    const grpc::Status answered = client.described().GetJournal(client.OneAnswer().get(), {}, &journal);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    if (json) {
      Print(JsonLine(journal));
      return ExitStatus::kOk;
    }
    std::vector<Fact> facts = {
        {"Journal", Cell(journal.origin(), Tone::kStrong)},
        {"Days", absl::StrCat(journal.time_zone(), "; today is ", journal.today())},
        {"Entries", WithCommas(journal.size())},
        {"Key", journal.verifier_key()},
        {"Connection", journal.transport() == v1::TRANSPORT_INSECURE_DEVELOPMENT
                           ? Cell("plain text, and nobody is identified: for development only", Tone::kBad)
                           : Cell("TLS")},
        {"Program", journal.versions().program()},
        {"Versions", VersionsText(journal.versions())},
        {"Plan method", Cell(absl::BytesToHexString(journal.versions().fold_digest()), Tone::kDim)},
        {"Limits", LimitsText(journal.limits())}};
    for (const v1::AdoptedRuleSet& set : journal.rule_sets()) {
      facts.push_back(
          {set.calendar() ? "Calendar" : "Rules",
           absl::StrCat(set.id(), " v", set.version(), ": ", set.title(),
                        set.effective_from().empty() ? "" : absl::StrCat(", from ", set.effective_from()))});
    }
    PrintStyled(FactsText(facts, TerminalWidth(), UsesColor()));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddJournalCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<JournalCommand>(program, exit,
                             {.name = "journal",
                              .group = kReadGroup,
                              .summary = "Show what the journal is: origin, day, key, limits, versions",
                              .examples = "casejournal journal\n"
                                          "casejournal journal --json | jq -r .today",
                              .pages = true});
}

}  // namespace casejournal::services
