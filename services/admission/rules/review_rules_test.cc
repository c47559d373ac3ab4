// 42 USC 675(6): one member of the panel is not responsible for the plan or its services.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Reviewed(absl::string_view subject, absl::string_view seat) {
  return absl::StrCat(R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { issuer: "wren" subject: "su-1" name: "private" } seat: PANEL_SEAT_SUPERVISOR
              responsible_for_plan: true }
      panel { staff { issuer: "wren" subject: ")",
                      subject, R"(" name: "private" } seat: PANEL_SEAT_)", seat, " } }");
}

// Assigned to cw-1 from 2025-02-01 until 2025-05-01, and then to cw-2.
Story Assigned() {
  Story story = Story::OfAFamily();
  for (const auto& [day, subject] : {std::pair("2025-02-01", "cw-1"), std::pair("2025-05-01", "cw-2")}) {
    story.Given(day,
                absl::StrCat(R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER staff { issuer: "wren" subject: ")",
                             subject, R"(" name: "private" } })"));
  }
  return story;
}

TEST(ReviewRulesTest, NobodyIsTheIndependentMemberInTheirOwnCase) {
  EXPECT_THAT(Assigned().Ask("2025-03-01", Reviewed("cw-1", "INDEPENDENT_MEMBER")),
              ElementsAre(By(Rule::kReviewNotIndependent, "reviewHeld.panel[1].staff")));
  EXPECT_THAT(Assigned().Ask("2025-03-01", Reviewed("cw-1", "CASEWORKER")), IsEmpty());
}

TEST(ReviewRulesTest, WhoIsNotResponsibleOnThatDayMayBe) {
  EXPECT_THAT(Assigned().Ask("2025-03-01", Reviewed("qa-1", "INDEPENDENT_MEMBER")), IsEmpty());
  EXPECT_THAT(Assigned().Ask("2025-03-01", Reviewed("cw-2", "INDEPENDENT_MEMBER")), IsEmpty());
  EXPECT_THAT(Assigned().Ask("2025-06-01", Reviewed("cw-1", "INDEPENDENT_MEMBER")), IsEmpty());
}

TEST(ReviewRulesTest, WhatAnotherRecordSaysOfAPanelIsKeptIfASupervisorImportsIt) {
  CaseEvent review = EventFromText("2025-03-01", Reviewed("cw-1", "INDEPENDENT_MEMBER"));
  review.mutable_claim()->mutable_recorded_at()->set_seconds(1740900000);
  review.mutable_claim()->set_system("private");
  Story story = Assigned();
  EXPECT_THAT(story.Ask(review), IsEmpty());
  story.context.supervises = false;
  EXPECT_THAT(story.Ask(review), ElementsAre(By(Rule::kReviewNotIndependent, "reviewHeld.panel[1].staff")));
}

}  // namespace
}  // namespace casejournal::services
