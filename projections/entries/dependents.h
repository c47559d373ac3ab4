// What rests on an entry: by an id, by a court number, or by the opening of the case.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_

#include <vector>

#include "absl/types/span.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

// The originals among `standing` that rest on the one at `revision`, directly or through others: without it they would
// name something that nothing makes known. They are in an order in which they can be withdrawn one by one: an entry
// comes behind all that rests on it. Empty where `revision` is not among `standing`. Takes time and memory linear in
// what they name.
std::vector<eventstore::Revision> DependentsOf(absl::Span<const Standing> standing, eventstore::Revision revision);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_DEPENDENTS_H_
