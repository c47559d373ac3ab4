// What rules are applied to, the days that clocks can begin from, and which children an entry is about.
#include "projections/docket/scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "projections/entries/civil_day.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using casejournal::testing::kComplaint;
using casejournal::testing::kRemoved;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kScopeClosed[] = R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })";
constexpr char kScopeReopened[] = R"(case_reopened { origin: CASE_ORIGIN_REPORT })";
constexpr char kScopeEnded[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })";

// Maria and the children Ana (born 2015-06-01) and Ben; the case was opened on 2020-01-01.
class ScopeTest : public casejournal::testing::DocketCase {
 protected:
  ScopeTest() {
    Tell("2020-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  }
  const Case& Now() {
    facts_ = std::make_unique<CaseFacts>(built_.entries(), KnownSet::All(), absl::CivilDay(2026, 12, 31),
                                         casejournal::testing::NewYork());
    law_ = RuleBook().LawOn(absl::CivilDay(2026, 12, 31));
    case_ = std::unique_ptr<Case>(new Case{
        *facts_, *law_, absl::CivilDay(2026, 12, 31), casejournal::testing::NewYork(), CaseEpisodesOf(*facts_), {}});
    for (const ChildOfCase& child : facts_->children()) {
      case_->children.push_back(
          {child, CareEpisodesOf(*facts_, child, case_->episodes, law_->choices(), law_->business(), case_->day),
           CourtCasesOf(*facts_, child.id, case_->episodes)});
    }
    return *case_;
  }
  // "Ana r0", with the end if there is one.
  std::vector<std::string> Scopes(rules::v1::Per per) {
    std::vector<std::string> told;
    for (const Scope& each : ScopesFor(per, Now())) {
      told.push_back(absl::StrCat(each.child == nullptr ? "case" : each.child->child.name, " ", each.name(),
                                  each.ended ? absl::StrCat(" until ", FormatDay(*each.ended)) : ""));
    }
    return told;
  }
  // The day of a start for Ana's first scope.
  std::string StartOf(const std::string& start, rules::v1::Per per = rules::v1::PER_CHILD) {
    google::protobuf::RepeatedPtrField<rules::v1::Start> starts;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(start, starts.Add())) << start;
    const Case& now = Now();
    const std::vector<Scope> scopes = ScopesFor(per, now);
    if (scopes.empty()) return "no scope";
    const auto began = Beginnings(now).Of(starts, {}, scopes.front(), law_->business());
    return began ? FormatDay(began->day) : "none";
  }
  std::vector<std::string> ChildrenOf(absl::string_view type) { return Now().facts.OfType(type).back()->children; }

  std::unique_ptr<CaseFacts> facts_;
  std::shared_ptr<const Law> law_;
  std::unique_ptr<Case> case_;
};

TEST_F(ScopeTest, ARuleForTheCaseHasOneScopeForEachEpisode) {
  EXPECT_THAT(Scopes(rules::v1::PER_CASE), ElementsAre("case r0"));
  Tell("2021-01-01", kScopeClosed);    // 5
  Tell("2022-01-01", kScopeReopened);  // 6
  EXPECT_THAT(Scopes(rules::v1::PER_CASE), ElementsAre("case r0 until 2021-01-01", "case r6"));
}

TEST_F(ScopeTest, ARuleForAChildHasOneScopeForEachChildAndEpisode) {
  Tell("2020-06-01", R"(participant_left { participant_id: "$ben" why: LEAVE_REASON_MOVED_AWAY })");  // 5
  Tell("2021-01-01", kScopeClosed);                                                                   // 6
  Tell("2022-01-01", kScopeReopened);                                                                 // 7

  EXPECT_THAT(Scopes(rules::v1::PER_CHILD), ElementsAre("Ana r0 until 2021-01-01", "Ana r7", "Ben r0 until 2020-06-01"))
      << "Ben had left before the second episode";
}

TEST_F(ScopeTest, ARuleForAStayHasOneScopeForEachStay) {
  EXPECT_THAT(Scopes(rules::v1::PER_CARE_EPISODE), IsEmpty());
  Tell("2026-01-10", kRemoved);                                             // 5
  Tell("2026-03-10", kScopeEnded);                                          // 6
  Tell("2026-05-10", R"(child_removed { removal_id: "$S" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })");  // 7

  EXPECT_THAT(Scopes(rules::v1::PER_CARE_EPISODE), ElementsAre("Ana r5 until 2026-03-10", "Ana r7"));
  const std::vector<Scope> scopes = ScopesFor(rules::v1::PER_CARE_EPISODE, *case_);
  EXPECT_FALSE(scopes[0].range.Holds(absl::CivilDay(2026, 1, 9)));
  EXPECT_TRUE(scopes[0].range.Holds(absl::CivilDay(2026, 5, 9))) << "until the next stay";
  EXPECT_FALSE(scopes[0].range.Holds(absl::CivilDay(2026, 5, 10)));
}

TEST_F(ScopeTest, ARuleForACourtCaseHasOneScopeForEachOfAChild) {
  Tell("2026-01-10", kComplaint);  // 5
  Tell("2026-06-01",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "abuse" by: "agency" })");  // 6

  EXPECT_THAT(Scopes(rules::v1::PER_COURT_CASE), ElementsAre("Ana r5", "Ana r6", "Ben r0"));
}

TEST_F(ScopeTest, AStartIsAnEntryABirthTheCaseOrCare) {
  EXPECT_EQ(StartOf("began: BEGAN_CASE"), "2020-01-01");
  EXPECT_EQ(StartOf("began: BEGAN_LIFE"), "2015-06-01");
  EXPECT_EQ(StartOf("began: BEGAN_LIFE plus { years: 18 days: -90 }"), "2033-03-03");
  EXPECT_EQ(StartOf("began: BEGAN_CARE"), "none");
  EXPECT_EQ(StartOf(R"(entry { event_type: "complaint_filed" })"), "none");
  EXPECT_EQ(StartOf(R"(moment: "us-xx.m")"), "none") << "a moment that no law has";
  Tell("2026-01-10", kRemoved);
  Tell("2026-01-12", kComplaint);
  EXPECT_EQ(StartOf("began: BEGAN_CARE"), "2026-01-10") << "of the first stay";
  EXPECT_EQ(StartOf(R"(entry { event_type: "complaint_filed" } plus { days: 3 })"), "2026-01-15");
  EXPECT_EQ(StartOf("began: BEGAN_EXIT", rules::v1::PER_CARE_EPISODE), "none");
  Tell("2026-02-10", kScopeEnded);
  EXPECT_EQ(StartOf("began: BEGAN_EXIT", rules::v1::PER_CARE_EPISODE), "2026-02-10");
}

TEST_F(ScopeTest, ACaseHasNoBirthAndItsCareIsNone) {
  Tell("2026-01-10", kRemoved);

  EXPECT_EQ(StartOf("began: BEGAN_LIFE", rules::v1::PER_CASE), "none");
  EXPECT_EQ(StartOf("began: BEGAN_CARE", rules::v1::PER_CASE), "none");
  EXPECT_EQ(StartOf("began: BEGAN_CASE", rules::v1::PER_CASE), "2020-01-01");
}

TEST_F(ScopeTest, AStartThatNobodyChoseIsNone) { EXPECT_EQ(StartOf(R"(began: BEGAN_CASE chosen: "early")"), "none"); }

TEST_F(ScopeTest, AnEntryThatNamesAPartIsAboutTheChildrenOfThatPart) {
  Tell("2026-01-10", R"(order_made { order_id: "$O" child_id: "$ben" kind: ORDER_KIND_OTHER })");
  Tell("2026-01-11", R"(order_ended { order_id: "$O" how: ORDER_END_KIND_VACATED })");
  EXPECT_THAT(ChildrenOf("order_ended"), ElementsAre(Id("ben")));

  Tell("2026-01-12", R"(order_ended { order_id: "$unknown" how: ORDER_END_KIND_VACATED })");
  EXPECT_THAT(ChildrenOf("order_ended"), IsEmpty()) << "about all";
}

TEST_F(ScopeTest, AnEntryWithACourtNumberIsAboutTheChildrenOfThatNumber) {
  Tell("2026-01-05", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
  Tell("2026-01-05", R"(case_number_given { system: "Juvenile Court" number: "JV9" })");
  Tell("2026-01-10", R"(filed_with_court { what: FILING_KIND_MOTION court_numbers: "JV1" })");
  EXPECT_THAT(ChildrenOf("filed_with_court"), ElementsAre(Id("ana")));

  Tell("2026-01-11", R"(filed_with_court { what: FILING_KIND_MOTION court_numbers: "JV1" court_numbers: "JV9" })");
  EXPECT_THAT(ChildrenOf("filed_with_court"), IsEmpty()) << "one of the numbers is that of the whole case";
}

TEST_F(ScopeTest, TheEnvelopeSaysWhichChildrenAnEntryIsAbout) {
  Tell("2026-01-10", R"(about: "$ben" about: "$mother" case_note_written { occasion: "x" text: "y" })");

  EXPECT_THAT(ChildrenOf("case_note_written"), ElementsAre(Id("ben"))) << "who is no child limits nothing";
}

// Who suffers: a child whose duty is said to be done because the filing was for a sibling.
TEST_F(ScopeTest, AnEntryForNoChildIsAmbiguousOnlyIfSeveralHaveNumbers) {
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-10", R"(hearing_held { hearing_id: "$H" kind: HEARING_KIND_REVIEW })");
  EXPECT_FALSE(Now().facts.IsAmbiguous(*facts_->OfType("hearing_held").back()));

  Tell("2026-01-06", R"(complaint_filed { child_id: "$ben" court_number: "JV2" allegations: "n" by: "agency" })");
  EXPECT_TRUE(Now().facts.IsAmbiguous(*facts_->OfType("hearing_held").back()));
  EXPECT_FALSE(facts_->IsAmbiguous(*facts_->OfType("complaint_filed").back())) << "it names its child";
}

// Facts that grow understand an entry as facts that are made again do.
TEST_F(ScopeTest, AFurtherNumberOfAChildSaysWhomLaterEntriesAreAbout) {
  constexpr char kThird[] = R"(complaint_filed { child_id: "$ana" court_number: "JV3" allegations: "n" by: "agency" })";
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-06", R"(complaint_filed { child_id: "$ben" court_number: "JV2" allegations: "n" by: "agency" })");
  Now();
  Tell("2026-01-07", kThird);
  const EntryList then = built_.entries();
  EXPECT_EQ(facts_->Grow(then.back()), CaseFacts::Growth::kItsType);
  Tell("2026-01-10", R"(hearing_held { hearing_id: "$H" kind: HEARING_KIND_REVIEW court_number: "JV3" })");
  const EntryList now = built_.entries();
  EXPECT_EQ(facts_->Grow(now.back()), CaseFacts::Growth::kItsType);

  EXPECT_THAT(facts_->OfType("hearing_held").back()->children, ElementsAre(Id("ana")));
}

TEST_F(ScopeTest, AFirstNumberOrOneThatEntriesGiveChangesWhatOthersMean) {
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-10", R"(hearing_held { hearing_id: "$H" kind: HEARING_KIND_REVIEW court_number: "JV9" })");
  Now();
  Tell("2026-01-11", R"(complaint_filed { child_id: "$ben" court_number: "JV2" allegations: "n" by: "agency" })");
  const EntryList of_ben = built_.entries();
  EXPECT_EQ(facts_->Grow(of_ben.back()), CaseFacts::Growth::kMadeAgain);

  Now();
  Tell("2026-01-12", R"(complaint_filed { child_id: "$ana" court_number: "JV9" allegations: "n" by: "agency" })");
  const EntryList given = built_.entries();
  EXPECT_EQ(facts_->Grow(given.back()), CaseFacts::Growth::kMadeAgain);
}

TEST_F(ScopeTest, AnEntryIsBeforeACourtFromTheFirstActOfTheCourtInItsEpisode) {
  Tell("2026-01-01", R"(case_note_written { occasion: "before" text: "y" })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-01", R"(case_note_written { occasion: "during" text: "y" })");
  Tell("2026-03-01", kScopeClosed);
  Tell("2026-04-01", kScopeReopened);
  Tell("2026-05-01", R"(case_note_written { occasion: "after" text: "y" })");
  const std::vector<const Fact*> notes = Now().facts.OfType("case_note_written");

  ASSERT_THAT(notes, SizeIs(3));
  EXPECT_FALSE(facts_->IsBeforeCourt(*notes[0]));
  EXPECT_TRUE(facts_->IsBeforeCourt(*notes[1]));
  EXPECT_FALSE(facts_->IsBeforeCourt(*notes[2])) << "in the new episode no court is involved";
}

TEST_F(ScopeTest, ABirthDateIsTheOneThatWasLearnedLast) {
  Tell("2026-01-10", R"(person_details_learned { participant_id: "$ana"
      details { name: "Ana Lopez" born_on: "2015-08-31" born_first_on: "2015-07-01" } })");
  const ChildOfCase ana = Now().facts.children().front();

  EXPECT_EQ(ana.name, "Ana Lopez");
  ASSERT_TRUE(ana.born.has_value());
  EXPECT_TRUE(ana.born->IsRange());
  EXPECT_EQ(FormatDay(ana.born->first), "2015-07-01");
  EXPECT_EQ(FormatDay(ana.born->last), "2015-08-31");
  EXPECT_EQ(StartOf("began: BEGAN_LIFE"), "2015-07-01") << "so that nothing comes too late";
  EXPECT_NE(BirthRangeCaution(*ana.born)().says.find("2015-08-31"), std::string::npos);
}

TEST(FactNamesTest, AnEntryIsAboutEveryChildIfItNamesNone) {
  Fact fact;
  fact.revision = 12;
  EXPECT_EQ(NameOf(fact), "r12");
  EXPECT_TRUE(IsAbout(fact, "ana"));
  fact.children = {"ben"};
  EXPECT_FALSE(IsAbout(fact, "ana"));
  EXPECT_TRUE(IsAbout(fact, "ben"));
  EXPECT_TRUE(IsAbout(fact, ""));
}

}  // namespace
}  // namespace casejournal::projections
