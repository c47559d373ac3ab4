// Originals, corrections, and retractions; which entries stand, and with which content: undone(e, K), content(e, K),
// and standing(K) of docs/AS_OF.md.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_STANDING_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_STANDING_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "projections/entries/entry.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"

namespace casejournal::projections {

enum class EntryRole {
  kOriginal,
  kCorrection,
  kRetraction,
  kWithheld,  // stands for an entry that the reader may not see; says nothing
};

EntryRole RoleOf(const Entry& entry);

// The entry that a correction or a retraction is about. Absent for other entries. Also absent if the entry named is not
// an earlier one: such an entry changes nothing.
std::optional<eventstore::Revision> Settles(const Entry& entry);

// An original that stands. The pointers are valid as long as the list that they come from.
struct Standing {
  const Entry* original = nullptr;
  const Entry* content = nullptr;  // the original itself, or the correction that replaces it

  eventstore::Revision revision() const { return original->revision; }
  const event::v1::CaseEvent& event() const { return content->event(); }
  const std::string& effective_on() const { return event().effective_on(); }
  bool corrected() const { return content != original; }
};

// The standing entries among the first `count` entries that `known` contains, in the order of effect: by the effective
// day of the content, then by the revision of the original.
std::vector<Standing> StandingEntries(const EntryList& entries, const KnownSet& known, size_t count);
std::vector<Standing> StandingEntries(const EntryList& entries, const KnownSet& known);

// For each of the first `count` entries: whether a valid retraction in `known` withdraws it.
std::vector<bool> UndoneEntries(const EntryList& entries, const KnownSet& known, size_t count);

// Whether `a` comes before `b` in the order of effect.
bool BeforeInEffect(const Standing& a, const Standing& b);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_STANDING_H_
