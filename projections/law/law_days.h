// The day arithmetic of the law: months and their ends, working days, holidays, last days that roll. Pure. No other
// code does this arithmetic (docs/DOCKET.md, "Day arithmetic").
#ifndef CASEJOURNAL_PROJECTIONS_LAW_LAW_DAYS_H_
#define CASEJOURNAL_PROJECTIONS_LAW_LAW_DAYS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// Tells which days are business days. A value; safe for concurrent use.
class BusinessDays {
 public:
  // Saturdays and Sundays are not working days, and there are no holidays.
  BusinessDays() = default;
  // Requires a calendar that CheckCalendar accepts and, if given, a court's list of closures that adds to it.
  explicit BusinessDays(rules::v1::Calendar calendar, std::optional<rules::v1::Calendar> closures = std::nullopt);

  // The name of the holiday on that day: "Independence Day", or "Independence Day (observed)" if it is only observed on
  // that day. Empty: not a holiday.
  std::string HolidayOn(absl::CivilDay day) const;
  bool IsWeekend(absl::CivilDay day) const;
  // Ignores closures of a clerk's office.
  bool IsWorkingDay(absl::CivilDay day) const { return !IsWeekend(day) && HolidayOn(day).empty(); }
  // Why the clerk's office is closed on that day. Empty: it is not closed, or no list of closures was given.
  std::string ClosureOn(absl::CivilDay day) const;
  // The name of the list of closures that is considered, for example "hamilton-clerk v2". Empty: none.
  std::string ClosuresName() const;

 private:
  rules::v1::Calendar calendar_;
  std::optional<rules::v1::Calendar> closures_;
  std::vector<absl::Weekday> weekend_ = {absl::Weekday::saturday, absl::Weekday::sunday};
};

// The weekday with this name in capital letters, or nothing.
std::optional<absl::Weekday> WeekdayNamed(absl::string_view name);

// Add an offset to `day` (subtract if negative): first years and months together, then days and hours, then working
// days.
absl::CivilDay Plus(absl::CivilDay day, const rules::v1::Offset& offset, const BusinessDays& business);

// Multiply an offset, to apply it in one step: 3 times "every 6 months" is 18 months.
rules::v1::Offset Times(const rules::v1::Offset& offset, int times);
rules::v1::Offset Sum(const rules::v1::Offset& a, const rules::v1::Offset& b);
bool IsNothing(const rules::v1::Offset& offset);
// "6 months", "17 years less 90 days", "the same day".
std::string OffsetWords(const rules::v1::Offset& offset);

// One step of a roll: the day that a last day was moved off, and why.
struct RolledDay {
  // What the day is that cannot be a last day.
  enum class Off { kWeekday, kHoliday, kObservedHoliday, kClosure };
  absl::CivilDay from;
  absl::CivilDay to;
  Off off = Off::kWeekday;
  std::string name;  // of the weekday or holiday, or why the clerk's office is closed: "Sunday", "snow"
  std::string why;   // "Sunday", "Independence Day (observed)", "closed: snow"
};
// Roll `day` as the rule says, also past closures of the clerk's office. Adds each step to `steps`.
absl::CivilDay RollOff(absl::CivilDay day, rules::v1::Roll roll, const BusinessDays& business,
                       std::vector<RolledDay>& steps);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_LAW_DAYS_H_
