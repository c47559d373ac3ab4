// What the journal's own stream says about the journal: what a reader needs to read any other entry.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_
#define CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "services/access/role_book.h"

namespace casejournal::services {

struct JournalFoundations {
  // The origin of the journal, as opened or as last continued.
  std::string origin;
  // The last adopted schema: a serialized google.protobuf.FileDescriptorSet.
  std::string schema;
  // The last adopted offsets of the time zone. Absent in a journal of an earlier program.
  std::optional<event::v1::TimeZoneRulesAdopted> zone_rules;
  // The position of that adoption: the first entry, or a later one.
  eventstore::Position zone_rules_at = 0;
  // The positions of these entries, ascending: the opening, each continuation as another log, the adoption of the
  // schema, and the last adoption of time zone offsets, if there is one.
  std::vector<eventstore::Position> positions;
  // The roles that were given in the journal.
  Roles roles;
};

// Read the journal's own stream. kUnimplemented: an entry that this program does not know. Other errors as
// EventLog::ReadStream.
absl::StatusOr<JournalFoundations> ReadFoundations(const eventstore::EventLog& log);

// The adoption of the schema in which this program records.
event::v1::JournalEvent SchemaAdoption();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_
