// Days that contradict each other are found, and the case is recorded as it was told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kAnaBeforeTheCourt;
using casejournal::testing::kAnaFostered;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class OrderFindingsTest : public FindingsCase {};

TEST_F(OrderFindingsTest, AnAdjudicationHasAComplaintBeforeIt) {
  Tell("2025-03-01", R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_ADJUDICATED_NEGLECTED })");
  const std::string name = absl::StrCat("days.out-of-order/r", last());
  Tell("2025-03-05", kAnaBeforeTheCourt);
  EXPECT_THAT(NamesOn(), Contains(name)) << "the complaint came after it";
  TellOn("2025-04-01", EventFromText("2025-02-20", R"(complaint_filed { child_id: "$ana" court_number: "JV2"
      allegations: "neglect" by: "the agency" })"));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

TEST_F(OrderFindingsTest, APlacementHasARemovalBeforeIt) {
  Tell("2025-02-01", kAnaFostered);
  EXPECT_THAT(NamesOn(), Contains(Named("days.out-of-order", "P")));
  TellOn("2025-02-03", EventFromText("2025-02-01", kAnaRemoved));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("days.out-of-order", "P"))));
}

TEST_F(OrderFindingsTest, NobodyIsRemovedTwiceAtOnce) {
  Tell("2025-02-01", kAnaRemoved);
  Tell("2025-03-01", R"(child_removed { removal_id: "$T" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })");
  EXPECT_THAT(NamesOn(), Contains(Named("days.out-of-order", "R") + "/" + casejournal::testing::Id("T")));
}

}  // namespace
}  // namespace casejournal::projections
