#include "services/access/refusals.h"

#include <utility>

namespace casejournal::services {
namespace {

constexpr int kMethodsMax = 20;

}  // namespace

void Refusals::Count(const event::v1::Staff& caller, absl::string_view method, absl::Time now) {
  std::string key = caller.issuer() + '\0' + caller.subject();
  event::v1::CallsRefused refused;
  {
    absl::MutexLock lock(&mutex_);
    if (by_caller_.size() >= kCallersMax && !by_caller_.contains(key)) {
      absl::erase_if(by_caller_, [now](const auto& each) { return now - each.second.began >= kWindow; });
      if (by_caller_.size() >= kCallersMax) key = std::string(1, '\0');
    }
    Counted& counted = by_caller_[key];
    if (counted.calls == 0 || now - counted.began >= kWindow) counted = Counted{.began = now};
    ++counted.calls;
    if (counted.methods.size() < kMethodsMax) counted.methods.emplace(method);
    if (counted.calls != kCallsMax) return;
    refused.set_calls(counted.calls);
    for (const std::string& each : counted.methods) refused.add_methods(each);
  }
  *refused.mutable_caller() = caller;
  tell_(std::move(refused));
}

}  // namespace casejournal::services
