#include "tests/bench/proof_load.h"

#include <grpcpp/create_channel.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/time/clock.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/proof.h"

namespace casejournal::services {
namespace {

// Return nullopt if a hash is malformed.
std::optional<std::vector<eventstore::Hash>> HashesOf(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  std::vector<eventstore::Hash> read;
  for (const std::string& bytes : hashes) {
    const auto hash = eventstore::HashFromBytes(bytes);
    if (!hash.ok()) return std::nullopt;
    read.push_back(*hash);
  }
  return read;
}

// Call `ask` `times` times. It returns the number of hashes and bytes of the proof, or nothing if it failed.
template <typename Ask>
ProofResult MeasureCalls(size_t times, const Ask& ask) {
  ProofResult result;
  const absl::Time begin = absl::Now();
  for (size_t i = 0; i < times; ++i) {
    const absl::Time asked = absl::Now();
    const std::optional<std::pair<size_t, size_t>> proof = ask();
    result.calls.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - asked));
    ++result.calls.requests;
    if (!proof) {
      ++result.calls.failures;
      continue;
    }
    result.hashes = std::max(result.hashes, proof->first);
    result.bytes = std::max(result.bytes, proof->second);
  }
  result.calls.elapsed = absl::Now() - begin;
  std::sort(result.calls.latencies_us.begin(), result.calls.latencies_us.end());
  return result;
}

}  // namespace

ProofLoad::ProofLoad(const std::string& address)
    : stub_(v1::AuditService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {}

uint64_t ProofLoad::Size() {
  grpc::ClientContext context;
  v1::GetCheckpointResponse response;
  return stub_->GetCheckpoint(&context, {}, &response).ok() ? response.checkpoint().size() : 0;
}

ProofResult ProofLoad::Checkpoints(size_t times) {
  return MeasureCalls(times, [&]() -> std::optional<std::pair<size_t, size_t>> {
    if (Size() == 0) return std::nullopt;
    return std::pair<size_t, size_t>(0, 0);
  });
}

ProofResult ProofLoad::Inclusion(uint64_t size, size_t times) {
  return MeasureCalls(times, [&]() -> std::optional<std::pair<size_t, size_t>> {
    grpc::ClientContext context;
    v1::GetInclusionProofRequest request;
    request.set_position(random_() % size);
    v1::GetInclusionProofResponse response;
    if (!stub_->GetInclusionProof(&context, request, &response).ok()) return std::nullopt;
    const eventlog::v1::InclusionProof& proof = response.proof();
    const auto hashes = HashesOf(proof.hashes());
    const auto leaf = eventstore::HashFromBytes(proof.leaf_hash());
    const auto root = eventstore::HashFromBytes(proof.checkpoint().root());
    if (!hashes || !leaf.ok() || !root.ok()) return std::nullopt;
    if (!eventstore::VerifyInclusion(request.position(), proof.checkpoint().size(), *leaf, *hashes, *root).ok())
      return std::nullopt;
    return std::pair(hashes->size(), proof.tlog_proof().size());
  });
}

// The roots of the earlier sizes are not known here; tests/e2e and the tests of the tree check that these proofs hold.
ProofResult ProofLoad::Consistency(uint64_t size, size_t times) {
  return MeasureCalls(times, [&]() -> std::optional<std::pair<size_t, size_t>> {
    grpc::ClientContext context;
    v1::GetConsistencyProofRequest request;
    request.set_first_size(1 + random_() % size);
    v1::GetConsistencyProofResponse response;
    if (!stub_->GetConsistencyProof(&context, request, &response).ok()) return std::nullopt;
    const auto hashes = HashesOf(response.proof().hashes());
    if (!hashes) return std::nullopt;
    return std::pair(hashes->size(), hashes->size() * sizeof(eventstore::Hash));
  });
}

}  // namespace casejournal::services
