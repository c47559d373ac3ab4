// OAC 5101:2-38-09 and 5101:2-38-10: a supervisor approves; no one approves their own work.
#include <memory>
#include <utility>

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

CaseEvent Claiming(CaseEvent event, const std::string& recorded_by) {
  *event.mutable_claim()->mutable_recorded_by() = Wren(recorded_by);
  event.mutable_claim()->mutable_recorded_at()->set_seconds(1740900000);
  event.mutable_claim()->set_system("private");
  return event;
}

CaseEvent OnBehalfOf(CaseEvent event, const std::string& subject) {
  *event.mutable_on_behalf_of()->mutable_staff() = Wren(subject);
  return event;
}

CaseEvent Approval(absl::string_view by = "su-1", absl::string_view submitted_by = "cw-9") {
  return EventFromText("2025-03-03", Decided(by, submitted_by));
}

CaseEvent Version() {
  return EventFromText("2025-03-01", R"(plan_version_drawn_up {
      plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 6 digest: "@d1" })");
}

// A case to which events are told as those of identified callers.
class AgencyActorTest : public ::testing::Test {
 protected:
  void Tell(const std::string& who, CaseEvent event) {
    EXPECT_THAT(Ask(who, event), IsEmpty());
    auto stored = std::make_shared<event::v1::StoredEvent>();
    *stored->mutable_case_event() = std::move(event);
    *stored->mutable_admission()->mutable_actor() = Wren(who);
    record_.Evolve({.revision = record_.entries().size(), .recorded_at_us = story_.context.now_us, .stored = stored});
  }
  std::vector<v1::Violation> Ask(const std::string& who, const CaseEvent& event, bool supervises = false) {
    const event::v1::Staff actor = Wren(who);
    AdmitContext context = story_.context;
    context.actor = &actor;
    context.supervises = supervises;
    return Admit(record_, event, context);
  }
  std::vector<v1::Violation> AskOfImporter(const std::string& who, const CaseEvent& event) {
    return Ask(who, event, true);
  }

  const Story story_ = Story::OfAFamily();
  projections::CaseRecord record_ = story_.record();
};

MATCHER(IsSelfApproval, "is a self-approval") { return arg.rule_id() == RuleId(Rule::kPlanSelfApproval); }

// Who suffers: a family whose plan nobody but its author judged.
TEST_F(AgencyActorTest, WhoDrewItUpRecordsNoApprovalWhateverTheEntrySays) {
  Tell("cw-1", Version());
  const CaseEvent plain = Approval();
  for (const CaseEvent& approval :
       {plain, OnBehalfOf(plain, "su-1"), OnBehalfOf(plain, "ghost"), Claiming(plain, "su-1"), Claiming(plain, "ghost"),
        Claiming(OnBehalfOf(plain, "su-1"), "su-1")}) {
    EXPECT_THAT(Ask("cw-1", approval), ElementsAre(IsSelfApproval())) << approval.ShortDebugString();
    EXPECT_THAT(Ask("clerk-1", approval), IsEmpty()) << approval.ShortDebugString();
  }
  EXPECT_THAT(Ask("su-1", plain), IsEmpty());
  EXPECT_THAT(Ask("cw-1", EventFromText("2025-03-03", Decided("su-1", "cw-1", "RETURNED"))), IsEmpty());
}

// The claim of the version names somebody else; its author is nevertheless who recorded it.
TEST_F(AgencyActorTest, AClaimTakesNobodyAway) {
  Tell("cw-1", Claiming(OnBehalfOf(Version(), "ghost-1"), "ghost-2"));
  for (const char* who : {"cw-1", "ghost-1", "ghost-2"}) {
    EXPECT_THAT(Ask("su-1", Approval(who)), ElementsAre(By(Rule::kPlanSelfApproval, "agencyDecided.decidedBy"))) << who;
    EXPECT_THAT(Ask(who, Approval()), ElementsAre(By(Rule::kPlanSelfApproval, "agencyDecided.decidedBy"))) << who;
    EXPECT_THAT(Ask("su-1", OnBehalfOf(Approval(), who)), ElementsAre(By(Rule::kPlanSelfApproval, "onBehalfOf")));
    EXPECT_THAT(Ask("su-1", Claiming(Approval(), who)), ElementsAre(By(Rule::kPlanSelfApproval, "claim.recordedBy")));
  }
}

TEST_F(AgencyActorTest, WhoCorrectedAVersionDrewItUpToo) {
  Tell("cw-1", Version());
  Tell("cw-2", Replacing(7, "2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.1"
      children_ids: "$ana" as_of_revision: 6 digest: "@d1" })"));
  EXPECT_THAT(Ask("cw-1", Approval()), ElementsAre(IsSelfApproval()));
  EXPECT_THAT(Ask("cw-2", Approval()), ElementsAre(IsSelfApproval()));
  EXPECT_THAT(Ask("cw-3", Approval()), IsEmpty());
}

TEST_F(AgencyActorTest, WhoSubmittedItRecordsNoApproval) {
  Tell("cw-1", Version());
  EXPECT_THAT(Ask("cw-2", Approval("su-1", "cw-2")), ElementsAre(IsSelfApproval()));
  EXPECT_THAT(Ask("su-1", OnBehalfOf(Approval("su-1", "cw-2"), "cw-2")), ElementsAre(IsSelfApproval()));
}

// Each entry of an import names who imports it; those whom the old records name did what they say.
TEST_F(AgencyActorTest, ASupervisorImportsAVersionAndItsApproval) {
  Tell("svc-1", Claiming(Version(), "cw-1"));
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(Approval("su-1"), "su-1")), IsEmpty());
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(Approval("su-1"), "cw-1")), IsEmpty()) << "written down by the author";
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(Approval("svc-1"), "svc-1")), IsEmpty()) << "who imports had decided";
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(Approval("cw-1"), "su-1")), ElementsAre(IsSelfApproval()));
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(OnBehalfOf(Approval(), "cw-1"), "su-1")), ElementsAre(IsSelfApproval()));
  EXPECT_THAT(AskOfImporter("svc-1", Approval()), ElementsAre(IsSelfApproval())) << "without a claim";
  EXPECT_THAT(Ask("svc-1", Claiming(Approval(), "su-1")), ElementsAre(IsSelfApproval())) << "no supervisor";
}

// What somebody else recorded is theirs, whatever it claims.
TEST_F(AgencyActorTest, AnImportOfTheApprovalAloneTakesNoAuthorAway) {
  Tell("cw-1", Claiming(Version(), "ghost"));
  EXPECT_THAT(AskOfImporter("svc-1", Claiming(Approval("cw-1"), "ghost-2")), ElementsAre(IsSelfApproval()));
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
