// A journal that is used, what it promised meanwhile, and whether a directory keeps these promises. For tests only.
#ifndef CASEJOURNAL_TESTS_FAULTS_JOURNAL_STORY_H_
#define CASEJOURNAL_TESTS_FAULTS_JOURNAL_STORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/event_log.h"
#include "eventstore/recovery/continue_log.h"

namespace casejournal::faults {

enum class PromiseKind : uint8_t {
  kMade,       // the journal was created
  kAcked,      // the request begins at `number`
  kPublished,  // a checkpoint of `number` entries with `root` was given out
  kClosed,     // nothing more is recorded at or before `instant_us`
  kContinued,  // the log goes on under another name
  kBackedUp,   // generation `number` has `size` entries with `root`
  kPruning,    // generation `number` may go
  kRestored,   // the restored journal has `size` entries with `root`
};

struct Promise {
  PromiseKind kind = PromiseKind::kMade;
  uint64_t number = 0;
  uint64_t size = 0;
  int64_t instant_us = 0;
  eventstore::Hash root{};
  eventstore::Uuid request;
};

struct Submitted {
  struct Event {
    eventstore::StreamId stream;
    std::string payload;
  };
  std::vector<Event> events;
};

// Where a story happens.
struct Places {
  explicit Places(const std::string& root);
  std::string root;
  std::string journal;
  std::string copy;  // of the newest checkpoint
  std::string backups;
  std::string restored;
};

// Safe for concurrent use.
class Story {
 public:
  void Submit(const eventstore::Uuid& request, Submitted submitted);
  // Keep the promise, and mark it in the recording.
  void Promised(const Promise& promise);

  std::vector<Promise> promises() const;
  std::map<std::string, Submitted> requests() const;  // by Uuid::ToString
  eventstore::Continuation continuation;              // if the story has one

 private:
  mutable absl::Mutex mutex_;
  std::vector<Promise> promises_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Submitted> requests_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::unique_ptr<eventstore::EventLog>> OpenJournal(const Places& places, const std::string& directory);

// Append `requests` requests of one to five events each to streams of this writer, and sometimes close an instant or
// ask for a checkpoint. Payloads have up to `bytes_max` bytes. Return what failed.
absl::Status Write(eventstore::EventLog& log, Story& story, int writer, int requests, size_t bytes_max, uint64_t seed);

// The stories. What is below `places.root` may be recorded meanwhile. Each returns what failed.
absl::Status MakeOnly(const Places& places, Story& story, uint64_t seed);  // a journal, a repository, the first start
absl::Status MakeAndWrite(const Places& places, Story& story, uint64_t seed);      // make, start, append, stop, again
absl::Status BackUpAndRestore(const Places& places, Story& story, uint64_t seed);  // after a journal was made
absl::Status ContinueAndWrite(const Places& places, Story& story, uint64_t seed);  // after PrepareOlderState
// A journal that lost its end, which was acknowledged and published.
absl::Status PrepareOlderState(const Places& places, Story& story, uint64_t seed);

// What of `promises` does not hold below `places.root`, a sentence each. Starts the journal, reads all of it, appends
// to it, stops and checks it; the same for backups and what was restored from them.
std::vector<std::string> BrokenPromises(const Places& places, const Story& story, const std::vector<Promise>& promises,
                                        std::mt19937_64& chance);

}  // namespace casejournal::faults

#endif  // CASEJOURNAL_TESTS_FAULTS_JOURNAL_STORY_H_
