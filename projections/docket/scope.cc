#include "projections/docket/scope.h"

#include <algorithm>

#include "projections/entries/local_time.h"

namespace casejournal::projections {
namespace {

std::optional<absl::CivilDay> LeftIn(const CaseEpisode& episode, const ChildOfCase& child) {
  return child.left && episode.range().Holds(*child.left) ? child.left : std::nullopt;
}

// A child that left before an episode began does not belong to it.
bool HadLeftBefore(const CaseEpisode& episode, const ChildOfCase& child) {
  return episode.number != 1 && child.left && *child.left < *episode.began;
}

// Whether a stay was shorter than this number of hours. If one of the times is unknown, a day counts as 24 hours.
bool ShorterThan(const CareEpisode& care, uint32_t hours, absl::TimeZone zone) {
  if (!care.ended || hours == 0) return false;
  const std::optional<absl::Time> began =
      care.by == nullptr ? std::nullopt : InstantOf(care.began, care.by->time, zone);
  const std::optional<absl::Time> ended =
      care.exit == nullptr ? std::nullopt : InstantOf(*care.ended, care.exit->time, zone);
  const absl::Duration length = began && ended ? *ended - *began : (*care.ended - care.began) * absl::Hours(24);
  return length < hours * absl::Hours(1);
}

bool IsInScope(const Scope& scope, absl::CivilDay day) {
  return scope.range.Holds(day) && (scope.court == nullptr || scope.court->HoldsDay(day));
}

// The first stay in care of the child in that case episode or court case.
const CareEpisode* FirstStay(const Scope& scope) {
  if (scope.child == nullptr) return nullptr;
  for (const CareEpisode& care : scope.child->care) {
    if (IsInScope(scope, care.began)) return &care;
  }
  return nullptr;
}

// The last court case that began by the beginning of the stay.
const CourtCase* CourtCaseOf(const Scope& stay) {
  const CourtCase* last = nullptr;
  for (const CourtCase& court : stay.child->court) {
    if (court.episode == stay.episode && (!court.began || *court.began <= stay.care->began)) last = &court;
  }
  return last;
}

// Whether a moment computed for `one` also applies to `scope`: both must have the same episode of the case and the same
// child; of a stay and a court case, one must have begun in the other.
bool AnswersFor(const Scope& one, const Scope& scope) {
  if (one.episode != scope.episode || (one.child != nullptr && one.child != scope.child)) return false;
  if (one.care != nullptr && scope.care != nullptr) return one.care == scope.care;
  if (one.court != nullptr && scope.court != nullptr) return one.court == scope.court;
  if (one.court != nullptr && scope.care != nullptr) return one.court == CourtCaseOf(scope);
  if (one.care != nullptr && scope.court != nullptr) return IsInScope(scope, one.care->began);
  return true;
}

}  // namespace

std::vector<Scope> ScopesFor(rules::v1::Per per, const Case& of) {
  std::vector<Scope> scopes;
  if (per == rules::v1::PER_CASE) {
    for (const CaseEpisode& episode : of.episodes) {
      scopes.push_back({.episode = &episode, .ended = episode.ended, .range = episode.range()});
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
                          .range = episode.range()});
        continue;
      }
      if (per == rules::v1::PER_COURT_CASE) {
        for (const CourtCase& court : child.court) {
          if (court.episode != &episode) continue;
          scopes.push_back({.child = &child,
                            .episode = &episode,
                            .court = &court,
                            .ended = Earlier(court.ended, Earlier(episode.ended, LeftIn(episode, child.child))),
                            .range = episode.range()});
        }
        continue;
      }
      for (const CareEpisode& care : child.care) {
        if (!episode.range().Holds(care.began)) continue;
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
  std::vector<Unsaid> cautions;
  for (const rules::v1::Start& start : latest ? latest_of : earliest_of) {
    if (!case_.law.Chose(start.chosen())) continue;
    std::optional<Beginning> day = From(start, scope, business);
    if (!day && latest) return std::nullopt;
    if (!day) continue;
    // The latest of several days can be another one if one of them is uncertain.
    if (latest) cautions.insert(cautions.end(), day->cautions.begin(), day->cautions.end());
    if (!chosen || (latest ? day->day > chosen->day : day->day < chosen->day)) chosen = std::move(day);
  }
  if (latest && chosen) chosen->cautions = std::move(cautions);
  return chosen;
}

std::optional<Beginning> Beginnings::From(const rules::v1::Start& start, const Scope& scope,
                                          const BusinessDays& business) const {
  std::optional<Beginning> day;
  switch (start.beginning_case()) {
    case rules::v1::Start::kEntry: {
      const std::vector<Picked> picked = Pick(case_.facts, start.entry(), scope.entries());
      if (picked.empty()) return std::nullopt;
      const Picked& first = picked.front();
      day = Beginning{first.day, first.time, first.fact, first.fact->what, {}};
      day->steps.push_back({EntryOn(*first.fact, first.day), first.day, first.fact});
      break;
    }
    case rules::v1::Start::kMoment:
      day = OfMomentNamed(start.moment(), scope);
      break;
    case rules::v1::Start::kBegan:
      day = OfBegan(start.began(), scope);
      break;
    case rules::v1::Start::BEGINNING_NOT_SET:
      return std::nullopt;
  }
  if (day && !IsNothing(start.plus())) {
    day->day = Plus(day->day, start.plus(), business);
    day->steps.push_back({AndAfter(start.plus(), day->day), day->day});
  }
  return day;
}

// For a range, the first day: a duty to a youth that comes too early costs less than one that comes too late.
Beginning Beginnings::Birth(const BirthDate& born) {
  Beginning beginning{born.first, "", nullptr, "born", {}};
  beginning.steps.push_back({BornOn(born), born.first, born.fact});
  if (born.IsRange()) beginning.cautions.push_back(BirthRangeCaution(born));
  return beginning;
}

std::optional<Beginning> Beginnings::OfBegan(rules::v1::Began began, const Scope& scope) const {
  const auto made = [](absl::CivilDay day, const Fact& fact) {
    Beginning beginning{day, fact.time, &fact, fact.what, {}};
    beginning.steps.push_back({EntryOn(fact, day), day, &fact});
    return beginning;
  };
  switch (began) {
    case rules::v1::BEGAN_CARE: {
      const CareEpisode* care = scope.care == nullptr ? FirstStay(scope) : scope.care;
      if (care == nullptr) return std::nullopt;
      return made(care->began, *care->by);
    }
    case rules::v1::BEGAN_EXIT: {
      if (scope.care == nullptr || !scope.care->ended) return std::nullopt;
      const Fact* exit = scope.care->exit;
      Beginning beginning{*scope.care->ended, exit == nullptr ? "" : exit->time, exit, "care ended", {}};
      beginning.steps.push_back({CareEndedOn(beginning.day), beginning.day, exit});
      return beginning;
    }
    case rules::v1::BEGAN_LIFE:
      if (scope.child == nullptr || !scope.child->child.born) return std::nullopt;
      return Birth(*scope.child->child.born);
    case rules::v1::BEGAN_CASE:
      if (scope.episode == nullptr || !scope.episode->began) return std::nullopt;
      return made(*scope.episode->began, *scope.episode->opened);
    default:
      return std::nullopt;
  }
}

std::optional<Beginning> Beginnings::OfMoment(const LawMoment& moment, const Scope& scope) const {
  if (scope.care != nullptr && ShorterThan(*scope.care, moment.text->stay_hours_min(), case_.zone)) return std::nullopt;
  const Case::MomentKey key{&moment, scope.child, scope.episode, scope.care, scope.court};
  const auto [known, is_new] = case_.moments.try_emplace(key);
  Case::KnownMoment& moment_known = known->second;
  if (is_new) {
    const EventTypes before = case_.facts.TakeAsked();
    std::optional<Beginning> day = Of(moment.text->earliest_of(), moment.text->latest_of(), scope, *moment.business);
    if (day) moment_known.day = std::make_shared<const Beginning>(*std::move(day));
    moment_known.asked = case_.facts.TakeAsked();
    case_.facts.AddAsked(before);
  }
  case_.facts.AddAsked(moment_known.asked);
  return moment_known.day == nullptr ? std::nullopt : std::optional(*moment_known.day);
}

// A moment of the case or the child that is requested for a stay in care is that of the case episode in which the stay
// began. A moment of a stay or a court case that is requested for the child is that of the first one.
std::optional<Beginning> Beginnings::OfMomentNamed(const std::string& name, const Scope& scope) const {
  const LawMoment* moment = case_.law.MomentNamed(name);
  if (moment == nullptr) return std::nullopt;
  for (const Scope& one : ScopesFor(moment->text->per(), case_)) {
    if (!AnswersFor(one, scope)) continue;
    std::optional<Beginning> day = OfMoment(*moment, one);
    if (!day) return std::nullopt;
    day->what = moment->text->title();
    day->steps.push_back({MomentOn(*moment, day->day), day->day});
    return day;
  }
  return std::nullopt;
}

}  // namespace casejournal::projections
