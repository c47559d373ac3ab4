// casejournal notes: list the notes, contacts, and visits of a case, the latest first.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/reading/commands.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kNotesPage = 200;

const std::map<std::string, v1::NoteKind>& NoteKindsByWords() {
  static const auto* const kinds = new std::map<std::string, v1::NoteKind>{
      {"narrative", v1::NOTE_KIND_NARRATIVE}, {"contact", v1::NOTE_KIND_CONTACT}, {"visit", v1::NOTE_KIND_VISIT}};
  return *kinds;
}

struct NotesCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string named;
  std::vector<v1::NoteKind> kinds;
  std::string participant;
  std::string from;
  std::string until;
  uint32_t limit = 0;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--kind", kinds,
                   "Only this kind; may be repeated: narrative, contact, or visit (a home\nvisit, or the monthly visit "
                   "to a child in care)")
        ->type_name("KIND")
        ->transform(OneOf(NoteKindsByWords()));
    app.add_option("--with", participant,
                   "Only contacts with this participant, and notes about them: a name, part\nof it, or the id")
        ->type_name("ID|NAME");
    app.add_option("--from", from, "Only notes about this day or later")->type_name("DAY")->check(CheckDay);
    app.add_option("--until", until, "Only notes about this day or earlier")->type_name("DAY")->check(CheckDay);
    app.add_option("--limit", limit, "Only the latest N notes")->type_name("N")->check(CLI::Range(1, 1000));
    format.Declare(app, "Print one Note as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (!from.empty() && !until.empty() && from > until) {
      Complain("--from is after --until: no day is between them");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    SpellDays(client, {{"--from", &from}, {"--until", &until}});
    v1::ListNotesRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    for (const v1::NoteKind kind : kinds) request.add_kinds(kind);
    const ExitStatus with = FindParticipant(client, request.case_id(), participant, request.mutable_participant_id());
    if (with != ExitStatus::kOk) return with;
    request.set_effective_from(from);
    request.set_effective_until(until);
    request.set_page_size(limit == 0 ? kNotesPage : limit);
    min_position.Fill(&request);
    Listing list(format.format, {{.title = "Day", .width_min = 10},
                                 {.title = "Time", .width_min = 5},
                                 {.title = "Entry", .right = true, .width_min = 4},
                                 {.title = "What", .wraps = true, .width_min = 20},
                                 {.title = "Where", .wraps = true, .width_min = 10, .rank = 3},
                                 {.title = "With", .wraps = true, .width_min = 16, .rank = 1},
                                 {.title = "Child seen alone", .rank = 4},
                                 {.title = "Labels", .wraps = true, .rank = 2},
                                 {.title = "Recorded", .width_min = 10, .rank = 6},
                                 {.title = "Recorded by", .width_min = 12, .rank = 7},
                                 {.title = "Corrected by", .rank = 5},
                                 {.title = "Note", .below = true}});
    size_t count = 0;
    do {
      v1::ListNotesResponse response;
      const grpc::Status answered = client.cases().ListNotes(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportFailure(answered, client.server());
      for (const v1::Note& note : response.notes()) {
        format.json() ? static_cast<void>(Print(JsonLine(note))) : list.Add(Row(note, client.Zone()));
      }
      count += static_cast<size_t>(response.notes_size());
      if (!list.Flush()) break;
      request.set_page_token(response.next_page_token());
    } while (limit == 0 && !request.page_token().empty());
    if (count == 0) list.Finish(NothingText());
    if (format.table() && count > 0) Print(absl::StrCat("\n", Counted(count, "note", "notes"), "\n"));
    if (limit != 0 && !request.page_token().empty()) Remark("Earlier notes follow; --limit N shows more.");
    return ExitStatus::kOk;
  }

 private:
  std::string NothingText() const {
    const bool all = kinds.empty() && participant.empty() && from.empty() && until.empty();
    return absl::StrCat("The case has no note, contact, or visit", all ? "" : " that matches",
                        participant.empty() ? "" : absl::StrCat(" with ", participant),
                        from.empty() ? "" : absl::StrCat(" from ", from, " on"),
                        until.empty() ? "" : absl::StrCat(" until ", until), ".");
  }

  static std::vector<Cell> Row(const v1::Note& note, absl::TimeZone zone) {
    const event::v1::ContactMade& contact = note.contact();
    const bool narrative = note.kind() == v1::NOTE_KIND_NARRATIVE;
    const std::string what = narrative ? note.occasion()
                                       : absl::StrCat(projections::EnumWords(contact.kind()), ": ",
                                                      projections::EnumWords(contact.result()));
    std::vector<std::string> labels;
    for (const int label : note.labels())
      labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
    return {note.effective_on(),
            note.effective_time(),
            EntryName(note.revision()),
            what,
            projections::EnumWords(contact.location()),
            absl::StrJoin(note.with_names(), ", "),
            contact.has_child_seen_alone() ? YesOrNo(contact.child_seen_alone()) : "",
            Cell(absl::StrJoin(labels, ", "), Tone::kOpen),
            InstantDay(note.recorded_at(), zone),
            StaffWords(note.actor()),
            Cell(note.has_corrected_by() ? EntryName(note.corrected_by()) : "", Tone::kBad),
            note.text()};
  }
};

}  // namespace

void AddNotesCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<NotesCommand>(program, exit,
                           {.name = "notes",
                            .group = kReadGroup,
                            .summary = "List the notes, contacts, and visits of a case, the latest first",
                            .examples = "casejournal notes 25JU-01-0123\n"
                                        "casejournal notes 25JU-01-0123 --kind visit --from 2025-05-01\n"
                                        "casejournal notes 25JU-01-0123 --with 'Ana Lopez'\n"
                                        "casejournal notes 25JU-01-0123 --format csv > notes.csv\n"
                                        "casejournal notes 25JU-01-0123 --limit 10 --json",
                            .pages = true});
}

}  // namespace casejournal::services
