#include "services/pages/instant_text.h"

#include "absl/time/time.h"

namespace casejournal::services {
namespace {

std::string Formatted(const google::protobuf::Timestamp& instant, const char* format) {
  if (instant.seconds() == 0 && instant.nanos() == 0) return "";
  return absl::FormatTime(format, absl::FromUnixSeconds(instant.seconds()), absl::UTCTimeZone());
}

}  // namespace

std::string InstantText(const google::protobuf::Timestamp& instant) {
  return Formatted(instant, "%Y-%m-%d %H:%M UTC");
}

std::string InstantDay(const google::protobuf::Timestamp& instant) {
  return Formatted(instant, "%Y-%m-%d");
}

}  // namespace casejournal::services
