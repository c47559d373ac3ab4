#include "services/cases/case_views.h"

namespace casejournal::services {

using projections::Sight;

CaseViews::View CaseViews::Of(const eventstore::Uuid& case_id, const std::shared_ptr<const CaseAt>& at,
                              projections::LabelSet may_see) {
  if (may_see.Covers(at->labels())) return {.at = at, .sight = nullptr};
  const Key key{.case_id = case_id, .labels = may_see.bits()};
  const eventstore::Revision head = at->head.next();
  {
    absl::MutexLock lock(&mutex_);
    const auto found = held_.find(key);
    if (found != held_.end() && found->second.head == head) {
      by_use_.splice(by_use_.begin(), by_use_, found->second.used);
      return found->second.view;
    }
  }
  auto sight = std::make_shared<const Sight>(SightOf(at->record, may_see));
  View view{.at = std::make_shared<const CaseAt>(RecordSeen(at->record, *sight), at->head, sight->count),
            .sight = sight};
  absl::MutexLock lock(&mutex_);
  auto [found, added] = held_.try_emplace(key);
  Held& held = found->second;
  if (added) {
    held.used = by_use_.insert(by_use_.begin(), key);
  } else {
    if (held.head > head) return view;
    bytes_ -= held.bytes;
    by_use_.splice(by_use_.begin(), by_use_, held.used);
  }
  held.view = view;
  held.head = head;
  held.bytes = view.at->record.MemoryBytes();
  bytes_ += held.bytes;
  while (bytes_ > bytes_max_ && by_use_.size() > 1) {
    const auto oldest = held_.find(by_use_.back());
    bytes_ -= oldest->second.bytes;
    held_.erase(oldest);
    by_use_.pop_back();
  }
  return view;
}

}  // namespace casejournal::services
