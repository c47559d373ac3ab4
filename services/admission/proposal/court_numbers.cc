#include "services/admission/proposal/court_numbers.h"

#include <algorithm>

#include "projections/events/naming_fields.h"

namespace casejournal::services {

std::vector<NamedNumber> CourtNumbersIn(const google::protobuf::Message& message) {
  std::vector<NamedNumber> numbers;
  projections::VisitNamingFields(message, [&](const projections::NamingValue& named) {
    if (named.options.court_number()) numbers.push_back({named.value, named.path.Text()});
  });
  return numbers;
}

bool IsGiven(const v1::CasePlan& plan, absl::string_view number) {
  return std::any_of(plan.numbers().begin(), plan.numbers().end(),
                     [&](const v1::CaseNumber& given) { return given.number() == number; });
}

}  // namespace casejournal::services
