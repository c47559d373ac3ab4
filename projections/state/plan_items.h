// Items of a plan's lists: find an item by its key, or add it.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_

#include <string>

#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/repeated_field.h"

namespace casejournal::projections {

template <typename Item>
using ItemKey = std::string* (Item::*)();

// The item whose key is `id`, or null.
template <typename Item>
Item* FindItem(google::protobuf::RepeatedPtrField<Item>* items, ItemKey<Item> key, const std::string& id) {
  // Search from the end: most entries are about the latest items.
  for (int i = items->size() - 1; i >= 0; --i) {
    Item* item = items->Mutable(i);
    if (*(item->*key)() == id) return item;
  }
  return nullptr;
}

// The item whose key is `id`. It is added at the end if it does not exist.
template <typename Item>
Item& ItemFor(google::protobuf::RepeatedPtrField<Item>* items, ItemKey<Item> key, const std::string& id) {
  if (Item* found = FindItem(items, key, id)) return *found;
  Item* added = items->Add();
  *(added->*key)() = id;
  return *added;
}

// Like ItemFor, for a part whose progress can be observed. A new item takes over the progress that was observed before
// it existed.
template <typename Item>
Item& SubjectFor(v1::CasePlan& plan, google::protobuf::RepeatedPtrField<Item>* items, ItemKey<Item> key,
                 const std::string& id) {
  if (Item* found = FindItem(items, key, id)) return *found;
  Item& added = ItemFor(items, key, id);
  auto* strays = plan.mutable_stray_progress();
  for (int i = 0; i < strays->size(); ++i) {
    if (strays->Get(i).of_id() != id) continue;
    *added.mutable_progress() = strays->Get(i).progress();
    strays->DeleteSubrange(i, 1);
    break;
  }
  return added;
}

// The item for which `is_it` is true, or a new item at the end.
template <typename Item, typename IsIt>
Item& ItemWhere(google::protobuf::RepeatedPtrField<Item>* items, const IsIt& is_it) {
  for (int i = items->size() - 1; i >= 0; --i) {
    if (is_it(items->Get(i))) return *items->Mutable(i);
  }
  return *items->Add();
}

// The review or conference with this id, which several types of events are about.
inline v1::Meeting& MeetingFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_meetings(), &v1::Meeting::mutable_meeting_id, id);
}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_
