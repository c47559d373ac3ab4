#include "projections/versions/in_force.h"

#include <optional>
#include <utility>

#include "projections/entries/standing.h"
#include "projections/versions/plan_versions.h"
#include "projections/versions/working_difference.h"

namespace casejournal::projections {
namespace {

// Add the known corrections and withdrawals that were recorded after the text was drawn up and that concern the entries
// behind it. They show what the record says now; the signed text does not change.
void AddCorrections(const EntryList& entries, const KnownSet& known, uint64_t as_of_revision, v1::InForce& in_force) {
  for (eventstore::Revision later = as_of_revision + 1; later < entries.size(); ++later) {
    std::optional<eventstore::Revision> settled = Settles(entries[later]);
    if (!settled || !known.Holds(entries[later])) continue;
    while (const auto further = Settles(entries[*settled])) settled = further;
    if (*settled <= as_of_revision) in_force.add_corrected_since(later);
  }
}

}  // namespace

const event::v1::PlanText& TextOfVersion(const EntryList& entries, const v1::PlanVersion& version) {
  for (eventstore::Revision revision = version.revision(); revision < entries.size(); ++revision) {
    const event::v1::CaseEvent& event = entries[revision].event();
    if (event.has_plan_version_drawn_up() && event.plan_version_drawn_up().digest() == version.digest()) {
      return event.plan_version_drawn_up().text();
    }
  }
  return event::v1::PlanText::default_instance();
}

std::vector<v1::InForce> InForceOf(const EntryList& entries, const KnownSet& known, const v1::CasePlan& plan) {
  std::vector<v1::InForce> all = VersionsInForce(plan);
  for (v1::InForce& in_force : all) {
    const v1::PlanVersion* version = FindVersion(plan, in_force.digest());
    if (version == nullptr) continue;
    if (auto changes = WorkingDifference(plan, *version, TextOfVersion(entries, *version))) {
      in_force.set_compared(true);
      for (v1::Change& change : *changes) *in_force.add_working_differs() = std::move(change);
    }
    AddCorrections(entries, known, version->as_of_revision(), in_force);
  }
  return all;
}

}  // namespace casejournal::projections
