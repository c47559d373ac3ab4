// The entries that depend on an entry: by an id, by a court number, or by the opening of the case. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_

#include <vector>

#include "absl/types/span.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

// The originals among `standing` that depend on the one at `revision`, directly or indirectly: without it, they would
// name something that no entry introduces. They are ordered so that they can be withdrawn one by one: each entry comes
// after all entries that depend on it. Empty if `revision` is not among `standing`. Time and memory are linear in what
// the entries name.
std::vector<eventstore::Revision> DependentsOf(absl::Span<const Standing> standing, eventstore::Revision revision);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_
