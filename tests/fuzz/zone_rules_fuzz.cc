// The offsets of a time zone, as recorded. A zone that was made stays in the process, so only the first ones are
// loaded: then there are no more descriptors.
#include <algorithm>

#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"
#include "projections/events/event_codec.h"
#include "projections/zone/zone_rules.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

constexpr int kZonesMax = 400;

// The last second that the library's own numbers for a zone hold without overflow, and the first.
constexpr int64_t kSecondMax = int64_t{1} << 40;

void CheckOffsets(const event::v1::TimeZoneRulesAdopted& rules, absl::TimeZone zone) {
  for (const event::v1::ZoneOffset& offset : rules.offsets()) {
    if (offset.first_second() > kSecondMax || offset.first_second() < -kSecondMax) return;
  }
  for (int i = 0; i < rules.offsets_size(); ++i) {
    const absl::TimeZone::CivilInfo info = zone.At(absl::FromUnixSeconds(rules.offsets(i).first_second()));
    Hold(info.offset == rules.offsets(i).utc_offset() && info.is_dst == rules.offsets(i).daylight(),
         "a zone has the offsets that it was made of");
  }
}

}  // namespace

FUZZ_TARGET(zone_rules) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  static int loaded = 0;
  event::v1::TimeZoneRulesAdopted rules;
  if (!rules.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto checked = projections::CheckZoneRules(rules);
  if (!checked.ok()) {
    Hold(absl::IsDataLoss(checked), "rules that are none are damage");
    return;
  }
  if (rules.offsets_size() <= 64) {  // they are compared one by one
    const auto differences = projections::ZoneDifferences(rules, rules);
    Hold(differences.empty(), "rules agree with themselves");
    const event::v1::TimeZoneRulesAdopted taken =
        projections::TakenOver(rules, rules, absl::FromUnixSeconds(1'790'000'000));
    Hold(taken.offsets_size() > 0, "rules that were taken over have offsets");
  }
  if (loaded >= kZonesMax) return;
  const auto zone = projections::ZoneBy(rules);
  ++loaded;
  if (zone.ok()) CheckOffsets(rules, *zone);
}

}  // namespace casejournal::fuzz
