#include "projections/zone/zone_rules.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "projections/words/instant_words.h"

namespace casejournal::projections {
namespace {

using event::v1::TimeZoneRulesAdopted;
using event::v1::ZoneOffset;

// A year before the first change in any zone database.
constexpr int kFirstYear = 1800;
constexpr int kOffsetSecondsMax = 26 * 3'600;
constexpr int kOffsetsMax = 10'000;
constexpr size_t kZoneTypesMax = 255;
constexpr size_t kShownDifferencesMax = 5;

void AddOffset(absl::Time from, absl::TimeZone zone, TimeZoneRulesAdopted& rules) {
  const absl::TimeZone::CivilInfo info = zone.At(from);
  ZoneOffset& offset = *rules.add_offsets();
  offset.set_first_second(absl::ToUnixSeconds(from));
  offset.set_utc_offset(info.offset);
  offset.set_daylight(info.is_dst);
  offset.set_abbreviation(info.zone_abbr);
}

// The instant of a change of the clocks.
absl::Time InstantOfChange(const absl::TimeZone::CivilTransition& change, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo before = zone.At(change.from);
  if (before.kind == absl::TimeZone::TimeInfo::SKIPPED) return before.trans;
  const absl::TimeZone::TimeInfo after = zone.At(change.to);
  return after.kind == absl::TimeZone::TimeInfo::UNIQUE ? after.pre : after.trans;
}

// The offset that holds at an instant.
const ZoneOffset& OffsetAt(const TimeZoneRulesAdopted& rules, int64_t at) {
  const auto next = std::find_if(rules.offsets().begin(), rules.offsets().end(),
                                 [&](const ZoneOffset& offset) { return offset.first_second() > at; });
  return next == rules.offsets().begin() ? rules.offsets(0) : *std::prev(next);
}

template <typename Integer>
void PutBigEndian(Integer value, std::string& bytes) {
  for (int shift = 8 * (sizeof(Integer) - 1); shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(value >> shift & 0xff));
}

void PutHeader(uint32_t times, uint32_t types, uint32_t characters, std::string& bytes) {
  absl::StrAppend(&bytes, "TZif2", std::string(15, '\0'));
  for (const uint32_t count : {0u, 0u, 0u, times, types, characters}) PutBigEndian(count, bytes);
}

// A zone file (RFC 8536) of version 2: the body for old readers has one type and nothing else, and no rule follows the
// last change.
absl::StatusOr<std::string> ZoneFile(const TimeZoneRulesAdopted& rules) {
  using Type = std::tuple<int32_t, bool, uint8_t>;
  std::string names;
  std::map<std::string, size_t> name_at;
  std::vector<Type> types;
  std::string times;
  std::string type_indexes;
  for (int i = 0; i < rules.offsets_size(); ++i) {
    const ZoneOffset& offset = rules.offsets(i);
    const auto [name, is_new] = name_at.emplace(offset.abbreviation(), names.size());
    if (is_new) absl::StrAppend(&names, offset.abbreviation(), std::string(1, '\0'));
    const Type type{offset.utc_offset(), offset.daylight(), static_cast<uint8_t>(name->second)};
    // The first type is for all time before the first change, and does not belong to a change.
    const auto known = types.empty() ? types.end() : std::find(types.begin() + 1, types.end(), type);
    const auto index = static_cast<size_t>(known - types.begin());
    if (known == types.end()) types.push_back(type);
    if (types.size() > kZoneTypesMax || names.size() > kZoneTypesMax)
      return absl::DataLossError("the offsets of the time zone are of too many kinds");
    if (i == 0) continue;
    PutBigEndian(static_cast<uint64_t>(offset.first_second()), times);
    type_indexes.push_back(static_cast<char>(index));
  }
  std::string bytes;
  PutHeader(0, 1, 1, bytes);
  bytes.append(sizeof(int32_t) + 1 + 1 + 1, '\0');
  PutHeader(static_cast<uint32_t>(type_indexes.size()), static_cast<uint32_t>(types.size()),
            static_cast<uint32_t>(names.size()), bytes);
  absl::StrAppend(&bytes, times, type_indexes);
  for (const auto& [seconds, daylight, name] : types) {
    PutBigEndian(static_cast<uint32_t>(seconds), bytes);
    bytes.push_back(daylight ? 1 : 0);
    bytes.push_back(static_cast<char>(name));
  }
  absl::StrAppend(&bytes, names, "\n\n");
  return bytes;
}

// Zones are loaded by file name and kept under that name for the life of the process. A memory file that stays open
// therefore has a name that never means another zone.
struct LoadedZones {
  absl::Mutex mutex;
  std::map<std::pair<std::string, std::string>, absl::TimeZone> by_content;  // by the zone's name and its file
  std::map<std::string, std::string> names;  // by the name that the zone was loaded under
};
LoadedZones& Loaded() {
  static auto* const loaded = new LoadedZones();
  return *loaded;
}

absl::StatusOr<absl::TimeZone> LoadFromMemory(const std::string& name, const std::string& file) {
  LoadedZones& loaded = Loaded();
  const absl::MutexLock lock(&loaded.mutex);
  if (const auto known = loaded.by_content.find({name, file}); known != loaded.by_content.end()) return known->second;
  const int descriptor = memfd_create("time zone", MFD_CLOEXEC);
  if (descriptor < 0 || write(descriptor, file.data(), file.size()) != static_cast<ssize_t>(file.size())) {
    return absl::InternalError("the journal's time zone cannot be held in memory");
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(absl::StrCat("/proc/self/fd/", descriptor), &zone)) {
    return absl::InternalError("the journal's time zone cannot be loaded; is /proc mounted?");
  }
  loaded.by_content.emplace(std::pair(name, file), zone);
  if (!name.empty()) loaded.names[zone.name()] = name;
  return zone;
}

std::string OffsetText(int seconds) {
  const int minutes = std::abs(seconds) / 60;
  return absl::StrFormat("UTC%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string InstantText(absl::Time at) {
  return at == absl::InfinitePast() ? "ever" : absl::FormatTime("%Y-%m-%dT%H:%MZ", at, absl::UTCTimeZone());
}

}  // namespace

TimeZoneRulesAdopted ZoneRulesOf(const std::string& name, absl::TimeZone zone) {
  TimeZoneRulesAdopted rules;
  rules.set_time_zone(name);
  const absl::Time first = absl::FromCivil(absl::CivilYear(kFirstYear), absl::UTCTimeZone());
  const absl::Time last = absl::FromCivil(absl::CivilYear(kZoneYearMax + 1), absl::UTCTimeZone());
  AddOffset(first, zone, rules);
  absl::TimeZone::CivilTransition change;
  for (absl::Time at = first; zone.NextTransition(at, &change);) {
    const absl::Time next = InstantOfChange(change, zone);
    if (next <= at || next >= last) break;
    AddOffset(next, zone, rules);
    at = next;
  }
  return rules;
}

absl::Status CheckZoneRules(const TimeZoneRulesAdopted& rules) {
  if (rules.offsets().empty() || rules.offsets_size() > kOffsetsMax)
    return absl::DataLossError("the journal holds no offsets of its time zone");
  for (int i = 0; i < rules.offsets_size(); ++i) {
    const ZoneOffset& offset = rules.offsets(i);
    const bool in_order = i == 0 || rules.offsets(i - 1).first_second() < offset.first_second();
    const bool in_range = offset.utc_offset() > -kOffsetSecondsMax && offset.utc_offset() < kOffsetSecondsMax &&
                          offset.abbreviation().find('\0') == std::string::npos;
    if (!in_order || !in_range)
      return absl::DataLossError(
          absl::StrCat("offset ", i, " of the journal's time zone is out of order or out of range"));
  }
  return ZoneFile(rules).status();
}

absl::StatusOr<absl::TimeZone> ZoneBy(const TimeZoneRulesAdopted& rules) {
  if (absl::Status checked = CheckZoneRules(rules); !checked.ok()) return checked;
  absl::StatusOr<std::string> file = ZoneFile(rules);
  return file.ok() ? LoadFromMemory(rules.time_zone(), *file) : absl::StatusOr<absl::TimeZone>(file.status());
}

std::string NameOfZone(absl::TimeZone zone) {
  LoadedZones& loaded = Loaded();
  const absl::MutexLock lock(&loaded.mutex);
  const auto known = loaded.names.find(zone.name());
  return known == loaded.names.end() ? zone.name() : known->second;
}

absl::StatusOr<absl::TimeZone> ZoneOf(const event::v1::JournalOpened& opened) {
  if (!opened.offsets().empty()) {
    TimeZoneRulesAdopted rules;
    rules.set_time_zone(opened.time_zone());
    *rules.mutable_offsets() = opened.offsets();
    return ZoneBy(rules);
  }
  const std::optional<absl::TimeZone> named = ZoneNamed(opened.time_zone());
  if (!named) return absl::NotFoundError("this computer does not know the journal's time zone");
  return *named;
}

std::vector<ZoneDifference> ZoneDifferences(const TimeZoneRulesAdopted& recorded, const TimeZoneRulesAdopted& machine) {
  std::set<int64_t> cuts;
  for (const TimeZoneRulesAdopted* rules : {&recorded, &machine}) {
    for (const ZoneOffset& offset : rules->offsets()) cuts.insert(offset.first_second());
  }
  std::vector<ZoneDifference> differences;
  for (auto cut = cuts.begin(); cut != cuts.end(); ++cut) {
    const int ours = OffsetAt(recorded, *cut).utc_offset();
    const int theirs = OffsetAt(machine, *cut).utc_offset();
    if (ours == theirs) continue;
    const absl::Time from = cut == cuts.begin() ? absl::InfinitePast() : absl::FromUnixSeconds(*cut);
    const absl::Time until =
        std::next(cut) == cuts.end() ? absl::InfiniteFuture() : absl::FromUnixSeconds(*std::next(cut));
    if (!differences.empty() && differences.back().until == from && differences.back().recorded == ours &&
        differences.back().machine == theirs) {
      differences.back().until = until;
    } else {
      differences.push_back({from, until, ours, theirs});
    }
  }
  return differences;
}

TimeZoneRulesAdopted TakenOver(const TimeZoneRulesAdopted& recorded, const TimeZoneRulesAdopted& machine,
                               absl::Time now) {
  TimeZoneRulesAdopted rules;
  rules.set_time_zone(recorded.time_zone());
  // The first full second in the future.
  const int64_t from = absl::ToUnixSeconds(now) + 1;
  for (const ZoneOffset& offset : recorded.offsets()) {
    if (rules.offsets().empty() || offset.first_second() < from) *rules.add_offsets() = offset;
  }
  ZoneOffset next = OffsetAt(machine, from);
  next.set_first_second(from);
  const ZoneOffset& last = rules.offsets(rules.offsets_size() - 1);
  if (next.utc_offset() != last.utc_offset() || next.daylight() != last.daylight() ||
      next.abbreviation() != last.abbreviation()) {
    *rules.add_offsets() = std::move(next);
  }
  for (const ZoneOffset& offset : machine.offsets()) {
    if (offset.first_second() > from) *rules.add_offsets() = offset;
  }
  return rules;
}

std::string ZoneNotice(const std::string& name, const std::vector<ZoneDifference>& differences, absl::Time now) {
  if (differences.empty()) return "";
  std::string text =
      absl::StrCat("this machine's time zone database counts ", name, " otherwise than the journal does:");
  for (size_t i = 0; i < differences.size() && i < kShownDifferencesMax; ++i) {
    const ZoneDifference& each = differences[i];
    absl::StrAppend(&text, i == 0 ? " " : "; ", "from ", InstantText(each.from),
                    each.until == absl::InfiniteFuture() ? " on" : absl::StrCat(" to ", InstantText(each.until)), " ",
                    OffsetText(each.machine), ", in the journal ", OffsetText(each.recorded));
  }
  if (differences.size() > kShownDifferencesMax)
    absl::StrAppend(&text, "; and ", differences.size() - kShownDifferencesMax, " more times");
  const bool past = differences.front().from < now;
  const bool future = differences.back().until > now;
  absl::StrAppend(&text, ". The journal keeps its own offsets", past ? ", so no day of the past moves" : "", ".");
  if (future)
    absl::StrAppend(&text,
                    " If the law of the zone changed, serve once with --adopt-time-zone-rules: from then on it counts "
                    "as the machine does.");
  return text;
}

}  // namespace casejournal::projections
