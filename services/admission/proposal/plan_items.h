// Items of a plan's lists by key, and whether they are open on a day.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "projections/entries/civil_day.h"

namespace casejournal::services {

// The item whose `key` is `id`, or null: Find(plan.goals(), &v1::Goal::goal_id, id).
template <typename Item>
const Item* Find(const google::protobuf::RepeatedPtrField<Item>& items, const std::string& (Item::*key)() const,
                 absl::string_view id) {
  for (const Item& item : items) {
    if ((item.*key)() == id) return &item;
  }
  return nullptr;
}

using projections::OpenOn;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_
