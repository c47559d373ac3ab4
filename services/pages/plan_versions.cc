// Every version of every plan, with its signatures, decisions, and so on; proposed changes and objections.
#include "absl/strings/str_cat.h"
#include "services/pages/plan_sections.h"

namespace casejournal::services {
namespace {

std::string Proposals(const PlanView& view) {
  std::string lines;
  for (const v1::Proposal& proposal : view.plan.proposals()) {
    const event::v1::PlanChangeProposed& terms = proposal.terms();
    const std::string by = terms.has_staff() ? StaffWords(terms.staff()) : view.words.Person(terms.by_id());
    absl::StrAppend(
        &lines,
        Paragraph(view.words.Marked(
                      Joined({absl::StrCat(proposal.proposed_on(), ": ", by, " proposed to change ",
                                           view.words.Version(terms.from_digest())),
                              terms.has_to_digest() ? absl::StrCat("to ", view.words.Version(terms.to_digest())) : "",
                              terms.emergency() ? "(emergency)" : ""},
                             " "),
                      proposal.proposal_id()),
                  2, view.style.width),
        Paragraph(absl::StrCat("- ", terms.change()), 4, view.style.width));
    const auto line = [&](absl::string_view words) {
      absl::StrAppend(&lines, Paragraph(absl::StrCat("- ", words), 4, view.style.width));
    };
    if (terms.has_filed_on()) line(absl::StrCat("filed ", terms.filed_on()));
    for (const v1::Filing& filing : proposal.filings()) line(FilingWords(filing));
    for (const v1::Objection& objection : proposal.objections()) line(ObjectionWords(view, objection));
    for (const v1::Decision& decision : proposal.decisions()) line(DecisionWords(view, decision));
  }
  return Section(view.style, "Proposed changes", lines);
}

}  // namespace

std::string VersionsSection(const PlanView& view) {
  std::string lines;
  for (const v1::PlanVersion& version : view.plan.versions()) {
    std::string words = view.words.Version(version.digest());
    absl::StrAppend(&words, " for ", view.words.People(version.children_ids()), ", drawn up ", version.drawn_up_on());
    if (!version.supersedes().empty())
      absl::StrAppend(&words, ", to replace ", view.words.Version(version.supersedes()));
    absl::StrAppend(&lines, Paragraph(words, 2, view.style.width), VersionLines(view, version, 4));
  }
  return absl::StrCat(Section(view.style, "Versions", lines), Proposals(view));
}

}  // namespace casejournal::services
