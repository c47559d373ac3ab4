#include "tests/bench/large/readiness.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace casejournal::services {
namespace {

absl::Status FromGrpc(const grpc::Status& status, const std::string& call) {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      absl::StrCat(call, ": ", status.error_message()));
}

// Repeat the call while its only failure is that the position is not reached.
template <typename Call>
absl::Status Await(absl::Duration limit, const Call& call) {
  const absl::Time end = absl::Now() + limit;
  while (true) {
    const absl::Status status = call();
    if (!absl::IsDeadlineExceeded(status) || absl::Now() >= end) return status;
  }
}

}  // namespace

Readiness::Readiness(const std::string& address)
    : channel_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
      cases_stub_(v1::CaseService::NewStub(channel_)),
      raw_stub_(std::make_unique<grpc::GenericStub>(channel_)) {}

// Without the messages of the health service, which Debian does not install: field 1 of the request is the name, field
// 1 of the answer is 1 if it serves.
absl::Status Readiness::Health(const std::string& name) const {
  const grpc::Slice slice(absl::StrCat("\x0a", std::string(1, static_cast<char>(name.size())), name));
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  grpc::Status status;
  absl::Notification done;
  raw_stub_->UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                       [&](const grpc::Status& answered) {
                         status = answered;
                         done.Notify();
                       });
  done.WaitForNotification();
  if (!status.ok()) return FromGrpc(status, "Health.Check");
  grpc::Slice answer;
  if (!response.DumpToSingleSlice(&answer).ok() || answer.size() != 2 || answer.begin()[1] != 1) {
    return absl::UnavailableError(absl::StrCat(name, " is not serving"));
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> Readiness::Plan(const std::string& case_id) const {
  v1::GetCasePlanRequest request;
  request.set_case_id(case_id);
  request.set_view(v1::PLAN_VIEW_WORKING);
  v1::GetCasePlanResponse response;
  grpc::ClientContext context;
  const absl::Status status = FromGrpc(cases_stub_->GetCasePlan(&context, request, &response), "GetCasePlan");
  if (!status.ok()) return status;
  return response.ByteSizeLong();
}

absl::Status Readiness::AwaitCaseLists(uint64_t position, absl::Duration limit) const {
  v1::ListCasesRequest request;
  request.set_page_size(1);
  request.set_min_position(position);
  return Await(limit, [&] {
    grpc::ClientContext context;
    v1::ListCasesResponse response;
    return FromGrpc(cases_stub_->ListCases(&context, request, &response), "ListCases");
  });
}

absl::Status Readiness::AwaitDueLists(uint64_t position, absl::Duration limit) const {
  v1::ListWorkRequest request;
  request.set_page_size(1);
  request.set_min_position(position);
  return Await(limit, [&] {
    grpc::ClientContext context;
    v1::ListWorkResponse response;
    return FromGrpc(cases_stub_->ListWork(&context, request, &response), "ListWork");
  });
}

}  // namespace casejournal::services
