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
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
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
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--kind", kinds,
                   "Only this kind; may be repeated: narrative, contact, or visit (a home\nvisit, or the monthly visit "
                   "to a child in care)")
        ->type_name("KIND")
        ->transform(CLI::Transformer(NoteKindsByWords()).description(""));
    app.add_option("--with", participant,
                   "Only contacts with this participant, and notes about them: a name, part\nof it, or the id")
        ->type_name("ID|NAME");
    app.add_option("--from", from, "Only notes about this day or later")->type_name("DAY")->check(CheckDay);
    app.add_option("--until", until, "Only notes about this day or earlier")->type_name("DAY")->check(CheckDay);
    app.add_option("--limit", limit, "Only the latest N notes")->type_name("N")->check(CLI::Range(1, 1000));
    app.add_flag("--json", json, "Print one Note as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (!from.empty() && !until.empty() && from > until) {
      Complain("--from is after --until: no day is between them");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
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
    Table table({{.title = "Day", .width_min = 10},
                 {.title = "What", .wraps = true, .width_min = 16},
                 {.title = "With", .wraps = true, .width_min = 14},
                 {.title = "Note", .wraps = true, .width_min = 30},
                 {.title = "Recorded", .wraps = true, .width_min = 14}});
    bool none = true;
    do {
      v1::ListNotesResponse response;
      const grpc::Status answered = client.cases().ListNotes(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportFailure(answered, client.server());
      for (const v1::Note& note : response.notes()) {
        none = false;
        if (json) Print(JsonLine(note));
        if (!json) table.AddRow(Row(note, client.Zone()));
      }
      if (!Print(table.Take(TerminalWidth()))) break;
      request.set_page_token(response.next_page_token());
    } while (limit == 0 && !request.page_token().empty());
    if (none) {
      const bool all = kinds.empty() && participant.empty() && from.empty() && until.empty();
      const std::string nothing = absl::StrCat("The case has no note, contact, or visit", all ? "" : " that matches",
                                               participant.empty() ? "" : absl::StrCat(" with ", participant),
                                               from.empty() ? "" : absl::StrCat(" from ", from, " on"),
                                               until.empty() ? "" : absl::StrCat(" until ", until), ".");
      json ? Remark(nothing) : static_cast<void>(Print(absl::StrCat(nothing, "\n")));
    }
    return ExitStatus::kOk;
  }

 private:
  static std::vector<std::string> Row(const v1::Note& note, absl::TimeZone zone) {
    const event::v1::ContactMade& contact = note.contact();
    const std::string what =
        note.kind() == v1::NOTE_KIND_NARRATIVE
            ? note.occasion()
            : absl::StrCat(projections::EnumWords(contact.kind()), ": ", projections::EnumWords(contact.result()));
    const std::string alone =
        contact.has_child_seen_alone() ? absl::StrCat("child seen alone: ", YesOrNo(contact.child_seen_alone())) : "";
    std::vector<std::string> labels;
    for (const int label : note.labels())
      labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
    return {
        Joined({note.effective_on(), note.effective_time()}, " "),
        Joined({what, projections::EnumWords(contact.location()), alone}, "\n"), absl::StrJoin(note.with_names(), ", "),
        Joined({note.text(), absl::StrJoin(labels, ", ")}, "\n"),
        Joined({absl::StrCat(InstantDay(note.recorded_at(), zone), ", r", note.revision()), StaffWords(note.actor()),
                note.has_corrected_by() ? absl::StrCat("corrected by r", note.corrected_by()) : ""},
               "\n")};
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
                                        "casejournal notes 25JU-01-0123 --limit 10 --json"});
}

}  // namespace casejournal::services
