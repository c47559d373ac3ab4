// What the health service (grpc.health.v1.Health) says of the parts of a server.
#ifndef CASEJOURNAL_SERVICES_SERVER_HEALTH_H_
#define CASEJOURNAL_SERVICES_SERVER_HEALTH_H_

#include <grpcpp/health_check_service_interface.h>

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace casejournal::services {

// Names beside those of the services. docs/OPERATING.md explains them.
inline constexpr char kReadModelsHealth[] = "read-models";
inline constexpr char kDueListHealth[] = "due-list";
inline constexpr char kCheckpointsHealth[] = "checkpoints";
inline constexpr char kCheckpointCopyHealth[] = "checkpoint-copy";

// Safe for concurrent use. A part may fail before the server serves.
class Health {
 public:
  void Set(const std::string& name, bool serving);
  // Show all names, now and whenever they change. `service` must outlive this, or until Hide.
  void ShowIn(grpc::HealthCheckServiceInterface& service);
  void Hide();

 private:
  absl::Mutex mutex_;
  std::map<std::string, bool> serving_ ABSL_GUARDED_BY(mutex_);
  grpc::HealthCheckServiceInterface* service_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_HEALTH_H_
