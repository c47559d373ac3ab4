#include "services/cases/seen_summaries.h"

namespace casejournal::services {

std::shared_ptr<const v1::CaseSummary> SeenSummaries::Find(const View& view, eventstore::Revision head,
                                                           const ListedOn& on) {
  absl::MutexLock lock(&mutex_);
  const auto found = held_.find(Key(view.case_id, view.sees.bits()));
  if (found == held_.end() || found->second.head != head || !(found->second.on == on)) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second.used);
  return found->second.summary;
}

void SeenSummaries::Keep(const View& view, eventstore::Revision head, ListedOn on,
                         std::shared_ptr<const v1::CaseSummary> summary) {
  Key key(view.case_id, view.sees.bits());
  absl::MutexLock lock(&mutex_);
  auto [found, added] = held_.try_emplace(key);
  Held& held = found->second;
  if (added) {
    held.used = by_use_.insert(by_use_.begin(), key);
  } else {
    bytes_ -= held.bytes;
    by_use_.splice(by_use_.begin(), by_use_, held.used);
  }
  held.bytes = summary->SpaceUsedLong() + 2 * sizeof(Key) + 2 * view.case_id.size() + sizeof(Held);
  held.summary = std::move(summary);
  held.head = head;
  held.on = std::move(on);
  bytes_ += held.bytes;
  while (bytes_ > bytes_max_ && by_use_.size() > 1) {
    const auto oldest = held_.find(by_use_.back());
    bytes_ -= oldest->second.bytes;
    held_.erase(oldest);
    by_use_.pop_back();
  }
}

}  // namespace casejournal::services
