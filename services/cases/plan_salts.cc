#include "services/cases/plan_salts.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::string PlanSalts::Of(absl::string_view part) {
  const auto salt = log_.Keyed(head_, absl::StrCat("plan part salt\n", as_of_revision_, "\n", part));
  if (!salt.ok()) {
    status_.Update(salt.status());
    return std::string(32, '\0');
  }
  return std::string(salt->begin(), salt->end());
}

}  // namespace casejournal::services
