#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

void AddActivity(const PlanView& view, const v1::Activity& activity, Table* table) {
  const event::v1::ActivityTerms& terms = activity.terms();
  std::vector<std::string> who;
  if (!terms.responsible_ids().empty()) who.push_back(view.words.People(terms.responsible_ids()));
  for (const auto& staff : terms.responsible_staff()) who.push_back(StaffWords(staff));
  const std::string stopped = activity.stopped_on().empty()
                                  ? std::string()
                                  : absl::StrCat("stopped ", activity.stopped_on(), "\n",
                                                 EnumWords(activity.why_stopped()));
  table->AddRow(
      {absl::StrCat("    - ", view.words.Marked(Joined({terms.what(), terms.service().display(),
                                                        terms.place(), terms.fit()},
                                                       "; "),
                                                activity.activity_id())),
       absl::StrJoin(who, ", "),
       Joined({DayWords("from", terms.begins_on()), DayWords("to", terms.due_on()),
               DayWords("done", activity.completed_on()), stopped},
              "\n"),
       activity.result(), ProgressWords(activity.progress())});
}

void AddObjective(const PlanView& view, const v1::Objective& objective, Table* table) {
  const event::v1::ObjectiveTerms& terms = objective.terms();
  const std::string number = terms.number().empty() ? "" : absl::StrCat(terms.number(), " ");
  table->AddRow(
      {absl::StrCat("  ", number, view.words.Marked(terms.statement(), objective.objective_id())),
       view.words.People(terms.who_ids()),
       Joined({DayWords("by", terms.target_on()), DayWords("met", objective.met_on())}, "\n"),
       Joined({terms.measure(), DayWords("now:", terms.baseline()),
               DayWords("aim:", terms.target()), DayWords("shown by:", objective.evidence())},
              "\n"),
       ProgressWords(objective.progress())});
  for (const v1::Activity& activity : view.plan.activities()) {
    if (activity.objective_id() == objective.objective_id()) AddActivity(view, activity, table);
  }
}

void AddGoal(const PlanView& view, const v1::Goal& goal, Table* table) {
  std::string area = EnumWords(goal.area());
  if (!area.empty()) area[0] = absl::ascii_toupper(static_cast<unsigned char>(area[0]));
  table->AddRow(
      {absl::StrCat(area, ": ", view.words.Marked(goal.statement(), goal.goal_id())),
       view.words.People(goal.for_ids(), "the family"),
       Joined({DayWords("set", goal.established_on()), DayWords("reached", goal.reached_on()),
               DayWords("withdrawn", goal.withdrawn_on())},
              "\n"),
       Joined({DayWords("shown by:", goal.evidence()), goal.withdrawn_reason()}, "\n"),
       ProgressWords(goal.progress())});
}

}  // namespace

std::string GoalsSection(const PlanView& view) {
  Table table({{.title = "Goal, objective, activity", .wraps = true, .width_min = 26},
               {.title = "Who", .wraps = true},
               {.title = "When"},
               {.title = "Measure, result", .wraps = true},
               {.title = "Progress", .wraps = true}});
  std::set<std::string> goals;
  std::set<std::string> objectives;
  for (const v1::Goal& goal : view.plan.goals()) {
    goals.insert(goal.goal_id());
    AddGoal(view, goal, &table);
    for (const v1::Objective& objective : view.plan.objectives()) {
      if (objective.goal_id() == goal.goal_id()) AddObjective(view, objective, &table);
    }
  }
  // What serves something that is not in the plan (retracted, say) is in the plan all the same.
  for (const v1::Objective& objective : view.plan.objectives()) {
    objectives.insert(objective.objective_id());
    if (goals.count(objective.goal_id()) == 0) AddObjective(view, objective, &table);
  }
  for (const v1::Activity& activity : view.plan.activities()) {
    if (objectives.count(activity.objective_id()) == 0) AddActivity(view, activity, &table);
  }
  return Section("Goals, objectives, activities", TableBody(table, view.style));
}

}  // namespace casejournal::services
