#include "services/documents/time_axis.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/documents/glyph_widths.h"
#include "services/pages/headings.h"

namespace casejournal::services {
namespace {

constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
constexpr const char* kShortMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr double kNamePadding = 5;    // beside a name, in all
constexpr double kBeyondAxis = 8;     // how far the last name may reach beyond the axis
constexpr double kDaysWidthMin = 21;  // of seven days, if days are named
constexpr int kDaysOfMonthMin = 28;
constexpr int kDaysOfMonth[] = {1, 8, 15, 22};

std::string Month(absl::string_view language, absl::CivilMonth month) {
  return std::string(Heading(language, kMonths[month.month() - 1]));
}

// "May" is a whole name and a short one, in one language only.
std::string ShortMonth(absl::string_view language, absl::CivilMonth month) {
  return month.month() == 5 && language == "es" ? "may"
                                                : std::string(Heading(language, kShortMonths[month.month() - 1]));
}

// The room that every name of a month needs.
double WidestMonth(absl::string_view language, double size) {
  double widest = 0;
  for (absl::CivilMonth month(2001, 1); month < absl::CivilMonth(2002, 1); ++month) {
    widest = std::max(widest, TextWidth(ShortMonth(language, month), size));
  }
  return widest;
}

}  // namespace

TimeAxis::TimeAxis(absl::CivilDay from, absl::CivilDay until, double left, double right)
    : from_(from), until_(std::max(until, from + 1)), left_(left), right_(right) {}

double TimeAxis::At(absl::CivilDay day) const {
  return left_ + PerDay() * static_cast<double>(std::clamp(day, from_, until_) - from_);
}

// Take the first label that fits.
AxisSpan TimeAxis::Span(absl::CivilDay begin, absl::CivilDay end, std::vector<std::string> labels, double size,
                        bool bold) const {
  AxisSpan span{At(begin), At(end), ""};
  const double room = span.right - span.left + (end > until_ ? kBeyondAxis : 0);
  for (std::string& label : labels) {
    if (TextWidth(label, size, bold) + kNamePadding > room) continue;
    span.label = std::move(label);
    break;
  }
  return span;
}

TimeAxis::Rows TimeAxis::Names(absl::string_view language, double upper_size, double lower_size) const {
  Rows rows;
  const bool names_days = PerDay() * 7 >= kDaysWidthMin;
  int months = 0;  // from one name to the next, such that all of them have room
  for (const int step : {1, 3, 6}) {
    const bool has_room = PerDay() * kDaysOfMonthMin * step >= WidestMonth(language, lower_size) + kNamePadding;
    if (months == 0 && has_room) months = step;
  }
  for (absl::CivilYear year(from_); !names_days && year <= absl::CivilYear(until_); ++year) {
    rows.upper.push_back(
        Upper(absl::CivilDay(year), absl::CivilDay(year + 1), {absl::StrCat(year.year())}, upper_size));
  }
  for (absl::CivilMonth month(from_); month <= absl::CivilMonth(until_); ++month) {
    const absl::CivilDay begin(month);
    const absl::CivilDay end(month + 1);
    if (names_days) {
      const std::string name = ShortMonth(language, month);
      rows.upper.push_back(
          Upper(begin, end,
                {absl::StrCat(Month(language, month), " ", month.year()), absl::StrCat(name, " ", month.year()), name},
                upper_size));
      for (const int day : kDaysOfMonth) {
        const absl::CivilDay first = begin + (day - 1);
        if (first > until_ || first < from_) continue;
        rows.lower.push_back(Lower(first, day == 22 ? end : first + 7, absl::StrCat(day), lower_size));
      }
    } else if (months != 0 && (month.month() - 1) % months == 0) {
      rows.lower.push_back(Lower(begin, absl::CivilDay(month + months), ShortMonth(language, month), lower_size));
    }
  }
  return rows;
}

}  // namespace casejournal::services
