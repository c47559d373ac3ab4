// What a court reads about one child: all that is about the child or the family, and nothing of a sibling's own.
#include "services/documents/court/child_packet.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/documents/court/child_plan.h"
#include "tests/support/document_words.h"
#include "tests/support/event_text.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::MessageFromText;
using casejournal::testing::WordsOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Ana and Ben, with a mother. What is about Ben alone says "of Ben"; everything else says "keep" and a number.
constexpr char kFamily[] = R"(
  case_id: "$ash" agency: "Wren County" opened_on: "2025-01-10" status: CASE_STATUS_OPEN
  numbers { system: "Court" number: "JV-A" child_id: "$ana" }
  numbers { system: "Court" number: "JV-B" child_id: "$ben" }
  participants { participant_id: "$ana" name: "Ana Lopez" capacity: CAPACITY_CHILD born_on: "2015-03-02" }
  participants { participant_id: "$ben" name: "Ben Lopez" capacity: CAPACITY_CHILD }
  participants { participant_id: "$rosa" name: "Rosa Lopez" capacity: CAPACITY_ADULT }
  participants { participant_id: "$otto" name: "Otto, father of Ben" capacity: CAPACITY_ADULT }
  relations { from_id: "$otto" to_id: "$ben" }
  relations { from_id: "$rosa" to_id: "$ben" }
  relations { from_id: "$rosa" to_id: "$ana" }
  needs { need_id: "$benneed" terms { of_id: "$ben" need: "the need of Ben" } }
  outcomes { child_id: "$ana" track: OUTCOME_TRACK_PRIMARY outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED }
  goals { goal_id: "$g1" statement: "keep01" }
  goals { goal_id: "$g2" statement: "goal of Ben" for_ids: "$ben" }
  goals { goal_id: "$g3" statement: "keep02" for_ids: "$rosa" }
  objectives { objective_id: "$o1" goal_id: "$g1" terms { statement: "keep03" need_ids: "$benneed" } }
  objectives { objective_id: "$o2" goal_id: "$g1" terms { statement: "objective of Ben" who_ids: "$ben" } }
  objectives { objective_id: "$o3" goal_id: "$g2" terms { statement: "another objective of Ben" } }
  activities { activity_id: "$a1" objective_id: "$o1" terms { what: "keep04" } }
  activities { activity_id: "$a2" objective_id: "$o1" terms { what: "activity of Ben" for_ids: "$ben" } }
  activities { activity_id: "$a3" objective_id: "$o3" terms { what: "another activity of Ben" } }
  conditions { condition_id: "$c1" child_id: "$ana" condition: "keep05" }
  conditions { condition_id: "$c2" child_id: "$ben" condition: "condition of Ben" }
  removals { removal_id: "$r1" child_id: "$ana" removed_on: "2025-01-12" terms { authority: "keep06" } }
  removals { removal_id: "$r2" child_id: "$ben" removed_on: "2025-01-12" terms { authority: "removal of Ben" } }
  placements { placement_id: "$p1" child_id: "$ana" began_on: "2025-01-12" terms { with_whom: "keep07" } }
  placements { placement_id: "$p2" child_id: "$ben" began_on: "2025-01-12" terms { with_whom: "home of Ben" } }
  visitations { visitation_id: "$v1" terms { child_id: "$ana" with_ids: "$rosa" frequency: "keep08" } }
  visitations { visitation_id: "$v2" terms { child_id: "$ben" with_ids: "$rosa" frequency: "visits of Ben" } }
  orders { order_id: "$or1" made_on: "2025-01-14" terms { child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE words: "keep09" } }
  orders { order_id: "$or2" made_on: "2025-01-14" terms { child_id: "$ben" kind: ORDER_KIND_SHELTER_CARE words: "order of Ben" } }
  findings { terms { child_id: "$ana" words: "keep10" } }
  findings { terms { child_id: "$ben" words: "court finding of Ben" } }
  hearings { hearing_id: "$h1" child_id: "$ben" terms { continued_to: "hearing of Ben" } }
  filings { terms { detail: "keep11" court_numbers: "JV-A" court_numbers: "JV-B" } }
  filings { terms { detail: "filing of Ben" court_numbers: "JV-B" } }
  filings { terms { detail: "motion of Ben" court_numbers: "JV-A" child_id: "$ben" } }
  versions {
    digest: "@one" label: "keep12" kind: PLAN_KIND_CASE children_ids: "$ana" children_ids: "$ben"
    filings { court_number: "JV-A" detail: "keep13" } filings { court_number: "JV-B" detail: "version filing of Ben" }
  }
  versions { digest: "@two" label: "version of Ben" kind: PLAN_KIND_CASE children_ids: "$ben" }
  meetings {
    meeting_id: "$m1" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2025-07-01" review { present_ids: "$rosa" }
    findings { child_id: "$ana" terms { progress: "keep14" } }
    findings { child_id: "$ben" terms { progress: "progress of Ben" } }
  }
  wishes { terms { by_id: "$rosa" words: "keep15" } }
  wishes { terms { by_id: "$ben" words: "words of Ben" } }
  wishes { terms { by_id: "$rosa" about_ids: "$ben" words: "a wish of Rosa of Ben" } }
  health_and_school { child_id: "$ana" fact: "keep16" }
  health_and_school { child_id: "$ben" fact: "health of Ben" }
)";
constexpr int kKept = 16;

class ChildPacketTest : public ::testing::Test {
 protected:
  ChildPacketTest() {
    *answer_.mutable_plan() = MessageFromText<v1::CasePlan>(kFamily);
    answer_ = MessageFromText<v1::GetCasePlanResponse>(
        R"(in_force { child_id: "$ana" digest: "@one" since: "2025-02-01" basis: "journalized" }
           in_force { child_id: "$ben" digest: "@two" since: "2025-02-01" basis: "basis of Ben" })");
    *answer_.mutable_plan() = MessageFromText<v1::CasePlan>(kFamily);
    docket_ = MessageFromText<v1::GetDocketResponse>(
        R"(items { title: "due for Ana" child_id: "$ana" child: "Ana Lopez" due: "2025-08-01" state: CLOCK_STATE_OPEN }
           items { title: "due of Ben" child_id: "$ben" child: "Ben Lopez" due: "2025-08-01" state: CLOCK_STATE_OPEN }
           items { title: "due for all" due: "2025-08-01" state: CLOCK_STATE_OPEN })");
    findings_ = MessageFromText<v1::GetFindingsResponse>(
        R"(findings { says: "open for Ana" subject_ids: "$p1" state: FINDING_STATE_OPEN }
           findings { says: "explained for Ana" subject_ids: "$p1" state: FINDING_STATE_ANSWERED }
           findings { says: "an entry of Ben" subject_ids: "12" state: FINDING_STATE_OPEN }
           findings { says: "an entry for Ana" subject_ids: "11" state: FINDING_STATE_OPEN }
           findings { says: "open point of Ben" subject_ids: "$ana" subject_ids: "$p2" state: FINDING_STATE_OPEN })");
  }

  std::string Packet(const std::string& child, const std::string& language = "en") const {
    const CourtView view{.plan = answer_.plan(),
                         .as_of = "r9, 2025-07-15 10:00:00 EDT",
                         .language = language,
                         .digest = "",
                         .child_id = Id(child)};
    return WordsOf(ChildPacketOf(view, {.answer = answer_,
                                        .day = "2025-07-15",
                                        .docket = rules_ ? &docket_ : nullptr,
                                        .findings = findings_,
                                        .entries_of_siblings = {"12"}}));
  }

  v1::GetCasePlanResponse answer_;
  v1::GetDocketResponse docket_;
  v1::GetFindingsResponse findings_;
  bool rules_ = true;
};

// Who suffers: a sibling whose placement is read out at another child's hearing.
TEST_F(ChildPacketTest, NothingOfASiblingsOwnIsInIt) {
  const std::string packet = Packet("ana");

  EXPECT_THAT(packet, Not(HasSubstr("of Ben")));
  // The paper that was filed under both numbers keeps both.
  EXPECT_EQ(packet.find("JV-B"), packet.rfind("JV-B"));
  EXPECT_THAT(packet, Not(HasSubstr(Id("ben"))));
  for (int number = 1; number <= kKept; ++number)
    EXPECT_THAT(packet, HasSubstr(absl::StrCat("keep", number < 10 ? "0" : "", number)));
  for (const char* says :
       {"In the matter of Ana Lopez", "due for Ana", "due for all", "open for Ana", "an entry for Ana"})
    EXPECT_THAT(packet, HasSubstr(says));
  EXPECT_THAT(packet, Not(HasSubstr("explained for Ana")));
}

TEST_F(ChildPacketTest, TheFirstFactsSayWhereTheChildIsAndWhatIsInEffect) {
  const std::string packet = Packet("ana");

  EXPECT_THAT(packet, HasSubstr("2015-03-02 (10 years)"));
  EXPECT_THAT(packet, HasSubstr("since 2025-01-12, 184 days"));
  EXPECT_THAT(packet, HasSubstr("shelter care"));
  EXPECT_THAT(packet, HasSubstr("none is set"));
  EXPECT_THAT(packet, HasSubstr("<svg"));
}

TEST_F(ChildPacketTest, WhatACourtAsksForIsSaidAlthoughItIsNotRecorded) {
  answer_.mutable_plan()->clear_removals();
  answer_.mutable_plan()->clear_visitations();
  answer_.mutable_plan()->clear_placements();
  rules_ = false;
  findings_.Clear();
  const std::string packet = Packet("ana");

  EXPECT_THAT(packet, HasSubstr("No removal of this child is recorded."));
  EXPECT_THAT(packet, HasSubstr("No arrangement of visits is recorded"));
  EXPECT_THAT(packet, HasSubstr("in no placement"));
  EXPECT_THAT(packet, HasSubstr("the journal has adopted no rules for this day"));
  EXPECT_THAT(packet, HasSubstr("No actions"));
}

TEST_F(ChildPacketTest, TheSameAnswersGiveTheSamePacketAndHeadingsHaveALanguage) {
  EXPECT_EQ(Packet("ana"), Packet("ana"));
  EXPECT_NE(Packet("ana"), Packet("ben"));
  EXPECT_THAT(Packet("ana", "es"), HasSubstr("Expediente para el tribunal de Ana Lopez"));
}

TEST_F(ChildPacketTest, EverythingOfASiblingIsNamedByItsId) {
  const std::set<std::string> ids = IdsOfSiblings(answer_.plan(), Id("ana"));

  for (const char* word : {"ben", "p2", "r2", "or2", "h1", "g2", "o2", "o3", "a2", "a3", "c2", "v2"})
    EXPECT_EQ(ids.count(Id(word)), 1u) << word;
  for (const char* word : {"ana", "rosa", "p1", "or1", "g1", "g3", "o1", "a1", "m1"})
    EXPECT_EQ(ids.count(Id(word)), 0u) << word;
}

}  // namespace
}  // namespace casejournal::services
