// What became of the entries of a case after they were recorded: which were corrected or withdrawn, and by which entry.
// Pure.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_FATES_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_FATES_H_

#include <cassert>
#include <optional>
#include <vector>

#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"

namespace casejournal::projections {

// At most one of the two is set. Both are absent if the entry stands with its own words.
struct EntryFate {
  // The correction whose words replace the entry's own.
  std::optional<eventstore::Revision> corrected_by;
  // The earliest valid retraction of the entry, or of the original that the entry corrects.
  std::optional<eventstore::Revision> withdrawn_by;

  bool operator==(const EntryFate&) const = default;
};

// The fates of the first `count` entries that `known` holds. A value.
class EntryFates {
 public:
  EntryFates(const EntryList& entries, const KnownSet& known, size_t count);
  explicit EntryFates(const EntryList& entries) : EntryFates(entries, KnownSet::All(), entries.size()) {}

  // Requires that the entry is one of them.
  const EntryFate& Of(eventstore::Revision revision) const {
    assert(revision < fates_.size());
    return fates_[revision];
  }

  // For an original: the entry whose words count, or counted until the original was withdrawn. This is the original
  // itself, or its latest correction that was not withdrawn separately. For other entries: the entry itself.
  eventstore::Revision WordsOf(eventstore::Revision original) const { return words_[original]; }

 private:
  std::vector<EntryFate> fates_;
  std::vector<eventstore::Revision> words_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_FATES_H_
