// Rule files and calendars. The first byte is the kind of file.
#include <algorithm>

#include "absl/strings/match.h"
#include "google/protobuf/stubs/logging.h"
#include "projections/law/rule_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(rule_file) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  Input input(bytes);
  const bool is_calendar = (input.Byte() & 1) != 0;
  const std::string name = is_calendar ? "x.calendar.textproto" : "x.rules.textproto";
  const absl::string_view text = input.Rest();
  const projections::RuleFile file = projections::ReadRuleFile(name, text);
  Hold(file.set.has_value() + file.calendar.has_value() <= 1, "a file is of one kind");
  Hold(file.set || file.calendar || !file.faults.empty(), "what cannot be read has a fault");
  for (const projections::RuleFault& fault : file.faults) {
    Hold(fault.line >= 0 && !fault.says.empty(), "a fault says something");
    Hold(absl::StrContains(projections::FaultText(fault), fault.says), "a fault is told");
  }
  const auto together = projections::CheckTogether({file});
  for (const projections::RuleFault& fault : together) Hold(!fault.says.empty(), "a fault says something");
}

}  // namespace casejournal::fuzz
