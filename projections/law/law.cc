#include "projections/law/law.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

bool IsClosureList(const AdoptedRules& adopted) { return adopted.calendar && !adopted.calendar->adds_to().empty(); }

bool HasBegunBy(const AdoptedRules& adopted, const std::string& day) {
  return adopted.calendar || adopted.set->effective_from() <= day;
}

bool WasAdoptedBy(const AdoptedRules& adopted, std::optional<absl::Time> by) {
  return !by || absl::FromUnixMicros(adopted.recorded_at_us) <= *by;
}

bool HasEndedBy(const AdoptedRules& adopted, const std::string& day) {
  return adopted.set && !adopted.set->effective_until().empty() && adopted.set->effective_until() < day;
}

// Whether `a` takes precedence over `b`: the newer law; with the same day, and for calendars, the higher version, among
// those that had been adopted by then.
bool AnswersBefore(const AdoptedRules& a, const AdoptedRules& b, std::optional<absl::Time> adopted_by) {
  if (a.set && b.set && a.set->effective_from() != b.set->effective_from()) {
    return a.set->effective_from() > b.set->effective_from();
  }
  const bool a_was = WasAdoptedBy(a, adopted_by);
  if (a_was != WasAdoptedBy(b, adopted_by)) return a_was;
  return a_was ? a.version() > b.version() : a.version() < b.version();
}

// A court's list of closures that adds to the calendar. If there are several, the one that was adopted last.
std::optional<rules::v1::Calendar> ClosuresOf(const std::vector<std::shared_ptr<const AdoptedRules>>& versions,
                                              const std::string& calendar) {
  std::optional<rules::v1::Calendar> closures;
  for (const auto& version : versions) {
    if (version->calendar && version->calendar->adds_to() == calendar) closures = *version->calendar;
  }
  return closures;
}

}  // namespace

Law::Law(std::vector<std::shared_ptr<const AdoptedRules>> versions) : versions_(std::move(versions)) {
  for (const auto& version : versions_) {
    if (version->calendar && version->calendar->adds_to().empty()) {
      calendars_.emplace(version->id(), BusinessDays(*version->calendar, ClosuresOf(versions_, version->id())));
    }
    v1::RulesInForce& said = in_force_.emplace_back();
    said.set_id(version->id());
    said.set_version(version->version());
    said.set_position(version->position);
    said.set_digest(version->digest);
    said.set_calendar(version->calendar.has_value());
    absl::StrAppend(&digest_, version->digest);
  }
  for (const auto& version : versions_) {
    if (!version->set) continue;
    const rules::v1::RuleSet& set = *version->set;
    const auto calendar = calendars_.find(set.calendar());
    const BusinessDays* business = calendar == calendars_.end() ? &plain_ : &calendar->second;
    for (const rules::v1::Moment& moment : set.moment()) {
      moments_.push_back({&moment, &set, business, absl::StrCat(set.id(), ".", moment.name())});
      moment_by_name_[moments_.back().name] = moments_.size() - 1;
    }
    for (const rules::v1::Rule& rule : set.rule()) {
      rules_.push_back({&rule, &set, business, absl::StrCat(set.id(), ".", rule.name())});
    }
    Choose(set.choices());
    for (const rules::v1::Threshold& threshold : set.threshold()) thresholds_[threshold.name()] = threshold.value();
  }
}

// A later set replaces what an earlier one says.
void Law::Choose(const rules::v1::Choices& choices) {
  if (choices.interruptions() != rules::v1::INTERRUPTIONS_UNSPECIFIED)
    choices_.set_interruptions(choices.interruptions());
  if (choices.partial_months() != rules::v1::PARTIAL_MONTHS_UNSPECIFIED)
    choices_.set_partial_months(choices.partial_months());
  if (choices.outside_placement_size() > 0) *choices_.mutable_outside_placement() = choices.outside_placement();
  if (choices.outside_absence_size() > 0) *choices_.mutable_outside_absence() = choices.outside_absence();
  if (choices.runaway_absence_size() > 0) *choices_.mutable_runaway_absence() = choices.runaway_absence();
  if (choices.has_trial_home_visit_limit())
    *choices_.mutable_trial_home_visit_limit() = choices.trial_home_visit_limit();
  if (choices.has_trial_home_visit_extended_by()) {
    *choices_.mutable_trial_home_visit_extended_by() = choices.trial_home_visit_extended_by();
  }
  if (choices.has_recording_as_claimed()) choices_.set_recording_as_claimed(choices.recording_as_claimed());
  chosen_.insert(choices.choose().begin(), choices.choose().end());
}

const LawMoment* Law::MomentNamed(const std::string& name) const {
  const auto found = moment_by_name_.find(name);
  return found == moment_by_name_.end() ? nullptr : &moments_[found->second];
}

void RuleBook::Add(AdoptedRules adopted) {
  adopted_.push_back(std::make_shared<const AdoptedRules>(std::move(adopted)));
}

const AdoptedRules* RuleBook::Latest(absl::string_view id, bool calendar) const {
  for (auto each = adopted_.rbegin(); each != adopted_.rend(); ++each) {
    if ((*each)->calendar.has_value() == calendar && (*each)->id() == id) return each->get();
  }
  return nullptr;
}

std::shared_ptr<const Law> RuleBook::LawOn(absl::CivilDay day, std::optional<eventstore::Position> position,
                                           std::optional<absl::Time> before) const {
  return LawOf({.day = day, .position = position, .before = before});
}

std::shared_ptr<const Law> RuleBook::LawAsAdopted(absl::CivilDay day, absl::TimeZone zone,
                                                  std::optional<eventstore::Position> position,
                                                  std::optional<absl::Time> before) const {
  absl::Time by = EndOfDay(day, zone) - absl::Microseconds(1);
  // For a day before the journal adopted anything, its first rules apply.
  if (!adopted_.empty()) by = std::max(by, absl::FromUnixMicros(adopted_.front()->recorded_at_us));
  return LawOf({.day = day, .position = position, .before = before, .adopted_by = by});
}

std::shared_ptr<const Law> RuleBook::LawOf(const Asked& asked) const {
  const std::string on = FormatDay(asked.day);
  std::vector<std::shared_ptr<const AdoptedRules>> chosen;
  for (const auto& adopted : adopted_) {
    if (asked.position && adopted->position > *asked.position) continue;
    if (asked.before && absl::FromUnixMicros(adopted->recorded_at_us) >= *asked.before) continue;
    if (!HasBegunBy(*adopted, on)) continue;
    // A list of closures has no first version that could apply to the time before it.
    if (IsClosureList(*adopted) && !WasAdoptedBy(*adopted, asked.adopted_by)) continue;
    const auto same = std::find_if(chosen.begin(), chosen.end(), [&](const auto& other) {
      return other->id() == adopted->id() && other->calendar.has_value() == adopted->calendar.has_value();
    });
    if (same == chosen.end()) {
      chosen.push_back(adopted);
    } else if (AnswersBefore(*adopted, **same, asked.adopted_by)) {
      *same = adopted;
    }
  }
  // The end of a version does not bring back an earlier one.
  std::erase_if(chosen, [&](const auto& adopted) { return HasEndedBy(*adopted, on); });
  return std::make_shared<const Law>(std::move(chosen));
}

}  // namespace casejournal::projections
