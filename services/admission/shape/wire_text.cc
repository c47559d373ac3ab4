#include "services/admission/shape/wire_text.h"

#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "google/protobuf/io/coded_stream.h"
#include "projections/events/field_path.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::io::CodedInputStream;
using projections::FieldPath;

constexpr int kDepthMax = 100;

// The low three bits of a tag.
enum class WireType : uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kLengthDelimited = 2,
  kStartGroup = 3,
  kEndGroup = 4,
  kFixed32 = 5,
};

// Skip a value without a length prefix. Return false if the bytes end or are not a message. The contract has no groups.
bool SkipScalar(CodedInputStream& input, WireType type) {
  uint64_t varint = 0;
  switch (type) {
    case WireType::kVarint:
      return input.ReadVarint64(&varint);
    case WireType::kFixed64:
      return input.Skip(8);
    case WireType::kFixed32:
      return input.Skip(4);
    case WireType::kLengthDelimited:
    case WireType::kStartGroup:
    case WireType::kEndGroup:
      return false;
  }
  return false;
}

std::optional<v1::FieldError> FindAt(absl::string_view bytes, const Descriptor& type, const FieldPath& path, int depth);

// Search one length-delimited value.
std::optional<v1::FieldError> FindIn(absl::string_view value, const FieldDescriptor& field, const FieldPath& path,
                                     int depth) {
  if (field.type() == FieldDescriptor::TYPE_MESSAGE && depth < kDepthMax) {
    return FindAt(value, *field.message_type(), path, depth + 1);
  }
  if (field.type() != FieldDescriptor::TYPE_STRING || IsValidUtf8(value)) return std::nullopt;
  return MakeFieldError(path.Text(), SentenceOf("shape.utf8"));
}

std::optional<v1::FieldError> FindAt(absl::string_view bytes, const Descriptor& type, const FieldPath& path,
                                     int depth) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  std::map<int, size_t> seen;
  while (const uint32_t tag = input.ReadTag()) {
    const auto wire_type = static_cast<WireType>(tag & 7);
    if (wire_type != WireType::kLengthDelimited) {
      if (!SkipScalar(input, wire_type)) return std::nullopt;
      continue;
    }
    uint32_t length = 0;
    if (!input.ReadVarint32(&length)) return std::nullopt;
    const auto start = static_cast<size_t>(input.CurrentPosition());
    if (length > bytes.size() - start) return std::nullopt;
    input.Skip(static_cast<int>(length));
    const FieldDescriptor* field = type.FindFieldByNumber(static_cast<int>(tag >> 3));
    if (field == nullptr) continue;
    std::optional<size_t> index;
    if (field->is_repeated()) index = seen[field->number()]++;
    auto found = FindIn(bytes.substr(start, length), *field, FieldPath(path, *field, index), depth);
    if (found) return found;
  }
  return std::nullopt;
}

// The length of the character that begins with `lead`, or 0 if no character does.
size_t LengthOf(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The range of the second byte. It is narrower to exclude overlong forms, surrogates, and numbers that are too high.
bool IsSecond(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
  return second >= 0x80 && second <= 0xBF;
}

}  // namespace

bool IsValidUtf8(absl::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const size_t length = LengthOf(lead);
    if (length == 0 || length > bytes.size() - at) return false;
    for (size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(bytes[at + i]);
      const bool fits = i == 1 ? IsSecond(lead, next) : (next & 0xC0) == 0x80;
      if (!fits) return false;
    }
    at += length;
  }
  return true;
}

v1::FieldError NotAMessage(const Descriptor& type) {
  return MakeFieldError("request", SentenceOf("shape.message", {TextParameter("type", type.full_name())}));
}

std::optional<v1::FieldError> FindInvalidUtf8(absl::string_view wire_bytes, const Descriptor& type) {
  if (wire_bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  return FindAt(wire_bytes, type, FieldPath(), 0);
}

}  // namespace casejournal::services
