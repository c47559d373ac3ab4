#include "eventstore/storage/numbers_without_gap.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One database for all tests of the suite, because opening one is slow.
class GapTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TestDirectory();
    database_ = Database::OpenLog(directory_->path() + "/log", Database::Mode::kCreate)->release();
  }
  static void TearDownTestSuite() {
    delete database_;
    delete directory_;
  }
  void TearDown() override {
    ASSERT_TRUE(database_->db().DeleteRange({}, database_->family(Family::kLog), "", std::string(9, '\xff')).ok());
  }

  static void Put(uint64_t number) {
    ASSERT_TRUE(database_->db().Put({}, database_->family(Family::kLog), SizeKey(number), std::to_string(number)).ok());
  }
  static void PutRange(uint64_t begin, uint64_t end) {
    for (uint64_t number = begin; number < end; ++number) Put(number);
  }
  // A write-ahead log whose first number in family `log` is this.
  static LogBeginning BeginsAt(const std::string& path, uint64_t number, Family family = Family::kLog) {
    return {path, {{database_->family(family)->GetID(), number}}};
  }

  absl::Status Check(const std::vector<LogBeginning>& logs) {
    seen_.clear();
    return RequireNoGap(*database_, Family::kLog, logs, [this](uint64_t number, absl::string_view value) {
      EXPECT_EQ(value, std::to_string(number));
      seen_.push_back(number);
      return absl::OkStatus();
    });
  }
  void ExpectGap(const absl::Status& checked, uint64_t number, const std::string& after) {
    EXPECT_TRUE(absl::IsDataLoss(checked)) << checked;
    EXPECT_THAT(std::string(checked.message()),
                AllOf(HasSubstr(absl::StrCat("position ", number, " is missing")), HasSubstr(after)));
  }

  static TestDirectory* directory_;
  static Database* database_;
  std::vector<uint64_t> seen_;
};

TestDirectory* GapTest::directory_ = nullptr;
Database* GapTest::database_ = nullptr;

TEST_F(GapTest, WithoutLogsNothingIsRead) {
  PutRange(0, 3);
  Put(7);

  EXPECT_TRUE(Check({}).ok()) << "tables are covered by their checksums";
  EXPECT_THAT(seen_, IsEmpty());
}

TEST_F(GapTest, EveryNumberFromTheOneBeforeTheFirstLogIsSeen) {
  PutRange(0, 6);

  EXPECT_TRUE(Check({BeginsAt("000004.log", 3)}).ok());
  EXPECT_THAT(seen_, ElementsAre(2, 3, 4, 5));
}

TEST_F(GapTest, ALogThatBeginsWithTheFirstNumberHasNoneBeforeIt) {
  PutRange(0, 2);

  EXPECT_TRUE(Check({BeginsAt("000004.log", 0)}).ok());
  EXPECT_THAT(seen_, ElementsAre(0, 1));
}

TEST_F(GapTest, TheNumberBeforeTheFirstLogMustExist) {
  PutRange(3, 6);

  ExpectGap(Check({BeginsAt("000004.log", 3)}), 2, "000004.log continues at 3");
}

TEST_F(GapTest, TheFirstNumberMustExist) {
  PutRange(1, 3);

  ExpectGap(Check({BeginsAt("000004.log", 0)}), 0, "missing");
}

TEST_F(GapTest, AGapBetweenLogsNamesTheLogAfterIt) {
  PutRange(0, 4);
  PutRange(6, 8);

  ExpectGap(Check({BeginsAt("000004.log", 2), BeginsAt("000005.log", 6)}), 4, "000005.log continues at 6");
  EXPECT_THAT(seen_, ElementsAre(1, 2, 3));
}

TEST_F(GapTest, AGapInTheLastLogHasNoLogAfterIt) {
  PutRange(0, 4);
  PutRange(5, 8);

  ExpectGap(Check({BeginsAt("000004.log", 2)}), 4, "others follow it");
}

// A log may state its beginning although nothing of it was recovered.
TEST_F(GapTest, NoLogMayBeginAfterTheEnd) {
  PutRange(0, 4);

  EXPECT_TRUE(Check({BeginsAt("000004.log", 2), BeginsAt("000005.log", 4)}).ok());
  ExpectGap(Check({BeginsAt("000004.log", 2), BeginsAt("000005.log", 5)}), 4, "000005.log continues at 5");
}

TEST_F(GapTest, AnEmptyFamilyLacksWhatALogContinues) {
  EXPECT_TRUE(Check({BeginsAt("000004.log", 0)}).ok());
  ExpectGap(Check({BeginsAt("000004.log", 5)}), 4, "000004.log continues at 5");
}

TEST_F(GapTest, LogsOfOtherFamiliesDoNotCount) {
  PutRange(0, 2);

  EXPECT_TRUE(Check({BeginsAt("000004.log", 90, Family::kCheckpoint)}).ok());
  EXPECT_THAT(seen_, IsEmpty());
}

TEST_F(GapTest, TheErrorOfTheCallerEndsTheCheck) {
  PutRange(0, 5);
  int calls = 0;
  const absl::Status checked =
      RequireNoGap(*database_, Family::kLog, {BeginsAt("000004.log", 0)}, [&](uint64_t number, absl::string_view) {
        ++calls;
        return number == 2 ? absl::UnavailableError("stop here") : absl::OkStatus();
      });

  EXPECT_EQ(checked, absl::UnavailableError("stop here"));
  EXPECT_EQ(calls, 3);
}

TEST_F(GapTest, AKeyThatIsNoNumberIsAGap) {
  PutRange(0, 2);
  ASSERT_TRUE(database_->db().Put({}, database_->family(Family::kLog), SizeKey(1) + "x", "row").ok());

  ExpectGap(Check({BeginsAt("000004.log", 0)}), 2, "others follow it");
}

}  // namespace
}  // namespace casejournal::eventstore
