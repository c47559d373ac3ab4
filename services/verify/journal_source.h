// A journal that can be asked for what a check needs. The client asks a server; a test can answer from memory.
#ifndef CASEJOURNAL_SERVICES_VERIFY_JOURNAL_SOURCE_H_
#define CASEJOURNAL_SERVICES_VERIFY_JOURNAL_SOURCE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.pb.h"

namespace casejournal::services {

// Each call is the one of AuditService. It fails with the code of the call and a text that names the journal. Nothing
// that it returns is checked.
class JournalSource {
 public:
  virtual ~JournalSource() = default;

  // The journal's address, for messages.
  virtual const std::string& server() const = 0;
  virtual absl::StatusOr<v1::GetCheckpointResponse> Checkpoint() = 0;
  virtual absl::StatusOr<v1::GetInclusionProofResponse> InclusionProof(const v1::GetInclusionProofRequest& request) = 0;
  virtual absl::StatusOr<v1::GetConsistencyProofResponse> ConsistencyProof(
      const v1::GetConsistencyProofRequest& request) = 0;
  // Passes each batch to `take` until the stream ends or `take` returns false, which is not an error.
  virtual absl::Status ReadEvents(const v1::ReadEventsRequest& request,
                                  absl::FunctionRef<bool(const v1::ReadEventsResponse&)> take) = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_JOURNAL_SOURCE_H_
