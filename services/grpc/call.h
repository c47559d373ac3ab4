// What all calls share: the deadline, the report of a failure, the answer.
#ifndef CASEJOURNAL_SERVICES_GRPC_CALL_H_
#define CASEJOURNAL_SERVICES_GRPC_CALL_H_

#include <grpc/support/time.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/access/clocks.h"
#include "services/errors/error_details.h"
#include "services/evidence/notices.h"
#include "services/grpc/status.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

// Called for every failure that an operator must know: damaged data, an unknown event, an internal error.
using FailureReport = std::function<void(const absl::Status&)>;

// Called for every append that was answered: what was asked, the outcome, and how long it took.
using AppendReport = std::function<void(const v1::AppendRequest&, const absl::Status&, absl::Duration)>;

// The longest wait of a call for a position, whatever its deadline.
inline constexpr absl::Duration kWaitMax = absl::Seconds(30);

// How long the client of a call waits from now on, by the clock by which gRPC keeps its deadline. deadline() would turn
// that into a time of the machine's clock, which cannot show a year after 2262.
inline absl::Duration PatienceLeft(const grpc::ServerContextBase& context) {
  const gpr_timespec deadline = context.raw_deadline();
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) return absl::InfiniteDuration();
  const gpr_timespec left = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  return absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec);
}

inline eventstore::Deadline DeadlineOf(const grpc::ServerContextBase& context) {
  return eventstore::Deadline::In(std::min(PatienceLeft(context), kWaitMax));
}

// Says the notice of what a call gives in the initial metadata of its answer, which leaves with the first message.
// `context` must outlive what is returned.
inline TellNotice NoticeIn(grpc::ServerContextBase& context) {
  return [&context](const std::string& words) { context.AddInitialMetadata(kNoticeKey, words); };
}

inline grpc::Status Answer(const absl::Status& status, const FailureReport& report) {
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kUnimplemented:
      // The server reported that the journal rejects writes when this began.
      if (!SaysWritesStopped(status)) report(status);
      break;
    default:
      break;
  }
  return ToGrpc(status);
}

template <typename Response>
grpc::Status Answer(absl::StatusOr<Response> answered, Response* response, const FailureReport& report) {
  if (!answered.ok()) return Answer(answered.status(), report);
  *response = *std::move(answered);
  return grpc::Status::OK;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CALL_H_
