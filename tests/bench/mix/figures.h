// The figures of a run: what was measured in each round, as a table for people and as JSON for tests/bench/plot.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_FIGURES_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_FIGURES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Values of one measure, one for each round that has it.
struct Rounds {
  std::vector<double> values;

  // With an even number of values, the mean of the two in the middle. Requires at least one value.
  double Median() const;
  double Min() const;
  double Max() const;
};

// Not for concurrent use.
class Figures {
 public:
  // Add the value of one round. `row` says what was done ("append 1 each, 16 in flight"), `side` who did it
  // ("casejournal", "echo"), and `measure` what was counted, with its unit ("p50 us", "cpu us", "per second").
  void Add(const std::string& row, const std::string& side, const std::string& measure, double value);
  // Add what the machine and the run are, in words: a list of names and values.
  void Describe(const std::string& name, const std::string& value);
  // Say something about a row that its values do not say, for example "over 20 s".
  void Remark(const std::string& row, const std::string& side, const std::string& text);

  // Return the values of one measure, or null if no round has it. Valid until the next Add.
  const Rounds* Of(absl::string_view row, absl::string_view side, absl::string_view measure) const;

  // Return the lines of the row for people: median, minimum, and maximum of each measure, by side.
  std::string RowText(const std::string& row) const;
  // Return the same of all rows.
  std::string Text() const;
  // Write everything as JSON.
  absl::Status WriteJson(const std::string& path) const;

 private:
  struct Side {
    std::string name;
    std::vector<std::pair<std::string, Rounds>> measures;
    std::vector<std::string> remarks;
  };
  struct Row {
    std::string name;
    std::vector<Side> sides;
  };
  Side& Find(const std::string& row, const std::string& side);

  std::vector<std::pair<std::string, std::string>> description_;
  std::vector<Row> rows_;  // in the order in which they came
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_FIGURES_H_
