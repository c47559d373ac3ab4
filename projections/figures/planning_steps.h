// The six steps of case planning, and which of them the current episode of a case has taken. Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_FIGURES_PLANNING_STEPS_H_
#define CASEJOURNAL_PROJECTIONS_FIGURES_PLANNING_STEPS_H_

#include <vector>

#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/figures.pb.h"

namespace casejournal::projections {

// The steps in order, each once.
std::vector<v1::StepFigure> StepsOf(const v1::CasePlan& plan);

// The first step that was not taken; the last one, if all were.
v1::PlanningStep StepNow(const std::vector<v1::StepFigure>& steps);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FIGURES_PLANNING_STEPS_H_
