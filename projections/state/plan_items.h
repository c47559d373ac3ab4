// Items of a plan's lists: found by their key, added where they are not there yet.
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
  // From the end: most entries are about what came last.
  for (int i = items->size() - 1; i >= 0; --i) {
    Item* item = items->Mutable(i);
    if (*(item->*key)() == id) return item;
  }
  return nullptr;
}

// The item whose key is `id`, added at the end if it is not there.
template <typename Item>
Item& ItemFor(google::protobuf::RepeatedPtrField<Item>* items, ItemKey<Item> key, const std::string& id) {
  if (Item* found = FindItem(items, key, id)) return *found;
  Item* added = items->Add();
  *(added->*key)() = id;
  return *added;
}

// The same for what progress is observed of: a new item takes up the progress that was observed
// before it was there.
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

// The item that `is_it` recognises, or a new one at the end.
template <typename Item, typename IsIt>
Item& ItemWhere(google::protobuf::RepeatedPtrField<Item>* items, const IsIt& is_it) {
  for (int i = items->size() - 1; i >= 0; --i) {
    if (is_it(items->Get(i))) return *items->Mutable(i);
  }
  return *items->Add();
}

// The review or conference, which several kinds of entries are about.
inline v1::Meeting& MeetingFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_meetings(), &v1::Meeting::mutable_meeting_id, id);
}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_ITEMS_H_
