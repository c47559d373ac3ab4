#include "services/subscriptions/subscription.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

// A sentence may need the fold of a whole case.
constexpr absl::Duration kSentencesMax = absl::Milliseconds(10);

}  // namespace

Subscription::Subscription(const eventstore::EventLog& log, Leases& leases, const std::atomic<bool>& stopping,
                           Reader reader, const v1::SubscribeRequest& request)
    : log_(log),
      leases_(leases),
      stopping_(stopping),
      reader_(std::move(reader)),
      gate_(reader_, log),
      exact_bytes_only_(request.exact_bytes_only()),
      next_(request.from_position()) {
  if (request.with_sentences()) sentences_.emplace(log);
}

absl::StatusOr<Turn> Subscription::Next(v1::SubscribeResponse& batch) {
  if (stopping_.load()) {
    return WithReason(absl::UnavailableError(absl::StrCat("the server is stopping; continue from position ", next_)),
                      v1::SERVER_STOPPING);
  }
  const absl::StatusOr<Decision> may = reader_.May(Act::kFollow);
  if (!may.ok()) return may.status();
  const EntryForm form{.sentences = sentences_ ? &*sentences_ : nullptr, .exact_bytes_only = exact_bytes_only_};
  EntryBatch entries(*batch.mutable_entries());
  const eventstore::Deadline until = eventstore::Deadline::In(kSentencesMax);
  bool over = false;
  bool content = false;
  absl::Status failed;
  const absl::StatusOr<size_t> read = log_.ScanLog(next_, kBatch, [&](const eventstore::RecordedEntry& entry) {
    if (over) return;
    absl::StatusOr<bool> opens = gate_.Opens(entry);
    if (!opens.ok()) {
      failed = opens.status();
    } else if (*opens) {
      content = content || entry.header.stream.kind == eventstore::StreamKind::kCase;
      failed = SetEntry(entry, form, entries.Next(), gate_.SeenOf(entry));
    } else {
      SetWithheld(entry, entries.Next());
    }
    over = !failed.ok() || (form.sentences != nullptr && until.IsOver());
  });
  entries.End();
  if (!read.ok()) return read.status();
  if (!failed.ok()) return failed;
  if (*read == 0) return Turn::kWait;
  const eventstore::Position end = next_ + static_cast<uint64_t>(batch.entries_size());
  if (content) {
    absl::Status covered = leases_.Cover(reader_.caller(), *may, "Subscribe", next_, end - 1);
    if (!covered.ok()) return covered;
  }
  batch.set_first_position(next_);
  next_ = end;
  batch.set_end_position(next_);
  return Turn::kMessage;
}

}  // namespace casejournal::services
