// Adapts AccessService to its answers. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_

#include <vector>

#include "casejournal/v1/access_service.grpc.pb.h"
#include "projections/read_models/worker.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/grpc/unary_method.h"
#include "services/journal/journal.h"
#include "services/recorder/role_recorder.h"

namespace casejournal::services {

// All of it outlives the adapter.
struct AccessServiceParts {
  const Journal& journal;
  RoleRecorder& roles;
  const projections::Worker& worker;
};

class AccessServiceAdapter {
 public:
  explicit AccessServiceAdapter(AccessServiceParts parts) : parts_(parts) {}

  // What is registered with a server. All its methods have one answer.
  BytesService& methods() { return methods_; }
  const std::vector<UnaryMethod>& unary() const { return unary_; }

 private:
  std::vector<UnaryMethod> Unary() const;

  const AccessServiceParts parts_;
  const std::vector<UnaryMethod> unary_ = Unary();
  BytesService methods_{v1::AccessService::service_full_name(), NamesOf(unary_)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_
