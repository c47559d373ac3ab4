#include "services/client/case_lookup.h"

#include <gmock/gmock.h>

#include "tests/support/fake_cases.h"

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kCaseOfAna[] = "5c000000-0000-4000-8000-000000000001";
constexpr char kCaseOfBen[] = "5c000000-0000-4000-8000-000000000002";

class CaseLookupTest : public ::testing::Test {
 protected:
  void List(const std::string& case_id, const std::string& child) {
    v1::CaseSummary& found = *journal_.cases.listed.add_cases();
    found.set_case_id(case_id);
    found.add_children(child);
  }

  ExitStatus Find(const std::string& named) {
    ::testing::internal::CaptureStderr();
    const ExitStatus exit = FindCase(*journal_.client, named, &case_id_);
    said_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }

  casejournal::testing::FakeJournal journal_;
  std::string case_id_ = "unset";
  std::string said_;
};

TEST(CaseIdTest, HasOneForm) {
  EXPECT_TRUE(IsCaseId(kCaseOfAna));
  for (const char* text : {"", "23-JV-0117", "5C000000-0000-4000-8000-000000000001",
                           "5c000000-0000-4000-8000-00000000000", "5c000000-0000-4000-8000-0000000000011",
                           " 5c000000-0000-4000-8000-000000000001", "5c00000000004000-8000-000000000001----",
                           "{5c000000-0000-4000-8000-00000000001}", "5c000000000040008000000000000001"}) {
    EXPECT_FALSE(IsCaseId(text)) << text;
  }
}

TEST_F(CaseLookupTest, IdIsTakenWithoutACall) {
  EXPECT_EQ(Find(kCaseOfAna), ExitStatus::kOk);
  EXPECT_EQ(case_id_, kCaseOfAna);
  EXPECT_THAT(journal_.cases.asked, IsEmpty());
}

TEST_F(CaseLookupTest, NumberOfOneCaseIsItsId) {
  List(kCaseOfBen, "Ben");
  EXPECT_EQ(Find("25JU-7"), ExitStatus::kOk);
  EXPECT_EQ(case_id_, kCaseOfBen);
  EXPECT_EQ(said_, "");
  ASSERT_EQ(journal_.cases.asked.size(), 1U);
  EXPECT_EQ(journal_.cases.asked[0].number(), "25JU-7");
}

TEST_F(CaseLookupTest, NumberOfNoCaseIsNotFound) {
  EXPECT_EQ(Find("25JU-8"), ExitStatus::kNotFound);
  EXPECT_THAT(said_, HasSubstr("25JU-8"));
  journal_.cases.failure = grpc::Status(grpc::NOT_FOUND, "no such number");
  EXPECT_EQ(Find("25JU-8"), ExitStatus::kNotFound);
  EXPECT_EQ(case_id_, "unset");
}

TEST_F(CaseLookupTest, NumberOfSeveralCasesNamesThem) {
  List(kCaseOfAna, "Ana");
  List(kCaseOfBen, "Ben");
  EXPECT_EQ(Find("118"), ExitStatus::kUsage);
  EXPECT_THAT(said_, AllOf(HasSubstr(kCaseOfAna), HasSubstr("Ana"), HasSubstr(kCaseOfBen), HasSubstr("Ben")));
  EXPECT_EQ(case_id_, "unset");
}

TEST_F(CaseLookupTest, FailedCallIsReportedWithItsExitCode) {
  journal_.cases.failure = grpc::Status(grpc::PERMISSION_DENIED, "not for you");
  EXPECT_EQ(Find("25JU-7"), ExitStatus::kFailure);
  EXPECT_THAT(said_, HasSubstr("not for you"));
  journal_.cases.failure = grpc::Status(grpc::RESOURCE_EXHAUSTED, "too many calls");
  EXPECT_EQ(Find("25JU-7"), ExitStatus::kUnavailable);
  EXPECT_EQ(case_id_, "unset");
}

TEST_F(CaseLookupTest, ServerThatIsGoneIsNamed) {
  journal_.Stop();
  EXPECT_EQ(Find("25JU-7"), ExitStatus::kUnavailable);
  EXPECT_THAT(said_, HasSubstr(journal_.client->server()));
}

}  // namespace
}  // namespace casejournal::services
