#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// "every evening: care in the afternoon, by Rosa Lopez, at her home, from 2025-01-20, until 2025-02-20"
std::string ActionWords(const PlanView& view, const event::v1::SafetyAction& action) {
  return Joined({Joined({EnumWords(action.strategy()), action.what()}, ": "),
                 DayWords("by", view.words.People(action.who_ids())), DayWords("at", action.place()), action.when(),
                 DayWords("from", action.begins_on()), DayWords("until", action.until())},
                ", ");
}

// "checked every 7 days"
std::string CheckWords(const event::v1::SafetyPlanMade& terms) {
  if (!terms.has_check_every_days()) return "";
  return terms.check_every_days() == 1 ? "checked every day"
                                       : absl::StrCat("checked every ", terms.check_every_days(), " days");
}

// What the plan asks for, a line each.
std::string PlanLines(const PlanView& view, const event::v1::SafetyPlanMade& terms) {
  std::vector<std::string> lines = {
      Joined({EnumsWords<event::v1::SafetyStrategy>(terms.strategies()), DayWords("stays", terms.stays_with()),
              EnumWords(terms.setting()), terms.monitoring(), CheckWords(terms)},
             "; ")};
  for (const event::v1::SafetyAction& action : terms.actions())
    lines.push_back(absl::StrCat("- ", ActionWords(view, action)));
  for (const std::string& threat : terms.threat_ids())
    lines.push_back(absl::StrCat("against: ", view.words.Part(threat)));
  lines.push_back(DayWords("trauma is kept small:", terms.trauma()));
  return Joined(lines, "\n");
}

}  // namespace

Blocks SafetySection(const PlanView& view) {
  Document::Table threats = TableOf(view.style, {{.title = "Threat", .wraps = true},
                                                 {.title = "To"},
                                                 {.title = "From", .wraps = true},
                                                 {.title = "Identified"},
                                                 {.title = "Now"}});
  for (const v1::Threat& threat : view.plan.threats()) {
    threats.Add({view.words.Marked(threat.terms().threat(), threat.threat_id()),
                 view.words.Person(threat.terms().child_id()),
                 threat.terms().has_from_id() ? view.words.Person(threat.terms().from_id()) : "",
                 threat.identified_on(), Joined({EnumWords(threat.state()), threat.state_on()}, ", ")});
  }
  Document::Table plans = TableOf(view.style, {{.title = "Safety plan", .wraps = true},
                                               {.title = "For", .wraps = true},
                                               {.title = "Responsible", .wraps = true},
                                               {.title = "When", .wraps = true},
                                               {.title = "Checked", .wraps = true}});
  for (const v1::SafetyPlan& plan : view.plan.safety_plans()) {
    const event::v1::SafetyPlanMade& terms = plan.terms();
    plans.Add({view.words.Marked(PlanLines(view, terms), plan.plan_id()), view.words.People(terms.children_ids()),
               view.words.People(terms.responsible_ids()),
               Joined({DayWords("made", plan.made_on()), DayWords("until", terms.until()),
                       DayWords("ended", plan.ended_on()), EnumWords(plan.why_ended()), plan.threats_now()},
                      "\n"),
               Joined({plan.checked_on(), EnumWords(plan.kept()), plan.seen()}, ": ")});
  }
  Document::Table alternatives = TableOf(view.style, {{.title = "Child"},
                                                      {.title = "Explored before foster care", .wraps = true},
                                                      {.title = "When"},
                                                      {.title = "Result", .wraps = true}});
  for (const v1::Alternative& alternative : view.plan.alternatives()) {
    const event::v1::AlternativeExplored& terms = alternative.terms();
    alternatives.Add({view.words.Person(terms.child_id()),
                      absl::StrCat(terms.has_who_id() ? view.words.Person(terms.who_id()) : terms.who(), " (",
                                   Joined({terms.has_who_id() ? terms.who() : "", terms.how_related()}, ", "), ")"),
                      alternative.explored_on(), Joined({EnumWords(terms.result()), terms.reason()}, ": ")});
  }
  return Together({Section(view.style, "Safety threats", {threats}), Section(view.style, "Safety plans", {plans}),
                   Section(view.style, "Alternatives to foster care", {alternatives})});
}

}  // namespace casejournal::services
