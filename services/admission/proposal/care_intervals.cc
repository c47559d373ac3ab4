#include "services/admission/proposal/care_intervals.h"

#include <set>

namespace casejournal::services {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The end that the rest of the request records for a placement, a removal, or an absence. Empty if it records none.
std::string EndInRequest(const AdmitContext& context, const std::string& id) {
  for (const event::v1::CaseEvent* event : context.following) {
    if (event->has_corrects()) continue;
    const bool ends = (event->has_placement_ended() && event->placement_ended().placement_id() == id) ||
                      (event->has_care_episode_ended() && event->care_episode_ended().removal_id() == id) ||
                      (event->has_absence_ended() && event->absence_ended().absence_id() == id);
    if (ends) return event->effective_on();
  }
  return "";
}

void AddOverlaps(const std::vector<Interval>& intervals, Pairs& pairs) {
  for (size_t i = 0; i < intervals.size(); ++i) {
    for (size_t j = i + 1; j < intervals.size(); ++j) {
      if (Overlap(intervals[i], intervals[j])) {
        pairs.emplace_back(intervals[i].id, intervals[j].id);
      }
    }
  }
}

}  // namespace

Interval WithEnd(Interval interval, const AdmitContext& context) {
  if (interval.ended_on.empty()) interval.ended_on = EndInRequest(context, interval.id);
  return interval;
}

std::vector<Interval> PlacementsOf(const projections::CaseState& state, const std::string& child_id,
                                   const AdmitContext& context) {
  std::vector<Interval> intervals;
  for (const v1::Placement& placement : state.All<v1::Placement>()) {
    if (placement.child_id() != child_id) continue;
    intervals.push_back(WithEnd({placement.placement_id(), placement.began_on(), placement.ended_on()}, context));
  }
  return intervals;
}

std::vector<Interval> RemovalsOf(const projections::CaseState& state, const std::string& child_id,
                                 const AdmitContext& context) {
  std::vector<Interval> intervals;
  for (const v1::Removal& removal : state.All<v1::Removal>()) {
    if (removal.child_id() != child_id) continue;
    intervals.push_back(WithEnd({removal.removal_id(), removal.removed_on(), removal.ended_on()}, context));
  }
  return intervals;
}

std::vector<Interval> AbsencesOf(const projections::CaseState& state, const std::string& child_id,
                                 const AdmitContext& context) {
  std::vector<Interval> intervals;
  for (const v1::PlacementAbsence& absence : state.All<v1::PlacementAbsence>()) {
    if (absence.child_id() != child_id) continue;
    intervals.push_back(WithEnd({absence.absence_id(), absence.began_on(), absence.ended_on()}, context));
  }
  return intervals;
}

Pairs OverlapsIn(const projections::CaseState& state, const AdmitContext& context) {
  std::set<std::string> children;
  for (const v1::Placement& placement : state.All<v1::Placement>()) children.insert(placement.child_id());
  for (const v1::Removal& removal : state.All<v1::Removal>()) children.insert(removal.child_id());
  for (const v1::PlacementAbsence& absence : state.All<v1::PlacementAbsence>()) children.insert(absence.child_id());
  Pairs pairs;
  for (const std::string& child : children) {
    AddOverlaps(PlacementsOf(state, child, context), pairs);
    AddOverlaps(RemovalsOf(state, child, context), pairs);
    AddOverlaps(AbsencesOf(state, child, context), pairs);
  }
  return pairs;
}

}  // namespace casejournal::services
