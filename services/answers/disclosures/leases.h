// What readers of the journal may be given before something is recorded again: ranges, recorded ahead.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_LEASES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_LEASES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/clocks.h"
#include "services/answers/disclosures/disclosure_desk.h"

namespace casejournal::services {

// Calls of the same reader, for the same purpose, share a lease. Safe for concurrent use.
class Leases {
 public:
  // A lease ends after so many positions, or after this time, whichever is first.
  static constexpr uint64_t kPositions = 100'000;
  static constexpr absl::Duration kTime = absl::Minutes(1);

  // `desk` must outlive it.
  explicit Leases(const DisclosureDesk& desk, std::function<absl::Time()> now = SteadyNow)
      : desk_(desk), now_(std::move(now)) {}

  // Call this before entries of cases at positions `first` to `last` leave. If no lease covers them, one is recorded,
  // which waits for the disk.
  //   kUnavailable  DisclosureNotRecorded: give nothing.
  absl::Status Cover(const Caller& caller, const Decision& may, absl::string_view method, eventstore::Position first,
                     eventstore::Position last);

  // Who records the leases.
  const DisclosureDesk& desk() const { return desk_; }

 private:
  struct Lease {
    eventstore::Position first = 0;
    eventstore::Position last = 0;
    absl::Time until;
  };

  const DisclosureDesk& desk_;
  const std::function<absl::Time()> now_;
  absl::Mutex mutex_;
  // By who reads, how, and why. Calls of one reader may be at different places.
  absl::flat_hash_map<std::string, std::vector<Lease>> leases_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_LEASES_H_
