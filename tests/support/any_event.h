// Events of any type, created from the annotations of the contract alone: a new type needs no line here.
#ifndef CASEJOURNAL_TESTS_SUPPORT_ANY_EVENT_H_
#define CASEJOURNAL_TESTS_SUPPORT_ANY_EVENT_H_

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "projections/events/event_words.h"
#include "tests/support/case_builder.h"

namespace casejournal::testing {

// The types of body that a case event can have, in the order of the contract.
inline std::vector<const google::protobuf::FieldDescriptor*> BodyFields() {
  const google::protobuf::OneofDescriptor* body = CaseEvent::descriptor()->FindOneofByName("body");
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  for (int i = 0; i < body->field_count(); ++i) fields.push_back(body->field(i));
  return fields;
}

// The fields of a message to set.
enum class Filled { kRequired, kSome, kAll };

// Fills messages. The ids that it names come from a few ids for each kind, so that events are about each other's parts.
// They need not exist in the case.
class AnyEvent {
 public:
  // kRequired: only what the contract requires. kAll: every field, one element in each list, the first member of each
  // choice.
  explicit AnyEvent(std::mt19937_64& random, Filled filled = Filled::kSome)
      : random_(random), all_(filled == Filled::kAll), required_(filled == Filled::kRequired) {}

  CaseEvent OfType(const google::protobuf::FieldDescriptor& body, absl::string_view day) {
    CaseEvent event;
    event.set_effective_on(std::string(day));
    Fill(*event.GetReflection()->MutableMessage(&event, &body), 0);
    return event;
  }

  void Fill(google::protobuf::Message& message, int depth) {
    using google::protobuf::FieldDescriptor;
    if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
      static_cast<google::protobuf::Timestamp&>(message).set_seconds(1'740'000'000 + static_cast<int64_t>(Below(1000)));
      return;
    }
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const google::protobuf::OneofDescriptor* choice = field.real_containing_oneof();
      if (choice != nullptr) {
        // One member of a choice; with kAll, the first.
        if (choice->field(0) == &field) {
          Set(message, *choice->field(all_ ? 0 : static_cast<int>(Below(choice->field_count()))), depth);
        }
        continue;
      }
      const bool may_lack = field.is_repeated() ? !projections::OptionsOf(field).required() : field.has_presence();
      const bool needed = projections::OptionsOf(field).required();
      if (may_lack && !needed && (required_ || (!all_ && Below(2) == 0))) continue;
      const size_t count = field.is_repeated() && !all_ && !required_ ? 1 + Below(2) : 1;
      for (size_t n = 0; n < count; ++n) Set(message, field, depth);
    }
  }

 private:
  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }

  static std::string KindWord(event::v1::PartKind kind) {
    if (kind == event::v1::PART_KIND_PARTICIPANT || kind == event::v1::PART_KIND_HINDERED) return "child";
    if (kind == event::v1::PART_KIND_PROGRESS_SUBJECT) return "objective";
    return projections::EnumWords(kind);
  }

  std::string Text(const google::protobuf::FieldDescriptor& field) {
    const event::v1::FieldOptions& options = projections::OptionsOf(field);
    const std::string number = absl::StrCat(Below(3));
    if (options.digest() || options.sha256() || options.seed())
      return std::string(32, static_cast<char>('a' + Below(3)));
    if (options.names() != event::v1::PART_KIND_UNSPECIFIED) return Id(KindWord(options.names()) + number);
    if (options.introduces() != event::v1::PART_KIND_UNSPECIFIED) return Id(KindWord(options.introduces()) + number);
    if (options.uuid()) return Id(absl::StrCat(field.name(), number));
    if (options.day()) return absl::StrFormat("2025-%02d-%02d", 1 + Below(12), 1 + Below(28));
    if (options.time_of_day()) return absl::StrFormat("%02d:%02d", Below(24), Below(60));
    if (options.court_number()) return "25-JV-000" + number;
    return absl::StrCat("some ", projections::FieldWords(field), all_ ? "" : number);
  }

  void Set(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field, int depth) {
    using google::protobuf::FieldDescriptor;
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    const bool list = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        list ? reflection.AddString(&message, &field, Text(field))
             : reflection.SetString(&message, &field, Text(field));
        break;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int value =
            field.enum_type()->value(1 + static_cast<int>(Below(field.enum_type()->value_count() - 1)))->number();
        list ? reflection.AddEnumValue(&message, &field, value) : reflection.SetEnumValue(&message, &field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth > 4) break;
        Fill(list ? *reflection.AddMessage(&message, &field) : *reflection.MutableMessage(&message, &field), depth + 1);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(&message, &field, all_ || Below(2) == 0);
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        list ? reflection.AddUInt64(&message, &field, Below(5)) : reflection.SetUInt64(&message, &field, Below(5));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(&message, &field, static_cast<int64_t>(Below(1000)));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(&message, &field, static_cast<int32_t>(Below(9)) - 4);
        break;
      case FieldDescriptor::CPPTYPE_UINT32: {
        const uint32_t value = 1 + static_cast<uint32_t>(Below(9));
        list ? reflection.AddUInt32(&message, &field, value) : reflection.SetUInt32(&message, &field, value);
        break;
      }
      default:
        ADD_FAILURE() << "the contract has no fields of this type: " << field.full_name();
    }
  }

  std::mt19937_64& random_;
  const bool all_;
  const bool required_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_ANY_EVENT_H_
