#include "projections/read_models/new_entries.h"

#include <optional>

#include "projections/entries/standing.h"

namespace casejournal::projections {

namespace {

const std::string& ParticipantOf(const event::v1::CaseEvent& event) {
  if (event.has_participant_left()) return event.participant_left().participant_id();
  if (event.has_person_details_learned()) return event.person_details_learned().participant_id();
  if (event.has_same_person_recognised()) return event.same_person_recognised().participant_id();
  return event.participant_joined().participant_id();
}

}  // namespace

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

std::set<std::string> ParticipantsConcerned(const CaseRecord& record, eventstore::Revision first_new) {
  std::set<std::string> ids;
  (void)NewEntriesConcern(record, first_new, [&](const event::v1::CaseEvent& event) {
    ids.insert(ParticipantOf(event));
    return false;  // the walk goes on
  });
  ids.erase("");
  return ids;
}

}  // namespace casejournal::projections
