// How many calls may wait for something new at a time.
#ifndef CASEJOURNAL_SERVICES_GRPC_STREAM_LIMITS_H_
#define CASEJOURNAL_SERVICES_GRPC_STREAM_LIMITS_H_

namespace casejournal::services {

struct StreamLimits {
  int subscribers = 4096;
  // Those of them that ask for sentences. Each holds folded cases in memory.
  int subscribers_with_sentences = 128;
  int watchers = 4096;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_STREAM_LIMITS_H_
