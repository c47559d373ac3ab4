// casejournal show: everything about one entry of a case.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "projections/entries/entry_fates.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/labels_now.h"
#include "projections/events/event_words.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/entry_proof.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/entry_text.h"
#include "services/client/reading/history_text.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"
#include "services/verify/entry_content.h"
#include "services/verify/recorded_entry.h"

namespace casejournal::services {
namespace {

// What later entries of the case say about the entry.
struct Later {
  std::optional<uint64_t> corrected_by;
  std::optional<uint64_t> withdrawn_by;
  std::vector<uint64_t> restricted_by;
  std::vector<event::v1::Label> labels;
};

struct ShowCommand {
  ServerFlags server;
  std::string named;
  std::string entry_named;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("entry", entry_named,
                   "The entry: r186, or 186; a3 for one of the access record, as in\ncasejournal events CASE --access")
        ->type_name("ENTRY")
        ->required();
    json.Declare(
        app,
        "Print one JSON object: the CaseEntry (exact bytes, and decoded), what it\nchanged, what became of it, "
        "and its proof");
    server.Declare(app);
  }

  ExitStatus Run() {
    const bool access = entry_named.size() > 1 && (entry_named[0] == 'a' || entry_named[0] == 'A');
    const std::string digits(access ? absl::string_view(entry_named).substr(1) : EntryDigits(entry_named));
    uint64_t revision = 0;
    if (!CheckWholeNumber(digits).empty() || !absl::SimpleAtoi(digits, &revision)) {
      Complain(absl::StrCat("\"", entry_named, "\" is not an entry, such as r186 or 186"));
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    return access ? ShowAccess(client, case_id, revision) : ShowEntry(client, case_id, revision);
  }

 private:
  // An entry of the case itself.
  ExitStatus ShowEntry(JournalClient& client, const std::string& case_id, uint64_t revision) {
    v1::GetCasePlanResponse now;
    if (const ExitStatus got = GetPlan(client, case_id, std::nullopt, &now); got != ExitStatus::kOk) return got;
    if (revision > now.answered().revision()) {
      Complain(absl::StrCat("the case has no entry ", EntryName(revision), "; the last one is ",
                            EntryName(now.answered().revision())));
      return ExitStatus::kNotFound;
    }
    v1::ReplayCaseResponse step;
    std::optional<Later> later;
    if (const ExitStatus got = ReadOn(client, case_id, revision, &step, &later); got != ExitStatus::kOk) return got;
    if (step.entry().has_opened() && !json) {
      v1::GetCasePlanResponse then;
      if (const ExitStatus got = GetPlan(client, case_id, revision, &then); got != ExitStatus::kOk) return got;
      *step.mutable_plan() = std::move(*then.mutable_plan());
    }
    v1::GetInclusionProofResponse proof;
    if (const ExitStatus got = GetProof(client, step.entry(), &proof); got != ExitStatus::kOk) return got;
    if (json) {
      Print(Json(step, later, proof));
    } else {
      PrintStyled(Text(client, step, now.plan(), later, proof));
    }
    return ExitStatus::kOk;
  }

  // An entry about the record of the case.
  ExitStatus ShowAccess(JournalClient& client, const std::string& case_id, uint64_t revision) {
    v1::ReadEventsRequest request;
    request.mutable_access_stream()->set_case_id(case_id);
    request.mutable_access_stream()->set_revision(revision);
    request.set_limit(1);
    request.set_with_sentences(true);
    v1::ReplayCaseResponse step;
    const grpc::Status status = Read(client, request, [&](const v1::CaseEntry& each) { *step.mutable_entry() = each; });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!step.has_entry()) {
      Complain(absl::StrCat("the record of the case has no entry a", revision));
      return ExitStatus::kNotFound;
    }
    v1::GetInclusionProofResponse proof;
    if (const ExitStatus got = GetProof(client, step.entry(), &proof); got != ExitStatus::kOk) return got;
    if (json) {
      Print(Json(step, std::nullopt, proof));
    } else {
      PrintStyled(Text(client, step, {}, std::nullopt, proof));
    }
    return ExitStatus::kOk;
  }

  static grpc::Status Read(JournalClient& client, const v1::ReadEventsRequest& request,
                           absl::FunctionRef<void(const v1::CaseEntry&)> take) {
    const auto context = client.Stream();
    return ReadStream<v1::ReadEventsResponse>(*context, client.audit().ReadEvents(context.get(), request),
                                              [&](const v1::ReadEventsResponse& batch) {
                                                for (const v1::CaseEntry& entry : batch.entries()) take(entry);
                                                return true;
                                              });
  }

  // An entry that only stands for one that was not read.
  static projections::Entry NotRead(const projections::EntryList& entries) {
    static const auto* const nothing =
        new std::shared_ptr<const event::v1::StoredEvent>(std::make_shared<const event::v1::StoredEvent>());
    return {.revision = entries.size(), .stored = *nothing};
  }

  static absl::Status AddTo(projections::EntryList& entries, const v1::CaseEntry& entry) {
    if (entry.has_withheld()) {
      entries.Append(NotRead(entries));
      return absl::OkStatus();
    }
    const auto opened = OpenedIn(entry);
    if (!opened.ok()) return opened.status();
    const auto recorded = RecordedEntryOf(**opened);
    if (!recorded.ok()) return recorded.status();
    absl::StatusOr<projections::Entry> decoded = projections::ToEntry(*recorded);
    if (!decoded.ok()) return decoded.status();
    entries.Append(*std::move(decoded));
    return absl::OkStatus();
  }

  // The plan as it is now, or as it was after an entry.
  static ExitStatus GetPlan(JournalClient& client, const std::string& case_id, std::optional<uint64_t> revision,
                            v1::GetCasePlanResponse* plan) {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    if (revision) request.mutable_as_of()->set_revision(*revision);
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, plan);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

  // The entry with its sentence and its changes, and what later ones say about it: from one call, because each is
  // recorded as a disclosure. What the program does not know yet leaves later entries unread.
  static ExitStatus ReadOn(JournalClient& client, const std::string& case_id, uint64_t revision,
                           v1::ReplayCaseResponse* step, std::optional<Later>* later) {
    projections::EntryList entries;
    while (entries.size() < revision) entries.Append(NotRead(entries));
    v1::ReplayCaseRequest request;
    request.set_case_id(case_id);
    request.set_from_revision(revision);
    absl::Status decoded;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReplayCaseResponse>(
        *context, client.audit().ReplayCase(context.get(), request), [&](const v1::ReplayCaseResponse& each) {
          if (!step->has_entry()) *step = each;
          if (decoded.ok()) decoded = AddTo(entries, each.entry());
          return true;
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (absl::IsDataLoss(decoded)) {
      Complain(absl::StrCat("DATA LOSS: ", decoded.message()));
      return ExitStatus::kDataLoss;
    }
    if (decoded.ok() && entries.size() > revision) *later = LaterThan(entries, revision);
    return ExitStatus::kOk;
  }

  static Later LaterThan(const projections::EntryList& entries, uint64_t revision) {
    Later later;
    const projections::EntryFate fate = projections::EntryFates(entries).Of(revision);
    if (fate.corrected_by) later.corrected_by = *fate.corrected_by;
    if (fate.withdrawn_by) later.withdrawn_by = *fate.withdrawn_by;
    later.labels = projections::LabelsNow(entries).Of(entries[revision]);
    for (uint64_t i = revision + 1; i < entries.size(); ++i) {
      const event::v1::CaseEvent& event = entries[i].event();
      if (event.has_entry_restricted() && event.entry_restricted().revision() == revision)
        later.restricted_by.push_back(i);
    }
    return later;
  }

  // A proof from the server, whose hashes were checked.
  static ExitStatus GetProof(JournalClient& client, const v1::CaseEntry& entry, v1::GetInclusionProofResponse* proof) {
    v1::GetInclusionProofRequest request;
    request.set_position(PositionOf(entry));
    const grpc::Status status = client.audit().GetInclusionProof(client.OneAnswer().get(), request, proof);
    if (!status.ok()) return ReportFailure(status, client.server());
    if (entry.has_opened() && !Proves(proof->proof(), entry.opened().recorded())) {
      Complain(absl::StrCat("DATA LOSS: the proof does not prove the entry at position ", PositionOf(entry)));
      return ExitStatus::kDataLoss;
    }
    return ExitStatus::kOk;
  }

  std::string Text(JournalClient& client, const v1::ReplayCaseResponse& step, const v1::CasePlan& now,
                   const std::optional<Later>& later, const v1::GetInclusionProofResponse& proof) const {
    const size_t width = TerminalWidth();
    if (!step.entry().has_opened()) return absl::StrCat(InItsPlace(step.entry()), ".\n");
    const eventlog::v1::RecordedEvent& recorded = step.entry().opened().recorded();
    const event::v1::StoredEvent stored = EventIn(step.entry());
    const PlanWords words(step.plan(), now, true);
    const bool of_case = stored.has_case_event();
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : now.numbers()) numbers.push_back(number.number());
    const std::string numbered = numbers.empty() ? "" : absl::StrCat(" (", absl::StrJoin(numbers, ", "), ")");
    const auto title = [&](absl::string_view words) {
      std::string lines;
      for (const std::string& line : Wrap(words, width))
        absl::StrAppend(&lines, Toned(line, Tone::kStrong, UsesColor()), "\n");
      return lines;
    };
    std::string text = title(absl::StrCat(of_case ? "r" : "a", recorded.revision(), " of the case ",
                                          recorded.stream_id(), numbered, ": ", recorded.type()));
    absl::StrAppend(&text, Paragraph(ClerkSentence(recorded.type(), recorded.sentence()), 2, width), "\n",
                    title("The entry"),
                    FieldLinesText(EnvelopeLines(stored, recorded, later, words, client.Zone()), width));
    const google::protobuf::Message* body =
        of_case ? projections::BodyOf(stored.case_event()) : projections::BodyOf(stored.access_event());
    const std::vector<FieldLine> content = body == nullptr
                                               ? std::vector<FieldLine>{{"unknown", "a newer program can show it"}}
                                               : FieldLines(*body, words, client.Zone());
    if (!content.empty()) absl::StrAppend(&text, "\n", title("What it says"), FieldLinesText(content, width));
    if (of_case) {
      std::string changes;
      for (const v1::Change& change : step.changes())
        absl::StrAppend(&changes, Paragraph(absl::StrCat("- ", change.path(), ": ", ChangeText(change)), 2, width));
      absl::StrAppend(&text, "\n", title("What it changed"), changes.empty() ? "  nothing in the plan\n" : changes);
    }
    const eventlog::v1::InclusionProof& inclusion = proof.proof();
    const std::vector<FieldLine> lines = {
        {"position", absl::StrCat(recorded.position(), " of the journal")},
        {"leaf", absl::BytesToHexString(inclusion.leaf_hash())},
        {"proved", absl::StrCat("in the tree of ", inclusion.checkpoint().size(), " entries with the root ",
                                absl::BytesToHexString(inclusion.checkpoint().root()))},
        {"to check it elsewhere",
         absl::StrCat("casejournal proof ", recorded.position(), " -o FILE --event FILE", server.Again())}};
    absl::StrAppend(&text, "\n", title("Proof"), FieldLinesText(lines, width));
    return text;
  }

  static std::vector<FieldLine> EnvelopeLines(const event::v1::StoredEvent& stored,
                                              const eventlog::v1::RecordedEvent& recorded,
                                              const std::optional<Later>& later, const PlanWords& words,
                                              absl::TimeZone zone) {
    std::vector<FieldLine> lines = {{"recorded", InstantText(recorded.recorded_at(), zone)}};
    const event::v1::Admission& admission = stored.admission();
    for (FieldLine& line : FieldLines(admission, words, zone)) {
      if (line.field == "actor") line.field = "recorded by";
      if (line.field == "recorded by" || line.field == "client" || absl::StartsWith(line.field, "authentication"))
        lines.push_back(std::move(line));
    }
    for (FieldLine& line : FieldLines(stored.case_event(), words, zone)) lines.push_back(std::move(line));
    lines.push_back({"request", recorded.request_id()});
    if (!later) return lines;
    if (later->corrected_by) lines.push_back({"corrected by", EntryName(*later->corrected_by)});
    if (later->withdrawn_by) lines.push_back({"WITHDRAWN by", EntryName(*later->withdrawn_by)});
    std::vector<std::string> labels;
    for (const event::v1::Label label : later->labels) labels.push_back(projections::EnumWords(label));
    std::vector<std::string> by;
    for (const uint64_t each : later->restricted_by) by.push_back(EntryName(each));
    lines.push_back({"labels today", Joined({labels.empty() ? "none" : absl::StrJoin(labels, ", "),
                                             by.empty() ? "" : absl::StrCat("(set by ", absl::StrJoin(by, ", "), ")")},
                                            " ")});
    return lines;
  }

  static std::string Json(const v1::ReplayCaseResponse& step, const std::optional<Later>& later,
                          const v1::GetInclusionProofResponse& proof) {
    const auto object = [](const google::protobuf::Message& message) {
      const std::string line = JsonLine(message);
      return std::string(absl::StripSuffix(line, "\n"));
    };
    std::vector<std::string> fields = {absl::StrCat("\"entry\":", object(step.entry()))};
    std::vector<std::string> changes;
    for (const v1::Change& change : step.changes()) changes.push_back(object(change));
    fields.push_back(absl::StrCat("\"changes\":[", absl::StrJoin(changes, ","), "]"));
    if (later) {
      // Numbers of 64 bits are strings in this JSON.
      if (later->corrected_by) fields.push_back(absl::StrCat("\"correctedBy\":\"", *later->corrected_by, "\""));
      if (later->withdrawn_by) fields.push_back(absl::StrCat("\"withdrawnBy\":\"", *later->withdrawn_by, "\""));
      std::vector<std::string> labels;
      for (const event::v1::Label label : later->labels)
        labels.push_back(absl::StrCat("\"", event::v1::Label_Name(label), "\""));
      fields.push_back(absl::StrCat("\"labels\":[", absl::StrJoin(labels, ","), "]"));
    }
    fields.push_back(absl::StrCat("\"proof\":", object(proof.proof())));
    return absl::StrCat("{", absl::StrJoin(fields, ","), "}\n");
  }
};

}  // namespace

void AddShowCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ShowCommand>(program, exit,
                          {.name = "show",
                           .group = kReadGroup,
                           .summary = "Show everything about one entry: content, changes, corrections, proof",
                           .examples = "casejournal show 25JU-01-0123 r221\n"
                                       "casejournal show 'Ana Lopez' 221\n"
                                       "casejournal show 25JU-01-0123 a0\n"
                                       "casejournal show 25JU-01-0123 r221 --json | jq .entry.opened.stored",
                           .pages = true});
}

}  // namespace casejournal::services
