// What a failed call says to a person: the violations, the wrong fields, the conflict.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_
#define CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "grpcpp/support/status.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// The status with its details, as the server packed them; without details where it sent none that
// can be read.
v1::ErrorStatus ErrorOf(const grpc::Status& status);

// The first detail of this type.
template <typename Detail>
std::optional<Detail> FindDetail(const v1::ErrorStatus& error) {
  for (const google::protobuf::Any& packed : error.details()) {
    Detail detail;
    if (packed.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// Why the call failed: a first line, then each violation with its remedy or each wrong field.
// `server` names who was asked. With the request at hand, violations name the event's type. Ends
// without a newline.
std::string FailureText(const v1::ErrorStatus& error, absl::string_view server,
                        const v1::AppendRequest* request = nullptr);

// The lines for `violations`, each event with its rule, message and remedy.
std::string ViolationsText(const google::protobuf::RepeatedPtrField<v1::Violation>& violations,
                           const v1::AppendRequest* request);

// What the program ends with after this error.
ExitStatus ExitStatusFor(const v1::ErrorStatus& error);

// Says FailureText on standard error; what the program ends with.
ExitStatus ReportFailure(const grpc::Status& status, absl::string_view server);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_
