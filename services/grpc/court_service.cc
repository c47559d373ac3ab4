#include "services/grpc/court_service.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/answers/exhibits/get_exhibit.h"
#include "services/answers/lists/get_register.h"
#include "services/subscriptions/subscribe.h"

namespace casejournal::services {
namespace {

// Each subscriber occupies a thread.
constexpr int kSubscribersMax = 128;
// Each exhibit in progress takes memory.
constexpr int kExhibitsMax = 2;

}  // namespace

grpc::Status CourtServiceAdapter::Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                                            grpc::ServerWriter<v1::SubscribeResponse>* writer) {
  const absl::Cleanup leave = [this] { --subscribers_; };
  if (++subscribers_ > kSubscribersMax) {
    return Answer(
        absl::ResourceExhaustedError(absl::StrCat("subscriber limit reached (", kSubscribersMax, "); retry later")),
        report_);
  }
  return Answer(services::Subscribe(
                    parts_.journal.log(), parts_.stopping, *request,
                    [&](const auto& batch) { return writer->Write(batch); }, [&] { return context->IsCancelled(); }),
                report_);
}

grpc::Status CourtServiceAdapter::GetExhibit(grpc::ServerContext*, const v1::GetExhibitRequest* request,
                                             grpc::ServerWriter<v1::GetExhibitResponse>* writer) {
  const absl::Cleanup leave = [this] { --exhibits_; };
  if (++exhibits_ > kExhibitsMax) {
    return Answer(absl::ResourceExhaustedError(
                      absl::StrCat("exhibit limit reached (", kExhibitsMax, " in progress); retry later")),
                  report_);
  }
  const ExhibitSources sources{parts_.journal, parts_.cases, parts_.notices, parts_.anchor, parts_.disclosures};
  return Answer(
      services::GetExhibit(sources, actor_, *request, [&](const auto& chunk) { return writer->Write(chunk); }),
      report_);
}

grpc::Status CourtServiceAdapter::GetRegister(grpc::ServerContext* context, const v1::GetRegisterRequest* request,
                                              v1::GetRegisterResponse* response) {
  return Answer(services::GetRegister(parts_.cases, parts_.worker, parts_.cursors, *request, DeadlineOf(*context)),
                response, report_);
}

}  // namespace casejournal::services
