#include "projections/entries/entry.h"

#include <utility>

#include "projections/events/event_codec.h"

namespace casejournal::projections {

absl::StatusOr<Entry> ToEntry(const eventstore::RecordedEntry& recorded) {
  if (recorded.parts.size() != 1) return absl::DataLossError("the entry has not one part");
  absl::StatusOr<event::v1::StoredEvent> stored = DecodeStoredEvent(recorded.payload());
  if (!stored.ok()) return stored.status();
  return Entry{.revision = recorded.header.revision,
               .position = recorded.position,
               .recorded_at_us = recorded.header.recorded_at_us,
               .index_in_request = recorded.header.index_in_request,
               .stored = std::make_shared<const event::v1::StoredEvent>(*std::move(stored)),
               .stored_bytes = recorded.payload().size()};
}

}  // namespace casejournal::projections
