#include "services/server/health.h"

namespace casejournal::services {

void Health::Set(const std::string& name, bool serving) {
  absl::MutexLock lock(&mutex_);
  serving_[name] = serving;
  if (service_ != nullptr) service_->SetServingStatus(name, serving);
}

void Health::ShowIn(grpc::HealthCheckServiceInterface& service) {
  absl::MutexLock lock(&mutex_);
  service_ = &service;
  for (const auto& [name, serving] : serving_) service.SetServingStatus(name, serving);
}

void Health::Hide() {
  absl::MutexLock lock(&mutex_);
  service_ = nullptr;
}

}  // namespace casejournal::services
