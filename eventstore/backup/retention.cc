#include "eventstore/backup/retention.h"

#include <algorithm>

namespace casejournal::eventstore {

std::vector<uint64_t> ToPrune(const std::vector<Generation>& generations, const Retention& retention, int64_t now_us) {
  constexpr int64_t kDayUs = int64_t{24} * 3600 * 1'000'000;
  const uint64_t newest = std::max<uint64_t>(retention.newest, 1);
  std::vector<uint64_t> pruned;
  for (size_t at = 0; at < generations.size(); ++at) {
    const bool among_newest = generations.size() - at <= newest;
    // Whole days: an age of 30 days and an hour is older than 30 days.
    const bool young = retention.days > 0 && (now_us - generations[at].made_at_us) / kDayUs <
                                                 static_cast<int64_t>(std::min<uint64_t>(retention.days, 1'000'000));
    if (!among_newest && !young) pruned.push_back(generations[at].number);
  }
  return pruned;
}

}  // namespace casejournal::eventstore
