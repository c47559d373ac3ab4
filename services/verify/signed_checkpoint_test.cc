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

TEST(SignedCheckpoint, IsNotTakenFromDamagedNotes) {
  const NoteSigner signer = Signer("journal.example");
  const std::string note = Note(signer, {"journal.example", 12, Leaf('a'), {}});
  for (size_t size = 0; size < note.size(); ++size) {
    EXPECT_EQ(OpenCheckpoint(note.substr(0, size), VerifierOf(signer)).status().code(), absl::StatusCode::kDataLoss)
        << size;
  }
  std::string larger = note;
  larger[larger.find("\n12\n") + 1] = '9';
  EXPECT_EQ(OpenCheckpoint(larger, VerifierOf(signer)).status().code(), absl::StatusCode::kDataLoss);
}

// The key also signs other texts; none of them is a checkpoint.
TEST(SignedCheckpoint, SignedTextThatIsNoCheckpointIsNotTaken) {
  const NoteSigner signer = Signer("journal.example");
  for (const char* text :
       {"a message\n", "journal.example\n", "journal.example\n-1\n\n", "journal.example\n1\nAAAA\n"}) {
    EXPECT_EQ(OpenCheckpoint(eventstore::SignNote(text, signer), VerifierOf(signer)).status().code(),
              absl::StatusCode::kDataLoss)
        << text;
  }
}

TEST(SignedCheckpoint, CosignaturesAreListedButNotChecked) {
  const NoteSigner ours = Signer("journal.example");
  const NoteSigner witness = Signer("witness.court.example");
  const Checkpoint checkpoint{"journal.example", 1, Leaf('a'), {}};
  const std::string text = eventstore::FormatCheckpoint(checkpoint);
  const std::string note = *eventstore::AddSignatureLines(
      Note(ours, checkpoint),
      eventstore::FormatSignatureLines(
          {{{.name = witness.name(), .key_hash = witness.key_hash(), .bytes = witness.Sign(text)}}}));

  EXPECT_EQ(*OpenCheckpoint(note, VerifierOf(ours)), checkpoint);
  EXPECT_THAT(SignatureLines(note, VerifierOf(ours)),
              ElementsAre(EndsWith("  ok"), ::testing::AllOf(::testing::StartsWith("witness.court.example+"),
                                                             ::testing::HasSubstr("not checked"))));
}

TEST(SignedCheckpoint, SameTreeIsConsistentWithItselfWithoutAProof) {
  const Checkpoint checkpoint{"j", 3, Leaf('a'), {}};
  eventlog::v1::ConsistencyProof proof;
  EXPECT_EQ(CheckConsistency(checkpoint, checkpoint, proof), absl::OkStatus());

  Checkpoint other = checkpoint;
  other.root = Leaf('b');
  EXPECT_EQ(CheckConsistency(checkpoint, other, proof).code(), absl::StatusCode::kDataLoss);
  proof.add_hashes(std::string(eventstore::AsBytes(Leaf('b'))));
  EXPECT_EQ(CheckConsistency(checkpoint, checkpoint, proof).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace casejournal::services
