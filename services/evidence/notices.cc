#include "services/evidence/notices.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::string Notices::For(const std::vector<event::v1::Label>& labels) const {
  std::string notice = general;
  for (const auto& [label, text] : by_label) {
    if (std::find(labels.begin(), labels.end(), label) != labels.end()) absl::StrAppend(&notice, "\n", text);
  }
  return notice;
}

size_t Notices::BytesMax() const {
  size_t bytes = general.size();
  for (const auto& [label, text] : by_label) bytes += 1 + text.size();
  return bytes;
}

}  // namespace casejournal::services
