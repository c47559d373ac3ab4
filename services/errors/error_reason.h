// Why a call failed, for programs: the reason of google.rpc.ErrorInfo.
#ifndef CASEJOURNAL_SERVICES_ERRORS_ERROR_REASON_H_
#define CASEJOURNAL_SERVICES_ERRORS_ERROR_REASON_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/error_reason.pb.h"
#include "casejournal/v1/errors.pb.h"

namespace casejournal::services {

inline constexpr absl::string_view kErrorDomain = "casejournal";

// Return `status`, which is not OK, with this reason and what it is about: pairs of a key and a value of
// ErrorInfo.metadata. A reason that it already has stays.
absl::Status WithReason(absl::Status status, v1::ErrorReason reason,
                        std::initializer_list<std::pair<const char*, std::string>> about = {});

// Return `status` of an append to the log that failed. Its outcome is unknown if it is kUnavailable, unless the log
// says that nothing was recorded.
absl::Status WithOutcome(absl::Status status);

// Return the reason of `status`, which is not OK: the one that WithReason gave, or else the one that follows from its
// code and details.
v1::ErrorInfo ReasonOf(const absl::Status& status);

// The sentence for people for this reason, which names neither the request nor the case.
absl::string_view ReasonText(v1::ErrorReason reason);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_ERROR_REASON_H_
