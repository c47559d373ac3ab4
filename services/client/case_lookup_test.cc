#include "services/client/case_lookup.h"

#include <gmock/gmock.h>

#include "tests/support/fake_cases.h"

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
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
  EXPECT_EQ(Find("25JU-7"), ExitStatus::kNotPermitted);
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

class CaseChoicesTest : public ::testing::Test {
 protected:
  CaseChoicesTest() {
    Add("cc5b606b-0394-4695-bb50-e7c72cf3e2ef", {"23-JV-0117", "23-JV-0118"}, {"Marisol Vega", "Theo Pruitt"});
    Add("22f97404-76b2-4fe4-a622-6f666b66dc02", {"22-JV-0139"}, {"Elias Thao"});
    Add("cc5b7777-76b2-4fe4-a622-6f666b66dc02", {}, {"Elias Lindgren"});
  }

  void Add(const std::string& id, const std::vector<std::string>& numbers, const std::vector<std::string>& children) {
    v1::CaseSummary& summary = cases_.emplace_back();
    summary.set_case_id(id);
    for (const std::string& number : numbers) summary.add_numbers()->set_number(number);
    for (const std::string& child : children) summary.add_children(child);
  }

  // The short ids of the cases that may be meant.
  std::vector<std::string> Meant(const std::string& named) {
    CaseChoices choices(named);
    for (const v1::CaseSummary& summary : cases_) choices.Consider(summary);
    std::vector<std::string> ids;
    for (const CaseChoice& choice : choices.Best()) ids.push_back(ShortCaseId(choice.summary.case_id()));
    return ids;
  }

  std::vector<v1::CaseSummary> cases_;
};

TEST_F(CaseChoicesTest, NumberIsReadWithoutCaseAndBlanks) {
  for (const char* named : {"23-jv-0117", "23-JV-0117 ", " 23 - JV - 0118"}) {
    EXPECT_THAT(Meant(named), ElementsAre("cc5b606b")) << named;
  }
  CaseChoices choices("23-jv-0118");
  choices.Consider(cases_[0]);
  EXPECT_EQ(choices.Best()[0].by, CaseFoundBy::kNumber);
  EXPECT_EQ(choices.Best()[0].number, "23-JV-0118") << "as it is recorded";
}

TEST_F(CaseChoicesTest, FourDigitsOrMoreOfAnIdAreEnoughIfTheyAreOfOneCase) {
  EXPECT_THAT(Meant("cc5b606b"), ElementsAre("cc5b606b"));
  EXPECT_THAT(Meant("22f9"), ElementsAre("22f97404"));
  EXPECT_THAT(Meant("CC5B606B-0394"), ElementsAre("cc5b606b"));
  EXPECT_THAT(Meant("cc5b"), ElementsAre("cc5b606b", "cc5b7777"));
  EXPECT_THAT(Meant("22f"), IsEmpty());
}

TEST_F(CaseChoicesTest, ChildsNameOrPartOfItNamesTheCase) {
  EXPECT_THAT(Meant("theo pruitt"), ElementsAre("cc5b606b"));
  EXPECT_THAT(Meant("lindgren"), ElementsAre("cc5b7777"));
  EXPECT_THAT(Meant("Elias"), ElementsAre("22f97404", "cc5b7777"));
  EXPECT_THAT(Meant("Elias Thao"), ElementsAre("22f97404"));
  CaseChoices choices("theo");
  choices.Consider(cases_[0]);
  EXPECT_EQ(choices.Best()[0].by, CaseFoundBy::kChild);
}

TEST_F(CaseChoicesTest, NumberComesBeforeAnId) {
  Add("5c000000-0000-4000-8000-000000000009", {"22f9"}, {});
  EXPECT_THAT(Meant("22F9"), ElementsAre("5c000000"));
}

TEST_F(CaseChoicesTest, NearNumberIsOffered) {
  Add("944217e1-76b2-4fe4-a622-6f666b66dc02", {"23-JV-0164"}, {});
  std::swap(cases_.front(), cases_.back());
  CaseChoices choices("23-JV-0171");
  for (const v1::CaseSummary& summary : cases_) choices.Consider(summary);
  EXPECT_THAT(choices.Best(), IsEmpty());
  EXPECT_EQ(choices.NearNumber(), "23-JV-0117");
}

}  // namespace
}  // namespace casejournal::services
