#include "projections/entries/civil_day.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

namespace casejournal::projections {
namespace {

bool HasShapeOfDay(absl::string_view text) {
  if (text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : !absl::ascii_isdigit(text[i])) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!HasShapeOfDay(text) || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) || !absl::SimpleAtoi(text.substr(8, 2), &day) || year == 0) {
    return absl::InvalidArgumentError("not a day of the form YYYY-MM-DD");
  }
  const absl::CivilDay civil(year, month, day);
  // A CivilDay carries 30 February over into March.
  if (civil.month() != month || civil.day() != day) {
    return absl::InvalidArgumentError("not a day of the calendar");
  }
  return civil;
}

std::string FormatDay(absl::CivilDay day) {
  if (day.year() < 0 || day.year() > 9999) {
    return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
  }
  // Written often, and absl::StrFormat takes ten times as long.
  std::string text = "0000-00-00";
  const auto put = [&](int value, size_t last) {
    for (; value > 0; value /= 10) text[last--] = static_cast<char>('0' + value % 10);
  };
  put(static_cast<int>(day.year()), 3);
  put(day.month(), 6);
  put(day.day(), 9);
  return text;
}

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

int FullYears(absl::CivilDay from, absl::CivilDay to) {
  const int years = static_cast<int>(to.year() - from.year());
  return AddMonths(from, 12 * years) > to ? years - 1 : years;
}

int32_t DaysBetween(absl::string_view earlier, absl::string_view later) {
  const absl::StatusOr<absl::CivilDay> from = ParseDay(earlier);
  const absl::StatusOr<absl::CivilDay> to = ParseDay(later);
  if (!from.ok() || !to.ok()) return 0;
  return static_cast<int32_t>(*to - *from);
}

bool OpenOn(absl::string_view began_on, absl::string_view ended_on, absl::string_view day) {
  return !began_on.empty() && began_on <= day && (ended_on.empty() || ended_on > day);
}

bool WithinDays(absl::string_view day, absl::string_view from, absl::string_view until) {
  if (from.empty() && until.empty()) return true;
  return !day.empty() && day >= from && (until.empty() || day <= until);
}

std::string DayOf(int64_t instant_us, absl::TimeZone zone) {
  constexpr absl::CivilDay kFirst(1, 1, 1);
  constexpr absl::CivilDay kLast(9999, 12, 31);
  return FormatDay(std::clamp(absl::ToCivilDay(absl::FromUnixMicros(instant_us), zone), kFirst, kLast));
}

absl::Time EndOfDay(absl::CivilDay day, absl::TimeZone zone) {
  // `trans` is the instant of a change that skips midnight; else `pre` is the first midnight of the
  // day.
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day + 1));
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

}  // namespace casejournal::projections
