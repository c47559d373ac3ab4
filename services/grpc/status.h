// The only mapping from our errors to gRPC's, details included.
#ifndef CASEJOURNAL_SERVICES_GRPC_STATUS_H_
#define CASEJOURNAL_SERVICES_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace casejournal::services {

// The code numbers are the same. Payloads become the details of `grpc-status-details-bin` (errors.proto), cut to what
// clients and proxies accept (services/errors/error_size.h).
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_STATUS_H_
