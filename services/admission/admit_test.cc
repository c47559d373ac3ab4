#include "services/admission/admit.h"

#include "services/admission/shape/request_shape.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One request, which must be well formed and admissible.
void Record(Story& story, absl::string_view day, const std::vector<std::string>& texts) {
  v1::AppendRequest request;
  request.set_request_id(Id("request"));
  v1::CaseAppend& append = *request.add_cases();
  append.set_case_id(Id("case"));
  append.mutable_expected()->set_exactly(story.last_revision());
  std::vector<CaseEvent> events;
  for (const std::string& text : texts) events.push_back(EventFromText(day, text));
  for (const CaseEvent& event : events) *append.add_events() = event;
  for (const v1::FieldError& error : CheckShape(request, {.today = story.context.today})) {
    ADD_FAILURE() << error.ShortDebugString();
  }
  story.GivenAll(events);
}

// From the removal to the closing: correct practice is never rejected.
TEST(AdmitTest, LifeOfACaseIsAdmitted) {
  Story story = Story::OfAFamily();
  Record(story, "2025-01-10",
         {R"(assessment_completed { assessment_id: "$risk" kind: ASSESSMENT_KIND_RISK
                                    level: RISK_LEVEL_HIGH })",
          R"(need_identified { need_id: "$N" of_id: "$mother" need: "private"
                               priority: PRIORITY_HIGH assessment_id: "$risk" })"});
  Record(story, "2025-01-15",
         {R"(alternative_explored { child_id: "$ana" who: "private" how_related: "private"
                                    result: ALTERNATIVE_RESULT_NOT_SUITABLE })",
          R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
                             from_household_id: "$home" authority: "private"
                             circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT })",
          R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "private"
                               type: PLACEMENT_TYPE_FOSTER_HOME reason: "private" })",
          R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "private"
                               by: "private" })",
          R"(order_made { order_id: "$custody" child_id: "$ana" court_number: "JV1"
                          kind: ORDER_KIND_TEMPORARY_CUSTODY })"});
  Record(story, "2025-02-01",
         {R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "private" })",
          R"(objective_added { objective_id: "$O" goal_id: "$G"
                               terms { statement: "private" need_ids: "$N" } })",
          R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "private" } })",
          R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "private" })",
          R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_REUNIFICATION label: "1.0"
                                     children_ids: "$ana" as_of_revision: 17 digest: "@d1" })"});
  Record(story, "2025-02-05",
         {R"(plan_signed { digest: "@d1" participant_id: "$mother"
                           agreement: AGREEMENT_AGREES })",
          R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@d1"
                                court_numbers: "JV1" })"});
  Record(story, "2025-02-12",
         {R"(court_decided { court_number: "JV1" digest: "@d1"
                             decision: COURT_DECISION_APPROVED_WITHOUT_HEARING })",
          R"(plan_journalized { digest: "@d1" court_number: "JV1" entry_number: "12" })"});
  Record(story, "2025-05-20",
         {R"(activity_completed { activity_id: "$A" })", R"(objective_met { objective_id: "$O" evidence: "private" })",
          R"(goal_reached { goal_id: "$G" evidence: "private" })",
          R"(return_condition_judged { condition_id: "$C" judgement: CONDITION_JUDGEMENT_MET
                                       evidence: "private" })"});
  Record(story, "2025-06-01",
         {R"(placement_ended { placement_id: "$P" reason: "private" })",
          R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED
                                  to_whom: "private" })",
          R"(order_made { order_id: "$over" child_id: "$ana" court_number: "JV1"
                          kind: ORDER_KIND_TERMINATION_OF_AN_EARLIER_ORDER
                          ends_order_ids: "$custody" })"});
  Record(story, "2025-06-10",
         {R"(assessment_completed { assessment_id: "$again" level: RISK_LEVEL_LOW
                                    kind: ASSESSMENT_KIND_RISK_REASSESSMENT })",
          R"(case_closed { reason: CASE_CLOSE_REASON_REUNIFICATION reunification_plan_digest: "@d1"
                           risk_reassessment_id: "$again" })"});

  EXPECT_EQ(story.record().plan().status(), v1::CASE_STATUS_CLOSED);
}

// An event may be wrong in more than one way. The clerk learns all of them at once.
TEST(AdmitTest, AllViolationsAreNamedAtOnce) {
  Story story = Story::OfAFamily();
  story.context.late_after_days = 30;
  story.Given("2025-06-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");

  EXPECT_THAT(story.Ask("2025-03-01", R"(about: "$stranger"
                                         goal_established { goal_id: "$ana" statement: "private"
                                                            area: GOAL_AREA_SAFETY })"),
              ElementsAre(By(Rule::kCaseClosed), By(Rule::kRefUnknown), By(Rule::kIdTaken), By(Rule::kLateNoReason)));
}

// If one passes CheckShape anyway, it is not recorded.
TEST(AdmitTest, EventWithoutABodyIsNotAdmitted) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(Admit(story.record(), CaseEvent(), story.context), Not(IsEmpty()));
}

// A caseworker whose true entry is rejected will make a false one, so a report is not rejected for what the law says
// about it.
TEST(AdmitTest, UnlawfulFactsAreTaken) {
  Story story = Story::OfAFamily();

  // A panel of one member, who is responsible for the plan.
  EXPECT_THAT(story.Ask("2025-03-01", R"(review_held {
                meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                panel { staff { issuer: "i" subject: "s" name: "private" }
                        seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true } })"),
              IsEmpty());
  // Rights ended without an order.
  EXPECT_THAT(story.Ask("2025-03-01", R"(parental_rights_ended {
                child_id: "$ana" parent_id: "$mother" how: RIGHTS_ENDED_HOW_BY_ORDER })"),
              IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
