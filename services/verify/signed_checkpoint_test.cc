#include "services/verify/signed_checkpoint.h"

#include "eventstore/proofs/note.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

using eventstore::Checkpoint;
using eventstore::Hash;
using eventstore::NoteSigner;
using eventstore::NoteVerifier;
using ::testing::ElementsAre;
using ::testing::EndsWith;

Hash Leaf(char c) { return eventstore::LeafHash(std::string(1, c)); }

NoteSigner Signer(absl::string_view name) { return *NoteSigner::Generate(name); }

NoteVerifier VerifierOf(const NoteSigner& signer) { return *NoteVerifier::FromVerifierKey(signer.verifier_key()); }

std::string Note(const NoteSigner& signer, const Checkpoint& checkpoint) {
  return eventstore::SignNote(eventstore::FormatCheckpoint(checkpoint), signer);
}

TEST(SignedCheckpoint, IsTakenFromItsOwnKeyOnly) {
  const NoteSigner ours = Signer("journal.example");
  const NoteSigner other = Signer("journal.example");
  const Checkpoint checkpoint{"journal.example", 1, Leaf('a'), {}};
  const std::string note = Note(ours, checkpoint);

  EXPECT_EQ(*OpenCheckpoint(note, VerifierOf(ours)), checkpoint);
  EXPECT_EQ(OpenCheckpoint(note, VerifierOf(other)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(SignatureLines(note, VerifierOf(ours)), ElementsAre(EndsWith("  ok")));
}

TEST(SignedCheckpoint, MustBeOfTheJournalThatTheKeyIsNamedAfter) {
  const NoteSigner signer = Signer("journal.example");
  const std::string note = Note(signer, {"another.example", 1, Leaf('a'), {}});

  EXPECT_EQ(OpenCheckpoint(note, VerifierOf(signer)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(SignedCheckpoint, ConsistencyHoldsOnlyForTheTreeThatGrew) {
  const Checkpoint since{"j", 1, Leaf('a'), {}};
  const Checkpoint now{"j", 2, eventstore::NodeHash(Leaf('a'), Leaf('b')), {}};
  eventlog::v1::ConsistencyProof proof;
  proof.add_hashes(std::string(eventstore::AsBytes(Leaf('b'))));

  EXPECT_EQ(CheckConsistency(since, now, proof), absl::OkStatus());

  const Checkpoint rewritten{"j", 1, Leaf('x'), {}};
  EXPECT_EQ(CheckConsistency(rewritten, now, proof).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CheckConsistency(now, since, proof).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace casejournal::services
