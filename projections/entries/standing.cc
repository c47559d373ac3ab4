#include "projections/entries/standing.h"

#include <algorithm>

namespace casejournal::projections {

EntryRole RoleOf(const Entry& entry) {
  if (entry.is_withheld()) return EntryRole::kWithheld;
  if (entry.event().has_entry_retracted()) return EntryRole::kRetraction;
  return entry.event().has_corrects() ? EntryRole::kCorrection : EntryRole::kOriginal;
}

std::optional<eventstore::Revision> Settles(const Entry& entry) {
  eventstore::Revision settled = entry.revision;
  switch (RoleOf(entry)) {
    case EntryRole::kOriginal:
    case EntryRole::kWithheld:
      return std::nullopt;
    case EntryRole::kCorrection:
      settled = entry.event().corrects().revision();
      break;
    case EntryRole::kRetraction:
      settled = entry.event().entry_retracted().revision();
      break;
  }
  if (settled >= entry.revision) return std::nullopt;
  return settled;
}

std::vector<bool> UndoneEntries(const EntryList& entries, const KnownSet& known, size_t count) {
  // A retraction names an earlier entry. Going from the end, every retraction of an entry is therefore judged before
  // it.
  std::vector<bool> undone(count, false);
  for (size_t i = count; i-- > 0;) {
    const Entry& entry = entries[i];
    if (undone[i] || RoleOf(entry) != EntryRole::kRetraction || !known.Holds(entry)) continue;
    if (const auto settled = Settles(entry)) undone[*settled] = true;
  }
  return undone;
}

std::vector<Standing> StandingEntries(const EntryList& entries, const KnownSet& known, size_t count) {
  const std::vector<bool> undone = UndoneEntries(entries, known, count);
  std::vector<const Entry*> content(count, nullptr);
  for (size_t i = 0; i < count; ++i) {
    const Entry& entry = entries[i];
    if (undone[i] || !known.Holds(entry)) continue;
    if (RoleOf(entry) == EntryRole::kOriginal) content[i] = &entry;
    if (RoleOf(entry) == EntryRole::kCorrection) {
      // Only an original that stands has a content. The latest correction comes last.
      const auto settled = Settles(entry);
      if (settled && content[*settled] != nullptr) content[*settled] = &entry;
    }
  }
  std::vector<Standing> standing;
  for (size_t i = 0; i < count; ++i) {
    if (content[i] != nullptr) standing.push_back({.original = &entries[i], .content = content[i]});
  }
  std::sort(standing.begin(), standing.end(), BeforeInEffect);
  return standing;
}

std::vector<Standing> StandingEntries(const EntryList& entries, const KnownSet& known) {
  return StandingEntries(entries, known, entries.size());
}

bool BeforeInEffect(const Standing& a, const Standing& b) {
  const int days = a.effective_on().compare(b.effective_on());
  return days != 0 ? days < 0 : a.revision() < b.revision();
}

}  // namespace casejournal::projections
