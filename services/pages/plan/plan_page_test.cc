#include "services/pages/plan/plan_page.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDigest[] = "01234567890123456789012345678901";
constexpr char kChild[] = "5c000000-0000-4000-8000-000000000001";

v1::GetCasePlanResponse Response() {
  v1::GetCasePlanResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        plan {
          status: CASE_STATUS_OPEN
          opened_on: "2025-01-15"
          agency: "Wren County"
          kind: CASE_KIND_FAMILY
          participants {
            participant_id: "5c000000-0000-4000-8000-000000000001"
            name: "Ana Lopez"
            capacity: CAPACITY_CHILD
            joined_on: "2025-01-15"
          }
          participants { participant_id: "p2" name: "Maria Lopez" capacity: CAPACITY_ADULT }
          relations {
            from_id: "p2"
            to_id: "5c000000-0000-4000-8000-000000000001"
            relation: RELATION_MOTHER
            kind: RELATION_KIND_LEGAL
          }
          goals { goal_id: "g" statement: "Ana is safe at home" area: GOAL_AREA_SAFETY }
          objectives {
            objective_id: "o"
            goal_id: "g"
            terms { statement: "Counselling every week" number: "2.01" who_ids: "p2" measure: "sixteen weeks in a row" }
            met_on: "2025-04-18"
          }
          activities {
            activity_id: "a"
            objective_id: "o"
            terms { what: "Drive there" }
          }
          versions {
            digest: "01234567890123456789012345678901"
            label: "1.0"
            kind: PLAN_KIND_CASE
            signatures { participant_id: "p2" on: "2025-02-20" agreement: AGREEMENT_AGREES }
          }
        }
        in_force {
          child_id: "5c000000-0000-4000-8000-000000000001"
          digest: "01234567890123456789012345678901"
          label: "1.0"
          since: "2025-03-10"
          basis: "journalized"
          court_number: "25JU-7"
          entry_number: "815"
          compared: true
          working_differs { path: "goal “Ana is safe at home”, area" field: "goals[g].area" }
          working_differs { path: "goal “Ana is safe at home”, statement" field: "goals[g].statement" }
        }
        answered { revision: 12 }
      )pb",
      &response));
  return response;
}

TEST(PlanPage, NestsActivitiesUnderObjectivesUnderGoals) {
  EXPECT_THAT(PlanPage(Response(), {.width = 80}),
              HasSubstr("  Safety: Ana is safe at home         the family\n"
                        "    2.01 Counselling every week       Maria Lopez             met 2025-04-18\n"
                        "      - measure: sixteen weeks in a row\n"
                        "      * Drive there\n"));
}

TEST(PlanPage, SaysWhatBindsAndThatTheWorkingPlanDiffers) {
  const std::string page = InForcePage(Response(), {.width = 140});

  EXPECT_THAT(page, HasSubstr("Ana Lopez  2025-03-10  journalized under 25JU-7, journal entry 815  "
                              "different in 1 part\n"));
  EXPECT_THAT(page, HasSubstr("    - Maria Lopez signed and agrees, 2025-02-20\n"));
  EXPECT_THAT(page, Not(HasSubstr("Goals")));
}

// Nobody compared the two: a page must not say what that would show.
TEST(PlanPage, SaysNothingOfADifferenceThatNobodyLookedFor) {
  v1::GetCasePlanResponse response = Response();
  response.mutable_in_force(0)->clear_working_differs();
  response.mutable_in_force(0)->clear_compared();
  const std::string page = InForcePage(response, {.width = 140});

  EXPECT_THAT(page, Not(HasSubstr("the same")));
  EXPECT_THAT(page, Not(HasSubstr("different")));
  response.mutable_in_force(0)->set_compared(true);
  EXPECT_THAT(InForcePage(response, {.width = 140}), HasSubstr("the same"));
}

// The text knows the parts of its day; what was done with it later may rest on others.
TEST(PlanPage, NamesWhatWasDoneWithAVersionByTheRecordOfToday) {
  const v1::PlanDocument document;
  v1::CasePlan record = Response().plan();
  v1::Order& order = *record.add_orders();
  order.set_order_id("5c000000-0000-4000-8000-0000000000aa");
  order.set_made_on("2025-03-10");
  order.mutable_terms()->set_kind(event::v1::ORDER_KIND_TEMPORARY_CUSTODY);
  v1::PlanVersion version = record.versions(0);
  v1::Decision& decision = *version.add_decisions();
  decision.set_court_number("25JU-7");
  decision.set_order_id(order.order_id());
  const std::string page = VersionPage(version, document, 0, record, {.width = 140});

  EXPECT_THAT(page, HasSubstr("temporary custody order of 2025-03-10"));
  EXPECT_THAT(page, Not(HasSubstr("no longer in the record")));
}

TEST(PlanPage, SaysWhenNothingBinds) {
  v1::GetCasePlanResponse response = Response();
  response.clear_in_force();

  EXPECT_THAT(PlanPage(response, {.width = 100}), HasSubstr("In force\n  No version of a plan binds.\n"));
}

TEST(PlanPage, NamesPeopleByName) {
  const std::string page = PlanPage(Response(), {.width = 100});

  EXPECT_THAT(page, HasSubstr("Case of Ana Lopez\n"));
  EXPECT_THAT(page, HasSubstr("mother (legal) of Ana Lopez"));
  EXPECT_THAT(page, Not(HasSubstr(kChild)));
  EXPECT_THAT(page, Not(HasSubstr(kDigest)));
}

TEST(PlanPage, ShowsIdsToWhoAsksForThem) {
  EXPECT_THAT(PlanPage(Response(), {.width = 200, .ids = true}), HasSubstr(kChild));
}

// A plan that grew out of retracted entries may have objectives without their goal.
TEST(PlanPage, ShowsWhatServesNoGoal) {
  v1::GetCasePlanResponse response = Response();
  response.mutable_plan()->clear_goals();

  EXPECT_THAT(PlanPage(response, {.width = 100}), HasSubstr("2.01 Counselling every week"));
}

// A page for people: whatever was recorded, it names no ids and leaves no braces or names of enums.
TEST(PlanPageTest, AnyPlanIsAPageForPeople) {
  const uint64_t seed = testing::TestSeed();
  for (int i = 0; i < 40; ++i) {
    testing::RandomCase random(seed + static_cast<uint64_t>(i));
    const testing::CaseBuilder built = testing::BuildCase(random.Events(60));
    const std::string page = PlanPage(built.record().plan(), PageStyle{});

    EXPECT_THAT(page, Not(::testing::ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-4")));
    EXPECT_THAT(page, Not(::testing::ContainsRegex("[{}]|[A-Z]+_[A-Z]+_")));
  }
}

}  // namespace
}  // namespace casejournal::services
