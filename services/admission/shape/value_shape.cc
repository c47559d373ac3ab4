#include "services/admission/shape/value_shape.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/civil_day.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kFirstDay = "1900-01-01";
constexpr size_t kGivenCharactersMax = 40;
constexpr size_t kDigestBytes = 32;
// The years 0001 to 9999, as google.protobuf.Timestamp allows them.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
constexpr int32_t kNanosMax = 999'999'999;

bool IsTimeOfDay(absl::string_view value) {
  if (value.size() != 5 || value[2] != ':') return false;
  for (const size_t at : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(value[at])) return false;
  }
  return value.substr(0, 2) < "24" && value.substr(3) < "60";
}

}  // namespace

std::string GivenUnlessWords(absl::string_view value) {
  const bool harmless = std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return absl::ascii_isxdigit(c) || c == '-' || c == ':' || c == '/' || c == '.' || c == '{' || c == '}';
  });
  // Letters alone may be a name, even if they are hexadecimal digits: Abe, Ada, Dee.
  const bool has_digit = std::any_of(value.begin(), value.end(), absl::ascii_isdigit);
  if (!harmless || !has_digit) return "";
  return std::string(value.substr(0, kGivenCharactersMax));
}

void CheckUuid(absl::string_view value, const FieldPath& path, ShapeErrors& errors) {
  if (eventstore::Uuid::Parse(value).ok()) return;
  errors.Add(path, "shape.uuid", GivenUnlessWords(value));
}

bool CheckDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors) {
  if (!projections::ParseDay(value).ok()) {
    errors.Add(path, "shape.day", GivenUnlessWords(value));
    return false;
  }
  if (value < kFirstDay) {
    errors.Add(path, SentenceOf("shape.day.too-early", {DayParameter("first", kFirstDay)}), GivenUnlessWords(value));
    return false;
  }
  return true;
}

void CheckTimeOfDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors) {
  if (IsTimeOfDay(value)) return;
  errors.Add(path, "shape.time", GivenUnlessWords(value));
}

void CheckDigest(absl::string_view value, const FieldPath& path, ShapeErrors& errors) {
  if (value.size() == kDigestBytes) return;
  errors.Add(path, SentenceOf("shape.digest", {NumberParameter("bytes", kDigestBytes)}),
             absl::StrCat(value.size(), " bytes"));
}

void CheckInstant(const google::protobuf::Timestamp& value, const FieldPath& path, ShapeErrors& errors) {
  if (value.seconds() < kFirstSecond || value.seconds() > kLastSecond) {
    errors.Add(path, "shape.instant", absl::StrCat(value.seconds(), " s"));
  } else if (value.nanos() < 0 || value.nanos() > kNanosMax) {
    errors.Add(path, SentenceOf("shape.instant.nanoseconds", {NumberParameter("max", kNanosMax)}),
               absl::StrCat(value.nanos(), " ns"));
  }
}

void CheckAnnotated(absl::string_view value, const event::v1::FieldOptions& options, const FieldPath& path,
                    ShapeErrors& errors) {
  if (options.uuid() || options.introduces() != event::v1::PART_KIND_UNSPECIFIED ||
      options.names() != event::v1::PART_KIND_UNSPECIFIED) {
    CheckUuid(value, path, errors);
  }
  if (options.day()) CheckDay(value, path, errors);
  if (options.time_of_day()) CheckTimeOfDay(value, path, errors);
  if (options.digest() || options.sha256() || options.seed()) CheckDigest(value, path, errors);
}

}  // namespace casejournal::services
