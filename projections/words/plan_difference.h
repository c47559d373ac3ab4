// The differences between two states of a case, field by field, in the words of the practice.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_PLAN_DIFFERENCE_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_PLAN_DIFFERENCE_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/change.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "projections/items/case_state.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// One changed field, and the ids of the parts that its path names.
struct FieldChange {
  v1::Change change;
  std::vector<std::string> ids;
};

// The changed fields, in the order of the contract, each once. Items of lists are compared by their key fields, and
// items with the same key in their order; an item that was added or removed changes each of its fields. `before` and
// `after` of a change are never equal: values with the same words are followed by something that distinguishes them.
std::vector<FieldChange> PlanDifference(const v1::CasePlan& before, const v1::CasePlan& after, const Names& names);

// The same of two documents of plans.
std::vector<FieldChange> DocumentDifference(const v1::PlanDocument& before, const v1::PlanDocument& after,
                                            const Names& names);

// Whether there is one.
bool DocumentsDiffer(const v1::PlanDocument& before, const v1::PlanDocument& after);

// The differences between two entries of the same type, field by field: day and content, without what belongs to the
// act of recording.
std::vector<FieldChange> EntryDifference(event::v1::CaseEvent before, event::v1::CaseEvent after, const Names& names);

// Where a field goes that was set before and is empty after.
enum class Emptied { kInPlace, kLast };

// Like PlanDifference. The time grows with the items that the states do not share.
std::vector<FieldChange> StateDifference(const CaseState& before, const CaseState& after, const Names& names,
                                         Emptied emptied);

// The paths of the fields that StateDifference gives.
std::vector<std::string> ChangedFields(const CaseState& before, const CaseState& after);

// Some fields of a plan, by their paths, each until it has changed. Items that have none of the fields cost little.
class WatchedFields {
 public:
  explicit WatchedFields(std::set<std::string> paths) : paths_(std::move(paths)) {}

  bool empty() const { return paths_.empty(); }
  // Whether a state on the way from `before` to `after` can have another value in one of the fields. It cannot if the
  // states share all items that have the fields, since an item that was changed is never shared again, and if no item
  // came and went. What they share must be of a state that was kept all the way (FoldedOrder keeps its own).
  bool CanDiffer(const CaseState& before, const CaseState& after) const;
  // Return those of the fields that ChangedFields gives, and watch them no longer.
  std::vector<std::string> TakeChanged(const CaseState& before, const CaseState& after);

 private:
  std::set<std::string> paths_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_PLAN_DIFFERENCE_H_
