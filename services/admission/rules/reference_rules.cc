#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/entries/references.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/court_numbers.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

using projections::Introduction;
using projections::Part;
using projections::Reference;

// The part that the event itself introduces, for a field of the same event that names it.
std::optional<Part> IntroducedHere(const std::vector<Introduction>& introductions, const Reference& reference) {
  for (const Introduction& introduction : introductions) {
    if (introduction.id != reference.id) continue;
    Part part;
    part.kind = introduction.kind;
    part.is_child = introduction.is_child;
    part.standing = true;
    return part;
  }
  return std::nullopt;
}

void CheckVersion(const ProposedEvent& proposed, const Reference& reference, std::vector<v1::Violation>& violations) {
  const Part* version = proposed.record().parts().FindVersion(reference.id);
  if (version == nullptr) {
    Refuse(Rule::kPlanWrongVersion,
           {.field = reference.field, .ids = {Hex(reference.id)}, .message = SentenceOf("plan.wrong-version.unknown")},
           violations);
  } else if (!version->standing) {
    Refuse(Rule::kRefWithdrawn,
           {.field = reference.field, .ids = {Hex(reference.id)}, .message = SentenceOf("ref.withdrawn.version")},
           violations);
  }
}

void CheckPart(const ProposedEvent& proposed, const Reference& reference,
               const std::vector<Introduction>& introductions, std::vector<v1::Violation>& violations) {
  const std::optional<Part> here = IntroducedHere(introductions, reference);
  const Part* part = here ? &*here : proposed.record().parts().Find(reference.id);
  const std::string wanted = KindWords(reference.kind);
  if (part == nullptr) {
    Refuse(Rule::kRefUnknown,
           {.field = reference.field,
            .ids = {reference.id},
            .message = SentenceOf("ref.unknown.part", {KindParameter("wanted", reference.kind, wanted)})},
           violations);
  } else if (!part->Is(reference.kind)) {
    const bool is_other_participant = part->kind == event::v1::PART_KIND_PARTICIPANT && !part->is_child;
    projections::Parameter field_requires = KindParameter("wanted", reference.kind, WithArticle(wanted));
    Refuse(Rule::kRefWrongKind,
           {.field = reference.field,
            .ids = {reference.id},
            .message = is_other_participant
                           ? SentenceOf("ref.wrong-kind.not-a-child", {std::move(field_requires)})
                           : SentenceOf("ref.wrong-kind.part",
                                        {KindParameter("found", part->kind, WithArticle(KindWords(part->kind))),
                                         std::move(field_requires)})},
           violations);
  } else if (!part->standing) {
    Refuse(Rule::kRefWithdrawn,
           {.field = reference.field,
            .ids = {reference.id},
            .message = SentenceOf("ref.withdrawn.part", {KindParameter("wanted", reference.kind, wanted)})},
           violations);
  }
}

void CheckEntry(const ProposedEvent& proposed, eventstore::Revision revision, const std::string& field, bool must_stand,
                std::vector<v1::Violation>& violations) {
  if (revision >= proposed.record().entries().size()) {
    Refuse(Rule::kRefUnknown,
           {.field = field,
            .ids = {absl::StrCat(revision)},
            .message = SentenceOf("ref.unknown.entry", {EntryParameter("entry", revision)})},
           violations);
  } else if (must_stand && proposed.record().Undone(revision)) {
    Refuse(Rule::kRefWithdrawn,
           {.field = field,
            .ids = {absl::StrCat(revision)},
            .message = SentenceOf("ref.withdrawn.entry", {EntryParameter("entry", revision)})},
           violations);
  }
}

bool IsInvolved(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The children that an entry is about: those that its body names, else those of the plan version that it names, else
// those that its envelope names. Empty if it names no child.
std::vector<std::string> ChildrenAbout(const ProposedEvent& proposed) {
  std::vector<std::string> named;
  std::vector<std::string> covered;
  for (const Reference& reference : projections::ReferencesIn(proposed.event())) {
    if (reference.is_digest) {
      const v1::PlanVersion* version = proposed.State().Find<v1::PlanVersion>({reference.id});
      if (version != nullptr)
        covered.insert(covered.end(), version->children_ids().begin(), version->children_ids().end());
    } else if (reference.kind == event::v1::PART_KIND_CHILD) {
      named.push_back(reference.id);
    }
  }
  if (!named.empty()) return named;
  if (!covered.empty()) return covered;
  for (const std::string& id : proposed.event().about()) {
    const Part* part = proposed.record().parts().Find(id);
    if (part != nullptr && part->is_child) named.push_back(id);
  }
  return named;
}

// A court number of one child says nothing about another child. An entry may give several numbers, such as a motion
// about two children; one of them must fit.
void CheckWhoseNumbers(const ProposedEvent& proposed, const std::vector<NamedNumber>& numbers,
                       std::vector<v1::Violation>& violations) {
  if (numbers.empty()) return;
  const std::vector<std::string> children = ChildrenAbout(proposed);
  if (children.empty()) return;
  std::vector<std::string> others;
  for (const NamedNumber& named : numbers) {
    bool fits = false;
    std::vector<std::string> given_for;
    for (const v1::CaseNumber& given : proposed.State().All<v1::CaseNumber>()) {
      if (given.number() != named.number) continue;
      if (given.child_id().empty() || IsInvolved(children, given.child_id())) fits = true;
      given_for.push_back(given.child_id());
    }
    if (fits || given_for.empty()) return;
    others.insert(others.end(), given_for.begin(), given_for.end());
  }
  std::vector<std::string> ids = {numbers.front().number};
  ids.insert(ids.end(), others.begin(), others.end());
  Refuse(Rule::kRefWrongKind,
         {.field = numbers.front().field,
          .ids = std::move(ids),
          .message = SentenceOf("ref.wrong-kind.court-number"),
          .remedy = SentenceOf("ref.wrong-kind.remedy.court-number")},
         violations);
}

void CheckCauses(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const auto& causes = proposed.event().caused_by();
  for (int i = 0; i < causes.size(); ++i) {
    // Entries of another case are not in this record.
    if (causes[i].case_id() != proposed.record().case_id()) continue;
    CheckEntry(proposed, causes[i].revision(), absl::StrCat("causedBy[", i, "].revision"),
               /*must_stand=*/true, violations);
  }
}

void CheckNamedEntries(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  // Withdrawals have their own rules. A withdrawn entry can be restricted, and can have been handed over.
  if (proposed.event().has_entry_retracted()) return;
  const bool must_stand = !proposed.event().has_entry_restricted() && !proposed.event().has_case_transferred_out();
  for (const projections::NamedEntry& named : projections::EntriesNamedIn(proposed.event())) {
    CheckEntry(proposed, named.revision, named.field, must_stand, violations);
  }
}

}  // namespace

void CheckReferences(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const std::vector<Introduction> introductions = projections::IntroductionsIn(proposed.event());
  for (const Reference& reference : projections::ReferencesIn(proposed.event())) {
    if (reference.is_digest) {
      CheckVersion(proposed, reference, violations);
    } else {
      CheckPart(proposed, reference, introductions, violations);
    }
  }
  const std::vector<NamedNumber> numbers = CourtNumbersIn(proposed.event());
  for (const NamedNumber& named : numbers) {
    if (IsGiven(proposed.record().state(), named.number)) continue;
    Refuse(Rule::kRefUnknown,
           {.field = named.field,
            .ids = {named.number},
            .message = SentenceOf("ref.unknown.court-number"),
            .remedy = SentenceOf("ref.unknown.remedy.court-number")},
           violations);
  }
  CheckWhoseNumbers(proposed, numbers, violations);
  CheckCauses(proposed, violations);
  CheckNamedEntries(proposed, violations);
}

void CheckIntroductions(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  std::vector<Introduction> own;
  if (proposed.original() != nullptr) own = projections::IntroductionsIn(proposed.original()->event());
  for (const Introduction& introduction : projections::IntroductionsIn(proposed.event())) {
    if (introduction.is_digest) continue;
    const bool is_own = std::any_of(own.begin(), own.end(),
                                    [&](const Introduction& original) { return original.id == introduction.id; });
    const Part* known = proposed.record().parts().Find(introduction.id);
    if (is_own || known == nullptr) continue;
    if (introduction.may_recur && known->kind == introduction.kind) continue;
    Refuse(Rule::kIdTaken,
           {.field = introduction.field,
            .ids = {introduction.id, absl::StrCat(known->introduced_by)},
            .message = SentenceOf(known->standing ? SentenceId("id.taken.standing") : SentenceId("id.taken.withdrawn"),
                                  {EntryParameter("entry", known->introduced_by),
                                   KindParameter("kind", known->kind, WithArticle(KindWords(known->kind)))})},
           violations);
  }
}

}  // namespace casejournal::services
