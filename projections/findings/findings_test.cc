// Each finding, in the words of a case: there while its condition holds, gone when that goes.
#include "projections/findings/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "projections/findings/finding_catalogue.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"
#include "tests/support/told.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseBuilder;
using casejournal::testing::CaseEvent;
using casejournal::testing::Digest;
using casejournal::testing::Id;
using casejournal::testing::Told;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// A case of a mother and Ana, told event by event; each is recorded at noon of its day.
class FindingsTest : public ::testing::Test {
 protected:
  FindingsTest() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$mother" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
    Tell("2025-01-01", R"(relation_established { from_id: "$mother" to_id: "$ana" relation: RELATION_MOTHER
                                                 kind: RELATION_KIND_LEGAL basis: "certificate" })");
  }

  void Tell(absl::string_view day, absl::string_view text) { TellOn(day, Told(day, text)); }
  // Recorded at noon of that day, whatever day it gives.
  void TellOn(absl::string_view recorded_on, const CaseEvent& event) {
    built_.Record(absl::StrCat(recorded_on, " 12:00"), {event});
  }
  eventstore::Revision last() const { return built_.record().entries().size() - 1; }

  std::vector<v1::Finding> Find(absl::string_view day = "2025-06-30") const {
    return FindingsOf(built_.case_id(), built_.record().entries(),
                      {.day = std::string(day), .zone = casejournal::testing::NewYork()});
  }
  std::vector<std::string> NamesOn(absl::string_view day = "2025-06-30") const {
    std::vector<std::string> names;
    for (const v1::Finding& finding : Find(day)) names.push_back(finding.finding());
    return names;
  }
  v1::Finding The(absl::string_view name) const {
    for (const v1::Finding& finding : Find()) {
      if (finding.finding() == name) return finding;
    }
    ADD_FAILURE() << "no finding " << name;
    return {};
  }

  CaseBuilder built_;
};

std::string Named(absl::string_view id, absl::string_view subject) { return absl::StrCat(id, "/", Id(subject)); }

constexpr char kGoalOfAna[] = R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "Safe at home" })";

std::string ObjectiveWith(absl::string_view terms) {
  return absl::StrCat(R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "Every week" )", terms, " } }");
}

std::string ActivityWith(absl::string_view terms) {
  return absl::StrCat(R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "Counselling" )", terms, " } }");
}

// OAC 5101:2-38-05; outcomes are per family and per child.
TEST_F(FindingsTest, AChildIsCoveredByOutcomeGoalAndVersion) {
  const std::string name = Named("child.uncovered", "ana");
  EXPECT_EQ(The(name).says(), "Ana has no outcome sought, no goal, no plan version that covers the child.");

  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY })");
  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(The(name).says(), "Ana has no plan version that covers the child.");
  Tell("2025-02-02", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana"
                                                as_of_revision: 5 digest: "@d1" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// Practice: fathers are visible when nobody engaged them.
TEST_F(FindingsTest, AFatherIsLookedForAndEngaged) {
  EXPECT_THAT(NamesOn(), Contains(Named("parent.unknown", "ana")));
  Tell("2025-01-05", R"(participant_joined { participant_id: "$father" capacity: CAPACITY_ADULT name: "unknown father" })");
  Tell("2025-01-05", R"(relation_established { from_id: "$father" to_id: "$ana" relation: RELATION_FATHER
                                               kind: RELATION_KIND_ALLEGED basis: "the mother's word" })");
  EXPECT_THAT(NamesOn(), Contains(Named("parent.unknown", "ana"))) << "a lead is no parent yet";
  EXPECT_EQ(The(Named("parent.not-engaged", "father")).says(),
            "The father of Ana, unknown father, was not engaged: there is no contact, no search and no barrier.");

  Tell("2025-01-09", R"(search_made { for_id: "$father" means: "records" result: SEARCH_RESULT_NOT_FOUND })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.unknown", "ana"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "father"))));
}

TEST_F(FindingsTest, AMissedVisitIsNoEngagementAndABarrierIsNone) {
  Tell("2025-01-05", R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$mother" result: CONTACT_RESULT_MISSED })");
  EXPECT_THAT(NamesOn(), Contains(Named("parent.not-engaged", "mother")));

  Tell("2025-01-06", R"(barrier_identified { barrier_id: "$B" barrier: "no car" hinders_ids: "$mother" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "mother"))));
  EXPECT_EQ(The(Named("barrier.no-strategy", "B")).says(), "Nothing was tried against the barrier “no car”.");

  Tell("2025-01-07", R"(strategy_tried { barrier_id: "$B" strategy: "bus passes" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("barrier.no-strategy", "B"))));
}

TEST_F(FindingsTest, TheExtendedFamilyIsEngaged) {
  EXPECT_THAT(NamesOn(), Contains("parent.not-engaged/extended-family"));

  Tell("2025-01-05", R"(alternative_explored { child_id: "$ana" who: "an aunt" how_related: "aunt"
                                               result: ALTERNATIVE_RESULT_DECLINED })");

  EXPECT_THAT(NamesOn(), Not(Contains("parent.not-engaged/extended-family")));
}

// Practice: goals have objectives; objectives rest on the family assessment, are measurable, and agreed.
TEST_F(FindingsTest, AnObjectiveIsWhatThePracticeAsks) {
  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(The(Named("goal.no-objective", "G")).says(), "The goal “Safe at home” has no objectives.");
  Tell("2025-02-01", ObjectiveWith(""));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
  EXPECT_EQ(The(Named("objective.not-measurable", "O")).says(), "The objective “Every week” has no measure and no target.");
  EXPECT_THAT(NamesOn(), Contains(Named("objective.no-basis", "O")));
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "That family and caseworker agreed with the objective “Every week” is not recorded.");

  Tell("2025-02-02", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY })");
  Tell("2025-02-02", R"(need_identified { need_id: "$N" of_id: "$mother" need: "rest" priority: PRIORITY_HIGH
                                          assessment_id: "$F" })");
  Tell("2025-02-03", R"(objective_revised { objective_id: "$O" reason: "assessed" terms {
      statement: "Every week" measure: "the log" target: "twelve weeks" need_ids: "$N" } })");
  Tell("2025-02-04", R"(part_agreed { part_ids: "$O" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "That the caseworker agreed with the objective “Every week” is not recorded.");
  Tell("2025-02-04", R"(part_agreed { part_ids: "$O" staff { issuer: "wren" subject: "cw-1" name: "Dana" }
                                      agreement: AGREEMENT_AGREES })");

  for (const char* id : {"objective.not-measurable", "objective.no-basis", "objective.not-agreed"}) {
    EXPECT_THAT(NamesOn(), Not(Contains(Named(id, "O"))));
  }
}

TEST_F(FindingsTest, AReachedGoalHasNoOpenObjectives) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-03-01", R"(goal_reached { goal_id: "$G" evidence: "seen" })");
  EXPECT_THAT(The(Named("goal.no-objective", "G")).says(), HasSubstr("was reached on 2025-03-01 with objectives open"));

  Tell("2025-03-02", R"(objective_withdrawn { objective_id: "$O" reason: "no need" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
}

// Practice: activities say who, where, from when and until when; three to six months on average. Six months are counted by
// the calendar (ORC 1.45).
TEST_F(FindingsTest, AnActivityIsCompleteAndNotTooLong) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-03-31" due_on: "2025-09-30")"));
  EXPECT_EQ(The(Named("activity.incomplete", "A")).says(), "The activity “Counselling” has nobody responsible, no place.");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.over-six-months", "A"))));

  Tell("2025-02-02", R"(activity_revised { activity_id: "$A" reason: "longer" terms { what: "Counselling" place: "the clinic"
      responsible_ids: "$mother" begins_on: "2025-03-31" due_on: "2025-10-01" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.incomplete", "A"))));
  EXPECT_EQ(The(Named("activity.over-six-months", "A")).says(),
            "The activity “Counselling” begins on 2025-03-31 and is due on 2025-10-01: more than 6 months.");
}

// Practice: a safety plan for a child at high risk of imminent harm, at home if possible.
TEST_F(FindingsTest, AThreatIsAnsweredBySafetyPlanOrRemoval) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  EXPECT_THAT(NamesOn(), Contains(Named("threat.no-plan", "T")));

  Tell("2025-01-11", R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T"
      strategies: SAFETY_STRATEGY_RESPITE_CARE stays_with: "her aunt" monitoring: "weekly" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("threat.no-plan", "T"))));
}

constexpr char kAnaRemoved[] = R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
    from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })";
constexpr char kAnaFostered[] = R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
    type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })";

// Practice and 42 USC 671(a)(19): people the child knows are explored first. ORC 2151.31: a child is not placed without
// authority.
TEST_F(FindingsTest, FosterCareIsTheLastResortAndHasAuthority) {
  Tell("2025-02-01", kAnaFostered);
  EXPECT_THAT(NamesOn(), Contains(Named("care.no-alternative-explored", "P")));
  EXPECT_THAT(NamesOn(), Contains(Named("care.no-authority", "P")));

  TellOn("2025-02-02", Told("2025-01-31", kAnaRemoved));
  TellOn("2025-02-02", Told("2025-02-01", R"(alternative_explored { child_id: "$ana" who: "an aunt" how_related: "aunt"
                                                                      result: ALTERNATIVE_RESULT_DECLINED })"));

  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-alternative-explored", "P"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-authority", "P"))));
}

// 42 USC 671(a)(31): siblings together, or a reason.
TEST_F(FindingsTest, SiblingsApartHaveAReason) {
  Tell("2025-01-02", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  Tell("2025-01-02", R"(relation_established { from_id: "$mother" to_id: "$ben" relation: RELATION_MOTHER
                                               kind: RELATION_KIND_LEGAL basis: "certificate" })");
  Tell("2025-02-01", kAnaFostered);
  Tell("2025-02-01", R"(placement_began { placement_id: "$Q" child_id: "$ben" with_whom: "his aunt"
      type: PLACEMENT_TYPE_RELATIVE_HOME reason: "near" why_apart_from_siblings: "no room for two" })");

  EXPECT_THAT(NamesOn(), Contains(Named("care.siblings-apart", "P")));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "Q"))));

  Tell("2025-03-01", R"(placement_ended { placement_id: "$P" reason: "moved" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "P"))));
}

// AFCARS 2020, elements E72 and E73.
TEST_F(FindingsTest, CircumstancesThatExcludeEachOther) {
  Tell("2025-02-01", R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      from_household_id: "$home" circumstances: [REMOVAL_CIRCUMSTANCE_RUNAWAY, REMOVAL_CIRCUMSTANCE_WHEREABOUTS_UNKNOWN]
      authority: "order" })");

  EXPECT_THAT(The(Named("care.circumstances-exclusive", "R") + "/1").says(), HasSubstr("runaway, whereabouts unknown"));
}

// ORC 2151.412(J); OAC 5101:2-38-10: a review may say that no concurrent plan is needed.
TEST_F(FindingsTest, TemporaryCustodyHasAConcurrentOutcome) {
  const std::string name = Named("concurrent.missing", "ana");
  Tell("2025-02-01", R"(order_made { order_id: "$T" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY entry_number: "1"
                                     ends_on: "2026-02-01" })");
  EXPECT_THAT(NamesOn("2025-02-01"), Contains(name));
  EXPECT_THAT(NamesOn("2026-02-01"), Not(Contains(name))) << "the order has ended by then";

  Tell("2025-03-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
                                         track: OUTCOME_TRACK_CONCURRENT })");
  EXPECT_THAT(NamesOn("2025-03-01"), Not(Contains(name)));
}

constexpr char kCasePlan[] = R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
    children_ids: "$ana" as_of_revision: 3 digest: "@d1"
    open_parts { part: "the father" steps: "a search" until: "2025-03-31" } })";

// OAC 5101:2-38-01: thirty days more for missing elements; seven days of notice unless waived; signatures or reasons.
TEST_F(FindingsTest, AVersionHasPartiesNoticeAndNoOldGaps) {
  Tell("2025-03-01", kCasePlan);
  EXPECT_THAT(NamesOn("2025-03-31"), Not(Contains(Named("plan.gap-open", "plan") + "/0")));
  EXPECT_THAT(NamesOn("2025-04-01"), Contains(Named("plan.gap-open", "plan") + "/0"));
  const std::string of_mother = absl::StrCat(Id("plan"), "/", Id("mother"));
  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("assessment.missing/", Id("plan"))));
  EXPECT_EQ(The(absl::StrCat("plan.party-missing/", of_mother)).says(),
            "Maria has neither signed version 1.0 of the case plan nor is a reason recorded.");
  EXPECT_THAT(The(absl::StrCat("plan.notice-short/", of_mother)).says(), HasSubstr("no notice is recorded"));

  Tell("2025-03-02", R"(plan_not_signed { digest: "@d1" participant_id: "$mother" why: NOT_SIGNED_REASON_REFUSED })");
  Tell("2025-03-02", R"(notice_waived { by_id: "$mother" of: NOTICE_OF_NOTICE_OF_A_PLAN digest: "@d1" })");

  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("plan.party-missing/", of_mother))));
  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("plan.notice-short/", of_mother))));
}

// 42 USC 675(1)(B): a child of 14 takes part in its own plan.
TEST_F(FindingsTest, AChildOfFourteenIsAParty) {
  Tell("2025-01-02", R"(person_details_learned { participant_id: "$ana" details { name: "Ana" born_on: "2011-03-01" } })");
  Tell("2025-03-01", kCasePlan);

  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("plan.party-missing/", Id("plan"), "/", Id("ana"))));
}

// 42 USC 675(6), ORC 2151.416: three people with the court, one of them not responsible. OAC 5101:2-38-10: findings for each
// child, and seven days of notice.
TEST_F(FindingsTest, AReviewHasAPanelAndFindsSomethingForEachChild) {
  Tell("2025-02-01", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
  Tell("2025-02-01", R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect" by: "the agency" })");
  Tell("2025-06-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { issuer: "wren" subject: "cw" name: "Dana" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
      panel { staff { issuer: "wren" subject: "su" name: "Gail" } seat: PANEL_SEAT_SUPERVISOR responsible_for_plan: true } })");

  EXPECT_EQ(The(Named("review.panel-insufficient", "M")).says(),
            "The panel of the review of 2025-06-01 had 2 of at least 3 members and had nobody who is not responsible for "
            "the plan or its services: it does not count as a semi-annual review.");
  const std::string of_ana = absl::StrCat("review.child-missing/", Id("M"), "/", Id("ana"));
  EXPECT_EQ(The(of_ana).says(), "The review of 2025-06-01 found nothing for Ana.");
  EXPECT_THAT(NamesOn(), Contains(Named("review.child-missing", "M") + "/notice"));

  Tell("2025-06-01", R"(review_finding_made { meeting_id: "$M" child_id: "$ana" plan_followed: PLAN_FOLLOWED_YES
      progress: "some" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY })");
  EXPECT_EQ(The(of_ana).says(), "The review of 2025-06-01 set no target date for Ana.");
}

// 45 CFR 1356.21(c): in the first order; (b)(1): within sixty days. 25 CFR 23.107: everybody is asked.
TEST_F(FindingsTest, ARemovalHasItsFindingsAndAnInquiry) {
  Tell("2025-02-01", kAnaRemoved);
  Tell("2025-02-02", R"(order_made { order_id: "$S" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE entry_number: "1" })");
  Tell("2025-02-09", R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })");
  const std::string contrary = Named("court.finding-missing", "R") + "/contrary-to-welfare";
  const std::string efforts = Named("court.finding-missing", "R") + "/efforts-to-prevent";
  EXPECT_THAT(NamesOn(), Contains(contrary)) << "a later order does not cure the first";
  EXPECT_THAT(NamesOn("2025-04-02"), Not(Contains(efforts))) << "sixty days";
  EXPECT_THAT(NamesOn("2025-04-03"), Contains(efforts));
  EXPECT_THAT(NamesOn(), Contains(Named("icwa.no-inquiry", "ana") + "/inquiry"));

  TellOn("2025-02-10", Told("2025-02-02", R"(court_finding_made { child_id: "$ana" order_id: "$S"
      kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })"));
  Tell("2025-03-01", R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria" answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW
                                              tribes { name: "a tribe" } })");
  EXPECT_THAT(NamesOn(), Not(Contains(contrary)));
  EXPECT_THAT(NamesOn(), Contains(Named("icwa.no-inquiry", "ana") + "/notice"));

  Tell("2025-03-03", R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_TO_A_TRIBE to_ids: "$mother" means: "registered"
                                      child_id: "$ana" })");
  EXPECT_THAT(NamesOn("2025-03-13"), Not(Contains(Named("icwa.no-inquiry", "ana") + "/receipt")));
  EXPECT_THAT(NamesOn("2025-03-14"), Contains(Named("icwa.no-inquiry", "ana") + "/receipt"));
}

// docs/AS_OF.md: the fold never fails for order; what lacks support is kept, and shown here.
TEST_F(FindingsTest, EntriesOutOfOrderLateAndImprecise) {
  Tell("2025-03-10", kGoalOfAna);
  TellOn("2025-03-11", Told("2025-03-01", ObjectiveWith("")));
  EXPECT_EQ(The(absl::StrCat("entry.out-of-order/", last())).says(),
            "Entry 5 (objective added, 2025-03-01) names something that the record has only since 2025-03-10.");

  CaseEvent late = Told("2025-03-01", R"(objective_met { objective_id: "$O" evidence: "seen" })");
  late.set_late_reason("it had been left out");
  TellOn("2025-05-01", late);
  EXPECT_EQ(The(absl::StrCat("entry.late/", last())).says(),
            "Entry 6 (objective met) was first written down 61 days after 2025-03-01: it had been left out.");

  CaseEvent between = Told("2025-05-02", kAnaRemoved);
  between.set_effective_first_day("2025-04-20");
  TellOn("2025-05-02", between);
  EXPECT_THAT(The(absl::StrCat("entry.imprecise/", last())).says(), HasSubstr("some day between 2025-04-20 and 2025-05-02"));
}

TEST_F(FindingsTest, ActsOfTheCourtWithoutAPaperAndRulesSetAside) {
  Tell("2025-02-02", R"(order_made { order_id: "$S" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE })");
  const std::string undocumented = absl::StrCat("court.no-document/", last());
  EXPECT_THAT(NamesOn(), Contains(undocumented));

  CaseEvent document = Told("2025-02-03", absl::StrCat(R"(document_referenced { document_id: "$D" media_type: "application/pdf"
      size_bytes: 9 title: "entry" kept_where: "archive" sha256: "@d2" supports_revisions: )", last(), " }"));
  document.add_overrides()->set_rule_id("case.close-blocked");
  document.mutable_overrides(0)->set_reason("as agreed");
  TellOn("2025-02-03", document);

  EXPECT_THAT(NamesOn(), Not(Contains(undocumented)));
  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("rule.overridden/", last(), "/case.close-blocked")));
}

TEST_F(FindingsTest, AClosedCaseIsAskedForNothingMore) {
  Tell("2025-03-10", kGoalOfAna);
  Tell("2025-04-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");

  for (const v1::Finding& finding : Find()) {
    for (const FindingText& text : FindingCatalogue()) {
      EXPECT_FALSE(text.id == finding.id() && text.asks_for_work) << finding.finding();
    }
  }
}

class AnswersTest : public FindingsTest {
 protected:
  AnswersTest() {
    Tell("2025-02-01", kGoalOfAna);
    Tell("2025-02-01", ObjectiveWith(""));
    Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-03-01" due_on: "2025-12-01")"));
  }
  void Answer(absl::string_view day, absl::string_view words) {
    Tell(day, absl::StrCat(R"(finding_answered { finding: ")", name_, R"(" explanation: ")", words, R"(" })"));
  }

  const std::string name_ = Named("activity.over-six-months", "A");
};

TEST_F(AnswersTest, AnAnsweredFindingStaysShownWithTheWords) {
  Answer("2025-02-05", "the course runs nine months");

  const v1::Finding answered = The(name_);
  EXPECT_EQ(answered.state(), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(answered.explanation(), "the course runs nine months");
  EXPECT_EQ(answered.answered_by(), last());
}

TEST_F(AnswersTest, AnAnswerLapsesWhenWhatItRestedOnChanges) {
  Answer("2025-02-05", "the course runs nine months");
  const eventstore::Revision answer = last();
  Tell("2025-02-06", R"(progress_observed { of_id: "$A" extent: PROGRESS_EXTENT_BEGUN account: "began" })");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED) << "what it did not rest on changes nothing";

  Tell("2025-03-01", R"(activity_revised { activity_id: "$A" reason: "longer" terms { what: "Counselling"
      begins_on: "2025-03-01" due_on: "2026-03-01" } })");

  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(The(name_).lapsed_answer(), answer);
  EXPECT_EQ(The(name_).explanation(), "");

  Answer("2025-03-02", "a year, by its new brochure");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED);
}

TEST_F(AnswersTest, AWithdrawnAnswerIsNone) {
  Answer("2025-02-05", "the course runs nine months");
  TellOn("2025-02-06", casejournal::testing::Retracting(last()));

  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
  EXPECT_FALSE(The(name_).has_lapsed_answer());
}

TEST_F(AnswersTest, WhatWasKnownBeforeTheAnswerHasNone) {
  const eventstore::Revision before = last();
  Answer("2025-02-05", "the course runs nine months");

  const std::vector<v1::Finding> then =
      FindingsOf(built_.case_id(), built_.record().entries(),
                 {.known = KnownSet::UpToRevision(before), .day = "2025-06-30", .zone = casejournal::testing::NewYork()});

  const auto found = std::find_if(then.begin(), then.end(), [&](const auto& each) { return each.finding() == name_; });
  ASSERT_NE(found, then.end());
  EXPECT_EQ(found->state(), v1::FINDING_STATE_OPEN);
}

TEST_F(AnswersTest, AFindingThatIsGoneShowsNothing) {
  Answer("2025-02-05", "the course runs nine months");
  Tell("2025-03-01", R"(activity_completed { activity_id: "$A" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name_)));
}

// Whatever is recorded, in whatever order: each finding has a name of its own and a sentence without ids.
TEST(FindingsPropertyTest, AnyCaseHasFindingsWithNamesOfTheirOwn) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (int i = 0; i < 40; ++i) {
    casejournal::testing::RandomCase random(seed + static_cast<uint64_t>(i));
    const CaseBuilder built = casejournal::testing::BuildCase(random.Events(60));
    std::set<std::string> names;
    for (const v1::Finding& finding :
         FindingsOf(built.case_id(), built.record().entries(), {.day = "2025-12-31", .zone = casejournal::testing::NewYork()})) {
      EXPECT_TRUE(names.insert(finding.finding()).second) << finding.finding();
      EXPECT_THAT(finding.says(), ::testing::EndsWith("."));
      EXPECT_THAT(finding.says(), Not(::testing::ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-"))) << finding.finding();
    }
  }
}

// Ids are named in answers for ever: they are written once, and are not the same for two.
TEST(FindingCatalogueTest, EveryFindingHasAnIdWordsAndASource) {
  std::vector<absl::string_view> ids;
  for (const FindingText& text : FindingCatalogue()) {
    EXPECT_FALSE(text.shows.empty()) << text.id;
    EXPECT_FALSE(text.source.empty()) << text.id;
    EXPECT_THAT(ids, Not(Contains(text.id)));
    ids.push_back(text.id);
  }
}

}  // namespace
}  // namespace casejournal::projections
