// A state as a v1::CasePlan, for what reads whole plans.
#ifndef CASEJOURNAL_PROJECTIONS_ITEMS_PLAN_VIEW_H_
#define CASEJOURNAL_PROJECTIONS_ITEMS_PLAN_VIEW_H_

#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/arena.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// Shows the items of the state and copies none of them: making it takes a pointer for each item. Immutable; safe for
// concurrent use.
class PlanView {
 public:
  explicit PlanView(CaseState state);
  PlanView(const PlanView&) = delete;
  PlanView& operator=(const PlanView&) = delete;

  // Valid as long as the view. A copy of the plan is a plan of its own.
  const v1::CasePlan& plan() const { return *plan_; }
  const CaseState& state() const { return state_; }

 private:
  CaseState state_;
  // The arena owns the plan and its lists of pointers. The items belong to `state_`: an arena destroys no item that it
  // did not make.
  google::protobuf::Arena arena_;
  const v1::CasePlan* plan_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ITEMS_PLAN_VIEW_H_
