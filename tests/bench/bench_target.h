// How a measurement reaches a server, and as whom.
#ifndef CASEJOURNAL_TESTS_BENCH_BENCH_TARGET_H_
#define CASEJOURNAL_TESTS_BENCH_BENCH_TARGET_H_

#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace casejournal::services {

struct BenchTarget {
  std::string address;
  std::string authority;            // who signed the server's certificate, in PEM; empty: plain text
  std::vector<std::string> tokens;  // one for each caller; empty: calls have no token
};

// One connection to the target.
std::shared_ptr<grpc::Channel> ChannelTo(const BenchTarget& target, int message_bytes_max);

// Make the call number `call` with the token of one of the callers, who take turns.
void SignIn(const BenchTarget& target, size_t call, grpc::ClientContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_BENCH_TARGET_H_
