#include "services/exhibit/fold_words.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {

using projections::FoldComparison;

std::string FoldRemark(FoldComparison fold) {
  switch (fold) {
    case FoldComparison::kSame:
      return "";
    case FoldComparison::kOther:
      return "; it was attested by another fold";
    case FoldComparison::kNotComparable:
      break;
  }
  return "; the attestation names its fold by another kind of digest, which cannot be compared";
}

std::string OtherPlanText(const event::v1::PlanAttestation& attestation) {
  const std::string attested_by =
      absl::StrCat("attested by ", attestation.program(), ", fold version ", attestation.fold_version());
  switch (projections::CompareFold(attestation)) {
    case FoldComparison::kSame:
      return "the entries give another plan";
    case FoldComparison::kOther:
      return absl::StrCat("with this program the entries give another plan; ", attested_by,
                          ": repeat it with a program that has that fold");
    case FoldComparison::kNotComparable:
      break;
  }
  return absl::StrCat("with this program the entries give another plan; ", attested_by,
                      ", which names its fold by another kind of digest that cannot be compared: repeat it with that "
                      "program");
}

std::string FoldComparisonName(FoldComparison fold) {
  switch (fold) {
    case FoldComparison::kSame:
      return "same";
    case FoldComparison::kOther:
      return "other";
    case FoldComparison::kNotComparable:
      break;
  }
  return "notComparable";
}

}  // namespace casejournal::services
