#include "projections/read_models/due_keeper.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/own_read_models.h"
#include "projections/work/plan_work.h"

namespace casejournal::projections {
namespace {

constexpr size_t kHeadersAtOnce = 4096;
constexpr size_t kCasesAtOnce = 200;
// Findings take ten times as long as dates (docs/PERFORMANCE.md). If more cases than this changed at once, their dates
// come first, and their findings when no more entries wait.
constexpr size_t kFindingsAtOnce = 16;
constexpr size_t kChangesKept = 20'000;
// A clock that is set, and a machine that slept, are noticed after this time.
constexpr absl::Duration kLook = absl::Minutes(1);

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

void AddMissing(const std::string& name, std::vector<std::string>& to) {
  if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
}

// Add the staff and the units whom a row concerns.
void AddConcerned(const store::v1::DueCase& due, std::vector<std::string>& staff_subjects,
                  std::vector<std::string>& units) {
  for (const std::string& subject : due.staff_subjects()) AddMissing(subject, staff_subjects);
  for (const std::string& unit : due.units()) AddMissing(unit, units);
  for (const v1::DocketItem& item : due.items()) {
    for (const event::v1::Staff& staff : item.staff()) AddMissing(staff.subject(), staff_subjects);
  }
}

std::vector<v1::DocketItem> FindingsIn(const std::optional<store::v1::DueCase>& due) {
  std::vector<v1::DocketItem> findings;
  if (!due) return findings;
  for (const v1::DocketItem& item : due->items()) {
    if (item.kind() == v1::WORK_KIND_FINDING) findings.push_back(item);
  }
  return findings;
}

}  // namespace

std::string DueDirectory(const std::string& data_directory) {
  return absl::StrCat(data_directory, "/projections/due-v", kDueRowsVersion);
}

DueKeeper::DueKeeper(const eventstore::EventLog& log, ReadModelStore& store, Sources sources, FollowReport report,
                     ChangeSignal* changed)
    : log_(log),
      store_(store),
      families_({kDueFamily}),
      sources_(std::move(sources)),
      in_use_(sources_.docket_bytes),
      follower_(
          log, "the due list", [this](const absl::Notification& stop) { return Step(stop); }, std::move(report),
          changed, TakeOwn(log, store, families_)) {
  store_.OnFailedRead([&log] { log.WakeWaiters(); });
}

DueKeeper::~DueKeeper() { store_.OnFailedRead(nullptr); }

// After an error, begin again with what the store has, as after a restart.
absl::StatusOr<FollowedTo> DueKeeper::Step(const absl::Notification& stop) {
  const absl::Status failure = store_.Failure();
  begun_ = begun_ && failure.ok();
  if (!begun_) {
    if (absl::Status begun = Begin(stop); !begun.ok()) return begun;
    if (!failure.ok() && follower_.status().ok()) return failure;  // a reader met it: it is over, and is reported
  }
  absl::StatusOr<FollowedTo> step = TakePart(stop);
  begun_ = step.ok();
  if (!begun_) return AfterError(step.status(), log_, store_, families_, &stop);
  return step;
}

absl::Status DueKeeper::Begin(const absl::Notification& stop) {
  if (absl::Status own = TakeOwn(log_, store_, families_, &stop); !own.ok()) return own;
  absl::StatusOr<MadeUpTo> checkpoint = store_.Checkpoint(kDueFamily);
  if (!checkpoint.ok()) return checkpoint.status();
  made_up_to_ = *std::move(checkpoint);
  complete_ = 0;
  today_.clear();           // so that the day begins again
  SetFindingsBehind(true);  // until it is known that none is
  // Rows that were only in memory are lost, so what changes from now on does not say what changed for a reader.
  absl::MutexLock lock(&mutex_);
  changed_.clear();
  ++changes_;
  return absl::OkStatus();
}

// Take entries first, and after each batch some of the cases that a new day has not reached yet.
absl::StatusOr<FollowedTo> DueKeeper::TakePart(const absl::Notification& stop) {
  const absl::StatusOr<bool> new_day = BeginDay();
  if (!new_day.ok()) return new_day.status();
  if (*new_day) return HowFar(0, true);
  const Taken entries = TakeEntries(stop);
  if (!entries.ok()) return entries.status();
  const Taken cases = TakeCasesOfEarlierDays(stop);
  if (!cases.ok()) return cases.status();
  const Taken findings = *entries == 0 && *cases == 0 ? TakeFindings(stop) : 0;
  if (!findings.ok()) return findings.status();
  return HowFar(*entries, *cases > 0 || *findings > 0);
}

FollowedTo DueKeeper::HowFar(size_t entries, bool more) {
  // Rows that another law made do not count as complete.
  if (!by_other_law_) complete_ = made_up_to_.position;
  return {.complete = complete_,
          .read = made_up_to_.position,
          .entries = entries,
          .more = more,
          .rests = true,
          .until = NextLook()};
}

std::string DueKeeper::Today() const { return DayOf(sources_.now_us(), sources_.zone); }

// The next midnight, or earlier.
eventstore::Deadline DueKeeper::NextLook() const {
  const absl::Time midnight = absl::FromCivil(*ParseDay(today_) + 1, sources_.zone);
  const absl::Duration ahead = midnight - absl::FromUnixMicros(sources_.now_us());
  // A clock beyond the last day has no next one.
  if (ahead <= absl::ZeroDuration() && Today() == today_) return eventstore::Deadline::In(kLook);
  return eventstore::Deadline::In(std::clamp(ahead, absl::ZeroDuration(), kLook));
}

// A caller on a new day does not wait for the next look.
void DueKeeper::WakeOnNewDay() const {
  if (day() != Today()) log_.WakeWaiters();
}

// On a new day, and at the start: load the law of that day, and compute each case again, since what is due changes with
// the day alone. Return whether a day began.
absl::StatusOr<bool> DueKeeper::BeginDay() {
  const std::string today = Today();
  if (today == today_) return false;
  today_ = today;
  law_ = sources_.rules.LawOn(*ParseDay(today));
  in_use_.Begin(law_, *ParseDay(today), sources_.zone);
  absl::StatusOr<std::optional<std::string>> made_by = store_.Get(kDueFamily, MadeByKey());
  if (!made_by.ok()) return made_by.status();
  absl::StatusOr<std::optional<std::string>> swept = store_.Get(kDueFamily, SweptKey());
  if (!swept.ok()) return swept.status();
  const std::string law = MadeBy(*law_);
  // Entries that were read without a law were not computed.
  const bool begins_anew = !law_->empty() && made_by->value_or(kMadeByNoLaw) == kMadeByNoLaw;
  if (begins_anew) {
    made_up_to_ = {};
    complete_ = 0;
  }
  by_other_law_ = made_up_to_.position > 0 && *made_by != law;
  sweeping_ = by_other_law_ || *swept != today;
  swept_.clear();
  if (sweeping_ && !by_other_law_) {
    absl::Status written = store_.Write(kDueFamily, {{MadeByKey(), law}, {SweptKey(), ""}}, made_up_to_);
    if (!written.ok()) return written;
  }
  absl::MutexLock lock(&mutex_);
  day_ = today;
  return true;
}

DueKeeper::Taken DueKeeper::TakeEntries(const absl::Notification& stop) {
  absl::StatusOr<std::vector<eventstore::PlacedHeader>> page = log_.ReadHeaders(made_up_to_.position, kHeadersAtOnce);
  if (!page.ok()) return page.status();
  if (page->empty()) return 0;
  absl::flat_hash_map<eventstore::Uuid, eventstore::Revision> touched;
  for (const auto& [position, header] : *page) {
    if (header.stream.kind == eventstore::StreamKind::kCase) touched[header.stream.uuid] = header.revision;
  }
  if (law_->empty()) touched.clear();  // nothing is due; only the position in the log is kept
  MadeUpTo next = MadeUpTo::With(page->back());
  const Which which = touched.size() <= kFindingsAtOnce ? Which::kChanged : Which::kChangedWithoutFindings;
  if (absl::Status renewed = Renew({touched.begin(), touched.end()}, which, next, stop); !renewed.ok()) return renewed;
  if (which == Which::kChangedWithoutFindings) SetFindingsBehind(true);
  made_up_to_ = std::move(next);
  return page->size();
}

// The day reaches the cases one after another, in the order of their ids.
DueKeeper::Taken DueKeeper::TakeCasesOfEarlierDays(const absl::Notification& stop) {
  if (!sweeping_) return 0;
  absl::StatusOr<Cases> cases = CasesFrom("c", swept_, kCasesAtOnce);
  if (!cases.ok()) return cases.status();
  if (cases->empty()) {
    if (absl::Status ended = EndSweep(); !ended.ok()) return ended;
    return 0;
  }
  if (absl::Status renewed = Renew(*cases, Which::kAtRest, made_up_to_, stop); !renewed.ok()) return renewed;
  swept_ = cases->back().first.ToString();
  return cases->size();
}

DueKeeper::Taken DueKeeper::TakeFindings(const absl::Notification& stop) {
  if (!findings_behind() || law_->empty()) return 0;
  absl::StatusOr<Cases> cases = CasesFrom("q", "", kFindingsAtOnce);
  if (!cases.ok()) return cases.status();
  if (cases->empty()) {
    SetFindingsBehind(false);
    return 0;
  }
  if (absl::Status renewed = Renew(*cases, Which::kAtRest, made_up_to_, stop); !renewed.ok()) return renewed;
  return cases->size();
}

// The cases whose ids follow a one-letter prefix and come after `after`.
absl::StatusOr<DueKeeper::Cases> DueKeeper::CasesFrom(absl::string_view prefix, const std::string& after,
                                                      size_t cases_max) const {
  Cases cases;
  absl::Status scanned = store_.Scan(
      kDueFamily, std::string(prefix), absl::StrCat(prefix, after), [&](absl::string_view key, absl::string_view) {
        const absl::string_view case_id = key.substr(1);
        if (case_id == after) return true;
        if (absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id); id.ok()) cases.emplace_back(*id, 0);
        return cases.size() < cases_max;
      });
  if (!scanned.ok()) return scanned;
  // The record of a source may be older than what was already taken.
  for (auto& [case_id, last] : cases) {
    absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Case(case_id));
    if (!head.ok()) return head.status();
    last = head->last_revision.value_or(0);
  }
  return cases;
}

absl::Status DueKeeper::EndSweep() {
  sweeping_ = false;
  by_other_law_ = false;
  return store_.Write(kDueFamily, {{MadeByKey(), MadeBy(*law_)}, {SweptKey(), today_}}, made_up_to_);
}

absl::Status DueKeeper::Renew(const Cases& cases, Which which, const MadeUpTo& checkpoint,
                              const absl::Notification& stop) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::vector<std::string> gone;
  std::vector<ChangedCase> changed;  // also a case whose rows stay: what hides its numbers may have changed
  for (const auto& [case_id, at_least] : cases) {
    if (stop.HasBeenNotified()) return absl::CancelledError("the due list is stopping");
    absl::StatusOr<CaseRecord> record =
        (which == Which::kAtRest ? sources_.at_rest : sources_.in_use)(case_id, at_least);
    if (!record.ok()) return record.status();
    absl::StatusOr<Renewed> renewed = RenewOne(*record, which);
    if (!renewed.ok()) return renewed.status();
    rows.emplace_back(LastEntryKey(record->case_id()), LastEntryIn(*record).SerializeAsString());
    std::string behind = FindingsBehindKey(record->case_id());
    if (which == Which::kChangedWithoutFindings) {
      rows.emplace_back(std::move(behind), "");
    } else if (findings_behind()) {
      gone.push_back(std::move(behind));
    }
    std::move(renewed->rows.put.begin(), renewed->rows.put.end(), std::back_inserter(rows));
    std::move(renewed->rows.gone.begin(), renewed->rows.gone.end(), std::back_inserter(gone));
    changed.push_back(std::move(renewed->changed));
  }
  if (absl::Status written = store_.Change(kDueFamily, rows, gone, checkpoint); !written.ok()) return written;
  absl::MutexLock lock(&mutex_);
  changes_ += changed.size();
  for (ChangedCase& each : changed) changed_.push_back(std::move(each));
  while (changed_.size() > kChangesKept) changed_.pop_front();
  return absl::OkStatus();
}

DueKeeper::ChangedCase DueKeeper::ChangedIn(const std::optional<store::v1::DueCase>& before,
                                            const store::v1::DueCase& now) {
  ChangedCase changed{.case_id = now.case_id(), .staff_subjects = {}, .units = {}};
  if (before) AddConcerned(*before, changed.staff_subjects, changed.units);
  AddConcerned(now, changed.staff_subjects, changed.units);
  return changed;
}

// The docket of a case in use is continued. After an error, all of them are forgotten, since the store may not have
// what they gave.
absl::StatusOr<DueKeeper::Renewed> DueKeeper::RenewOne(const CaseRecord& record, Which which) {
  const auto since = [](const std::optional<store::v1::DueCase>& before, const store::v1::DueCase& now) {
    return Renewed{.rows = ChangeOf(before, now), .changed = ChangedIn(before, now)};
  };
  std::optional<store::v1::DueCase> stored;  // read if the case is not kept
  const bool kept = in_use_.Keeps(record.case_id());
  if (!kept) {
    absl::StatusOr<std::optional<store::v1::DueCase>> row = CaseNamed(record.case_id());
    if (!row.ok()) return row.status();
    stored = *std::move(row);
  }
  if (which == Which::kAtRest && !kept) return since(stored, DueIn(record, law_, *ParseDay(today_), sources_.zone));
  std::optional<std::vector<v1::DocketItem>> findings;
  if (which != Which::kChangedWithoutFindings) {
    findings = FindingWork(record, today_, sources_.zone, *law_);
  } else if (!kept) {
    findings = FindingsIn(stored);
  }
  const KeptDockets::Due due = in_use_.In(record, std::move(findings));
  if (due.is_as_before) return Renewed{.rows = {}, .changed = ChangedIn(std::nullopt, *due.now)};
  return since(kept ? due.before : stored, *due.now);
}

absl::StatusOr<std::optional<store::v1::DueCase>> DueKeeper::CaseNamed(absl::string_view case_id,
                                                                       const ReadModelStore::Frozen* frozen) const {
  absl::StatusOr<std::optional<std::string>> row = store_.Get(kDueFamily, DueCaseKey(case_id), frozen);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  store::v1::DueCase due;
  if (!due.ParseFromString(**row)) return store_.Damaged("a row of the due list cannot be read");
  return due;
}

absl::StatusOr<store::v1::LastEntry> DueKeeper::LastEntryOf(absl::string_view case_id,
                                                            const ReadModelStore::Frozen* frozen) const {
  absl::StatusOr<std::optional<std::string>> row = store_.Get(kDueFamily, LastEntryKey(case_id), frozen);
  if (!row.ok()) return row.status();
  store::v1::LastEntry last;
  if (row->has_value() && !last.ParseFromString(**row)) return store_.Damaged("a row of the due list cannot be read");
  return last;
}

absl::Status DueKeeper::WaitFor(eventstore::Position position, eventstore::Deadline deadline) const {
  WakeOnNewDay();
  return follower_.WaitFor(position, deadline);
}

std::string DueKeeper::day() const {
  absl::MutexLock lock(&mutex_);
  return day_;
}

bool DueKeeper::findings_behind() const {
  absl::MutexLock lock(&mutex_);
  return findings_behind_;
}

void DueKeeper::SetFindingsBehind(bool behind) {
  absl::MutexLock lock(&mutex_);
  findings_behind_ = behind;
}

uint64_t DueKeeper::changes() const {
  absl::MutexLock lock(&mutex_);
  return changes_;
}

absl::StatusOr<DueKeeper::Changes> DueKeeper::ChangedSince(uint64_t seen, eventstore::Deadline deadline) const {
  WakeOnNewDay();
  absl::MutexLock lock(&mutex_);
  const auto moved = [this, seen] {
    mutex_.AssertReaderHeld();
    return changes_ != seen;
  };
  eventstore::AwaitUntil(mutex_, absl::Condition(&moved), deadline);
  if (absl::Status following = status(); !following.ok()) return following;
  Changes changes{.seen = changes_};
  const uint64_t kept_from = changes_ - changed_.size();
  if (seen >= kept_from) {
    changes.cases.emplace(changed_.begin() + static_cast<std::ptrdiff_t>(seen - kept_from), changed_.end());
  }
  return changes;
}

}  // namespace casejournal::projections
