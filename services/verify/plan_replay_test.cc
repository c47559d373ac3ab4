#include "services/verify/plan_replay.h"

#include <gmock/gmock.h>

#include "projections/state/case_record.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_digest.h"
#include "projections/state/plan_fold.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;

class PlanReplayTest : public ::testing::Test {
 protected:
  PlanReplayTest() {
    const casejournal::testing::AnaCase ana = casejournal::testing::BuildAnaCase();
    case_id_ = ana.built.record().case_id();
    for (const projections::Entry& entry : ana.built.record().entries()) proved_.entries.push_back(entry);
  }

  event::v1::PlanAttestation AttestationOf(eventstore::Revision last) const {
    projections::CaseRecord record(case_id_);
    for (eventstore::Revision revision = 0; revision <= last; ++revision) record.Evolve(*proved_.entries[revision]);
    event::v1::PlanAttestation attestation;
    attestation.set_revision(last);
    attestation.set_position(proved_.entries[last]->position);
    attestation.set_plan_digest(
        std::string(eventstore::AsBytes(projections::CanonicalPlanDigest(projections::CanonicalPlan(record.plan())))));
    attestation.set_fold_version(projections::kFoldVersion);
    attestation.set_fold_digest(std::string(eventstore::AsBytes(projections::FoldDigest())));
    return attestation;
  }

  std::string case_id_;
  ProvedStream proved_;
};

TEST_F(PlanReplayTest, TheSameEntriesGiveThePlanThatWasAttested) {
  for (const eventstore::Revision last : {0, 5, 9})
    EXPECT_EQ(Replay(proved_, case_id_, AttestationOf(last)).kind, ReplayOutcome::kRepeated);
}

TEST_F(PlanReplayTest, AnotherPlanIsFound) {
  event::v1::PlanAttestation attestation = AttestationOf(5);
  attestation.set_plan_digest(AttestationOf(4).plan_digest());
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
  attestation = AttestationOf(5);
  attestation.set_position(attestation.position() + 1);
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
  attestation = AttestationOf(5);
  attestation.set_revision(proved_.entries.size());
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
}

TEST_F(PlanReplayTest, ProgramWithAnotherFoldIsNamedIfItGaveAnotherPlan) {
  event::v1::PlanAttestation attestation = AttestationOf(5);
  attestation.set_fold_digest(std::string(32, 'x'));
  attestation.set_program("casejournal 0.0.9");
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kRepeated);
  EXPECT_THAT(Replay(proved_, case_id_, attestation).words, HasSubstr("another fold"));
  attestation.set_plan_digest(std::string(32, 'y'));
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
  EXPECT_THAT(Replay(proved_, case_id_, attestation).words, HasSubstr("casejournal 0.0.9"));
}

// Older programs attested the source text of the fold. Their fold may have given another plan for good reasons.
TEST_F(PlanReplayTest, AttestationOfSourceTextNeitherFailsNorCountsAsTheSameFold) {
  event::v1::PlanAttestation attestation = AttestationOf(5);
  attestation.clear_fold_digest();
  attestation.set_projector_digest(std::string(32, 'x'));
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kRepeated);
  EXPECT_THAT(Replay(proved_, case_id_, attestation).words, HasSubstr("another kind of digest"));
  attestation.set_plan_digest(std::string(32, 'y'));
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kUnrepeatable);
  EXPECT_THAT(Replay(proved_, case_id_, attestation).words, HasSubstr("cannot be compared"));
}

// Content that was destroyed because the law requires it is not a false attestation.
TEST_F(PlanReplayTest, WhatRestsOnContentThatIsGoneCannotBeRepeatedAndHasNotFailed) {
  const event::v1::PlanAttestation before = AttestationOf(3);
  const event::v1::PlanAttestation behind = AttestationOf(9);
  proved_.entries[5].reset();
  EXPECT_EQ(Replay(proved_, case_id_, before).kind, ReplayOutcome::kRepeated);
  const ReplayOutcome outcome = Replay(proved_, case_id_, behind);
  EXPECT_EQ(outcome.kind, ReplayOutcome::kUnrepeatable);
  EXPECT_THAT(outcome.words, HasSubstr("revision 5"));
}

}  // namespace
}  // namespace casejournal::services
