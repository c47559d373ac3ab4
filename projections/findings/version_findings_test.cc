// Plan versions: gaps, parties, notice, differences from what binds. Each finding exists while its condition holds, and
// then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/versions/plan_versions.h"
#include "tests/support/findings_case.h"
#include "tests/support/plan_texts.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::CaseEvent;
using casejournal::testing::Drawing;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::Id;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::ObjectiveWith;
using casejournal::testing::TextOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class VersionFindingsTest : public FindingsCase {
 protected:
  // Draw up the working plan, and return the digest of its text.
  std::string DrawUp(absl::string_view day, absl::string_view label) {
    const event::v1::PlanText text =
        TextOf(built_.record().plan(), Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")}, std::string(label)));
    CaseEvent event = EventFromText(day, absl::StrCat(R"(plan_version_drawn_up { plan_id: "$plan"
        kind: PLAN_KIND_CASE children_ids: "$ana" label: ")",
                                                      label, R"(" })"));
    event.mutable_plan_version_drawn_up()->set_digest(PlanTextDigest(text));
    *event.mutable_plan_version_drawn_up()->mutable_text() = text;
    TellOn(day, event);
    return PlanTextDigest(text);
  }
  // Journalize the version drawn up last.
  void PutInForce() {
    const v1::PlanVersion& version = *built_.record().plan().versions().rbegin();
    CaseEvent event =
        EventFromText(version.drawn_up_on(), R"(plan_journalized { court_number: "JV1" entry_number: "1" })");
    event.mutable_plan_journalized()->set_digest(version.digest());
    TellOn(version.drawn_up_on(), event);
  }

  const std::string kDiffers = absl::StrCat("plan.differs-from-force/", Id("plan"), "/", Id("ana"));
};

constexpr char kCasePlan[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
    children_ids: "$ana" as_of_revision: 3 digest: "@d1"
    open_parts { part: "the father" steps: "a search" until: "2025-03-31" } })";
constexpr char kNextCasePlan[] = R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE
    label: "1.1" children_ids: "$ana" as_of_revision: 3 digest: "@d2" })";

// OAC 5101:2-38-01: thirty more days for missing elements; seven days of notice unless waived; signatures or reasons.
TEST_F(VersionFindingsTest, AVersionHasPartiesNoticeAndNoOldGaps) {
  Tell("2025-03-01", kCasePlan);
  EXPECT_THAT(NamesOn("2025-03-31"), Not(Contains(Named("plan.gap-open", "plan") + "/0")));
  EXPECT_THAT(NamesOn("2025-04-01"), Contains(Named("plan.gap-open", "plan") + "/0"));
  const std::string of_mother = absl::StrCat(Id("plan"), "/", Id("mother"));
  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("assessment.missing/", Id("plan"))));
  EXPECT_EQ(The(absl::StrCat("plan.party-missing/", of_mother)).says(),
            "Maria has not signed version 1.0 of the case plan, and no reason is recorded.");
  EXPECT_THAT(The(absl::StrCat("plan.notice-short/", of_mother)).says(), HasSubstr("shows no notice to Maria"));

  Tell("2025-03-02", R"(plan_not_signed { digest: "@d1" participant_id: "$mother" why: NOT_SIGNED_REASON_REFUSED })");
  Tell("2025-03-02", R"(notice_waived { by_id: "$mother" of: NOTICE_OF_NOTICE_OF_A_PLAN digest: "@d1" })");

  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("plan.party-missing/", of_mother))));
  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("plan.notice-short/", of_mother))));
}

// 42 USC 675(1)(B): a child of 14 takes part in its own plan.
TEST_F(VersionFindingsTest, AChildOfFourteenIsAParty) {
  Tell("2025-01-02",
       R"(person_details_learned { participant_id: "$ana" details { name: "Ana" born_on: "2011-03-01" } })");
  Tell("2025-03-01", kCasePlan);

  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("plan.party-missing/", Id("plan"), "/", Id("ana"))));
}

// ORC 2151.412(F): a plan is changed by a version or a proposal, and not by actions that differ from it.
TEST_F(VersionFindingsTest, WhatDiffersFromTheVersionInForceIsProposedOrDrawnUp) {
  Tell("2025-02-01", kGoalOfAna);
  DrawUp("2025-03-01", "1.0");
  PutInForce();
  EXPECT_THAT(NamesOn(), Not(Contains(kDiffers)));

  Tell("2025-04-01", ObjectiveWith(""));
  EXPECT_EQ(The(kDiffers).says(),
            "The working plan for Ana differs from version 1.0 of the case plan, which is in force, and no version or "
            "proposal contains the difference.");

  DrawUp("2025-04-02", "1.1");
  EXPECT_THAT(NamesOn(), Not(Contains(kDiffers)));
}

TEST_F(VersionFindingsTest, AnOpenProposalCarriesTheDifference) {
  Tell("2025-02-01", kGoalOfAna);
  const std::string digest = DrawUp("2025-03-01", "1.0");
  PutInForce();
  Tell("2025-04-01", ObjectiveWith(""));
  CaseEvent proposed = EventFromText("2025-04-02", R"(plan_change_proposed { proposal_id: "$C"
      by_id: "$mother" change: "an objective" })");
  proposed.mutable_plan_change_proposed()->set_from_digest(digest);
  TellOn("2025-04-02", proposed);
  EXPECT_THAT(NamesOn(), Not(Contains(kDiffers)));

  Tell("2025-04-20", R"(court_decided { court_number: "JV1" proposal_id: "$C"
                                        decision: COURT_DECISION_NOT_APPROVED })");
  EXPECT_THAT(NamesOn(), Contains(kDiffers));
}

// Who suffers: a family whose plan changes further under the explanation of a smaller difference.
TEST_F(VersionFindingsTest, TheAnswerToADifferenceLapsesWhenItGrowsAndNotWhenANameChanges) {
  Tell("2025-02-01", kGoalOfAna);
  DrawUp("2025-03-01", "1.0");
  PutInForce();
  Tell("2025-04-01", ObjectiveWith(""));
  Tell("2025-04-02",
       absl::StrCat(R"(finding_answered { finding: ")", kDiffers, R"(" explanation: "a typing error" })"));
  const eventstore::Revision answer = last();
  Tell("2025-04-03", R"(person_details_learned { participant_id: "$mother"
                                                 details { name: "Maria Ruiz" } })");
  EXPECT_EQ(The(kDiffers).state(), v1::FINDING_STATE_ANSWERED);

  Tell("2025-04-04", ActivityWith(""));
  EXPECT_EQ(The(kDiffers).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(The(kDiffers).lapsed_answer(), answer);
}

// OAC 5101:2-38-01: notice of this plan. Notice of the previous one does not count.
TEST_F(VersionFindingsTest, NoticeOfAnEarlierVersionIsNoneOfTheNext) {
  const std::string name = absl::StrCat("plan.notice-short/", Id("plan"), "/", Id("mother"));
  Tell("2025-02-01", R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_OF_A_PLAN
                                      to_ids: "$mother" means: "letter" })");
  Tell("2025-03-01", kCasePlan);
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  Tell("2025-06-01", kNextCasePlan);
  EXPECT_THAT(The(name).says(), HasSubstr("shows no notice to Maria"));

  TellOn("2025-06-02", EventFromText("2025-05-28", R"(notice_sent { notice_id: "$N2" to_ids: "$mother"
      of: NOTICE_OF_NOTICE_OF_A_PLAN means: "letter" })"));
  EXPECT_EQ(The(name).says(),
            "For version 1.1 of the case plan, drawn up on 2025-06-01, the record shows notice to Maria only on "
            "2025-05-28, and no waiver; at least 7 days of notice are required.");

  TellOn("2025-06-02", EventFromText("2025-05-25", R"(notice_sent { notice_id: "$N3" to_ids: "$mother"
      of: NOTICE_OF_NOTICE_OF_A_PLAN means: "letter" })"));
  EXPECT_THAT(NamesOn(), Not(Contains(name))) << "seven days";
}

// OAC 5101:2-38-05: who is a party, and who is a member of the child's team (42 USC 675(1)(B)).
TEST_F(VersionFindingsTest, PartiesAreWhoStandsForTheChildOnThatDay) {
  const auto party = [](absl::string_view word) {
    return absl::StrCat("plan.party-missing/", Id("plan"), "/", Id(word));
  };
  Join("gal", "Ruth", "CAPACITY_REPRESENTATIVE");
  Join("coach", "Pat");
  Join("guardian", "Inés");
  Join("tribe", "the tribe", "CAPACITY_TRIBE");
  Relate("guardian", "RELATION_GUARDIAN", "ana");
  Tell("2025-01-02", R"(representative_appointed { participant_id: "$gal" for_id: "$ana"
                                                   role: REPRESENTATIVE_ROLE_GUARDIAN_AD_LITEM })");
  Tell("2025-01-02", R"(representative_appointed { participant_id: "$coach" for_id: "$ana"
      role: REPRESENTATIVE_ROLE_MEMBER_CHOSEN_BY_THE_CHILD })");
  Tell("2025-01-02", R"(tribe_responded { child_id: "$ana" tribe_id: "$tribe"
                                          answer: TRIBE_ANSWER_ELIGIBLE })");
  Tell("2025-02-01", R"(participant_left { participant_id: "$guardian" why: LEAVE_REASON_DIED })");
  Tell("2025-03-01", kCasePlan);

  const std::vector<std::string> names = NamesOn();
  EXPECT_THAT(names, Contains(party("gal")));
  EXPECT_THAT(names, Contains(party("tribe")));
  EXPECT_THAT(names, Not(Contains(party("coach"))));
  EXPECT_THAT(names, Not(Contains(party("guardian"))));
}

// ORC 2151.412(J): the supplemental plan does not need the parties' agreement.
TEST_F(VersionFindingsTest, ASupplementalPlanNeedsNoPartys) {
  Tell("2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_SUPPLEMENTAL
      label: "1.0" children_ids: "$ana" digest: "@d1" })");

  EXPECT_THAT(NamesOn(), Not(Contains(HasSubstr("plan.party-missing"))));
  EXPECT_THAT(NamesOn(), Not(Contains(HasSubstr("plan.notice-short"))));
}

// Ohio SACWIS: the case plan is based on the family assessment.
TEST_F(VersionFindingsTest, ACasePlanRestsOnAFamilyAssessment) {
  const std::string name = Named("assessment.missing", "plan");
  Tell("2025-03-01", kCasePlan);
  EXPECT_EQ(The(name).says(),
            "When version 1.0 of the case plan was drawn up on 2025-03-01, no family assessment had "
            "been completed.");

  TellOn("2025-03-02", EventFromText("2025-02-20", R"(assessment_completed { assessment_id: "$F"
                                                                    kind: ASSESSMENT_KIND_FAMILY })"));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// 45 CFR 1356.21(g)(1): the plan is made jointly with the parents, or the record says why not.
TEST_F(VersionFindingsTest, AVersionSaysWhoOfTheFamilyTookPart) {
  const std::string name = absl::StrCat("plan.family-absent/", Id("plan"));
  Tell("2025-03-01", kNextCasePlan);
  EXPECT_EQ(
      The(name).says(),
      "The record does not show who of the family took part in making version 1.1 of the case plan, or why no one "
      "did.");
  const auto draw_up = [&](absl::string_view label, absl::string_view more) {
    Tell("2025-03-02",
         absl::StrCat(R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: ")", label,
                      R"(" children_ids: "$ana" as_of_revision: 3 digest: "@)", label, R"(" )", more, " }"));
  };
  draw_up("mother", R"(took_part_ids: "$mother")");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
  draw_up("nobody", "");
  EXPECT_THAT(NamesOn(), Contains(name));
  Join("guardian", "Rita", "CAPACITY_REPRESENTATIVE");
  draw_up("guardian", R"(absent { participant_id: "$guardian" why: "ill" })");
  EXPECT_THAT(NamesOn(), Contains(name)) << "a guardian ad litem is not of the family";
  draw_up("absent", R"(absent { participant_id: "$mother" why: "in hospital" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// 42 USC 675(1)(B): how safety and permanency are achieved, for each child.
TEST_F(VersionFindingsTest, ACasePlanHasAGoalOfSafetyAndInCareOneOfPermanence) {
  const std::string name = absl::StrCat("plan.no-safety-or-permanence/", Id("plan"), "/", Id("ana"));
  Tell("2025-02-01", casejournal::testing::kAnaRemoved);
  Tell("2025-03-01", kCasePlan);
  EXPECT_EQ(The(name).says(), "In version 1.0 of the case plan, no goal of safety and none of permanence is for Ana.");

  Tell("2025-03-02", kGoalOfAna);
  EXPECT_EQ(The(name).says(), "In version 1.0 of the case plan, no goal of safety and none of permanence is for Ana.")
      << "a goal of a later day is not in it";

  Tell("2025-03-03", kNextCasePlan);
  EXPECT_EQ(The(name).says(), "In version 1.1 of the case plan, no goal of permanence is for Ana.");
}

TEST_F(VersionFindingsTest, AChildWhomAVersionNamesTwiceIsOneFinding) {
  Tell("2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                        children_ids: "$ana" children_ids: "$ana" digest: "@d1" })");
  const std::vector<std::string> names = NamesOn();
  EXPECT_EQ(
      std::count(names.begin(), names.end(), absl::StrCat("plan.no-safety-or-permanence/", Id("plan"), "/", Id("ana"))),
      1);
}

TEST_F(VersionFindingsTest, AtHomeACasePlanNeedsNoGoalOfPermanence) {
  Tell("2025-02-28", kGoalOfAna);
  Tell("2025-03-01", kCasePlan);

  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("plan.no-safety-or-permanence/", Id("plan"), "/", Id("ana")))));
}

// Practice: activities are consistent with the family's culture and preference.
TEST_F(VersionFindingsTest, SomeActivitySaysHowItFits) {
  const std::string name = absl::StrCat("plan.fit-not-said/", Id("plan"));
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-02", ObjectiveWith(""));
  Tell("2025-02-03", ActivityWith(""));
  Tell("2025-03-01", kCasePlan);
  EXPECT_EQ(The(name).says(),
            "The one open activity does not say how it fits the culture and the wishes of the family.");

  Tell("2025-03-02", R"(activity_revised { activity_id: "$A" reason: "asked"
      terms { what: "Counselling" fit: "in Spanish, after church" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// Practice: planning is dynamic for the life of a case.
TEST_F(VersionFindingsTest, APlanIsReviewedOrChangedWithinAYear) {
  const std::string name = absl::StrCat("plan.untouched/", Id("plan"));
  Tell("2025-03-01", kCasePlan);
  EXPECT_THAT(NamesOn("2026-03-01"), Not(Contains(name)));
  EXPECT_THAT(NamesOn("2026-03-02"), Contains(name));

  Tell("2025-09-01", R"(conference_held { meeting_id: "$C" present_ids: "$mother" progress: "some" })");

  EXPECT_THAT(NamesOn("2026-03-02"), Not(Contains(name)));
  EXPECT_THAT(NamesOn("2026-09-02"), Contains(name));
}

}  // namespace
}  // namespace casejournal::projections
