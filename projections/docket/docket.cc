#include "projections/docket/docket.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/docket/case_facts.h"
#include "projections/docket/clock.h"
#include "projections/docket/field_values.h"
#include "projections/docket/scope.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

Case CaseOn(const CaseFacts& facts, const Law& law, const DocketAsked& asked) {
  Case of{facts, law, asked.day, asked.zone, CaseEpisodesOf(facts), {}};
  for (const ChildOfCase& child : facts.children()) {
    of.children.push_back({child, CareEpisodesOf(facts, child, of.episodes, law.choices(), law.business(), asked.day),
                           CourtCasesOf(facts, child.id, of.episodes)});
  }
  return of;
}

// The name of a clock among those of its rule and child. It contains no running number, so it does not change when an
// earlier stay or hearing becomes known.
std::string NameOfClock(const Clock& clock, const CaseFacts& facts) {
  if (!clock.rule->text->has_each()) return clock.scope->name();
  const std::string& field = clock.rule->text->each().last_with();
  const std::vector<std::string> values =
      field.empty() ? std::vector<std::string>() : ValuesAt(facts, *clock.began.fact->body, field);
  return values.empty() ? NameOf(*clock.began.fact) : values.front();
}

void SayEntry(const Fact* fact, absl::CivilDay day, absl::string_view what, v1::DocketEntry& entry) {
  entry.set_day(FormatDay(day));
  entry.set_what(std::string(what));
  if (fact == nullptr) return;
  entry.set_position(fact->position);
  entry.set_revision(fact->revision);
  if (fact->claimed) entry.set_claimed_on(FormatDay(*fact->claimed));
}

template <typename Steps>
void SaySteps(const std::vector<Step>& steps, Steps& said) {
  for (const Step& step : steps) {
    v1::DerivationStep& each = *said.Add();
    each.set_says(step.says);
    each.set_day(FormatDay(step.day));
    if (step.fact == nullptr) continue;
    each.set_position(step.fact->position);
    each.set_revision(step.fact->revision);
  }
}

v1::DocketItem ItemOf(const Clock& clock, const DueDate& date, const CaseFacts& facts, absl::CivilDay day) {
  const rules::v1::Rule& rule = *clock.rule->text;
  v1::DocketItem item;
  item.set_rule(clock.rule->name);
  item.set_rules_version(clock.rule->set->version());
  item.set_title(rule.title());
  item.set_citation(rule.citation());
  item.set_unverified(rule.verification() != rules::v1::VERIFICATION_VERIFIED);
  if (clock.scope->child != nullptr) {
    item.set_child_id(clock.scope->child->child.id);
    item.set_child(clock.scope->child->child.name);
  }
  item.set_item(absl::StrCat(item.rule(), "/", item.child_id().empty() ? "case" : item.child_id(), "/",
                             NameOfClock(clock, facts), "/", date.name));
  item.set_number(date.number);
  item.set_due(FormatDay(date.due));
  item.set_due_time(date.time);
  if (date.window_opens) item.set_window_opens(FormatDay(*date.window_opens));
  item.set_state(date.state);
  SayEntry(clock.began.fact, clock.began.day, clock.began.what, *item.mutable_began());
  SaySteps(clock.began.steps, *item.mutable_steps());
  SaySteps(date.steps, *item.mutable_steps());
  for (const LeftOut& each : date.left_out) {
    v1::ExcludedInterval& excluded = *item.add_excluded();
    excluded.set_from(FormatDay(each.from));
    excluded.set_until(FormatDay(each.until));
    excluded.set_days(static_cast<uint32_t>(each.days));
    excluded.set_what(each.what);
    if (each.since != nullptr) excluded.set_position(each.since->position);
  }
  for (const RolledDay& each : date.rolls) {
    v1::Rolled& rolled = *item.add_rolls();
    rolled.set_from(FormatDay(each.from));
    rolled.set_to(FormatDay(each.to));
    rolled.set_why(each.why);
  }
  if (date.met_by) SayEntry(date.met_by->fact, date.met_by->day, date.met_as, *item.mutable_met_by());
  item.set_days_left(static_cast<int32_t>(date.due - day));
  item.set_if_missed(rule.if_missed());
  item.set_closures(date.closures);
  item.set_note(rule.note());
  if (date.arose_on) item.set_arose_on(FormatDay(*date.arose_on));
  *item.mutable_cautions() = {date.cautions.begin(), date.cautions.end()};
  if (clock.scope->court != nullptr)
    *item.mutable_court_numbers() = {clock.scope->court->numbers.begin(), clock.scope->court->numbers.end()};
  return item;
}

v1::DocketMoment MomentOf(const LawMoment& moment, const Scope& scope, const std::optional<Beginning>& day) {
  v1::DocketMoment said;
  said.set_moment(moment.name);
  said.set_title(moment.text->title());
  said.set_citation(moment.text->citation());
  if (scope.child != nullptr) {
    said.set_child_id(scope.child->child.id);
    said.set_child(scope.child->child.name);
  }
  if (scope.care != nullptr) said.set_care_episode(scope.care->number);
  if (!day) return said;
  said.set_day(FormatDay(day->day));
  SaySteps(day->steps, *said.mutable_steps());
  return said;
}

// An entry that belongs to two court cases of a child begins a clock in each.
void SetApart(std::vector<v1::DocketItem>& items) {
  std::map<std::string, int> seen;
  for (v1::DocketItem& item : items) {
    const int times = ++seen[item.item()];
    if (times > 1) item.set_item(absl::StrCat(item.item(), "+", times));
  }
}

}  // namespace

Docket DocketOf(const EntryList& entries, const Law& law, const DocketAsked& asked) {
  const CaseFacts facts(entries, asked.known, asked.day, asked.zone);
  const Case of = CaseOn(facts, law, asked);
  Docket docket;
  for (const LawMoment& moment : law.moments()) {
    for (const Scope& scope : ScopesFor(moment.text->per(), of)) {
      docket.moments.push_back(MomentOf(moment, scope, Beginnings(of).OfMoment(moment, scope)));
    }
  }
  for (const LawRule& rule : law.rules()) {
    for (const Scope& scope : ScopesFor(rule.text->per(), of)) {
      for (const Clock& clock : ClocksOf(rule, scope, of)) {
        for (const DueDate& date : clock.dates) docket.items.push_back(ItemOf(clock, date, facts, asked.day));
      }
    }
  }
  SetApart(docket.items);
  std::stable_sort(docket.items.begin(), docket.items.end(),
                   [](const v1::DocketItem& a, const v1::DocketItem& b) { return a.due() < b.due(); });
  return docket;
}

std::vector<v1::MovedDate> MovedDates(const std::vector<v1::DocketItem>& before,
                                      const std::vector<v1::DocketItem>& now) {
  std::map<std::string, const v1::DocketItem*> by_name;
  for (const v1::DocketItem& item : before) by_name[item.item()] = &item;
  std::vector<v1::MovedDate> moved;
  const auto say = [&](const v1::DocketItem& item) -> v1::MovedDate& {
    v1::MovedDate& date = moved.emplace_back();
    date.set_item(item.item());
    date.set_title(item.title());
    date.set_child(item.child());
    return date;
  };
  for (const v1::DocketItem& item : now) {
    const auto known = by_name.find(item.item());
    const v1::DocketItem* was = known == by_name.end() ? nullptr : known->second;
    if (known != by_name.end()) by_name.erase(known);
    if (was != nullptr && was->due() == item.due() && was->state() == item.state()) continue;
    v1::MovedDate& date = say(item);
    date.set_due_now(item.due());
    date.set_state_now(item.state());
    if (was == nullptr) continue;
    date.set_due_before(was->due());
    date.set_state_before(was->state());
  }
  for (const v1::DocketItem& item : before) {
    if (!by_name.contains(item.item())) continue;
    v1::MovedDate& date = say(item);
    date.set_due_before(item.due());
    date.set_state_before(item.state());
  }
  return moved;
}

}  // namespace casejournal::projections
