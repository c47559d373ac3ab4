#include "projections/docket/care_time.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "casejournal/event/v1/care_events.pb.h"
#include "projections/docket/field_values.h"
#include "projections/docket/selectors.h"
#include "projections/entries/civil_day.h"
#include "projections/law/field_paths.h"

namespace casejournal::projections {
namespace {

using event::v1::AbsenceBegan;
using event::v1::PlacementBegan;

// A placement or absence of the child, before it is limited to an episode.
struct Stay {
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;
  std::string kind;  // the full name of the enum value
  const Fact* fact = nullptr;
  bool At(absl::CivilDay day) const { return from <= day && (!until || day < *until); }
};

// The entries of a type that ends something, by what they end.
class Endings {
 public:
  template <typename Body>
  Endings(const CaseFacts& facts, absl::string_view type, const std::string& (Body::*named)() const) {
    for (const Fact* fact : facts.OfType(type))
      by_id_[(static_cast<const Body&>(*fact->body).*named)()].push_back(fact);
  }
  // The first end that is not before the beginning, or null.
  const Fact* Of(const std::string& id, const Fact& began) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr;
    for (const Fact* fact : found->second) {
      if (fact->day >= began.day) return fact;
    }
    return nullptr;
  }

 private:
  absl::flat_hash_map<std::string, std::vector<const Fact*>> by_id_;
};

std::vector<Stay> PlacementsOf(const CaseFacts& facts, absl::string_view child_id) {
  std::vector<Stay> stays;
  const Endings endings(facts, "placement_ended", &event::v1::PlacementEnded::placement_id);
  for (const Fact* fact : facts.OfType("placement_began")) {
    const auto& body = static_cast<const PlacementBegan&>(*fact->body);
    if (body.child_id() != child_id) continue;
    if (!stays.empty()) stays.back().until = Earlier(stays.back().until, fact->day);
    const Fact* ended = endings.Of(body.placement_id(), *fact);
    stays.push_back({fact->day, ended == nullptr ? std::nullopt : std::optional(ended->day),
                     event::v1::PlacementType_Name(body.type()), fact});
  }
  return stays;
}

std::vector<Stay> AbsencesOf(const CaseFacts& facts, absl::string_view child_id) {
  std::vector<Stay> stays;
  const Endings endings(facts, "absence_ended", &event::v1::AbsenceEnded::absence_id);
  for (const Fact* fact : facts.OfType("absence_began")) {
    const auto& body = static_cast<const AbsenceBegan&>(*fact->body);
    if (body.child_id() != child_id) continue;
    const Fact* ended = endings.Of(body.absence_id(), *fact);
    stays.push_back({fact->day, ended == nullptr ? std::nullopt : std::optional(ended->day),
                     event::v1::AbsenceKind_Name(body.kind()), fact});
  }
  return stays;
}

bool IsAnyOf(const std::string& value, const google::protobuf::RepeatedPtrField<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return IsCalled(value, name); });
}

bool IsTrialHomeVisit(const Stay& stay) {
  return stay.kind == event::v1::PlacementType_Name(event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT);
}

// Computes the care of one child from its removals.
class CareOfChild {
 public:
  CareOfChild(const CaseFacts& facts, const ChildOfCase& child, const rules::v1::Choices& choices,
              const BusinessDays& business, absl::CivilDay day)
      : facts_(facts),
        child_(child),
        choices_(choices),
        business_(business),
        day_(day),
        placements_(PlacementsOf(facts, child.id)),
        absences_(AbsencesOf(facts, child.id)) {}

  // Add the period from a removal or a return until `ended`, if it has ended.
  void Take(const Fact* by, absl::CivilDay began, std::optional<absl::CivilDay> ended, const Fact* exit) {
    since_ = began;
    const std::optional<absl::CivilDay> overrun = FirstOverrun(began, ended);
    if (overrun && *overrun > began) {
      Split(by, began, *overrun, nullptr);
      // The next placement elsewhere is a new entry into care.
      for (const Stay& stay : placements_) {
        if (stay.from < *overrun || (ended && stay.from >= *ended) || IsTrialHomeVisit(stay)) continue;
        return Take(stay.fact, stay.from, ended, exit);
      }
      return;
    }
    Split(by, began, ended, exit);
  }

  std::vector<CareEpisode> Done() {
    for (size_t i = 0; i < episodes_.size(); ++i) {
      episodes_[i].number = static_cast<uint32_t>(i + 1);
      if (i + 1 < episodes_.size()) episodes_[i].next = episodes_[i + 1].began;
    }
    return std::move(episodes_);
  }

 private:
  // The first day after a trial home visit in that period became longer than allowed.
  std::optional<absl::CivilDay> FirstOverrun(absl::CivilDay began, std::optional<absl::CivilDay> ended) const {
    if (!choices_.has_trial_home_visit_limit()) return std::nullopt;
    for (const Stay& stay : placements_) {
      if (!IsTrialHomeVisit(stay) || stay.from < began || (ended && stay.from >= *ended)) continue;
      const absl::CivilDay over = LastDayAllowed(Plus(stay.from, choices_.trial_home_visit_limit(), business_)) + 1;
      const absl::CivilDay until = Earlier(stay.until, Earlier(ended, day_ + 1)).value();
      if (until > over) return over;
    }
    return std::nullopt;
  }

  // An order made in time can allow a longer visit, and a later order an even longer one.
  absl::CivilDay LastDayAllowed(absl::CivilDay last) const {
    if (!choices_.has_trial_home_visit_extended_by()) return last;
    for (const Picked& one : Pick(facts_, choices_.trial_home_visit_extended_by(), {.child_id = child_.id})) {
      if (one.fact->day <= last) last = std::max(last, one.day);
    }
    return last;
  }

  // Split the period at stays outside foster care, if these are discharges.
  void Split(const Fact* by, absl::CivilDay began, std::optional<absl::CivilDay> ended, const Fact* exit) {
    CareEpisode episode{.name = NameOf(*by), .began = began, .by = by};
    for (CareStretch& stretch : Stretches(began, Earlier(ended, day_ + 1).value(), by)) {
      const bool outside = choices_.interruptions() == rules::v1::INTERRUPTIONS_NEW_ENTRY &&
                           stretch.kind == rules::v1::CARE_KIND_OUTSIDE_SCOPE;
      if (outside) {
        episode.ended = stretch.from;
        episode.exit = stretch.since;
        Keep(std::move(episode));
        episode = CareEpisode{.name = absl::StrCat(NameOf(*by), NameOf(*stretch.since))};
        continue;
      }
      if (episode.by == nullptr) {
        episode.by = stretch.since;
        episode.began = stretch.from;
      }
      episode.stretches.push_back(std::move(stretch));
    }
    episode.ended = ended;
    episode.exit = exit;
    Keep(std::move(episode));
  }

  // An episode without a day does not count.
  void Keep(CareEpisode episode) {
    if (episode.stretches.empty()) return;
    // One stay elsewhere can interrupt twice, if the child ran away from it.
    const auto is_taken = [&](const CareEpisode& other) { return other.name == episode.name; };
    while (std::any_of(episodes_.begin(), episodes_.end(), is_taken)) episode.name += "+";
    episodes_.push_back(std::move(episode));
  }

  std::vector<CareStretch> Stretches(absl::CivilDay from, absl::CivilDay until, const Fact* by) const {
    std::set<absl::CivilDay> cuts = {from};
    for (const std::vector<Stay>* stays : {&placements_, &absences_}) {
      for (const Stay& stay : *stays) {
        if (stay.from > from && stay.from < until) cuts.insert(stay.from);
        if (stay.until && *stay.until > from && *stay.until < until) cuts.insert(*stay.until);
      }
    }
    std::vector<CareStretch> stretches;
    if (from >= until) return stretches;
    for (auto cut = cuts.begin(); cut != cuts.end(); ++cut) {
      const auto next = std::next(cut);
      CareStretch stretch = KindOn(*cut, by);
      stretch.from = *cut;
      stretch.until = next == cuts.end() ? until : *next;
      if (!stretches.empty() && stretches.back().kind == stretch.kind &&
          stretches.back().placement_type == stretch.placement_type) {
        stretches.back().until = stretch.until;
      } else {
        stretches.push_back(std::move(stretch));
      }
    }
    return stretches;
  }

  CareStretch KindOn(absl::CivilDay day, const Fact* by) const {
    CareStretch stretch{.kind = rules::v1::CARE_KIND_FOSTER_CARE, .since = by};
    for (const Stay& stay : placements_) {
      if (stay.from < since_ || !stay.At(day)) continue;
      stretch.placement_type = stay.kind;
      stretch.since = stay.fact;
      if (IsTrialHomeVisit(stay)) stretch.kind = rules::v1::CARE_KIND_TRIAL_HOME_VISIT;
      if (IsAnyOf(stay.kind, choices_.outside_placement())) stretch.kind = rules::v1::CARE_KIND_OUTSIDE_SCOPE;
    }
    const Fact* outside = nullptr;
    const Fact* runaway = nullptr;
    for (const Stay& stay : absences_) {
      if (stay.from < since_ || !stay.At(day)) continue;
      if (IsAnyOf(stay.kind, choices_.outside_absence())) outside = stay.fact;
      if (IsAnyOf(stay.kind, choices_.runaway_absence())) runaway = stay.fact;
    }
    if (outside != nullptr) {
      stretch.kind = rules::v1::CARE_KIND_OUTSIDE_SCOPE;
      stretch.since = outside;
    }
    if (runaway != nullptr) {
      stretch.kind = rules::v1::CARE_KIND_RUNAWAY;
      stretch.since = runaway;
    }
    return stretch;
  }

  const CaseFacts& facts_;
  const ChildOfCase& child_;
  const rules::v1::Choices& choices_;
  const BusinessDays& business_;
  const absl::CivilDay day_;
  const std::vector<Stay> placements_;
  const std::vector<Stay> absences_;
  absl::CivilDay
      since_;  // the day of the removal, or of the placement that was a new entry; earlier stays do not belong to it
  std::vector<CareEpisode> episodes_;
};

// The end of the case episode in which a child was removed. This is the last episode opened before the removal or, if
// that one had ended, a later one; if the removal came before the first opening, it is the first one.
std::optional<absl::CivilDay> CaseEndAfter(const std::vector<CaseEpisode>& episodes, const Fact& removal) {
  size_t in = episodes.size() - 1;
  while (in > 0 && episodes[in].opened != nullptr && episodes[in].opened->order > removal.order) --in;
  for (; in < episodes.size(); ++in) {
    if (episodes[in].ended && *episodes[in].ended >= removal.day) return episodes[in].ended;
  }
  return std::nullopt;
}

bool IsClosing(const Fact& fact) {
  const google::protobuf::Descriptor* type = fact.body->GetDescriptor();
  return type == event::v1::CaseClosed::descriptor() || type == event::v1::CaseTransferredOut::descriptor() ||
         type == event::v1::CasesJoined::descriptor();
}

}  // namespace

std::optional<absl::CivilDay> Earlier(std::optional<absl::CivilDay> a, std::optional<absl::CivilDay> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::string CaseEpisode::name() const { return opened == nullptr ? "case" : NameOf(*opened); }

DayRange CaseEpisode::range() const { return {.from = number == 1 ? std::nullopt : began, .until = next}; }

std::vector<CaseEpisode> CaseEpisodesOf(const CaseFacts& facts) {
  std::vector<Picked> marks;
  for (const absl::string_view type :
       {"case_opened", "case_received", "case_reopened", "case_closed", "case_transferred_out", "cases_joined"}) {
    for (const Fact* fact : facts.OfType(type)) {
      if (type == "cases_joined" &&
          static_cast<const event::v1::CasesJoined&>(*fact->body).part() != event::v1::JOIN_PART_ENDS)
        continue;
      marks.push_back({fact->day, "", fact});
    }
  }
  std::sort(marks.begin(), marks.end(), [](const Picked& a, const Picked& b) { return a.fact->order < b.fact->order; });
  // The order of effect decides what a closing closes: a case can be closed and reopened on one day.
  std::vector<CaseEpisode> episodes;
  for (const Picked& mark : marks) {
    if (!IsClosing(*mark.fact)) {
      if (!episodes.empty()) episodes.back().next = mark.day;
      episodes.push_back(
          {.number = static_cast<uint32_t>(episodes.size() + 1), .began = mark.day, .opened = mark.fact});
    } else if (!episodes.empty() && !episodes.back().ended) {
      episodes.back().ended = mark.day;
    }
  }
  if (episodes.empty()) episodes.emplace_back();
  for (CaseEpisode& episode : episodes) episode.ended = Earlier(episode.ended, episode.next);
  return episodes;
}

std::vector<RemovalSpan> RemovalsOf(const CaseFacts& facts, absl::string_view child_id) {
  std::vector<RemovalSpan> removals;
  const Endings endings(facts, "care_episode_ended", &event::v1::CareEpisodeEnded::removal_id);
  for (const Fact* fact : facts.OfType("child_removed")) {
    const auto& body = static_cast<const event::v1::ChildRemoved&>(*fact->body);
    if (body.child_id() == child_id) removals.push_back({fact, endings.Of(body.removal_id(), *fact)});
  }
  return removals;
}

std::vector<CareEpisode> CareEpisodesOf(const CaseFacts& facts, const ChildOfCase& child,
                                        const std::vector<CaseEpisode>& case_episodes,
                                        const rules::v1::Choices& choices, const BusinessDays& business,
                                        absl::CivilDay day) {
  const std::vector<RemovalSpan> removals = RemovalsOf(facts, child.id);
  CareOfChild care(facts, child, choices, business, day);
  for (size_t i = 0; i < removals.size(); ++i) {
    const Fact& removal = *removals[i].removal;
    const Fact* exit = removals[i].exit;
    std::optional<absl::CivilDay> ended = exit == nullptr ? std::nullopt : std::optional(exit->day);
    const std::optional<absl::CivilDay> next =
        i + 1 < removals.size() ? std::optional(removals[i + 1].removal->day) : std::nullopt;
    const std::optional<absl::CivilDay> left = child.left && *child.left > removal.day ? child.left : std::nullopt;
    const std::optional<absl::CivilDay> otherwise = Earlier(Earlier(next, left), CaseEndAfter(case_episodes, removal));
    if (otherwise && (!ended || *otherwise < *ended)) {
      ended = otherwise;
      exit = nullptr;
    }
    care.Take(&removal, removal.day, ended, exit);
  }
  return care.Done();
}

std::string CareKindWords(rules::v1::CareKind kind) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(rules::v1::CareKind_Name(kind).substr(sizeof("CARE_KIND_") - 1)),
                             {{"_", " "}});
}

}  // namespace casejournal::projections
