#include "projections/figures/planning_steps.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_join.h"

namespace casejournal::projections {
namespace {

// The first of the days, from a day on.
class FirstDay {
 public:
  explicit FirstDay(std::string since) : since_(std::move(since)) {}

  void See(const std::string& day) {
    if (!day.empty() && day >= since_ && (first_.empty() || day < first_)) first_ = day;
  }
  const std::string& day() const { return first_; }

 private:
  const std::string since_;
  std::string first_;
};

// Parts of a step, each with what is missing if it has no day.
struct Part {
  std::string day;
  absl::string_view missing;
};

v1::StepFigure StepOf(v1::PlanningStep step, const std::vector<Part>& parts) {
  v1::StepFigure figure;
  figure.set_step(step);
  std::vector<absl::string_view> missing;
  std::string last;
  for (const Part& part : parts) {
    if (part.day.empty()) missing.push_back(part.missing);
    last = std::max(last, part.day);
  }
  figure.set_missing(absl::StrJoin(missing, "; "));
  if (missing.empty()) figure.set_taken_on(last);
  return figure;
}

std::string ProblemDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Concern& concern : plan.concerns()) first.See(concern.reported_on());
  for (const v1::Need& need : plan.needs()) first.See(need.identified_on());
  return first.day();
}

std::string EngagedDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Engagement& engagement : plan.engagements()) {
    const bool is_adult =
        std::any_of(plan.participants().begin(), plan.participants().end(), [&](const v1::Participant& each) {
          return each.participant_id() == engagement.participant_id() && each.capacity() == event::v1::CAPACITY_ADULT;
        });
    if (!is_adult) continue;
    first.See(engagement.first_on());
    first.See(engagement.last_on());
  }
  return first.day();
}

std::string AssessedDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Assessment& assessment : plan.assessments()) {
    if (assessment.terms().kind() == event::v1::ASSESSMENT_KIND_FAMILY) first.See(assessment.completed_on());
  }
  return first.day();
}

std::string NeedDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Need& need : plan.needs()) first.See(need.identified_on());
  return first.day();
}

std::string GoalDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Goal& goal : plan.goals()) {
    if (goal.withdrawn_on().empty()) first.See(goal.established_on());
  }
  return first.day();
}

std::string ObjectiveDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Objective& objective : plan.objectives()) {
    if (objective.withdrawn_on().empty()) first.See(objective.added_on());
  }
  return first.day();
}

std::string ActivityDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Activity& activity : plan.activities()) {
    const event::v1::ActivityTerms& terms = activity.terms();
    const bool has_responsible = !terms.responsible_ids().empty() || !terms.responsible_staff().empty();
    if (has_responsible && !terms.due_on().empty()) first.See(activity.planned_on());
  }
  return first.day();
}

std::string ReviewDay(const v1::CasePlan& plan, const std::string& since) {
  FirstDay first(since);
  for (const v1::Meeting& meeting : plan.meetings()) first.See(meeting.held_on());
  return first.day();
}

}  // namespace

std::vector<v1::StepFigure> StepsOf(const v1::CasePlan& plan) {
  // A report comes before the first opening of the case.
  const std::string since = plan.episode() > 1 ? plan.reopened_on() : "";
  const std::string activity = ActivityDay(plan, since);
  std::vector<v1::StepFigure> steps = {
      StepOf(v1::PLANNING_STEP_IDENTIFY_PROBLEM, {{ProblemDay(plan, since), "no concern and no need is recorded"}}),
      StepOf(v1::PLANNING_STEP_ENGAGE_FAMILY,
             {{EngagedDay(plan, since), "no contact with an adult of the family took place"}}),
      StepOf(v1::PLANNING_STEP_ASSESS, {{AssessedDay(plan, since), "no family assessment was completed"},
                                        {NeedDay(plan, since), "no need was identified"}}),
      StepOf(v1::PLANNING_STEP_SET_GOALS,
             {{GoalDay(plan, since), "no goal was set"}, {ObjectiveDay(plan, since), "no objective was added"}}),
      StepOf(v1::PLANNING_STEP_PLAN_ACTIVITIES,
             {{activity, "no activity has both a responsible party and a due date"}}),
      StepOf(v1::PLANNING_STEP_REVIEW, {{ReviewDay(plan, std::max(since, activity)),
                                         activity.empty() ? "no review or conference took place"
                                                          : "no review or conference took place since activities were "
                                                            "planned"}})};
  bool later = false;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    step->set_skipped(later && step->taken_on().empty());
    later = later || !step->taken_on().empty();
  }
  return steps;
}

v1::PlanningStep StepNow(const std::vector<v1::StepFigure>& steps) {
  const auto open =
      std::find_if(steps.begin(), steps.end(), [](const v1::StepFigure& step) { return step.taken_on().empty(); });
  return open == steps.end() ? steps.back().step() : open->step();
}

}  // namespace casejournal::projections
