#include "projections/entries/entry_fates.h"

#include "projections/entries/standing.h"

namespace casejournal::projections {

EntryFates::EntryFates(const EntryList& entries, const KnownSet& known, size_t count) : fates_(count), words_(count) {
  // Going from the end, every retraction of an entry is judged before the entry itself.
  for (size_t i = count; i-- > 0;) {
    words_[i] = i;
    const Entry& entry = entries[i];
    if (RoleOf(entry) != EntryRole::kRetraction || fates_[i].withdrawn_by || !known.Holds(entry)) continue;
    if (const auto settled = Settles(entry)) fates_[*settled].withdrawn_by = i;
  }
  for (size_t i = 0; i < count; ++i) {
    if (RoleOf(entries[i]) != EntryRole::kCorrection || fates_[i].withdrawn_by || !known.Holds(entries[i])) continue;
    const auto settled = Settles(entries[i]);
    if (settled && RoleOf(entries[*settled]) == EntryRole::kOriginal) words_[*settled] = i;
  }
  for (size_t i = 0; i < count; ++i) {
    EntryFate& fate = fates_[i];
    if (fate.withdrawn_by || !known.Holds(entries[i])) continue;
    const bool corrects = RoleOf(entries[i]) == EntryRole::kCorrection;
    const std::optional<eventstore::Revision> original =
        corrects ? Settles(entries[i]) : std::optional<eventstore::Revision>(i);
    if (!original || (corrects && RoleOf(entries[*original]) != EntryRole::kOriginal)) continue;
    if (corrects) fate.withdrawn_by = fates_[*original].withdrawn_by;
    if (!fate.withdrawn_by && words_[*original] != i) fate.corrected_by = words_[*original];
  }
}

}  // namespace casejournal::projections
