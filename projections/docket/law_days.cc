#include "projections/docket/law_days.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

// A holiday on the same day of each year, where it is kept in that year.
absl::CivilDay KeptOn(const rules::v1::DayOfYear& on, absl::civil_year_t year) {
  const absl::CivilDay day(year, on.month(), on.day());
  if (!on.moves_off_the_weekend()) return day;
  const absl::Weekday weekday = absl::GetWeekday(day);
  if (weekday == absl::Weekday::saturday) return day - 1;
  return weekday == absl::Weekday::sunday ? day + 1 : day;
}

absl::CivilDay NthOfMonth(const rules::v1::WeekdayOfMonth& nth, absl::civil_year_t year) {
  const absl::Weekday weekday = WeekdayNamed(nth.weekday()).value_or(absl::Weekday::monday);
  const absl::CivilMonth month(year, nth.month());
  if (nth.nth() < 0) return absl::PrevWeekday(absl::CivilDay(month + 1), weekday) + 7 * (nth.nth() + 1);
  return absl::NextWeekday(absl::CivilDay(month) - 1, weekday) + 7 * (nth.nth() - 1);
}

// Whether the holiday of `year` is kept on `day`; a new year's day may be kept in the year before.
bool IsKept(const rules::v1::Holiday& holiday, absl::civil_year_t year, absl::CivilDay day) {
  if (year < holiday.from_year() || (holiday.until_year() != 0 && year > holiday.until_year())) return false;
  switch (holiday.when_case()) {
    case rules::v1::Holiday::kOn: return KeptOn(holiday.on(), year) == day;
    case rules::v1::Holiday::kNth: return NthOfMonth(holiday.nth(), year) == day;
    case rules::v1::Holiday::kOnce: return holiday.once() == FormatDay(day);
    case rules::v1::Holiday::WHEN_NOT_SET: return false;
  }
  return false;
}

void AddWords(int32_t count, absl::string_view one, std::vector<std::string>& words) {
  if (count == 0) return;
  words.push_back(absl::StrCat(words.empty() || count > 0 ? "" : "less ", words.empty() ? count : std::abs(count), " ", one,
                               std::abs(count) == 1 ? "" : "s"));
}

}  // namespace

std::optional<absl::Weekday> WeekdayNamed(absl::string_view name) {
  for (const NamedWeekday& each : kWeekdays) {
    if (each.name == name) return each.weekday;
  }
  return std::nullopt;
}

BusinessDays::BusinessDays(rules::v1::Calendar calendar) : calendar_(std::move(calendar)) {
  weekend_.clear();
  for (const std::string& name : calendar_.weekend()) {
    if (const std::optional<absl::Weekday> weekday = WeekdayNamed(name)) weekend_.push_back(*weekday);
  }
}

std::string BusinessDays::HolidayOn(absl::CivilDay day) const {
  for (const rules::v1::Holiday& holiday : calendar_.holiday()) {
    for (const absl::civil_year_t year : {day.year(), day.year() + 1, day.year() - 1}) {
      if (IsKept(holiday, year, day)) return holiday.name();
    }
  }
  return "";
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
  return offset.years() == 0 && offset.months() == 0 && offset.days() == 0 && offset.working_days() == 0 && offset.hours() == 0;
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

absl::CivilDay RollOff(absl::CivilDay day, rules::v1::Roll roll, const BusinessDays& business, std::vector<RolledDay>& steps) {
  if (roll == rules::v1::ROLL_UNSPECIFIED) return day;
  while (true) {
    std::string why = business.HolidayOn(day);
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool off = roll == rules::v1::ROLL_TO_A_WORKING_DAY ? business.IsWeekend(day) : weekday == absl::Weekday::sunday;
    if (off) {
      for (const NamedWeekday& each : kWeekdays) {
        if (each.weekday == weekday) why = std::string(each.words);
      }
    }
    if (why.empty()) return day;
    steps.push_back({day, day + 1, std::move(why)});
    ++day;
  }
}

}  // namespace casejournal::projections
