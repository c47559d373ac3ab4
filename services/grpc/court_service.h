// Adapts CourtService to the queries.
#ifndef CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_

#include <atomic>

#include "casejournal/v1/court_service.grpc.pb.h"
#include "services/answers/backend.h"
#include "services/grpc/call.h"

namespace casejournal::services {

class CourtServiceAdapter final : public v1::CourtService::Service {
 public:
  CourtServiceAdapter(const Backend& backend, event::v1::Staff actor, FailureReport report)
      : backend_(backend), actor_(std::move(actor)), report_(std::move(report)) {}

  grpc::Status Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                         grpc::ServerWriter<v1::SubscribeResponse>* writer) override;
  grpc::Status GetRegister(grpc::ServerContext* context, const v1::GetRegisterRequest* request,
                           v1::GetRegisterResponse* response) override;

  grpc::Status GetExhibit(grpc::ServerContext* context, const v1::GetExhibitRequest* request,
                          grpc::ServerWriter<v1::GetExhibitResponse>* writer) override;

 private:
  const Backend& backend_;
  const event::v1::Staff actor_;
  const FailureReport report_;
  std::atomic<int> subscribers_ = 0;
  std::atomic<int> exhibits_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_
