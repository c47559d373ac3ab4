#include "projections/read_models/online/online_rebuild.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/steady_time.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::projections {
namespace {

// Rows whose copies differed while both were being written. More are a store that is wrong.
constexpr size_t kSuspectsMax = 100'000;
// So many rows are read at a time; the database could not be closed meanwhile.
constexpr size_t kRowsAtOnce = 1000;
// Both are brought to the same position when so few entries are missing.
constexpr eventstore::Position kNear = 1024;
constexpr int kTriesToComeNear = 20;
constexpr int kTriesToReplace = 20;
constexpr absl::Duration kReplaceAgainAfter = absl::Milliseconds(250);
// Besides the reserve. Appends need some of it while the rebuild looks the next time.
constexpr uint64_t kRoomBytes = uint64_t{64} << 20;

uint64_t BytesIn(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;  // compaction removes files
    const uint64_t size = file->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

absl::Status Remove(const std::string& directory) {
  std::error_code error;
  std::filesystem::remove_all(directory, error);
  if (!error) return absl::OkStatus();
  return eventstore::ErrnoStatus(error.value(), absl::StrCat("removing ", directory));
}

// Call `row` for all rows of a family, a few at a time, until it returns false.
absl::Status EachRow(const ReadModelStore& store, const std::string& family, const ReadModelStore::Frozen& frozen,
                     absl::FunctionRef<bool(const std::string& key, const std::string& value)> row) {
  std::string from;
  while (true) {
    std::vector<std::pair<std::string, std::string>> rows;
    absl::Status scanned = store.Scan(
        family, "", from,
        [&](absl::string_view key, absl::string_view value) {
          rows.emplace_back(key, value);
          return rows.size() < kRowsAtOnce;
        },
        &frozen);
    if (!scanned.ok()) return scanned;
    for (const auto& [key, value] : rows) {
      if (!row(key, value)) return absl::OkStatus();
    }
    if (rows.size() < kRowsAtOnce) return absl::OkStatus();
    from = absl::StrCat(rows.back().first, absl::string_view("\0", 1));
  }
}

class OnlineRebuild {
 public:
  OnlineRebuild(const eventstore::EventLog& log, Worker& worker, const OnlineRebuildOptions& options,
                BuildProgress progress)
      : log_(log),
        worker_(worker),
        options_(options),
        progress_(progress),
        directory_(worker.store().directory()),
        making_(absl::StrCat(directory_, ".making")),
        made_(absl::StrCat(directory_, ".new")),
        kept_(absl::StrCat(directory_, ".old")) {}

  absl::StatusOr<RebuildReport> Run() {
    for (const std::string* left : {&making_, &made_}) {
      if (absl::Status removed = Remove(*left); !removed.ok()) return removed;
    }
    const absl::Cleanup clean = [this] {
      CloseFresh();
      for (const std::string* left : {&making_, &made_}) Remove(*left).IgnoreError();
    };
    absl::Status done = CheckSpace();
    if (done.ok()) done = Make();
    const bool full = absl::StrContains(done.message(), "No space left on device") ||
                      absl::StrContains(done.message(), "Disk quota exceeded");
    if (absl::IsUnavailable(done) && full) return eventstore::DiskFullError(done.message());
    if (!done.ok()) return done;
    return std::move(report_);
  }

 private:
  // Whether it goes on.
  absl::Status GoOn(uint64_t done, uint64_t total) {
    if (!progress_(done, total)) return absl::CancelledError("nobody waits for the rebuild");
    return CheckRoom(0);
  }

  // The log stops when the disk has less than its reserve: whatever happens here, that must not.
  absl::Status CheckRoom(uint64_t bytes) const {
    std::error_code error;
    const std::filesystem::space_info disk =
        std::filesystem::space(std::filesystem::path(directory_).parent_path(), error);
    if (error || disk.available >= bytes + options_.reserve_bytes + kRoomBytes) return absl::OkStatus();
    return eventstore::DiskFullError(
        absl::StrCat("the disk has no space for a second copy of the read models: ", disk.available >> 20,
                     " MiB are free, and ", (bytes + options_.reserve_bytes + kRoomBytes) >> 20, " MiB are needed"));
  }
  absl::Status CheckSpace() const {
    const uint64_t needed = BytesIn(directory_);
    const uint64_t freed = BytesIn(kept_);  // before the new ones take its place
    return CheckRoom(needed > freed ? needed - freed : 0);
  }

  absl::Status OpenFresh() {
    absl::StatusOr<std::unique_ptr<ReadModelStore>> opened = ReadModelStore::Open(making_, ProjectionNames());
    if (!opened.ok()) return opened.status();
    fresh_ = *std::move(opened);
    feeder_ = std::make_unique<Feeder>(log_, *fresh_, FoldFromLog(log_));
    return absl::OkStatus();
  }
  void CloseFresh() {
    frozen_.reset();
    feeder_.reset();
    fresh_.reset();
  }

  absl::Status Make() {
    if (absl::Status opened = OpenFresh(); !opened.ok()) return opened;
    fed_ = log_.size();
    absl::Status room;
    const auto progress = [&](uint64_t done, uint64_t total) {
      room = GoOn(done, total);
      return room.ok();
    };
    const absl::Status built = BuildByStreams(log_, *fresh_, fed_, options_.threads, progress);
    if (!room.ok()) return room;
    if (!built.ok()) return built;
    if (absl::Status near = ComeNear(); !near.ok()) return near;
    if (absl::Status compared = CompareCopies(); !compared.ok()) return compared;
    if (absl::Status removed = Remove(kept_); !removed.ok()) return removed;
    absl::Status replaced;
    for (int tries = 0; tries < kTriesToReplace; ++tries) {
      if (absl::Status near = ComeNear(); !near.ok()) return near;
      // What is still in memory then, readers wait for. Nothing is asked of the old ones: if their disk refuses, they
      // would count as failed.
      if (absl::Status flushed = fresh_->Flush(); !flushed.ok()) return flushed;
      replaced = ReplaceBetweenSteps(tries + 1 == kTriesToReplace);
      if (!again_) return replaced;
      absl::SleepFor(kReplaceAgainAfter);
    }
    return replaced;
  }

  // Take what was appended meanwhile, until little is missing. Appends may be faster for a while.
  absl::Status ComeNear() {
    for (int tries = 0; tries < kTriesToComeNear; ++tries) {
      const uint64_t size = log_.size();
      if (absl::Status goes_on = GoOn(fed_, size); !goes_on.ok()) return goes_on;
      if (size - fed_ < kNear && tries > 0) break;
      if (absl::Status fed = Feed(size); !fed.ok()) return fed;
    }
    return absl::OkStatus();
  }

  absl::Status Feed(eventstore::Position end) {
    while (fed_ < end) {
      const absl::StatusOr<eventstore::Position> step = feeder_->Step(nullptr, end);
      if (!step.ok()) return step.status();
      fed_ = *step;
    }
    return absl::OkStatus();
  }

  absl::Status RunBetweenSteps(absl::FunctionRef<void(ReadModelStore&)> task) {
    // The task, in another thread, may go on feeding.
    const eventstore::Position fed = fed_;
    const absl::StatusOr<bool> run = worker_.RunBetweenSteps(task, [&] { return GoOn(fed, log_.size()).ok(); });
    if (!run.ok()) return run.status();
    if (*run) return absl::OkStatus();
    if (absl::Status goes_on = GoOn(fed_, log_.size()); !goes_on.ok()) return goes_on;
    return absl::UnavailableError("the read models in use were busy; retry");
  }

  // Compare the rows as they are now, while both are written. Those that differ are suspects, as are all that change
  // from now on: they are compared again at the same position. All others are the same.
  absl::Status CompareCopies() {
    const ReadModelStore& old = worker_.store();
    opening_ = old.openings();
    std::shared_ptr<const ReadModelStore::Frozen> old_frozen;
    const auto begin = [&](ReadModelStore& store) {
      store.NoteChanges(changed_in_old_);
      old_frozen = store.Freeze(ReadModelStore::DamageMet::kOnlyReturned);
    };
    if (absl::Status begun = RunBetweenSteps(begin); !begun.ok()) return begun;
    fresh_->NoteChanges(changed_in_fresh_);
    frozen_ = fresh_->Freeze();
    absl::Status ended;
    old_reads_ = true;
    for (const std::string& family : ProjectionNames()) {
      const absl::Status read =
          EachRow(*fresh_, family, *frozen_, [&](const std::string& key, const std::string& value) {
            if (++report_.rows % kRowsAtOnce == 0) ended = GoOn(fed_, log_.size());
            if (old_reads_) {
              const auto there = old.Get(family, key, old_frozen.get());
              old_reads_ = there.ok();
              if (old_reads_ && (!there->has_value() || **there != value)) Suspect(family, key);
            }
            return ended.ok();
          });
      if (!ended.ok()) return ended;
      if (!read.ok()) return read;
      if (!old_reads_) continue;
      size_t rows = 0;
      absl::Status fresh_reads;
      const absl::Status old_read = EachRow(old, family, *old_frozen, [&](const std::string& key, const std::string&) {
        if (++rows % kRowsAtOnce == 0) ended = GoOn(fed_, log_.size());
        const auto there = fresh_->Get(family, key, frozen_.get());
        fresh_reads = there.status();
        if (there.ok() && !there->has_value()) Suspect(family, key);
        return ended.ok() && fresh_reads.ok();
      });
      if (!ended.ok()) return ended;
      if (!fresh_reads.ok()) return fresh_reads;
      old_reads_ = old_read.ok();
    }
    return absl::OkStatus();
  }
  void Suspect(const std::string& family, const std::string& key) {
    if (suspects_.size() < kSuspectsMax) {
      suspects_.emplace(family, key);
    } else {
      too_many_ = true;
    }
  }

  absl::Status ReplaceBetweenSteps(bool last_try) {
    absl::Status replaced = absl::UnavailableError("the read models in use were busy; retry");
    again_ = false;
    const auto replace = [&](ReadModelStore& old) {
      // Rows of the old ones may be ahead of what they have taken, but not of this.
      const eventstore::Position size = log_.size();
      if (size - fed_ > kNear && !last_try) {
        again_ = true;
        return;
      }
      replaced = MeetAt(size, old);
    };
    if (absl::Status run = RunBetweenSteps(replace); !run.ok()) return run;
    return replaced;
  }

  // While nothing is written but here: bring both to the same position, compare what is left to compare, and replace.
  absl::Status MeetAt(eventstore::Position size, ReadModelStore& old) {
    if (absl::Status fed = Feed(size); !fed.ok()) return fed;
    if (absl::Status counted = CountNewRows(); !counted.ok()) return counted;
    report_.compared = old_reads_ && CompareAt(size, old);
    report_.events = size;
    if (!report_.compared) report_.differences.clear();
    if (absl::Status flushed = fresh_->Flush(); !flushed.ok()) return flushed;
    CloseFresh();
    // From now on, a start that finds nothing else in use takes it (FinishSwap).
    std::error_code error;
    std::filesystem::rename(making_, made_, error);
    if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("renaming ", making_));
    const absl::StatusOr<absl::Duration> waited = old.Replace(made_, ".old");
    if (waited.ok()) {
      report_.waited = *waited;
      report_.kept_as = kept_;
      return absl::OkStatus();
    }
    std::filesystem::rename(made_, making_, error);
    if (absl::Status opened = error ? waited.status() : OpenFresh(); !opened.ok()) return opened;
    fresh_->NoteChanges(changed_in_fresh_);
    frozen_ = fresh_->Freeze();
    again_ = absl::IsUnavailable(waited.status());
    return waited.status();
  }

  absl::Status CountNewRows() {
    for (const auto& changed : changed_in_fresh_->Take()) {
      const auto before = fresh_->Get(changed.first, changed.second, frozen_.get());
      if (!before.ok()) return before.status();
      if (!before->has_value()) ++report_.rows;
      suspects_.insert(changed);
    }
    return absl::OkStatus();
  }

  // Return whether the old ones could be compared.
  bool CompareAt(eventstore::Position size, ReadModelStore& old) {
    if (old.openings() != opening_ || !BringTo(size, old)) return false;
    suspects_.merge(changed_in_old_->Take());
    report_.differences.clear();
    const auto old_frozen = old.Freeze(ReadModelStore::DamageMet::kOnlyReturned);
    for (const auto& [family, key] : suspects_) {
      const auto in_old = old.Get(family, key, old_frozen.get());
      const auto in_fresh = fresh_->Get(family, key);
      if (!in_old.ok() || !in_fresh.ok()) return false;
      if (*in_old == *in_fresh) continue;
      report_.differences.push_back(absl::StrCat(family, " ", absl::CHexEscape(key)));
      if (report_.differences.size() == kDifferencesMax) return true;
    }
    // Too many to know: what was left out may be the only one.
    return !too_many_ || !report_.differences.empty();
  }

  // Take exactly the entries before `size`, also where rows were ahead. Return whether that is possible.
  bool BringTo(eventstore::Position size, ReadModelStore& old) const {
    if (!old.Failure().ok() || worker_.position() + kFarAtMost < size) return false;
    Feeder exact(log_, old, FoldFromLog(log_));
    for (eventstore::Position done = 0; done < size;) {
      const absl::StatusOr<eventstore::Position> step = exact.Step(nullptr, size);
      if (!step.ok()) return false;
      done = *step;
    }
    return true;
  }
  static constexpr eventstore::Position kFarAtMost = 16384;

  const eventstore::EventLog& log_;
  Worker& worker_;
  const OnlineRebuildOptions options_;
  const BuildProgress progress_;
  const std::string directory_;
  const std::string making_;  // never taken by a start
  const std::string made_;    // complete; rebuild.h
  const std::string kept_;
  RebuildReport report_;
  std::unique_ptr<ReadModelStore> fresh_;
  std::unique_ptr<Feeder> feeder_;  // of it
  eventstore::Position fed_ = 0;
  std::shared_ptr<const ReadModelStore::Frozen> frozen_;  // of it, when its rows were counted
  const std::shared_ptr<ChangedKeys> changed_in_fresh_ = std::make_shared<ChangedKeys>();
  const std::shared_ptr<ChangedKeys> changed_in_old_ = std::make_shared<ChangedKeys>();
  ChangedKeys::Keys suspects_;
  bool too_many_ = false;   // suspects
  bool old_reads_ = false;  // the old ones could be read so far
  uint64_t opening_ = 0;    // of the old ones, when they were compared
  bool again_ = false;      // the replacement may succeed a little later
};

}  // namespace

absl::StatusOr<RebuildReport> RebuildInUse(const eventstore::EventLog& log, Worker& worker,
                                           const OnlineRebuildOptions& options, BuildProgress progress) {
  return OnlineRebuild(log, worker, options, progress).Run();
}

}  // namespace casejournal::projections
