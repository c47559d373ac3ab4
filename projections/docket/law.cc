#include "projections/docket/law.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

bool HasBegunBy(const AdoptedRules& adopted, const std::string& day) {
  return adopted.calendar || adopted.set->effective_from() <= day;
}

bool HasEndedBy(const AdoptedRules& adopted, const std::string& day) {
  return adopted.set && !adopted.set->effective_until().empty() && adopted.set->effective_until() < day;
}

// Whether `a` answers in the place of `b`: the younger law, of two of the same day the higher version.
bool AnswersBefore(const AdoptedRules& a, const AdoptedRules& b) {
  if (a.set && b.set && a.set->effective_from() != b.set->effective_from()) {
    return a.set->effective_from() > b.set->effective_from();
  }
  return a.version() > b.version();
}

}  // namespace

Law::Law(std::vector<std::shared_ptr<const AdoptedRules>> versions) : versions_(std::move(versions)) {
  for (const auto& version : versions_) {
    if (version->calendar) calendars_.emplace(version->id(), *version->calendar);
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
  }
}

// What a later set says takes the place of what an earlier one said.
void Law::Choose(const rules::v1::Choices& choices) {
  if (choices.interruptions() != rules::v1::INTERRUPTIONS_UNSPECIFIED) choices_.set_interruptions(choices.interruptions());
  if (choices.partial_months() != rules::v1::PARTIAL_MONTHS_UNSPECIFIED) choices_.set_partial_months(choices.partial_months());
  if (choices.outside_placement_size() > 0) *choices_.mutable_outside_placement() = choices.outside_placement();
  if (choices.outside_absence_size() > 0) *choices_.mutable_outside_absence() = choices.outside_absence();
  if (choices.runaway_absence_size() > 0) *choices_.mutable_runaway_absence() = choices.runaway_absence();
  if (choices.has_trial_home_visit_limit()) *choices_.mutable_trial_home_visit_limit() = choices.trial_home_visit_limit();
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

void RuleBook::Add(AdoptedRules adopted) { adopted_.push_back(std::make_shared<const AdoptedRules>(std::move(adopted))); }

const AdoptedRules* RuleBook::Latest(absl::string_view id, bool calendar) const {
  for (auto each = adopted_.rbegin(); each != adopted_.rend(); ++each) {
    if ((*each)->calendar.has_value() == calendar && (*each)->id() == id) return each->get();
  }
  return nullptr;
}

std::shared_ptr<const Law> RuleBook::LawOn(absl::CivilDay day, std::optional<eventstore::Position> position,
                                           std::optional<absl::Time> before) const {
  const std::string on = FormatDay(day);
  std::vector<std::shared_ptr<const AdoptedRules>> chosen;
  for (const auto& adopted : adopted_) {
    if (position && adopted->position > *position) continue;
    if (before && absl::FromUnixMicros(adopted->recorded_at_us) >= *before) continue;
    if (!HasBegunBy(*adopted, on)) continue;
    const auto same = std::find_if(chosen.begin(), chosen.end(), [&](const auto& other) {
      return other->id() == adopted->id() && other->calendar.has_value() == adopted->calendar.has_value();
    });
    if (same == chosen.end()) {
      chosen.push_back(adopted);
    } else if (AnswersBefore(*adopted, **same)) {
      *same = adopted;
    }
  }
  // A version that has ended brings no earlier one back.
  std::erase_if(chosen, [&](const auto& adopted) { return HasEndedBy(*adopted, on); });
  return std::make_shared<const Law>(std::move(chosen));
}

}  // namespace casejournal::projections
