#include "services/journal/foundations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_schema.h"

namespace casejournal::services {
namespace {

// For whoever returned to an older program than the one that opened the journal last.
absl::Status Unread(eventstore::Position position, const absl::Status& failure) {
  const std::string at = absl::StrCat("position ", position, ": ");
  if (!absl::IsUnimplemented(failure)) return absl::Status(failure.code(), absl::StrCat(at, failure.message()));
  return absl::UnimplementedError(absl::StrCat(at, "a newer program recorded an entry that this one does not know (",
                                               failure.message(), "). Nothing was recorded; start the newer program"));
}

}  // namespace

absl::StatusOr<JournalFoundations> ReadFoundations(const eventstore::EventLog& log) {
  JournalFoundations found;
  eventstore::Position schema_at = 0;
  for (eventstore::Revision next = 0;;) {
    absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
        log.ReadStream(eventstore::StreamId::Journal(), next, {});
    if (!page.ok()) return page.status();
    if (page->empty()) break;
    for (const eventstore::RecordedEntry& entry : *page) {
      next = entry.header.revision + 1;
      absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
      if (!stored.ok()) return Unread(entry.position, stored.status());
      event::v1::JournalEvent& event = *stored->mutable_journal_event();
      if (event.has_opened() || event.has_continued()) {
        found.origin = event.has_opened() ? event.opened().origin() : event.continued().origin();
        found.positions.push_back(entry.position);
        if (!event.opened().offsets().empty()) {
          found.zone_rules.emplace().set_time_zone(event.opened().time_zone());
          *found.zone_rules->mutable_offsets() = event.opened().offsets();
        }
      } else if (event.has_schema_adopted()) {
        found.schema = std::move(*event.mutable_schema_adopted()->mutable_file_descriptor_set());
        schema_at = entry.position;
      } else if (event.has_time_zone_rules_adopted()) {
        found.zone_rules = std::move(*event.mutable_time_zone_rules_adopted());
        found.zone_rules_at = entry.position;
      } else {
        found.roles.Add(event, entry.position, entry.header.recorded_at_us);
      }
    }
  }
  found.positions.push_back(schema_at);
  if (found.zone_rules_at != 0) found.positions.push_back(found.zone_rules_at);
  std::sort(found.positions.begin(), found.positions.end());
  return found;
}

event::v1::JournalEvent SchemaAdoption() {
  event::v1::JournalEvent event;
  event.mutable_schema_adopted()->set_schema_version(projections::kSchemaVersion);
  event.mutable_schema_adopted()->set_file_descriptor_set(projections::StoredEventSchemaBytes());
  return event;
}

}  // namespace casejournal::services
