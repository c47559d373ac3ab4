// Items of a state by a field that is not their key, whether they are open on a day, and who is responsible.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/responsible.h"
#include "projections/items/case_state.h"

namespace casejournal::services {

// The first item whose `field` is `value`, or null: FirstWith(state, &v1::PlanVersion::plan_id, id). The time grows
// with the list; by its key, the state finds an item without that.
template <typename Item>
const Item* FirstWith(const projections::CaseState& state, const std::string& (Item::*field)() const,
                      absl::string_view value) {
  for (const Item& item : state.All<Item>()) {
    if ((item.*field)() == value) return &item;
  }
  return nullptr;
}

// Whether any item of the state's list fits.
template <typename Item, typename Fits>
bool AnyOf(const projections::CaseState& state, const Fits& fits) {
  const auto items = state.All<Item>();
  return std::any_of(items.begin(), items.end(), fits);
}

using projections::IsResponsible;
using projections::IsSameStaff;
using projections::OpenOn;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PLAN_ITEMS_H_
