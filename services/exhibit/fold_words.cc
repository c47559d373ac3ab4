#include "services/exhibit/fold_words.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {

using projections::FoldComparison;

std::string FoldRemark(FoldComparison fold) {
  return fold == FoldComparison::kSame ? "" : "; it was attested by another fold";
}

std::string OtherPlanText(const event::v1::PlanAttestation& attestation) {
  if (projections::CompareFold(attestation) == FoldComparison::kSame) return "the entries give another plan";
  return absl::StrCat("with this program the entries give another plan; attested by ", attestation.program(),
                      ", fold version ", attestation.fold_version(), ": repeat it with a program that has that fold");
}

std::string FoldComparisonName(FoldComparison fold) { return fold == FoldComparison::kSame ? "same" : "other"; }

}  // namespace casejournal::services
