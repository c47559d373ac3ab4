#include "services/grpc/status.h"

#include <string>

#include "services/errors/error_details.h"
#include "services/errors/error_size.h"

namespace casejournal::services {

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  v1::ErrorStatus error = ToErrorStatus(status);
  CutToFit(error, kTrailerLimits);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), error.message(),
                      error.details().empty() ? "" : error.SerializeAsString());
}

}  // namespace casejournal::services
