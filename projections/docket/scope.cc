#include "projections/docket/scope.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/local_time.h"

namespace casejournal::projections {
namespace {

// Entries from before the first episode belong to it.
DayRange RangeOf(const CaseEpisode& episode) {
  return {.from = episode.number == 1 ? std::nullopt : episode.began, .until = episode.next};
}

std::optional<absl::CivilDay> LeftIn(const CaseEpisode& episode, const ChildOfCase& child) {
  return child.left && RangeOf(episode).Holds(*child.left) ? child.left : std::nullopt;
}

// A child that left before an episode began is no part of it.
bool HadLeftBefore(const CaseEpisode& episode, const ChildOfCase& child) {
  return episode.number != 1 && child.left && *child.left < *episode.began;
}

bool StartsIn(const CaseEpisode& episode, absl::CivilDay day) { return RangeOf(episode).Holds(day); }

// Whether a stay was shorter than so many hours. Without both times, a day counts as 24 hours.
bool ShorterThan(const CareEpisode& care, uint32_t hours, absl::TimeZone zone) {
  if (!care.ended || hours == 0) return false;
  const std::optional<absl::Time> began = care.by == nullptr ? std::nullopt : InstantOf(care.began, care.by->time, zone);
  const std::optional<absl::Time> ended = care.exit == nullptr ? std::nullopt : InstantOf(*care.ended, care.exit->time, zone);
  const absl::Duration length = began && ended ? *ended - *began : (*care.ended - care.began) * absl::Hours(24);
  return length < hours * absl::Hours(1);
}

// The first stay in care of the child in that episode of the case.
const CareEpisode* FirstStay(const Scope& scope) {
  if (scope.child == nullptr) return nullptr;
  for (const CareEpisode& care : scope.child->care) {
    if (scope.range.Holds(care.began)) return &care;
  }
  return nullptr;
}

}  // namespace

std::vector<Scope> ScopesFor(rules::v1::Per per, const Case& of) {
  std::vector<Scope> scopes;
  if (per == rules::v1::PER_CASE) {
    for (const CaseEpisode& episode : of.episodes) {
      scopes.push_back({.episode = &episode, .ended = episode.ended, .range = RangeOf(episode)});
    }
    return scopes;
  }
  for (const ChildTime& child : of.children) {
    for (const CaseEpisode& episode : of.episodes) {
      if (HadLeftBefore(episode, child.child)) continue;
      if (per == rules::v1::PER_CHILD) {
        scopes.push_back({.child = &child,
                          .episode = &episode,
                          .ended = Earlier(episode.ended, LeftIn(episode, child.child)),
                          .range = RangeOf(episode)});
        continue;
      }
      for (const CareEpisode& care : child.care) {
        if (!StartsIn(episode, care.began)) continue;
        scopes.push_back({.child = &child,
                          .episode = &episode,
                          .care = &care,
                          .ended = care.ended,
                          .range = {.from = care.began, .until = care.next}});
      }
    }
  }
  return scopes;
}

std::optional<Beginning> Beginnings::Of(const google::protobuf::RepeatedPtrField<rules::v1::Start>& earliest_of,
                                        const google::protobuf::RepeatedPtrField<rules::v1::Start>& latest_of,
                                        const Scope& scope, const BusinessDays& business) const {
  const bool latest = !latest_of.empty();
  std::optional<Beginning> chosen;
  for (const rules::v1::Start& start : latest ? latest_of : earliest_of) {
    if (!case_.law.Chose(start.chosen())) continue;
    std::optional<Beginning> day = From(start, scope, business);
    if (!day && latest) return std::nullopt;
    if (!day) continue;
    if (!chosen || (latest ? day->day > chosen->day : day->day < chosen->day)) chosen = std::move(day);
  }
  return chosen;
}

std::optional<Beginning> Beginnings::From(const rules::v1::Start& start, const Scope& scope, const BusinessDays& business) const {
  std::optional<Beginning> day;
  switch (start.from_case()) {
    case rules::v1::Start::kEntry: {
      const std::vector<Picked> picked =
          Pick(case_.facts, start.entry(), {.child_id = scope.child_id(), .range = scope.range});
      if (picked.empty()) return std::nullopt;
      const Picked& first = picked.front();
      day = Beginning{first.day, first.time, first.fact, first.fact->what, {}};
      day->steps.push_back({absl::StrCat(first.fact->what, " on ", FormatDay(first.day)), first.day, first.fact});
      break;
    }
    case rules::v1::Start::kMoment: day = OfMomentNamed(start.moment(), scope); break;
    case rules::v1::Start::kBegan: day = OfBegan(start.began(), scope); break;
    case rules::v1::Start::FROM_NOT_SET: return std::nullopt;
  }
  if (day && !IsNothing(start.plus())) {
    day->day = Plus(day->day, start.plus(), business);
    day->steps.push_back({absl::StrCat("and ", OffsetWords(start.plus()), ": ", FormatDay(day->day)), day->day});
  }
  return day;
}

std::optional<Beginning> Beginnings::OfBegan(rules::v1::Began began, const Scope& scope) const {
  const auto made = [](absl::CivilDay day, const Fact* fact, absl::string_view what) {
    Beginning beginning{day, fact == nullptr ? "" : fact->time, fact, std::string(what), {}};
    beginning.steps.push_back({absl::StrCat(what, " on ", FormatDay(day)), day, fact});
    return beginning;
  };
  switch (began) {
    case rules::v1::BEGAN_CARE: {
      const CareEpisode* care = scope.care == nullptr ? FirstStay(scope) : scope.care;
      if (care == nullptr) return std::nullopt;
      return made(care->began, care->by, care->by->what);
    }
    case rules::v1::BEGAN_EXIT:
      if (scope.care == nullptr || !scope.care->ended) return std::nullopt;
      return made(*scope.care->ended, scope.care->exit, "care ended");
    case rules::v1::BEGAN_LIFE:
      if (scope.child == nullptr || !scope.child->child.born) return std::nullopt;
      return made(*scope.child->child.born, nullptr, "born");
    case rules::v1::BEGAN_CASE:
      if (scope.episode == nullptr || !scope.episode->began) return std::nullopt;
      return made(*scope.episode->began, scope.episode->opened, scope.episode->opened->what);
    default: return std::nullopt;
  }
}

std::optional<Beginning> Beginnings::OfMoment(const LawMoment& moment, const Scope& scope) const {
  if (scope.care != nullptr && ShorterThan(*scope.care, moment.text->stay_hours_min(), case_.zone)) return std::nullopt;
  const Case::MomentKey key{&moment, scope.child, scope.episode, scope.care};
  const auto [known, is_new] = case_.moments.try_emplace(key, nullptr);
  if (!is_new) return known->second == nullptr ? std::nullopt : std::optional(*known->second);
  std::optional<Beginning> day = Of(moment.text->earliest_of(), moment.text->latest_of(), scope, *moment.business);
  if (day) case_.moments[key] = std::make_shared<const Beginning>(*day);
  return day;
}

// A moment of the case or the child, asked in a stay in care, is that of the case episode in which the stay began; one of a
// stay, asked for the child, is that of the first stay.
std::optional<Beginning> Beginnings::OfMomentNamed(const std::string& name, const Scope& scope) const {
  const LawMoment* moment = case_.law.MomentNamed(name);
  if (moment == nullptr) return std::nullopt;
  for (const Scope& one : ScopesFor(moment->text->per(), case_)) {
    if (one.episode != scope.episode || (one.child != nullptr && one.child != scope.child)) continue;
    if (one.care != nullptr && scope.care != nullptr && one.care != scope.care) continue;
    std::optional<Beginning> day = OfMoment(*moment, one);
    if (!day) return std::nullopt;
    day->what = moment->text->title();
    day->steps.push_back({absl::StrCat(moment->text->title(), ": ", FormatDay(day->day)), day->day});
    return day;
  }
  return std::nullopt;
}

}  // namespace casejournal::projections
