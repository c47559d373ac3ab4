#include "services/witness/witness.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

// A log with its own history, which `story` determines.
class WitnessedLogStory {
 public:
  WitnessedLogStory(const eventstore::NoteSigner& signer, std::string story)
      : signer_(signer), story_(std::move(story)) {}

  std::string Note(uint64_t size) const {
    return eventstore::SignNote(eventstore::FormatCheckpoint(
                                    {.origin = signer_.name(), .size = size, .root = Range(0, size), .extensions = {}}),
                                signer_);
  }

  std::string Body(uint64_t old_size, uint64_t size) const {
    const auto proof = eventstore::ConsistencyProof(
        old_size, size, [this](eventstore::NodeId node) -> absl::StatusOr<eventstore::Hash> {
          return Range(node.index << node.level, (node.index + 1) << node.level);
        });
    return eventstore::FormatAddCheckpoint({.old_size = old_size, .proof = *proof, .checkpoint_note = Note(size)});
  }

 private:
  eventstore::Hash Range(uint64_t begin, uint64_t end) const {
    eventstore::CompactRange range;
    for (uint64_t i = begin; i < end; ++i)
      range.Append(eventstore::LeafHash(absl::StrCat(story_, i < 3 ? " begins " : "", i)));
    return range.Root();
  }

  const eventstore::NoteSigner& signer_;
  const std::string story_;
};

class WitnessTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Witness>> Open() {
    return Witness::Open(directory_.path() + "/state", "witness.test/w1", {log_.verifier_key()});
  }

  void SetUp() override {
    auto witness = Open();
    ASSERT_THAT(witness, IsOk());
    witness_ = *std::move(witness);
  }

  eventstore::TestDirectory directory_;
  const eventstore::NoteSigner log_ = *eventstore::NoteSigner::Generate("journal.test/wren");
  const WitnessedLogStory story_{log_, "what happened"};
  std::unique_ptr<Witness> witness_;
};

TEST_F(WitnessTest, CosignsWhatContinuesWhatItCosigned) {
  for (const auto& [old_size, size] : {std::pair(0, 4), std::pair(4, 9), std::pair(9, 9)}) {
    const WitnessAnswer answer = witness_->AddCheckpoint(story_.Body(old_size, size), 1'800'000'000);
    ASSERT_EQ(answer.http_status, 200) << answer.body;
    const auto verifier = eventstore::CosignatureVerifier::FromVerifierKey(witness_->verifier_key());
    const auto note = eventstore::AddAnsweredCosignature(story_.Note(size), answer.body, *verifier);
    ASSERT_THAT(note, IsOk());
    EXPECT_EQ(*eventstore::FindCosignature(*eventstore::ParseNote(*note), *verifier), 1'800'000'000);
  }
}

TEST_F(WitnessTest, ForgetsNothingWhenItStartsAnew) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  const std::string key = witness_->verifier_key();
  witness_.reset();
  auto again = Open();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ((*again)->verifier_key(), key);
  const WitnessAnswer stale = (*again)->AddCheckpoint(story_.Body(0, 9), 2);
  EXPECT_EQ(stale.http_status, 409);
  EXPECT_EQ(stale.content_type, "text/x.tlog.size");
  EXPECT_EQ(stale.body, "7\n");
}

TEST_F(WitnessTest, NeverCosignsASecondHistoryAndKeepsTheProof) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  const WitnessedLogStory other(log_, "what was made up");
  EXPECT_EQ(witness_->AddCheckpoint(other.Body(7, 9), 2).http_status, 422);
  EXPECT_FALSE(witness_->Logs().front().forked) << "a proof that is wrong proves nothing yet";
  EXPECT_EQ(witness_->AddCheckpoint(other.Body(7, 7), 3).http_status, 422);
  EXPECT_TRUE(witness_->Logs().front().forked);
  EXPECT_EQ(witness_->Logs().front().tree->size, 7);
  size_t kept = 0;
  for (const auto& file : std::filesystem::directory_iterator(directory_.path() + "/state")) {
    if (!absl::EndsWith(file.path().string(), ".forked")) continue;
    ++kept;
    EXPECT_EQ(*eventstore::ReadSmallFile(file.path().string()), other.Note(7));
  }
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(witness_->AddCheckpoint(story_.Body(7, 9), 4).http_status, 200) << "the history that it knows goes on";
}

TEST_F(WitnessTest, KnowsOnlyItsLogs) {
  const auto stranger = *eventstore::NoteSigner::Generate("stranger.test");
  EXPECT_EQ(witness_->AddCheckpoint(WitnessedLogStory(stranger, "x").Body(0, 2), 1).http_status, 404);
  const auto impostor = *eventstore::NoteSigner::Generate("journal.test/wren");
  EXPECT_EQ(witness_->AddCheckpoint(WitnessedLogStory(impostor, "x").Body(0, 2), 1).http_status, 403);
  EXPECT_EQ(witness_->AddCheckpoint("old 0\n", 1).http_status, 400);
  EXPECT_EQ(witness_->AddCheckpoint("", 1).http_status, 400);
}

TEST_F(WitnessTest, OneProcessAtATimeAndUnderOneName) {
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kUnavailable));
  witness_.reset();
  EXPECT_THAT(Witness::Open(directory_.path() + "/state", "witness.test/other", {log_.verifier_key()}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Open(), IsOk());
}

TEST_F(WitnessTest, DamagedStateIsNotStartedFrom) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  witness_.reset();
  for (const auto& file : std::filesystem::directory_iterator(directory_.path() + "/state")) {
    if (!absl::EndsWith(file.path().string(), ".checkpoint")) continue;
    std::string note = *eventstore::ReadSmallFile(file.path().string());
    note[note.size() / 3] = static_cast<char>(note[note.size() / 3] ^ 1);
    ASSERT_THAT(eventstore::WriteFileDurably(file.path().string(), note, 0644), IsOk());
  }
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace casejournal::services
