#include "services/verify/consistency_call.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_journal.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MemoryJournal;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using casejournal::testing::StoredOf;
using ::testing::HasSubstr;

class ProveSinceTest : public ::testing::Test {
 protected:
  ProveSinceTest() { WriteNotes(journal_, 7); }

  static void WriteNotes(MemoryJournal& journal, int count) {
    const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("case")));
    for (int i = 0; i < count; ++i)
      journal.Record(stream, {StoredOf(NoteWritten("2025-03-10", absl::StrCat("call ", i)))});
  }

  absl::StatusOr<eventstore::Checkpoint> Prove(const eventstore::Checkpoint& since) {
    newer_ = "unset";
    return ProveSince(journal_, since, journal_.verifier(), &newer_);
  }

  MemoryJournal journal_;
  std::string newer_;
};

TEST_F(ProveSinceTest, EveryEarlierCheckpointIsExtendedByTheNewestOne) {
  for (size_t size = 1; size <= journal_.entries().size(); ++size) {
    const auto now = Prove(journal_.CheckpointOf(size));
    ASSERT_THAT(now, IsOk()) << size;
    EXPECT_EQ(*now, journal_.CheckpointOf(7));
    EXPECT_EQ(newer_, journal_.Note());
  }
}

TEST_F(ProveSinceTest, JournalWithoutEntriesIsExtendedByAnyJournal) {
  EXPECT_THAT(Prove(journal_.CheckpointOf(0)), IsOk());
}

TEST_F(ProveSinceTest, JournalThatHasFewerEntriesThanBeforeLostSome) {
  const eventstore::Checkpoint since = journal_.CheckpointOf(7);
  journal_.entries().resize(5);

  EXPECT_THAT(Prove(since), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("7")));
}

TEST_F(ProveSinceTest, JournalWithAnotherBeginningProvesNothing) {
  for (size_t size = 1; size <= 7; ++size) {
    eventstore::Checkpoint since = journal_.CheckpointOf(size);
    since.root = eventstore::LeafHash("another history");
    EXPECT_THAT(Prove(since), StatusIs(absl::StatusCode::kDataLoss)) << size;
  }
}

TEST_F(ProveSinceTest, CheckpointInTheProofMustBeSignedByTheKey) {
  MemoryJournal impostor;
  WriteNotes(impostor, 9);
  journal_.on_consistency = [&](v1::GetConsistencyProofResponse& response) {
    response.mutable_proof()->mutable_checkpoint()->set_note(impostor.Note());
  };

  EXPECT_THAT(Prove(journal_.CheckpointOf(3)), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("not signed")));
}

TEST_F(ProveSinceTest, SignedCheckpointThatIsOlderIsNoProof) {
  journal_.on_consistency = [this](v1::GetConsistencyProofResponse& response) {
    response.mutable_proof()->mutable_checkpoint()->set_note(journal_.Note(2));
  };

  EXPECT_THAT(Prove(journal_.CheckpointOf(3)), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ProveSinceTest, EachHashOfTheProofCounts) {
  for (int changed = 0; changed < 3; ++changed) {
    journal_.on_consistency = [changed](v1::GetConsistencyProofResponse& response) {
      ASSERT_GT(response.proof().hashes_size(), changed);
      response.mutable_proof()->mutable_hashes(changed)->front() ^= 1;
    };
    EXPECT_THAT(Prove(journal_.CheckpointOf(3)), StatusIs(absl::StatusCode::kDataLoss)) << changed;
  }
}

TEST_F(ProveSinceTest, ProofMustHaveNeitherTooFewNorTooManyNorMalformedHashes) {
  const std::pair<const char*, std::function<void(eventlog::v1::ConsistencyProof&)>> changes[] = {
      {"one removed", [](auto& proof) { proof.mutable_hashes()->RemoveLast(); }},
      {"one added", [](auto& proof) { proof.add_hashes(std::string(32, 'x')); }},
      {"none", [](auto& proof) { proof.clear_hashes(); }},
      {"one of 31 bytes", [](auto& proof) { proof.mutable_hashes(0)->pop_back(); }},
      {"one without bytes", [](auto& proof) { proof.mutable_hashes(0)->clear(); }},
  };
  for (const auto& [what, change] : changes) {
    journal_.on_consistency = [&, &change = change](v1::GetConsistencyProofResponse& response) {
      change(*response.mutable_proof());
    };
    EXPECT_THAT(Prove(journal_.CheckpointOf(3)), StatusIs(absl::StatusCode::kDataLoss)) << what;
  }
}

// A failed call proves neither that the history is right nor that it is wrong.
TEST_F(ProveSinceTest, FailedCallKeepsItsCode) {
  for (const absl::StatusCode code : {absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded,
                                      absl::StatusCode::kPermissionDenied, absl::StatusCode::kInternal}) {
    journal_.failure = absl::Status(code, "no answer");
    EXPECT_THAT(Prove(journal_.CheckpointOf(3)), StatusIs(code));
  }
}

}  // namespace
}  // namespace casejournal::services
