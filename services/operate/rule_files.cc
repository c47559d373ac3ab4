#include "services/operate/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "services/files/given_file.h"

namespace casejournal::services {
namespace {

bool IsRuleFile(absl::string_view name) {
  return absl::EndsWith(name, projections::kRulesSuffix) || absl::EndsWith(name, projections::kCalendarSuffix);
}

absl::StatusOr<std::vector<std::string>> FilesAt(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  absl::StatusOr<std::vector<std::string>> names = eventstore::ListDirectory(path);
  if (!names.ok()) return names.status();
  std::vector<std::string> files;
  for (const std::string& name : *names) {
    if (IsRuleFile(name)) files.push_back((std::filesystem::path(path) / name).string());
  }
  std::sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    const bool a_is_calendar = absl::EndsWith(a, projections::kCalendarSuffix);
    const bool b_is_calendar = absl::EndsWith(b, projections::kCalendarSuffix);
    return a_is_calendar != b_is_calendar ? a_is_calendar : a < b;
  });
  return files;
}

}  // namespace

absl::Status ReadRuleFiles(const std::vector<std::string>& paths, std::vector<projections::RuleFile>* files) {
  for (const std::string& path : paths) {
    const absl::StatusOr<std::vector<std::string>> found = FilesAt(path);
    if (!found.ok()) return found.status();
    if (found->empty()) {
      return absl::NotFoundError(absl::StrCat(path, ": contains no file that ends in ", projections::kRulesSuffix,
                                              " or ", projections::kCalendarSuffix));
    }
    for (const std::string& file : *found) {
      std::string text;
      if (absl::Status read = ReadInput(file, &text); !read.ok()) return read;
      files->push_back(projections::ReadRuleFile(file, text));
    }
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
