// Items of a state's lists: find an item by its key, or add it.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_

#include <string>

#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/repeated_field.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// The item for which `is_it` is true in a list that is a part of an item, or a new item at the end.
template <typename Item, typename IsIt>
Item& ItemWhere(google::protobuf::RepeatedPtrField<Item>* items, const IsIt& is_it) {
  for (int i = items->size() - 1; i >= 0; --i) {
    if (is_it(items->Get(i))) return *items->Mutable(i);
  }
  return *items->Add();
}

// The item whose key is `id` in such a list. It is added at the end if it does not exist.
template <typename Item>
Item& ItemFor(google::protobuf::RepeatedPtrField<Item>* items, std::string* (Item::*key)(), const std::string& id) {
  for (int i = items->size() - 1; i >= 0; --i) {
    Item* item = items->Mutable(i);
    if (*(item->*key)() == id) return *item;
  }
  Item* added = items->Add();
  *(added->*key)() = id;
  return *added;
}

// The part whose progress can be observed. A new one takes over the progress that was observed before it existed.
template <typename Item>
Item& SubjectFor(CaseState& state, const std::string& id) {
  if (Item* found = state.FindToChange<Item>({id})) return *found;
  Item& added = state.For<Item>({id});
  if (const auto* stray = state.Find<v1::StrayProgress>({id})) {
    *added.mutable_progress() = stray->progress();
    state.Remove<v1::StrayProgress>({id});
  }
  return added;
}

// The review or conference with this id, which several types of events are about.
inline v1::Meeting& MeetingFor(CaseState& state, const std::string& id) { return state.For<v1::Meeting>({id}); }

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_
