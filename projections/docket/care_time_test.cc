// Episodes of the case and of care, and what kind of care each day was.
#include "projections/docket/care_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "projections/docket/court_case.h"
#include "projections/entries/civil_day.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kCareClosed[] = R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })";
constexpr char kCareReopened[] = R"(case_reopened { origin: CASE_ORIGIN_REPORT })";
constexpr char kCareEnded[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })";

std::string DayOr(const std::optional<absl::CivilDay>& day) { return day ? FormatDay(*day) : "open"; }

// The case was opened on 2020-01-01 with Ana.
class CareTimeTest : public casejournal::testing::DocketCase {
 protected:
  // What tests ask for ends with 2026-12-31.
  void Ask() {
    facts_ = std::make_unique<CaseFacts>(built_.entries(), KnownSet::All(), absl::CivilDay(2026, 12, 31),
                                         casejournal::testing::NewYork());
    episodes_ = CaseEpisodesOf(*facts_);
  }
  std::vector<CareEpisode> CareOf(const std::string& choices, const std::string& child = "ana") {
    Ask();
    rules::v1::Choices chosen;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(choices, &chosen)) << choices;
    for (const ChildOfCase& each : facts_->children()) {
      if (each.id == Id(child))
        return CareEpisodesOf(*facts_, each, episodes_, chosen, BusinessDays(), absl::CivilDay(2026, 12, 31));
    }
    ADD_FAILURE() << "no such child";
    return {};
  }
  // "r5 2026-01-10 to 2026-02-10", for each episode of care.
  std::vector<std::string> Care(const std::string& choices = "") {
    std::vector<std::string> told;
    for (const CareEpisode& each : CareOf(choices))
      told.push_back(absl::StrCat(each.name, " ", FormatDay(each.began), " to ", DayOr(each.ended)));
    return told;
  }
  // "2026-01-10 foster care", for each stretch of the first episode.
  std::vector<std::string> Stretches(const std::string& choices) {
    std::vector<std::string> told;
    const std::vector<CareEpisode> care = CareOf(choices);
    for (const CareStretch& each : care.at(0).stretches)
      told.push_back(absl::StrCat(FormatDay(each.from), " ", CareKindWords(each.kind)));
    return told;
  }
  std::vector<std::string> CaseEpisodes() {
    Ask();
    std::vector<std::string> told;
    for (const CaseEpisode& each : episodes_)
      told.push_back(absl::StrCat(each.name(), " ", DayOr(each.began), " to ", DayOr(each.ended)));
    return told;
  }
  std::vector<std::string> CourtCases(const std::string& child = "ana") {
    Ask();
    std::vector<std::string> told;
    for (const CourtCase& each : CourtCasesOf(*facts_, Id(child), episodes_)) {
      told.push_back(absl::StrCat(each.name, " ", DayOr(each.began), " to ", DayOr(each.ended)));
      for (const std::string& number : each.numbers) told.back() += " " + number;
    }
    return told;
  }

  std::unique_ptr<CaseFacts> facts_;
  std::vector<CaseEpisode> episodes_;
};

TEST_F(CareTimeTest, ACaseHasOneEpisodeForEachOpening) {
  EXPECT_THAT(CaseEpisodes(), ElementsAre("r0 2020-01-01 to open"));
  Tell("2021-01-01", kCareClosed);    // 4
  Tell("2022-01-01", kCareReopened);  // 5
  EXPECT_THAT(CaseEpisodes(), ElementsAre("r0 2020-01-01 to 2021-01-01", "r5 2022-01-01 to open"));
  Tell("2023-01-01", kCareReopened);  // 6
  EXPECT_THAT(CaseEpisodes(),
              ElementsAre("r0 2020-01-01 to 2021-01-01", "r5 2022-01-01 to 2023-01-01", "r6 2023-01-01 to open"))
      << "an opening of an open case ends the episode before it";
}

TEST_F(CareTimeTest, ASecondClosingClosesNothing) {
  Tell("2021-01-01", kCareClosed);
  Tell("2021-06-01", kCareClosed);

  EXPECT_THAT(CaseEpisodes(), ElementsAre("r0 2020-01-01 to 2021-01-01"));
}

TEST_F(CareTimeTest, ACaseEndsWhenItIsTransferredOrJoinedToAnother) {
  Tell("2021-01-01", R"(cases_joined { other_case_id: "$x" part: JOIN_PART_GOES_ON reason: "r" })");
  EXPECT_THAT(CaseEpisodes(), ElementsAre("r0 2020-01-01 to open"));
  Tell("2021-02-01", R"(cases_joined { other_case_id: "$x" part: JOIN_PART_ENDS reason: "r" })");
  EXPECT_THAT(CaseEpisodes(), ElementsAre("r0 2020-01-01 to 2021-02-01"));
}

TEST(CareTimeOfNothingTest, ACaseThatWasNeverOpenedHasOneEpisodeWithoutABeginning) {
  const casejournal::testing::CaseBuilder built;
  const CaseFacts facts(built.entries(), KnownSet::All(), absl::CivilDay(2026, 1, 1), absl::UTCTimeZone());
  const std::vector<CaseEpisode> episodes = CaseEpisodesOf(facts);

  ASSERT_EQ(episodes.size(), 1U);
  EXPECT_FALSE(episodes[0].began.has_value());
  EXPECT_EQ(episodes[0].name(), "case");
  EXPECT_TRUE(episodes[0].range().Holds(absl::CivilDay(1900, 1, 1)));
  EXPECT_TRUE(CourtCasesOf(facts, "any", episodes).size() == 1U);
}

TEST_F(CareTimeTest, EntriesBeforeTheFirstOpeningBelongToTheFirstEpisode) {
  Tell("2021-01-01", kCareClosed);
  Tell("2022-01-01", kCareReopened);
  Ask();

  EXPECT_TRUE(episodes_[0].range().Holds(absl::CivilDay(2019, 1, 1)));
  EXPECT_TRUE(episodes_[0].range().Holds(absl::CivilDay(2021, 6, 1))) << "also between two episodes";
  EXPECT_FALSE(episodes_[0].range().Holds(absl::CivilDay(2022, 1, 1)));
  EXPECT_FALSE(episodes_[1].range().Holds(absl::CivilDay(2021, 12, 31)));
}

TEST_F(CareTimeTest, AChildThatWasNeverRemovedHasNoCare) { EXPECT_THAT(Care(), IsEmpty()); }

TEST_F(CareTimeTest, CareLastsFromTheRemovalToTheExit) {
  Tell("2026-01-10", kRemoved);  // 4
  EXPECT_THAT(Care(), ElementsAre("r4 2026-01-10 to open"));
  Tell("2026-02-10", kCareEnded);
  EXPECT_THAT(Care(), ElementsAre("r4 2026-01-10 to 2026-02-10"));
  EXPECT_NE(CareOf("")[0].exit, nullptr);
}

TEST_F(CareTimeTest, AStayWithoutADayIsNone) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-01-10", kCareEnded);

  EXPECT_THAT(Care(), IsEmpty());
}

TEST_F(CareTimeTest, AnExitBeforeTheRemovalIsNotItsOwn) {
  Tell("2026-01-10", kCareEnded);
  Tell("2026-02-10", kRemoved);

  EXPECT_THAT(Care(), ElementsAre("r5 2026-02-10 to open"));
}

TEST_F(CareTimeTest, CareEndsWithTheCaseAndWhenTheChildLeft) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-05-10", kCareClosed);
  EXPECT_THAT(Care(), ElementsAre("r4 2026-01-10 to 2026-05-10"));
  EXPECT_EQ(CareOf("")[0].exit, nullptr) << "no entry ended it by itself";
  Tell("2026-03-10", R"(participant_left { participant_id: "$ana" why: LEAVE_REASON_MOVED_AWAY })");
  EXPECT_THAT(Care(), ElementsAre("r4 2026-01-10 to 2026-03-10"));
}

TEST_F(CareTimeTest, ASecondRemovalEndsTheFirstStay) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-03-10", R"(child_removed { removal_id: "$S" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })");

  EXPECT_THAT(Care(), ElementsAre("r4 2026-01-10 to 2026-03-10", "r5 2026-03-10 to open"));
  EXPECT_EQ(CareOf("")[0].next, absl::CivilDay(2026, 3, 10));
}

TEST_F(CareTimeTest, EachDayIsOfTheKindOfItsPlacementOrAbsence) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-01-10", kPlaced);
  Tell("2026-02-01", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  Tell("2026-02-05", R"(absence_ended { absence_id: "$A" how: ABSENCE_END_KIND_CAME_BACK })");
  Tell("2026-03-01", R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria"
                        type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })");
  Tell("2026-04-01", R"(absence_began { absence_id: "$B" child_id: "$ana" kind: ABSENCE_KIND_DETENTION })");

  EXPECT_THAT(Stretches(R"(runaway_absence: "RUNAWAY" outside_absence: "DETENTION")"),
              ElementsAre("2026-01-10 foster care", "2026-02-01 runaway", "2026-02-05 foster care",
                          "2026-03-01 trial home visit", "2026-04-01 outside scope"));
  EXPECT_THAT(Stretches(""), ElementsAre("2026-01-10 foster care", "2026-03-01 trial home visit"))
      << "without choices an absence is no kind of its own";
}

TEST_F(CareTimeTest, StretchesHaveNoGapsAndEndTheDayAfterTheOneAsked) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-01-20", kPlaced);
  Tell("2026-02-01", R"(placement_ended { placement_id: "$P" reason: "x" })");
  Tell("2026-02-01", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  const std::vector<CareEpisode> care = CareOf(R"(runaway_absence: "RUNAWAY")");

  ASSERT_EQ(care.size(), 1U);
  absl::CivilDay at = care[0].began;
  for (const CareStretch& stretch : care[0].stretches) {
    EXPECT_EQ(stretch.from, at);
    EXPECT_LT(stretch.from, stretch.until);
    at = stretch.until;
  }
  EXPECT_EQ(at, absl::CivilDay(2027, 1, 1));
}

TEST_F(CareTimeTest, ARunawayFromDetentionIsARunaway) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-02-01", R"(absence_began { absence_id: "$D" child_id: "$ana" kind: ABSENCE_KIND_DETENTION })");
  Tell("2026-02-10", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");

  EXPECT_THAT(Stretches(R"(runaway_absence: "RUNAWAY" outside_absence: "DETENTION")"),
              ElementsAre("2026-01-10 foster care", "2026-02-01 outside scope", "2026-02-10 runaway"));
}

TEST_F(CareTimeTest, AReturnFromElsewhereIsANewEntryWhereChosen) {
  Tell("2026-01-10", kRemoved);                                                                               // 4
  Tell("2026-02-01", R"(absence_began { absence_id: "$D" child_id: "$ana" kind: ABSENCE_KIND_DETENTION })");  // 5
  Tell("2026-03-01", R"(absence_ended { absence_id: "$D" how: ABSENCE_END_KIND_CAME_BACK })");                // 6
  const std::string choices = R"(outside_absence: "DETENTION" interruptions: )";

  EXPECT_THAT(Care(choices + "INTERRUPTIONS_CLOCKS_STOP"), ElementsAre("r4 2026-01-10 to open"));
  EXPECT_THAT(Care(choices + "INTERRUPTIONS_NEW_ENTRY"),
              ElementsAre("r4 2026-01-10 to 2026-02-01", "r4r5 2026-03-01 to open"));
}

TEST_F(CareTimeTest, ATrialHomeVisitThatIsTooLongEndsTheStay) {
  Tell("2026-01-10", kRemoved);  // 4
  Tell("2026-02-01", R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria"
                        type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })");
  const std::string limit = "trial_home_visit_limit { months: 6 }";

  EXPECT_THAT(Care(""), ElementsAre("r4 2026-01-10 to open")) << "without a limit";
  EXPECT_THAT(Care(limit), ElementsAre("r4 2026-01-10 to 2026-08-02"));
  Tell("2026-09-01", kPlaced);  // 6
  EXPECT_THAT(Care(limit), ElementsAre("r4 2026-01-10 to 2026-08-02", "r6 2026-09-01 to open"));
}

TEST_F(CareTimeTest, ATrialHomeVisitOfExactlyItsLimitIsNotTooLong) {
  Tell("2026-01-10", kRemoved);
  Tell("2026-02-01", R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria"
                        type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })");
  Tell("2026-08-02", R"(placement_ended { placement_id: "$V" reason: "failed" })");

  EXPECT_THAT(Care("trial_home_visit_limit { months: 6 }"), ElementsAre("r4 2026-01-10 to open"));
}

TEST_F(CareTimeTest, CareOfAnotherChildIsNotHers) {
  Tell("2020-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  Tell("2026-01-10", kRemoved);

  EXPECT_THAT(CareOf("", "ben"), IsEmpty());
  EXPECT_THAT(RemovalsOf(*facts_, Id("ben")), IsEmpty());
  EXPECT_EQ(RemovalsOf(*facts_, Id("ana")).size(), 1U);
}

TEST(EarlierTest, IsTheOneThatIsPresentOrTheFirst) {
  const absl::CivilDay one(2026, 1, 1);
  const absl::CivilDay two(2026, 1, 2);
  EXPECT_EQ(Earlier(std::nullopt, std::nullopt), std::nullopt);
  EXPECT_EQ(Earlier(one, std::nullopt), one);
  EXPECT_EQ(Earlier(std::nullopt, two), two);
  EXPECT_EQ(Earlier(two, one), one);
}

TEST_F(CareTimeTest, AChildWithoutACourtHasOneCourtCaseThatCouldBe) {
  EXPECT_THAT(CourtCases(), ElementsAre("r0 open to open"));
}

TEST_F(CareTimeTest, AComplaintGivesTheCourtCaseItsNumber) {
  Tell("2026-01-10", kRemoved);    // 4
  Tell("2026-01-11", kComplaint);  // 5
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to open JV1"));

  Tell("2026-06-01",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "abuse" by: "the agency" })");  // 6
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to open JV1", "r6 2026-06-01 to open JV2"))
      << "nothing says that the first has ended";
}

TEST_F(CareTimeTest, ACourtCaseIsOverWhenTheChildIsHomeWithoutSupervision) {
  Tell("2026-01-10", kRemoved);    // 4
  Tell("2026-01-11", kComplaint);  // 5
  Tell("2026-03-01", kCareEnded);  // 6
  Tell("2026-06-01",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "abuse" by: "the agency" })");  // 7
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to 2026-06-01 JV1", "r7 2026-06-01 to open JV2"));

  Tell("2026-02-01", R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_PROTECTIVE_SUPERVISION })");
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to open JV1", "r7 2026-06-01 to open JV2"));
  Tell("2026-05-31", R"(order_ended { order_id: "$O" how: ORDER_END_KIND_STAYED })");
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to open JV1", "r7 2026-06-01 to open JV2"))
      << "a stayed order may come back";
  Tell("2026-05-31", R"(order_ended { order_id: "$O" how: ORDER_END_KIND_TERMINATED })");
  EXPECT_THAT(CourtCases(), ElementsAre("r4 open to 2026-06-01 JV1", "r7 2026-06-01 to open JV2"));
}

TEST_F(CareTimeTest, EachChildHasItsOwnCourtCases) {
  Tell("2020-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");  // 4
  Tell("2026-01-11", kComplaint);                                                                               // 5

  EXPECT_THAT(CourtCases("ana"), ElementsAre("r5 open to open JV1"));
  EXPECT_THAT(CourtCases("ben"), ElementsAre("r0 open to open"));
}

}  // namespace
}  // namespace casejournal::projections
