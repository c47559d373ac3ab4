// What gRPC itself logs, brought into the operator's log. Anybody who reaches the port can cause such lines, for
// example one for each TLS handshake that fails, so they are bounded.
#ifndef CASEJOURNAL_SERVICES_SERVER_GRPC_LOG_H_
#define CASEJOURNAL_SERVICES_SERVER_GRPC_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace casejournal::services {

// Counts failed handshakes, and which other lines of gRPC were logged. Safe for concurrent use.
class GrpcLines {
 public:
  // How often counts are told at most.
  static constexpr absl::Duration kEvery = absl::Minutes(1);
  // So many other lines are logged in that time.
  static constexpr int kOthersMax = 10;

  // Count a line from a file of gRPC. Return whether it is to be logged at once: if it is about no handshake, and few
  // were before it.
  bool Count(absl::string_view file, absl::string_view message);
  // The lines that tell what was counted, at `now`: none if nothing was, or if the last ones are less than kEvery ago.
  std::vector<std::string> Due(absl::Time now);
  // The same, whenever the last ones were.
  std::vector<std::string> Rest();

 private:
  absl::Mutex mutex_;
  absl::Time told_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  uint64_t handshakes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string why_ ABSL_GUARDED_BY(mutex_);  // the last of them failed, in the words of OpenSSL
  uint64_t others_ ABSL_GUARDED_BY(mutex_) = 0;
};

// From now on, lines of gRPC in this process go to the operator's log: failed handshakes as counts.
void TakeGrpcLines();
// Log the counts that are due; when the server stops, all of them.
void TellGrpcLines(bool stops);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_GRPC_LOG_H_
