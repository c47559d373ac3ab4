#include "services/subscriptions/subscribe.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kAskCancelled = absl::Seconds(1);

}  // namespace

// One loop for existing and future entries: it reads on, and waits only at the end.
absl::Status Subscribe(const eventstore::EventLog& log, const std::atomic<bool>& stopping,
                       const v1::SubscribeRequest& request, Send<v1::SubscribeResponse> send,
                       absl::FunctionRef<bool()> cancelled) {
  std::optional<SentenceWriter> writer;
  if (request.with_sentences()) writer.emplace(log);
  v1::SubscribeResponse batch;  // one for all, so that its memory is used again
  eventstore::Position next = request.from_position();
  while (!stopping.load()) {
    if (cancelled()) return absl::CancelledError("the client disconnected");
    batch.Clear();
    absl::Status wording;
    const absl::StatusOr<size_t> count = log.ScanLog(next, kBatch, [&](const eventstore::RecordedEntry& entry) {
      wording.Update(AddRecordedEvent(entry, writer ? &*writer : nullptr, *batch.mutable_events()));
    });
    if (!count.ok()) return count.status();
    if (!wording.ok()) return wording;
    if (*count == 0) {
      log.WaitForSize(SizeWith(next), absl::Now() + kAskCancelled);
      continue;
    }
    batch.set_from(next);
    next += *count;
    batch.set_to(next);
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::UnavailableError(absl::StrCat("the server is stopping; continue from position ", next));
}

}  // namespace casejournal::services
