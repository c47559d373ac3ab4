#include "services/pages/instant_text.h"

#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/words/instant_words.h"

namespace casejournal::services {
namespace {

using google::protobuf::util::TimeUtil;

bool IsSet(const google::protobuf::Timestamp& instant) { return instant.seconds() != 0 || instant.nanos() != 0; }

}  // namespace

std::string InstantText(const google::protobuf::Timestamp& instant, absl::TimeZone zone) {
  return IsSet(instant) ? projections::InstantWords(TimeUtil::TimestampToMicroseconds(instant), zone) : "";
}

std::string InstantDay(const google::protobuf::Timestamp& instant, absl::TimeZone zone) {
  return IsSet(instant) ? projections::DayOf(TimeUtil::TimestampToMicroseconds(instant), zone) : "";
}

}  // namespace casejournal::services
