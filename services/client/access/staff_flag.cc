#include "services/client/access/staff_flag.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr char kStaffExpected[] = "expected ISSUER/SUBJECT/NAME, for example wren.example/u-104/Grace Bell";

}  // namespace

absl::StatusOr<event::v1::Staff> ReadStaff(absl::string_view flag, const std::string& text) {
  std::vector<std::string> parts;
  if (absl::StrContains(text, "://")) {
    const size_t name = text.rfind('/');
    const size_t subject = name == 0 ? std::string::npos : text.rfind('/', name - 1);
    if (subject != std::string::npos && subject > text.find("://") + 2)
      parts = {text.substr(0, subject), text.substr(subject + 1, name - subject - 1), text.substr(name + 1)};
  } else {
    parts = absl::StrSplit(text, absl::MaxSplits('/', 2));
  }
  if (FirstInvalidByte(text) != text.size() || parts.size() != 3 || parts[0].empty() || parts[1].empty() ||
      parts[2].empty()) {
    return absl::InvalidArgumentError(absl::StrCat(flag, ": ", kStaffExpected));
  }
  event::v1::Staff staff;
  staff.set_issuer(parts[0]);
  staff.set_subject(parts[1]);
  staff.set_name(parts[2]);
  return staff;
}

}  // namespace casejournal::services
