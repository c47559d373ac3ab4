#include "projections/docket/rule_items.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/docket/clock.h"
#include "projections/docket/field_values.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

// The name of a clock among the clocks of its rule and child. It contains no running number, so that it does not change
// when an earlier stay or hearing becomes known.
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

void SayDerivation(const Clock& clock, const DueDate& date, absl::CivilDay day, v1::DocketItem& item) {
  for (const Step& step : clock.began.steps) SayStep(step, *item.add_steps());
  for (const Step& step : date.steps) SayStep(step, *item.add_steps());
  for (const LeftOut& each : date.left_out) {
    v1::ExcludedInterval& excluded = *item.add_excluded();
    excluded.set_first_day(FormatDay(each.from));
    excluded.set_until(FormatDay(each.until));
    excluded.set_days(static_cast<uint32_t>(each.days));
    excluded.set_what(CareKindWords(each.kind));
    if (each.since != nullptr) excluded.set_position(each.since->position);
  }
  for (const RolledDay& each : date.rolls) {
    v1::Rolled& rolled = *item.add_rolls();
    rolled.set_last_day(FormatDay(each.from));
    rolled.set_moved_to(FormatDay(each.to));
    rolled.set_why(each.why);
  }
  item.set_days_left(static_cast<int32_t>(date.due - day));
  item.set_note(clock.rule->text->note());
}

v1::DocketItem ItemOf(const Clock& clock, const DueDate& date, const Case& of, Derivations derivations) {
  const rules::v1::Rule& rule = *clock.rule->text;
  v1::DocketItem item;
  item.set_kind(v1::WORK_KIND_LAW);
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
                             NameOfClock(clock, of.facts), "/", date.name));
  item.set_number(date.number);
  item.set_due(FormatDay(date.due));
  item.set_due_time(date.time);
  if (date.window_opens) item.set_window_opens(FormatDay(*date.window_opens));
  item.set_state(date.state);
  SayEntry(clock.began.fact, clock.began.day, clock.began.what, *item.mutable_began());
  if (derivations == Derivations::kSaid) SayDerivation(clock, date, of.day, item);
  if (date.met_by) SayEntry(date.met_by->fact, date.met_by->day, date.met_as, *item.mutable_met_by());
  item.set_if_missed(rule.if_missed());
  item.set_closures(date.closures);
  if (date.arose_on) item.set_arose_on(FormatDay(*date.arose_on));
  for (const Unsaid& caution : date.cautions) {
    Said said = caution();
    v1::Caution& added = *item.add_cautions();
    added.set_says(std::move(said.says));
    if (derivations == Derivations::kSaid) *added.mutable_wording() = std::move(said.wording);
  }
  if (clock.scope->court != nullptr)
    *item.mutable_court_numbers() = {clock.scope->court->numbers.begin(), clock.scope->court->numbers.end()};
  return item;
}

// An entry that belongs to two court cases of a child begins a clock in each of them.
void SetApart(std::vector<v1::DocketItem>& items) {
  std::map<std::string, int> seen;
  for (v1::DocketItem& item : items) {
    const int times = ++seen[item.item()];
    if (times > 1) item.set_item(absl::StrCat(item.item(), "+", times));
  }
}

}  // namespace

void SayStep(const Step& step, v1::DerivationStep& said) {
  Said sentence = step.says();
  said.set_says(std::move(sentence.says));
  *said.mutable_wording() = std::move(sentence.wording);
  said.set_day(FormatDay(step.day));
  if (step.fact == nullptr) return;
  said.set_position(step.fact->position);
  said.set_revision(step.fact->revision);
}

Case CaseOn(const CaseFacts& facts, const Law& law, absl::CivilDay day, absl::TimeZone zone) {
  Case of{facts, law, day, zone, CaseEpisodesOf(facts), {}};
  for (const ChildOfCase& child : facts.children()) {
    of.children.push_back({child, CareEpisodesOf(facts, child, of.episodes, law.choices(), law.business(), day),
                           CourtCasesOf(facts, child.id, of.episodes)});
  }
  return of;
}

// Children are the same as long as the facts are: they grow by no entry that changes one.
bool HaveTheSameScopes(const Case& a, const Case& b) {
  const auto same_court = [&](const CourtCase& one, const CourtCase& other) {
    return one.number == other.number && one.name == other.name &&
           one.episode - a.episodes.data() == other.episode - b.episodes.data() && one.numbers == other.numbers &&
           one.other_numbers == other.other_numbers && one.began == other.began && one.ended == other.ended;
  };
  return a.episodes == b.episodes && std::equal(a.children.begin(), a.children.end(), b.children.begin(),
                                                b.children.end(), [&](const ChildTime& one, const ChildTime& other) {
                                                  return one.child.id == other.child.id && one.care == other.care &&
                                                         std::equal(one.court.begin(), one.court.end(),
                                                                    other.court.begin(), other.court.end(), same_court);
                                                });
}

std::vector<v1::DocketItem> ItemsOf(const LawRule& rule, const Case& of, Derivations derivations) {
  std::vector<v1::DocketItem> items;
  for (const Scope& scope : ScopesFor(rule.text->per(), of)) {
    for (const Clock& clock : ClocksOf(rule, scope, of)) {
      for (const DueDate& date : clock.dates) items.push_back(ItemOf(clock, date, of, derivations));
    }
  }
  SetApart(items);
  return items;
}

}  // namespace casejournal::projections
