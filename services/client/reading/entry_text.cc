#include "services/client/reading/entry_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "projections/events/event_words.h"
#include "services/client/entry_number.h"
#include "services/client/staff_with_id.h"
#include "services/pages/instant_text.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kFieldIndent = 2;
constexpr size_t kFieldWidthMax = 28;
constexpr size_t kFieldBytesMax = 64;

class Walk {
 public:
  Walk(const PlanWords& words, absl::TimeZone zone) : words_(words), zone_(zone) {}

  void Enter(const Message& message, const std::string& path) {
    const bool is_event = message.GetDescriptor() == event::v1::CaseEvent::descriptor();
    std::vector<const FieldDescriptor*> set;
    message.GetReflection()->ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
      if (is_event && field->real_containing_oneof() != nullptr) continue;  // the body
      const std::string name = Joined({path, projections::FieldWords(*field)}, ", ");
      if (!field->is_repeated()) {
        Add(message, *field, -1, name);
        continue;
      }
      const int count = message.GetReflection()->FieldSize(message, field);
      for (int i = 0; i < count; ++i) Add(message, *field, i, count == 1 ? name : absl::StrCat(name, " ", i + 1));
    }
  }

  std::vector<FieldLine> Take() { return std::move(lines_); }

 private:
  void Add(const Message& message, const FieldDescriptor& field, int at, const std::string& name) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      lines_.push_back({name, Value(message, field, at)});
      return;
    }
    const auto& reflection = *message.GetReflection();
    const Message& inner =
        at < 0 ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, at);
    const std::string whole = Whole(inner);
    whole.empty() ? Enter(inner, name) : lines_.push_back({name, whole});
  }

  // The words for a message that is one value; else an empty text.
  std::string Whole(const Message& message) const {
    if (const auto* staff = dynamic_cast<const event::v1::Staff*>(&message))
      return Joined({StaffWithId(*staff), DayWords("of", staff->issuer())}, " ");
    if (const auto* instant = dynamic_cast<const google::protobuf::Timestamp*>(&message))
      return InstantText(*instant, zone_);
    if (const auto* code = dynamic_cast<const event::v1::Code*>(&message))
      return Joined({CodeWords(*code), absl::StrCat("(", Joined({code->system(), code->code()}, " "), ")")}, " ");
    if (const auto* entry = dynamic_cast<const event::v1::EntryRef*>(&message))
      return absl::StrCat(EntryName(entry->revision()), " of the case ", entry->case_id());
    return "";
  }

  std::string Value(const Message& message, const FieldDescriptor& field, int at) const {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value =
            at < 0 ? reflection.GetEnum(message, &field) : reflection.GetRepeatedEnum(message, &field, at);
        return projections::EnumWords(*value);
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        return YesOrNo(at < 0 ? reflection.GetBool(message, &field) : reflection.GetRepeatedBool(message, &field, at));
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text =
            at < 0 ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, at);
        return field.type() == FieldDescriptor::TYPE_BYTES ? BytesText(field, text) : TextOf(field, text);
      }
      case FieldDescriptor::CPPTYPE_UINT64: {
        const uint64_t number =
            at < 0 ? reflection.GetUInt64(message, &field) : reflection.GetRepeatedUInt64(message, &field, at);
        return projections::OptionsOf(field).entry_revision() || field.name() == "revision" ? EntryName(number)
                                                                                            : absl::StrCat(number);
      }
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(at < 0 ? reflection.GetUInt32(message, &field)
                                   : reflection.GetRepeatedUInt32(message, &field, at));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(at < 0 ? reflection.GetInt64(message, &field)
                                   : reflection.GetRepeatedInt64(message, &field, at));
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(at < 0 ? reflection.GetInt32(message, &field)
                                   : reflection.GetRepeatedInt32(message, &field, at));
      default:
        return "";  // The contract has no other types.
    }
  }

  std::string TextOf(const FieldDescriptor& field, const std::string& text) const {
    const event::v1::FieldOptions& options = projections::OptionsOf(field);
    const bool is_part =
        options.names() != event::v1::PART_KIND_UNSPECIFIED || options.introduces() != event::v1::PART_KIND_UNSPECIFIED;
    return is_part ? words_.Marked(words_.Part(text), text) : text;
  }

  std::string BytesText(const FieldDescriptor& field, const std::string& bytes) const {
    if (bytes.size() > kFieldBytesMax) return absl::StrCat(bytes.size(), " bytes");
    const std::string hex = absl::BytesToHexString(bytes);
    return projections::OptionsOf(field).digest() ? words_.Marked(words_.Version(bytes), hex) : hex;
  }

  const PlanWords& words_;
  const absl::TimeZone zone_;
  std::vector<FieldLine> lines_;
};

// Whether the lines of a value are not too wide. An identifier is never broken.
bool HasRoom(absl::string_view lines, size_t width) {
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    if (CountCodePoints(line) > width) return false;
  }
  return true;
}

}  // namespace

std::vector<FieldLine> FieldLines(const Message& message, const PlanWords& words, absl::TimeZone zone) {
  Walk walk(words, zone);
  walk.Enter(message, "");
  return walk.Take();
}

std::string FieldLinesText(const std::vector<FieldLine>& lines, size_t width) {
  size_t names = 0;
  for (const FieldLine& line : lines) {
    if (line.field.size() <= kFieldWidthMax) names = std::max(names, line.field.size());
  }
  const size_t hang = kFieldIndent + names + 2;
  std::string text;
  for (const FieldLine& line : lines) {
    std::string value = Paragraph(line.value, hang, width);
    if (line.field.size() <= names && value.size() > hang && HasRoom(value, width)) {
      value.replace(kFieldIndent, line.field.size(), line.field);
    } else {
      absl::StrAppend(&text, Paragraph(line.field, kFieldIndent, width));
      if (!HasRoom(value, width)) value = Paragraph(line.value, 2 * kFieldIndent, width);
    }
    absl::StrAppend(&text, value);
  }
  return text;
}

}  // namespace casejournal::services
