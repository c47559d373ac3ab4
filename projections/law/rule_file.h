// Rule files and calendar files: reading and checking their text, with the line of each fault. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_LAW_RULE_FILE_H_
#define CASEJOURNAL_PROJECTIONS_LAW_RULE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// The suffixes of the names of the two kinds of file.
inline constexpr absl::string_view kRulesSuffix = ".rules.textproto";
inline constexpr absl::string_view kCalendarSuffix = ".calendar.textproto";
// The maximum size of a file, in bytes.
inline constexpr size_t kRuleFileBytesMax = 200 << 10;  // an event has at most 256 KiB

// A fault in a file.
struct RuleFault {
  std::string file;
  int line = 0;    // from 1; 0 if the fault has no line
  int column = 0;  // from 1
  std::string says;
};

// A file that was read. `faults` has what is wrong with this file alone.
struct RuleFile {
  std::string name;
  std::string text;
  // Exactly one of the two, if the text could be parsed.
  std::optional<rules::v1::RuleSet> set;
  std::optional<rules::v1::Calendar> calendar;
  std::vector<RuleFault> faults;

  const std::string& id() const { return set ? set->id() : calendar->id(); }
  uint32_t version() const { return set ? set->version() : calendar->version(); }
};

// Read and check one file. The suffix of its name decides which kind it is.
RuleFile ReadRuleFile(absl::string_view name, absl::string_view text);

// Find what is wrong with several sets and calendars together: duplicate names, moments and calendars that none of them
// has, moments that begin from each other. Ordered by file.
std::vector<RuleFault> CheckTogether(const std::vector<RuleFile>& files);

// "us-oh.rules.textproto:12:3: says".
std::string FaultText(const RuleFault& fault);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_RULE_FILE_H_
