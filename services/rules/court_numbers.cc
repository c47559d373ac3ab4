#include "services/rules/court_numbers.h"

#include <algorithm>

#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using projections::JsonPath;

void Collect(const Message& message, const std::string& path, std::vector<NamedNumber>& numbers) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && !projections::OptionsOf(*field).court_number()) continue;
    if (!field->is_repeated()) {
      if (is_message) {
        Collect(reflection.GetMessage(message, field), JsonPath(path, *field), numbers);
      } else if (std::string number = reflection.GetString(message, field); !number.empty()) {
        numbers.push_back({std::move(number), JsonPath(path, *field)});
      }
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (is_message) {
        Collect(reflection.GetRepeatedMessage(message, field, i), JsonPath(path, *field, i),
                numbers);
      } else {
        numbers.push_back(
            {reflection.GetRepeatedString(message, field, i), JsonPath(path, *field, i)});
      }
    }
  }
}

}  // namespace

std::vector<NamedNumber> CourtNumbersIn(const Message& message) {
  std::vector<NamedNumber> numbers;
  Collect(message, "", numbers);
  return numbers;
}

bool IsGiven(const v1::CasePlan& plan, absl::string_view number) {
  return std::any_of(plan.numbers().begin(), plan.numbers().end(),
                     [&](const v1::CaseNumber& given) { return given.number() == number; });
}

}  // namespace casejournal::services
