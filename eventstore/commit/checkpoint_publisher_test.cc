#include "eventstore/commit/checkpoint_publisher.h"

#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const StreamId kPublishedCase = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000b7"));

SignedCheckpoint SignedBy(const NoteSigner& signer, uint64_t size, const Hash& root) {
  return {.note = SignNote(FormatCheckpoint({.origin = signer.name(), .size = size, .root = root}), signer),
          .size = size,
          .root = root};
}

class OpenCheckpointTest : public ::testing::Test {
 protected:
  const NoteSigner signer_ = *NoteSigner::Generate("journal.test/wren");
  const Hash root_ = LeafHash("any");
  const std::string note_ = SignedBy(signer_, 42, root_).note;
};

TEST_F(OpenCheckpointTest, ANoteOfThisKeyGivesItsSizeAndRoot) {
  const absl::StatusOr<SignedCheckpoint> opened = OpenCheckpoint(note_, signer_);

  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->size, 42u);
  EXPECT_EQ(opened->root, root_);
  EXPECT_EQ(opened->note, note_);
  const absl::StatusOr<SignedCheckpoint> verified =
      OpenCheckpoint(note_, *NoteVerifier::FromVerifierKey(signer_.verifier_key()));
  ASSERT_TRUE(verified.ok()) << "the public key is enough";
  EXPECT_EQ(verified->root, root_);
}

TEST_F(OpenCheckpointTest, ANoteOfAnotherKeyIsRefusedAlthoughItsNameIsTheSame) {
  const NoteSigner other = *NoteSigner::Generate("journal.test/wren");

  EXPECT_TRUE(absl::IsDataLoss(OpenCheckpoint(note_, other).status()));
}

TEST_F(OpenCheckpointTest, EveryByteOfTheNoteCounts) {
  for (size_t at = 0; at < note_.size(); ++at) {
    std::string damaged = note_;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_TRUE(absl::IsDataLoss(OpenCheckpoint(damaged, signer_).status())) << at;
  }
  for (const std::string& damaged : {std::string(), note_.substr(0, note_.size() - 1), note_ + "\n"}) {
    EXPECT_TRUE(absl::IsDataLoss(OpenCheckpoint(damaged, signer_).status())) << damaged;
  }
}

TEST_F(OpenCheckpointTest, ASignedTextThatIsNoCheckpointIsRefused) {
  for (const char* text : {"a letter\n", "journal.test/wren\n42\n", "journal.test/wren\n042\nAAAA\n"}) {
    EXPECT_TRUE(absl::IsDataLoss(OpenCheckpoint(SignNote(text, signer_), signer_).status())) << text;
  }
}

class CheckpointPublisherTest : public TestLog {
 protected:
  void TearDown() override { log_.reset(); }
  void OpenWithCopy(const std::string& copy) {
    log_.reset();
    EventLogOptions options = Options();
    options.checkpoint_copy = copy;
    options.on_checkpoint_copy = Telling(told_);
    options.on_checkpoint = Telling(told_of_latest_);
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(options);
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }
  std::function<void(const absl::Status&)> Telling(std::vector<absl::Status>& told) {
    return [this, &told](const absl::Status& status) {
      absl::MutexLock lock(&mutex_);
      told.push_back(status);
    };
  }
  // Wait until the log has told this often how the file is.
  std::vector<absl::Status> Told(size_t times) { return Told(told_, times); }
  std::vector<absl::Status> Told(std::vector<absl::Status>& which, size_t times) {
    absl::MutexLock lock(&mutex_);
    const auto told = [&which, times] { return which.size() >= times; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&told), absl::Seconds(30)));
    return which;
  }
  void Grow(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Append(kPublishedCase, {"event"}).ok());
  }
  absl::StatusOr<SignedCheckpoint> Verified(const std::string& note) {
    return OpenCheckpoint(note, *NoteVerifier::FromVerifierKey(log_->verifier_key()));
  }

  const std::string latest_ = DataPaths(directory_.path()).latest;
  absl::Mutex mutex_;
  std::vector<absl::Status> told_;
  std::vector<absl::Status> told_of_latest_;
};

TEST_F(CheckpointPublisherTest, AnEmptyLogHasACheckpointOfTheEmptyTree) {
  const absl::StatusOr<SignedCheckpoint> empty = log_->Checkpoint(0);

  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_EQ(empty->size, 0u);
  EXPECT_EQ(empty->root, EmptyRoot());
  EXPECT_EQ(Verified(empty->note)->size, 0u);
  Reopen();
  EXPECT_EQ(log_->size(), 0u) << "and is served with it";
}

TEST_F(CheckpointPublisherTest, ACheckpointCoversWhatWasAskedFor) {
  for (uint64_t size = 1; size <= 5; ++size) {
    Grow(1);
    const absl::StatusOr<SignedCheckpoint> checkpoint = log_->Checkpoint(size);
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
    EXPECT_EQ(checkpoint->size, size);
    EXPECT_EQ(Verified(checkpoint->note)->root, checkpoint->root);
  }
}

TEST_F(CheckpointPublisherTest, ALaterCheckpointCoversASmallerSize) {
  Grow(3);
  const std::string note = log_->Checkpoint(3)->note;

  EXPECT_EQ(log_->Checkpoint(1)->note, note);
  EXPECT_EQ(log_->Checkpoint(0)->note, note);
}

TEST_F(CheckpointPublisherTest, MoreThanIsCommittedIsOutOfRangeAndPublishesNothing) {
  Grow(2);
  const std::string note = log_->Checkpoint(2)->note;

  const absl::Status beyond = log_->Checkpoint(3).status();

  EXPECT_TRUE(absl::IsOutOfRange(beyond)) << beyond;
  EXPECT_EQ(*ReadSmallFile(latest_), note);
}

// A checkpoint that left the process and is not on disk could be contradicted after a restart.
TEST_F(CheckpointPublisherTest, ACheckpointIsStoredBeforeItIsReturned) {
  const TestDirectory elsewhere;
  const std::string copy = elsewhere.path() + "/copy";
  OpenWithCopy(copy);
  Grow(2);

  const std::string note = log_->Checkpoint(2)->note;

  EXPECT_EQ(*ReadSmallFile(latest_), note);
  EXPECT_EQ(*ReadSmallFile(copy), note);
}

TEST_F(CheckpointPublisherTest, ACheckpointThatCannotBeStoredIsNotReturned) {
  Grow(1);
  const std::filesystem::path checkpoints = std::filesystem::path(latest_).parent_path();
  std::filesystem::rename(checkpoints, checkpoints.string() + ".away");

  const absl::Status refused = log_->Checkpoint(1).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(checkpoints.string()));
  EXPECT_TRUE(Append(kPublishedCase, {"appends go on"}).ok());

  std::filesystem::rename(checkpoints.string() + ".away", checkpoints);
  const absl::StatusOr<SignedCheckpoint> later = log_->Checkpoint(2);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(*ReadSmallFile(latest_), later->note);
}

// Who suffers: a court that asks weeks later for a proof of what was recorded, and nobody knew that none can be given.
TEST_F(CheckpointPublisherTest, CheckpointsThatCannotBeWrittenAreToldOnceAndMadeUpFor) {
  OpenWithCopy("");
  Grow(1);
  ASSERT_TRUE(log_->Checkpoint(1).ok());
  const std::filesystem::path checkpoints = std::filesystem::path(latest_).parent_path();
  std::filesystem::rename(checkpoints, checkpoints.string() + ".away");
  Grow(1);  // nobody asks for a checkpoint of it
  EXPECT_THAT(std::string(Told(told_of_latest_, 1).front().message()),
              AllOf(StartsWith("new checkpoints cannot be written: "), HasSubstr(checkpoints.string())));
  EXPECT_TRUE(absl::IsUnavailable(log_->Checkpoint(2).status()));
  Grow(1);

  std::filesystem::rename(checkpoints.string() + ".away", checkpoints);
  const std::vector<absl::Status> told = Told(told_of_latest_, 2);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_TRUE(told.back().ok());
  EXPECT_EQ(Verified(*ReadSmallFile(latest_))->size, 3u);
}

// Who suffers: a court that asks for a proof while the disk of the second place is gone.
TEST_F(CheckpointPublisherTest, ACopyThatCannotBeWrittenIsToldOnceAndTakesNoCheckpointAway) {
  const TestDirectory elsewhere;
  const std::string missing = elsewhere.path() + "/disk";
  OpenWithCopy(missing + "/copy");
  for (uint64_t size = 1; size <= 3; ++size) {
    Grow(1);
    const absl::StatusOr<SignedCheckpoint> checkpoint = log_->Checkpoint(size);
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
    EXPECT_EQ(*ReadSmallFile(latest_), checkpoint->note);
  }
  ASSERT_EQ(Told(1).size(), 1u);
  EXPECT_THAT(std::string(Told(1).front().message()), HasSubstr(missing));

  std::filesystem::create_directory(missing);
  const std::vector<absl::Status> told = Told(2);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_TRUE(told.back().ok()) << "although nothing was appended meanwhile";
  EXPECT_EQ(*ReadSmallFile(missing + "/copy"), *ReadSmallFile(latest_));
}

// Who suffers: an operator who believes for months that a second place has the newest checkpoint.
TEST_F(CheckpointPublisherTest, ACopyThatCannotBeWrittenIsToldAtTheStart) {
  Grow(1);
  ASSERT_TRUE(log_->Checkpoint(1).ok());
  const TestDirectory elsewhere;
  OpenWithCopy(elsewhere.path() + "/disk/copy");
  EXPECT_EQ(Told(1).size(), 1u) << "although nothing was appended";

  log_.reset();
  told_.clear();
  OpenWithCopy(elsewhere.path() + "/copy");
  EXPECT_EQ(*ReadSmallFile(elsewhere.path() + "/copy"), *ReadSmallFile(latest_));
  log_.reset();
  EXPECT_TRUE(told_.empty());
}

TEST_F(CheckpointPublisherTest, TheLastCheckpointIsKnownAfterARestart) {
  Grow(3);
  const std::string note = log_->Checkpoint(3)->note;
  Reopen();

  EXPECT_EQ(log_->Checkpoint(3)->note, note);
  EXPECT_EQ(log_->Checkpoint(1)->note, note);
}

TEST_F(CheckpointPublisherTest, ACopyThatIsBehindIsNoFault) {
  const TestDirectory elsewhere;
  const std::string copy = elsewhere.path() + "/copy";
  OpenWithCopy(copy);
  Grow(1);
  const std::string old = log_->Checkpoint(1)->note;
  Grow(1);
  const std::string newest = log_->Checkpoint(2)->note;
  log_.reset();
  std::ofstream(copy) << old;

  OpenWithCopy(copy);

  EXPECT_EQ(log_->Checkpoint(1)->note, newest);
}

TEST_F(CheckpointPublisherTest, ManyCallersEachGetWhatTheyAskedFor) {
  Grow(1);
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([this] {
      for (int n = 0; n < 5; ++n) {
        const uint64_t size = log_->size();
        const absl::StatusOr<SignedCheckpoint> checkpoint = log_->Checkpoint(size);
        EXPECT_TRUE(checkpoint.ok() && checkpoint->size >= size && Verified(checkpoint->note).ok());
      }
    });
  }
  Grow(10);
  for (std::thread& caller : callers) caller.join();

  EXPECT_EQ(log_->Checkpoint(11)->size, 11u);
}

}  // namespace
}  // namespace casejournal::eventstore
