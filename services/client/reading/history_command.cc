// casejournal history: who changed what, when, from which value to which, and why.
#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/lookup/staff_lookup.h"
#include "services/client/part_lookup.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/history_text.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct HistoryCommand {
  ServerFlags server;
  AsOfFlags as_of;
  std::string named;
  std::string part;
  std::string person;
  std::string plan_part;
  std::string staff_subject;
  std::string staff_issuer;
  std::string recorded_from;
  std::string recorded_until;
  std::string effective_from;
  std::string effective_until;
  bool ids = false;
  bool claims = false;
  bool oneline = false;
  bool oldest_first = false;
  std::optional<uint64_t> count;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_flag("--oneline", oneline, "One line for each entry: its number, its day, and what it says");
    app.add_option("-n,--entries", count, "Only the N newest entries; with --oldest-first, the N oldest")
        ->type_name("N")
        ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000'000}));
    app.add_flag("--oldest-first", oldest_first, "Begin with the oldest entry");
    app.add_flag("--claims", claims, "Show the claim of each entry: when and where it was first recorded");
    app.add_option("--part", part, "Only one part of the plan: its id, its number, or words from its text")
        ->type_name("ID|WORDS");
    app.add_option("--person", person, "Only entries that name this participant: an id, or part of the name")
        ->type_name("ID|WORDS");
    app.add_option(
           "--list", plan_part,
           "Only one list or field of the plan, for example goals, orders, or\nplacements: its field name in CasePlan")
        ->type_name("NAME");
    app.add_option("--by", staff_subject,
                   absl::StrCat("Only entries recorded by or on behalf of this member of staff: ", kStaffHelp))
        ->type_name("ID|NAME");
    app.add_option("--issuer", staff_issuer, "Issuer of that credential; needed if two issuers use the same subject")
        ->type_name("ISSUER")
        ->needs("--by");
    app.add_option("--recorded-from", recorded_from, "Only entries recorded on this day or later")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--recorded-until", recorded_until, "Only entries recorded on this day or earlier")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--effective-from", effective_from, "Only changes effective on this day or later")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--effective-until", effective_until, "Only changes effective on this day or earlier")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_flag("--ids", ids, "Also show the ids of staff");
    json.Declare(app, "Print one HistoryRow as JSON per line, oldest first");
    as_of.DeclareKnown(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const ExitStatus checked = CheckFilters(); checked != ExitStatus::kOk) return checked;
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--recorded-from", &recorded_from},
                       {"--recorded-until", &recorded_until},
                       {"--effective-from", &effective_from},
                       {"--effective-until", &effective_until}});
    v1::GetHistoryRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    const ExitStatus part_found = FindPart(client, request.case_id(), part, request.mutable_part_id());
    if (part_found != ExitStatus::kOk) return part_found;
    const ExitStatus person_found =
        FindParticipant(client, request.case_id(), person, request.mutable_participant_id());
    if (person_found != ExitStatus::kOk) return person_found;
    if (!staff_subject.empty()) makers_.emplace(staff_subject, staff_issuer);
    if (!json || makers_) {
      if (const ExitStatus read = ReadEntries(client, request.case_id()); read != ExitStatus::kOk) return read;
    }
    if (const ExitStatus staff_found = FindMaker(); staff_found != ExitStatus::kOk) return staff_found;
    request.set_plan_part(plan_part);
    request.set_staff_subject(staff_subject);
    request.set_staff_issuer(staff_issuer);
    request.set_recorded_from(recorded_from);
    request.set_recorded_until(recorded_until);
    request.set_effective_from(effective_from);
    request.set_effective_until(effective_until);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    if (!json) {
      style_ = {.width = TerminalWidth(), .zone = client.Zone(), .ids = ids, .claims = claims, .color = UsesColor()};
      // A line that is not for a person is whole.
      if (oneline && !StandardOutputIsTerminal()) style_.width = 0;
    }
    const auto context = client.Stream();
    const grpc::Status status =
        ReadStream<v1::GetHistoryResponse>(*context, client.audit().GetHistory(context.get(), request),
                                           [&](const v1::GetHistoryResponse& batch) { return Take(batch); });
    Show();
    if (!status.ok()) return ReportFailure(status, client.server());
    if (any_) return ExitStatus::kOk;
    const std::string nothing = NothingText();
    json ? Remark(nothing) : static_cast<void>(Print(absl::StrCat(nothing, "\n")));
    return ExitStatus::kOk;
  }

 private:
  // Reject what matches nothing whatever the case is, and replace the list by its name in the contract.
  ExitStatus CheckFilters() {
    const auto backwards = [](const std::string& from, const std::string& until) {
      return !from.empty() && !until.empty() && from > until;
    };
    if (backwards(recorded_from, recorded_until) || backwards(effective_from, effective_until)) {
      Complain("the first day is after the last: no day is between them");
      return ExitStatus::kUsage;
    }
    if (plan_part.empty()) return ExitStatus::kOk;
    const std::string wanted = absl::StrReplaceAll(plan_part, {{"-", "_"}, {" ", "_"}});
    std::vector<std::string> names;
    for (int i = 0; i < v1::CasePlan::descriptor()->field_count(); ++i)
      names.emplace_back(v1::CasePlan::descriptor()->field(i)->name());
    for (const std::string& name : {wanted, absl::StrCat(wanted, "s")}) {
      if (std::find(names.begin(), names.end(), name) == names.end()) continue;
      plan_part = name;
      return ExitStatus::kOk;
    }
    Complain(absl::StrCat("--list: a plan has no list \"", plan_part, "\"; ",
                          NearestName(wanted, names).empty()
                              ? absl::StrCat("it has:\n", NamesForHelp(names))
                              : absl::StrCat("did you mean ", NearestName(wanted, names), "?")));
    return ExitStatus::kUsage;
  }

  // Replace the name of a member of staff by the subject, among those who made entries of the case.
  ExitStatus FindMaker() {
    if (!makers_) return ExitStatus::kOk;
    const bool as_given = !makers_->Best().empty() && makers_->Best().front().subject() == staff_subject;
    if (as_given) return ExitStatus::kOk;  // The server asks for the issuer if several have issued the subject.
    const std::string named = staff_subject;
    return ChooseStaff(*makers_, named, "made an entry of this case", &staff_subject, &staff_issuer);
  }

  static void ConsiderMakers(const v1::CaseEntry& entry, StaffChoices& choices) {
    const eventlog::v1::RecordedEvent& recorded = entry.opened().recorded();
    event::v1::StoredEvent stored;
    if (recorded.parts().empty() || !stored.ParseFromString(recorded.parts(0).plaintext())) return;
    choices.Consider(stored.admission().actor());
    choices.Consider(stored.case_event().on_behalf_of().staff());
    choices.Consider(stored.case_event().claim().recorded_by());
  }

  std::string NothingText() const {
    const auto only = [](absl::string_view words, absl::string_view what) {
      return what.empty() ? "" : absl::StrCat(" ", words, " ", what);
    };
    return absl::StrCat("No change of ", plan_part.empty() ? "the case" : plan_part, only("in the part", part),
                        only("that names", person), only("by", staff_subject), only("recorded from", recorded_from),
                        only("recorded until", recorded_until), only("effective from", effective_from),
                        only("effective until", effective_until), as_of.given() ? " was known then." : ".");
  }

  // What each entry says, which systems claim to have recorded entries first, and who made them: in one read, because
  // each is recorded as a disclosure.
  ExitStatus ReadEntries(JournalClient& client, const std::string& case_id) {
    v1::ReadEventsRequest request;
    request.mutable_case_stream()->set_case_id(case_id);
    request.set_with_sentences(!json);
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            if (makers_) ConsiderMakers(entry, *makers_);
            if (json || !entry.has_opened()) continue;
            const uint64_t revision = entry.opened().recorded().revision();
            sentences_[revision] =
                ClerkSentence(entry.opened().recorded().type(), entry.opened().recorded().sentence());
            const event::v1::StoredEvent stored = EventIn(entry);
            if (stored.case_event().has_claim()) claims_[revision] = stored.case_event().claim();
          }
          return true;
        });
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

  // The rows of one entry may come in two batches: an entry is complete when the rows of the next one begin.
  bool Take(const v1::GetHistoryResponse& batch) {
    for (const v1::HistoryRow& row : batch.rows()) {
      any_ = true;
      const bool begins = entries_.empty() || entries_.back().front().revision() != row.revision();
      if (begins && !BeginEntry()) return false;
      entries_.back().push_back(row);
    }
    return true;
  }

  // Make place for one entry more. Return false if no more are wanted.
  bool BeginEntry() {
    if (count && !oldest_first && entries_.size() == *count) entries_.pop_front();
    if (count && oldest_first && entries_.size() == *count) return false;
    entries_.emplace_back();
    return true;
  }

  void Show() {
    if (json) {
      for (const Entry& entry : entries_) {
        for (const v1::HistoryRow& row : entry) {
          if (!Print(JsonLine(row))) return;
        }
      }
      return;
    }
    if (!claims && !oneline) Print(ClaimsText());
    if (!oldest_first) std::reverse(entries_.begin(), entries_.end());
    for (const Entry& entry : entries_) {
      const std::string& sentence = sentences_[entry.front().revision()];
      const bool more = PrintStyled(oneline ? HistoryLine(entry, sentence, style_)
                                            : absl::StrCat(HistoryEntryText(entry, sentence, style_), "\n"));
      if (!more) return;
    }
  }

  // "Claims: 263 of 263 entries were first recorded in Family Services Notebook 4, none with a proof. ..."
  std::string ClaimsText() const {
    size_t claimed = 0;
    size_t proven = 0;
    std::set<std::string> systems;
    for (const Entry& entry : entries_) {
      const auto found = claims_.find(entry.front().revision());
      if (found == claims_.end()) continue;
      ++claimed;
      if (!found->second.proof().empty()) ++proven;
      if (!found->second.system().empty()) systems.insert(found->second.system());
    }
    if (claimed == 0) return "";
    const std::string all = absl::StrCat(entries_.size(), entries_.size() == 1 ? " entry" : " entries");
    return absl::StrCat(
        Paragraph(
            absl::StrCat(claimed, " of ", all, " by ", claimed == 1 ? "its" : "their", " claim first recorded",
                         systems.empty() ? " elsewhere" : absl::StrCat(" in ", absl::StrJoin(systems, ", ")), ", ",
                         proven == 0 ? "none" : absl::StrCat(proven), " with a proof (--claims shows each claim)."),
            0, style_.width),
        "\n");
  }

  // Find the id of the part that `named` identifies by its id, its number, or words from its text.
  ExitStatus FindPart(JournalClient& client, const std::string& case_id, const std::string& named,
                      std::string* id) const {
    *id = named;
    if (named.empty() || IsCaseId(named)) return ExitStatus::kOk;
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    v1::GetCasePlanResponse response;
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    const std::vector<PlanPart> parts = FindParts(response.plan(), named);
    if (parts.size() == 1) {
      *id = parts.front().id;
      return ExitStatus::kOk;
    }
    std::string choice;
    for (const PlanPart& found : parts) absl::StrAppend(&choice, "\n  ", found.id, "  ", found.words);
    Complain(parts.empty()
                 ? absl::StrCat("no part of the plan contains \"", named, "\"")
                 : absl::StrCat("several parts of the plan contain \"", named, "\"; give one of these ids:", choice));
    return parts.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
  }

  using Entry = std::vector<v1::HistoryRow>;

  HistoryStyle style_;
  bool any_ = false;
  std::deque<Entry> entries_;
  std::optional<StaffChoices> makers_;  // with --by
  std::map<uint64_t, std::string> sentences_;
  std::map<uint64_t, event::v1::Claim> claims_;
};

}  // namespace

void AddHistoryCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<HistoryCommand>(program, exit,
                             {.name = "history",
                              .group = kReadGroup,
                              .summary = "Show every change of a case: what changed, when, by whom, and why",
                              .examples = "casejournal history 25JU-01-0123\n"
                                          "casejournal history 25JU-01-0123 --oneline -n 20\n"
                                          "casejournal history 25JU-01-0123 --part counselling\n"
                                          "casejournal history 25JU-01-0123 --part 2.01 --known-day 2025-06-30\n"
                                          "casejournal history 25JU-01-0123 --person 'Ana Lopez' --list placements\n"
                                          "casejournal history 25JU-01-0123 --by cw-2041 --recorded-from 2025-05-01",
                              .pages = true});
}

}  // namespace casejournal::services
