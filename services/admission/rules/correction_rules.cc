#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/known_set.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

using projections::Introduction;
using projections::Reference;

// The ids or digests that an event introduces, sorted.
std::vector<std::string> Introduced(const event::v1::CaseEvent& event, bool digests) {
  std::vector<std::string> ids;
  for (Introduction& introduction : projections::IntroductionsIn(event)) {
    if (introduction.is_digest == digests) ids.push_back(std::move(introduction.id));
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// The standing entries that name one of `digests`.
std::vector<std::string> EntriesNaming(const ProposedEvent& proposed, const std::vector<std::string>& digests) {
  std::vector<std::string> revisions;
  const auto names_one = [&](const Reference& reference) {
    return reference.is_digest && std::find(digests.begin(), digests.end(), reference.id) != digests.end();
  };
  for (const projections::Standing& standing :
       projections::StandingEntries(proposed.record().entries(), projections::KnownSet::All())) {
    if (standing.original == proposed.original()) continue;
    const std::vector<Reference> references = projections::ReferencesIn(standing.event());
    if (std::any_of(references.begin(), references.end(), names_one)) {
      revisions.push_back(absl::StrCat(standing.revision()));
    }
  }
  return revisions;
}

void CheckSameIds(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const event::v1::CaseEvent& original = proposed.original()->event();
  const std::vector<std::string> ids = Introduced(original, false);
  if (Introduced(proposed.event(), false) != ids) {
    Refuse(Rule::kCorrectionOtherId,
           {.field = std::string(projections::BodyField(proposed.event())->json_name()),
            .ids = ids,
            .message = SentenceOf("correction.other-id.ids", {EntryParameter("entry", proposed.original()->revision)})},
           violations);
  }
  const std::vector<std::string> digests = Introduced(original, true);
  if (Introduced(proposed.event(), true) == digests) return;
  const std::vector<std::string> resting = EntriesNaming(proposed, digests);
  if (resting.empty()) return;
  Refuse(Rule::kCorrectionOtherId,
         {.field = proposed.Field("digest"),
          .ids = resting,
          .message = SentenceOf("correction.other-id.text"),
          .remedy = SentenceOf("correction.other-id.remedy.text")},
         violations);
}

// The remedy that names the original to correct instead of `revision`, which is a correction.
projections::Said OriginalInstead(const ProposedEvent& proposed, eventstore::Revision revision) {
  const auto original = projections::Settles(proposed.record().entries()[revision]);
  if (!original) return {};
  return SentenceOf("correction.not-original.remedy.correction", {EntryParameter("original", *original)});
}

}  // namespace

void CheckCorrection(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  if (!proposed.event().has_corrects()) return;
  const eventstore::Revision revision = proposed.event().corrects().revision();
  const std::string number = absl::StrCat(revision);
  const projections::Parameter entry = EntryParameter("entry", revision);
  const std::string field = "corrects.revision";
  if (revision >= proposed.record().entries().size()) {
    Refuse(Rule::kRefUnknown, {.field = field, .ids = {number}, .message = SentenceOf("ref.unknown.entry", {entry})},
           violations);
    return;
  }
  const projections::Entry& corrected = proposed.record().entries()[revision];
  switch (projections::RoleOf(corrected)) {
    case projections::EntryRole::kOriginal:
    case projections::EntryRole::kWithheld:
      break;
    case projections::EntryRole::kCorrection:
      Refuse(Rule::kCorrectionNotOriginal,
             {.field = field,
              .ids = {number},
              .message = SentenceOf("correction.not-original.correction", {entry}),
              .remedy = OriginalInstead(proposed, revision)},
             violations);
      return;
    case projections::EntryRole::kRetraction:
      Refuse(Rule::kCorrectionNotOriginal,
             {.field = field,
              .ids = {number},
              .message = SentenceOf("correction.not-original.withdrawal", {entry}),
              .remedy = SentenceOf("correction.not-original.remedy.withdrawal")},
             violations);
      return;
  }
  if (proposed.record().Undone(revision)) {
    Refuse(Rule::kRefWithdrawn,
           {.field = field,
            .ids = {number},
            .message = SentenceOf("ref.withdrawn.entry", {entry}),
            .remedy = SentenceOf("ref.withdrawn.remedy.correction")},
           violations);
    return;
  }
  if (projections::BodyField(corrected.event()) != projections::BodyField(proposed.event())) {
    const std::string type = projections::EventTypeName(corrected.event());
    Refuse(Rule::kCorrectionOtherType,
           {.field = field,
            .ids = {number},
            .message = SentenceOf("correction.other-type", {entry, TextParameter("type", type)})},
           violations);
    return;
  }
  CheckSameIds(proposed, violations);
}

}  // namespace casejournal::services
