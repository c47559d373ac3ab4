#include "services/verify/seen_checkpoint.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/verify/seen_directory.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_journal.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MemoryJournal;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using casejournal::testing::StoredOf;
using ::testing::AllOf;
using ::testing::HasSubstr;

class SeenCheckpointTest : public ::testing::Test {
 protected:
  SeenCheckpointTest() : file_(SeenFile(directory_.path() + "/state", "journal.test:7464")) { Grow(5); }

  void Grow(int count, absl::string_view words = "call") {
    const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("case")));
    for (int i = 0; i < count; ++i)
      journal_.Record(stream, {StoredOf(NoteWritten("2025-03-10", absl::StrCat(words, " ", i)))});
  }

  std::string Stored() const {
    std::ifstream file(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void Store(const std::string& content) const {
    std::filesystem::create_directories(std::filesystem::path(file_).parent_path());
    std::ofstream(file_, std::ios::binary) << content;
  }

  // The check fails, names the file to remove, and leaves it as it was.
  void ExpectRejected(absl::string_view why = "") {
    const std::string before = Stored();
    EXPECT_THAT(CheckSeen(journal_, file_),
                StatusIs(absl::StatusCode::kDataLoss, AllOf(HasSubstr(file_), HasSubstr(std::string(why)))));
    EXPECT_EQ(Stored(), before);
  }

  eventstore::TestDirectory directory_;
  const std::string file_;
  MemoryJournal journal_;
};

TEST_F(SeenCheckpointTest, FirstCheckpointIsStoredWithTheKey) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());

  EXPECT_EQ(Stored(), absl::StrCat(journal_.verifier_key(), "\n", journal_.Note()));
}

TEST_F(SeenCheckpointTest, JournalThatGrewIsStoredWithItsNewCheckpoint) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  for (const int more : {1, 4, 9}) {
    Grow(more);
    ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
    EXPECT_EQ(Stored(), absl::StrCat(journal_.verifier_key(), "\n", journal_.Note()));
  }
}

TEST_F(SeenCheckpointTest, UnchangedJournalNeedsNoProofAndNoWrite) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  const auto written = std::filesystem::last_write_time(file_);
  journal_.calls = 0;

  EXPECT_THAT(CheckSeen(journal_, file_), IsOk());
  EXPECT_EQ(journal_.calls, 1U);
  EXPECT_EQ(std::filesystem::last_write_time(file_), written);
}

TEST_F(SeenCheckpointTest, JournalWithAnotherKeyIsAnotherJournal) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  journal_ = MemoryJournal();
  Grow(6);

  ExpectRejected(journal_.verifier_key());
}

TEST_F(SeenCheckpointTest, ShorterJournalIsRejected) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  journal_.entries().resize(4);

  ExpectRejected("5 entries");
}

TEST_F(SeenCheckpointTest, OtherHistoryOfTheSameLengthIsRejected) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  journal_.entries().resize(4);
  Grow(1, "made up");

  ExpectRejected("another history");
}

TEST_F(SeenCheckpointTest, LongerJournalWithAnotherBeginningIsRejected) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  journal_.entries().resize(2);
  Grow(7, "made up");

  ExpectRejected("rewritten");
}

TEST_F(SeenCheckpointTest, NewestCheckpointMustBeSignedByTheKeyThatWasSeen) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  Grow(1);
  journal_.on_checkpoint = [](v1::GetCheckpointResponse& response) {
    response.mutable_checkpoint()->mutable_note()->back() = 'x';
  };

  ExpectRejected();
}

// The proof is for a third checkpoint, which the journal signed in the meantime; that one is stored.
TEST_F(SeenCheckpointTest, JournalMayGrowDuringTheCheck) {
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  Grow(1);
  const std::string earlier = journal_.Note();
  Grow(3);
  journal_.on_checkpoint = [&](v1::GetCheckpointResponse& response) {
    response.mutable_checkpoint()->set_note(earlier);
  };

  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  EXPECT_EQ(Stored(), absl::StrCat(journal_.verifier_key(), "\n", journal_.Note(9)));
}

TEST_F(SeenCheckpointTest, FirstCheckpointMustBeSignedByTheKeyThatTheServerSends) {
  const MemoryJournal other;
  journal_.on_checkpoint = [&](v1::GetCheckpointResponse& response) {
    response.set_verifier_key(other.verifier_key());
  };
  EXPECT_THAT(CheckSeen(journal_, file_), StatusIs(absl::StatusCode::kDataLoss));

  journal_.on_checkpoint = [](v1::GetCheckpointResponse& response) { response.set_verifier_key("no key"); };
  EXPECT_THAT(CheckSeen(journal_, file_), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

// Without the file, another history would not be noticed: so nothing is requested.
TEST_F(SeenCheckpointTest, DamagedFileIsReportedBeforeAnythingIsRequested) {
  const std::string key = journal_.verifier_key();
  const std::string note = journal_.Note();
  std::string changed = absl::StrCat(key, "\n", note);
  changed[changed.find("\n5\n") + 1] = '3';
  const MemoryJournal other;
  for (const std::string& content :
       {std::string(), std::string("\n"), key, absl::StrCat(key, "\n"), absl::StrCat("no key\n", note),
        absl::StrCat(other.verifier_key(), "\n", note), note, changed, absl::StrCat(key, "\n", note.substr(0, 40))}) {
    Store(content);
    ExpectRejected();
  }
  EXPECT_EQ(journal_.calls, 0U);
}

TEST_F(SeenCheckpointTest, FileThatCannotBeReadIsReportedBeforeAnythingIsRequested) {
  std::filesystem::create_directories(file_);
  EXPECT_THAT(CheckSeen(journal_, file_), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(file_)));
  std::filesystem::remove(file_);
  std::filesystem::create_symlink("nowhere", file_);
  EXPECT_THAT(CheckSeen(journal_, file_), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(file_)));
  EXPECT_EQ(journal_.calls, 0U);
}

// The next call reports why the server does not answer.
TEST_F(SeenCheckpointTest, ServerThatDoesNotAnswerIsAFailureOnlyIfItWasSeenBefore) {
  journal_.failure = absl::UnavailableError("connection refused");
  EXPECT_THAT(CheckSeen(journal_, file_), IsOk());
  EXPECT_FALSE(std::filesystem::exists(file_));

  journal_.failure = absl::OkStatus();
  ASSERT_THAT(CheckSeen(journal_, file_), IsOk());
  const std::string before = Stored();
  journal_.failure = absl::UnavailableError("connection refused");
  EXPECT_THAT(CheckSeen(journal_, file_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Stored(), before);
}

TEST_F(SeenCheckpointTest, DirectoryThatCannotBeMadeIsNoFaultOfTheJournal) {
  const std::string in_the_way = directory_.path() + "/file";
  std::ofstream(in_the_way) << "x";

  EXPECT_THAT(CheckSeen(journal_, SeenFile(in_the_way, "journal.test:7464")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(in_the_way)));
}

TEST(SeenFileTest, EachServerHasItsOwnFileInTheDirectory) {
  std::set<std::string> files;
  const std::vector<std::string> servers = {"127.0.0.1:7464",
                                            "127.0.0.1:7465",
                                            "127.0.0.1_7464",
                                            "127.0.0.1%3a7464",
                                            "[::1]:7464",
                                            "unix:/run/journal",
                                            "../../etc",
                                            "journal.example",
                                            "a/b",
                                            "a%2fb",
                                            "",
                                            "Journal.example"};
  for (const std::string& server : servers) {
    const std::string file = SeenFile("/state", server);
    EXPECT_EQ(std::filesystem::path(file).lexically_normal().parent_path(), "/state") << server;
    files.insert(file);
  }
  EXPECT_EQ(files.size(), servers.size());
}

// Sets an environment variable, and restores it.
class SeenEnvironment {
 public:
  SeenEnvironment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  ~SeenEnvironment() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

TEST(SeenDirectoryTest, FollowsTheEnvironmentOfTheUser) {
  const SeenEnvironment home("HOME", "/home/dana");
  {
    const SeenEnvironment state("XDG_STATE_HOME", "/var/dana");
    EXPECT_EQ(SeenDirectory(), "/var/dana/casejournal");
  }
  for (const char* unset : {static_cast<const char*>(nullptr), ""}) {
    const SeenEnvironment state("XDG_STATE_HOME", unset);
    EXPECT_EQ(SeenDirectory(), "/home/dana/.local/state/casejournal");
    for (const char* homeless : {static_cast<const char*>(nullptr), ""}) {
      const SeenEnvironment no_home("HOME", homeless);
      EXPECT_EQ(SeenDirectory(), "");
    }
  }
}

}  // namespace
}  // namespace casejournal::services
