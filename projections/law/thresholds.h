// The numbers that findings and rules compare with: how many days of notice, how many months, from which age. A
// journal's rule sets set them (RuleSet.threshold); a number that none of them sets is the one here.
#ifndef CASEJOURNAL_PROJECTIONS_LAW_THRESHOLDS_H_
#define CASEJOURNAL_PROJECTIONS_LAW_THRESHOLDS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "projections/law/law.h"

namespace casejournal::projections {

enum class Threshold {
  kActivityAverageMonthsMin,
  kActivityMonthsMax,
  kConferenceMonthsMax,
  kCourtSilentAfterDays,
  kEffortsFindingDaysMax,
  kEmergencyDaysMax,
  kFarFromHomeMiles,
  kLateAfterDays,
  kNoticeDaysMin,
  kPanelMembersMin,
  kPanelMembersMinInHome,
  kPartyAgeYears,
  kPlanCopyDaysMax,
  kPlanUntouchedMonthsMax,
  kReferralAnswerDaysMax,
  kReportAssessedDaysMax,
  kServiceBeginDaysMax,
  kTribeReceiptDaysMax,
};

struct ThresholdText {
  Threshold threshold;
  absl::string_view name;  // of rule files: stable forever
  int number;              // if no adopted set has another one
  absl::string_view means;
  absl::string_view source;
};

// Every threshold, each once, in the order of the names.
absl::Span<const ThresholdText> Thresholds();
const ThresholdText& TextOf(Threshold threshold);

// The number by `law`; with null, the one of Thresholds().
int NumberOf(Threshold threshold, const Law* law);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_THRESHOLDS_H_
