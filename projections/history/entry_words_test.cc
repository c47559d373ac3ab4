// What a row of the history says about its entry, and the differences of two plans and of two entries.
#include "projections/history/entry_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "projections/history/history.h"
#include "projections/items/plan_view.h"
#include "projections/state/plan_fold.h"
#include "projections/words/plan_difference.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseBuilder;
using casejournal::testing::CaseEvent;
using casejournal::testing::Claimed;
using casejournal::testing::Correcting;
using casejournal::testing::EqualsMessage;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::Local;
using casejournal::testing::NewYork;
using casejournal::testing::NoteWritten;
using casejournal::testing::Retracting;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class EntryWordsTest : public casejournal::testing::PlanCase {
 protected:
  EntryWordsTest() {
    Tell("2025-01-01", R"(participant_joined { participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria" })");
  }
  // The words of an entry that is recorded now.
  v1::HistoryRow Words(const CaseEvent& event) {
    Tell(event);
    return EntryWords(built_.entries().back(), Names({&plan()}), NewYork());
  }
  v1::HistoryRow Words(absl::string_view text) { return Words(EventFromText("2025-02-01", text)); }
};

TEST_F(EntryWordsTest, SayWhenAndByWhom) {
  const v1::HistoryRow row = Words(NoteWritten("2025-02-01", "x"));

  EXPECT_EQ(row.revision(), 1U);
  EXPECT_EQ(row.actor().name(), "Dana Reed");
  EXPECT_EQ(google::protobuf::util::TimeUtil::TimestampToMicroseconds(row.recorded_at()),
            absl::ToUnixMicros(Local("2026-12-01 09:00")));
  EXPECT_FALSE(row.has_settles_revision());
  EXPECT_EQ(row.on_behalf_of() + row.source() + row.reason() + row.claim(), "");
  EXPECT_FALSE(row.has_change());
}

TEST_F(EntryWordsTest, NameOnWhoseBehalfAndOnWhoseWord) {
  CaseEvent event = NoteWritten("2025-02-01", "x");
  event.mutable_on_behalf_of()->set_participant_id(Id("maria"));
  event.mutable_source()->set_kind(event::v1::SOURCE_KIND_TOLD_BY);
  event.mutable_source()->set_participant_id(Id("maria"));
  event.mutable_source()->set_detail("on the phone");
  const v1::HistoryRow row = Words(event);

  EXPECT_EQ(row.on_behalf_of(), "Maria");
  EXPECT_EQ(row.source(), "told by Maria: on the phone");

  event.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-7");
  EXPECT_EQ(Words(event).on_behalf_of(), "cw-7") << "a member of staff without a name";
  event.mutable_on_behalf_of()->set_participant_id(Id("nobody"));
  EXPECT_EQ(Words(event).on_behalf_of(), "someone no longer in the record");
}

TEST_F(EntryWordsTest, GiveTheReasonOfTheBodyAndOfTheDelay) {
  EXPECT_EQ(Words(R"(goal_withdrawn { goal_id: "$G" reason: "moved" })").reason(), "moved");
  EXPECT_EQ(Words(R"(activity_stopped { activity_id: "$A" why: ACTIVITY_STOP_REASON_WAITING_LIST })").reason(),
            "waiting list");
  EXPECT_EQ(Words(R"(late_reason: "found in the file" goal_withdrawn { goal_id: "$G" reason: "moved" })").reason(),
            "moved; recorded late: found in the file");
  EXPECT_EQ(Words(R"(late_reason: "found in the file" case_note_written { text: "x" })").reason(), "found in the file");
}

TEST_F(EntryWordsTest, OfACorrectionOrRetractionTheReasonIsItsOwn) {
  const v1::HistoryRow correction =
      Words(Correcting(0, EventFromText("2025-01-01", R"(late_reason: "late" participant_joined {
          participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria Lopez" })")));
  EXPECT_EQ(correction.reason(), "written down wrongly");
  EXPECT_EQ(correction.settles_revision(), 0U);
  CaseEvent retraction = Retracting(1, "");
  retraction.mutable_entry_retracted()->set_reason(event::v1::RETRACTION_REASON_WRONG_CASE);
  EXPECT_EQ(Words(retraction).reason(), "wrong case");
}

TEST_F(EntryWordsTest, AClaimIsToldAsAClaim) {
  CaseEvent event = Claimed(NoteWritten("2025-02-01", "x"), "2025-02-02 10:00", "SACWIS");
  event.mutable_claim()->set_reference("17");
  event.mutable_claim()->set_proof("a checkpoint");
  const v1::HistoryRow row = Words(event);
  EXPECT_EQ(row.claim(), "recorded on 2025-02-02 10:00:00 EST in SACWIS, reference 17, with a proof");
  EXPECT_EQ(row.claimed_at().seconds(), absl::ToUnixSeconds(Local("2025-02-02 10:00")));

  CaseEvent bare = NoteWritten("2025-02-01", "x");
  bare.mutable_claim()->mutable_recorded_by()->set_name("Omar Haddad");
  EXPECT_EQ(Words(bare).claim(), "recorded by Omar Haddad, unproven");
  EXPECT_FALSE(Words(bare).has_claimed_at());
}

class DifferenceTest : public casejournal::testing::PlanCase {
 protected:
  // "path: from -> to", for each change from the plan of `day` to the plan now.
  std::vector<std::string> SinceDay(absl::string_view day) const {
    const v1::CasePlan before = PlanOn(day);
    std::vector<std::string> told;
    for (const FieldChange& each : PlanDifference(before, plan(), Names({&plan(), &before})))
      told.push_back(absl::StrCat(each.change.path(), ": ", each.change.before(), " -> ", each.change.after()));
    return told;
  }
};

TEST_F(DifferenceTest, EqualPlansHaveNone) {
  Tell("2025-01-01", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe" })");

  EXPECT_THAT(SinceDay("2025-01-01"), IsEmpty());
  EXPECT_THAT(PlanDifference({}, {}, Names({})), IsEmpty());
}

TEST_F(DifferenceTest, FieldsOfNoItemAreThoseOfTheCase) {
  Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
  Tell("2025-02-01", R"(case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED })");

  EXPECT_THAT(SinceDay("2025-01-31"), Contains("case, status: open -> closed"));
  EXPECT_THAT(SinceDay("2025-01-31"), Contains("case, closed on:  -> 2025-02-01"));
}

TEST_F(DifferenceTest, AnItemIsComparedWithTheItemOfItsKeyWhateverTheOrder) {
  v1::CasePlan before;
  for (const char* id : {"a", "b"}) {
    before.add_goals()->set_goal_id(Id(id));
    before.mutable_goals(before.goals_size() - 1)->set_statement(id);
  }
  v1::CasePlan after = before;
  after.mutable_goals()->SwapElements(0, 1);

  EXPECT_THAT(PlanDifference(before, after, Names({&after})), IsEmpty());
  after.mutable_goals(0)->set_statement("c");
  const std::vector<FieldChange> changes = PlanDifference(before, after, Names({&after}));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].change.field(), absl::StrCat("goals[", Id("b"), "].statement"));
  EXPECT_EQ(changes[0].change.before(), "b");
  EXPECT_THAT(changes[0].ids, ElementsAre(Id("b")));
}

TEST_F(DifferenceTest, ItemsWithOneKeyArePairedInTheirOrder) {
  v1::CasePlan before;
  before.add_households()->set_household_id(Id("H"));
  for (const char* day : {"2025-02-01", "2025-03-01"}) {
    v1::HouseholdMember& member = *before.mutable_households(0)->add_members();
    member.set_participant_id(Id("luis"));
    member.set_moved_out_on(day);
  }
  v1::CasePlan after = before;
  after.mutable_households(0)->mutable_members()->RemoveLast();
  const std::vector<FieldChange> changes = PlanDifference(before, after, Names({&before}));

  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].change.before(), "2025-03-01");
  EXPECT_EQ(changes[0].change.after(), "");
}

TEST_F(DifferenceTest, ItemsWithOneKeyHaveFieldsOfTheirOwn) {
  v1::CasePlan before;
  for (const char* day : {"2025-01-10", "2025-03-01", "2025-05-01"}) {
    v1::Episode& episode = *before.add_earlier_episodes();
    episode.set_number(1);
    episode.set_opened_on(day);
  }
  v1::CasePlan after = before;
  after.mutable_earlier_episodes()->RemoveLast();
  after.mutable_earlier_episodes(0)->set_opened_on("2025-01-11");
  after.mutable_earlier_episodes(1)->set_closed_on("2025-04-01");
  std::vector<std::string> told;
  for (const FieldChange& each : PlanDifference(before, after, Names({})))
    told.push_back(absl::StrCat(each.change.field(), ": ", each.change.before(), " -> ", each.change.after()));

  EXPECT_THAT(told, ElementsAre("earlier_episodes[1].opened_on: 2025-01-10 -> 2025-01-11",
                                "earlier_episodes[1#2].closed_on:  -> 2025-04-01",
                                "earlier_episodes[1#3].opened_on: 2025-05-01 -> "));
}

TEST_F(DifferenceTest, ANestedItemIsNamedAfterTheItemThatHasIt) {
  Tell("2025-01-01", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "group" } })");
  Tell("2025-01-01",
       R"(participant_joined { participant_id: "$clinic" capacity: CAPACITY_PROVIDER name: "Wren Clinic" })");
  Tell("2025-02-01", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_ACCEPTED })");
  const std::vector<std::string> changes = SinceDay("2025-01-31");

  EXPECT_THAT(changes, Contains(::testing::AllOf(HasSubstr("group"), HasSubstr("Wren Clinic"), HasSubstr("accepted"))));
}

// `before` and `after` are never the same words, whatever changed.
TEST_F(DifferenceTest, AChangeNeverReadsTheSameBeforeAndAfter) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const CaseBuilder one = casejournal::testing::BuildCase(random.Events(25));
    const CaseBuilder other = casejournal::testing::BuildCase(random.Events(25));
    const v1::CasePlan& before = one.record().plan();
    const v1::CasePlan& after = other.record().plan();
    for (const FieldChange& each : PlanDifference(before, after, Names({&after, &before})))
      EXPECT_NE(each.change.before(), each.change.after()) << each.change.field();
  }
}

// The difference backwards is the same fields, with the values exchanged.
TEST_F(DifferenceTest, BackwardsTheSameFieldsChange) {
  const uint64_t seed = casejournal::testing::TestSeed();
  const auto fields = [](const std::vector<FieldChange>& changes) {
    std::vector<std::string> names;
    for (const FieldChange& each : changes) names.push_back(each.change.field());
    std::sort(names.begin(), names.end());
    return names;
  };
  for (uint64_t i = 0; i < 20; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const CaseBuilder one = casejournal::testing::BuildCase(random.Events(25));
    const CaseBuilder other = casejournal::testing::BuildCase(random.Events(25));
    const v1::CasePlan& before = one.record().plan();
    const v1::CasePlan& after = other.record().plan();
    const Names names({&after, &before});
    EXPECT_EQ(fields(PlanDifference(before, after, names)), fields(PlanDifference(after, before, names)));
  }
}

// What two states share is not looked at: the differences must be those of the whole plans all the same.
TEST_F(DifferenceTest, TheDifferencesOfStatesAreThoseOfTheirPlans) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const CaseBuilder built = casejournal::testing::BuildCase(random.Events(30));
    CaseState state(built.case_id());
    const CaseState nothing = state;
    for (const Standing& each : StandingEntries(built.entries(), KnownSet::All())) {
      const CaseState before = state;
      FoldEntry(state, each.event(), each.revision());
      for (const CaseState& earlier : {before, nothing}) {
        const PlanView then(earlier);
        const PlanView now(state);
        const Names names({&state, &earlier});
        const auto of_plans = PlanDifference(then.plan(), now.plan(), names);
        const auto of_states = StateDifference(earlier, state, names, Emptied::kInPlace);
        ASSERT_EQ(of_states.size(), of_plans.size()) << each.event().ShortDebugString();
        for (size_t k = 0; k < of_plans.size(); ++k) {
          ASSERT_THAT(of_states[k].change, EqualsMessage(of_plans[k].change));
          ASSERT_EQ(of_states[k].ids, of_plans[k].ids);
        }
        const std::vector<std::string> fields = ChangedFields(earlier, state);
        ASSERT_EQ(fields.size(), of_plans.size());
        for (size_t k = 0; k < fields.size(); ++k) ASSERT_EQ(fields[k], of_plans[k].change.field());
      }
    }
  }
}

TEST_F(DifferenceTest, OfEntriesTheDayAndTheWordsCountAndTheActOfRecordingDoesNot) {
  CaseEvent before = NoteWritten("2025-01-01", "Called.");
  CaseEvent after = before;
  after.set_late_reason("late");
  after.mutable_claim()->set_system("X");
  after.mutable_corrects()->set_reason("wrong");
  after.mutable_on_behalf_of()->set_participant_id(Id("maria"));
  after.add_overrides()->set_rule_id("case.close-blocked");
  EXPECT_THAT(EntryDifference(before, after, Names({})), IsEmpty());

  after.set_effective_on("2025-01-02");
  after.mutable_case_note_written()->set_text("Visited.");
  after.add_labels(event::v1::LABEL_HEALTH);
  std::vector<std::string> told;
  for (const FieldChange& each : EntryDifference(before, after, Names({})))
    told.push_back(absl::StrCat(each.change.field(), ": ", each.change.before(), " -> ", each.change.after()));
  EXPECT_THAT(told, ElementsAre("effective_on: 2025-01-01 -> 2025-01-02", "labels:  -> health",
                                "case_note_written.text: Called. -> Visited."));
}

TEST_F(DifferenceTest, OfEntriesIdsAreValuesToo) {
  const CaseEvent before = EventFromText("2025-01-01", R"(goal_reached { goal_id: "$G" evidence: "e" })");
  const CaseEvent after = EventFromText("2025-01-01", R"(goal_reached { goal_id: "$H" evidence: "e" })");
  const std::vector<FieldChange> changes = EntryDifference(before, after, Names({}));

  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].change.field(), "goal_reached.goal_id");
  EXPECT_THAT(changes[0].change.before(), HasSubstr(Id("G"))) << "neither has a name";
  EXPECT_THAT(changes[0].change.after(), HasSubstr(Id("H")));
}

TEST(HistoryWalkTest, ACaseWithoutEntriesIsAtItsEnd) {
  const History history(Id("case"), EntryList(), KnownSet::All(), NewYork());

  EXPECT_TRUE(history.AtEnd());
  EXPECT_EQ(history.plan().case_id(), Id("case"));
}

TEST(HistoryWalkTest, AKnownSetThatHoldsNothingHasNoRows) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-10", "a")});

  EXPECT_TRUE(History(built.case_id(), built.entries(), KnownSet::UpToPosition(0), NewYork()).AtEnd());
}

TEST(HistoryWalkTest, AnOriginalOutsideThePlanHasNoRowAndARetractionOfNothingHasNone) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-10", "a"), Retracting(5)});
  History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());

  EXPECT_THAT(history.Next(), IsEmpty());
  EXPECT_EQ(history.entry().revision, 0U);
  EXPECT_THAT(history.Next(), IsEmpty());
  EXPECT_TRUE(history.AtEnd());
}

TEST(HistoryWalkTest, AFilterAppliesFromWhereItIsSet) {
  CaseBuilder built;
  for (const char* name : {"Ana", "Ben"})
    built.Record("2025-01-10 09:00", {casejournal::testing::ChildJoined("2025-01-10", name)});
  History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());

  EXPECT_FALSE(history.Next().empty());
  history.Only({.plan_part = "goals"});
  EXPECT_THAT(history.Next(), IsEmpty());
  EXPECT_EQ(history.plan().participants_size(), 2) << "what is not shown still counts";
}

TEST(HistoryWalkTest, MakersAreWhoRecordedAskedAndFirstRecordedIt) {
  CaseEvent event = Claimed(NoteWritten("2025-01-01", "x"), "2025-01-02 10:00", "X");
  event.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-2");
  event.mutable_claim()->mutable_recorded_by()->set_subject("cw-3");
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {event, NoteWritten("2025-01-01", "y")});
  std::vector<std::string> subjects;
  for (const event::v1::Staff& maker : MakersOf(built.entries()[0])) subjects.push_back(maker.subject());

  EXPECT_THAT(subjects, ElementsAre("", "cw-2", "cw-3"));
  EXPECT_EQ(MakersOf(built.entries()[1]).size(), 1U);
  EXPECT_TRUE(IsByAny(built.entries(), "cw-3"));
  EXPECT_FALSE(IsByAny(built.entries(), "cw-4"));
  EXPECT_FALSE(IsNamedIn(built.entries(), Id("Ana")));
}

}  // namespace
}  // namespace casejournal::projections
