#include "projections/versions/plan_versions.h"

#include <algorithm>
#include <utility>

#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

// Since when a version binds for a child, and why.
struct Binding {
  const v1::PlanVersion* version = nullptr;
  std::string since;
  std::string basis;
  std::string court_number;
  std::string entry_number;
};

// The lists that say which version binds, of a plan or of a state.
struct PlanLists {
  const v1::CasePlan& plan;
  const auto& versions() const { return plan.versions(); }
  const auto& numbers() const { return plan.numbers(); }
  const auto& complaints() const { return plan.complaints(); }
  const auto& plan_ends() const { return plan.plan_ends(); }
};
struct StateLists {
  const CaseState& state;
  auto versions() const { return state.All<v1::PlanVersion>(); }
  auto numbers() const { return state.All<v1::CaseNumber>(); }
  auto complaints() const { return state.All<v1::Complaint>(); }
  auto plan_ends() const { return state.All<v1::PlanEnd>(); }
};

// A number applies to the child that it was given to. A number of the whole case applies to all of its children.
template <typename Lists>
bool IsNumberOf(const Lists& lists, absl::string_view number, absl::string_view child_id) {
  for (const v1::CaseNumber& given : lists.numbers()) {
    if (given.number() == number) return given.child_id().empty() || given.child_id() == child_id;
  }
  for (const v1::Complaint& complaint : lists.complaints()) {
    if (complaint.court_number() == number) return complaint.child_id() == child_id;
  }
  // The record does not say whose number it is: the journal entry applies to everyone whom the version covers.
  return true;
}

// A later day takes precedence over an earlier one. On the same day, the binding that comes last here does.
void Rebind(Binding& binding, Binding later) {
  if (later.since >= binding.since) binding = std::move(later);
}

template <typename Lists>
Binding LatestBinding(const Lists& lists, absl::string_view plan_id, absl::string_view child_id) {
  Binding binding;
  for (const v1::PlanVersion& version : lists.versions()) {
    if (version.plan_id() != plan_id) continue;
    for (const v1::Effect& effect : version.effects()) {
      if (effect.child_id() != child_id) continue;
      Rebind(binding, {&version, effect.on(), EnumWords(effect.basis()), "", ""});
    }
    const auto& children = version.children_ids();
    if (std::find(children.begin(), children.end(), child_id) == children.end()) continue;
    for (const v1::JournalEntry& entry : version.journal_entries()) {
      if (!IsNumberOf(lists, entry.court_number(), child_id)) continue;
      Rebind(binding, {&version, entry.on(), "journalized", entry.court_number(), entry.entry_number()});
    }
  }
  return binding;
}

// Whether the plan has ended for the child. It binds again only when a version of it binds on a later day.
template <typename Lists>
bool HasEnded(const Lists& lists, absl::string_view plan_id, absl::string_view child_id,
              absl::string_view bound_since) {
  for (const v1::PlanEnd& end : lists.plan_ends()) {
    if (end.plan_id() == plan_id && end.child_id() == child_id) return end.on() >= bound_since;
  }
  return false;
}

// The pairs of plan and child of all versions, each once, as first drawn up.
template <typename Lists>
std::vector<std::pair<std::string, std::string>> PlansAndChildren(const Lists& lists) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const v1::PlanVersion& version : lists.versions()) {
    for (const std::string& child : version.children_ids()) {
      std::pair<std::string, std::string> pair(version.plan_id(), child);
      if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) {
        pairs.push_back(std::move(pair));
      }
    }
  }
  return pairs;
}

template <typename Lists>
std::vector<v1::InForce> InForceIn(const Lists& lists) {
  std::vector<v1::InForce> in_force;
  for (const auto& [plan_id, child_id] : PlansAndChildren(lists)) {
    Binding binding = LatestBinding(lists, plan_id, child_id);
    if (binding.version == nullptr || HasEnded(lists, plan_id, child_id, binding.since)) continue;
    v1::InForce binds;
    binds.set_plan_id(plan_id);
    binds.set_child_id(child_id);
    binds.set_digest(binding.version->digest());
    binds.set_label(binding.version->label());
    binds.set_since(std::move(binding.since));
    binds.set_basis(std::move(binding.basis));
    binds.set_court_number(std::move(binding.court_number));
    binds.set_entry_number(std::move(binding.entry_number));
    in_force.push_back(std::move(binds));
  }
  return in_force;
}

}  // namespace

const v1::PlanVersion* FindVersion(const v1::CasePlan& plan, absl::string_view digest) {
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.digest() == digest) return &version;
  }
  return nullptr;
}

std::vector<v1::InForce> VersionsInForce(const v1::CasePlan& plan) { return InForceIn(PlanLists{plan}); }

std::vector<v1::InForce> VersionsInForce(const CaseState& state) { return InForceIn(StateLists{state}); }

}  // namespace casejournal::projections
