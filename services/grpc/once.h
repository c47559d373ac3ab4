// One call with one answer, through the gate.
#ifndef CASEJOURNAL_SERVICES_GRPC_ONCE_H_
#define CASEJOURNAL_SERVICES_GRPC_ONCE_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/refusal_pace.h"

namespace casejournal::services {

// Answer a call of `method` with what `answer` returns for its reader.
template <typename Request, typename Response, typename MakeAnswer>
grpc::Status Once(const CallGate& gate, const grpc::ServerContextBase& context, absl::string_view method,
                  const Request& request, Response* response, const FailureReport& report, MakeAnswer answer) {
  const RefusalPace pace;
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted = gate.Enter(context, method, request.ByteSizeLong());
  if (!admitted.ok()) {
    pace.Keep(admitted.status());
    return Answer(admitted.status(), report);
  }
  absl::StatusOr<Response> answered = answer((*admitted)->reader);
  gate.Count((*admitted)->reader.caller(), method, answered.status());
  pace.Keep(answered.status());
  return Answer(std::move(answered), response, report);
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_ONCE_H_
