// Where episodes of the case and of care begin and end, and which law applies on a day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::HasSubstr;

constexpr char kEdgeClosed[] = R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })";
constexpr char kEdgeReopened[] = R"(case_reopened { origin: CASE_ORIGIN_REPORT })";

class DocketEdgesTest : public DocketCase {};

// Who suffers: a family whose case was closed and reopened on one day, and whose dates disappear or were never met.
TEST_F(DocketEdgesTest, ACaseMayBeClosedAndReopenedOnOneDay) {
  Tell("2026-01-05", kComplaint);
  Tell("2026-06-01", kEdgeClosed);
  Tell("2026-06-01", kEdgeReopened);
  Tell("2026-06-02",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "neglect" by: "the agency" })");
  EXPECT_EQ(Says("us-oh.case-review", "2026-08-01"), "2026-04-05 MISSED\n2026-08-31 OPEN");
}

// Found by the comparison with the oracle.
TEST_F(DocketEdgesTest, AStayThatEndsWithTheCaseOnItsFirstDayIsNone) {
  Tell("2026-06-01", kRemoved);
  Tell("2026-06-01", kEdgeClosed);
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-09-01"), "");
  Tell("2026-06-01", kEdgeReopened);
  Tell("2026-06-01",
       R"(child_removed { removal_id: "$S" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
      circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })");
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-09-01"), "2026-07-31");
}

TEST_F(DocketEdgesTest, CareEndsWithTheCaseAlsoWhereTheRemovalCameBeforeTheOpening) {
  casejournal::testing::CaseBuilder built;
  built.Record("2026-01-06 12:00",
               {casejournal::testing::EventFromText("2026-01-04", kRemoved),
                casejournal::testing::EventFromText("2026-01-05", R"(case_opened {
      kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
                casejournal::testing::EventFromText("2026-01-05", R"(participant_joined { participant_id: "$ana"
      capacity: CAPACITY_CHILD name: "Ana" })"),
                casejournal::testing::EventFromText("2026-02-10",
                                                    R"(case_transferred_out { to_agency: "Alder" reason: "moved" })")});
  const absl::CivilDay day = *ParseDay("2026-12-01");
  for (const v1::DocketItem& item : DocketOf(built.entries(), *book_.LawOn(day), {.day = day}).items) {
    EXPECT_TRUE(item.due() < "2026-02-10" || item.rule() == "us-federal.afcars-removal")
        << item.item() << " " << item.due();
  }
}

TEST_F(DocketEdgesTest, APlacementOfAnEarlierStayIsNoneOfTheNext) {
  Tell("2026-01-10", kRemoved);
  Tell(
      "2026-01-10",
      R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria" type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "t" })");
  Tell("2026-02-10",
       R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
  Tell("2026-03-10",
       R"(child_removed { removal_id: "$S" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
      circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })");
  // Days from 9 May on count: if the visit had continued, none would.
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2026-06-01"), "2027-08-09 OPEN");
}

// A set with one moment and a rule that begins from it.
AdoptedRules EdgeSet(const std::string& id, uint32_t version, const std::string& from, const std::string& until,
                     const std::string& start) {
  rules::v1::RuleSet set;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("id: \"", id, "\" version: ", version, " effective_from: \"", from, "\" effective_until: \"", until,
                   "\" moment { name: \"m\" per: PER_CHILD earliest_of { ", start,
                   " } } rule { name: \"r\" per: PER_CHILD earliest_of { moment: \"", id,
                   ".m\" } due { days: 30 } met_by { event_type: \"hearing_held\" } }"),
      &set));
  return {.position = version, .digest = absl::StrCat(id, version), .set = set};
}

// Who suffers: everyone, if versions that were checked separately are the law of the same day.
TEST_F(DocketEdgesTest, MomentsOfVersionsThatBeginFromEachOtherAreNone) {
  Tell("2026-01-05", kComplaint);
  book_ = RuleBook();
  book_.Add(EdgeSet("a", 1, "2000-01-01", "", R"(moment: "b.m")"));
  book_.Add(EdgeSet("b", 1, "2000-01-01", "", R"(moment: "a.m")"));
  EXPECT_EQ(Says("a.r", "2026-06-01"), "");
}

TEST_F(DocketEdgesTest, AVersionThatHasEndedBringsNoEarlierOneBack) {
  Tell("2026-01-05", kComplaint);
  book_ = RuleBook();
  book_.Add(EdgeSet("a", 1, "2000-01-01", "", R"(entry { event_type: "complaint_filed" })"));
  book_.Add(EdgeSet("a", 2, "2026-01-01", "2026-06-30", R"(entry { event_type: "complaint_filed" })"));
  const auto version_on = [this](absl::string_view day) {
    const std::vector<v1::DocketItem> items = ItemsOf("a.r", day);
    return items.empty() ? 0u : items.front().rules_version();
  };
  EXPECT_EQ(version_on("2025-12-31"), 0u) << "the complaint came later";
  EXPECT_EQ(version_on("2026-06-30"), 2u);
  EXPECT_EQ(version_on("2026-07-01"), 0u);
}

TEST_F(DocketEdgesTest, ADayHasTheRulesThatWereKnownToIt) {
  book_ = RuleBook();
  book_.Add(EdgeSet("a", 1, "2000-01-01", "", R"(entry { event_type: "complaint_filed" })"));
  book_.Add(EdgeSet("a", 2, "2000-01-01", "", R"(entry { event_type: "complaint_filed" })"));
  const absl::CivilDay day = *ParseDay("2026-06-01");
  EXPECT_EQ(book_.LawOn(day)->in_force().front().version(), 2u);
  EXPECT_EQ(book_.LawOn(day, 1)->in_force().front().version(), 1u);
  EXPECT_TRUE(book_.LawOn(day, 0)->empty());
}

// Who suffers: a mother whose plan counts as signed by a parent because a man signed it whom a test had excluded.
TEST_F(DocketEdgesTest, WhoIsNoParentAnyLongerSignsAsNone) {
  Tell("2026-01-05", R"(participant_joined { participant_id: "$man" capacity: CAPACITY_ADULT name: "Paul" })");
  Tell(
      "2026-01-05",
      R"(relation_established { from_id: "$man" to_id: "$ana" relation: RELATION_FATHER kind: RELATION_KIND_ALLEGED basis: "said so" })");
  Tell("2026-01-10",
       R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_FAMILY decision: "services" })");
  Tell(
      "2026-01-20",
      R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })");
  Tell("2026-01-21",
       R"(relation_ended { from_id: "$man" to_id: "$ana" relation: RELATION_FATHER how: RELATION_END_KIND_EXCLUDED })");
  Tell("2026-01-22", R"(plan_signed { digest: "@v1" participant_id: "$man" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-01-25"), "2026-02-09 OPEN");
  Tell("2026-01-23", R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-01-25"), "2026-02-09 MET 2026-01-23");
}

// The same entries, law, and day give the same bytes, whoever asks.
TEST_F(DocketEdgesTest, TheSameQuestionHasTheSameBytes) {
  const uint64_t seed = testing::TestSeed();
  testing::RandomCase story(seed);
  testing::CaseBuilder built;
  built.Record("2026-05-01 12:00", story.Events(200));
  const auto bytes = [&built](const RuleBook& book) {
    std::string all;
    const absl::CivilDay day = *ParseDay("2026-05-01");
    const Docket docket = DocketOf(built.entries(), *book.LawOn(day), {.day = day});
    for (const v1::DocketItem& item : docket.items) absl::StrAppend(&all, item.SerializeAsString());
    for (const v1::DocketMoment& moment : docket.moments) absl::StrAppend(&all, moment.SerializeAsString());
    return all;
  };
  EXPECT_EQ(bytes(casejournal::testing::ShippedRules()), bytes(casejournal::testing::ShippedRules()));
}

// A moment that is far in the future, or does not exist, stops nothing.
TEST_F(DocketEdgesTest, DaysAtTheEndsOfTheCalendar) {
  Tell("0202-01-15", kRemoved);
  Tell("0202-01-15", kPlaced);
  Tell(
      "2026-01-05",
      R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_PERMANENCY held_on: "9999-12-31" court_number: "JV1" })");
  for (const v1::DocketItem& item : DocketOn("2026-06-01").items) EXPECT_EQ(item.due().size(), 10u) << item.item();
}

}  // namespace
}  // namespace casejournal::projections
