// One duty has one name for its life: calendars, watchers, and comparisons use it (issue 13, item 21).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/docket_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::Contains;
using ::testing::Key;
using ::testing::Pair;

class ItemNamesTest : public DocketCase {
 protected:
  // The names of a rule's dates on a day, each with its date.
  std::map<std::string, std::string> NamesOf(absl::string_view rule, absl::string_view day) const {
    std::map<std::string, std::string> names;
    for (const v1::DocketItem& item : ItemsOf(rule, day)) names[item.item()] = item.due();
    return names;
  }
};

constexpr char kEarlierRemoval[] =
    R"(child_removed { removal_id: "$S" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
        circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })";

// Who suffers: a worker whose calendar moves a duty of this stay to a date from years ago.
TEST_F(ItemNamesTest, AnEarlierStayThatBecomesKnownLeavesTheNamesOfALaterOne) {
  Tell("2026-01-05", kRemoved);
  const auto before = NamesOf("us-federal.case-plan", "2026-02-01");
  ASSERT_EQ(before.size(), 1u);
  TellLate("2026-01-20", "2024-03-01", kEarlierRemoval);
  TellLate(
      "2026-01-20", "2024-09-01",
      R"(care_episode_ended { removal_id: "$S" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
  const auto after = NamesOf("us-federal.case-plan", "2026-02-01");
  EXPECT_THAT(after, Contains(*before.begin()));
  EXPECT_EQ(after.size(), 2u);
}

// Both have the removal that led to the second complaint, which was recorded before either (DOCKET_SEED=857275 of the
// oracle).
TEST_F(ItemNamesTest, CourtCasesThatShareARemovalHaveNamesOfTheirOwn) {
  Tell("2021-11-04", kRemoved);
  TellLate("2021-11-05", "2021-05-18", kComplaint);
  Tell("2021-11-06",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "neglect" by: "the agency" })");
  EXPECT_EQ(ItemsOf("us-oh.family-case-plan-filed", "2021-11-20").size(), 2u);
  EXPECT_EQ(NamesOf("us-oh.family-case-plan-filed", "2021-11-20").size(), 2u);
}

TEST_F(ItemNamesTest, AHearingThatIsSetAgainKeepsTheNameOfItsDuty) {
  const std::string set =
      R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_ADJUDICATORY court_number: "JV1" held_on: ")";
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-06", absl::StrCat(set, "2026-02-10\" }"));
  const auto before = NamesOf("us-oh.case-plan-filed-before-adjudication", "2026-01-07");
  Tell("2026-01-20", absl::StrCat(set, "2026-03-10\" }"));
  const auto after = NamesOf("us-oh.case-plan-filed-before-adjudication", "2026-01-21");
  ASSERT_EQ(before.size(), 1u);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(before.begin()->first, after.begin()->first);
  EXPECT_EQ(before.begin()->second, "2026-02-09");
  EXPECT_EQ(after.begin()->second, "2026-03-09");
}

// A clock that restarts each time something is done: an earlier act that is recorded later takes no name.
TEST_F(ItemNamesTest, WhatWasDoneBetweenTakesTheNameOfNoOtherDate) {
  const std::string review =
      R"(kind: MEETING_KIND_SEMI_ANNUAL_REVIEW panel { staff { issuer: "i" subject: "b" name: "B" } } })";
  Tell("2025-01-05", kRemoved);
  Tell("2026-01-05", absl::StrCat(R"(review_held { meeting_id: "$M2" )", review));
  const auto before = NamesOf("us-federal.six-month-review", "2026-01-06");
  TellLate("2026-01-10", "2025-07-01", absl::StrCat(R"(review_held { meeting_id: "$M1" )", review));
  const auto after = NamesOf("us-federal.six-month-review", "2026-01-11");
  // The open date is half a year after January's review, with the same name.
  EXPECT_THAT(before, Contains(Pair(::testing::_, "2026-07-05")));
  for (const auto& [name, due] : before) {
    if (due == "2026-07-05") {
      EXPECT_THAT(after, Contains(Pair(name, due)));
    }
  }
}

TEST_F(ItemNamesTest, AMonthIsNamedAfterItself) {
  Tell("2026-01-01", kRemoved);
  const auto names = NamesOf("us-federal.monthly-visit", "2026-02-15");
  ASSERT_EQ(names.size(), 2u);
  for (const auto& [name, due] : names) EXPECT_EQ(name.substr(name.rfind('/') + 1), due.substr(0, 7));
}

TEST_F(ItemNamesTest, ADateOfAGridKeepsItsNameWhenTheGridIsBegunAnewEarlier) {
  Tell("2025-01-06", kComplaint);
  const auto restart = [](absl::string_view order) {
    return absl::StrCat(R"(order_made { order_id: "$)", order,
                        R"(" child_id: "$ana" kind: ORDER_KIND_LEGAL_CUSTODY })");
  };
  Tell("2026-03-02", restart("late"));
  const auto before = NamesOf("us-oh.semi-annual-review-by-statute", "2026-03-03");
  TellLate("2026-03-10", "2025-05-01", restart("early"));
  const auto after = NamesOf("us-oh.semi-annual-review-by-statute", "2026-03-11");
  for (const auto& [name, due] : before) {
    if (due > "2026-03-02") {
      EXPECT_THAT(after, Contains(Pair(name, due)));
    }
  }
}

TEST_F(ItemNamesTest, TheComplaintThatFollowsARemovalLeavesTheNames) {
  Tell("2026-01-05", kRemoved);
  Tell("2026-01-05", kPlaced);
  const auto before = NamesOf("us-oh.case-plan-filed", "2026-01-05");
  Tell("2026-01-07", kComplaint);
  const auto after = NamesOf("us-oh.case-plan-filed", "2026-01-07");
  ASSERT_EQ(before.size(), 1u);
  EXPECT_EQ(before, after);
}

// Whatever happened, no two dates have the same name.
TEST_F(ItemNamesTest, NoTwoDatesHaveOneName) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t each = seed; each < seed + 20; ++each) {
    casejournal::testing::RandomCase story(each);
    casejournal::testing::CaseBuilder built;
    built.Record("2026-05-01 12:00", story.Events(150));
    const absl::CivilDay day = *ParseDay("2026-05-01");
    std::set<std::string> names;
    for (const v1::DocketItem& item : DocketOf(built.entries(), *book_.LawOn(day), {.day = day}).items) {
      EXPECT_TRUE(names.insert(item.item()).second) << item.item() << ", seed " << each;
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
