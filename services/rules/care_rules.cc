// A child is in one place at a time, and in care once at a time.
#include <string>
#include <vector>

#include "services/rules/body_rules.h"
#include "services/rules/interval_rules.h"
#include "services/rules/plan_items.h"
#include "services/rules/violation.h"

namespace casejournal::services {
namespace {

// The end that the rest of the request records for a placement or a removal; empty where it records
// none.
std::string EndInRequest(const Scene& scene, const std::string& id) {
  for (const event::v1::CaseEvent* event : scene.context().following) {
    if (event->has_corrects()) continue;
    const bool ends =
        (event->has_placement_ended() && event->placement_ended().placement_id() == id) ||
        (event->has_care_episode_ended() && event->care_episode_ended().removal_id() == id);
    if (ends) return event->effective_on();
  }
  return "";
}

Interval WithEnd(const Scene& scene, Interval interval) {
  if (interval.ended_on.empty()) interval.ended_on = EndInRequest(scene, interval.id);
  return interval;
}

std::vector<Interval> PlacementsOf(const Scene& scene, const std::string& child_id) {
  std::vector<Interval> intervals;
  for (const v1::Placement& placement : scene.Plan().placements()) {
    if (placement.child_id() != child_id) continue;
    intervals.push_back(
        WithEnd(scene, {placement.placement_id(), placement.began_on(), placement.ended_on()}));
  }
  return intervals;
}

std::vector<Interval> RemovalsOf(const Scene& scene, const std::string& child_id) {
  std::vector<Interval> intervals;
  for (const v1::Removal& removal : scene.Plan().removals()) {
    if (removal.child_id() != child_id) continue;
    intervals.push_back(
        WithEnd(scene, {removal.removal_id(), removal.removed_on(), removal.ended_on()}));
  }
  return intervals;
}

// What begins on the effective day; its end is there already where its beginning is corrected.
Interval Beginning(const Scene& scene, const std::string& id, const std::string& ended_on) {
  return WithEnd(scene, {id, scene.day(), ended_on});
}

}  // namespace

void Check(const Scene& scene, const event::v1::ChildRemoved& body, Violations& violations) {
  const v1::Removal* known =
      Find(scene.Plan().removals(), &v1::Removal::removal_id, body.removal_id());
  const Interval interval =
      Beginning(scene, body.removal_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, RemovalsOf(scene, body.child_id()), "removal", scene.Field("removalId"),
                violations);
}

void Check(const Scene& scene, const event::v1::PlacementBegan& body, Violations& violations) {
  const v1::Placement* known =
      Find(scene.Plan().placements(), &v1::Placement::placement_id, body.placement_id());
  const Interval interval =
      Beginning(scene, body.placement_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, PlacementsOf(scene, body.child_id()), "placement",
                scene.Field("placementId"), violations);
}

void Check(const Scene& scene, const event::v1::PlacementEnded& body, Violations& violations) {
  const v1::Placement* placement =
      Find(scene.Plan().placements(), &v1::Placement::placement_id, body.placement_id());
  if (placement == nullptr) return;
  const size_t before = violations.size();
  const std::string field = scene.Field("placementId");
  CheckEnds(scene, {placement->placement_id(), placement->began_on(), placement->ended_on()},
            "placement", field, violations);
  if (violations.size() != before) return;
  CheckOverlaps({placement->placement_id(), placement->began_on(), scene.day()},
                PlacementsOf(scene, placement->child_id()), "placement", field, violations);
}

void Check(const Scene& scene, const event::v1::CareEpisodeEnded& body, Violations& violations) {
  const v1::Removal* removal =
      Find(scene.Plan().removals(), &v1::Removal::removal_id, body.removal_id());
  if (removal == nullptr) return;
  if (removal->child_id() != body.child_id()) {
    Refuse(Rule::kRefWrongKind,
           {.field = scene.Field("removalId"),
            .ids = {body.removal_id(), body.child_id()},
            .message = "This removal is of another child."},
           violations);
  }
  const size_t before = violations.size();
  const std::string field = scene.Field("removalId");
  CheckEnds(scene, {removal->removal_id(), removal->removed_on(), removal->ended_on()}, "removal",
            field, violations);
  if (violations.size() != before) return;
  CheckOverlaps({removal->removal_id(), removal->removed_on(), scene.day()},
                RemovalsOf(scene, removal->child_id()), "removal", field, violations);
}

}  // namespace casejournal::services
