#include "tests/bench/bench_target.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::shared_ptr<grpc::Channel> ChannelTo(const BenchTarget& target, int message_bytes_max) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(message_bytes_max);
  return grpc::CreateCustomChannel(target.address,
                                   target.authority.empty()
                                       ? grpc::InsecureChannelCredentials()
                                       : grpc::SslCredentials({.pem_root_certs = target.authority}),
                                   arguments);
}

void SignIn(const BenchTarget& target, size_t call, grpc::ClientContext& context) {
  if (target.tokens.empty()) return;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", target.tokens[call % target.tokens.size()]));
}

}  // namespace casejournal::services
