// Visits every value of a message, at any depth.
#ifndef CASEJOURNAL_TESTS_SUPPORT_MESSAGE_VALUES_H_
#define CASEJOURNAL_TESTS_SUPPORT_MESSAGE_VALUES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace casejournal::testing {

// The path of a value by field names, the message that has it, and its field there. For a list of messages: the first.
using VisitValue = std::function<void(const std::string& path, google::protobuf::Message& holder,
                                      const google::protobuf::FieldDescriptor& field)>;

inline void VisitValues(google::protobuf::Message& message, const std::string& path, const VisitValue& visit) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = path.empty() ? field->name() : path + "." + field->name();
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      visit(name, message, *field);
    } else if (field->is_repeated()) {
      VisitValues(*reflection.MutableRepeatedMessage(&message, field, 0), name, visit);
    } else {
      VisitValues(*reflection.MutableMessage(&message, field), name, visit);
    }
  }
}

// Call `then` while the value is empty.
template <typename Then>
void Without(google::protobuf::Message& holder, const google::protobuf::FieldDescriptor& field, const Then& then) {
  std::unique_ptr<google::protobuf::Message> before(holder.New());
  before->CopyFrom(holder);
  holder.GetReflection()->ClearField(&holder, &field);
  then();
  holder.CopyFrom(*before);
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_MESSAGE_VALUES_H_
