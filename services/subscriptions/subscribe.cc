#include "services/subscriptions/subscribe.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kAskCancelled = absl::Seconds(1);

}  // namespace

// One loop for existing and future entries: it reads on, and waits only at the end.
absl::Status Subscribe(const eventstore::EventLog& log, const CaseCache& cases, const std::atomic<bool>& stopping,
                       const v1::SubscribeRequest& request, Send<v1::SubscribeResponse> send,
                       absl::FunctionRef<bool()> cancelled) {
  eventstore::Position next = request.from_position();
  while (!stopping.load()) {
    if (cancelled()) return absl::CancelledError("the client disconnected");
    absl::StatusOr<std::vector<eventstore::RecordedEntry>> page = log.ReadLog(next, kBatch);
    if (!page.ok()) return page.status();
    if (page->empty()) {
      log.WaitForSize(SizeWith(next), absl::Now() + kAskCancelled);
      continue;
    }
    v1::SubscribeResponse batch;
    batch.set_from(next);
    for (eventstore::RecordedEntry& entry : *page) {
      absl::StatusOr<eventlog::v1::RecordedEvent> event = ToRecordedEvent(cases, std::move(entry));
      if (!event.ok()) return event.status();
      *batch.add_events() = *std::move(event);
    }
    next += page->size();
    batch.set_to(next);
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::UnavailableError(absl::StrCat("the server is stopping; continue from position ", next));
}

}  // namespace casejournal::services
