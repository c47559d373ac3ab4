#include "services/client/entry_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/console/command.h"

namespace casejournal::services {

std::string EntryName(uint64_t revision) { return absl::StrCat("r", revision); }

absl::string_view EntryDigits(absl::string_view text) {
  const bool named =
      text.size() > 1 && (text[0] == 'r' || text[0] == 'R') && absl::ascii_isdigit(static_cast<unsigned char>(text[1]));
  return named ? text.substr(1) : text;
}

CLI::Validator EntryNumber() {
  return CLI::Validator(
      [](std::string& text) {
        text = std::string(EntryDigits(text));
        const std::string wrong = CheckWholeNumber(text);
        return wrong.empty() ? std::string() : absl::StrCat("\"", text, "\" is not an entry, such as r186 or 186");
      },
      "");
}

}  // namespace casejournal::services
