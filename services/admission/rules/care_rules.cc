// A child is in one place at a time, and in care only once at a time.
#include <string>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/care_intervals.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

// The interval that begins on the effective day. If its beginning is corrected, its end is already known.
Interval Beginning(const Scene& scene, const std::string& id, const std::string& ended_on) {
  return WithEnd({id, scene.day(), ended_on}, scene.context());
}

}  // namespace

void Check(const Scene& scene, const event::v1::ChildRemoved& body, Violations& violations) {
  const v1::Removal* known = Find(scene.Plan().removals(), &v1::Removal::removal_id, body.removal_id());
  const Interval interval = Beginning(scene, body.removal_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, RemovalsOf(scene.Plan(), body.child_id(), scene.context()), "removal",
                scene.Field("removalId"), violations);
}

void Check(const Scene& scene, const event::v1::PlacementBegan& body, Violations& violations) {
  const v1::Placement* known = Find(scene.Plan().placements(), &v1::Placement::placement_id, body.placement_id());
  const Interval interval = Beginning(scene, body.placement_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, PlacementsOf(scene.Plan(), body.child_id(), scene.context()), "placement",
                scene.Field("placementId"), violations);
}

void Check(const Scene& scene, const event::v1::PlacementEnded& body, Violations& violations) {
  const v1::Placement* placement = Find(scene.Plan().placements(), &v1::Placement::placement_id, body.placement_id());
  if (placement == nullptr) return;
  const size_t before = violations.size();
  const std::string field = scene.Field("placementId");
  CheckEnds(scene, {placement->placement_id(), placement->began_on(), placement->ended_on()}, "placement", field,
            violations);
  if (violations.size() != before) return;
  CheckOverlaps({placement->placement_id(), placement->began_on(), scene.day()},
                PlacementsOf(scene.Plan(), placement->child_id(), scene.context()), "placement", field, violations);
}

void Check(const Scene& scene, const event::v1::CareEpisodeEnded& body, Violations& violations) {
  const v1::Removal* removal = Find(scene.Plan().removals(), &v1::Removal::removal_id, body.removal_id());
  if (removal == nullptr) return;
  if (removal->child_id() != body.child_id()) {
    Refuse(Rule::kRefWrongKind,
           {.field = scene.Field("removalId"),
            .ids = {body.removal_id(), body.child_id()},
            .message = "This is the removal of another child."},
           violations);
  }
  const size_t before = violations.size();
  const std::string field = scene.Field("removalId");
  CheckEnds(scene, {removal->removal_id(), removal->removed_on(), removal->ended_on()}, "removal", field, violations);
  if (violations.size() != before) return;
  CheckOverlaps({removal->removal_id(), removal->removed_on(), scene.day()},
                RemovalsOf(scene.Plan(), removal->child_id(), scene.context()), "removal", field, violations);
}

void Check(const Scene& scene, const event::v1::AbsenceBegan& body, Violations& violations) {
  const v1::PlacementAbsence* known =
      Find(scene.Plan().absences(), &v1::PlacementAbsence::absence_id, body.absence_id());
  const Interval interval = Beginning(scene, body.absence_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, AbsencesOf(scene.Plan(), body.child_id(), scene.context()), "absence",
                scene.Field("absenceId"), violations);
}

void Check(const Scene& scene, const event::v1::AbsenceEnded& body, Violations& violations) {
  const v1::PlacementAbsence* absence =
      Find(scene.Plan().absences(), &v1::PlacementAbsence::absence_id, body.absence_id());
  if (absence == nullptr) return;
  const size_t before = violations.size();
  const std::string field = scene.Field("absenceId");
  CheckEnds(scene, {absence->absence_id(), absence->began_on(), absence->ended_on()}, "absence", field, violations);
  if (violations.size() != before) return;
  CheckOverlaps({absence->absence_id(), absence->began_on(), scene.day()},
                AbsencesOf(scene.Plan(), absence->child_id(), scene.context()), "absence", field, violations);
}

}  // namespace casejournal::services
