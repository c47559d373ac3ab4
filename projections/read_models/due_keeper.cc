#include "projections/read_models/due_keeper.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"

namespace casejournal::projections {
namespace {

constexpr size_t kHeadersAtOnce = 4096;
constexpr size_t kCasesAtOnce = 200;
constexpr size_t kChangesKept = 100'000;
constexpr absl::Duration kLook = absl::Seconds(1);

// The law that the rows were computed by, and the day up to which all of them are.
const std::string& MadeByKey() {
  static const auto* const key = new std::string("!made-by");
  return *key;
}
const std::string& SweptKey() {
  static const auto* const key = new std::string("!day");
  return *key;
}

constexpr char kMadeByNoLaw[] = "law ";

std::string MadeBy(const Law& law) { return absl::StrCat(kMadeByNoLaw, absl::BytesToHexString(law.digest())); }

}  // namespace

std::string DueDirectory(const std::string& data_directory) {
  return absl::StrCat(data_directory, "/projections/due-v", kDueRowsVersion);
}

DueKeeper::DueKeeper(const eventstore::EventLog& log, ReadModelStore& store, Sources sources)
    : log_(log), store_(store), sources_(std::move(sources)), thread_([this] { Loop(); }) {}

DueKeeper::~DueKeeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  log_.WakeWaiters();
  thread_.join();
}

void DueKeeper::Loop() {
  absl::Status failed = Begin();
  while (failed.ok()) {
    if (Stopping()) return;
    failed = BeginDay();
    if (!failed.ok()) break;
    const absl::Time began = absl::Now();
    // Take entries first, and after each batch some of the cases that a new day has not reached yet.
    const absl::StatusOr<bool> took = TakeEntries();
    const absl::StatusOr<bool> swept = took.ok() ? TakeCasesOfEarlierDays() : took;
    if (!swept.ok()) {
      failed = swept.status();
    } else if (!*took && !*swept) {
      log_.WaitForSize(made_up_to_.position + 1, absl::Now() + kLook);
    } else {
      Rest(absl::Now() - began);
    }
  }
  absl::MutexLock lock(&mutex_);
  status_ = failed;
}

// Rest as long as the work took, so that appends get the processors. Under load a case is then computed once for
// everything within that time. Do not rest while a caller waits.
void DueKeeper::Rest(absl::Duration worked) const {
  absl::MutexLock lock(&mutex_);
  const auto needed = [this] {
    mutex_.AssertReaderHeld();
    return stopping_ || wanted_ > position_;
  };
  mutex_.AwaitWithTimeout(absl::Condition(&needed), std::min(worked, kLook));
}

bool DueKeeper::Stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

absl::Status DueKeeper::Begin() {
  absl::StatusOr<MadeUpTo> checkpoint = store_.Checkpoint(kDueFamily);
  if (!checkpoint.ok()) return checkpoint.status();
  absl::StatusOr<bool> of_log = checkpoint->IsOf(log_);
  if (!of_log.ok()) return of_log.status();
  if (!*of_log) return store_.Clear(kDueFamily);
  made_up_to_ = *std::move(checkpoint);
  return absl::OkStatus();
}

// On a new day, and at the start: load the law of that day, and compute each case again, since what is due changes with
// the day alone.
absl::Status DueKeeper::BeginDay() {
  const std::string today = DayOf(sources_.now_us(), sources_.zone);
  if (today == today_) return absl::OkStatus();
  today_ = today;
  law_ = sources_.rules.LawOn(*ParseDay(today));
  absl::StatusOr<std::optional<std::string>> made_by = store_.Get(kDueFamily, MadeByKey());
  if (!made_by.ok()) return made_by.status();
  absl::StatusOr<std::optional<std::string>> swept = store_.Get(kDueFamily, SweptKey());
  if (!swept.ok()) return swept.status();
  const std::string law = MadeBy(*law_);
  // Entries that were read without a law were not computed.
  const bool begins_anew = !law_->empty() && made_by->value_or(kMadeByNoLaw) == kMadeByNoLaw;
  if (begins_anew) made_up_to_ = {};
  by_other_law_ = made_up_to_.position > 0 && *made_by != law;
  sweeping_ = by_other_law_ || *swept != today;
  swept_.clear();
  absl::Status written;
  if (sweeping_ && !by_other_law_)
    written = store_.Write(kDueFamily, {{MadeByKey(), law}, {SweptKey(), ""}}, made_up_to_);
  absl::MutexLock lock(&mutex_);
  if (begins_anew) position_ = 0;
  day_ = today;
  return written;
}

absl::StatusOr<bool> DueKeeper::TakeEntries() {
  absl::StatusOr<std::vector<eventstore::PlacedHeader>> page = log_.ReadHeaders(made_up_to_.position, kHeadersAtOnce);
  if (!page.ok()) return page.status();
  if (page->empty()) return false;
  absl::flat_hash_map<eventstore::Uuid, eventstore::Revision> touched;
  for (const auto& [position, header] : *page) {
    if (header.stream.kind == eventstore::StreamKind::kCase) touched[header.stream.uuid] = header.revision;
  }
  if (law_->empty()) touched.clear();  // nothing is due; only the position in the log is kept
  MadeUpTo next = MadeUpTo::With(page->back());
  if (absl::Status renewed = Renew({touched.begin(), touched.end()}, sources_.in_use, next); !renewed.ok())
    return renewed;
  made_up_to_ = std::move(next);
  SayHowFar();
  return true;
}

// Rows that another law made do not count as complete.
void DueKeeper::SayHowFar() {
  absl::MutexLock lock(&mutex_);
  if (!by_other_law_) position_ = made_up_to_.position;
}

// The day reaches the cases one after another, in the order of their ids.
absl::StatusOr<bool> DueKeeper::TakeCasesOfEarlierDays() {
  SayHowFar();
  if (!sweeping_) return false;
  std::vector<std::pair<eventstore::Uuid, eventstore::Revision>> cases;
  absl::Status scanned =
      store_.Scan(kDueFamily, "c", DueCaseKey(swept_), [&](absl::string_view key, absl::string_view) {
        const absl::string_view case_id = key.substr(1);
        if (case_id == swept_) return true;
        if (absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id); id.ok()) cases.emplace_back(*id, 0);
        return cases.size() < kCasesAtOnce;
      });
  if (!scanned.ok()) return scanned;
  // The record of a source may be older than what was already taken.
  for (auto& [case_id, last] : cases) {
    absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Case(case_id));
    if (!head.ok()) return head.status();
    last = head->last_revision.value_or(0);
  }
  if (cases.empty()) {
    sweeping_ = false;
    by_other_law_ = false;
    if (absl::Status noted =
            store_.Write(kDueFamily, {{MadeByKey(), MadeBy(*law_)}, {SweptKey(), today_}}, made_up_to_);
        !noted.ok())
      return noted;
    SayHowFar();
    return false;
  }
  if (absl::Status renewed = Renew(cases, sources_.at_rest, made_up_to_); !renewed.ok()) return renewed;
  swept_ = cases.back().first.ToString();
  return true;
}

absl::Status DueKeeper::Renew(const std::vector<std::pair<eventstore::Uuid, eventstore::Revision>>& cases,
                              const RecordSource& records, const MadeUpTo& checkpoint) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::vector<std::string> gone;
  std::vector<std::string> changed;
  for (const auto& [case_id, at_least] : cases) {
    if (Stopping()) return absl::CancelledError("the due list is stopping");
    absl::StatusOr<CaseRecord> record = records(case_id, at_least);
    if (!record.ok()) return record.status();
    if (absl::Status renewed = RenewOne(*record, rows, gone); !renewed.ok()) return renewed;
    changed.push_back(case_id.ToString());
  }
  if (absl::Status written = store_.Change(kDueFamily, rows, gone, checkpoint); !written.ok()) return written;
  absl::MutexLock lock(&mutex_);
  changes_ += changed.size();
  for (std::string& case_id : changed) changed_.push_back(std::move(case_id));
  while (changed_.size() > kChangesKept) changed_.pop_front();
  return absl::OkStatus();
}

absl::Status DueKeeper::RenewOne(const CaseRecord& record, std::vector<std::pair<std::string, std::string>>& rows,
                                 std::vector<std::string>& gone) const {
  const v1::DueCase due = DueIn(record, *law_, *ParseDay(today_), sources_.zone);
  absl::StatusOr<std::optional<v1::DueCase>> before = CaseNamed(due.case_id());
  if (!before.ok()) return before.status();
  DueChange change = ChangeOf(*before, due);
  std::move(change.put.begin(), change.put.end(), std::back_inserter(rows));
  std::move(change.gone.begin(), change.gone.end(), std::back_inserter(gone));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::DueCase>> DueKeeper::CaseNamed(absl::string_view case_id,
                                                                const ReadModelStore::Frozen* frozen) const {
  absl::StatusOr<std::optional<std::string>> row = store_.Get(kDueFamily, DueCaseKey(case_id), frozen);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  v1::DueCase due;
  if (!due.ParseFromString(**row)) return absl::DataLossError("a row of the due list is damaged; delete its directory");
  return due;
}

absl::Status DueKeeper::WaitFor(eventstore::Position position, absl::Time deadline) const {
  absl::MutexLock lock(&mutex_);
  wanted_ = std::max(wanted_, std::min<eventstore::Position>(position, log_.size()));
  const auto reached = [this, position] {
    mutex_.AssertReaderHeld();
    return position_ >= position || !status_.ok();
  };
  const bool in_time = mutex_.AwaitWithDeadline(absl::Condition(&reached), deadline);
  if (!status_.ok()) return status_;
  if (in_time) return absl::OkStatus();
  return absl::DeadlineExceededError(
      absl::StrCat("the due list is at position ", position_, " and has not reached ", position));
}

eventstore::Position DueKeeper::position() const {
  absl::MutexLock lock(&mutex_);
  return position_;
}

std::string DueKeeper::day() const {
  absl::MutexLock lock(&mutex_);
  return day_;
}

uint64_t DueKeeper::changes() const {
  absl::MutexLock lock(&mutex_);
  return changes_;
}

absl::StatusOr<DueKeeper::Changes> DueKeeper::ChangedSince(uint64_t seen, absl::Time deadline) const {
  absl::MutexLock lock(&mutex_);
  const auto moved = [this, seen] {
    mutex_.AssertReaderHeld();
    return changes_ != seen || !status_.ok();
  };
  mutex_.AwaitWithDeadline(absl::Condition(&moved), deadline);
  if (!status_.ok()) return status_;
  Changes changes{.seen = changes_};
  const uint64_t kept_from = changes_ - changed_.size();
  if (seen >= kept_from) {
    changes.case_ids.emplace(changed_.begin() + static_cast<std::ptrdiff_t>(seen - kept_from), changed_.end());
  }
  return changes;
}

}  // namespace casejournal::projections
