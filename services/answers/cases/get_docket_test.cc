// What a client gets that asks for a docket, through the server.
#include "services/answers/cases/get_docket.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::IsOk;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using casejournal::testing::NamesField;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::StartsWith;

// Ana, born on 2015-06-01, was removed and placed on February 1. Rules at positions 2 to 4, the case from 5 on.
class GetDocketTest : public casejournal::testing::ServerWithRulesTest {
 protected:
  GetDocketTest() { ShareServer(); }

  void TellStory() override {
    Tell("case", "2025-01-10", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("case", "2025-01-10",
         R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" born_on: "2015-06-01" })");
    Tell("case", "2025-01-10", "case_number_given { system: 'Juvenile Court' number: 'JV1' child_id: '$ana' }");
    Tell("case", "2025-01-10",
         "household_member_moved_in { household_id: '$home' household_name: 'home' participant_id: '$ana' }");
    Tell("case", "2025-02-01", kComplaint);
    Tell("case", "2025-02-01", kRemoved);
    Tell("case", "2025-02-01", kPlaced);
    SetClock("2025-02-10 09:00");
  }

  absl::StatusOr<v1::GetDocketResponse> Docket(const std::string& more = "") {
    return AskFor<v1::GetDocketRequest>(absl::StrCat("case_id: '$case' ", more));
  }
};

TEST_F(GetDocketTest, ItemsAreOrderedByDueDateAndSayWhy) {
  const auto answer = Docket();

  ASSERT_THAT(answer, IsOk());
  ASSERT_THAT(answer->items(), Not(IsEmpty()));
  EXPECT_TRUE(std::is_sorted(answer->items().begin(), answer->items().end(),
                             [](const auto& a, const auto& b) { return a.due() < b.due(); }));
  for (const v1::DocketItem& item : answer->items()) {
    EXPECT_THAT(item.item(), StartsWith(item.rule() + "/"));
    EXPECT_THAT(item.steps(), Not(IsEmpty())) << item.item();
    EXPECT_FALSE(item.citation().empty()) << item.item();
  }
}

TEST_F(GetDocketTest, AnAnswerNamesItsRulesAndWhatItIsBasedOn) {
  const auto answer = Docket();

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->on(), "2025-02-10");
  EXPECT_EQ(answer->answered().revision(), 6);
  EXPECT_EQ(answer->answered().as_of_position(), LastPosition());
  std::vector<std::string> sets;
  for (const v1::RulesInForce& rules : answer->rules()) {
    EXPECT_EQ(rules.digest().size(), 32);
    EXPECT_GE(rules.position(), 2);
    EXPECT_LE(rules.position(), 4);
    if (!rules.calendar()) sets.push_back(rules.id());
  }
  EXPECT_THAT(sets, ::testing::UnorderedElementsAre("us-federal", "us-oh"));
  EXPECT_THAT(answer->rules_compared(), IsEmpty());
}

TEST_F(GetDocketTest, ARuleOrASetSelectsItsItemsAndMoments) {
  const auto all = Docket();
  ASSERT_THAT(all, IsOk());
  const std::string rule = all->items(0).rule();
  const auto by_rule = Docket(absl::StrCat("rule: '", rule, "'"));
  const auto ohio = Docket("rule: 'us-oh'");
  const auto federal = Docket("rule: 'us-federal'");

  ASSERT_THAT(by_rule, IsOk());
  EXPECT_THAT(by_rule->items(), AllOf(Not(IsEmpty()), Each(Property(&v1::DocketItem::rule, rule))));
  EXPECT_THAT(ohio->items(), Each(Property(&v1::DocketItem::rule, StartsWith("us-oh."))));
  EXPECT_THAT(federal->items(), Each(Property(&v1::DocketItem::rule, StartsWith("us-federal."))));
  EXPECT_THAT(federal->moments(), Each(Property(&v1::DocketMoment::moment, StartsWith("us-federal."))));
  EXPECT_EQ(ohio->items_size() + federal->items_size(), all->items_size());
  EXPECT_EQ(ohio->moments_size() + federal->moments_size(), all->moments_size());
}

TEST_F(GetDocketTest, ARuleThatNoAdoptedSetHasIsNotFound) {
  for (const char* rule : {"us-ohio", "us-oh.no-such-rule", "us-oh.", "us", "us-oh.calendar"}) {
    EXPECT_THAT(Docket(absl::StrCat("rule: '", rule, "'")), StatusIs(absl::StatusCode::kNotFound)) << rule;
  }
  EXPECT_THAT(AskFor<v1::GetDocketRequest>("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GetDocketTest, ADayAheadShowsWhatWillHaveBeenMissed) {
  const auto today = Docket();
  const auto later = Docket("on: '2026-02-10'");

  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->on(), "2026-02-10");
  const auto missed = [](const v1::GetDocketResponse& docket) {
    return std::count_if(docket.items().begin(), docket.items().end(),
                         [](const auto& item) { return item.state() == v1::CLOCK_STATE_MISSED; });
  };
  EXPECT_GT(missed(*later), missed(*today));
}

TEST_F(GetDocketTest, ADayAtMost30YearsAheadIsTaken) {
  EXPECT_THAT(Docket("on: '2055-02-10'"), IsOk());
  EXPECT_THAT(Docket("on: '2055-02-11'"), NamesField("on"));
}

TEST_F(GetDocketTest, EntriesEffectiveLaterAreIgnored) {
  const auto before = Docket("on: '2025-01-31'");

  ASSERT_THAT(before, IsOk());
  for (const v1::DocketItem& item : before->items()) EXPECT_LE(item.began().day(), "2025-01-31") << item.item();
  EXPECT_LT(before->items_size(), Docket()->items_size());
}

TEST_F(GetDocketTest, AnEffectiveDayIsTheDayOfTheAnswer) {
  EXPECT_EQ(Docket("as_of { effective_on: '2025-02-05' }")->on(), "2025-02-05");
  EXPECT_EQ(Docket("as_of { effective_on: '2025-02-05' } on: '2025-02-08'")->on(), "2025-02-08");
}

TEST_F(GetDocketTest, WhatWasKnownThenHasFewerItems) {
  const auto known = Docket("as_of { day: '2025-01-31' }");

  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->answered().revision(), 3);
  EXPECT_LT(known->items_size(), Docket()->items_size());
}

TEST_F(GetDocketTest, BeforeTheRulesWereAdoptedThereIsNoLaw) {
  const auto no_law = StatusIs(absl::StatusCode::kFailedPrecondition);

  EXPECT_THAT(Docket("as_of { position: 1 }"), no_law);
  EXPECT_THAT(Docket("as_of { position: 6 }"), IsOk());
  EXPECT_THAT(Docket("on: '1900-01-01'"), no_law);
}

TEST_F(GetDocketTest, RulesAreComparedWithThoseAdoptedByAPosition) {
  const auto same = Docket(absl::StrCat("compare_rules_at: ", LastPosition()));
  const auto without_ohio = Docket("compare_rules_at: 3");
  const auto only_federal = Docket("compare_rules_at: 3 rule: 'us-federal'");

  ASSERT_THAT(same, IsOk());
  EXPECT_THAT(same->moved(), IsEmpty());
  EXPECT_EQ(same->rules_compared_size(), same->rules_size());
  ASSERT_THAT(without_ohio, IsOk());
  ASSERT_THAT(without_ohio->moved(), Not(IsEmpty()));
  for (const v1::MovedDate& moved : without_ohio->moved())
    EXPECT_NE(moved.due_before(), moved.due_now()) << moved.item();
  EXPECT_LT(without_ohio->rules_compared_size(), without_ohio->rules_size());
  EXPECT_THAT(only_federal->moved(), Each(Property(&v1::MovedDate::item, StartsWith("us-federal."))));
}

TEST_F(GetDocketTest, RulesAreComparedWithThoseOfAnotherDay) {
  const auto answer = Docket("compare_rules_of: '2025-02-10'");

  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->moved(), IsEmpty());
  EXPECT_EQ(answer->rules_compared_size(), answer->rules_size());
}

TEST_F(GetDocketTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Docket("on: '2025-02-29'"), NamesField("on"));
  EXPECT_THAT(Docket("compare_rules_of: 'last year'"), NamesField("compareRulesOf"));
  EXPECT_THAT(Docket("as_of { day: '2025' }"), NamesField("asOf.day"));
  EXPECT_THAT(AskFor<v1::GetDocketRequest>("case_id: 'x'"), NamesField("caseId"));
}

TEST_F(GetDocketTest, WhatIsNotOverOrNotRecordedYetIsRejected) {
  for (const char* as_of : {"revision: 7", "position: 99", "day: '2025-02-10'", "instant { seconds: 4000000000 }"}) {
    EXPECT_THAT(Docket(absl::StrCat("as_of { ", as_of, " }")), StatusIs(absl::StatusCode::kFailedPrecondition))
        << as_of;
  }
}

TEST_F(GetDocketTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  EXPECT_THAT(Docket(absl::StrCat("min_position: ", LastPosition())), IsOk());
  patience_ = absl::Milliseconds(50);
  EXPECT_THAT(Docket(absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

using GetDocketWithoutRulesTest = casejournal::testing::ServerTest;

TEST_F(GetDocketWithoutRulesTest, AJournalWithoutRulesHasNoDocket) {
  Record("case", {CaseOpened("2025-01-10")});

  EXPECT_THAT(AskFor<v1::GetDocketRequest>("case_id: '$case'"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(AskFor<v1::GetDocketRequest>("case_id: '$case' rule: 'us-oh'"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace casejournal::services
