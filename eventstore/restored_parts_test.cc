// A directory in which parts are missing: a backup that was restored in part, a loss, or an interrupted creation.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "eventstore/event_log.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const StreamId kRestoredStream = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-000000000001"));

// Every file and its content. RocksDB's lock files are empty.
std::map<std::string, std::string> ContentOf(const std::string& directory) {
  std::map<std::string, std::string> content;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (!file.is_regular_file() || file.path().filename() == "LOCK") continue;
    content[std::filesystem::relative(file.path(), directory).string()] =
        *ReadWholeFile(file.path().string(), size_t{1} << 30);
  }
  return content;
}

class RestoredPartsTest : public TestLog {
 protected:
  // A log with three entries, and everything that may be in its directory.
  void SetUp() override {
    TestLog::SetUp();
    ASSERT_TRUE(log_->FinishMaking().ok());
    ASSERT_TRUE(Append(kRestoredStream, {"a", "b"}).ok());
    ASSERT_TRUE(log_->Checkpoint(2).ok());
    ASSERT_TRUE(log_->CloseInstant(1).ok());
    ASSERT_TRUE(Append(kRestoredStream, {"c"}).ok());
    std::filesystem::create_directories(directory_.path() + "/projections/v1");
    std::ofstream(directory_.path() + "/projections/v1/CURRENT") << "rows";
  }

  std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path()))
      names.push_back(entry.path().filename().string());
    return names;
  }

  void Copy(const std::set<std::string>& names, const std::string& to) {
    for (const std::string& name : names) {
      std::filesystem::copy(directory_.path() + "/" + name, to + "/" + name, std::filesystem::copy_options::recursive);
    }
  }

  std::vector<std::string> PayloadsIn(const std::string& directory, absl::Status* opened) {
    EventLogOptions options{.directory = directory, .disk_reserve_bytes = 0};
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(options);
    *opened = log.status();
    std::vector<std::string> payloads;
    if (!log.ok()) return payloads;
    const auto entries = (*log)->ReadStream(kRestoredStream, 0, {});
    EXPECT_TRUE(entries.ok()) << entries.status();
    for (const RecordedEntry& entry : *entries) payloads.push_back(entry.payload());
    return payloads;
  }

  // Open a directory with only these parts, and create a log there, as a server does if it finds none.
  void ExpectServedOrRefused(const std::set<std::string>& names) {
    SCOPED_TRACE(absl::StrJoin(names, " "));
    const TestDirectory part;
    Copy(names, part.path());
    const auto before = ContentOf(part.path());
    absl::Status opened;
    const std::vector<std::string> payloads = PayloadsIn(part.path(), &opened);
    const bool nothing = names.empty() || names == std::set<std::string>{"LOCK"};
    if (opened.ok()) {
      EXPECT_THAT(payloads, ElementsAre("a", "b", "c"));
      EXPECT_TRUE(absl::IsAlreadyExists(EventLog::Create(part.path(), "journal.test/wren")));
      ++served_;
      return;
    }
    const absl::Status made = EventLog::Create(part.path(), "journal.test/wren");
    if (nothing) {
      EXPECT_TRUE(absl::IsNotFound(opened)) << opened;
      EXPECT_TRUE(made.ok()) << made;
      return;
    }
    EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr("Restore all parts of one backup"));
    EXPECT_FALSE(made.ok());
    EXPECT_EQ(ContentOf(part.path()), before);
  }

  void ExpectEverySubsetServedOrRefused() {
    std::vector<std::string> names = Names();
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("FORMAT", "LOCK", "acked", "checkpoints", "clock", "clock.new",
                                                       "keys", "log", "projections", "secrets"));
    std::erase(names, "clock.new");  // nothing reads it
    for (size_t subset = 0; subset < size_t{1} << names.size(); ++subset) {
      std::set<std::string> parts;
      for (size_t i = 0; i < names.size(); ++i) {
        if (subset >> i & 1) parts.insert(names[i]);
      }
      ExpectServedOrRefused(parts);
    }
    // With FORMAT, log, keys, and secrets, whatever else exists.
    EXPECT_EQ(served_, 32);
  }

  int served_ = 0;
};

TEST_F(RestoredPartsTest, EverySubsetAfterACleanStopServesWhatWasThereOrIsRefused) {
  log_.reset();
  ExpectEverySubsetServedOrRefused();
}

TEST_F(RestoredPartsTest, EverySubsetAfterAKillServesWhatWasThereOrIsRefused) { ExpectEverySubsetServedOrRefused(); }

TEST_F(RestoredPartsTest, FsckSaysThatThePartIsMissing) {
  log_.reset();
  for (const std::string part : {"FORMAT", "keys", "log", "secrets"}) {
    const TestDirectory without;
    std::set<std::string> names;
    for (const std::string& name : Names()) {
      if (name != part) names.insert(name);
    }
    Copy(names, without.path());

    const auto report = Fsck(without.path(), [](uint64_t, uint64_t) {});

    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_FALSE(report->findings.empty());
    EXPECT_THAT(report->findings.front(),
                AnyOf(HasSubstr(part + " is missing"), HasSubstr(without.path() + "/" + part)));
  }
}

// What an interrupted creation leaves: being-made, and any of the parts.
TEST_F(RestoredPartsTest, AnInterruptedMakingIsBegunAnew) {
  const TestDirectory made;
  ASSERT_TRUE(EventLog::Create(made.path(), "journal.test/wren").ok());
  const std::vector<std::string> parts = {"LOCK", "checkpoints", "keys", "log", "secrets"};
  for (size_t subset = 0; subset < size_t{1} << parts.size(); ++subset) {
    const TestDirectory begun;
    std::ofstream(begun.path() + "/being-made").flush();
    for (size_t i = 0; i < parts.size(); ++i) {
      if (subset >> i & 1)
        std::filesystem::copy(made.path() + "/" + parts[i], begun.path() + "/" + parts[i],
                              std::filesystem::copy_options::recursive);
    }
    EXPECT_TRUE(absl::IsNotFound(EventLog::Open({.directory = begun.path()}).status()));

    const absl::Status again = EventLog::Create(begun.path(), "journal.test/wren");

    ASSERT_TRUE(again.ok()) << again;
    const auto log = EventLog::Open({.directory = begun.path(), .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->size(), 0);
    EXPECT_TRUE((*log)->being_made());
    ASSERT_TRUE((*log)->FinishMaking().ok());
    EXPECT_FALSE((*log)->being_made());
  }
}

// What holds an entry or a key in use is not removed, even if everything looks like an interrupted creation.
TEST_F(RestoredPartsTest, NothingThatHoldsAnEntryOrAKeyInUseIsMadeAnew) {
  for (const bool killed : {true, false}) {
    if (!killed) log_.reset();
    for (const std::set<std::string>& parts :
         {std::set<std::string>{"log"}, {"keys"}, {"keys", "secrets"}, {"log", "keys", "secrets"}}) {
      const TestDirectory begun;
      std::ofstream(begun.path() + "/being-made").flush();
      Copy(parts, begun.path());
      const auto before = ContentOf(begun.path());

      const absl::Status made = EventLog::Create(begun.path(), "journal.test/wren");

      EXPECT_TRUE(absl::IsDataLoss(made)) << made;
      EXPECT_EQ(ContentOf(begun.path()), before);
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
