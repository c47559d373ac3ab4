// Rule files and calendar files: read from their text, checked, each fault with its line.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// How the names of the two kinds of file end.
inline constexpr absl::string_view kRulesSuffix = ".rules.textproto";
inline constexpr absl::string_view kCalendarSuffix = ".calendar.textproto";
// No file is longer, in bytes.
inline constexpr size_t kRuleFileBytesMax = 200 << 10;  // an event has at most 256 KiB

// Something wrong in a file.
struct RuleFault {
  std::string file;
  int line = 0;    // from 1; 0 where no line is to blame
  int column = 0;  // from 1
  std::string says;
};

// A file that was read; what is wrong with it alone is in `faults`.
struct RuleFile {
  std::string name;
  std::string text;
  // One of the two, where the text could be read.
  std::optional<rules::v1::RuleSet> set;
  std::optional<rules::v1::Calendar> calendar;
  std::vector<RuleFault> faults;

  const std::string& id() const { return set ? set->id() : calendar->id(); }
  uint32_t version() const { return set ? set->version() : calendar->version(); }
};

// Reads and checks one file. The end of its name says which kind it is.
RuleFile ReadRuleFile(absl::string_view name, absl::string_view text);

// What is wrong with some sets and calendars together: names given twice, moments and calendars that none of them has,
// moments that begin from each other. In the order of the files.
std::vector<RuleFault> CheckTogether(const std::vector<RuleFile>& files);

// "us-oh.rules.textproto:12:3: says".
std::string FaultText(const RuleFault& fault);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_RULE_FILE_H_
