#include "projections/events/field_path.h"

#include "absl/strings/str_cat.h"

namespace casejournal::projections {

std::string FieldPath::Text() const {
  if (parent_ == nullptr) return "";
  std::string text = parent_->Text();
  absl::StrAppend(&text, text.empty() ? "" : ".", name_);
  if (index_.has_value()) absl::StrAppend(&text, "[", *index_, "]");
  return text;
}

}  // namespace casejournal::projections
