// Notices that the clock of the machine was set back.
#ifndef CASEJOURNAL_SERVICES_SERVER_SET_BACK_H_
#define CASEJOURNAL_SERVICES_SERVER_SET_BACK_H_

#include "absl/time/time.h"

namespace casejournal::services {

// Abseil waits until a time of the machine's clock. After that was set back by an hour, a thread that wanted to look
// again in a second would do so in an hour. So somebody wakes those threads. Not for concurrent use.
class SetBack {
 public:
  // Smaller steps are not told: whoever waits does so no longer than that.
  static constexpr absl::Duration kLeast = absl::Milliseconds(500);

  // The clock of the machine shows `clock`, and the steady clock `steady`. Return whether the first was set back since
  // the last call.
  bool Look(absl::Time clock, absl::Time steady) {
    const absl::Duration ahead = clock - steady;
    const bool was = ahead < ahead_ - kLeast;
    ahead_ = ahead;
    return was;
  }

 private:
  absl::Duration ahead_ = -absl::InfiniteDuration();  // of the steady clock, at the last call
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_SET_BACK_H_
