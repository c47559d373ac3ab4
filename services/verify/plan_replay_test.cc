#include "services/verify/plan_replay.h"

#include <gmock/gmock.h>

#include "projections/state/attestation.h"
#include "projections/state/case_record.h"
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
    return projections::AttestPlan("", projections::SaltSeed{5}, record, last, std::nullopt);
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

TEST_F(PlanReplayTest, TheDigestIsThatOfTheSeedThatTheAttestationNames) {
  event::v1::PlanAttestation attestation = AttestationOf(5);
  attestation.set_salt_seed(std::string(32, 'z'));
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
  attestation.set_salt_seed("short");
  EXPECT_EQ(Replay(proved_, case_id_, attestation).kind, ReplayOutcome::kDiffers);
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
