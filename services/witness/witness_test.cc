#include "services/witness/witness.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

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

// Every pair of sizes: the first checkpoint of a log needs no proof, a later one must follow from the last.
TEST_F(WitnessTest, EachStepFromASizeToALargerOneIsCosigned) {
  for (uint64_t first = 1; first <= 9; ++first) {
    for (uint64_t second = first; second <= 9; ++second) {
      eventstore::TestDirectory fresh;
      auto witness = Witness::Open(fresh.path(), "witness.test/w1", {log_.verifier_key()});
      ASSERT_THAT(witness, IsOk());
      EXPECT_EQ((*witness)->AddCheckpoint(story_.Body(0, first), 1).http_status, 200);
      EXPECT_EQ((*witness)->AddCheckpoint(story_.Body(first, second), 2).http_status, 200) << first << " " << second;
    }
  }
}

TEST_F(WitnessTest, AnswerToAStaleSizeIsTheLastSizeAndChangesNothing) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  for (const uint64_t old_size : {0, 3, 6, 8}) {
    const WitnessAnswer answer = witness_->AddCheckpoint(story_.Body(old_size, 9), 2);
    EXPECT_EQ(answer.http_status, 409) << old_size;
    EXPECT_EQ(answer.body, "7\n");
  }
  EXPECT_EQ(witness_->Logs().front().tree->size, 7);
  EXPECT_EQ(witness_->Logs().front().note, story_.Note(7));
}

TEST_F(WitnessTest, ProofWithAnyChangedHashIsRejectedAndChangesNothing) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 5), 1).http_status, 200);
  const auto request = eventstore::ParseAddCheckpoint(story_.Body(5, 9));
  ASSERT_THAT(request, IsOk());
  ASSERT_FALSE(request->proof.empty());
  for (size_t changed = 0; changed < request->proof.size(); ++changed) {
    eventstore::AddCheckpointRequest lie = *request;
    lie.proof[changed][0] ^= 1;
    EXPECT_EQ(witness_->AddCheckpoint(eventstore::FormatAddCheckpoint(lie), 2).http_status, 422) << changed;
  }
  eventstore::AddCheckpointRequest without = *request;
  without.proof.clear();
  EXPECT_EQ(witness_->AddCheckpoint(eventstore::FormatAddCheckpoint(without), 2).http_status, 422);
  EXPECT_EQ(witness_->Logs().front().tree->size, 5);
  EXPECT_FALSE(witness_->Logs().front().forked);
}

TEST_F(WitnessTest, LogsAreInTheOrderOfTheirOriginsAndApart) {
  const auto other = *eventstore::NoteSigner::Generate("journal.test/finch");
  witness_.reset();
  auto witness = Witness::Open(directory_.path() + "/state", "", {log_.verifier_key(), other.verifier_key()});
  ASSERT_THAT(witness, IsOk());
  const WitnessedLogStory finch(other, "another history");
  EXPECT_EQ((*witness)->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  EXPECT_EQ((*witness)->AddCheckpoint(finch.Body(0, 2), 1).http_status, 200);
  EXPECT_EQ((*witness)->AddCheckpoint(story_.Body(7, 8), 1).http_status, 200);

  const std::vector<WitnessedLog> logs = (*witness)->Logs();
  ASSERT_EQ(logs.size(), 2U);
  EXPECT_EQ(logs[0].origin, "journal.test/finch");
  EXPECT_EQ(logs[0].tree->size, 2);
  EXPECT_EQ(logs[1].origin, "journal.test/wren");
  EXPECT_EQ(logs[1].tree->size, 8);
}

TEST_F(WitnessTest, LogThatHasCosignedNothingHasNoTree) {
  ASSERT_EQ(witness_->Logs().size(), 1U);
  EXPECT_FALSE(witness_->Logs()[0].tree.has_value());
  EXPECT_EQ(witness_->Logs()[0].note, "");
  EXPECT_FALSE(witness_->Logs()[0].forked);
}

TEST_F(WitnessTest, ForkIsRememberedAfterARestart) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  const WitnessedLogStory other(log_, "what was made up");
  ASSERT_EQ(witness_->AddCheckpoint(other.Body(7, 7), 2).http_status, 422);
  witness_.reset();
  auto again = Open();
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE((*again)->Logs().front().forked);
  EXPECT_EQ((*again)->Logs().front().tree->size, 7);
}

// The first proof of a fork is kept; a later one does not replace it.
TEST_F(WitnessTest, FirstProofOfAForkIsKept) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  const WitnessedLogStory first(log_, "what was made up");
  const WitnessedLogStory second(log_, "what was made up later");
  ASSERT_EQ(witness_->AddCheckpoint(first.Body(7, 7), 2).http_status, 422);
  ASSERT_EQ(witness_->AddCheckpoint(second.Body(7, 7), 3).http_status, 422);
  for (const auto& file : std::filesystem::directory_iterator(directory_.path() + "/state")) {
    if (!absl::EndsWith(file.path().string(), ".forked")) continue;
    EXPECT_EQ(*eventstore::ReadSmallFile(file.path().string()), first.Note(7));
  }
}

TEST_F(WitnessTest, MalformedKeysAndNamesAreRejected) {
  const auto open = [&](const std::string& name, const std::vector<std::string>& keys) {
    eventstore::TestDirectory fresh;
    return Witness::Open(fresh.path() + "/state", name, keys).status();
  };
  EXPECT_THAT(open("witness.test/w1", {}), IsOk());
  for (const char* name : {"", "two words", "a+b", "a\nb"})
    EXPECT_THAT(open(name, {log_.verifier_key()}), StatusIs(absl::StatusCode::kInvalidArgument)) << name;
  EXPECT_THAT(open("witness.test/w1", {"no key"}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(open("witness.test/w1", {witness_->verifier_key()}), StatusIs(absl::StatusCode::kInvalidArgument))
      << "the key of a witness is no key of a log";
  EXPECT_THAT(open("witness.test/w1", {log_.verifier_key(), log_.verifier_key()}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(WitnessTest, DamagedOrForeignKeyIsNotReplaced) {
  witness_.reset();
  const std::string file = directory_.path() + "/state/witness.key";
  for (const std::string& content : {std::string(), std::string("not a key\n"), log_.signer_key() + "\n"}) {
    ASSERT_THAT(eventstore::WriteFileDurably(file, content, 0600), IsOk());
    EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss)) << content.size();
    EXPECT_EQ(*eventstore::ReadSmallFile(file), content);
  }
}

TEST_F(WitnessTest, KeyIsItsOwnersOnly) {
  EXPECT_EQ(std::filesystem::status(directory_.path() + "/state/witness.key").permissions(),
            std::filesystem::perms(0600));
}

// The note is for a key with the same name, which another operator of the log made.
TEST_F(WitnessTest, StateOfAnotherKeyOfTheLogIsNotTakenOver) {
  ASSERT_EQ(witness_->AddCheckpoint(story_.Body(0, 7), 1).http_status, 200);
  witness_.reset();
  const auto second = *eventstore::NoteSigner::Generate("journal.test/wren");
  EXPECT_THAT(Witness::Open(directory_.path() + "/state", "witness.test/w1", {second.verifier_key()}),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(WitnessTest, RequestsThatAreNoneAreBadRequests) {
  const std::string body = story_.Body(0, 4);
  for (const std::string& other :
       {std::string("x"), body.substr(0, body.size() / 2), body + "x", "old 00\n" + body.substr(6),
        "old -1\n" + body.substr(6), "new 0\n" + body.substr(6), std::string(100, '\n')}) {
    EXPECT_EQ(witness_->AddCheckpoint(other, 1).http_status, 400) << other;
  }
  EXPECT_FALSE(witness_->Logs()[0].tree.has_value());
}

// Of several requests at once for the same step, all get a cosignature of the same checkpoint or a stale size.
TEST_F(WitnessTest, RequestsAtTheSameTimeLeaveOneHistory) {
  std::vector<std::thread> clients;
  std::atomic<int> cosigned = 0;
  std::atomic<int> other = 0;
  for (uint64_t size = 1; size <= 8; ++size) {
    clients.emplace_back([&, body = story_.Body(0, size)] {
      const int status = witness_->AddCheckpoint(body, 1).http_status;
      if (status == 200) ++cosigned;
      if (status != 200 && status != 409) ++other;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(cosigned, 1);
  EXPECT_EQ(other, 0);
  const uint64_t size = witness_->Logs()[0].tree->size;
  EXPECT_EQ(witness_->Logs()[0].note, story_.Note(size));
}

}  // namespace
}  // namespace casejournal::services
