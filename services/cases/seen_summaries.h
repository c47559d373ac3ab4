// What lists say of cases as readers with fewer labels see them, kept so that a list need not fold each case again.
#ifndef CASEJOURNAL_SERVICES_CASES_SEEN_SUMMARIES_H_
#define CASEJOURNAL_SERVICES_CASES_SEEN_SUMMARIES_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/label_set.h"

namespace casejournal::services {

// What a summary depends on besides the case: the day, and the law of that day; null: there are no rules.
struct ListedOn {
  std::string day;
  std::shared_ptr<const void> law;
  bool operator==(const ListedOn&) const = default;
};

// Safe for concurrent use. Holds about `bytes_max` bytes, and evicts the least recently used first.
class SeenSummaries {
 public:
  // A case as readers see it who see these labels.
  struct View {
    std::string case_id;
    projections::LabelSet sees;
  };

  explicit SeenSummaries(size_t bytes_max) : bytes_max_(bytes_max) {}

  // What was kept of the view for this head of the case, on this day. Null: nothing, or it is no longer held.
  std::shared_ptr<const v1::CaseSummary> Find(const View& view, eventstore::Revision head, const ListedOn& on);
  void Keep(const View& view, eventstore::Revision head, ListedOn on, std::shared_ptr<const v1::CaseSummary> summary);

 private:
  using Key = std::pair<std::string, uint16_t>;
  struct Held {
    std::shared_ptr<const v1::CaseSummary> summary;
    eventstore::Revision head = 0;
    ListedOn on;
    size_t bytes = 0;
    std::list<Key>::iterator used;
  };

  const size_t bytes_max_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Key> by_use_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Key, Held> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_SEEN_SUMMARIES_H_
