// Fields that many requests share.
#include "services/answers/request_fields.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/answers/filter_names.h"
#include "services/answers/staff_filter.h"
#include "tests/support/docket_case.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::ShippedRules;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const auto kMalformed = absl::StatusCode::kInvalidArgument;

TEST(RequestFieldsTest, AnErrorRepeatsAnIdOrADayButNoWords) {
  EXPECT_THAT(FieldError("on", "2025-02-30", kFieldDay), StatusIs(kMalformed, HasSubstr("2025-02-30")));
  EXPECT_THAT(FieldError("caseId", "5c1f-ABC", kFieldUuid), StatusIs(kMalformed, HasSubstr("5c1f-ABC")));
  EXPECT_THAT(FieldError("name", "Philippa", kFieldNameWithLetter),
              StatusIs(kMalformed, AllOf(HasSubstr("name"), Not(HasSubstr("Philippa")))));
  EXPECT_THAT(FieldError("on", std::string(41, '7'), kFieldDay),
              StatusIs(kMalformed, AllOf(HasSubstr(std::string(40, '7')), Not(HasSubstr(std::string(41, '7'))))));
}

TEST(RequestFieldsTest, EachSentenceIsWellFormedAndHasAnIdOfItsOwn) {
  std::string before;
  for (const projections::WordingText& wording : FieldWordings()) {
    EXPECT_THAT(projections::CheckWordingText(wording), IsOk());
    EXPECT_EQ(wording.id.substr(0, 6), "field.");
    EXPECT_LT(before, wording.id);
    before = std::string(wording.id);
  }
}

// The list is kept by hand beside the constants.
TEST(RequestFieldsTest, EachSentenceOfTheHeaderIsInTheList) {
  const std::filesystem::path header = std::filesystem::path(__FILE__).parent_path() / "field_wordings.h";
  std::stringstream text;
  text << std::ifstream(header).rdbuf();
  ASSERT_NE(text.str(), "");
  const std::vector<std::string> constants = absl::StrSplit(text.str(), "projections::WordingText kField");
  EXPECT_EQ(constants.size() - 1, FieldWordings().size());
}

TEST(RequestFieldsTest, ADayIsEmptyOrOfTheCalendar) {
  EXPECT_THAT(CheckDays({}), IsOk());
  EXPECT_THAT(CheckDays({{"from", ""}, {"until", "2024-02-29"}}), IsOk());
  for (const char* day :
       {"2025-02-29", "2025-00-10", "2025-01-00", "0000-01-01", "2025-1-10", "2025-01-10 ", "20250110"}) {
    EXPECT_THAT(CheckDays({{"from", ""}, {"until", day}}), StatusIs(kMalformed, HasSubstr("until"))) << day;
  }
}

TEST(RequestFieldsTest, TheFirstWrongDayIsNamed) {
  EXPECT_THAT(CheckDays({{"from", "x"}, {"until", "y"}}),
              StatusIs(kMalformed, AllOf(HasSubstr("from"), Not(HasSubstr("until")))));
}

TEST(RequestFieldsTest, TheLargestPositionNeedsTheLargestSize) {
  EXPECT_EQ(SizeWith(0), 1);
  EXPECT_EQ(SizeWith(7), 8);
  EXPECT_EQ(SizeWith(~uint64_t{0} - 1), ~uint64_t{0});
  EXPECT_EQ(SizeWith(~uint64_t{0}), ~uint64_t{0});
}

TEST(StaffFilterTest, TheOnlyIssuerOfASubjectIsMeant) {
  std::string issuer;

  EXPECT_THAT(ResolveIssuer("cw-1", {"wren.example"}, &issuer), IsOk());
  EXPECT_EQ(issuer, "wren.example");
}

TEST(StaffFilterTest, AGivenIssuerIsKept) {
  std::string issuer = "tallow.example";

  EXPECT_THAT(ResolveIssuer("cw-1", {"wren.example"}, &issuer), IsOk());
  EXPECT_THAT(ResolveIssuer("cw-1", {"wren.example", "harlan.example"}, &issuer), IsOk());
  EXPECT_EQ(issuer, "tallow.example");
}

TEST(StaffFilterTest, NoIssuerIsMeantWhereNoneIsKnown) {
  std::string issuer;

  EXPECT_THAT(ResolveIssuer("cw-1", {}, &issuer), IsOk());
  EXPECT_THAT(ResolveIssuer("", {}, &issuer), IsOk());
  EXPECT_EQ(issuer, "");
}

TEST(StaffFilterTest, SeveralIssuersAreNamedUpToFive) {
  std::string issuer;

  EXPECT_THAT(ResolveIssuer("cw-1", {"a.example", "b.example"}, &issuer),
              StatusIs(kMalformed, AllOf(HasSubstr("staffIssuer"), HasSubstr("a.example"), HasSubstr("b.example"))));
  EXPECT_THAT(ResolveIssuer("cw-1", {"a", "b", "c", "d", "e", "f.example"}, &issuer),
              StatusIs(kMalformed, AllOf(HasSubstr("others"), Not(HasSubstr("f.example")))));
  EXPECT_EQ(issuer, "");
}

TEST(StaffFilterTest, AnIssuerWithoutASubjectIsMalformed) {
  std::string issuer = "wren.example";

  EXPECT_THAT(ResolveIssuer("", {}, &issuer), StatusIs(kMalformed, HasSubstr("staffSubject")));
}

TEST(RuleFilterTest, ARuleOrASetThatWasAdoptedIsKnown) {
  const projections::RuleBook rules = ShippedRules();

  EXPECT_THAT(CheckRuleKnown(rules, ""), IsOk());
  EXPECT_THAT(CheckRuleKnown(rules, "us-oh"), IsOk());
  EXPECT_THAT(CheckRuleKnown(rules, "us-oh.semi-annual-review"), IsOk());
  for (const char* rule : {"us-ohio", "us-oh.", "us-oh.semi", "semi-annual-review", "us-federal.semi-annual-review"}) {
    EXPECT_THAT(CheckRuleKnown(rules, rule), StatusIs(absl::StatusCode::kNotFound)) << rule;
  }
  EXPECT_THAT(CheckRuleKnown({}, "us-oh"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(RuleFilterTest, ANameIsUnderItsRuleAndItsSetOnly) {
  EXPECT_TRUE(IsUnderRule("us-oh.review", ""));
  EXPECT_TRUE(IsUnderRule("us-oh.review", "us-oh"));
  EXPECT_TRUE(IsUnderRule("us-oh.review", "us-oh.review"));
  EXPECT_FALSE(IsUnderRule("us-oh.review", "us-o"));
  EXPECT_FALSE(IsUnderRule("us-oh.review", "us-oh.rev"));
  EXPECT_FALSE(IsUnderRule("us-oh.review", "us-oh.review.more"));
  EXPECT_FALSE(IsUnderRule("us-oh", "us-oh.review"));
}

}  // namespace
}  // namespace casejournal::services
