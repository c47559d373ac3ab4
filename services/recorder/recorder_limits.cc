#include "services/recorder/recorder_limits.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"
#include "services/recorder/append_work.h"

namespace casejournal::services {

absl::Status CheckLimits(const v1::AppendRequest& request, absl::Span<const projections::CaseRecord* const> records,
                         const RecorderLimits& limits) {
  for (int i = 0; i < request.cases_size(); ++i) {
    const v1::CaseAppend& part = request.cases(i);
    const size_t entries = records[i]->entries().size();
    if (entries + part.events_size() <= limits.case_entries) continue;
    return WithReason(absl::FailedPreconditionError(absl::StrCat("case ", part.case_id(), " has ", entries,
                                                                 " entries, and can have at most ", limits.case_entries,
                                                                 "; nothing was recorded")),
                      v1::CASE_FULL, {{"case_id", part.case_id()}});
  }
  const auto sum = [&](uint64_t work_of(const projections::CaseRecord&, const v1::CaseAppend&)) {
    uint64_t work = 0;
    for (int i = 0; i < request.cases_size(); ++i) work += work_of(*records[i], request.cases(i));
    return work;
  };
  if (sum(WorkAtMost) <= limits.work) return absl::OkStatus();
  const uint64_t work = sum(WorkOf);
  if (work <= limits.work) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("the request has events that take effect before others: ", work,
                                                   " entries would be folded again, and ", limits.work,
                                                   " is the limit; nothing was recorded; send fewer events in one "
                                                   "request"));
}

absl::Status QueueFullError(const RecorderLimits& limits) {
  return RetryAfter(absl::ResourceExhaustedError(absl::StrCat(
                        "too many requests are waiting for their cases (limit: ", limits.waiting, " requests or ",
                        limits.waiting_bytes >> 20, " MiB); nothing was recorded; retry in a second")),
                    absl::Seconds(1));
}

}  // namespace casejournal::services
