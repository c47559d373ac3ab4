// The error text for a failed call: the violations, the malformed fields, or the conflict.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_
#define CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "grpcpp/support/status.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Return the status with the details that the server packed; without details if none can be read.
v1::ErrorStatus ErrorOf(const grpc::Status& status);

// Return the first detail of this type, or of the type of google.rpc that has the same name and the same bytes.
template <typename Detail>
std::optional<Detail> FindDetail(const v1::ErrorStatus& error) {
  for (const google::protobuf::Any& packed : error.details()) {
    absl::string_view type = packed.type_url();
    type.remove_prefix(type.rfind('/') + 1);
    const bool is_it =
        type == Detail::descriptor()->full_name() || type == absl::StrCat("google.rpc.", Detail::descriptor()->name());
    Detail detail;
    if (is_it && detail.ParseFromString(packed.value())) return detail;
  }
  return std::nullopt;
}

// Return why the call failed: a first line, then each violation with its remedy, or each malformed field. `server` is
// the address of the server. Pass `request` only for an append: violations then name the type of the event. The text
// does not end with a newline.
std::string FailureText(const v1::ErrorStatus& error, absl::string_view server,
                        const v1::AppendRequest* request = nullptr);

// Return the lines for `violations`: each event with its rule, message, and remedy.
std::string ViolationsText(const google::protobuf::RepeatedPtrField<v1::Violation>& violations,
                           const v1::AppendRequest* request);

// Return the error as JSON over several lines, with the details that this program knows, as messages of casejournal.v1.
std::string ErrorJson(const v1::ErrorStatus& error);

// Return the exit status of the program for this error.
ExitStatus ExitStatusFor(const v1::ErrorStatus& error);

// Print FailureText to standard error, with --json also the error as one line of JSON to standard output, and return
// the exit status of the program.
ExitStatus ReportFailure(const grpc::Status& status, absl::string_view server);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CALL_FAILURE_H_
