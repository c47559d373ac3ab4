#include "services/console/choices.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/console/near_name.h"

namespace casejournal::services {

CLI::Validator OneOfNames(std::map<std::string, std::string> values) {
  std::vector<std::string> names;
  for (const auto& each : values) names.push_back(each.first);
  const std::string description = absl::StrCat("{", absl::StrJoin(names, ","), "}");
  return CLI::Validator(
      [values = std::move(values), names](std::string& text) {
        if (const auto found = values.find(text); found != values.end()) {
          text = found->second;
          return std::string();
        }
        const std::string near = NearestName(text, names);
        return absl::StrCat("\"", text, "\" is not one of ", absl::StrJoin(names, ", "),
                            near.empty() ? "" : absl::StrCat("; did you mean ", near, "?"));
      },
      description);
}

CLI::Validator OneOfWords(const std::vector<std::string>& words) {
  std::map<std::string, std::string> values;
  for (const std::string& word : words) values[word] = word;
  return OneOfNames(std::move(values));
}

// The parser has what a validator says of itself behind the name of the type: "FORM:{csv,json}".
std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t begin = type.find(":{");
  const size_t end = type.find('}', begin);
  if (begin == std::string::npos || end == std::string::npos) return {};
  return absl::StrSplit(type.substr(begin + 2, end - begin - 2), ',');
}

}  // namespace casejournal::services
