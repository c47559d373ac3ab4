#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

const v1::PlanVersion* FindVersion(const v1::CasePlan& plan, const std::string& digest) {
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.digest() == digest) return &version;
  }
  return nullptr;
}

std::string Basis(const v1::InForce& in_force) {
  if (in_force.entry_number().empty()) return in_force.basis();
  return absl::StrCat(in_force.basis(), " under ", in_force.court_number(), ", entry ",
                      in_force.entry_number());
}

std::string SignatureWords(const PlanView& view, const v1::Signature& signature) {
  const bool signed_it = signature.not_signed() == event::v1::NOT_SIGNED_REASON_UNSPECIFIED;
  std::string words = view.words.Person(signature.participant_id());
  absl::StrAppend(&words, signed_it ? " signed and " : " did not sign: ",
                  signed_it ? EnumWords(signature.agreement()) : EnumWords(signature.not_signed()));
  return Joined({words, signature.on(), signature.statement()}, ", ");
}

}  // namespace

std::string VersionLines(const PlanView& view, const v1::PlanVersion& version, size_t indent) {
  std::string lines;
  const auto line = [&](absl::string_view words) {
    absl::StrAppend(&lines, Paragraph(absl::StrCat("- ", words), indent, view.style.width));
  };
  for (const auto& signature : version.signatures()) line(SignatureWords(view, signature));
  for (const auto& filing : version.filings()) {
    line(absl::StrCat("filed under ", filing.court_number(), ", ", filing.on()));
  }
  for (const auto& decision : version.decisions()) {
    line(absl::StrCat(EnumWords(decision.decision()), " under ", decision.court_number(), ", ",
                      decision.on()));
  }
  for (const auto& entry : version.journal_entries()) {
    line(absl::StrCat("journalized under ", entry.court_number(), " as entry ",
                      entry.entry_number(), ", ", entry.on()));
  }
  for (const auto& effect : version.effects()) {
    line(absl::StrCat("took effect for ", view.words.Person(effect.child_id()), ", ", effect.on(),
                      ": ", EnumWords(effect.basis())));
  }
  return lines;
}

std::string BindingSection(const PlanView& view,
                           const google::protobuf::RepeatedPtrField<v1::InForce>& in_force) {
  constexpr char kTitle[] = "What binds";
  if (in_force.empty()) return Section(kTitle, "  No version of a plan binds.\n");
  Table table({{.title = "Version", .wraps = true},
               {.title = "For", .wraps = true},
               {.title = "Since"},
               {.title = "Basis", .wraps = true},
               {.title = "The working plan"}});
  std::string versions;
  std::vector<std::string> shown;
  for (const v1::InForce& binds : in_force) {
    const std::string words = view.words.Version(binds.digest());
    table.AddRow({view.words.Marked(words, absl::BytesToHexString(binds.digest())),
                  view.words.Person(binds.child_id()), binds.since(), Basis(binds),
                  binds.working_differs() ? "DIFFERS from it" : "says the same"});
    const v1::PlanVersion* version = FindVersion(view.plan, binds.digest());
    if (version == nullptr ||
        std::find(shown.begin(), shown.end(), binds.digest()) != shown.end()) {
      continue;
    }
    shown.push_back(binds.digest());
    absl::StrAppend(&versions, Paragraph(words, 2, view.style.width),
                    VersionLines(view, *version, 4));
  }
  return Section(kTitle, absl::StrCat(TableBody(table, view.style), versions));
}

}  // namespace casejournal::services
