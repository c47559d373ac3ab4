// The worked examples of docs/AS_OF.md, with their numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/entries/dependents.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AsOfTest : public ::testing::Test {
 protected:
  v1::CasePlan Plan(const v1::AsOf& as_of) const { return PlanAsOf(ana_.built, as_of); }

  // The caregivers of Ana according to this plan, for each open placement.
  static std::vector<std::string> Homes(const v1::CasePlan& plan) {
    std::vector<std::string> homes;
    for (const v1::Placement& placement : plan.placements()) {
      if (!placement.began_on().empty() && placement.ended_on().empty()) {
        homes.push_back(placement.terms().with_whom());
      }
    }
    return homes;
  }
  static std::string Wording(const v1::CasePlan& plan) { return plan.objectives(0).terms().statement(); }
  static std::string MetOn(const v1::CasePlan& plan) { return plan.objectives(0).met_on(); }

  const AnaCase ana_ = BuildAnaCase();
};

// 1
TEST_F(AsOfTest, LateEntryChangesWhatWeKnowNowAndNotWhatOurRecordSaid) {
  EXPECT_THAT(Homes(Plan(Effective("2025-04-01", KnownDay("2025-04-30")))), ElementsAre("the Miller foster home"));
  EXPECT_THAT(Homes(Plan(Effective("2025-04-01"))), ElementsAre("her aunt"));
}

// 2
TEST_F(AsOfTest, EffectiveDayMeansItsEnd) {
  EXPECT_THAT(Homes(Plan(Effective("2025-03-01"))), ElementsAre("her aunt"));
  EXPECT_THAT(Homes(Plan(Effective("2025-02-28"))), ElementsAre("the Miller foster home"));
  EXPECT_THAT(Homes(Plan(Effective("2025-01-31"))), IsEmpty());
}

// 3: at no instant is she without a placement or in two placements.
TEST_F(AsOfTest, InstantIsInclusiveAndCutsNoRequest) {
  const absl::Time recorded = Local("2025-05-05 09:30");

  EXPECT_THAT(Homes(Plan(Effective("2025-04-01", KnownInstant(recorded)))), ElementsAre("her aunt"));
  EXPECT_THAT(Homes(Plan(Effective("2025-04-01", KnownInstant(recorded - absl::Microseconds(1))))),
              ElementsAre("the Miller foster home"));
}

// 4
TEST_F(AsOfTest, CorrectionMovesADate) {
  EXPECT_EQ(MetOn(Plan(Effective("2025-04-20", KnownDay("2025-05-19")))), "2025-04-18");
  EXPECT_EQ(MetOn(Plan(Effective("2025-04-20", KnownDay("2025-05-20")))), "");
  EXPECT_EQ(MetOn(Plan(Effective("2025-04-28", KnownDay("2025-05-20")))), "2025-04-28");
}

// 5
TEST_F(AsOfTest, RetractionOfACorrectionBringsBackTheOriginal) {
  EXPECT_EQ(MetOn(Plan(Effective("2025-04-20", KnownDay("2025-06-02")))), "2025-04-18");
  EXPECT_EQ(MetOn(Plan(Effective("2025-04-20", KnownInstant(Local("2025-06-02 11:59"))))), "");
}

// 6
TEST_F(AsOfTest, LatestCorrectionThatIsNotUndoneCounts) {
  const auto wording = [this](absl::string_view day) { return Wording(Plan(Effective("2025-04-01", KnownDay(day)))); };

  EXPECT_EQ(wording("2025-06-09"), kObjective);
  EXPECT_EQ(wording("2025-06-10"), "every two weeks");
  EXPECT_EQ(wording("2025-06-11"), "every week, with her mother");
  EXPECT_EQ(wording("2025-07-01"), "every two weeks");
  EXPECT_EQ(wording("2025-07-02"), "every week, with her mother");
}

// 7
TEST_F(AsOfTest, LateEntryDoesNotOverturnWhatCameAfterIt) {
  EXPECT_EQ(Plan({}).outcomes(0).outcome(), event::v1::PERMANENCY_OUTCOME_PERMANENT_HOME_WITH_A_RELATIVE);
  EXPECT_EQ(Plan(Effective("2025-05-01")).outcomes(0).outcome(), event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY);
  EXPECT_THAT(Plan(Effective("2025-05-01", KnownDay("2025-07-14"))).outcomes(), IsEmpty());
}

// 8
TEST_F(AsOfTest, SignedVersionStandsWhateverIsCorrected) {
  const v1::CasePlan may = Plan(Effective("2025-05-01"));
  const std::vector<v1::InForce> binding = VersionsInForce(may);

  ASSERT_EQ(binding.size(), 1U);
  EXPECT_EQ(binding[0].digest(), ana_.version.digest);
  EXPECT_EQ(binding[0].since(), "2025-04-10");
  EXPECT_EQ(binding[0].basis(), "journalized");
  EXPECT_EQ(binding[0].entry_number(), "12");
  EXPECT_THAT(ana_.version.text.DebugString(), ::testing::HasSubstr(kObjective));
  EXPECT_EQ(Wording(may), "every week, with her mother");
  EXPECT_TRUE(WorkingDiffers(may, *FindVersion(may, binding[0].digest()), ana_.version.text));
  EXPECT_THAT(VersionsInForce(Plan(Effective("2025-04-10", KnownDay("2025-04-10")))), IsEmpty());
}

// 9: recorded at 23:30 local time, before a day of 23 hours ends.
TEST_F(AsOfTest, KnownDayEndsWithTheCivilDayOfTheJournal) {
  CaseBuilder built;
  built.Record("2025-03-09 23:30", {CaseOpened("2025-03-09")});
  const auto known = ResolveKnown(KnownDay("2025-03-09"), NewYork());

  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(built.entries()[0].recorded_at_us,
            absl::ToUnixMicros(absl::FromCivil(absl::CivilSecond(2025, 3, 10, 3, 30, 0), absl::UTCTimeZone())));
  EXPECT_TRUE(known->Holds(built.entries()[0]));
  EXPECT_EQ(known->Closes(), absl::FromCivil(absl::CivilSecond(2025, 3, 10, 4, 0, 0), absl::UTCTimeZone()));
  const auto day_before = ResolveKnown(KnownDay("2025-03-08"), NewYork());
  ASSERT_THAT(day_before, IsOk());
  EXPECT_EQ(*known->Closes() - *day_before->Closes(), absl::Hours(23));
}

// 10
TEST_F(AsOfTest, SomeDayBetweenIsCertainOnTheLastDayAndListedBefore) {
  CaseBuilder built;
  CaseEvent left = MovedOut("2024-08-31", "home", "father");
  left.set_effective_first_day("2024-06-01");
  built.Record("2024-09-02 09:00", {CaseOpened("2024-01-02"), AdultJoined("2024-01-02", "father"),
                                    MovedIn("2024-01-02", "home", "father"), left});
  const auto moved_out = [&](absl::string_view day) {
    return PlanAsOf(built, Effective(day)).households(0).members(0).moved_out_on();
  };
  const auto uncertain = [&](absl::string_view day) {
    const auto listed = DescribeKnown(KnownSet::All(), built.entries(), Effective(day)).uncertain();
    return std::vector<uint64_t>(listed.begin(), listed.end());
  };

  EXPECT_EQ(moved_out("2024-05-31"), "");
  EXPECT_THAT(uncertain("2024-05-31"), IsEmpty());
  EXPECT_EQ(moved_out("2024-07-15"), "");
  EXPECT_THAT(uncertain("2024-07-15"), ElementsAre(3));
  EXPECT_EQ(moved_out("2024-08-31"), "2024-08-31");
  EXPECT_THAT(uncertain("2024-08-31"), IsEmpty());
}

// 11: who may still see the entry is a question of access, which this test does not cover.
TEST_F(AsOfTest, EntryOfTheWrongCaseStaysInEveryKnownSetBeforeItsRetraction) {
  AnaCase ana = BuildAnaCase();
  ana.built.Record("2025-07-20 10:00", {ChildJoined("2025-07-20", "another family's child")});
  ana.built.Record("2025-07-22 10:00", {Retracting(19, "it belongs to another case")});

  EXPECT_EQ(PlanAsOf(ana.built, KnownDay("2025-07-21")).participants_size(), 2);
  EXPECT_EQ(PlanAsOf(ana.built, {}).participants_size(), 1);
  EXPECT_TRUE(ana.built.record().Undone(19));
}

// 12: the objective and its being met depend on the goal, the latter through the objective.
TEST_F(AsOfTest, WhatRestsOnAnEntryIsNamed) {
  const std::vector<Standing> standing = StandingEntries(ana_.built.entries(), KnownSet::All());

  EXPECT_THAT(DependentsOf(standing, 4), ElementsAre(8, 5));
  EXPECT_THAT(DependentsOf(standing, 5), ElementsAre(8));
  EXPECT_THAT(DependentsOf(standing, 6), ElementsAre(7));
}

class ImportAsOfTest : public ::testing::Test {
 protected:
  ImportAsOfTest() {
    built_.Record("2026-01-15 10:00",
                  {Claimed(CaseOpened("2023-06-01"), "2023-06-01 09:00", "X"),
                   Claimed(PlacementBegan("2023-06-18", "Q", "Ana", "the Hill home"), "2023-06-20 09:00", "X"),
                   PlacementEnded("2023-08-01", "Q")});
    built_.Record("2026-02-10 10:00", {Correcting(1, PlacementBegan("2023-06-17", "Q", "Ana", "the Hill home"))});
  }

  v1::AnsweredAsOf Answered(const v1::AsOf& as_of) const {
    return DescribeKnown(*ResolveKnown(as_of, NewYork()), built_.entries(), as_of);
  }

  CaseBuilder built_;
};

// 13
TEST_F(ImportAsOfTest, JournalKnewNothingBeforeTheImport) {
  const v1::AsOf asked = KnownDay("2024-01-01");

  EXPECT_EQ(PlanAsOf(built_, asked).status(), v1::CASE_STATUS_UNSPECIFIED);
  EXPECT_FALSE(Answered(asked).has_revision());
  EXPECT_EQ(absl::FromUnixSeconds(Answered(asked).known_since().seconds()), Local("2026-01-15 10:00"));
}

// 14
TEST_F(ImportAsOfTest, ClaimsAreBelievedOnRequestAndCounted) {
  const v1::AsOf asked = Claims(KnownDay("2024-01-01"));
  const v1::CasePlan plan = PlanAsOf(built_, asked);
  const v1::AnsweredAsOf answered = Answered(asked);

  EXPECT_EQ(plan.status(), v1::CASE_STATUS_OPEN);
  ASSERT_EQ(plan.placements_size(), 1);
  EXPECT_EQ(plan.placements(0).began_on(), "2023-06-18");
  EXPECT_EQ(plan.placements(0).ended_on(), "");
  EXPECT_EQ(answered.claimed_entries(), 2U);
  EXPECT_EQ(answered.proven_claims(), 0U);
  EXPECT_THAT(answered.claim_systems(), ElementsAre("X"));
  EXPECT_EQ(answered.revision(), 1U);
  EXPECT_TRUE(answered.cuts_request());
}

// 15
TEST_F(ImportAsOfTest, RecordedTimeCountsFromTheImport) {
  const v1::CasePlan plan = PlanAsOf(built_, KnownDay("2026-01-31"));

  EXPECT_EQ(plan.placements(0).began_on(), "2023-06-18");
  EXPECT_EQ(plan.placements(0).ended_on(), "2023-08-01");
}

// 16
TEST_F(ImportAsOfTest, HeadHoldsTheCorrection) {
  const v1::CasePlan head = PlanAsOf(built_, {});
  const v1::CasePlan july = PlanAsOf(built_, Effective("2023-07-01"));

  EXPECT_EQ(head.placements(0).began_on(), "2023-06-17");
  EXPECT_EQ(head.placements(0).ended_on(), "2023-08-01");
  EXPECT_EQ(july.placements(0).ended_on(), "");
}

}  // namespace
}  // namespace casejournal::projections
