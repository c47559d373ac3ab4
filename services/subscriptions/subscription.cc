#include "services/subscriptions/subscription.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

// A sentence may need the fold of a whole case.
constexpr absl::Duration kSentencesMax = absl::Milliseconds(10);

}  // namespace

Subscription::Subscription(const eventstore::EventLog& log, const std::atomic<bool>& stopping,
                           const v1::SubscribeRequest& request)
    : log_(log), stopping_(stopping), exact_bytes_only_(request.exact_bytes_only()), next_(request.from_position()) {
  if (request.with_sentences()) sentences_.emplace(log);
}

absl::StatusOr<Turn> Subscription::Next(v1::SubscribeResponse& batch) {
  if (stopping_.load()) {
    return WithReason(absl::UnavailableError(absl::StrCat("the server is stopping; continue from position ", next_)),
                      v1::SERVER_STOPPING);
  }
  const EntryForm form{.sentences = sentences_ ? &*sentences_ : nullptr, .exact_bytes_only = exact_bytes_only_};
  EntryBatch entries(*batch.mutable_entries());
  const absl::Time until = absl::Now() + kSentencesMax;
  bool over = false;
  absl::Status wording;
  const absl::StatusOr<size_t> read = log_.ScanLog(next_, kBatch, [&](const eventstore::RecordedEntry& entry) {
    if (over) return;
    wording = SetEntry(entry, form, entries.Next());
    over = !wording.ok() || (form.sentences != nullptr && absl::Now() >= until);
  });
  entries.End();
  if (!read.ok()) return read.status();
  if (!wording.ok()) return wording;
  if (*read == 0) return Turn::kWait;
  batch.set_first_position(next_);
  next_ += static_cast<uint64_t>(batch.entries_size());
  batch.set_end_position(next_);
  return Turn::kMessage;
}

}  // namespace casejournal::services
