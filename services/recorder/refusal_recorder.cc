#include "services/recorder/refusal_recorder.h"

#include <utility>

#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

// Roles and rules are recorded in the same stream, and another entry may come first.
constexpr int kRefusalTriesMax = 16;

}  // namespace

RefusalRecorder::RefusalRecorder(eventstore::EventLog& log, Report report)
    : log_(log), report_(std::move(report)), counted_([this](event::v1::CallsRefused refused) {
        threads_.Run([this, refused = std::move(refused)] { Record(refused); });
      }) {}

void RefusalRecorder::Record(const event::v1::CallsRefused& refused) {
  event::v1::JournalEvent event;
  *event.mutable_calls_refused() = refused;
  absl::Status recorded = absl::AbortedError("");
  for (int tries = 0; tries < kRefusalTriesMax && absl::IsAborted(recorded); ++tries)
    recorded = AppendToJournalStream(log_, {JournalEntry(event)});
  if (report_) report_(refused, recorded);
}

}  // namespace casejournal::services
