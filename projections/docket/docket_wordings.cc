#include "projections/docket/docket_wordings.h"

namespace casejournal::projections {

absl::Span<const WordingText> DocketWordings() {
  static constexpr WordingText kAll[] = {
      kEntryStep,
      kCareEndedStep,
      kBornStep,
      kBornBetweenStep,
      kMomentStep,
      kFirstCountedStep,
      kAndStep,
      kPlusStep,
      kPlusHoursStep,
      kPlusHoursSecondStep,
      kPlusHoursAcrossStep,
      kPlusHoursAcrossSecondStep,
      kExtendedStep,
      kNamedStep,
      kRestartedStep,
      kLastDoneStep,
      kEndOfMonthStep,
      kAddedUpStep,
      kAddedUpOfThirtyStep,
      kNotCountedStep,
      kNoLaterStep,
      kSetAgainStep,
      kRolledOffWeekdayStep,
      kRolledOffHolidayStep,
      kRolledOffObservedHolidayStep,
      kRolledOffClosureStep,
      kClosuresStep,
      kNoClosuresStep,
      kBirthRangeCaution,
      kTakenOverCaution,
      kNoChildNamedCaution,
  };
  return kAll;
}

}  // namespace casejournal::projections
