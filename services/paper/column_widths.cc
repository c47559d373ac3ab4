#include "services/paper/column_widths.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace casejournal::services {
namespace {

// A line of words does not fill its column.
constexpr double kFilled = 0.94;
constexpr double kOfShorter = 0.01;
constexpr double kSteps[] = {6, 12, 24, 48, 96};

double LinesOfCell(const std::vector<double>& lines, double width) {
  double count = 0;
  for (const double line : lines) count += line <= width ? 1 : std::ceil(line / (width * kFilled));
  return count;
}

class Sharing {
 public:
  Sharing(const std::vector<ColumnNeeds>& columns, double room) : columns_(columns), room_(room) {}

  std::vector<double> Shared() {
    for (const ColumnNeeds& column : columns_) widths_.push_back(column.least);
    const double needed = std::accumulate(widths_.begin(), widths_.end(), 0.0);
    if (needed >= room_) {
      for (double& width : widths_) width *= room_ / needed;
      return widths_;
    }
    KeepShortLines();
    SaveLines();
    Widen();
    const auto takes =
        std::find_if(columns_.begin(), columns_.end(), [](const ColumnNeeds& column) { return column.takes_rest; });
    widths_[takes == columns_.end() ? columns_.size() - 1 : static_cast<size_t>(takes - columns_.begin())] += Rest();
    return widths_;
  }

 private:
  double Rest() const { return room_ - std::accumulate(widths_.begin(), widths_.end(), 0.0); }

  // As many columns as there is room for, the cheapest first.
  void KeepShortLines() {
    std::vector<size_t> order(columns_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return columns_[a].kept - columns_[a].least < columns_[b].kept - columns_[b].least;
    });
    for (const size_t i : order) {
      if (columns_[i].kept - widths_[i] <= Rest()) widths_[i] = columns_[i].kept;
    }
  }

  // Return the lines of all rows if column `changed` had this width. Cells that are not the longest of their row count
  // a little, so that of two long ones both can be widened, one after the other.
  double Lines(size_t changed, double width) const {
    double sum = 0;
    for (size_t row = 0; row < columns_.front().cells.size(); ++row) {
      double longest = 0;
      for (size_t i = 0; i < columns_.size(); ++i) {
        const double lines = LinesOfCell(columns_[i].cells[row], i == changed ? width : widths_[i]);
        longest = std::max(longest, lines);
        sum += lines * kOfShorter;
      }
      sum += longest;
    }
    return sum;
  }

  // Widen the column that saves the most lines for the room, as long as one saves any.
  void SaveLines() {
    for (;;) {
      const double rest = Rest();
      const double now = Lines(0, widths_[0]);
      double best = 0;
      size_t widened = 0;
      double by = 0;
      for (size_t i = 0; i < columns_.size(); ++i) {
        const double most = std::min(rest, columns_[i].most - widths_[i]);
        for (const double wanted : kSteps) {
          const double step = std::min(wanted, most);
          if (step <= 0) break;
          const double saved = (now - Lines(i, widths_[i] + step)) / step;
          if (saved > best) {
            best = saved;
            widened = i;
            by = step;
          }
        }
      }
      if (best <= 0) return;
      widths_[widened] += by;
    }
  }

  // Share what is left by what the columns still want.
  void Widen() {
    std::vector<double> wanted;
    for (size_t i = 0; i < columns_.size(); ++i) wanted.push_back(std::max(0.0, columns_[i].most - widths_[i]));
    const double sum = std::accumulate(wanted.begin(), wanted.end(), 0.0);
    const double part = sum <= 0 ? 0 : std::min(1.0, Rest() / sum);
    for (size_t i = 0; i < columns_.size(); ++i) widths_[i] += wanted[i] * part;
  }

  const std::vector<ColumnNeeds>& columns_;
  const double room_;
  std::vector<double> widths_;
};

}  // namespace

std::vector<double> ColumnWidths(const std::vector<ColumnNeeds>& columns, double room) {
  return Sharing(columns, room).Shared();
}

}  // namespace casejournal::services
