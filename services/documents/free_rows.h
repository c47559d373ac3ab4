// Rows in which things side by side must not overlap. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_FREE_ROWS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_FREE_ROWS_H_

#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace casejournal::services {

class FreeRows {
 public:
  explicit FreeRows(double gap, size_t rows_max = std::numeric_limits<size_t>::max())
      : gap_(gap), rows_max_(rows_max) {}

  // Claim the space from `left` to `right` in the first row where it is free, with a gap to its neighbors, and return
  // the row, from 0. None if it is free in none of the rows allowed.
  std::optional<size_t> Claim(double left, double right) {
    for (size_t row = 0; row < rows_max_; ++row) {
      if (row == rows_.size()) rows_.emplace_back();
      if (!IsFree(rows_[row], left, right)) continue;
      rows_[row].emplace_back(left, right);
      return row;
    }
    return std::nullopt;
  }

  size_t size() const { return rows_.size(); }

 private:
  using Row = std::vector<std::pair<double, double>>;

  bool IsFree(const Row& row, double left, double right) const {
    for (const auto& [from, to] : row) {
      if (left < to + gap_ && from < right + gap_) return false;
    }
    return true;
  }

  const double gap_;
  const size_t rows_max_;
  std::vector<Row> rows_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_FREE_ROWS_H_
