#include "services/answers/log/read_events.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using eventstore::RecordedEntry;

// Read pages with `read(next, limit)` until one is empty or `limit` events were sent.
template <typename Read>
absl::Status SendPages(const CaseCache& cases, uint64_t from, uint64_t limit, Send<v1::ReadEventsResponse> send,
                       const Read& read) {
  uint64_t left = limit == 0 ? std::numeric_limits<uint64_t>::max() : limit;
  for (uint64_t next = from; left > 0;) {
    eventstore::ReadLimit page_limit = kBatch;
    page_limit.events_max = std::min<uint64_t>(page_limit.events_max, left);
    absl::StatusOr<std::vector<RecordedEntry>> page = read(next, page_limit);
    if (!page.ok()) return page.status();
    if (page->empty()) return absl::OkStatus();
    next += page->size();
    left -= page->size();
    v1::ReadEventsResponse batch;
    for (RecordedEntry& entry : *page) {
      absl::StatusOr<eventlog::v1::RecordedEvent> event = ToRecordedEvent(cases, std::move(entry));
      if (!event.ok()) return event.status();
      *batch.add_events() = *std::move(event);
    }
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadEvents(const eventstore::EventLog& log, const CaseCache& cases, const v1::ReadEventsRequest& request,
                        Send<v1::ReadEventsResponse> send) {
  if (request.has_case_()) {
    absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(cases, request.case_().case_id());
    if (!at.ok()) return at.status();
    const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(request.case_().case_id()));
    return SendPages(
        cases, request.case_().revision(), request.limit(), send,
        [&](uint64_t next, const eventstore::ReadLimit& limit) { return log.ReadStream(stream, next, limit); });
  }
  if (request.has_access()) {
    if (absl::Status exists = ExistingCase(cases, request.access().case_id()).status(); !exists.ok()) return exists;
    const eventstore::StreamId stream =
        eventstore::StreamId::Access(*eventstore::Uuid::Parse(request.access().case_id()));
    return SendPages(
        cases, request.access().revision(), request.limit(), send,
        [&](uint64_t next, const eventstore::ReadLimit& limit) { return log.ReadStream(stream, next, limit); });
  }
  // Up to what is committed now, so that a read of the whole journal ends even if it grows.
  const uint64_t size = log.size();
  const uint64_t rest = size > request.position() ? size - request.position() : 0;
  if (rest == 0) return absl::OkStatus();
  const uint64_t limit = request.limit() == 0 ? rest : std::min(rest, request.limit());
  return SendPages(cases, request.position(), limit, send,
                   [&](uint64_t next, const eventstore::ReadLimit& page) { return log.ReadLog(next, page); });
}

}  // namespace casejournal::services
