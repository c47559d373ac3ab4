#include "services/admission/proposal/court_numbers.h"

#include "projections/events/naming_fields.h"
#include "services/admission/proposal/plan_items.h"

namespace casejournal::services {

std::vector<NamedNumber> CourtNumbersIn(const google::protobuf::Message& message) {
  std::vector<NamedNumber> numbers;
  projections::VisitNamingFields(message, [&](const projections::NamingValue& named) {
    if (named.options.court_number()) numbers.push_back({named.value, named.path.Text()});
  });
  return numbers;
}

bool IsGiven(const projections::CaseState& state, absl::string_view number) {
  return AnyOf<v1::CaseNumber>(state, [&](const v1::CaseNumber& given) { return given.number() == number; });
}

}  // namespace casejournal::services
