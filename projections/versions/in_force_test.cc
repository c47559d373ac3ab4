// Which version binds, what was corrected since it was drawn up, and what an attestation of its plan says.
#include "projections/versions/in_force.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/entries/standing.h"
#include "projections/state/attestation.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_digest.h"
#include "projections/state/plan_fold.h"
#include "projections/state/side_by_side.h"
#include "projections/versions/plan_versions.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr SaltSeed kSeed = {3};

event::v1::PlanText TextWord(const std::string& word) {
  event::v1::PlanText text;
  text.add_parts()->set_text(word);
  return text;
}

std::vector<v1::InForce> AllInForce(const CaseBuilder& built) {
  return InForceOf(built.entries(), KnownSet::All(), built.record().plan());
}

TEST(InForceTest, ACaseWithoutVersionsHasNoneInForce) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10")});

  EXPECT_THAT(AllInForce(built), IsEmpty());
}

TEST(InForceTest, AVersionThatWasOnlyDrawnUpIsNotInForce) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {VersionDrawnUp("2025-01-10", {{}, std::string(32, 'a')})});

  EXPECT_THAT(AllInForce(built), IsEmpty());
}

TEST(InForceTest, NamesEachLaterCorrectionOfWhatTheTextRestsOn) {
  const AnaCase ana = BuildAnaCase();
  const std::vector<v1::InForce> all = AllInForce(ana.built);

  ASSERT_THAT(all, SizeIs(1));
  // Revisions 13 to 16 are about the objective at 5; those at 11 and 12 are about an entry after the text.
  EXPECT_THAT(all[0].corrected_since(), ElementsAre(13, 14, 15, 16));
  EXPECT_TRUE(all[0].compared());
  ASSERT_THAT(all[0].working_differs(), Not(IsEmpty()));
  EXPECT_EQ(all[0].working_differs(0).path(), "Ana, primary track, outcome sought");
}

TEST(InForceTest, ACorrectionOutsideTheKnownSetIsNotNamed) {
  const AnaCase ana = BuildAnaCase();
  const KnownSet known = KnownSet::UpToRevision(13);
  const v1::CasePlan plan = FoldPlan(ana.built.case_id(), StandingEntries(ana.built.entries(), known));

  const std::vector<v1::InForce> all = InForceOf(ana.built.entries(), known, plan);

  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].corrected_since(), ElementsAre(13));
}

TEST(InForceTest, TheTextIsThatOfTheEntryWithTheDigest) {
  const AnaCase ana = BuildAnaCase();
  const v1::PlanVersion* version = FindVersion(ana.built.record().plan(), ana.version.digest);

  ASSERT_NE(version, nullptr);
  EXPECT_THAT(TextOfVersion(ana.built.entries(), *version), EqualsMessage(ana.version.text));
  v1::PlanVersion unknown = *version;
  unknown.set_digest(std::string(32, 'z'));
  EXPECT_THAT(TextOfVersion(ana.built.entries(), unknown).parts(), IsEmpty());
  EXPECT_EQ(FindVersion(ana.built.record().plan(), unknown.digest()), nullptr);
}

TEST(InForceTest, TheTextOfACorrectedVersionIsThatOfTheCorrection) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {VersionDrawnUp("2025-01-10", {TextWord("wrong"), std::string(32, 'a')})});
  built.Record("2025-01-11 09:00",
               {Correcting(0, VersionDrawnUp("2025-01-10", {TextWord("right"), std::string(32, 'b')}))});

  ASSERT_EQ(built.record().plan().versions_size(), 1);
  EXPECT_EQ(TextOfVersion(built.entries(), built.record().plan().versions(0)).parts(0).text(), "right");
}

CaseEvent ForceEffect(absl::string_view day, char digest, std::vector<std::string> children) {
  CaseEvent event = On(day);
  event.mutable_plan_took_effect()->set_digest(std::string(32, digest));
  for (const std::string& child : children) event.mutable_plan_took_effect()->add_children_ids(Id(child));
  event.mutable_plan_took_effect()->set_basis(event::v1::EFFECT_BASIS_EMERGENCY);
  return event;
}

CaseEvent ForceVersion(absl::string_view day, absl::string_view plan_word, char digest,
                       const std::vector<std::string>& children) {
  CaseEvent event = VersionDrawnUp(day, {{}, std::string(32, digest)});
  event.mutable_plan_version_drawn_up()->set_plan_id(Id(plan_word));
  event.mutable_plan_version_drawn_up()->clear_children_ids();
  for (const std::string& child : children) event.mutable_plan_version_drawn_up()->add_children_ids(Id(child));
  return event;
}

TEST(InForceTest, EachPlanAndChildHasItsOwnVersion) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {ForceVersion("2025-01-10", "case plan", 'a', {"Ben", "Ana"}),
                                    ForceVersion("2025-01-11", "safety plan", 'b', {"Ana"}),
                                    ForceVersion("2025-01-12", "case plan", 'c', {"Ben", "Ana"}),
                                    ForceEffect("2025-01-20", 'a', {"Ana", "Ben"}),
                                    ForceEffect("2025-01-21", 'b', {"Ana"}), ForceEffect("2025-01-22", 'c', {"Ana"})});

  std::vector<std::string> told;
  for (const v1::InForce& each : AllInForce(built))
    told.push_back(std::string(each.child_id() == Id("Ana") ? "Ana " : "Ben ") + each.digest()[0] + " " + each.since());
  EXPECT_THAT(told, ElementsAre("Ben a 2025-01-20", "Ana c 2025-01-22", "Ana b 2025-01-21"));
}

TEST(InForceTest, OnOneDayTheVersionDrawnUpLastBinds) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00",
               {ForceVersion("2025-01-10", "plan", 'a', {"Ana"}), ForceVersion("2025-01-11", "plan", 'b', {"Ana"}),
                ForceEffect("2025-01-20", 'b', {"Ana"}), ForceEffect("2025-01-20", 'a', {"Ana"})});

  ASSERT_THAT(AllInForce(built), SizeIs(1));
  EXPECT_EQ(AllInForce(built)[0].digest(), std::string(32, 'b'));
}

TEST(InForceTest, AnEffectForAChildThatNoVersionCoversBindsNobody) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00",
               {ForceVersion("2025-01-10", "plan", 'a', {"Ana"}), ForceEffect("2025-01-20", 'a', {"Ben"})});

  EXPECT_THAT(AllInForce(built), IsEmpty());
}

TEST(InForceTest, ANumberOfTheWholeCaseBindsForAllItsChildren) {
  CaseEvent journalized = Journalized("2025-02-10", {{}, std::string(32, 'a')});
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {NumberGiven("2025-01-15", "JV-2025-0117", ""),
                                    ForceVersion("2025-02-01", "plan", 'a', {"Ana", "Ben"}), journalized});

  EXPECT_THAT(AllInForce(built), SizeIs(2));
}

TEST(InForceTest, AComplaintSaysWhoseNumberItIs) {
  CaseEvent complaint = On("2025-01-15");
  complaint.mutable_complaint_filed()->set_child_id(Id("Ben"));
  complaint.mutable_complaint_filed()->set_court_number("JV-2025-0117");
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {complaint, ForceVersion("2025-02-01", "plan", 'a', {"Ana", "Ben"}),
                                    Journalized("2025-02-10", {{}, std::string(32, 'a')})});

  ASSERT_THAT(AllInForce(built), SizeIs(1));
  EXPECT_EQ(AllInForce(built)[0].child_id(), Id("Ben"));
  EXPECT_EQ(AllInForce(built)[0].court_number(), "JV-2025-0117");
}

// On the day on which a plan ends it no longer binds, even if it took effect on that day.
TEST(InForceTest, AnEndOnTheDayOfTheEffectCounts) {
  CaseEvent ended = On("2025-01-20");
  ended.mutable_plan_ended()->set_plan_id(Id("plan"));
  ended.mutable_plan_ended()->add_children_ids(Id("Ana"));
  ended.mutable_plan_ended()->set_how(event::v1::PLAN_END_KIND_BY_ORDER);
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {ForceVersion("2025-01-10", "plan", 'a', {"Ana", "Ben"}), ended,
                                    ForceEffect("2025-01-20", 'a', {"Ana", "Ben"})});

  ASSERT_THAT(AllInForce(built), SizeIs(1));
  EXPECT_EQ(AllInForce(built)[0].child_id(), Id("Ben"));
}

TEST(AttestationTest, NamesTheEntryThePlanAndTheProgram) {
  const AnaCase ana = BuildAnaCase();
  const event::v1::PlanAttestation attested = AttestPlan("program 1", kSeed, ana.built.record(), 5, std::nullopt);
  const v1::CasePlan plan =
      FoldPlan(ana.built.case_id(), StandingEntries(ana.built.entries(), KnownSet::UpToRevision(5)));

  EXPECT_EQ(attested.revision(), 5U);
  EXPECT_EQ(attested.position(), ana.built.entries()[5].position);
  EXPECT_EQ(attested.program(), "program 1");
  EXPECT_EQ(attested.fold_version(), kFoldVersion);
  EXPECT_EQ(attested.plan_digest(), eventstore::AsBytes(AttestedPlanDigest(CanonicalPlan(plan), kSeed)));
  EXPECT_EQ(attested.salt_seed(), eventstore::AsBytes(kSeed));
  EXPECT_FALSE(attested.has_effective_on());
  EXPECT_EQ(CompareFold(attested), FoldComparison::kSame);
}

TEST(AttestationTest, OfADayIsOfThePlanOnThatDay) {
  const AnaCase ana = BuildAnaCase();
  const eventstore::Revision last = ana.built.entries().size() - 1;
  const event::v1::PlanAttestation attested =
      AttestPlan("p", kSeed, ana.built.record(), last, std::string("2025-03-10"));

  EXPECT_EQ(attested.effective_on(), "2025-03-10");
  EXPECT_TRUE(IsOfPlan(attested, CanonicalPlan(ana.built.record().PlanOn("2025-03-10"))));
  EXPECT_NE(attested.plan_digest(), AttestPlan("p", kSeed, ana.built.record(), last, std::nullopt).plan_digest());
}

TEST(AttestationTest, IsOfOnePlanAndOneSeed) {
  const AnaCase ana = BuildAnaCase();
  const std::string plan = CanonicalPlan(ana.built.record().plan());
  const event::v1::PlanAttestation attested =
      AttestPlan("p", kSeed, ana.built.record(), ana.built.entries().size() - 1, std::nullopt);
  event::v1::PlanAttestation other = attested;

  EXPECT_TRUE(IsOfPlan(attested, plan));
  EXPECT_FALSE(IsOfPlan(attested, plan + plan));
  other.set_salt_seed(std::string(32, 's'));
  EXPECT_FALSE(IsOfPlan(other, plan));
  other.set_salt_seed(attested.salt_seed().substr(1));
  EXPECT_FALSE(IsOfPlan(other, plan));
}

TEST(AttestationTest, AnEffectiveDayIsTheOneThatWasAsked) {
  EXPECT_EQ(EffectiveOn({}), std::nullopt);
  EXPECT_EQ(EffectiveOn(Effective("2025-03-10")), "2025-03-10");
}

TEST(AttestationTest, AJournalizedVersionIsAttestedAsOfItsText) {
  const AnaCase ana = BuildAnaCase();
  const event::v1::AccessEvent access =
      AttestJournalized("p", kSeed, ana.built.record(), 7, ana.built.entries().size());

  EXPECT_EQ(RevisionToAttest(ana.built.record(), 7), 5U);
  const event::v1::PlanAttested& attested = access.plan_attested();
  EXPECT_EQ(attested.version_digest(), ana.version.digest);
  EXPECT_EQ(attested.drawn_up_revision(), 6U);
  EXPECT_EQ(attested.journalized_revision(), 7U);
  EXPECT_THAT(attested.plan(), EqualsMessage(AttestPlan("p", kSeed, ana.built.record(), 5, std::nullopt)));
}

// The entry that the text is as of can belong to the request that is about to be recorded.
TEST(AttestationTest, AnEntryThatIsNotRecordedYetHasNoPosition) {
  const AnaCase ana = BuildAnaCase();

  EXPECT_NE(AttestJournalized("p", kSeed, ana.built.record(), 7, 6).plan_attested().plan().position(), 0U);
  EXPECT_EQ(AttestJournalized("p", kSeed, ana.built.record(), 7, 5).plan_attested().plan().position(), 0U);
}

TEST(AttestationTest, AVersionThatWasWithdrawnIsNotAttested) {
  AnaCase ana = BuildAnaCase();
  ana.built.Record("2025-08-01 09:00", {Retracting(7), Retracting(6)});

  EXPECT_EQ(RevisionToAttest(ana.built.record(), 7), std::nullopt);
}

TEST(SideBySideTest, TwoOfOneCapacityWhoAreBothInTheCaseAreTwo) {
  v1::Participant ana;
  ana.set_participant_id("a");
  ana.set_capacity(event::v1::CAPACITY_CHILD);
  v1::Participant other = ana;
  EXPECT_FALSE(StandSideBySide(ana, other)) << "the same participant";
  other.set_participant_id("b");
  EXPECT_TRUE(StandSideBySide(ana, other));
  other.set_capacity(event::v1::CAPACITY_ADULT);
  EXPECT_FALSE(StandSideBySide(ana, other));
  other.set_capacity(event::v1::CAPACITY_CHILD);
  other.set_left_on("2025-01-01");
  EXPECT_FALSE(StandSideBySide(ana, other));
  EXPECT_FALSE(StandSideBySide(other, ana));
}

}  // namespace
}  // namespace casejournal::projections
