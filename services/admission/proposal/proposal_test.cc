// What rules ask about a proposed event: intervals, court numbers, the plan that it would be added to, supersession.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/admission/proposal/care_intervals.h"
#include "services/admission/proposal/court_numbers.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/proposed_event.h"
#include "services/admission/proposal/supersession.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const Interval kJanuary{"january", "2025-01-01", "2025-02-01"};

TEST(IntervalTest, SharingTheDayOfAChangeIsNoOverlap) {
  EXPECT_FALSE(Overlap(kJanuary, {"b", "2025-02-01", "2025-03-01"}));
  EXPECT_FALSE(Overlap(kJanuary, {"b", "2024-12-01", "2025-01-01"}));
  EXPECT_TRUE(Overlap(kJanuary, {"b", "2025-01-31", "2025-03-01"}));
  EXPECT_TRUE(Overlap(kJanuary, {"b", "2024-12-01", "2025-01-02"}));
  EXPECT_TRUE(Overlap(kJanuary, kJanuary));
  EXPECT_TRUE(Overlap(kJanuary, {"b", "2025-01-10", "2025-01-11"})) << "one within the other";
}

TEST(IntervalTest, AnOpenIntervalOverlapsWithEverythingAfterItsBeginning) {
  EXPECT_TRUE(Overlap(kJanuary, {"b", "2024-12-01", ""}));
  EXPECT_TRUE(Overlap({"a", "2025-05-01", ""}, {"b", "2024-12-01", ""}));
  EXPECT_FALSE(Overlap(kJanuary, {"b", "2025-02-01", ""}));
}

TEST(IntervalTest, AnIntervalWithoutABeginningSharesNoDay) {
  EXPECT_FALSE(Overlap(kJanuary, {"b", "", "2025-01-15"}));
  EXPECT_FALSE(Overlap({"a", "", ""}, {"b", "", ""}));
}

TEST(IntervalTest, OverlappingIsMutual) {
  const char* days[] = {"", "2025-01-01", "2025-01-02", "2025-01-03"};
  for (const char* a_begin : days) {
    for (const char* a_end : days) {
      for (const char* b_begin : days) {
        for (const char* b_end : days) {
          const Interval a{"a", a_begin, a_end};
          const Interval b{"b", b_begin, b_end};
          EXPECT_EQ(Overlap(a, b), Overlap(b, a));
        }
      }
    }
  }
}

TEST(IntervalRulesTest, AnEndIsNotBeforeTheBeginningAndThereIsOnlyOne) {
  const Story story = Story::OfAFamily();
  const auto refused = [&](absl::string_view day, const Interval& interval) {
    const CaseEvent event = EventFromText(day, R"(placement_ended { placement_id: "$P" reason: "private" })");
    std::vector<v1::Violation> violations;
    CheckEnds(ProposedEvent(story.record(), event, story.context), interval, kPlacementEnds,
              "placementEnded.placementId", violations);
    return violations;
  };
  EXPECT_THAT(refused("2025-01-01", {"P", "2025-01-01", ""}), IsEmpty()) << "it may end on its first day";
  EXPECT_THAT(refused("2024-12-31", {"P", "2025-01-01", ""}),
              ElementsAre(By(Rule::kIntervalReversed, "placementEnded.placementId", Ids{"P"})));
  EXPECT_THAT(refused("2025-01-15", {"P", "2025-01-01", "2025-02-01"}),
              ElementsAre(By(Rule::kIntervalNotOpen, "placementEnded.placementId", Ids{"P"})))
      << "an end recorded for a later day is also an end";
  EXPECT_THAT(refused("2024-12-31", {"P", "2025-01-01", "2025-02-01"}), ElementsAre(By(Rule::kIntervalReversed)));
  EXPECT_THAT(refused("2025-01-15", {"P", "", ""}), IsEmpty()) << "a beginning that is not recorded";
}

TEST(IntervalRulesTest, EachOverlapIsNamedAndTheIntervalItselfIsNone) {
  std::vector<v1::Violation> violations;
  CheckOverlaps(kJanuary,
                {kJanuary, {"b", "2025-01-10", "2025-01-20"}, {"c", "2025-02-01", ""}, {"d", "2024-01-01", ""}},
                kPlacementOverlaps, "field", violations);

  EXPECT_THAT(violations, ElementsAre(By(Rule::kIntervalOverlaps, "field", Ids{"january", "b"}),
                                      By(Rule::kIntervalOverlaps, "field", Ids{"january", "d"})));
}

TEST(IntervalRulesTest, AnOrderOfDaysIsComparedOnlyIfBothAreKnown) {
  const auto refused = [](const std::string& begins_on, const std::string& ends_on) {
    std::vector<v1::Violation> violations;
    CheckOrder(begins_on, ends_on, "field", violations);
    return !violations.empty();
  };
  EXPECT_FALSE(refused("2025-01-01", "2025-01-01"));
  EXPECT_TRUE(refused("2025-01-02", "2025-01-01"));
  EXPECT_FALSE(refused("", "2025-01-01"));
  EXPECT_FALSE(refused("2025-01-02", ""));
}

// A placement, a removal, and an absence of Ana, all open, and an ended placement of Ben.
Story StoryOfCare() {
  return Story::OfAFamily()
      .Given("2025-01-10", R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
          from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "private" })")
      .Given("2025-01-10", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "private"
          type: PLACEMENT_TYPE_FOSTER_HOME reason: "private" })")
      .Given("2025-01-20", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
}
std::vector<std::string> IntervalsTold(const std::vector<Interval>& intervals) {
  std::vector<std::string> told;
  for (const Interval& each : intervals) told.push_back(absl::StrCat(each.began_on, " to ", each.ended_on));
  return told;
}

TEST(CareIntervalsTest, AreThoseOfOneChildAndKind) {
  const Story story = StoryOfCare();
  const projections::CaseState& state = story.record().state();

  EXPECT_THAT(IntervalsTold(PlacementsOf(state, Id("ana"), story.context)), ElementsAre("2025-01-10 to "));
  EXPECT_THAT(IntervalsTold(RemovalsOf(state, Id("ana"), story.context)), ElementsAre("2025-01-10 to "));
  EXPECT_THAT(IntervalsTold(AbsencesOf(state, Id("ana"), story.context)), ElementsAre("2025-01-20 to "));
  EXPECT_THAT(PlacementsOf(state, Id("ben"), story.context), IsEmpty());
}

TEST(CareIntervalsTest, TheRestOfTheRequestGivesAnOpenIntervalItsEnd) {
  Story story = StoryOfCare();
  const CaseEvent placement =
      EventFromText("2025-02-01", R"(placement_ended { placement_id: "$P" reason: "private" })");
  const CaseEvent removal = EventFromText("2025-02-02", R"(care_episode_ended { removal_id: "$R" child_id: "$ana"
      reason: EXIT_REASON_REUNIFIED to_whom: "private" })");
  const CaseEvent absence = EventFromText("2025-02-03", R"(absence_ended { absence_id: "$A"
      how: ABSENCE_END_KIND_CAME_BACK })");
  const std::vector<const CaseEvent*> following = {&placement, &removal, &absence};
  story.context.following = following;
  const projections::CaseState& state = story.record().state();

  EXPECT_THAT(IntervalsTold(PlacementsOf(state, Id("ana"), story.context)), ElementsAre("2025-01-10 to 2025-02-01"));
  EXPECT_THAT(IntervalsTold(RemovalsOf(state, Id("ana"), story.context)), ElementsAre("2025-01-10 to 2025-02-02"));
  EXPECT_THAT(IntervalsTold(AbsencesOf(state, Id("ana"), story.context)), ElementsAre("2025-01-20 to 2025-02-03"));
  EXPECT_EQ(WithEnd({"x", "2025-01-01", ""}, story.context).ended_on, "") << "another interval";
  EXPECT_EQ(WithEnd({Id("P"), "2025-01-01", "2025-01-05"}, story.context).ended_on, "2025-01-05") << "it has its end";
}

TEST(CareIntervalsTest, ACorrectionInTheRequestEndsNothing) {
  Story story = StoryOfCare();
  const CaseEvent correction =
      Replacing(8, "2025-02-01", R"(placement_ended { placement_id: "$P" reason: "private" })");
  const std::vector<const CaseEvent*> following = {&correction};
  story.context.following = following;

  EXPECT_EQ(WithEnd({Id("P"), "2025-01-10", ""}, story.context).ended_on, "");
}

TEST(CareIntervalsTest, OverlapsAreFoundForEachChildAndKindSeparately) {
  projections::CaseState state("case");
  const auto placement = [&](const std::string& id, const std::string& child, const std::string& from,
                             const std::string& until) {
    v1::Placement& added = state.For<v1::Placement>({id});
    added.set_child_id(child);
    added.set_began_on(from);
    added.set_ended_on(until);
  };
  placement("p1", "ana", "2025-01-01", "2025-02-01");
  placement("p2", "ben", "2025-01-01", "2025-02-01");
  placement("p3", "ana", "2025-02-01", "");
  EXPECT_THAT(OverlapsIn(state, {}), IsEmpty());
  v1::PlacementAbsence& absence = state.For<v1::PlacementAbsence>({"a1"});
  absence.set_child_id("ana");
  absence.set_began_on("2025-01-05");
  EXPECT_THAT(OverlapsIn(state, {}), IsEmpty()) << "a placement goes on while a child is absent";
  placement("p4", "ana", "2025-01-15", "2025-02-15");
  EXPECT_THAT(OverlapsIn(state, {}), ElementsAre(Pair("p1", "p4"), Pair("p3", "p4")));
}

TEST(CourtNumbersTest, AreFoundInTheOrderOfFields) {
  const CaseEvent filed = EventFromText("2025-02-01", R"(filed_with_court { what: FILING_KIND_MOTION
      court_numbers: "JV2" court_numbers: "" court_numbers: "JV1" })");
  std::vector<std::pair<std::string, std::string>> told;
  for (const NamedNumber& each : CourtNumbersIn(filed)) told.emplace_back(each.field, each.number);

  EXPECT_THAT(
      told, ElementsAre(Pair("filedWithCourt.courtNumbers[0]", "JV2"), Pair("filedWithCourt.courtNumbers[2]", "JV1")));
  EXPECT_THAT(CourtNumbersIn(EventFromText("2025-02-01", kNote)), IsEmpty());
}

TEST(CourtNumbersTest, ANumberIsGivenByAnEntryThatStands) {
  Story story = Story::OfAFamily();
  EXPECT_TRUE(IsGiven(story.record().state(), "JV1"));
  EXPECT_FALSE(IsGiven(story.record().state(), "JV"));
  EXPECT_FALSE(IsGiven(story.record().state(), ""));
  story.Given(Retracting(6));
  EXPECT_FALSE(IsGiven(story.record().state(), "JV1"));
}

TEST(PlanItemsTest, AnItemIsFoundByAnyField) {
  const Story story = Story::OfAFamily().Given("2025-03-01", kGoal);
  const projections::CaseState& state = story.record().state();

  ASSERT_NE(FirstWith(state, &v1::Goal::established_on, "2025-03-01"), nullptr);
  EXPECT_EQ(FirstWith(state, &v1::Goal::established_on, "2025-03-01")->goal_id(), Id("G"));
  EXPECT_EQ(FirstWith(state, &v1::Goal::established_on, ""), nullptr);
  const auto is_reached = [](const v1::Goal& goal) { return !goal.reached_on().empty(); };
  EXPECT_TRUE(AnyOf<v1::Goal>(state, std::not_fn(is_reached)));
  EXPECT_FALSE(AnyOf<v1::Goal>(state, is_reached));
}

// Goal G is revision 7, objective O revision 8.
Story StoryOfAnObjective() { return Story::OfAFamily().Given("2025-03-01", kGoal).Given("2025-03-01", kObjective); }

TEST(ProposedEventTest, ANewEventIsAddedToThePlanAtTheHead) {
  const Story story = StoryOfAnObjective();
  const CaseEvent event = EventFromText("2025-02-01", kNote);
  const ProposedEvent proposed(story.record(), event, story.context);

  EXPECT_EQ(proposed.original(), nullptr);
  EXPECT_EQ(proposed.day(), "2025-02-01");
  EXPECT_EQ(proposed.State().Count<v1::Objective>(), 1U);
  EXPECT_EQ(proposed.StateThen().Count<v1::Objective>(), 0U) << "at the end of its day";
  EXPECT_EQ(proposed.Field("text"), "caseNoteWritten.text");
}

TEST(ProposedEventTest, FromTheLastDayOnThePlanThenIsThePlan) {
  const Story story = StoryOfAnObjective();
  const CaseEvent event = EventFromText("2025-03-01", kNote);
  const ProposedEvent proposed(story.record(), event, story.context);

  EXPECT_EQ(&proposed.StateThen(), &proposed.State());
}

TEST(ProposedEventTest, ACorrectionIsAddedToThePlanWithoutItsOriginal) {
  const Story story = StoryOfAnObjective();
  const CaseEvent event = Replacing(8, "2025-03-02", kObjective);
  const ProposedEvent proposed(story.record(), event, story.context);

  ASSERT_NE(proposed.original(), nullptr);
  EXPECT_EQ(proposed.original()->revision, 8U);
  EXPECT_EQ(proposed.State().Count<v1::Objective>(), 0U);
  EXPECT_EQ(proposed.State().Count<v1::Goal>(), 1U);
  EXPECT_EQ(proposed.record().plan().objectives_size(), 1) << "the record itself keeps it";
}

TEST(ProposedEventTest, OnlyAStandingOriginalOfItsTypeIsCorrected) {
  Story story = StoryOfAnObjective();
  const auto has_original = [&](const CaseEvent& event) {
    return ProposedEvent(story.record(), event, story.context).original() != nullptr;
  };
  const CaseEvent correction = Replacing(8, "2025-03-01", kObjective);
  EXPECT_TRUE(has_original(correction));
  EXPECT_FALSE(has_original(Replacing(7, "2025-03-01", kObjective))) << "an entry of another type";
  EXPECT_FALSE(has_original(Replacing(99, "2025-03-01", kObjective))) << "no entry";
  story.Given(correction);
  EXPECT_FALSE(has_original(Replacing(9, "2025-03-01", kObjective))) << "a correction";
  story.Given(Retracting(8));
  EXPECT_FALSE(has_original(correction)) << "a withdrawn entry";
  EXPECT_FALSE(has_original(Retracting(7)));
}

TEST(ProposedEventTest, WithAddsTheNextEntryAndLeavesTheRecord) {
  const Story story = Story::OfAFamily();
  const projections::CaseRecord with = With(story.record(), EventFromText("2025-03-01", kGoal), 77);

  EXPECT_EQ(story.record().entries().size() + 1, with.entries().size());
  EXPECT_EQ(with.entries().back().revision, story.record().entries().size());
  EXPECT_EQ(with.entries().back().position, story.record().entries().back().position + 1);
  EXPECT_EQ(with.entries().back().recorded_at_us, 77);
  EXPECT_EQ(With(projections::CaseRecord(Id("new")), EventFromText("2025-03-01", kNote), 1).entries()[0].revision, 0U);
}

class SupersessionTest : public ::testing::Test {
 protected:
  static CaseEvent Version(absl::string_view day, absl::string_view word, absl::string_view children,
                           absl::string_view plan_word = "plan") {
    return EventFromText(
        day, absl::StrCat("plan_version_drawn_up { plan_id: \"$", plan_word, "\" kind: PLAN_KIND_CASE label: \"", word,
                          "\" ", children, " as_of_revision: 6 digest: \"@", word, "\" }"));
  }
  static CaseEvent TookEffect(absl::string_view day, absl::string_view word, absl::string_view children) {
    return EventFromText(
        day, absl::StrCat("plan_took_effect { digest: \"@", word, "\" ", children, " basis: EFFECT_BASIS_EMERGENCY }"));
  }
  static projections::CaseState StateOf(const std::vector<CaseEvent>& events) {
    projections::CaseRecord record(Id("case"));
    for (const CaseEvent& event : events) record = With(record, event, 1);
    return record.state();
  }
  static std::vector<v1::Violation> Refused(const projections::CaseState& state, absl::string_view word) {
    std::vector<v1::Violation> violations;
    CheckNotSuperseded(state, Digest(word), "field", violations);
    return violations;
  }
  static constexpr char kAna[] = "children_ids: \"$ana\"";
  static constexpr char kBoth[] = "children_ids: \"$ana\" children_ids: \"$ben\"";
};

TEST_F(SupersessionTest, ALaterVersionSupersedesOnlyWhenItIsInForce) {
  std::vector<CaseEvent> events = {Version("2025-03-01", "v1", kAna), TookEffect("2025-03-02", "v1", kAna),
                                   Version("2025-04-01", "v2", kAna)};
  EXPECT_THAT(Refused(StateOf(events), "v1"), IsEmpty());
  events.push_back(TookEffect("2025-04-02", "v2", kAna));
  EXPECT_THAT(Refused(StateOf(events), "v1"),
              ElementsAre(By(Rule::kPlanWrongVersion, "field", Ids{absl::BytesToHexString(Digest("v1"))})));
  EXPECT_THAT(Refused(StateOf(events), "v2"), IsEmpty());
}

TEST_F(SupersessionTest, OfVersionsOfOneDayTheLaterRecordedIsTheLater) {
  const projections::CaseState state = StateOf(
      {Version("2025-03-01", "v1", kAna), Version("2025-03-01", "v2", kAna), TookEffect("2025-03-02", "v2", kAna)});

  EXPECT_THAT(Refused(state, "v1"), SizeIs(1));
  EXPECT_THAT(Refused(state, "v2"), IsEmpty());
}

// A version that covers two children stands while it binds for one of them.
TEST_F(SupersessionTest, AVersionIsSupersededForEachChildSeparately) {
  std::vector<CaseEvent> events = {Version("2025-03-01", "v1", kBoth), TookEffect("2025-03-02", "v1", kBoth),
                                   Version("2025-04-01", "v2", kBoth), TookEffect("2025-04-02", "v2", kAna)};
  const projections::CaseState one = StateOf(events);
  EXPECT_TRUE(Superseded(one, one.At<v1::PlanVersion>(0), Id("ana")));
  EXPECT_FALSE(Superseded(one, one.At<v1::PlanVersion>(0), Id("ben")));
  EXPECT_FALSE(Superseded(one, one.At<v1::PlanVersion>(0), Id("nobody")));
  EXPECT_THAT(Refused(one, "v1"), IsEmpty());

  events.push_back(TookEffect("2025-04-03", "v2", "children_ids: \"$ben\""));
  EXPECT_THAT(Refused(StateOf(events), "v1"), SizeIs(1));
}

TEST_F(SupersessionTest, AnotherPlanSupersedesNothing) {
  const projections::CaseState state =
      StateOf({Version("2025-03-01", "v1", kAna), Version("2025-04-01", "v2", kAna, "other"),
               TookEffect("2025-04-02", "v2", kAna)});

  EXPECT_THAT(Refused(state, "v1"), IsEmpty());
}

TEST_F(SupersessionTest, AVersionThatIsNotKnownIsNotSuperseded) {
  EXPECT_THAT(Refused(StateOf({Version("2025-03-01", "v1", kAna)}), "v9"), IsEmpty());
  EXPECT_THAT(Refused(StateOf({EventFromText("2025-03-01", R"(plan_signed { digest: "@v9" participant_id: "$mother"
                                                             agreement: AGREEMENT_AGREES })")}),
                      "v9"),
              IsEmpty())
      << "a version that is known only by its signature covers no child";
}

}  // namespace
}  // namespace casejournal::services
