#include "projections/read_models/kept_dockets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"
#include "projections/work/plan_work.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EventFromText;
using casejournal::testing::NewYork;

constexpr char kWritten[] = R"(case_note_written { text: "Called." })";
constexpr char kAssigned[] =
    R"(case_assigned { staff { subject: "reed" issuer: "county" name: "Dana Reed" } part: ASSIGNMENT_PART_CASEWORKER unit: "north" })";

class KeptDocketsTest : public ::testing::Test {
 protected:
  KeptDocketsTest() { kept_.Begin(law_, day_, NewYork()); }

  // A case with a child who was removed.
  static testing::CaseBuilder Removal(const std::string& name) {
    testing::CaseBuilder built(testing::Id(name));
    built.Record("2020-01-01 12:00",
                 {testing::CaseOpened("2020-01-01"), testing::ChildJoined("2020-01-01", "ana"),
                  EventFromText("2020-02-01", testing::kRemoved), EventFromText("2020-02-02", testing::kComplaint)});
    return built;
  }
  // The case with its findings, as the keeper gives them.
  KeptDockets::Due In(const testing::CaseBuilder& built) {
    return kept_.In(built.record(), FindingWork(built.record(), FormatDay(day_), NewYork(), *law_));
  }
  void ExpectIsWhole(const KeptDockets::Due& due, const testing::CaseBuilder& built) const {
    EXPECT_EQ(due.now->ShortDebugString(), DueIn(built.record(), law_, day_, NewYork()).ShortDebugString());
  }

  const absl::CivilDay day_ = absl::CivilDay(2020, 6, 1);
  const RuleBook book_ = testing::ShippedRules();
  const std::shared_ptr<const Law> law_ = book_.LawOn(day_);
  KeptDockets kept_{3 * KeptDockets::BytesFor(4)};
};

TEST_F(KeptDocketsTest, SaysWhatWasDueBefore) {
  testing::CaseBuilder built = Removal("one");
  const KeptDockets::Due first = In(built);
  EXPECT_FALSE(first.before) << "the store has to be asked";
  EXPECT_GT(first.now->items_size(), 0);
  ExpectIsWhole(first, built);
  const std::string written = first.now->ShortDebugString();

  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", testing::kAdjudicated)});
  const KeptDockets::Due second = In(built);
  ASSERT_TRUE(second.before);
  EXPECT_EQ(second.before->ShortDebugString(), written);
  EXPECT_FALSE(second.is_as_before);
  ExpectIsWhole(second, built);
}

TEST_F(KeptDocketsTest, ANoteChangesNothing) {
  testing::CaseBuilder built = Removal("one");
  In(built);
  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", kWritten)});
  const KeptDockets::Due due = In(built);
  EXPECT_TRUE(due.is_as_before);
  ExpectIsWhole(due, built);
}

// Who suffers: a worker whose list lacks a case that was given to her.
TEST_F(KeptDocketsTest, AnAssignmentIsAChange) {
  testing::CaseBuilder built = Removal("one");
  In(built);
  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", kAssigned)});
  const KeptDockets::Due due = In(built);
  EXPECT_FALSE(due.is_as_before);
  EXPECT_THAT(due.now->units(), ::testing::ElementsAre("north"));
  ExpectIsWhole(due, built);
}

// Who suffers: a worker who is not told of a day that no rule asked for.
TEST_F(KeptDocketsTest, ADayThatThePlanSetsIsAChange) {
  testing::CaseBuilder built = Removal("one");
  In(built);
  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", R"(activity_planned { activity_id: "$A"
      objective_id: "$O" terms { what: "Counselling" due_on: "2020-07-01" } })")});
  const KeptDockets::Due due = In(built);
  EXPECT_FALSE(due.is_as_before);
  ExpectIsWhole(due, built);
}

TEST_F(KeptDocketsTest, WithoutNewFindingsThoseOfTheLastTimeStay) {
  testing::CaseBuilder built = Removal("one");
  v1::DocketItem finding;
  finding.set_item("finding/x");
  finding.set_kind(v1::WORK_KIND_FINDING);
  kept_.In(built.record(), std::vector<v1::DocketItem>{finding});
  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", kAssigned)});
  const KeptDockets::Due due = kept_.In(built.record());
  ASSERT_GT(due.now->items_size(), 0);
  EXPECT_EQ(due.now->items(due.now->items_size() - 1).item(), "finding/x") << "what has no day comes last";
  EXPECT_FALSE(kept_.In(built.record(), std::vector<v1::DocketItem>()).is_as_before);
}

TEST_F(KeptDocketsTest, ForgetsTheLeastRecentlyUsed) {
  const testing::CaseBuilder one = Removal("one");
  const testing::CaseBuilder two = Removal("two");
  const testing::CaseBuilder three = Removal("three");
  const testing::CaseBuilder four = Removal("four");
  In(one);
  In(two);
  In(three);
  In(one);
  In(four);  // the fourth; there is room for three
  EXPECT_EQ(kept_.size(), 3);
  EXPECT_TRUE(kept_.Keeps(one.case_id()));
  EXPECT_FALSE(kept_.Keeps(two.case_id()));
  ExpectIsWhole(In(two), two);
}

TEST_F(KeptDocketsTest, KeepsOneCaseThatIsTooLarge) {
  KeptDockets few(KeptDockets::BytesFor(20));
  few.Begin(law_, day_, NewYork());
  testing::CaseBuilder built = Removal("one");
  for (int i = 0; i < 20; ++i) built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", kWritten)});
  few.In(built.record());
  built.Record("2020-03-01 12:00", {EventFromText("2020-03-01", kWritten)});
  EXPECT_TRUE(few.In(built.record()).is_as_before);
  const testing::CaseBuilder two = Removal("two");
  few.In(two.record());
  EXPECT_FALSE(few.Keeps(built.case_id()));
}

TEST_F(KeptDocketsTest, ANewDayForgetsAll) {
  const testing::CaseBuilder built = Removal("one");
  In(built);
  kept_.Begin(law_, day_ + 1, NewYork());
  EXPECT_EQ(kept_.size(), 0);
  EXPECT_FALSE(In(built).is_as_before);
}

}  // namespace
}  // namespace casejournal::projections
