// The add-checkpoint call of C2SP tlog-witness: the request, the decision, and the answer.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note.h"
#include "eventstore/witnesses/witness_request.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/merkle_tree.h"

namespace casejournal::fuzz {
namespace {

using eventstore::WitnessStatus;

void Decide(const eventstore::AddCheckpointRequest& request, std::optional<eventstore::WitnessedTree> last) {
  const auto decision = eventstore::DecideAddCheckpoint(request, Verifier(), last);
  Hold((decision.status == WitnessStatus::kCosigned) == decision.reason.empty(), "a refusal has a reason");
  if (decision.status != WitnessStatus::kCosigned) return;
  Hold(decision.checkpoint_text == SignedText(), "only what the log signed is cosigned");
  Hold(!last || (last->size <= 5 && last->root == MerkleTree::Get().Root(0, last->size)),
       "only what extends the last tree is cosigned");
  Hold(decision.next.size == 5 && decision.next.root == MerkleTree::Get().Root(0, 5),
       "the next tree is the signed one");
}

}  // namespace

FUZZ_TARGET(witness_request) {
  const auto request = eventstore::ParseAddCheckpoint(bytes);
  if (request.ok()) {
    Hold(eventstore::FormatAddCheckpoint(*request) == bytes, "a request has one spelling");
    Hold(request->proof.size() <= eventstore::kAddCheckpointHashesMax, "a request is within its limits");
    Hold(eventstore::SubmittedCheckpoint(*request).ok(), "a request has a checkpoint");
    Decide(*request, std::nullopt);
    Decide(*request, eventstore::WitnessedTree{3, MerkleTree::Get().Root(0, 3)});
    Decide(*request, eventstore::WitnessedTree{3, MerkleTree::Get().Root(1, 4)});  // another history
    Decide(*request, eventstore::WitnessedTree{9, MerkleTree::Get().Root(0, 9)});
  }
  // The answer of a witness to a note.
  static const auto* const note = new std::string(eventstore::SignNote(SignedText(), Signer()));
  const auto cosigned = eventstore::AddAnsweredCosignature(*note, bytes, WitnessVerifier());
  if (!cosigned.ok()) return;
  const auto opened = eventstore::ParseNote(*cosigned);
  Hold(opened.ok() && opened->text == SignedText(), "a cosigned note has the same text");
  const auto time = eventstore::FindCosignature(*opened, WitnessVerifier());
  Hold(time.ok() && *time == kCosignedAt, "only what was cosigned verifies");
  Hold(std::all_of(opened->signatures.begin(), opened->signatures.end(),
                   [](const eventstore::NoteSignature& signature) {
                     return signature.name == Signer().name() || signature.name == Witness().name();
                   }),
       "an answer adds no line of another key");
}

}  // namespace casejournal::fuzz
