// Options that take one of several words.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_CHOICES_H_
#define CASEJOURNAL_SERVICES_CONSOLE_CHOICES_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace casejournal::services {

// Return what checks the value of an option: one of the names of `values`, as the value behind it. Another text is an
// error that lists the names. For an option of an enum: `option->transform(OneOf(values))`.
CLI::Validator OneOfNames(std::map<std::string, std::string> values);

template <typename Enum>
CLI::Validator OneOf(const std::map<std::string, Enum>& values) {
  std::map<std::string, std::string> numbers;  // as the parser takes the value of an enum
  for (const auto& [name, value] : values)
    numbers[name] = std::to_string(static_cast<int64_t>(static_cast<std::underlying_type_t<Enum>>(value)));
  return OneOfNames(std::move(numbers));
}

// The same for an option whose value is the word itself.
CLI::Validator OneOfWords(const std::vector<std::string>& words);

// Return the words that an option takes, if it was declared with one of these; else nothing.
std::vector<std::string> ChoicesOf(const CLI::Option& option);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_CHOICES_H_
