// Counts refused calls, so that somebody looks at a caller who tries one door after another.
#ifndef CASEJOURNAL_SERVICES_ACCESS_REFUSALS_H_
#define CASEJOURNAL_SERVICES_ACCESS_REFUSALS_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/event/v1/person.pb.h"

namespace casejournal::services {

// Safe for concurrent use.
class Refusals {
 public:
  // A caller with so many refused calls within the window is told of once in each window.
  static constexpr uint32_t kCallsMax = 100;
  static constexpr absl::Duration kWindow = absl::Minutes(10);
  // So many callers are counted at a time. Callers beyond them count as one.
  static constexpr size_t kCallersMax = 10'000;

  using Tell = std::function<void(event::v1::CallsRefused)>;
  // `tell` is called on the thread of the refused call and must not block.
  explicit Refusals(Tell tell) : tell_(std::move(tell)) {}

  // Count a refused call. `caller` is empty where nobody could be identified.
  void Count(const event::v1::Staff& caller, absl::string_view method, absl::Time now);

 private:
  struct Counted {
    absl::Time began;
    uint32_t calls = 0;
    std::set<std::string> methods;
  };

  const Tell tell_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Counted> by_caller_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_REFUSALS_H_
