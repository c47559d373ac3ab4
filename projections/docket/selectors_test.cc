// The entries that selectors match, and the values of their fields.
#include "projections/docket/selectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "projections/docket/court_case.h"
#include "projections/docket/field_values.h"
#include "projections/entries/civil_day.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSelectedFinding[] = R"(court_finding_made { child_id: "$ana"
    kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })";

// Maria and Ana, revisions 0 to 3, and Ben.
class SelectorsTest : public casejournal::testing::DocketCase {
 protected:
  SelectorsTest() {
    Tell("2020-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  }

  std::unique_ptr<CaseFacts> Facts(absl::string_view day = "2026-12-31") const {
    return std::make_unique<CaseFacts>(built_.entries(), KnownSet::All(), *ParseDay(day),
                                       casejournal::testing::NewYork());
  }
  static rules::v1::Selector SelectorOf(const std::string& text) {
    rules::v1::Selector selector;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &selector)) << text;
    return selector;
  }
  // The matched revisions.
  std::vector<eventstore::Revision> Matched(const std::string& text, const Among& among = {}) const {
    const auto facts = Facts();
    std::vector<eventstore::Revision> revisions;
    for (const Picked& one : Pick(*facts, SelectorOf(text), among)) revisions.push_back(one.fact->revision);
    return revisions;
  }
  std::vector<std::string> MatchedDays(const std::string& text, const Among& among = {}) const {
    const auto facts = Facts();
    std::vector<std::string> days;
    for (const Picked& one : Pick(*facts, SelectorOf(text), among)) days.push_back(FormatDay(one.day));
    return days;
  }
};

TEST_F(SelectorsTest, MatchesAreInTheOrderOfDaysThenOfEffect) {
  Tell("2026-03-01", kSelectedFinding);                    // 5
  TellLate("2026-04-01", "2026-02-01", kSelectedFinding);  // 6
  Tell("2026-03-01", kSelectedFinding);                    // 7

  EXPECT_THAT(Matched(R"(event_type: "court_finding_made")"), ElementsAre(6, 5, 7));
  EXPECT_THAT(Matched(R"(event_type: "order_made")"), IsEmpty());
}

TEST_F(SelectorsTest, EntriesAfterTheDayOfTheQuestionAreNoFacts) {
  Tell("2026-03-01", kSelectedFinding);

  EXPECT_THAT(Facts("2026-02-28")->OfType("court_finding_made"), IsEmpty());
  EXPECT_EQ(Facts("2026-03-01")->OfType("court_finding_made").size(), 1U);
}

TEST_F(SelectorsTest, ARangeHoldsItsFirstDayAndNotItsLast) {
  Tell("2026-03-01", kSelectedFinding);
  Tell("2026-03-02", kSelectedFinding);
  Tell("2026-03-03", kSelectedFinding);
  const Among among{.range = {.from = *ParseDay("2026-03-01"), .until = *ParseDay("2026-03-03")}};

  EXPECT_THAT(MatchedDays(R"(event_type: "court_finding_made")", among), ElementsAre("2026-03-01", "2026-03-02"));
}

TEST_F(SelectorsTest, ConditionsOnAFieldMustAllHold) {
  Tell("2026-03-01", kSelectedFinding);                                                                      // 5
  Tell("2026-03-02", R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_ACTIVE_EFFORTS })");  // 6

  EXPECT_THAT(Matched(R"(event_type: "court_finding_made" where { field: "kind" any_of: "ACTIVE_EFFORTS" })"),
              ElementsAre(6));
  EXPECT_THAT(Matched(R"(event_type: "court_finding_made"
                         where { field: "kind" any_of: "COURT_FINDING_KIND_ACTIVE_EFFORTS" })"),
              ElementsAre(6));
  EXPECT_THAT(Matched(R"(event_type: "court_finding_made" where { field: "kind" none_of: "ACTIVE_EFFORTS" })"),
              ElementsAre(5));
  EXPECT_THAT(Matched(R"(event_type: "court_finding_made" where { field: "kind" any_of: "ACTIVE_EFFORTS"
                         any_of: "CONTRARY_TO_WELFARE" })"),
              ElementsAre(5, 6));
  EXPECT_THAT(Matched(R"(event_type: "court_finding_made" where { field: "kind" any_of: "ACTIVE_EFFORTS" }
                         where { field: "kind" any_of: "CONTRARY_TO_WELFARE" })"),
              IsEmpty());
}

TEST_F(SelectorsTest, AFieldIsPresentOrAbsent) {
  Tell("2026-03-01",
       R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_OTHER entry_number: "4" })");  // 5
  Tell("2026-03-02", R"(order_made { order_id: "$Q" child_id: "$ana" kind: ORDER_KIND_OTHER
                                     ends_on: "2027-01-01" })");                                       // 6

  EXPECT_THAT(Matched(R"(event_type: "order_made" where { field: "ends_on" present: true })"), ElementsAre(6));
  EXPECT_THAT(Matched(R"(event_type: "order_made" where { field: "ends_on" absent: true })"), ElementsAre(5));
}

TEST_F(SelectorsTest, ADayOfTheBodyCanBeTheDayThatCounts) {
  Tell("2026-03-01", R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-02-01" })");
  Tell("2026-03-02", R"(order_made { order_id: "$Q" child_id: "$ana" kind: ORDER_KIND_OTHER })");

  EXPECT_THAT(MatchedDays(R"(event_type: "order_made" day: "ends_on")"), ElementsAre("2026-02-01"))
      << "without that day an entry is not matched";
}

TEST_F(SelectorsTest, AnEntryIsAboutTheChildrenThatItNames) {
  Tell("2026-03-01", kSelectedFinding);                                                                      // 5
  Tell("2026-03-01", R"(court_finding_made { child_id: "$ben" kind: COURT_FINDING_KIND_ACTIVE_EFFORTS })");  // 6
  Tell("2026-03-01", R"(case_note_written { occasion: "x" text: "y" })");                                    // 7

  EXPECT_THAT(Matched(R"(event_type: "court_finding_made")", {.child_id = Id("ana")}), ElementsAre(5));
  EXPECT_THAT(Matched(R"(event_type: "court_finding_made")", {.child_id = Id("ben")}), ElementsAre(6));
  EXPECT_THAT(Matched(R"(event_type: "case_note_written")", {.child_id = Id("ben")}), ElementsAre(7))
      << "an entry that names no child is about all";
}

TEST_F(SelectorsTest, AParentIsOneOnTheDayOfTheEntry) {
  const char met[] = R"(objective_met { objective_id: "$O" evidence: "e" agreed_by_ids: "$mother" })";
  Tell("2026-03-01", met);                                                                            // 5
  Tell("2026-03-05", R"(relation_ended { from_id: "$mother" to_id: "$ana" relation: RELATION_MOTHER
                                         how: RELATION_END_KIND_ENDED_BY_A_COURT })");                // 6
  Tell("2026-03-05", met);                                                                            // 7
  Tell("2026-03-01", R"(objective_met { objective_id: "$O" evidence: "e" agreed_by_ids: "$ben" })");  // 8

  EXPECT_THAT(Matched(R"(event_type: "objective_met" where { field: "agreed_by_ids" parent: true })"), ElementsAre(5));
}

TEST_F(SelectorsTest, OfEntriesWithOneValueTheLastStands) {
  const auto set = [](absl::string_view hearing, absl::string_view day) {
    return absl::StrCat("hearing_set { hearing_id: \"$", hearing,
                        "\" child_id: \"$ana\" court_number: \"JV1\" kind: HEARING_KIND_REVIEW held_on: \"", day,
                        "\" }");
  };
  Tell("2026-01-01", set("H", "2026-04-01"));  // 5
  Tell("2026-01-02", set("K", "2026-05-01"));  // 6
  Tell("2026-02-01", set("H", "2026-06-01"));  // 7
  const std::string selector = R"(event_type: "hearing_set" day: "held_on" last_with: "hearing_id")";

  EXPECT_THAT(MatchedDays(selector), ElementsAre("2026-05-01", "2026-06-01"));
  const auto facts = Facts();
  const std::vector<Picked> picked = Pick(*facts, SelectorOf(selector), {});
  EXPECT_FALSE(picked[0].before.has_value());
  EXPECT_EQ(picked[1].before, *ParseDay("2026-04-01"));

  Tell("2026-02-02", R"(hearing_vacated { hearing_id: "$H" })");
  const std::string undone = selector + R"( undone_by: "hearing_vacated")";
  EXPECT_THAT(MatchedDays(undone), ElementsAre("2026-05-01"));
  Tell("2026-02-03", set("H", "2026-07-01"));
  EXPECT_THAT(MatchedDays(undone), ElementsAre("2026-05-01", "2026-07-01")) << "set again after it was vacated";
}

TEST_F(SelectorsTest, EntriesHaveAValueInCommonWithTheBeginning) {
  Tell("2026-01-01", R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_OF_A_PLAN to_ids: "$mother" means: "m" })");
  Tell("2026-01-02", R"(notice_received { notice_id: "$N" by_id: "$mother" })");  // 6
  Tell("2026-01-02", R"(notice_received { notice_id: "$M" by_id: "$mother" })");  // 7
  const auto facts = Facts();
  const Fact* sent = facts->OfType("notice_sent").front();
  const auto same = [&](const std::string& path, const Fact* began) {
    std::vector<eventstore::Revision> revisions;
    for (const Picked& one :
         Pick(*facts, SelectorOf("event_type: \"notice_received\" same: \"" + path + "\""), {.began = began}))
      revisions.push_back(one.fact->revision);
    return revisions;
  };

  EXPECT_THAT(same("notice_id", sent), ElementsAre(6));
  EXPECT_THAT(same("by_id = to_ids", sent), ElementsAre(6, 7));
  EXPECT_THAT(same("notice_id", nullptr), IsEmpty()) << "no clock began with an entry";
}

TEST_F(SelectorsTest, WithinCountsFromTheBeginningOfTheClock) {
  Tell("2026-03-31", kSelectedFinding);
  Tell("2026-04-01", kSelectedFinding);
  const BusinessDays business;
  const std::string within = R"(event_type: "court_finding_made" within { days: 30 })";

  EXPECT_THAT(MatchedDays(within, {.clock_began = *ParseDay("2026-03-01"), .business = &business}),
              ElementsAre("2026-03-31"));
  EXPECT_THAT(MatchedDays(within), ElementsAre("2026-03-31", "2026-04-01")) << "without a clock there is no limit";
}

TEST_F(SelectorsTest, EachEntryIsMatchedOnceBySeveralSelectors) {
  Tell("2026-03-01", kSelectedFinding);
  Tell("2026-02-01", R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  google::protobuf::RepeatedPtrField<rules::v1::Selector> selectors;
  *selectors.Add() = SelectorOf(R"(event_type: "court_finding_made")");
  *selectors.Add() = SelectorOf(R"(event_type: "court_finding_made" where { field: "child_id" present: true })");
  *selectors.Add() = SelectorOf(R"(event_type: "order_made")");
  const auto facts = Facts();

  const std::vector<Picked> picked = PickAny(*facts, selectors, {});

  ASSERT_EQ(picked.size(), 2U);
  EXPECT_EQ(FormatDay(picked[0].day), "2026-02-01");
  EXPECT_THAT(PickAny(*facts, {}, {}), IsEmpty());
}

TEST_F(SelectorsTest, ACourtCaseTakesEntriesByNumberAndOthersByDay) {
  const CourtCase court{
      .numbers = {"JV1"}, .other_numbers = {"JV2"}, .began = *ParseDay("2026-02-01"), .ended = *ParseDay("2026-06-01")};
  Fact fact;
  const auto holds = [&](absl::string_view day, bool any_earlier = false) {
    return court.Holds(fact, *ParseDay(day), any_earlier);
  };

  EXPECT_FALSE(holds("2026-01-31"));
  EXPECT_TRUE(holds("2026-01-31", /*any_earlier=*/true));
  EXPECT_TRUE(holds("2026-02-01"));
  EXPECT_FALSE(holds("2026-06-01"));
  EXPECT_FALSE(holds("2026-06-01", /*any_earlier=*/true));
  fact.numbers = {"JV1"};
  EXPECT_TRUE(holds("2027-01-01")) << "its own number, whatever the day";
  fact.numbers = {"JV2"};
  EXPECT_FALSE(holds("2026-03-01"));
  EXPECT_FALSE(holds("2026-01-01", /*any_earlier=*/true));
  fact.numbers = {"JV1", "JV2"};
  EXPECT_TRUE(holds("2026-03-01")) << "both: the day decides";
  EXPECT_FALSE(holds("2026-07-01"));
}

class FieldValuesTest : public SelectorsTest {
 protected:
  std::vector<std::string> ValuesOf(absl::string_view type, absl::string_view path) const {
    const auto facts = Facts();
    return ValuesAt(*facts, *facts->OfType(type).back()->body, path);
  }
};

TEST_F(FieldValuesTest, ValuesAreTextAndEmptyOnesAreLeftOut) {
  Tell("2026-01-01", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                        kind: HEARING_KIND_REVIEW present_ids: "$mother" present_ids: "$ana"
                        has_permanency_hearing_form: true })");
  Tell("2026-01-01", R"(document_referenced { document_id: "$D" sha256: "@x" media_type: "a/b" size_bytes: 12
                        title: "T" kept_where: "K" supports_revisions: 1 supports_revisions: 3 })");

  EXPECT_THAT(ValuesOf("hearing_held", "kind"), ElementsAre("HEARING_KIND_REVIEW"));
  EXPECT_THAT(ValuesOf("hearing_held", "present_ids"), ElementsAre(Id("mother"), Id("ana")));
  EXPECT_THAT(ValuesOf("hearing_held", "has_permanency_hearing_form"), ElementsAre("true"));
  EXPECT_THAT(ValuesOf("document_referenced", "size_bytes"), ElementsAre("12"));
  EXPECT_THAT(ValuesOf("document_referenced", "supports_revisions"), ElementsAre("1", "3"));
  EXPECT_THAT(ValuesOf("participant_joined", "person_id"), IsEmpty());
}

TEST_F(FieldValuesTest, APathLeadsThroughMessagesAndThroughIds) {
  Tell("2026-01-01", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  Tell("2026-01-01", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe" })");
  Tell("2026-01-02", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "w" } })");

  EXPECT_THAT(ValuesOf("objective_added", "terms"), ElementsAre("message"));
  EXPECT_THAT(ValuesOf("objective_added", "terms.statement"), ElementsAre("s"));
  EXPECT_THAT(ValuesOf("activity_planned", "objective_id.goal_id.statement"), ElementsAre("safe"));
  EXPECT_THAT(ValuesOf("activity_planned", "objective_id.goal_id.nothing"), IsEmpty());
}

TEST_F(FieldValuesTest, APartThatNoEntryIntroducesHasNoValues) {
  Tell("2026-01-02", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "w" } })");

  EXPECT_THAT(ValuesOf("activity_planned", "objective_id"), ElementsAre(Id("O")));
  EXPECT_THAT(ValuesOf("activity_planned", "objective_id.goal_id"), IsEmpty());
}

// Several entries introduce a hearing: the latest that has the field says what it is.
TEST_F(FieldValuesTest, OfSeveralIntroductionsTheLatestCounts) {
  Tell("2026-01-01", R"(hearing_set { hearing_id: "$H" child_id: "$ana" court_number: "JV1" kind: HEARING_KIND_REVIEW
                                      held_on: "2026-02-01" })");
  Tell("2026-02-01", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                                       kind: HEARING_KIND_PERMANENCY })");
  Tell("2026-02-02", R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_OF_A_HEARING to_ids: "$mother" means: "m"
                                      hearing_id: "$H" })");

  EXPECT_THAT(ValuesOf("notice_sent", "hearing_id.kind"), ElementsAre("HEARING_KIND_PERMANENCY"));
  EXPECT_THAT(ValuesOf("notice_sent", "hearing_id.held_on"), ElementsAre("2026-02-01"));
}

}  // namespace
}  // namespace casejournal::projections
