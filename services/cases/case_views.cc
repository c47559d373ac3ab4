#include "services/cases/case_views.h"

#include <optional>
#include <utility>

namespace casejournal::services {

using projections::Sight;

// From an earlier view of it, if there is one and that is enough.
CaseViews::View CaseViews::Make(const View& earlier, const CaseAt& at, projections::LabelSet may_see) {
  std::optional<projections::Seen> seen;
  if (earlier.sight != nullptr) seen = projections::SeenFurther(*earlier.sight, earlier.at->record, at.record, may_see);
  if (!seen) {
    Sight sight = SightOf(at.record, may_see);
    projections::CaseRecord record = RecordSeen(at.record, sight);
    seen = {.sight = std::move(sight), .record = std::move(record)};
  }
  const uint32_t withheld = seen->sight.count;
  return {.at = std::make_shared<const CaseAt>(std::move(seen->record), at.head, withheld),
          .sight = std::make_shared<const Sight>(std::move(seen->sight))};
}

CaseViews::View CaseViews::Of(const eventstore::Uuid& case_id, const std::shared_ptr<const CaseAt>& at,
                              projections::LabelSet may_see) {
  if (may_see.Covers(at->labels())) return {.at = at, .sight = nullptr};
  const Key key{.case_id = case_id, .labels = may_see.bits()};
  const eventstore::Revision head = at->head.next();
  View earlier;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = held_.find(key);
    if (found != held_.end() && found->second.head == head) {
      by_use_.splice(by_use_.begin(), by_use_, found->second.used);
      return found->second.view;
    }
    if (found != held_.end() && found->second.head < head) earlier = found->second.view;
  }
  const View view = Make(earlier, *at, may_see);
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
