#include "projections/read_models/worker.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/disclosures_projection.h"
#include "projections/read_models/own_read_models.h"
#include "projections/read_models/persons_projection.h"
#include "projections/read_models/read_forward.h"
#include "projections/read_models/rebuild.h"

namespace casejournal::projections {
namespace {

constexpr size_t kBatchEvents = 16384;
constexpr absl::Duration kLookWhetherRun = absl::Milliseconds(100);

}  // namespace

std::vector<std::unique_ptr<Projection>> AllProjections() {
  std::vector<std::unique_ptr<Projection>> all;
  all.push_back(std::make_unique<CasesProjection>());
  all.push_back(std::make_unique<PersonsProjection>());
  all.push_back(std::make_unique<DisclosuresProjection>());
  return all;
}

std::vector<std::string> ProjectionNames() {
  std::vector<std::string> names;
  for (const std::unique_ptr<Projection>& projection : AllProjections()) names.push_back(projection->name());
  return names;
}

RecordSource FoldFromLog(const eventstore::EventLog& log, size_t bytes_max) {
  struct Held {
    absl::flat_hash_map<eventstore::Uuid, CaseRecord> records;
    size_t bytes = 0;
  };
  return [&log, bytes_max, held = std::make_shared<Held>()](
             const eventstore::Uuid& case_id, eventstore::Revision at_least) -> absl::StatusOr<CaseRecord> {
    if (held->bytes > bytes_max) *held = Held();  // all are released, and read again as needed
    const auto [found, added] = held->records.try_emplace(case_id, CaseRecord(case_id.ToString()));
    if (found->second.entries().size() > at_least) return found->second;
    absl::StatusOr<CaseRecord> record = ReadForward(log, case_id, found->second, at_least);
    if (!record.ok()) return record;
    held->bytes += record->MemoryBytes() - (added ? 0 : found->second.MemoryBytes());
    found->second = *record;
    return record;
  };
}

absl::Status AddAccessRows(const eventstore::EventLog& log, const eventstore::PlacedHeader& placed,
                           const std::vector<std::unique_ptr<Projection>>& projections, NewRows& rows) {
  const eventstore::StreamKind kind = placed.header.stream.kind;
  if (kind != eventstore::StreamKind::kAccess && kind != eventstore::StreamKind::kReader) return absl::OkStatus();
  const eventstore::Position position = placed.position;
  const absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = log.ReadLog(position, {.events_max = 1});
  if (!entry.ok()) return entry.status();
  if (entry->empty()) return absl::DataLossError("the log ends before its size");
  const absl::StatusOr<event::v1::StoredEvent> stored = DecodeStoredEvent(entry->front().payload());
  if (!stored.ok())
    return absl::Status(stored.status().code(), absl::StrCat("position ", position, ": ", stored.status().message()));
  for (size_t i = 0; i < projections.size(); ++i) {
    projections[i]->ApplyAccess(*stored, position, [&](std::string key, std::string value) {
      rows[i].emplace_back(std::move(key), std::move(value));
    });
  }
  return absl::OkStatus();
}

Feeder::Feeder(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records)
    : log_(log), store_(store), projections_(AllProjections()), records_(std::move(records)) {}

absl::Status Feeder::Start() {
  if (absl::Status recovered = store_.Recover(); !recovered.ok()) return recovered;
  opening_ = store_.openings();
  std::vector<eventstore::Position> checkpoints;
  for (const std::unique_ptr<Projection>& projection : projections_) {
    absl::StatusOr<MadeUpTo> checkpoint = store_.Checkpoint(projection->name());
    if (!checkpoint.ok()) return checkpoint.status();
    absl::StatusOr<bool> of_log = checkpoint->IsOf(log_);
    if (!of_log.ok()) return of_log.status();
    if (!*of_log) return absl::DataLossError("the read models belong to another log; rebuild them");
    checkpoints.push_back(checkpoint->position);
  }
  checkpoints_ = std::move(checkpoints);
  next_ = *std::min_element(checkpoints_.begin(), checkpoints_.end());
  started_ = true;
  return absl::OkStatus();
}

absl::StatusOr<eventstore::Position> Feeder::Step(const absl::Notification* stop, eventstore::Position end) {
  absl::Status step = started_ && opening_ == store_.openings() ? absl::OkStatus() : Start();
  if (step.ok() && next_ < end) step = TakePage(stop, end);
  if (step.ok()) return next_;
  started_ = false;
  return step;
}

absl::Status Feeder::TakePage(const absl::Notification* stop, eventstore::Position end) {
  absl::StatusOr<std::vector<eventstore::PlacedHeader>> page =
      log_.ReadHeaders(next_, std::min<eventstore::Position>(kBatchEvents, end - next_));
  if (!page.ok()) return page.status();
  if (page->empty()) return absl::OkStatus();
  if (absl::Status applied = Apply(*page, stop); !applied.ok()) return applied;
  next_ += page->size();
  return absl::OkStatus();
}

// Let every projection write what changed in the cases of the page.
absl::Status Feeder::Apply(const std::vector<eventstore::PlacedHeader>& page, const absl::Notification* stop) {
  struct Touched {
    eventstore::Revision first;
    eventstore::Revision last;
  };
  absl::flat_hash_map<eventstore::Uuid, Touched> touched;
  for (const auto& [position, header] : page) {
    if (header.stream.kind != eventstore::StreamKind::kCase) continue;
    const eventstore::Revision revision = header.revision;
    const auto [found, added] = touched.try_emplace(header.stream.uuid, Touched{revision, revision});
    found->second.last = revision;
  }
  NewRows rows(projections_.size());
  for (const auto& [case_id, span] : touched) {
    if (stop != nullptr && stop->HasBeenNotified()) return absl::CancelledError("the read models are stopping");
    absl::StatusOr<CaseRecord> record = records_(case_id, span.last);
    if (!record.ok()) return record.status();
    for (size_t i = 0; i < projections_.size(); ++i) {
      projections_[i]->Apply(*record, span.first, [&](std::string key, std::string value) {
        rows[i].emplace_back(std::move(key), std::move(value));
      });
    }
  }
  for (const eventstore::PlacedHeader& placed : page) {
    if (stop != nullptr && stop->HasBeenNotified()) return absl::CancelledError("the read models are stopping");
    if (absl::Status added = AddAccessRows(log_, placed, projections_, rows); !added.ok()) return added;
  }
  const MadeUpTo checkpoint = MadeUpTo::With(page.back());
  for (size_t i = 0; i < projections_.size(); ++i) {
    if (checkpoints_[i] >= checkpoint.position) continue;  // was ahead of the others at the opening
    if (absl::Status written = store_.Write(projections_[i]->name(), rows[i], checkpoint); !written.ok())
      return written;
    checkpoints_[i] = checkpoint.position;
  }
  return absl::OkStatus();
}

Worker::Worker(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records, FollowReport report,
               ChangeSignal* changed)
    : log_(log),
      store_(store),
      families_(ProjectionNames()),
      feeder_(log, store, std::move(records)),
      follower_(
          log, "the read models", [this](const absl::Notification& stop) { return Step(stop); }, std::move(report),
          changed, TakeOwn(log, store, families_)) {
  RemoveUnfinished(store.directory()).IgnoreError();  // a later rebuild removes it, and says why it cannot
  store_.OnFailedRead([&log] { log.WakeWaiters(); });
}

Worker::~Worker() { store_.OnFailedRead(nullptr); }

absl::StatusOr<bool> Worker::RunBetweenSteps(absl::FunctionRef<void(ReadModelStore&)> task,
                                             absl::FunctionRef<bool()> waits) {
  {
    absl::MutexLock lock(&mutex_);
    task_ = &task;
  }
  follower_.Wake();
  const auto was_run = [this] {
    mutex_.AssertReaderHeld();
    return task_ == nullptr;
  };
  while (true) {
    const bool wanted = waits();
    const absl::Status state = follower_.status();
    const bool stopped = absl::IsUnimplemented(state) || absl::IsDataLoss(state);
    absl::MutexLock lock(&mutex_);
    const bool goes_on = runs_task_ || (wanted && !stopped);
    if (mutex_.AwaitWithTimeout(absl::Condition(&was_run), goes_on ? kLookWhetherRun : absl::ZeroDuration()))
      return true;
    if (goes_on) continue;
    task_ = nullptr;
    if (stopped) return state;
    return false;
  }
}

void Worker::RunTask() {
  absl::FunctionRef<void(ReadModelStore&)>* task = nullptr;
  {
    absl::MutexLock lock(&mutex_);
    task = task_;
    runs_task_ = task != nullptr;
  }
  if (task == nullptr) return;
  (*task)(store_);
  absl::MutexLock lock(&mutex_);
  task_ = nullptr;
  runs_task_ = false;
}

absl::StatusOr<FollowedTo> Worker::Step(const absl::Notification& stop) {
  RunTask();
  if (const absl::Status failure = store_.Failure(); !failure.ok()) {
    if (absl::Status own = TakeOwn(log_, store_, families_, &stop); !own.ok()) return own;
    if (follower_.status().ok()) return failure;  // a reader met it: it is over, and is reported
  }
  const absl::StatusOr<eventstore::Position> done = feeder_.Step(&stop);
  if (!done.ok()) return AfterError(done.status(), log_, store_, families_, &stop);
  const eventstore::Position before = std::exchange(done_, *done);
  // After an error it may be before what it had done.
  return FollowedTo{.complete = *done, .read = *done, .entries = *done > before ? *done - before : 0};
}

}  // namespace casejournal::projections
