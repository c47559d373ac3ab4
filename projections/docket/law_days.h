// The law's arithmetic of days: months and their ends, working days, holidays, and last days that roll. Pure; no other
// code does this (docs/DOCKET.md, "Day arithmetic").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_LAW_DAYS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_LAW_DAYS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// Which days are business days. A value; safe for concurrent use.
class BusinessDays {
 public:
  // Saturdays and Sundays are not working days. There are no holidays.
  BusinessDays() = default;
  // Requires a calendar that CheckCalendar accepts, and, if given, a court's list of closures that adds to it.
  explicit BusinessDays(rules::v1::Calendar calendar, std::optional<rules::v1::Calendar> closures = std::nullopt);

  // The name of the holiday on that day: "Independence Day" or, if it is observed on that day instead of its own,
  // "Independence Day (observed)". Empty: no holiday.
  std::string HolidayOn(absl::CivilDay day) const;
  bool IsWeekend(absl::CivilDay day) const;
  // Closures of a clerk's office do not matter here.
  bool IsWorkingDay(absl::CivilDay day) const { return !IsWeekend(day) && HolidayOn(day).empty(); }
  // Why the clerk's office is closed on that day. Empty: it is open, or no list of closures was given.
  std::string ClosureOn(absl::CivilDay day) const;
  // The list of closures that is used: "hamilton-clerk v2". Empty: none.
  std::string ClosuresName() const;

 private:
  rules::v1::Calendar calendar_;
  std::optional<rules::v1::Calendar> closures_;
  std::vector<absl::Weekday> weekend_ = {absl::Weekday::saturday, absl::Weekday::sunday};
};

// The weekday with that name in capitals, or nothing.
std::optional<absl::Weekday> WeekdayNamed(absl::string_view name);

// The day at an offset after `day` (before it, if the offset is negative): years and months first, then days and hours,
// then working days.
absl::CivilDay Plus(absl::CivilDay day, const rules::v1::Offset& offset, const BusinessDays& business);

// The offset multiplied in one step: "every 6 months" a third time is 18 months.
rules::v1::Offset Times(const rules::v1::Offset& offset, int times);
rules::v1::Offset Sum(const rules::v1::Offset& a, const rules::v1::Offset& b);
bool IsNothing(const rules::v1::Offset& offset);
// "6 months", "17 years less 90 days", "the same day".
std::string OffsetWords(const rules::v1::Offset& offset);

// One day that a last day rolled off, and why.
struct RolledDay {
  absl::CivilDay from;
  absl::CivilDay to;
  std::string why;   // "Sunday", "Independence Day", "closed: snow"
  std::string says;  // "is a Sunday", "is Independence Day"
};
// Roll `day` as the rule says, also past closures of the clerk's office. Adds each step.
absl::CivilDay RollOff(absl::CivilDay day, rules::v1::Roll roll, const BusinessDays& business,
                       std::vector<RolledDay>& steps);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_LAW_DAYS_H_
