// Items of a plan's lists, found by their key.
#ifndef CASEJOURNAL_SERVICES_RULES_PLAN_ITEMS_H_
#define CASEJOURNAL_SERVICES_RULES_PLAN_ITEMS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"

namespace casejournal::services {

// The item whose `key` is `id`, or null: Find(plan.goals(), &v1::Goal::goal_id, id).
template <typename Item>
const Item* Find(const google::protobuf::RepeatedPtrField<Item>& items,
                 const std::string& (Item::*key)() const, absl::string_view id) {
  for (const Item& item : items) {
    if ((item.*key)() == id) return &item;
  }
  return nullptr;
}

// Whether a thing with these dates is open at the end of `day`. An empty day means not yet.
inline bool OpenOn(const std::string& began_on, const std::string& ended_on,
                   const std::string& day) {
  return !began_on.empty() && began_on <= day && (ended_on.empty() || ended_on > day);
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RULES_PLAN_ITEMS_H_
