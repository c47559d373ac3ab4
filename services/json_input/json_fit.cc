#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/console/near_name.h"
#include "services/json_input/json_cursor.h"
#include "services/json_input/json_fault.h"

namespace casejournal::services {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

using Fault = std::optional<JsonFault>;

std::string KindWords(char first) {
  switch (first) {
    case '{':
      return "an object";
    case '[':
      return "a list";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "true or false";
    case 'n':
      return "null";
    default:  // Only numbers remain.
      return "a number";
  }
}

Fault Unfit(const JsonCursor& at, absl::string_view expected) {
  return JsonFault{at.offset(), KindWords(at.Peek()), std::string(expected)};
}

// Return the value, shortened. Do not repeat a value that may contain a person's words.
std::string Given(absl::string_view value) {
  constexpr size_t kShown = 40;
  constexpr absl::string_view kHarmless = "0123456789+-.:/TZ \"";
  const bool number = value.front() == '-' || absl::ascii_isdigit(value.front());
  if (!number && value.find_first_not_of(kHarmless) != value.npos) return KindWords(value.front());
  return value.size() <= kShown ? std::string(value) : absl::StrCat(value.substr(0, kShown), "…");
}

const FieldDescriptor* FindField(const Descriptor& type, const std::string& name) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name || type.field(i)->name() == name) return type.field(i);
  }
  return nullptr;
}

JsonFault UnknownField(size_t offset, const std::string& name, const Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->json_name());
  return {offset, absl::StrCat("unknown field \"", name, "\""),
          NamesMeant(name, names, absl::StrCat("a field of ", type.name()))};
}

Fault EnumMisfit(JsonCursor& at, const EnumDescriptor& type) {
  if (at.Peek() != '"') {
    const bool number = at.Peek() == '-' || (at.Peek() >= '0' && at.Peek() <= '9');
    if (!number) return Unfit(at, absl::StrCat("a name of ", type.name()));
    at.TakeValue();
    return std::nullopt;
  }
  const size_t offset = at.offset();
  const std::string name = at.TakeString();
  if (type.FindValueByName(name) != nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  return JsonFault{offset, absl::StrCat("unknown value \"", name, "\""),
                   NamesMeant(name, names, absl::StrCat("a name of ", type.name()))};
}

template <typename Number>
Fault NumberMisfit(JsonCursor& at, absl::string_view expected) {
  const size_t offset = at.offset();
  const bool string = at.Peek() == '"';
  const absl::string_view value = at.TakeValue();
  const absl::string_view digits = string ? value.substr(1, value.size() - 2) : value;
  Number number = 0;
  if (absl::SimpleAtoi(digits, &number) && digits.find(' ') == digits.npos) return std::nullopt;
  return JsonFault{offset, Given(value), std::string(expected)};
}

// Return whether the protobuf library reads `text` as bytes: base64 in either alphabet, with or without padding, and
// without spaces or unused bits. Its own error text repeats the value.
bool IsBase64(absl::string_view text) {
  const auto unpadded = [](absl::string_view base64) { return base64.substr(0, base64.find_last_not_of('=') + 1); };
  std::string bytes;
  if (absl::WebSafeBase64Unescape(text, &bytes)) return absl::WebSafeBase64Escape(bytes) == unpadded(text);
  return absl::Base64Unescape(text, &bytes) && unpadded(absl::Base64Escape(bytes)) == unpadded(text);
}

Fault BytesMisfit(JsonCursor& at) {
  if (at.Peek() != '"') return Unfit(at, "bytes in base64, in double quotes");
  const size_t offset = at.offset();
  const std::string text(at.TakeString());
  // As base64, this would be 48 bytes, which no field takes.
  constexpr size_t kSha256Digits = 64;
  if (text.size() == kSha256Digits && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
    return JsonFault{offset, "a digest in hexadecimal",
                     absl::StrCat("it in base64: \"", absl::Base64Escape(absl::HexStringToBytes(text)), "\"")};
  }
  if (IsBase64(text)) return std::nullopt;
  return JsonFault{offset, "a string that is not base64", "bytes in base64"};
}

Fault TimestampMisfit(JsonCursor& at) {
  constexpr char kExpected[] = "a timestamp such as \"2025-03-10T14:00:00Z\"";
  if (at.Peek() != '"') return Unfit(at, kExpected);
  const size_t offset = at.offset();
  const std::string text = at.TakeString();
  google::protobuf::Timestamp instant;
  if (google::protobuf::util::TimeUtil::FromString(text, &instant)) return std::nullopt;
  return JsonFault{offset, Given(absl::StrCat("\"", text, "\"")), kExpected};
}

Fault MessageMisfit(JsonCursor& at, const Descriptor& type);

Fault ValueMisfit(JsonCursor& at, const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.message_type() == google::protobuf::Timestamp::descriptor()
                 ? TimestampMisfit(at)
                 : MessageMisfit(at, *field.message_type());
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumMisfit(at, *field.enum_type());
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return BytesMisfit(at);
      if (at.Peek() != '"') return Unfit(at, "a string in double quotes");
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      if (at.Peek() != 't' && at.Peek() != 'f') return Unfit(at, "true or false");
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      return NumberMisfit<int32_t>(at, "a whole number of 32 bits");
    case FieldDescriptor::CPPTYPE_INT64:
      return NumberMisfit<int64_t>(at, "a whole number of 64 bits");
    case FieldDescriptor::CPPTYPE_UINT32:
      return NumberMisfit<uint32_t>(at, "a whole number from 0 to 4294967295");
    case FieldDescriptor::CPPTYPE_UINT64:
      return NumberMisfit<uint64_t>(at, "a whole number from 0 to 18446744073709551615");
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      break;
  }
  at.TakeValue();
  return std::nullopt;
}

Fault FieldMisfit(JsonCursor& at, const FieldDescriptor& field) {
  if (at.Peek() == 'n') {  // null counts as absent.
    at.TakeValue();
    return std::nullopt;
  }
  if (!field.is_repeated()) return ValueMisfit(at, field);
  if (at.Peek() != '[') return Unfit(at, "a list in [ ]");
  at.Take('[');
  if (at.Take(']')) return std::nullopt;
  do {
    if (Fault fault = ValueMisfit(at, field)) return fault;
  } while (at.NextItem(']'));
  return std::nullopt;
}

// The fields and choices that a message has had so far; each may occur once.
class Seen {
 public:
  Fault Add(size_t offset, const FieldDescriptor& field) {
    if (!fields_.insert(&field).second) {
      return JsonFault{offset, absl::StrCat("duplicate field \"", field.json_name(), "\""), "each field once"};
    }
    const auto* choice = field.real_containing_oneof();
    if (choice == nullptr || choices_.insert(choice).second) return std::nullopt;
    return JsonFault{offset, absl::StrCat("\"", field.json_name(), "\" in addition to another ", choice->name()),
                     absl::StrCat("one ", choice->name(), " in a ", field.containing_type()->name())};
  }

 private:
  std::set<const FieldDescriptor*> fields_;
  std::set<const google::protobuf::OneofDescriptor*> choices_;
};

Fault MessageMisfit(JsonCursor& at, const Descriptor& type) {
  if (at.Peek() != '{') return Unfit(at, absl::StrCat("an object in { }: ", type.name()));
  at.Take('{');
  if (at.Take('}')) return std::nullopt;
  Seen seen;
  do {
    const size_t offset = at.offset();
    const std::string name = at.TakeString();
    const FieldDescriptor* field = FindField(type, name);
    if (field == nullptr) return UnknownField(offset, name, type);
    at.Take(':');
    const bool absent = at.Peek() == 'n';
    if (Fault fault = absent ? std::nullopt : seen.Add(offset, *field)) return fault;
    if (Fault fault = FieldMisfit(at, *field)) return fault;
  } while (at.NextItem('}'));
  return std::nullopt;
}

}  // namespace

std::optional<JsonFault> FindMisfit(absl::string_view text, const Descriptor& type) {
  JsonCursor at(text);
  return MessageMisfit(at, type);
}

}  // namespace casejournal::services
