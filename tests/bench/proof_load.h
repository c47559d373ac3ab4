// Requests for proofs, which are checked, for `casejournal-bench`.
#ifndef CASEJOURNAL_TESTS_BENCH_PROOF_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_PROOF_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "casejournal/v1/audit_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace casejournal::services {

// The result of one measurement: how long each proof took, and how large the largest was.
struct ProofResult {
  LoadResult calls;  // an inclusion proof that does not verify is a failure
  size_t hashes = 0;
  size_t bytes = 0;  // of the tlog-proof, or of the hashes of the consistency proof
};

// A client that requests one proof after another, at random positions of the first `size` entries. Not for concurrent
// use.
class ProofLoad {
 public:
  explicit ProofLoad(const std::string& address);

  // Return the number of entries that the newest checkpoint covers.
  uint64_t Size();
  // Measure the same round trip without a proof: request the newest checkpoint.
  ProofResult Checkpoints(size_t times);
  ProofResult Inclusion(uint64_t size, size_t times);
  ProofResult Consistency(uint64_t size, size_t times);

 private:
  std::unique_ptr<v1::AuditService::Stub> stub_;
  std::mt19937_64 random_{1};  // the same positions in every run
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_PROOF_LOAD_H_
