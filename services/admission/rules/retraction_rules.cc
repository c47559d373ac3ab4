#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/dependents.h"
#include "projections/entries/known_set.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/care_intervals.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

using eventstore::Revision;
using projections::CaseRecord;

constexpr char kField[] = "entryRetracted.revision";

void RefuseDependents(Revision withdrawn, const std::vector<Revision>& resting,
                      std::vector<v1::Violation>& violations) {
  std::vector<std::string> ids;
  for (const Revision revision : resting) ids.push_back(absl::StrCat(revision));
  Refuse(Rule::kRetractionHasDependents,
         {.field = kField,
          .ids = std::move(ids),
          .message = SentenceOf(
              resting.size() == 1 ? SentenceId("retraction.has-dependents.one")
                                  : SentenceId("retraction.has-dependents.several"),
              {NumberParameter("count", static_cast<int64_t>(resting.size())), EntryParameter("entry", withdrawn)})},
         violations);
}

// An entry that counts again, or has its earlier content again, must find what it names.
void CheckStandsAgain(Revision again, const CaseRecord& after, std::vector<v1::Violation>& violations) {
  for (const projections::Reference& reference : projections::ReferencesIn(after.Said(again)->case_event())) {
    const projections::Part* part = after.parts().Find(reference.id);
    if (part != nullptr && part->standing) continue;
    Refuse(Rule::kRefWithdrawn,
           {.field = kField,
            .ids = {absl::StrCat(again), reference.is_digest ? Hex(reference.id) : reference.id},
            .message = SentenceOf("ref.withdrawn.stands-again", {EntryParameter("entry", again)}),
            .remedy = SentenceOf("ref.withdrawn.remedy.stands-again")},
           violations);
  }
}

// Without an end, or with a restored beginning, a child may be in two places at once.
void CheckNoNewOverlaps(const ProposedEvent& proposed, const CaseRecord& after,
                        std::vector<v1::Violation>& violations) {
  const auto before = OverlapsIn(proposed.record().state(), proposed.context());
  for (auto& pair : OverlapsIn(after.state(), proposed.context())) {
    if (std::find(before.begin(), before.end(), pair) != before.end()) continue;
    Refuse(Rule::kIntervalOverlaps,
           {.field = kField,
            .ids = {pair.first, pair.second},
            .message = SentenceOf("interval.overlaps.without-entry"),
            .remedy = SentenceOf("interval.overlaps.remedy.without-entry")},
           violations);
  }
}

// Compare what stands before and after the retraction: it changes the standing of one original only.
void CheckConsequences(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const CaseRecord& before = proposed.record();
  const CaseRecord after = With(before, proposed.event(), proposed.context().now_us);
  Revision original = proposed.event().entry_retracted().revision();
  while (const auto settled = projections::Settles(before.entries()[original])) original = *settled;
  const event::v1::StoredEvent* said = before.Said(original);
  const event::v1::StoredEvent* says = after.Said(original);
  if (said != nullptr && says == nullptr) {
    const std::vector<Revision> resting = projections::DependentsOf(
        projections::StandingEntries(before.entries(), projections::KnownSet::All()), original);
    if (!resting.empty()) RefuseDependents(original, resting, violations);
  }
  // Both records hold the same entries.
  if (says != nullptr && says != said) CheckStandsAgain(original, after, violations);
  CheckNoNewOverlaps(proposed, after, violations);
}

}  // namespace

void CheckRetraction(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  if (!proposed.event().has_entry_retracted() || proposed.event().has_corrects()) return;
  const Revision revision = proposed.event().entry_retracted().revision();
  if (revision >= proposed.record().entries().size()) {
    Refuse(Rule::kRefUnknown,
           {.field = kField,
            .ids = {absl::StrCat(revision)},
            .message = SentenceOf("ref.unknown.entry", {EntryParameter("entry", revision)})},
           violations);
    return;
  }
  if (proposed.record().Undone(revision)) {
    Refuse(Rule::kRefWithdrawn,
           {.field = kField,
            .ids = {absl::StrCat(revision)},
            .message = SentenceOf("ref.withdrawn.already", {EntryParameter("entry", revision)}),
            .remedy = SentenceOf("ref.withdrawn.remedy.already")},
           violations);
    return;
  }
  CheckConsequences(proposed, violations);
}

}  // namespace casejournal::services
