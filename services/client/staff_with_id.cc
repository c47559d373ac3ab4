#include "services/client/staff_with_id.h"

#include "absl/strings/str_cat.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {

std::string StaffWithId(const event::v1::Staff& staff) {
  return staff.name().empty() || staff.subject().empty() ? StaffWords(staff)
                                                         : absl::StrCat(staff.name(), " (", staff.subject(), ")");
}

}  // namespace casejournal::services
