#include "services/exhibit/fold_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eventstore/proofs/hash.h"
#include "projections/state/plan_fold.h"

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

event::v1::PlanAttestation AttestedByThisFold() {
  event::v1::PlanAttestation attestation;
  attestation.set_program("casejournal 0.0.9");
  attestation.set_fold_version(projections::kFoldVersion);
  attestation.set_fold_digest(std::string(eventstore::AsBytes(projections::FoldDigest())));
  return attestation;
}

TEST(FoldWordsTest, SameFoldNeedsNoRemark) {
  EXPECT_EQ(FoldRemark(projections::FoldComparison::kSame), "");
  EXPECT_EQ(OtherPlanText(AttestedByThisFold()), "the entries give another plan");
  EXPECT_EQ(FoldComparisonName(projections::FoldComparison::kSame), "same");
}

TEST(FoldWordsTest, OtherFoldIsNamedByProgramAndVersion) {
  event::v1::PlanAttestation attestation = AttestedByThisFold();
  attestation.set_fold_version(4);
  EXPECT_THAT(FoldRemark(projections::FoldComparison::kOther), HasSubstr("by another fold"));
  EXPECT_THAT(OtherPlanText(attestation),
              AllOf(HasSubstr("casejournal 0.0.9, fold version 4"), HasSubstr("another plan")));
  EXPECT_EQ(FoldComparisonName(projections::FoldComparison::kOther), "other");
}

}  // namespace
}  // namespace casejournal::services
