// The sentences of derivations and cautions. Each is put into words only when it is said: a list of dates says no step.
// Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_SENTENCES_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_SENTENCES_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "projections/docket/case_facts.h"
#include "projections/law/law.h"
#include "projections/law/law_days.h"
#include "projections/words/wording.h"

namespace casejournal::projections {

struct LeftOut;

// A sentence that is not in words yet. It refers to the facts and the law of its case, like all of a Case.
using Unsaid = std::function<Said()>;

// Where a clock begins.
Unsaid EntryOn(const Fact& fact, absl::CivilDay day, std::optional<absl::CivilDay> counted = std::nullopt);
Unsaid CareEndedOn(absl::CivilDay day);
Unsaid BornOn(const BirthDate& born);
Unsaid MomentOn(const LawMoment& moment, absl::CivilDay day);
Unsaid FirstCountedOn(absl::CivilDay day);

// Periods that are added; none is nothing.
Unsaid AndAfter(const rules::v1::Offset& offset, absl::CivilDay day);
Unsaid PlusFrom(const rules::v1::Offset& offset, absl::CivilDay from, absl::CivilDay day);
// The same with times of day.
struct HoursAdded {
  rules::v1::Offset offset;
  absl::CivilDay from;
  std::string from_time;  // HH:MM
  absl::CivilDay day;
  std::string time;        // HH:MM
  bool is_across = false;  // clocks changed in between
  bool is_second = false;  // `time` is the second of two on that day
};
Unsaid PlusHours(HoursAdded added);
Unsaid ExtendedBy(const rules::v1::Offset& offset, const Fact& fact, absl::CivilDay day);

// What else sets a date.
Unsaid NamedBy(const Fact& fact, absl::CivilDay named);
Unsaid RestartedOn(absl::CivilDay day);
Unsaid LastDoneOn(absl::CivilDay day);
Unsaid EndOfMonth(absl::CivilDay day);
Unsaid AddedUpOn(const rules::v1::Count& count, bool months_of_thirty, absl::CivilDay day);

// What moves a date. `day` is the date after that; absent: nothing was moved.
Unsaid NotCounted(const LeftOut& left_out, std::optional<absl::CivilDay> day);
Unsaid NoLaterThan(absl::CivilDay day);
Unsaid SetAgainOn(absl::CivilDay again, absl::CivilDay day);
Unsaid RolledOff(const RolledDay& roll);
// `closures` is the name of the list that was considered. Empty: none was.
Unsaid ClosuresConsidered(std::string closures);

// Cautions.
// For a duty whose date or condition uses a birth date that is known only as a range.
Unsaid BirthRangeCaution(const BirthDate& born);
Unsaid TakenOverCaution(absl::CivilDay claimed);
Unsaid NoChildNamedCaution(const Fact& met_by);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_SENTENCES_H_
