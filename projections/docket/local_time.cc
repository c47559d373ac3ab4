#include "projections/docket/local_time.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

namespace casejournal::projections {
namespace {

using ZoneInfo = absl::TimeZone::TimeInfo;

constexpr size_t kTimeOfDaySize = 5;
constexpr int kLastHour = 23;
constexpr int kLastMinute = 59;

std::optional<absl::CivilSecond> CivilTimeOf(absl::CivilDay day, absl::string_view time) {
  int hour = 0;
  int minute = 0;
  if (time.size() != kTimeOfDaySize || time[2] != ':') return std::nullopt;
  for (const size_t digit : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(time[digit])) return std::nullopt;
  }
  const bool read = absl::SimpleAtoi(time.substr(0, 2), &hour) && absl::SimpleAtoi(time.substr(3), &minute);
  if (!read) return std::nullopt;
  if (hour > kLastHour || minute > kLastMinute) return std::nullopt;
  return absl::CivilSecond(day.year(), day.month(), day.day(), hour, minute);
}

std::string ClockText(absl::CivilSecond at) { return absl::StrFormat("%02d:%02d", at.hour(), at.minute()); }

}  // namespace

std::optional<absl::Time> InstantOf(absl::CivilDay day, absl::string_view time, absl::TimeZone zone) {
  const std::optional<absl::CivilSecond> at = CivilTimeOf(day, time);
  return at ? std::optional(zone.At(*at).pre) : std::nullopt;
}

std::string TimeOfDay(absl::Time instant, absl::TimeZone zone) { return ClockText(absl::ToCivilSecond(instant, zone)); }

bool IsSecondOfTwo(absl::Time instant, absl::TimeZone zone) {
  const ZoneInfo info = zone.At(absl::ToCivilSecond(instant, zone));
  return info.kind == ZoneInfo::REPEATED && instant >= info.trans;
}

std::optional<ForwardStep> SteppedOver(absl::CivilDay day, absl::string_view time, absl::TimeZone zone) {
  const std::optional<absl::CivilSecond> at = CivilTimeOf(day, time);
  if (!at) return std::nullopt;
  const ZoneInfo info = zone.At(*at);
  if (info.kind != ZoneInfo::SKIPPED) return std::nullopt;
  const absl::CivilSecond last = absl::ToCivilSecond(info.trans - absl::Seconds(1), zone);
  return ForwardStep{ClockText(last + 1), ClockText(absl::ToCivilSecond(info.trans, zone))};
}

}  // namespace casejournal::projections
