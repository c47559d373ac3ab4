// How much a request may be, and how much may wait. Pure.
#ifndef CASEJOURNAL_SERVICES_RECORDER_RECORDER_LIMITS_H_
#define CASEJOURNAL_SERVICES_RECORDER_RECORDER_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/state/case_record.h"
#include "services/cases/case_cache.h"

namespace casejournal::services {

struct RecorderLimits {
  size_t case_entries = projections::kCaseEntriesMax;
  // Of one request, in entries folded (append_work.h): a few seconds. A request that takes longer is rejected before
  // the work begins.
  uint64_t work = 1'000'000;
  // Requests that wait for earlier ones, and those that take long, with the sum of their sizes.
  size_t waiting = 4096;
  size_t waiting_bytes = size_t{64} << 20;
};

// Whether the cases of `request` have room for its events, and admitting them takes no more work than one request may.
// `records` are its cases, in their order.
//   kFailedPrecondition  with CASE_FULL.
//   kResourceExhausted   too much work.
absl::Status CheckLimits(const v1::AppendRequest& request, absl::Span<const projections::CaseRecord* const> records,
                         const RecorderLimits& limits);

// RESOURCE_EXHAUSTED: no room to wait; retry in a second.
absl::Status QueueFullError(const RecorderLimits& limits);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_RECORDER_LIMITS_H_
