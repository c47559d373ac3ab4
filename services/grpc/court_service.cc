#include "services/grpc/court_service.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/queries/court_queries.h"

namespace casejournal::services {
namespace {

// Each subscriber holds a thread.
constexpr int kSubscribersMax = 128;

}  // namespace

grpc::Status CourtServiceAdapter::Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                                            grpc::ServerWriter<v1::SubscribeResponse>* writer) {
  const absl::Cleanup leave = [this] { --subscribers_; };
  if (++subscribers_ > kSubscribersMax) {
    return Answer(absl::ResourceExhaustedError(absl::StrCat("over ", kSubscribersMax, " subscribers")), report_);
  }
  return Answer(services::Subscribe(
                    backend_, *request, [&](const auto& batch) { return writer->Write(batch); },
                    [&] { return context->IsCancelled(); }),
                report_);
}

grpc::Status CourtServiceAdapter::GetRegister(grpc::ServerContext* context, const v1::GetRegisterRequest* request,
                                              v1::GetRegisterResponse* response) {
  return Answer(services::GetRegister(backend_, *request, DeadlineOf(*context)), response, report_);
}

}  // namespace casejournal::services
