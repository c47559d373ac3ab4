// When a server that was just started answers, and when its lists are up to date.
#ifndef CASEJOURNAL_TESTS_BENCH_LARGE_READINESS_H_
#define CASEJOURNAL_TESTS_BENCH_LARGE_READINESS_H_

#include <grpcpp/generic/generic_stub.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.grpc.pb.h"

namespace casejournal::services {

// Safe for concurrent use.
class Readiness {
 public:
  explicit Readiness(const std::string& address);

  // Ask the health service once. Return OK if `name` is serving.
  absl::Status Health(const std::string& name) const;
  // Ask for the plan of a case. Return the number of bytes of the answer.
  absl::StatusOr<size_t> Plan(const std::string& case_id) const;
  // Wait until lists of cases, or lists of what is due, include `position`. Each call waits as long as the server
  // allows, and is repeated until `limit`.
  absl::Status AwaitCaseLists(uint64_t position, absl::Duration limit) const;
  absl::Status AwaitDueLists(uint64_t position, absl::Duration limit) const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CaseService::Stub> cases_stub_;
  std::unique_ptr<grpc::GenericStub> raw_stub_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LARGE_READINESS_H_
