// Rule files and calendars as they lie on a disk.
#ifndef CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_
#define CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "projections/docket/rule_file.h"

namespace casejournal::services {

// Adds each file, read and checked; of a directory, all rule files and calendars in it, calendars first, then by name.
//   kNotFound  a file cannot be read, or a directory has none.
absl::Status ReadRuleFiles(const std::vector<std::string>& paths, std::vector<projections::RuleFile>* files);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_
