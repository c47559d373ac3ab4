// Where days lie on the width of a drawing, and how the axis names them. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIME_AXIS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIME_AXIS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace casejournal::services {

// A piece of the axis: a year, a quarter, a month, or some days of a month.
struct AxisSpan {
  double left = 0;
  double right = 0;
  std::string label;  // empty: no room for it
};

class TimeAxis {
 public:
  // The days `from` to `until`, of which the first lies at `left` and the last at `right`. If `until` is not after
  // `from`, the axis ends a day after it.
  TimeAxis(absl::CivilDay from, absl::CivilDay until, double left, double right);

  absl::CivilDay from() const { return from_; }
  absl::CivilDay until() const { return until_; }
  double left() const { return left_; }
  double right() const { return right_; }

  // Return where a day lies; a day outside lies at the nearer end.
  double At(absl::CivilDay day) const;
  bool Has(absl::CivilDay day) const { return day >= from_ && day <= until_; }

  // Return the upper and the lower row of names, from left to right, for bold text of the first size and text of the
  // second: years, and months, quarters, or half years; or months and days. The lower row is empty if there is no room.
  struct Rows {
    std::vector<AxisSpan> upper;
    std::vector<AxisSpan> lower;
  };
  Rows Names(absl::string_view language, double upper_size, double lower_size) const;

 private:
  AxisSpan Upper(absl::CivilDay begin, absl::CivilDay end, std::vector<std::string> labels, double size) const {
    return Span(begin, end, std::move(labels), size, true);
  }
  AxisSpan Lower(absl::CivilDay begin, absl::CivilDay end, std::string label, double size) const {
    return Span(begin, end, {std::move(label)}, size, false);
  }
  double PerDay() const { return (right_ - left_) / static_cast<double>(until_ - from_); }
  AxisSpan Span(absl::CivilDay begin, absl::CivilDay end, std::vector<std::string> labels, double size,
                bool bold) const;

  absl::CivilDay from_;
  absl::CivilDay until_;
  double left_;
  double right_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIME_AXIS_H_
