#include "projections/items/plan_view.h"

#include <utility>

namespace casejournal::projections {

using google::protobuf::Message;

PlanView::PlanView(CaseState state) : state_(std::move(state)) {
  auto* plan = google::protobuf::Arena::CreateMessage<v1::CasePlan>(&arena_);
  plan->CopyFrom(state_.fields());
  for (size_t list = 0; list < CaseState::Lists().size(); ++list) {
    for (size_t at = 0; at < state_.CountIn(list); ++at) {
      // The plan is read through a constant reference only.
      plan->GetReflection()->UnsafeArenaAddAllocatedMessage(plan, CaseState::Lists()[list],
                                                            const_cast<Message*>(&state_.MessageAt(list, at)));
    }
  }
  plan_ = plan;
}

}  // namespace casejournal::projections
