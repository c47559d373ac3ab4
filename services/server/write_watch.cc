#include "services/server/write_watch.h"

#include <utility>

#include "absl/time/time.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kLookEvery = absl::Seconds(1);

}  // namespace

WriteWatch::WriteWatch(std::function<void()> look) {
  look();
  thread_ = std::thread([this, look = std::move(look)] {
    while (!over_.WaitForNotificationWithTimeout(kLookEvery)) look();
  });
}

WriteWatch::~WriteWatch() {
  over_.Notify();
  thread_.join();
}

}  // namespace casejournal::services
