#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string Strategies(const event::v1::SafetyPlanMade& terms) {
  std::vector<std::string> words;
  for (const int strategy : terms.strategies()) {
    words.push_back(EnumWords(static_cast<event::v1::SafetyStrategy>(strategy)));
  }
  return absl::StrJoin(words, ", ");
}

}  // namespace

std::string SafetySection(const PlanView& view) {
  Table threats({{.title = "Threat", .wraps = true}, {.title = "To"}, {.title = "Identified"}, {.title = "Now"}});
  for (const v1::Threat& threat : view.plan.threats()) {
    threats.AddRow({view.words.Marked(threat.terms().threat(), threat.threat_id()),
                    view.words.Person(threat.terms().child_id()), threat.identified_on(),
                    Joined({EnumWords(threat.state()), threat.state_on()}, ", ")});
  }
  Table plans({{.title = "Safety plan", .wraps = true},
               {.title = "For", .wraps = true},
               {.title = "Responsible", .wraps = true},
               {.title = "When"},
               {.title = "Checked", .wraps = true}});
  for (const v1::SafetyPlan& plan : view.plan.safety_plans()) {
    const event::v1::SafetyPlanMade& terms = plan.terms();
    plans.AddRow(
        {view.words.Marked(
             Joined({Strategies(terms), DayWords("stays", terms.stays_with()), terms.monitoring()},
                    "; "),
             plan.plan_id()),
         view.words.People(terms.children_ids()), view.words.People(terms.responsible_ids()),
         Joined({DayWords("made", plan.made_on()), DayWords("until", terms.until()),
                 DayWords("ended", plan.ended_on()), EnumWords(plan.why_ended())},
                "\n"),
         Joined({plan.checked_on(), EnumWords(plan.kept())}, ": ")});
  }
  Table alternatives({{.title = "Child"},
                      {.title = "Explored before foster care", .wraps = true},
                      {.title = "When"},
                      {.title = "Result", .wraps = true}});
  for (const v1::Alternative& alternative : view.plan.alternatives()) {
    const event::v1::AlternativeExplored& terms = alternative.terms();
    alternatives.AddRow({view.words.Person(terms.child_id()), absl::StrCat(terms.who(), " (", terms.how_related(), ")"),
                         alternative.explored_on(), Joined({EnumWords(terms.result()), terms.reason()}, ": ")});
  }
  return absl::StrCat(Section("Safety threats", TableBody(threats, view.style)),
                      Section("Safety plans", TableBody(plans, view.style)),
                      Section("Alternatives to foster care", TableBody(alternatives, view.style)));
}

std::string NeedsSection(const PlanView& view) {
  Table needs({{.title = "Of", .wraps = true},
               {.title = "Need", .wraps = true},
               {.title = "Priority"},
               {.title = "Identified"},
               {.title = "Progress", .wraps = true}});
  for (const v1::Need& need : view.plan.needs()) {
    needs.AddRow({view.words.Person(need.terms().of_id()),
                  view.words.Marked(need.terms().need(), need.need_id()),
                  EnumWords(need.terms().priority()), need.identified_on(),
                  ProgressWords(need.progress())});
  }
  Table strengths({{.title = "Of", .wraps = true},
                   {.title = "Strength or resource", .wraps = true},
                   {.title = "Kind"},
                   {.title = "Identified"}});
  for (const v1::Strength& strength : view.plan.strengths()) {
    strengths.AddRow({view.words.Person(strength.terms().of_id()),
                      view.words.Marked(strength.terms().strength(), strength.strength_id()),
                      EnumWords(strength.terms().kind()), strength.identified_on()});
  }
  Table assessments({{.title = "Assessment", .wraps = true}, {.title = "When"}, {.title = "Level"}, {.title = "Decision", .wraps = true}});
  for (const v1::Assessment& assessment : view.plan.assessments()) {
    assessments.AddRow({view.words.Marked(Joined({EnumWords(assessment.terms().kind()), assessment.terms().form()}, ", "),
                                          assessment.assessment_id()),
                        assessment.completed_on(), EnumWords(assessment.terms().level()), assessment.terms().decision()});
  }
  return absl::StrCat(Section("Assessments", TableBody(assessments, view.style)),
                      Section("Needs", TableBody(needs, view.style)),
                      Section("Strengths and resources", TableBody(strengths, view.style)));
}

}  // namespace casejournal::services
