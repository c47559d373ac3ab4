#include "projections/docket/docket.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/docket/case_facts.h"
#include "projections/docket/rule_items.h"
#include "projections/docket/scope.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

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
  for (const Step& step : day->steps) SayStep(step, *said.add_steps());
  return said;
}

}  // namespace

Docket DocketOf(const EntryList& entries, const Law& law, const DocketAsked& asked) {
  const CaseFacts facts(entries, asked.known, asked.day, asked.zone);
  const Case of = CaseOn(facts, law, asked.day, asked.zone);
  Docket docket;
  for (const LawMoment& moment : law.moments()) {
    for (const Scope& scope : ScopesFor(moment.text->per(), of)) {
      docket.moments.push_back(MomentOf(moment, scope, Beginnings(of).OfMoment(moment, scope)));
    }
  }
  for (const LawRule& rule : law.rules()) {
    for (v1::DocketItem& item : ItemsOf(rule, of)) docket.items.push_back(std::move(item));
  }
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
