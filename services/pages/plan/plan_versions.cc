// Every version of every plan, with its signatures, decisions, and so on; proposed changes and objections.
#include "absl/strings/str_cat.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

Blocks Proposals(const PlanView& view) {
  Blocks lines;
  for (const v1::Proposal& proposal : view.plan.proposals()) {
    const event::v1::PlanChangeProposed& terms = proposal.terms();
    const std::string by = terms.has_staff() ? StaffWords(terms.staff()) : view.words.Person(terms.by_id());
    lines.emplace_back(Line(view.words.Marked(
        Joined({absl::StrCat(proposal.proposed_on(), ": ", by, " proposed to change ",
                             view.words.Version(terms.from_digest())),
                terms.has_to_digest() ? absl::StrCat("to ", view.words.Version(terms.to_digest())) : "",
                terms.emergency() ? "(emergency)" : ""},
               " "),
        proposal.proposal_id())));
    const auto line = [&](absl::string_view words) { lines.emplace_back(Item(words, 2)); };
    line(terms.change());
    if (terms.has_filed_on()) line(absl::StrCat("filed ", terms.filed_on()));
    for (const v1::Filing& filing : proposal.filings()) line(FilingWords(filing));
    for (const v1::Objection& objection : proposal.objections()) line(ObjectionWords(view, objection));
    for (const v1::Decision& decision : proposal.decisions()) line(DecisionWords(view, decision));
  }
  return Section(view.style, "Proposed changes", lines);
}

}  // namespace

Blocks VersionsSection(const PlanView& view) {
  Blocks lines;
  for (const v1::PlanVersion& version : view.plan.versions()) {
    std::string words = view.words.Version(version.digest());
    absl::StrAppend(&words, " for ", view.words.People(version.children_ids()), ", drawn up ", version.drawn_up_on());
    if (!version.supersedes().empty())
      absl::StrAppend(&words, ", to replace ", view.words.Version(version.supersedes()));
    lines.emplace_back(Line(words));
    Append(lines, VersionLines(view, version, 2));
  }
  return Together({Section(view.style, "Versions", lines), Proposals(view)});
}

}  // namespace casejournal::services
