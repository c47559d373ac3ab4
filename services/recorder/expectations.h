// What a request expects of a case before its events are admitted. Pure.
#ifndef CASEJOURNAL_SERVICES_RECORDER_EXPECTATIONS_H_
#define CASEJOURNAL_SERVICES_RECORDER_EXPECTATIONS_H_

#include <optional>

#include "absl/status/status.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/state/case_record.h"

namespace casejournal::services {

// Whether the case is as `part` expects it. `actual` is its last revision; absent: it has no entries. `seen` is the
// case as the caller sees it.
//   kAborted  as CaseService.Append.
absl::Status CheckExpectation(const v1::CaseAppend& part, std::optional<eventstore::Revision> actual,
                              const projections::CaseRecord& seen);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_EXPECTATIONS_H_
