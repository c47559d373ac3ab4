// casejournal replay: show each entry of a case in order, with its changes.
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/history_text.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {
namespace {

struct ReplayCommand {
  ServerFlags server;
  std::string named;
  uint64_t from_revision = 0;
  bool with_plan = false;
  bool ids = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--from-revision", from_revision, "First entry to show, such as r186 [default: r0]")
        ->type_name("N")
        ->transform(EntryNumber());
    app.add_flag("--with-plan", with_plan, "Also show the whole plan after each entry");
    app.add_flag("--ids", ids, "Also show the ids of staff");
    json.Declare(app, "Print one ReplayCaseResponse as JSON per line");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::ReplayCaseRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.set_from_revision(from_revision);
    request.set_with_plan(with_plan);
    const absl::TimeZone zone = json ? absl::UTCTimeZone() : client.Zone();
    bool any = false;
    uint64_t revision = from_revision;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReplayCaseResponse>(
        *context, client.audit().ReplayCase(context.get(), request), [&](const v1::ReplayCaseResponse& step) {
          any = true;
          return json ? Print(JsonLine(step)) : PrintStyled(StepText(step, revision++, zone));
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!any) Remark(absl::StrCat("No entries at or after r", from_revision, "."));
    return ExitStatus::kOk;
  }

 private:
  std::string StepText(const v1::ReplayCaseResponse& step, uint64_t revision, absl::TimeZone zone) const {
    const size_t width = TerminalWidth();
    if (!step.entry().has_opened()) {
      const std::string plan =
          step.has_plan() ? PlanPage(step.plan(), {.width = width, .zone = zone, .color = UsesColor()}) : "";
      return absl::StrCat(EntryName(revision), "  ", InItsPlace(step.entry()), ".\n", plan.empty() ? "" : "\n", plan,
                          "\n");
    }
    const eventlog::v1::RecordedEvent& event = step.entry().opened().recorded();
    const event::v1::StoredEvent stored = EventIn(step.entry());
    std::string text = Paragraph(
        Joined({EntryName(event.revision()), stored.case_event().effective_on(), EntryKindWords(event, stored),
                absl::StrCat("recorded ", InstantText(event.recorded_at(), zone), " by ", RecorderWords(stored, ids))},
               "  "),
        0, width);
    absl::StrAppend(&text, Paragraph(ClerkSentence(event.type(), event.sentence()), 2, width));
    std::vector<NotedChange> changes;
    for (const v1::Change& change : step.changes()) changes.push_back({.change = change, .note = ""});
    absl::StrAppend(&text, ChangesText(changes, 4, {.width = width, .zone = zone, .color = UsesColor()}));
    if (step.has_plan()) {
      absl::StrAppend(&text, "\n", PlanPage(step.plan(), {.width = width, .zone = zone, .color = UsesColor()}));
    }
    return absl::StrCat(text, "\n");
  }
};

}  // namespace

void AddReplayCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ReplayCommand>(program, exit,
                            {.name = "replay",
                             .group = kReadGroup,
                             .summary = "Replay a case entry by entry, with the changes of each entry",
                             .examples = "casejournal replay 25JU-01-0123\n"
                                         "casejournal replay 25JU-01-0123 --from-revision r40 --with-plan\n"
                                         "casejournal replay 25JU-01-0123 --json | jq .entry.opened.recorded.type",
                             .pages = true});
}

}  // namespace casejournal::services
