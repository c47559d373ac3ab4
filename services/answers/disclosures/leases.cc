#include "services/answers/disclosures/leases.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

// Beyond this, readers whose leases ended are forgotten.
constexpr size_t kReadersMax = 10'000;

// Each part with its length, so that different callers have different keys.
std::string KeyOf(const Caller& caller, const Decision& may, absl::string_view method) {
  std::string key = absl::StrCat(may.under, "/", may.given_at.value_or(0), "/", method);
  for (const std::string* part : {&caller.actor.issuer(), &caller.actor.subject(), &caller.purpose, &caller.authority})
    absl::StrAppend(&key, "/", part->size(), ":", *part);
  return key;
}

}  // namespace

absl::Status Leases::Cover(const Caller& caller, const Decision& may, absl::string_view method,
                           eventstore::Position first, eventstore::Position last) {
  std::string key = KeyOf(caller, may, method);
  {
    absl::MutexLock lock(&mutex_);
    const auto held = leases_.find(key);
    const absl::Time now = now_();
    const auto covers = [&](const Lease& lease) {
      return lease.first <= first && last <= lease.last && now < lease.until;
    };
    if (held != leases_.end() && std::any_of(held->second.begin(), held->second.end(), covers)) return absl::OkStatus();
  }
  constexpr eventstore::Position kLast = std::numeric_limits<eventstore::Position>::max();
  Lease lease{.first = first, .last = first > kLast - kPositions ? kLast : first + kPositions - 1};
  lease.last = std::max(lease.last, last);
  if (absl::Status recorded = desk_.RecordRange(caller, may, method, lease.first, lease.last); !recorded.ok())
    return recorded;
  absl::MutexLock lock(&mutex_);
  const absl::Time now = now_();
  const auto ended = [now](const Lease& each) { return each.until <= now; };
  if (leases_.size() >= kReadersMax) {
    for (auto& [of, held] : leases_) held.erase(std::remove_if(held.begin(), held.end(), ended), held.end());
    absl::erase_if(leases_, [](const auto& each) { return each.second.empty(); });
  }
  std::vector<Lease>& held = leases_[std::move(key)];
  held.erase(std::remove_if(held.begin(), held.end(), ended), held.end());
  lease.until = now + kTime;
  held.push_back(lease);
  return absl::OkStatus();
}

}  // namespace casejournal::services
