// Reads and checks rule files and calendar files. Each fault has its line.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// The suffixes of the two kinds of files.
inline constexpr absl::string_view kRulesSuffix = ".rules.textproto";
inline constexpr absl::string_view kCalendarSuffix = ".calendar.textproto";
// The maximum length of a file, in bytes.
inline constexpr size_t kRuleFileBytesMax = 200 << 10;  // an event has at most 256 KiB

// One fault in a file.
struct RuleFault {
  std::string file;
  int line = 0;    // from 1; 0 if no line is at fault
  int column = 0;  // from 1
  std::string says;
};

// A file. `faults` has the faults of this file alone.
struct RuleFile {
  std::string name;
  std::string text;
  // One of the two, if the text could be read.
  std::optional<rules::v1::RuleSet> set;
  std::optional<rules::v1::Calendar> calendar;
  std::vector<RuleFault> faults;

  const std::string& id() const { return set ? set->id() : calendar->id(); }
  uint32_t version() const { return set ? set->version() : calendar->version(); }
};

// Read and check one file. The suffix of its name tells its kind.
RuleFile ReadRuleFile(absl::string_view name, absl::string_view text);

// Return the faults of several sets and calendars together: duplicate names, unknown moments and calendars, and moments
// that depend on each other. In the order of the files.
std::vector<RuleFault> CheckTogether(const std::vector<RuleFile>& files);

// "us-oh.rules.textproto:12:3: says".
std::string FaultText(const RuleFault& fault);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_
