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
Interval Beginning(const ProposedEvent& proposed, const std::string& id, const std::string& ended_on) {
  return WithEnd({id, proposed.day(), ended_on}, proposed.context());
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::ChildRemoved& body, Violations& violations) {
  const v1::Removal* known = proposed.State().Find<v1::Removal>({body.removal_id()});
  const Interval interval = Beginning(proposed, body.removal_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, RemovalsOf(proposed.State(), body.child_id(), proposed.context()), kRemovalOverlaps,
                proposed.Field("removalId"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::PlacementBegan& body, Violations& violations) {
  const v1::Placement* known = proposed.State().Find<v1::Placement>({body.placement_id()});
  const Interval interval = Beginning(proposed, body.placement_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, PlacementsOf(proposed.State(), body.child_id(), proposed.context()), kPlacementOverlaps,
                proposed.Field("placementId"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::PlacementEnded& body, Violations& violations) {
  const v1::Placement* placement = proposed.State().Find<v1::Placement>({body.placement_id()});
  if (placement == nullptr) return;
  const size_t before = violations.size();
  const std::string field = proposed.Field("placementId");
  CheckEnds(proposed, {placement->placement_id(), placement->began_on(), placement->ended_on()}, kPlacementEnds, field,
            violations);
  if (violations.size() != before) return;
  CheckOverlaps({placement->placement_id(), placement->began_on(), proposed.day()},
                PlacementsOf(proposed.State(), placement->child_id(), proposed.context()), kPlacementOverlaps, field,
                violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CareEpisodeEnded& body, Violations& violations) {
  const v1::Removal* removal = proposed.State().Find<v1::Removal>({body.removal_id()});
  if (removal == nullptr) return;
  if (removal->child_id() != body.child_id()) {
    Refuse(Rule::kRefWrongKind,
           {.field = proposed.Field("removalId"),
            .ids = {body.removal_id(), body.child_id()},
            .message = SentenceOf("ref.wrong-kind.removal")},
           violations);
  }
  const size_t before = violations.size();
  const std::string field = proposed.Field("removalId");
  CheckEnds(proposed, {removal->removal_id(), removal->removed_on(), removal->ended_on()}, kRemovalEnds, field,
            violations);
  if (violations.size() != before) return;
  CheckOverlaps({removal->removal_id(), removal->removed_on(), proposed.day()},
                RemovalsOf(proposed.State(), removal->child_id(), proposed.context()), kRemovalOverlaps, field,
                violations);
}

void Check(const ProposedEvent& proposed, const event::v1::AbsenceBegan& body, Violations& violations) {
  const v1::PlacementAbsence* known = proposed.State().Find<v1::PlacementAbsence>({body.absence_id()});
  const Interval interval = Beginning(proposed, body.absence_id(), known == nullptr ? "" : known->ended_on());
  CheckOrder(interval.began_on, interval.ended_on, "effectiveOn", violations);
  CheckOverlaps(interval, AbsencesOf(proposed.State(), body.child_id(), proposed.context()), kAbsenceOverlaps,
                proposed.Field("absenceId"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::AbsenceEnded& body, Violations& violations) {
  const v1::PlacementAbsence* absence = proposed.State().Find<v1::PlacementAbsence>({body.absence_id()});
  if (absence == nullptr) return;
  const size_t before = violations.size();
  const std::string field = proposed.Field("absenceId");
  CheckEnds(proposed, {absence->absence_id(), absence->began_on(), absence->ended_on()}, kAbsenceEnds, field,
            violations);
  if (violations.size() != before) return;
  CheckOverlaps({absence->absence_id(), absence->began_on(), proposed.day()},
                AbsencesOf(proposed.State(), absence->child_id(), proposed.context()), kAbsenceOverlaps, field,
                violations);
}

}  // namespace casejournal::services
