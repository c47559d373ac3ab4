// OAC 5101:2-38-09 and 5101:2-38-10: a supervisor approves; no one approves their own work.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Decided(absl::string_view by, absl::string_view submitted_by, absl::string_view decision = "APPROVED") {
  return absl::StrCat(R"(agency_decided { digest: "@d1" decision: AGENCY_DECISION_)", decision,
                      R"( decided_by { issuer: "wren" subject: ")", by, R"(" name: "private" } submitted_by {
                      issuer: "wren" subject: ")",
                      submitted_by, R"(" name: "private" } })");
}

// Version d1 drawn up on behalf of cw-1.
Story DrawnUp() {
  CaseEvent version = EventFromText("2025-03-01", R"(plan_version_drawn_up {
      plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 6 digest: "@d1" })");
  version.mutable_on_behalf_of()->mutable_staff()->set_issuer("wren");
  version.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-1");
  version.mutable_on_behalf_of()->mutable_staff()->set_name("private");
  return Story::OfAFamily().Given(version);
}

TEST(AgencyRulesTest, ASupervisorApprovesWhatACaseworkerSubmitted) {
  EXPECT_THAT(DrawnUp().Ask("2025-03-03", Decided("su-1", "cw-1")), IsEmpty());
}

TEST(AgencyRulesTest, NobodyApprovesWhatTheySubmitted) {
  EXPECT_THAT(DrawnUp().Ask("2025-03-03", Decided("cw-2", "cw-2")),
              ElementsAre(By(Rule::kPlanSelfApproval, "agencyDecided.decidedBy")));
}

TEST(AgencyRulesTest, NobodyApprovesWhatTheyDrewUp) {
  EXPECT_THAT(DrawnUp().Ask("2025-03-03", Decided("cw-1", "cw-2")),
              ElementsAre(By(Rule::kPlanSelfApproval, "agencyDecided.decidedBy")));
}

event::v1::Staff Wren(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("wren");
  staff.set_subject(subject);
  return staff;
}

// Whoever wrote it down elsewhere drew it up, too, on whosesoever behalf.
TEST(AgencyRulesTest, NobodyApprovesWhatTheyWroteDown) {
  CaseEvent version = EventFromText("2025-03-01", R"(plan_version_drawn_up {
      plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 6 digest: "@d1" })");
  *version.mutable_on_behalf_of()->mutable_staff() = Wren("cw-1");
  *version.mutable_claim()->mutable_recorded_by() = Wren("cw-3");
  version.mutable_claim()->mutable_recorded_at()->set_seconds(1740900000);
  const Story story = Story::OfAFamily().Given(version);

  for (const char* by : {"cw-1", "cw-3"}) {
    EXPECT_THAT(story.Ask("2025-03-03", Decided(by, "cw-2")),
                ElementsAre(By(Rule::kPlanSelfApproval, "agencyDecided.decidedBy")));
  }
}

TEST(AgencyRulesTest, WhoDrewItUpRecordsNoApprovalOfTheirOwnAccord) {
  Story story = DrawnUp();
  const event::v1::Staff drew_up = Wren("cw-1");
  story.context.actor = &drew_up;
  EXPECT_THAT(story.Ask("2025-03-03", Decided("su-1", "cw-1")), ElementsAre(By(Rule::kPlanSelfApproval, "onBehalfOf")));

  CaseEvent on_behalf = EventFromText("2025-03-03", Decided("su-1", "cw-1"));
  *on_behalf.mutable_on_behalf_of()->mutable_staff() = Wren("su-1");
  EXPECT_THAT(story.Ask(on_behalf), IsEmpty());

  const event::v1::Staff another = Wren("clerk-1");
  story.context.actor = &another;
  EXPECT_THAT(story.Ask("2025-03-03", Decided("su-1", "cw-1")), IsEmpty());
}

// The subject of a credential identifies a person only together with its issuer.
TEST(AgencyRulesTest, TheSameSubjectOfAnotherIssuerIsAnotherPerson) {
  EXPECT_THAT(DrawnUp().Ask("2025-03-03", R"(agency_decided { digest: "@d1" decision: AGENCY_DECISION_APPROVED
                  decided_by { issuer: "tallow" subject: "cw-1" name: "private" }
                  submitted_by { issuer: "wren" subject: "cw-1" name: "private" } })"),
              IsEmpty());
}

TEST(AgencyRulesTest, ToReturnOnesOwnWorkIsNoApproval) {
  EXPECT_THAT(DrawnUp().Ask("2025-03-03", Decided("cw-1", "cw-1", "RETURNED")), IsEmpty());
}

TEST(AgencyRulesTest, AChangeIsProposedWithinOnePlan) {
  Story story = DrawnUp();
  story.Given("2025-03-02", R"(plan_version_drawn_up {
      plan_id: "$other" kind: PLAN_KIND_REUNIFICATION label: "R1.0" children_ids: "$ana" as_of_revision: 6
      digest: "@d2" })");

  EXPECT_THAT(story.Ask("2025-03-03", R"(plan_change_proposed {
      proposal_id: "$P" by_id: "$mother" from_digest: "@d1" to_digest: "@d2" change: "private" })"),
              ElementsAre(By(Rule::kPlanWrongVersion, "planChangeProposed.toDigest")));
}

}  // namespace
}  // namespace casejournal::services
