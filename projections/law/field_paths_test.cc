#include "projections/law/field_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

TEST(FieldPathsTest, APathThatDoesNotExistSaysWhereItEnds) {
  const google::protobuf::Descriptor& activity = *event::v1::ActivityPlanned::descriptor();

  ASSERT_TRUE(FindPath(activity, "terms.what").ok());
  EXPECT_EQ((*FindPath(activity, "objective_id.goal_id.area"))->name(), "area");
  EXPECT_THAT(FindPath(activity, "sort"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sort")));
  EXPECT_THAT(FindPath(activity, "terms.sort"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sort")));
  EXPECT_THAT(FindPath(activity, "terms.what.more"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("what")));
  EXPECT_THAT(FindPath(activity, ""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(FieldPathsTest, APathHasAtMostEightSteps) {
  const google::protobuf::Descriptor& order = *event::v1::OrderMade::descriptor();
  const auto of_steps = [](size_t steps) {
    return absl::StrJoin(std::vector<std::string>(steps - 1, "ends_order_ids"), ".") + ".kind";
  };

  EXPECT_TRUE(FindPath(order, of_steps(8)).ok());
  EXPECT_THAT(FindPath(order, of_steps(9)), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("8")));
}

TEST(FieldPathsTest, AnEventIsNamedByItsField) {
  EXPECT_EQ(EventTypeNamed("hearing_held"), event::v1::HearingHeld::descriptor());
  for (const char* name : {"", "HearingHeld", "effective_on", "claim", "late_reason"})
    EXPECT_EQ(EventTypeNamed(name), nullptr) << name;
}

TEST(FieldPathsTest, AnEnumValueIsCalledWithOrWithoutItsPrefix) {
  EXPECT_TRUE(IsCalled("HEARING_KIND_REVIEW", "REVIEW"));
  EXPECT_TRUE(IsCalled("HEARING_KIND_REVIEW", "HEARING_KIND_REVIEW"));
  EXPECT_FALSE(IsCalled("HEARING_KIND_REVIEW", "KIND_REVIEW"));
  EXPECT_FALSE(IsCalled("HEARING_KIND_REVIEW", "VIEW"));
  EXPECT_TRUE(IsCalled("some text", "some text"));
  EXPECT_FALSE(IsCalled("some text", "text"));
  EXPECT_EQ(ShortName(*event::v1::HearingKind_descriptor()->FindValueByName("HEARING_KIND_REVIEW")), "REVIEW");
}

}  // namespace
}  // namespace casejournal::projections
