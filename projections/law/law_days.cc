#include "projections/law/law_days.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

struct NamedWeekday {
  absl::string_view name;
  absl::string_view words;
  absl::Weekday weekday;
};
constexpr std::array<NamedWeekday, 7> kWeekdays = {{{"MONDAY", "Monday", absl::Weekday::monday},
                                                    {"TUESDAY", "Tuesday", absl::Weekday::tuesday},
                                                    {"WEDNESDAY", "Wednesday", absl::Weekday::wednesday},
                                                    {"THURSDAY", "Thursday", absl::Weekday::thursday},
                                                    {"FRIDAY", "Friday", absl::Weekday::friday},
                                                    {"SATURDAY", "Saturday", absl::Weekday::saturday},
                                                    {"SUNDAY", "Sunday", absl::Weekday::sunday}}};

constexpr int kHoursADay = 24;
constexpr absl::string_view kObserved = " (observed)";

// The working day on which a holiday on a weekend is observed, or the holiday itself if it is not on a weekend.
absl::CivilDay ObservedOn(absl::CivilDay holiday) {
  const absl::Weekday weekday = absl::GetWeekday(holiday);
  if (weekday == absl::Weekday::saturday) return holiday - 1;
  return weekday == absl::Weekday::sunday ? holiday + 1 : holiday;
}

absl::CivilDay NthOfMonth(const rules::v1::WeekdayOfMonth& nth, absl::civil_year_t year) {
  const absl::Weekday weekday = WeekdayNamed(nth.weekday()).value_or(absl::Weekday::monday);
  const absl::CivilMonth month(year, nth.month());
  if (nth.nth() < 0) return absl::PrevWeekday(absl::CivilDay(month + 1), weekday) + 7 * (nth.nth() + 1);
  return absl::NextWeekday(absl::CivilDay(month) - 1, weekday) + 7 * (nth.nth() - 1);
}

bool HasYear(const rules::v1::Holiday& holiday, absl::civil_year_t year) {
  return year >= holiday.from_year() && (holiday.until_year() == 0 || year <= holiday.until_year());
}

// Return whether `day` itself is the holiday.
bool IsHoliday(const rules::v1::Holiday& holiday, absl::CivilDay day) {
  if (!HasYear(holiday, day.year())) return false;
  switch (holiday.when_case()) {
    case rules::v1::Holiday::kOn:
      return absl::CivilDay(day.year(), holiday.on().month(), holiday.on().day()) == day;
    case rules::v1::Holiday::kNth:
      return NthOfMonth(holiday.nth(), day.year()) == day;
    case rules::v1::Holiday::kOnce:
      return holiday.once() == FormatDay(day);
    case rules::v1::Holiday::WHEN_NOT_SET:
      return false;
  }
  return false;
}

// Whether the holiday is observed on `day`. New Year's Day can be observed in the year before.
bool IsObserved(const rules::v1::Holiday& holiday, absl::CivilDay day) {
  if (!holiday.has_on() || !holiday.on().moves_off_the_weekend()) return false;
  for (const absl::civil_year_t year : {day.year(), day.year() + 1, day.year() - 1}) {
    if (HasYear(holiday, year) && ObservedOn(absl::CivilDay(year, holiday.on().month(), holiday.on().day())) == day)
      return true;
  }
  return false;
}

bool IsClosed(const rules::v1::Closure& closure, absl::CivilDay day) {
  const std::string on = FormatDay(day);
  if (closure.weekday().empty())
    return closure.first_day() <= on && on <= (closure.last_day().empty() ? closure.first_day() : closure.last_day());
  return WeekdayNamed(closure.weekday()) == absl::GetWeekday(day) && closure.first_day() <= on &&
         (closure.last_day().empty() || on <= closure.last_day());
}

absl::string_view WeekdayWords(absl::Weekday weekday) {
  for (const NamedWeekday& each : kWeekdays) {
    if (each.weekday == weekday) return each.words;
  }
  return "";
}

void AddWords(int32_t count, absl::string_view one, std::vector<std::string>& words) {
  if (count == 0) return;
  words.push_back(absl::StrCat(words.empty() || count > 0 ? "" : "less ", words.empty() ? count : std::abs(count), " ",
                               one, std::abs(count) == 1 ? "" : "s"));
}

}  // namespace

std::optional<absl::Weekday> WeekdayNamed(absl::string_view name) {
  for (const NamedWeekday& each : kWeekdays) {
    if (each.name == name) return each.weekday;
  }
  return std::nullopt;
}

BusinessDays::BusinessDays(rules::v1::Calendar calendar, std::optional<rules::v1::Calendar> closures)
    : calendar_(std::move(calendar)), closures_(std::move(closures)) {
  // No more of CheckCalendar than this: an adopted calendar was checked by the program that adopted it.
  assert(calendar_.adds_to().empty());
  assert(!closures_ || closures_->adds_to() == calendar_.id());
  weekend_.clear();
  for (const std::string& name : calendar_.weekend()) {
    if (const std::optional<absl::Weekday> weekday = WeekdayNamed(name)) weekend_.push_back(*weekday);
  }
}

std::string BusinessDays::HolidayOn(absl::CivilDay day) const {
  for (const rules::v1::Holiday& holiday : calendar_.holiday()) {
    if (IsHoliday(holiday, day)) return holiday.name();
  }
  for (const rules::v1::Holiday& holiday : calendar_.holiday()) {
    if (IsObserved(holiday, day)) return absl::StrCat(holiday.name(), kObserved);
  }
  return "";
}

std::string BusinessDays::ClosureOn(absl::CivilDay day) const {
  if (!closures_) return "";
  for (const rules::v1::Closure& closure : closures_->closed()) {
    if (IsClosed(closure, day)) return closure.why();
  }
  return "";
}

std::string BusinessDays::ClosuresName() const {
  return closures_ ? absl::StrCat(closures_->id(), " v", closures_->version()) : "";
}

bool BusinessDays::IsWeekend(absl::CivilDay day) const {
  return std::find(weekend_.begin(), weekend_.end(), absl::GetWeekday(day)) != weekend_.end();
}

absl::CivilDay Plus(absl::CivilDay day, const rules::v1::Offset& offset, const BusinessDays& business) {
  absl::CivilDay at = AddMonths(day, 12 * offset.years() + offset.months());
  at += offset.days() + static_cast<int32_t>((offset.hours() + kHoursADay - 1) / kHoursADay);
  const int step = offset.working_days() < 0 ? -1 : 1;
  for (int left = std::abs(offset.working_days()); left > 0;) {
    at += step;
    if (business.IsWorkingDay(at)) --left;
  }
  return at;
}

rules::v1::Offset Times(const rules::v1::Offset& offset, int times) {
  rules::v1::Offset result;
  result.set_years(offset.years() * times);
  result.set_months(offset.months() * times);
  result.set_days(offset.days() * times);
  result.set_working_days(offset.working_days() * times);
  result.set_hours(offset.hours() * times);
  return result;
}

rules::v1::Offset Sum(const rules::v1::Offset& a, const rules::v1::Offset& b) {
  rules::v1::Offset result;
  result.set_years(a.years() + b.years());
  result.set_months(a.months() + b.months());
  result.set_days(a.days() + b.days());
  result.set_working_days(a.working_days() + b.working_days());
  result.set_hours(a.hours() + b.hours());
  return result;
}

bool IsNothing(const rules::v1::Offset& offset) {
  return offset.years() == 0 && offset.months() == 0 && offset.days() == 0 && offset.working_days() == 0 &&
         offset.hours() == 0;
}

std::string OffsetWords(const rules::v1::Offset& offset) {
  std::vector<std::string> words;
  AddWords(offset.years(), "year", words);
  AddWords(offset.months(), "month", words);
  AddWords(offset.days(), "day", words);
  AddWords(offset.working_days(), "working day", words);
  AddWords(static_cast<int32_t>(offset.hours()), "hour", words);
  return words.empty() ? "the same day" : absl::StrJoin(words, " ");
}

absl::CivilDay RollOff(absl::CivilDay day, rules::v1::Roll roll, const BusinessDays& business,
                       std::vector<RolledDay>& steps) {
  if (roll == rules::v1::ROLL_UNSPECIFIED) return day;
  while (true) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool off =
        roll == rules::v1::ROLL_TO_A_WORKING_DAY ? business.IsWeekend(day) : weekday == absl::Weekday::sunday;
    RolledDay step{.from = day, .to = day + 1};
    if (off) {
      step.name = std::string(WeekdayWords(weekday));
      step.why = step.name;
    } else if (step.why = business.HolidayOn(day); !step.why.empty()) {
      absl::string_view name = step.why;
      step.off = absl::ConsumeSuffix(&name, kObserved) ? RolledDay::Off::kObservedHoliday : RolledDay::Off::kHoliday;
      step.name = std::string(name);
    } else if (step.name = business.ClosureOn(day); !step.name.empty()) {
      step.off = RolledDay::Off::kClosure;
      step.why = absl::StrCat("closed: ", step.name);
    } else {
      return day;
    }
    steps.push_back(std::move(step));
    ++day;
  }
}

}  // namespace casejournal::projections
