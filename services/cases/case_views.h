// Cases as readers with fewer labels see them, kept while they are in use.
#ifndef CASEJOURNAL_SERVICES_CASES_CASE_VIEWS_H_
#define CASEJOURNAL_SERVICES_CASES_CASE_VIEWS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/label_set.h"
#include "projections/sight/sight.h"
#include "services/cases/case_cache.h"
#include "services/cases/seen_summaries.h"

namespace casejournal::services {

// Safe for concurrent use. Holds about `bytes_max` bytes, and evicts the least recently used first.
class CaseViews {
 public:
  struct View {
    std::shared_ptr<const CaseAt> at;                 // the case as seen
    std::shared_ptr<const projections::Sight> sight;  // null: nothing is withheld, and `at` is the case itself
  };

  explicit CaseViews(size_t bytes_max) : bytes_max_(bytes_max), summaries_(bytes_max / 4) {}

  // `at` as a reader sees it who may see these labels. Folds the case again if something is withheld and the view of
  // this head is not held, nor one that is enough to go on from (projections::SeenFurther). A case with none of the
  // other labels costs nothing.
  View Of(const eventstore::Uuid& case_id, const std::shared_ptr<const CaseAt>& at, projections::LabelSet may_see);

  // What lists say of such views, which is far smaller.
  SeenSummaries& summaries() { return summaries_; }

 private:
  struct Key {
    eventstore::Uuid case_id;
    uint16_t labels = 0;
    bool operator==(const Key&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& key) {
      return H::combine(std::move(h), key.case_id, key.labels);
    }
  };
  struct Held {
    View view;
    eventstore::Revision head = 0;
    size_t bytes = 0;
    std::list<Key>::iterator used;
  };

  static View Make(const View& earlier, const CaseAt& at, projections::LabelSet may_see);

  const size_t bytes_max_;
  SeenSummaries summaries_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Key> by_use_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Key, Held> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_CASE_VIEWS_H_
