#include "projections/read_models/new_entries.h"

#include <optional>

#include "projections/entries/standing.h"

namespace casejournal::projections {

bool NewEntriesConcern(const CaseRecord& record, eventstore::Revision first_new,
                       absl::FunctionRef<bool(const event::v1::CaseEvent&)> is_such) {
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    // A withdrawal of a withdrawal, or of a correction, leads to the original.
    for (std::optional<eventstore::Revision> about = revision; about; about = Settles(record.entries()[*about])) {
      if (is_such(record.entries()[*about].event())) return true;
    }
  }
  return false;
}

}  // namespace casejournal::projections
