// Reads rule files and calendars from disk.
#ifndef CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_
#define CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "projections/law/rule_file.h"

namespace casejournal::services {

// Read and check each file, and add it to `files`. For a directory, add all rule files and calendars in it: calendars
// first, then by name.
//   kNotFound  a file cannot be read, or a directory contains no such file.
absl::Status ReadRuleFiles(const std::vector<std::string>& paths, std::vector<projections::RuleFile>* files);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_RULE_FILES_H_
