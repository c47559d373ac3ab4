#include "projections/read_models/stream_build.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/system/thread_name.h"
#include "projections/read_models/read_forward.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {
namespace {

constexpr size_t kBuildThreadsMax = 8;
constexpr size_t kPageEntries = 4096;
constexpr size_t kWriteBytes = size_t{1} << 20;
constexpr absl::Duration kShowEvery = absl::Milliseconds(100);

// Rows of one thread, which are written when they are many.
class RowWriter {
 public:
  explicit RowWriter(ReadModelStore& store)
      : store_(store), projections_(AllProjections()), rows_(projections_.size()) {}

  absl::Status AddCase(const CaseRecord& record) {
    for (size_t i = 0; i < projections_.size(); ++i) {
      projections_[i]->Apply(record, 0, [&](std::string key, std::string value) {
        bytes_ += key.size() + value.size();
        rows_[i].emplace_back(std::move(key), std::move(value));
      });
    }
    return bytes_ < kWriteBytes ? absl::OkStatus() : Write();
  }

  absl::Status AddPage(const eventstore::EventLog& log, const std::vector<eventstore::PlacedHeader>& page) {
    for (const eventstore::PlacedHeader& placed : page) {
      if (absl::Status added = AddAccessRows(log, placed, projections_, rows_); !added.ok()) return added;
    }
    return Write();
  }

  absl::Status Write() {
    for (size_t i = 0; i < projections_.size(); ++i) {
      if (rows_[i].empty()) continue;
      if (absl::Status written = store_.Add(projections_[i]->name(), rows_[i]); !written.ok()) return written;
      rows_[i].clear();
    }
    bytes_ = 0;
    return absl::OkStatus();
  }

 private:
  ReadModelStore& store_;
  const std::vector<std::unique_ptr<Projection>> projections_;
  NewRows rows_;
  size_t bytes_ = 0;
};

class StreamBuild {
 public:
  StreamBuild(const eventstore::EventLog& log, ReadModelStore& store, uint64_t size, size_t threads,
              BuildProgress progress)
      : log_(log), store_(store), size_(size), threads_(std::max<size_t>(threads, 1)), progress_(progress) {}

  absl::Status Build() {
    if (absl::Status read = InThreads([this] { return ReadPages(); }); !read.ok()) return read;
    // Long ones first, so that no thread is left alone with one at the end.
    std::vector<Case> cases(last_of_.begin(), last_of_.end());
    last_of_.clear();
    std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.second > b.second; });
    next_ = 0;
    if (absl::Status made = InThreads([&] { return MakeCases(cases); }); !made.ok()) return made;
    return WriteCheckpoints();
  }

 private:
  using Case = std::pair<eventstore::Uuid, eventstore::Revision>;  // and its last entry

  // Run `part` in each thread, and wait for all of them. Return the first error.
  absl::Status InThreads(absl::FunctionRef<absl::Status()> part) {
    std::vector<std::thread> threads;
    while (threads.size() < threads_ && StartThread(threads, part)) {
    }
    if (threads.empty()) return absl::ResourceExhaustedError("this process gets no more threads now");
    const auto over = [this] {
      mutex_.AssertReaderHeld();
      return running_ == 0;
    };
    bool wanted = true;
    while (wanted) {
      {
        absl::MutexLock lock(&mutex_);
        if (mutex_.AwaitWithTimeout(absl::Condition(&over), kShowEvery)) break;
      }
      wanted = progress_(done_, size_);
    }
    if (!wanted) ends_ = true;
    for (std::thread& thread : threads) thread.join();
    absl::MutexLock lock(&mutex_);
    if (!wanted) error_.Update(absl::CancelledError("nobody waits for the read models"));
    return error_;
  }

  // Return whether there is one more thread.
  bool StartThread(std::vector<std::thread>& threads, absl::FunctionRef<absl::Status()> part) {
    {
      absl::MutexLock lock(&mutex_);
      ++running_;
    }
    try {
      threads.emplace_back([this, part] {
        eventstore::NameThisThread("rebuild");
        const absl::Status ended = part();
        absl::MutexLock lock(&mutex_);
        error_.Update(ended);
        if (!ended.ok()) ends_ = true;
        --running_;
      });
      return true;
    } catch (const std::system_error&) {
      absl::MutexLock lock(&mutex_);
      --running_;
      return false;
    }
  }

  // Find out which cases there are, and add the rows of all other entries.
  absl::Status ReadPages() {
    RowWriter writer(store_);
    absl::flat_hash_map<eventstore::Uuid, eventstore::Revision> last_of;
    while (!ends_) {
      const eventstore::Position from = next_.fetch_add(kPageEntries);
      if (from >= size_) break;
      const uint64_t entries = std::min<uint64_t>(kPageEntries, size_ - from);
      const absl::StatusOr<std::vector<eventstore::PlacedHeader>> page = log_.ReadHeaders(from, entries);
      if (!page.ok()) return page.status();
      if (page->size() != entries) return absl::DataLossError("the log ends before its size");
      uint64_t others = 0;
      for (const eventstore::PlacedHeader& placed : *page) {
        if (placed.header.stream.kind == eventstore::StreamKind::kCase) {
          eventstore::Revision& last = last_of[placed.header.stream.uuid];
          last = std::max(last, placed.header.revision);
        } else {
          ++others;
        }
      }
      if (absl::Status added = writer.AddPage(log_, *page); !added.ok()) return added;
      done_ += others;
    }
    absl::MutexLock lock(&mutex_);
    for (const auto& [case_id, revision] : last_of) {
      eventstore::Revision& last = last_of_[case_id];
      last = std::max(last, revision);
    }
    return absl::OkStatus();
  }

  absl::Status MakeCases(const std::vector<Case>& cases) {
    RowWriter writer(store_);
    while (!ends_) {
      const size_t next = next_.fetch_add(1);
      if (next >= cases.size()) break;
      const auto& [case_id, last] = cases[next];
      const absl::StatusOr<CaseRecord> record = ReadForward(log_, case_id, CaseRecord(case_id.ToString()), last);
      if (!record.ok()) return record.status();
      if (absl::Status added = writer.AddCase(*record); !added.ok()) return added;
      done_ += last + 1;
    }
    return ends_ ? absl::OkStatus() : writer.Write();
  }

  // All rows are there.
  absl::Status WriteCheckpoints() {
    if (!progress_(size_, size_)) return absl::CancelledError("nobody waits for the read models");
    if (size_ > 0) {
      const absl::StatusOr<std::vector<eventstore::PlacedHeader>> last = log_.ReadHeaders(size_ - 1, 1);
      if (!last.ok()) return last.status();
      if (last->empty()) return absl::DataLossError("the log ends before its size");
      for (const std::string& family : ProjectionNames()) {
        if (absl::Status written = store_.Write(family, {}, MadeUpTo::With(last->front())); !written.ok())
          return written;
      }
    }
    return absl::OkStatus();
  }

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const uint64_t size_;
  const size_t threads_;
  const BuildProgress progress_;
  std::atomic<uint64_t> next_ = 0;  // page or case that no thread has taken
  std::atomic<uint64_t> done_ = 0;  // entries
  std::atomic<bool> ends_ = false;
  absl::Mutex mutex_;
  size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status error_ ABSL_GUARDED_BY(mutex_);                           // the first
  absl::flat_hash_map<eventstore::Uuid, eventstore::Revision> last_of_;  // guarded while threads run
};

}  // namespace

size_t BuildThreadsMax() { return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kBuildThreadsMax); }

absl::Status BuildByStreams(const eventstore::EventLog& log, ReadModelStore& store, uint64_t size, size_t threads,
                            BuildProgress progress) {
  return StreamBuild(log, store, size, threads, progress).Build();
}

}  // namespace casejournal::projections
