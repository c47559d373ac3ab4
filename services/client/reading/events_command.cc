// casejournal events: show entries as they were recorded.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/entry_labels.h"
#include "services/client/stream_reading.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

std::string CheckLimit(const std::string& text) {
  const std::string wrong = CheckWholeNumber(text);
  if (!wrong.empty() || text.find_first_not_of('0') != std::string::npos) return wrong;
  return "expected a number from 1 on; without --limit, all entries are shown";
}

std::vector<std::string> LabelNamesForHelp() {
  std::vector<std::string> names;
  for (const auto& [name, label] : LabelsByName()) names.push_back(name);
  return names;
}

struct EventsCommand {
  ServerFlags server;
  std::string named;
  uint64_t from = 0;
  uint64_t limit = 0;  // 0: all
  std::optional<event::v1::Label> label;
  bool access = false;
  bool ids = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("case", named, absl::StrCat("Only this case [default: the whole journal]. ", kCaseHelp))
        ->type_name("CASE");
    app.add_option("--from", from,
                   "First entry of the case, such as r186, or first position of the journal,\nto show [default: 0]")
        ->type_name("N")
        ->transform(EntryNumber());
    app.add_option("--limit", limit, "Maximum number of entries, from 1 on [default: all]")
        ->type_name("N")
        ->check(CheckLimit);
    app.add_option("--label", label,
                   absl::StrCat("Only entries that have this label now, or were recorded with it. Labels:\n",
                                NamesForHelp(LabelNamesForHelp())))
        ->type_name("LABEL")
        ->transform(OneOf(LabelsByName()));
    app.add_flag("--access", access,
                 "Show the disclosures of the case and the attestations of its plan\ninstead; they are a0, a1, ...");
    app.add_flag("--ids", ids, "Also show the ids of staff");
    format.Declare(app, "Print one CaseEntry as JSON per line: exact bytes, and decoded");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (access && named.empty()) {
      Complain("--access needs a case");
      return ExitStatus::kUsage;
    }
    if (access && label) {
      Complain("--label and --access exclude each other: no entry about a case has a label");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    v1::ReadEventsRequest request;
    request.set_limit(label ? 0 : limit);
    request.set_with_sentences(true);
    request.set_exact_bytes_only(!format.json());
    if (named.empty()) {
      request.set_position(from);
    } else {
      v1::CaseRevision& of = access ? *request.mutable_access_stream() : *request.mutable_case_stream();
      const ExitStatus found = FindCase(client, named, of.mutable_case_id());
      if (found != ExitStatus::kOk) return found;
      of.set_revision(from);
    }
    EntryLabels labels;
    if (label) {
      if (const grpc::Status read = ReadLabels(client, request, labels); !read.ok())
        return ReportFailure(read, client.server());
    }
    const EventsOf of = named.empty() ? EventsOf::kJournal : access ? EventsOf::kAccess : EventsOf::kCase;
    const absl::TimeZone zone = format.json() ? absl::UTCTimeZone() : client.Zone();
    Listing list(format.format, EventColumns(of));
    uint64_t count = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            if (label && !labels.Has(entry, *label)) continue;
            ++count;
            if (format.json() && !Print(JsonLine(entry))) return false;
            if (!format.json()) list.Add(EventCells(entry, zone, of, ids));
            if (label && count == limit) return false;
          }
          return format.json() || list.Flush();
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    const std::string nothing = count > 0 ? ""
                                : label   ? NoLabelWords(labels)
                                        : absl::StrCat("No entries at or after ", from, EndWords(client, request), ".");
    if (!format.json() && (count > 0 || label)) {
      list.Finish(nothing);
    } else if (count == 0) {
      Remark(nothing);
    }
    if (label && count > 0 && format.table()) Print(labels.ChangedWords(*label));
    return ExitStatus::kOk;
  }

 private:
  // Note the labels of all entries: those of an earlier entry can be replaced.
  static grpc::Status ReadLabels(JournalClient& client, v1::ReadEventsRequest request, EntryLabels& labels) {
    if (request.has_case_stream()) request.mutable_case_stream()->set_revision(0);
    if (!request.has_case_stream()) request.set_position(0);
    request.set_with_sentences(false);
    request.set_exact_bytes_only(true);
    const auto context = client.Stream();
    return ReadStream<v1::ReadEventsResponse>(*context, client.audit().ReadEvents(context.get(), request),
                                              [&](const v1::ReadEventsResponse& batch) {
                                                for (const v1::CaseEntry& entry : batch.entries()) labels.Note(entry);
                                                return true;
                                              });
  }

  // "No entry of 23-JV-0117 from 0 on has the label part2, or was recorded with it. There are ..."
  std::string NoLabelWords(const EntryLabels& labels) const {
    return absl::StrCat("No entry", named.empty() ? "" : absl::StrCat(" of ", named),
                        from == 0 ? "" : absl::StrCat(" from ", from, " on"), " has the label ", NameOfLabel(*label),
                        ", or was recorded with it. ", labels.Summary());
  }

  // Where what was asked for ends: "; the last one is r262".
  std::string EndWords(JournalClient& client, v1::ReadEventsRequest request) const {
    if (named.empty()) {
      v1::GetJournalResponse journal;
      if (!client.described().GetJournal(client.OneAnswer().get(), {}, &journal).ok() || journal.size() == 0) return "";
      return absl::StrCat("; the last one is at position ", journal.size() - 1);
    }
    v1::CaseRevision& of = access ? *request.mutable_access_stream() : *request.mutable_case_stream();
    of.set_revision(0);
    request.set_limit(0);
    request.set_with_sentences(false);
    request.set_exact_bytes_only(true);
    uint64_t count = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          count += static_cast<uint64_t>(batch.entries_size());
          return true;
        });
    if (!status.ok()) return "";
    if (count == 0) return access ? "; nothing of the record was given or attested" : "";
    return absl::StrCat("; the last one is ", access ? "a" : "r", count - 1);
  }
};

}  // namespace

void AddEventsCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<EventsCommand>(program, exit,
                            {.name = "events",
                             .group = kReadGroup,
                             .summary = "Show entries as recorded, of one case or of the whole journal",
                             .examples = "casejournal events 25JU-01-0123\n"
                                         "casejournal events 25JU-01-0123 --from r186\n"
                                         "casejournal events 25JU-01-0123 --label part2\n"
                                         "casejournal events 25JU-01-0123 --access\n"
                                         "casejournal events --from 1000 --limit 50\n"
                                         "casejournal events --json > journal.jsonl\n"
                                         "casejournal events --json | jq .opened.stored.caseEvent"});
}

}  // namespace casejournal::services
