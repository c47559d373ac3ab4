// Offline proofs (C2SP tlog-proof), and their check.
#include "eventstore/proofs/tlog_proof.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/merkle_tree.h"

namespace casejournal::fuzz {

FUZZ_TARGET(tlog_proof) {
  const absl::StatusOr<eventstore::TlogProof> proof = eventstore::ParseTlogProof(bytes);
  if (!proof.ok()) return;
  Hold(eventstore::FormatTlogProof(*proof) == bytes, "a proof has one spelling");
  Hold(proof->hashes.size() <= eventstore::kTlogProofHashesMax, "a proof is within its limits");
  for (size_t leaf = 0; leaf < 6; ++leaf) {
    const auto verified = eventstore::VerifyTlogProof(*proof, MerkleTree::Get().Leaf(leaf), Verifier());
    if (verified.ok())
      Hold(leaf == proof->index && leaf < 5 && eventstore::FormatCheckpoint(*verified) == SignedText(),
           "only what is in the signed tree, at its place, is proved");
    // Without the signature, the others would cost as much.
    if (absl::IsNotFound(verified.status()) || absl::IsInvalidArgument(verified.status())) return;
  }
}

}  // namespace casejournal::fuzz
