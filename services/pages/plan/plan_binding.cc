#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/comparison_page.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string Basis(const v1::InForce& in_force) {
  if (in_force.entry_number().empty()) return in_force.basis();
  return absl::StrCat(in_force.basis(), " under ", in_force.court_number(), ", journal entry ",
                      in_force.entry_number());
}

std::string SignatureWords(const PlanView& view, const v1::Signature& signature) {
  const bool signed_it = signature.not_signed() == event::v1::NOT_SIGNED_REASON_UNSPECIFIED;
  std::string words = view.words.Person(signature.participant_id());
  absl::StrAppend(&words, signed_it ? " signed and " : " did not sign: ",
                  signed_it ? EnumWords(signature.agreement()) : EnumWords(signature.not_signed()));
  return Joined({words, signature.on(), signature.means(), signature.statement(), signature.attempts()}, ", ");
}

// Return an empty text if the two were not compared.
std::string DiffersWords(const v1::InForce& binds) {
  if (!binds.compared()) return "";
  const size_t parts = ChangedParts(binds.working_differs());
  if (parts == 0) return "the same";
  return absl::StrCat("different in ", parts, parts == 1 ? " part" : " parts");
}

// "Since version 1.0 … was drawn, r13, r16 corrected entries that it was drawn from."
Document::Text CorrectionWords(const std::string& version, const v1::InForce& binds) {
  Document::Text words = absl::StrCat("Since ", version, " was drawn, ");
  words += EntryLinks(binds.corrected_since());
  words += " corrected entries that it was drawn from.";
  return words;
}

std::string EndWords(const PlanView& view, const v1::PlanEnd& end) {
  return Joined({absl::StrCat("ended for ", view.words.Person(end.child_id())), end.on(), EnumWords(end.how()),
                 end.order_id().empty() ? "" : view.words.Part(end.order_id()), end.reason()},
                ", ");
}

// Return whether `version` is the last one of its plan: the end of a plan is shown with its last version.
bool IsLastOfItsPlan(const PlanView& view, const v1::PlanVersion& version) {
  for (auto last = view.plan.versions().rbegin(); last != view.plan.versions().rend(); ++last) {
    if (last->plan_id() == version.plan_id()) return last->digest() == version.digest();
  }
  return false;
}

}  // namespace

std::string AgencyDecisionWords(const v1::AgencyDecisionOf& decision) {
  return Joined(
      {absl::StrCat(EnumWords(decision.decision()), " by ", StaffWords(decision.decided_by())), decision.on(),
       Joined({DayWords("submitted", decision.submitted_on()), DayWords("by", StaffWords(decision.submitted_by()))},
              " "),
       decision.reasons()},
      ", ");
}

std::string SubmissionWords(const v1::Submission& submission) {
  return Joined({absl::StrCat("submitted for approval by ", StaffWords(submission.by())),
                 submission.has_to() ? absl::StrCat("to ", StaffWords(submission.to())) : "", submission.on()},
                ", ");
}

std::string ObjectionWords(const PlanView& view, const v1::Objection& objection) {
  return Joined({absl::StrCat(view.words.Person(objection.by_id()), " objected"), objection.on(),
                 objection.hearing_asked() ? "asks for a hearing" : "", objection.grounds()},
                ", ");
}

std::string FilingWords(const v1::Filing& filing) {
  return Joined({absl::StrCat("filed under ", filing.court_number()), filing.on(), filing.detail()}, ", ");
}

std::string DecisionWords(const PlanView& view, const v1::Decision& decision) {
  return Joined({absl::StrCat(EnumWords(decision.decision()), " under ", decision.court_number()), decision.on(),
                 decision.order_id().empty() ? "" : view.words.Part(decision.order_id()), decision.words()},
                ", ");
}

Blocks VersionLines(const PlanView& view, const v1::PlanVersion& version, int indent) {
  Blocks lines;
  const auto line = [&](absl::string_view words) { lines.emplace_back(Item(words, indent)); };
  for (const auto& part : version.open_parts()) {
    line(absl::StrCat("left open: ", Joined({part.part(), part.steps(), DayWords("until", part.until())}, "; ")));
  }
  const std::string took_part = view.words.People(version.took_part_ids());
  if (!took_part.empty()) line(absl::StrCat("took part in making it: ", took_part));
  for (const auto& absence : version.absent())
    line(absl::StrCat("took no part in making it: ", view.words.Person(absence.participant_id()), ", ", absence.why()));
  if (version.language() != event::v1::PLAN_LANGUAGE_UNSPECIFIED)
    line(absl::StrCat("headings in ", EnumWords(version.language())));
  for (const auto& submission : version.submissions()) line(SubmissionWords(submission));
  for (const auto& decision : version.agency_decisions()) line(AgencyDecisionWords(decision));
  for (const auto& signature : version.signatures()) line(SignatureWords(view, signature));
  for (const auto& filing : version.filings()) line(FilingWords(filing));
  for (const auto& objection : version.objections()) line(ObjectionWords(view, objection));
  for (const auto& decision : version.decisions()) line(DecisionWords(view, decision));
  for (const auto& entry : version.journal_entries()) {
    line(absl::StrCat("journalized under ", entry.court_number(), " as journal entry ", entry.entry_number(), ", ",
                      entry.on()));
  }
  for (const auto& effect : version.effects()) {
    line(absl::StrCat("took effect for ", view.words.Person(effect.child_id()), ", ", effect.on(), ": ",
                      EnumWords(effect.basis())));
  }
  for (const auto& end : view.plan.plan_ends()) {
    if (end.plan_id() == version.plan_id() && IsLastOfItsPlan(view, version)) line(EndWords(view, end));
  }
  return lines;
}

Blocks BindingSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::InForce>& in_force) {
  constexpr char kTitle[] = "In force";
  if (in_force.empty()) return Section(view.style, kTitle, {Line("No version of a plan binds.")});
  Document::Table table = TableOf(view.style, {{.title = "Version", .wraps = true},
                                               {.title = "For", .wraps = true},
                                               {.title = "Since"},
                                               {.title = "Basis", .wraps = true},
                                               {.title = "The plan as it stands"}});
  Blocks corrections;
  for (const v1::InForce& binds : in_force) {
    const std::string words = view.words.Version(binds.digest());
    table.Add({view.words.Marked(words, absl::BytesToHexString(binds.digest())), view.words.Person(binds.child_id()),
               binds.since(), Basis(binds), DiffersWords(binds)});
    if (binds.corrected_since_size() > 0) corrections.emplace_back(Line(CorrectionWords(words, binds)));
  }
  return Section(view.style, kTitle, Together({{table}, corrections}));
}

}  // namespace casejournal::services
