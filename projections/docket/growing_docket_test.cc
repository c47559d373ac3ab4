// A docket that grows with its case must be that of the whole case, after every entry.
#include "projections/docket/growing_docket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "projections/docket/docket.h"
#include "projections/entries/references.h"
#include "tests/support/docket_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::NewYork;

std::vector<std::string> Texts(const std::vector<v1::DocketItem>& items) {
  std::vector<std::string> texts;
  for (const v1::DocketItem& item : items) texts.push_back(item.ShortDebugString());
  return texts;
}

std::vector<std::string> TextsOfWhole(const EntryList& entries, const Law& law, absl::CivilDay day) {
  std::vector<v1::DocketItem> items = DocketOf(entries, law, {.day = day, .zone = NewYork()}).items;
  for (v1::DocketItem& item : items) {
    item.clear_steps();
    item.clear_excluded();
    item.clear_rolls();
    item.clear_note();
    item.clear_days_left();
    for (v1::Caution& caution : *item.mutable_cautions()) caution.clear_wording();
  }
  return Texts(items);
}

// Types that the shipped rules ask for, and that say who the people are. Of these, random cases are full.
std::vector<const google::protobuf::FieldDescriptor*> TypesOfRules() {
  std::vector<const google::protobuf::FieldDescriptor*> types;
  for (const char* name : {"participant_joined",  "relation_established",  "case_number_given",  "case_opened",
                           "case_closed",         "case_reopened",         "child_removed",      "care_episode_ended",
                           "placement_began",     "placement_ended",       "absence_began",      "complaint_filed",
                           "order_made",          "order_ended",           "hearing_set",        "hearing_held",
                           "hearing_vacated",     "plan_version_drawn_up", "plan_signed",        "plan_journalized",
                           "filed_with_court",    "court_decided",         "court_finding_made", "review_held",
                           "review_finding_made", "meeting_called",        "contact_made",       "notice_sent",
                           "agency_decided",      "assessment_completed",  "duty_performed"}) {
    types.push_back(event::v1::CaseEvent::descriptor()->FindFieldByName(name));
  }
  return types;
}

// Entries over two years as authors write them: all but a few name what an earlier day introduced, and a few are
// retractions. Facts of such a case grow.
std::vector<testing::CaseEvent> EventsThatRefer(testing::RandomCase& random, size_t count) {
  std::vector<testing::CaseEvent> events;
  std::map<std::string, std::string> introduced_on;
  const auto is_known = [&](const testing::CaseEvent& event) {
    const std::vector<Reference> references = ReferencesIn(event);
    return std::all_of(references.begin(), references.end(), [&](const Reference& reference) {
      const auto known = introduced_on.find(reference.id);
      return known != introduced_on.end() && known->second <= event.effective_on();
    });
  };
  while (events.size() < count) {
    if (!events.empty() && random.Below(40) == 0) {
      events.push_back(testing::Retracting(random.Below(events.size())));
      continue;
    }
    testing::CaseEvent event = random.EventsOf(TypesOfRules(), 1).front();
    const bool late = random.Below(5) == 0;
    const size_t days = late ? random.Below(events.size() * 7 + 1) : events.size() * 7;
    event.set_effective_on(FormatDay(absl::CivilDay(2023, 4, 1) + static_cast<int64_t>(days)));
    if (!is_known(event) && random.Below(30) != 0) continue;
    for (const Introduction& introduction : IntroductionsIn(event)) {
      const auto [at, is_new] = introduced_on.emplace(introduction.id, event.effective_on());
      if (!is_new) at->second = std::min(at->second, event.effective_on());
    }
    events.push_back(std::move(event));
  }
  return events;
}

// Grow by one to three entries at a time.
void ExpectEqualAsItGrows(const std::vector<testing::CaseEvent>& events, testing::RandomCase& random,
                          const std::shared_ptr<const Law>& law, absl::CivilDay day) {
  GrowingDocket growing(law, day, NewYork());
  testing::CaseBuilder built;
  for (size_t at = 0; at < events.size();) {
    for (size_t more = 1 + random.Below(3); more > 0 && at < events.size(); --more) {
      built.Record(absl::StrFormat("2025-04-01 %02d:%02d", 8 + at / 60, at % 60), {events[at]});
      ++at;
    }
    growing.Take(built.entries());
    ASSERT_EQ(Texts(growing.Items()), TextsOfWhole(built.entries(), *law, day)) << "after entry " << at - 1;
  }
}

// Who suffers: a caseworker whose list shows a date that the docket of the case no longer has.
TEST(GrowingDocketTest, IsThatOfTheWholeCaseAfterEveryEntry) {
  const uint64_t seed = testing::TestSeed();
  const RuleBook book = testing::ShippedRules();
  for (int i = 0; i < 40; ++i) {
    testing::RandomCase random(seed + static_cast<uint64_t>(i));
    // In the middle of the days of the entries: some are effective later.
    const absl::CivilDay day = i % 2 == 0 ? absl::CivilDay(2025, 3, 14) : absl::CivilDay(2025, 9, 1);
    SCOPED_TRACE(absl::StrCat("case ", i));
    const std::vector<testing::CaseEvent> events = i % 4 < 2 ? random.Events(60) : random.EventsOf(TypesOfRules(), 60);
    ExpectEqualAsItGrows(events, random, book.LawOn(day), day);
    if (HasFatalFailure()) return;
  }
}

// The same for cases that rules are about. In most of them, facts grow.
TEST(GrowingDocketTest, IsThatOfTheWholeCaseOfAnAuthor) {
  const uint64_t seed = testing::TestSeed();
  const RuleBook book = testing::ShippedRules();
  const absl::CivilDay day(2025, 3, 1);
  size_t grown = 0;
  size_t made_again = 0;
  for (int i = 0; i < 60; ++i) {
    testing::RandomCase random(seed + static_cast<uint64_t>(i));
    SCOPED_TRACE(absl::StrCat("case ", i));
    const std::vector<testing::CaseEvent> events = EventsThatRefer(random, 90);
    ExpectEqualAsItGrows(events, random, book.LawOn(day), day);
    if (HasFatalFailure()) return;

    const testing::CaseBuilder built = testing::BuildCase(events);
    auto facts = std::make_unique<CaseFacts>(EntryList(), KnownSet::All(), day, NewYork());
    EntryList entries;
    for (const Entry& entry : built.entries()) {
      entries.Append(entry);
      if (facts->Grow(entries.back()) != CaseFacts::Growth::kMadeAgain) {
        ++grown;
        continue;
      }
      ++made_again;
      facts = std::make_unique<CaseFacts>(entries, KnownSet::All(), day, NewYork());
    }
  }
  EXPECT_GT(grown, made_again) << "otherwise this test says little";
}

constexpr char kPlanOfAna[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })";

class GrowingDocketOfAna : public testing::DocketCase {
 protected:
  bool Take() { return growing_.Take(built_.entries()); }
  // Of the first date of a rule.
  v1::ClockState StateOf(absl::string_view rule) const {
    for (const v1::DocketItem& item : growing_.Items()) {
      if (item.rule() == rule) return item.state();
    }
    return v1::CLOCK_STATE_UNSPECIFIED;
  }
  void ExpectWhole() { EXPECT_EQ(Texts(growing_.Items()), TextsOfWhole(built_.entries(), *law_, day_)); }

  absl::CivilDay day_ = absl::CivilDay(2020, 8, 1);
  std::shared_ptr<const Law> law_ = book_.LawOn(day_);
  GrowingDocket growing_{law_, day_, NewYork()};
};

TEST_F(GrowingDocketOfAna, AsksNoRuleForWhatNoRuleNames) {
  Tell("2020-02-01", testing::kRemoved);
  Tell("2020-02-02", testing::kComplaint);
  EXPECT_TRUE(Take());
  Tell("2020-03-01", R"(case_note_written { text: "Called." })");
  EXPECT_FALSE(Take());
  TellLate("2020-05-01", "2020-01-15",
           R"(strength_identified { strength_id: "$s" of_id: "$mother" strength: "kin nearby" })");
  EXPECT_FALSE(Take());
  ExpectWhole();
}

TEST_F(GrowingDocketOfAna, AsksForWhatARuleNames) {
  Tell("2020-02-01", testing::kRemoved);
  Tell("2020-02-02", testing::kComplaint);
  Take();
  Tell("2020-03-01", testing::kAdjudicated);
  EXPECT_TRUE(Take());
  ExpectWhole();
  TellLate("2020-05-01", "2020-02-20", testing::kPlaced);
  EXPECT_TRUE(Take());
  ExpectWhole();
}

TEST_F(GrowingDocketOfAna, AnEntryOfALaterDayChangesNothing) {
  Tell("2020-02-01", testing::kRemoved);
  Take();
  Tell("2020-09-01", testing::kComplaint);
  EXPECT_FALSE(Take());
  ExpectWhole();
}

// Who suffers: a parent whose signature counts only after the next restart.
TEST_F(GrowingDocketOfAna, ASignatureCountsWhenTheSignerIsKnownAsAParent) {
  Tell("2020-01-05", R"(participant_joined { participant_id: "$man" capacity: CAPACITY_ADULT name: "Paul" })");
  Tell("2020-01-10",
       R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_FAMILY decision: "services" })");
  Tell("2020-01-20", kPlanOfAna);
  Tell("2020-01-22", R"(plan_signed { digest: "@v1" participant_id: "$man" agreement: AGREEMENT_AGREES })");
  Take();
  EXPECT_EQ(StateOf("us-oh.in-home-plan"), v1::CLOCK_STATE_MISSED);
  TellLate("2020-02-20", "2020-01-06", R"(relation_established { from_id: "$man" to_id: "$ana"
      relation: RELATION_FATHER kind: RELATION_KIND_ALLEGED basis: "said so" })");
  Take();
  EXPECT_EQ(StateOf("us-oh.in-home-plan"), v1::CLOCK_STATE_MET);
  ExpectWhole();
}

// Who suffers: a family whose review by two people counts although the court was involved.
TEST_F(GrowingDocketOfAna, AReviewByTwoDoesNotCountOnceTheCaseIsKnownToBeBeforeTheCourt) {
  Tell("2020-01-10",
       R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_FAMILY decision: "services" })");
  Tell("2020-01-20", kPlanOfAna);
  Tell("2020-01-22", R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  Tell("2020-07-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { subject: "1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
      panel { staff { subject: "2" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })");
  Take();
  EXPECT_EQ(StateOf("us-oh.semi-annual-review"), v1::CLOCK_STATE_MET);
  TellLate("2020-07-02", "2020-03-01", R"(hearing_set { hearing_id: "$H" child_id: "$ana"
      kind: HEARING_KIND_ADJUDICATORY court_number: "JV1" held_on: "2020-03-20" })");
  Take();
  EXPECT_EQ(StateOf("us-oh.semi-annual-review"), v1::CLOCK_STATE_MISSED);
  ExpectWhole();
}

// Who suffers: a family whose review counts although its only independent member was their caseworker.
TEST_F(GrowingDocketOfAna, AReviewDoesNotCountOnceItsIndependentMemberIsKnownToBeAssigned) {
  Tell("2020-01-10",
       R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_FAMILY decision: "services" })");
  Tell("2020-01-20", kPlanOfAna);
  Tell("2020-01-22", R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  Tell("2020-07-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { subject: "1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
      panel { staff { subject: "2" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })");
  Take();
  EXPECT_EQ(StateOf("us-oh.semi-annual-review"), v1::CLOCK_STATE_MET);
  TellLate("2020-07-02", "2020-03-01", R"(case_assigned { part: ASSIGNMENT_PART_SUPERVISOR staff { subject: "2" } })");
  Take();
  EXPECT_EQ(StateOf("us-oh.semi-annual-review"), v1::CLOCK_STATE_MISSED);
  ExpectWhole();
}

TEST_F(GrowingDocketOfAna, TakesACaseThatWasReadAgain) {
  Tell("2020-02-01", testing::kRemoved);
  Take();
  testing::CaseBuilder again;
  for (const Entry& entry : built_.entries()) again.Record("2020-02-01 12:00", {entry.event()});
  growing_.Take(again.entries());
  EXPECT_EQ(Texts(growing_.Items()), TextsOfWhole(again.entries(), *law_, day_));
  EXPECT_TRUE(Take()) << "the first list again";
  ExpectWhole();
}

TEST_F(GrowingDocketOfAna, TakesAShorterList) {
  Tell("2020-02-01", testing::kRemoved);
  const EntryList shorter = built_.entries();
  Tell("2020-02-02", testing::kComplaint);
  Take();
  growing_.Take(shorter);
  EXPECT_EQ(Texts(growing_.Items()), TextsOfWhole(shorter, *law_, day_));
}

}  // namespace
}  // namespace casejournal::projections
