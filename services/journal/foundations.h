// What the journal's own stream says of the journal itself: what a stranger needs to read anything else in it.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_
#define CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

struct JournalFoundations {
  // The origin that it was opened under, or went on under last.
  std::string origin;
  // The schema adopted last: a serialized google.protobuf.FileDescriptorSet.
  std::string schema;
  // How its time zone counts, as adopted last; absent in a journal of an earlier program.
  std::optional<event::v1::TimeZoneRulesAdopted> zone_rules;
  // Where that was adopted: the first entry, or a later one.
  eventstore::Position zone_rules_at = 0;
  // The positions of the entries that say so: the one that opened it, each by which it went on as another log, the one
  // that adopted the schema, the last that adopted offsets of its time zone, if one did; ascending.
  std::vector<eventstore::Position> positions;
};

// Reads the journal's own stream. kUnimplemented: an entry that this program does not know. Others as
// EventLog::ReadStream.
absl::StatusOr<JournalFoundations> ReadFoundations(const eventstore::EventLog& log);

// The adoption of the schema that this program records in.
event::v1::JournalEvent SchemaAdoption();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_FOUNDATIONS_H_
