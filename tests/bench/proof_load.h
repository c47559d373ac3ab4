// Proofs, asked for and checked: for `casejournal-bench`.
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

// Of one measurement: how long each took, and how large the largest was.
struct ProofResult {
  LoadResult calls;  // an inclusion proof that does not verify is a failure
  size_t hashes = 0;
  size_t bytes = 0;  // of the tlog-proof, or of the consistency proof's hashes
};

// A client that asks for one after another, at random places of the first `size` entries. Not for
// concurrent use.
class ProofLoad {
 public:
  explicit ProofLoad(const std::string& address);

  // How many entries the newest checkpoint covers.
  uint64_t Size();
  // The same round trip without a proof: the newest checkpoint.
  ProofResult Checkpoints(size_t times);
  ProofResult Inclusion(uint64_t size, size_t times);
  ProofResult Consistency(uint64_t size, size_t times);

 private:
  std::unique_ptr<v1::AuditService::Stub> stub_;
  std::mt19937_64 random_{1};  // the same places in every run
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_PROOF_LOAD_H_
