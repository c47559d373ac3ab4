#include "projections/docket/selectors.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/case_events.pb.h"
#include "casejournal/event/v1/review_events.pb.h"
#include "projections/docket/court_case.h"
#include "projections/docket/field_values.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/responsible.h"
#include "projections/law/field_paths.h"

namespace casejournal::projections {
namespace {

bool AnyIsCalled(const std::vector<std::string>& values, const google::protobuf::RepeatedPtrField<std::string>& names) {
  return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return IsCalled(value, name); });
  });
}

bool FieldHolds(const CaseFacts& facts, const rules::v1::Where& where, const Fact& fact, absl::string_view child_id) {
  const std::vector<std::string> values = ValuesAt(facts, *fact.body, where.field());
  if (where.present() && values.empty()) return false;
  if (where.absent() && !values.empty()) return false;
  if (where.any_of_size() > 0 && !AnyIsCalled(values, where.any_of())) return false;
  if (where.none_of_size() > 0 && AnyIsCalled(values, where.none_of())) return false;
  return !where.parent() || std::any_of(values.begin(), values.end(),
                                        [&](const std::string& id) { return facts.IsParent(id, child_id, fact.day); });
}

// Whether the entries have the same value. `same` is "meeting_id", or "meeting_id = review_id": this entry's field and
// that of the entry that the clock began with.
bool HasInCommon(const CaseFacts& facts, absl::string_view same, const Fact& fact, const Fact* began) {
  if (began == nullptr) return false;
  const std::vector<std::string> sides = absl::StrSplit(same, '=');
  const std::vector<std::string> here = ValuesAt(facts, *fact.body, absl::StripAsciiWhitespace(sides.front()));
  const std::vector<std::string> there = ValuesAt(facts, *began->body, absl::StripAsciiWhitespace(sides.back()));
  return std::any_of(here.begin(), here.end(), [&](const std::string& value) {
    return std::find(there.begin(), there.end(), value) != there.end();
  });
}

// The staff to whom the case is assigned at the end of `day`: the last of each part.
std::vector<const event::v1::Staff*> AssignedOn(const CaseFacts& facts, absl::CivilDay day) {
  std::map<event::v1::AssignmentPart, const event::v1::Staff*> by_part;
  for (const Fact* fact : facts.OfType("case_assigned")) {
    if (fact->day > day) break;
    const auto& assigned = static_cast<const event::v1::CaseAssigned&>(*fact->body);
    by_part[assigned.part()] = &assigned.staff();
  }
  std::vector<const event::v1::Staff*> all;
  for (const auto& [part, staff] : by_part) all.push_back(staff);
  return all;
}

bool SatAsTheLawAsks(const CaseFacts& facts, const rules::v1::Panel& panel, const Fact& fact) {
  if (fact.body->GetDescriptor() != event::v1::ReviewHeld::descriptor()) return true;
  const auto& review = static_cast<const event::v1::ReviewHeld&>(*fact.body);
  if (review.has_hearing_id()) return true;
  const bool at_home = panel.members_min_in_home() != 0 && !facts.IsBeforeCourt(fact);
  const uint32_t needed = at_home ? panel.members_min_in_home() : panel.members_min();
  if (static_cast<uint32_t>(review.panel_size()) < needed) return false;
  if (!panel.independent_member()) return true;
  // Whoever the case is assigned to is responsible for it, whatever the entry says of them.
  const std::vector<const event::v1::Staff*> assigned = AssignedOn(facts, fact.day);
  return std::any_of(review.panel().begin(), review.panel().end(), [&](const event::v1::PanelMember& member) {
    return !member.responsible_for_plan() &&
           std::none_of(assigned.begin(), assigned.end(),
                        [&](const event::v1::Staff* staff) { return IsSameStaff(*staff, member.staff()); });
  });
}

// The value of a field with exactly one value, otherwise nothing.
std::string OneValue(const CaseFacts& facts, const Fact& fact, absl::string_view path) {
  std::vector<std::string> values = ValuesAt(facts, *fact.body, path);
  return values.empty() ? "" : std::move(values.front());
}

bool AboutWhom(const CaseFacts& facts, const rules::v1::Selector& selector, const Fact& fact,
               absl::string_view child_id) {
  if (selector.child().empty() || child_id.empty()) return IsAbout(fact, child_id);
  const std::vector<std::string> named = ValuesAt(facts, *fact.body, selector.child());
  return std::find(named.begin(), named.end(), child_id) != named.end();
}

DayRange Narrowed(const rules::v1::Selector& selector, const Among& among) {
  DayRange range = among.range;
  if (!selector.has_within() || !among.clock_began || among.business == nullptr) return range;
  const absl::CivilDay until = Plus(*among.clock_began, selector.within(), *among.business) + 1;
  if (!range.until || until < *range.until) range.until = until;
  return range;
}

// The day of the entry that counts for the selector, or nothing.
std::optional<absl::CivilDay> DayThatCounts(const CaseFacts& facts, const rules::v1::Selector& selector,
                                            const Fact& fact) {
  if (selector.day().empty()) return fact.day;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(OneValue(facts, fact, selector.day()));
  return day.ok() ? std::optional(*day) : std::nullopt;
}

// The entries that are considered, before conditions on their fields.
class LookedAt {
 public:
  LookedAt(const CaseFacts& facts, const rules::v1::Selector& selector, const Among& among)
      : facts_(facts), selector_(selector), among_(among), range_(Narrowed(selector, among)) {}

  // The entries of a type that can be considered. They are in the order of their effective days, so that those of other
  // days need no look, unless another of their days counts.
  absl::Span<const Fact* const> Of(const std::string& event, bool by_effective_day) const {
    const std::vector<const Fact*>& all = facts_.OfType(event);
    if (!by_effective_day) return all;
    const auto first_on = [&all](const std::optional<absl::CivilDay>& day,
                                 std::vector<const Fact*>::const_iterator none) {
      if (!day) return none;
      return std::lower_bound(all.begin(), all.end(), *day,
                              [](const Fact* fact, absl::CivilDay limit) { return fact->day < limit; });
    };
    const auto first = first_on(range_.from, all.begin());
    const auto end = std::max(first, first_on(range_.until, all.end()));
    return absl::MakeConstSpan(all).subspan(static_cast<size_t>(first - all.begin()), static_cast<size_t>(end - first));
  }

  // Whether an entry is considered, on its day that counts.
  bool Holds(const Fact& fact, absl::CivilDay day) const {
    if (!range_.Holds(day) || !AboutWhom(facts_, selector_, fact, among_.child_id)) return false;
    return among_.court == nullptr || among_.court->Holds(fact, day, among_.any_earlier);
  }

 private:
  const CaseFacts& facts_;
  const rules::v1::Selector& selector_;
  const Among& among_;
  const DayRange range_;
};

// Of the considered entries with a common value, the last in the order of effect, unless it was canceled.
class LastWith {
 public:
  LastWith(const CaseFacts& facts, const rules::v1::Selector& selector, const LookedAt& looked_at)
      : facts_(facts), selector_(selector) {
    if (selector.last_with().empty()) return;
    for (const Fact* fact : looked_at.Of(selector.event_type(), selector.day().empty())) {
      const std::optional<absl::CivilDay> day = DayThatCounts(facts, selector, *fact);
      if (day && looked_at.Holds(*fact, *day)) by_value_[ValueOf(*fact)].push_back(fact);
    }
    if (selector.undone_by().empty()) return;
    for (const Fact* fact : looked_at.Of(selector.undone_by(), /*by_effective_day=*/true)) {
      if (looked_at.Holds(*fact, fact->day)) undone_[ValueOf(*fact)] = fact->order;
    }
  }

  // Requires a considered entry; so does DayBefore.
  bool Keeps(const Fact& fact) const {
    if (selector_.last_with().empty()) return true;
    const std::string value = ValueOf(fact);
    if (value.empty()) return true;
    const auto undone = undone_.find(value);
    return by_value_.at(value).back() == &fact && (undone == undone_.end() || undone->second < fact.order);
  }

  // The day of the entry that it replaced, if it replaced one.
  std::optional<absl::CivilDay> DayBefore(const Fact& fact) const {
    if (selector_.last_with().empty()) return std::nullopt;
    const std::vector<const Fact*>& with_value = by_value_.at(ValueOf(fact));
    return with_value.size() < 2 ? std::nullopt : DayThatCounts(facts_, selector_, *with_value[with_value.size() - 2]);
  }

 private:
  std::string ValueOf(const Fact& fact) const { return OneValue(facts_, fact, selector_.last_with()); }

  const CaseFacts& facts_;
  const rules::v1::Selector& selector_;
  std::map<std::string, std::vector<const Fact*>> by_value_;
  std::map<std::string, size_t> undone_;
};

bool BeforeInDays(const Picked& a, const Picked& b) {
  return a.day != b.day ? a.day < b.day : a.fact->order < b.fact->order;
}

}  // namespace

std::vector<Picked> Pick(const CaseFacts& facts, const rules::v1::Selector& selector, const Among& among) {
  const LookedAt looked_at(facts, selector, among);
  const LastWith last(facts, selector, looked_at);
  std::vector<Picked> picked;
  for (const Fact* fact : looked_at.Of(selector.event_type(), selector.day().empty())) {
    const std::optional<absl::CivilDay> day = DayThatCounts(facts, selector, *fact);
    if (!day || !looked_at.Holds(*fact, *day) || !last.Keeps(*fact)) continue;
    Picked one{*day, selector.day().empty() ? fact->time : "", fact, last.DayBefore(*fact)};
    if (!selector.time().empty()) one.time = OneValue(facts, *fact, selector.time());
    if (!std::all_of(selector.where().begin(), selector.where().end(),
                     [&](const rules::v1::Where& where) { return FieldHolds(facts, where, *fact, among.child_id); })) {
      continue;
    }
    if (!selector.same().empty() && !HasInCommon(facts, selector.same(), *fact, among.began)) continue;
    if (selector.has_panel() && !SatAsTheLawAsks(facts, selector.panel(), *fact)) continue;
    picked.push_back(std::move(one));
  }
  std::stable_sort(picked.begin(), picked.end(), BeforeInDays);
  return picked;
}

std::vector<Picked> PickAny(const CaseFacts& facts,
                            const google::protobuf::RepeatedPtrField<rules::v1::Selector>& selectors,
                            const Among& among) {
  std::vector<Picked> all;
  std::set<const Fact*> seen;
  for (const rules::v1::Selector& selector : selectors) {
    for (Picked& one : Pick(facts, selector, among)) {
      if (seen.insert(one.fact).second) all.push_back(std::move(one));
    }
  }
  std::stable_sort(all.begin(), all.end(), BeforeInDays);
  return all;
}

}  // namespace casejournal::projections
