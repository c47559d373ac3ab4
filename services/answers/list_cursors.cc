#include "services/answers/list_cursors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::string ListCursors::Keep(std::shared_ptr<const ListState> state) {
  std::string name = eventstore::Uuid::Random().ToString();
  absl::MutexLock lock(&mutex_);
  Forget(kListsMax - 1);
  kept_[name] = {std::move(state), now_()};
  return name;
}

absl::StatusOr<std::shared_ptr<const ListState>> ListCursors::Find(const std::string& name) {
  absl::MutexLock lock(&mutex_);
  Forget(kListsMax);
  const auto found = kept_.find(name);
  if (found == kept_.end()) return NotKept();
  found->second.used = now_();
  return found->second.state;
}

absl::Status ListCursors::NotKept() {
  return absl::AbortedError(absl::StrCat("the server no longer keeps this list (it keeps ", kListsMax,
                                         " lists, each for ", absl::FormatDuration(kUnusedMax),
                                         " after its last page, until a restart); request the first page again"));
}

// Evict states that were unused for too long, and the least recently used above `lists_max`.
void ListCursors::Forget(size_t lists_max) {
  const absl::Time oldest = now_() - kUnusedMax;
  absl::erase_if(kept_, [&](const auto& each) { return each.second.used < oldest; });
  if (kept_.size() <= lists_max) return;
  kept_.erase(std::min_element(kept_.begin(), kept_.end(),
                               [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
}

}  // namespace casejournal::services
