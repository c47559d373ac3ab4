#include "services/server/write_watch.h"

#include <utility>

#include "absl/time/time.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kWriteLookEvery = absl::Seconds(1);

}  // namespace

WriteWatch::WriteWatch(std::function<void()> look) {
  look();
  thread_ = std::thread([this, look = std::move(look)] {
    while (!pause_.Wait(kWriteLookEvery)) look();
  });
}

WriteWatch::~WriteWatch() {
  pause_.Wake();
  thread_.join();
}

}  // namespace casejournal::services
