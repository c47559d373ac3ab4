// What is recovered, and what is refused; parts that are missing or older: restored_parts_test.cc, lost_logs_test.cc.
#include "eventstore/recovery/recovery.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "eventstore/commit/acked_mark.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

const StreamId kRecoveredStream = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000c1"));

class RecoveryTest : public TestLog {
 protected:
  // Three events, a checkpoint of the first two, and a clean stop.
  void Grow() {
    ASSERT_TRUE(Append(kRecoveredStream, {"one", "two"}).ok());
    ASSERT_TRUE(log_->Checkpoint(2).ok());
    appended_ = *Append(kRecoveredStream, {"three"});
    verifier_key_ = log_->verifier_key();
    log_.reset();
  }

  // Every file and its bytes.
  std::map<std::string, std::string> Contents() const {
    std::map<std::string, std::string> contents;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      contents[entry.path()] = std::string(std::istreambuf_iterator<char>(file), {});
    }
    return contents;
  }
  void ExpectRefusedAndUnchanged(const std::string& checkpoint_copy = "") {
    const auto before = Contents();
    const absl::Status refused = RecoverLog(paths_, Database::Mode::kReadWrite, checkpoint_copy).status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_EQ(Contents(), before);
  }

  const DataPaths paths_{directory_.path()};
  Appended appended_;
  std::string verifier_key_;
};

TEST(MakeJournalFilesTest, MakeALogWithoutEvents) {
  const TestDirectory directory;
  const DataPaths paths(directory.path());
  ASSERT_TRUE(MakeSubdirectories(paths).ok());
  ASSERT_TRUE(MakeJournalFiles(paths, "journal.test/wren").ok());

  const absl::StatusOr<RecoveredLog> log = RecoverLog(paths, Database::Mode::kReadWrite);

  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->size, 0);
  EXPECT_EQ(log->last_key_id, 0);
  EXPECT_EQ(log->latest.size, 0);
  EXPECT_EQ(log->signer.name(), "journal.test/wren");
}

TEST_F(RecoveryTest, FindsTheEndTheKeysAndWhatWasPublished) {
  Grow();

  const absl::StatusOr<RecoveredLog> log = RecoverLog(paths_, Database::Mode::kReadWrite);

  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->size, 3);
  EXPECT_EQ(log->last_recorded_at_us, appended_.recorded_at_us);
  EXPECT_EQ(log->last_key_id, appended_.heads.front().key_id);
  EXPECT_EQ(log->latest.size, 2);
  EXPECT_EQ(log->signer.verifier_key(), verifier_key_);
  EXPECT_TRUE(log->earlier.empty());
}

TEST_F(RecoveryTest, ALogOfFewerEventsThanWereAcknowledgedIsRefused) {
  Grow();
  ASSERT_TRUE((*AckedMark::Open(paths_.acked))->Write(4).ok());

  ExpectRefusedAndUnchanged();
  const absl::StatusOr<RecoveredLog> log = RecoverWithoutPromises(paths_);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->size, 3);
}

TEST_F(RecoveryTest, ACheckpointOfAnotherHistoryIsRefused) {
  Grow();
  const TestDirectory other;
  ASSERT_TRUE(EventLog::Create(other.path(), "journal.test/wren").ok());
  std::filesystem::copy_file(paths_.signing_key, DataPaths(other.path()).signing_key,
                             std::filesystem::copy_options::overwrite_existing);
  {
    auto log = *EventLog::Open({.directory = other.path(), .disk_reserve_bytes = 0});
    LogAppend request{.request_id = RandomUuid()};
    request.streams.push_back(Part(kRecoveredStream, *log->Head(kRecoveredStream), {"another one", "and two"}));
    ASSERT_TRUE(AppendAndWait(*log, std::move(request)).ok());
    ASSERT_TRUE(log->Checkpoint(2).ok());
  }

  ExpectRefusedAndUnchanged(DataPaths(other.path()).latest);
}

TEST_F(RecoveryTest, ACheckpointOfAnotherKeyIsRefused) {
  Grow();
  const TestDirectory other;
  ASSERT_TRUE(EventLog::Create(other.path(), "journal.test/wren").ok());
  ASSERT_TRUE((*EventLog::Open({.directory = other.path()}))->Checkpoint(0).ok());

  ExpectRefusedAndUnchanged(DataPaths(other.path()).latest);
}

TEST_F(RecoveryTest, ACopyOfTheCheckpointThatIsNotThereIsNoLoss) {
  Grow();

  EXPECT_TRUE(RecoverLog(paths_, Database::Mode::kReadWrite, directory_.path() + "/no-copy").ok());
}

TEST_F(RecoveryTest, AKeyThatIsDamagedSignsNothing) {
  Grow();
  ASSERT_TRUE(ReadSigner(paths_).ok());

  const std::string key = *ReadSmallFile(paths_.signing_key);
  std::ofstream(paths_.signing_key) << key.substr(1);
  EXPECT_TRUE(absl::IsDataLoss(ReadSigner(paths_).status()));
  ExpectRefusedAndUnchanged();

  std::filesystem::remove(paths_.signing_key);
  EXPECT_TRUE(absl::IsDataLoss(ReadSigner(paths_).status()));
  ExpectRefusedAndUnchanged();
}

}  // namespace
}  // namespace casejournal::eventstore
