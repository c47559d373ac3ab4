// What changes of what is due over cases.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCH_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/answers/lists/due_items.h"
#include "services/answers/lists/due_watches.h"
#include "services/answers/turn.h"

namespace casejournal::services {

// The answer to one WatchWork, as documented in CaseService. Not for concurrent use.
class DueWatch {
 public:
  // For what `reader` may see, as they see it. `wake` is called when another turn is due after kWait, and sometimes
  // when none is (due_watches.h).
  DueWatch(DueWatches& watches, Reader reader, v1::WatchWorkRequest request, std::function<void()> wake);

  // Take a turn. `change` is the message after kMessage. A turn looks at a limited number of cases.
  //   kUnavailable  the server stops, or as status() of what the answer reads.
  //   Others as documented in CaseService.
  absl::StatusOr<Turn> Next(v1::WatchWorkResponse& change);

 private:
  // The items of one case that were sent, by name, each with a hash of what was sent.
  using SentItems = std::map<std::string, size_t>;

  // One look at cases that may have changed.
  struct Pass {
    WhoseWork whose;
    DueFilter wanted;
    VisibleCases visible;
    std::vector<std::string> case_ids;
    size_t next = 0;  // in case_ids
    v1::WatchWorkResponse change;
  };

  absl::Status Begin();
  absl::Status BeginPass();
  absl::StatusOr<Turn> TakePart(v1::WatchWorkResponse& change);
  absl::Status TakeCase(const std::string& case_id);
  void AddChanges(const std::string& case_id, const CaseWork* of, Pass& pass, SentItems& sent) const;
  const DueWatchSources& sources() const { return watches_.sources(); }

  DueWatches& watches_;
  const Reader reader_;
  const v1::WatchWorkRequest request_;
  const uint64_t size_;                     // of the log when the call came
  const eventstore::Deadline begin_until_;  // the first list must be up to date then
  bool begun_ = false;
  bool complete_ = false;  // the first list was sent
  std::string day_;
  std::string issuer_;
  std::map<std::string, SentItems> sent_;  // by case
  std::optional<Pass> pass_;
  DueWatches::Member member_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCH_H_
