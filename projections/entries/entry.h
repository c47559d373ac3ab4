// One entry of a case as the folds see it: the event, and what the log says about it.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/records/record.h"

namespace casejournal::projections {

// Copies share the event, which never changes.
struct Entry {
  eventstore::Revision revision = 0;
  eventstore::Position position = 0;
  int64_t recorded_at_us = 0;
  uint16_t index_in_request = 0;
  std::shared_ptr<const event::v1::StoredEvent> stored;
  size_t stored_bytes = 0;  // the size of the stored event

  const event::v1::CaseEvent& event() const { return stored->case_event(); }
  // Whether it only stands for an entry that the reader may not see (projections/sight): it has no body and says
  // nothing. Each entry of a log has a body.
  bool is_withheld() const { return event().body_case() == event::v1::CaseEvent::BODY_NOT_SET; }
};

// Decode the entry of a recorded one.
//   kUnimplemented  this binary does not know the event, or a part of it (events/event_codec.h).
//   kDataLoss       the payload is not a stored event.
absl::StatusOr<Entry> ToEntry(const eventstore::RecordedEntry& recorded);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_H_
