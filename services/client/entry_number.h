// Entries of a case on the command line: "r186", or the plain number.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ENTRY_NUMBER_H_
#define CASEJOURNAL_SERVICES_CLIENT_ENTRY_NUMBER_H_

#include <cstdint>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return what pages call an entry: "r186".
std::string EntryName(uint64_t revision);

// Return `text` without the "r" before its digits. Any other text is returned as it is.
absl::string_view EntryDigits(absl::string_view text);

// Accepts "r186" and "186" for a number.
CLI::Validator EntryNumber();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ENTRY_NUMBER_H_
