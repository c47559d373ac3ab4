// casejournal subscribe: follow the journal.
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/client/call_watch.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/utf8.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {
namespace {

struct SubscribeCommand {
  ServerFlags server;
  uint64_t from = 0;
  std::optional<uint64_t> until;
  double idle_seconds = 0;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("--from", from, "First position to print")
        ->type_name("P")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option("--until", until, "Stop after this position")->type_name("P")->check(CheckWholeNumber);
    app.add_option("--idle-seconds", idle_seconds, "Stop when nothing arrives for this long [default: never]")
        ->type_name("SECONDS")
        ->check(CheckPositiveNumber);
    app.add_flag("--json", json, "Print one CaseEntry as JSON per line: exact bytes, and decoded");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (until.has_value() && *until < from) return ExitStatus::kOk;
    HoldInterrupts();
    JournalClient client(server);
    const absl::TimeZone zone = json ? absl::UTCTimeZone() : client.Zone();
    const auto context = client.Stream();
    v1::SubscribeRequest request;
    request.set_from_position(from);
    request.set_with_sentences(true);
    request.set_exact_bytes_only(!json);
    uint64_t next = from;
    bool gap = false;
    CallWatch watch(*context, idle_seconds > 0 ? absl::Seconds(idle_seconds) : absl::InfiniteDuration());
    const grpc::Status status = ReadStream<v1::SubscribeResponse>(
        *context, client.court().Subscribe(context.get(), request), [&](const v1::SubscribeResponse& batch) {
          watch.Touch();
          SayNow();
          gap = batch.first_position() != next;
          return !gap && Show(batch, zone, &next) && !watch.ended();
        });
    if (gap) {
      Complain(absl::StrCat("DATA LOSS: the server skipped position ", next));
      return ExitStatus::kDataLoss;
    }
    if (!until.has_value() || next <= *until) {
      Remark(absl::StrCat("Continue with: casejournal subscribe --from ", next,
                          until ? absl::StrCat(" --until ", *until) : "",
                          idle_seconds > 0 ? absl::StrCat(" --idle-seconds ", idle_seconds) : "", json ? " --json" : "",
                          server.Again()));
    }
    return status.ok() || watch.ended() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

 private:
  static std::string LineOf(const v1::CaseEntry& entry, uint64_t position, absl::TimeZone zone) {
    if (!entry.has_opened()) return absl::StrCat(position, "  ", InItsPlace(entry), "\n");
    const eventlog::v1::RecordedEvent& event = entry.opened().recorded();
    const event::v1::StoredEvent stored = EventIn(entry);
    const std::string& day = stored.case_event().effective_on();
    const bool of_case = !day.empty();
    const std::string of =
        of_case ? absl::StrCat(ShortCaseId(event.stream_id()), " ", EntryName(event.revision())) : "-";
    return absl::StrCat(position, "  ", InstantText(event.recorded_at(), zone), "  ", of, "  ", of_case ? day : "-",
                        "  ", PrintableLine(EntryKindWords(event, stored)), "  ",
                        PrintableLine(RecorderWords(stored, false)), "  ",
                        PrintableLine(ClerkSentence(event.type(), event.sentence())), "\n");
  }

  // Show the entries; return false after the last requested one. `next` is set to the position to continue from.
  bool Show(const v1::SubscribeResponse& batch, absl::TimeZone zone, uint64_t* next) const {
    for (const v1::CaseEntry& entry : batch.entries()) {
      if (until.has_value() && *next > *until) break;
      if (!Print(json ? JsonLine(entry) : LineOf(entry, *next, zone))) return false;
      ++*next;  // a batch has no gaps
    }
    if (until.has_value() && *next > *until) return false;
    *next = batch.end_position();  // Also skip entries that this client was not sent.
    return FlushOutput() && !(until.has_value() && *next > *until);
  }
};

}  // namespace

void AddSubscribeCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<SubscribeCommand>(program, exit,
                               {.name = "subscribe",
                                .group = kReadGroup,
                                .summary = "Follow the journal: existing entries, then new ones, until Ctrl-C",
                                .examples = "casejournal subscribe --from 1000\n"
                                            "casejournal subscribe --from 1000 --until 1999 --json\n"
                                            "casejournal subscribe --idle-seconds 5 | grep PlanJournalized"});
}

}  // namespace casejournal::services
