#include "services/server/write_watch.h"

#include <utility>

#include "absl/time/time.h"
#include "eventstore/system/thread_name.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kWriteLookEvery = absl::Seconds(1);

}  // namespace

WriteWatch::WriteWatch(std::function<void()> look) {
  look();
  thread_ = std::thread([this, look = std::move(look)] {
    eventstore::NameThisThread("write-watch");
    while (!pause_.Wait(kWriteLookEvery)) look();
  });
}

WriteWatch::~WriteWatch() {
  pause_.Wake();
  thread_.join();
}

}  // namespace casejournal::services
