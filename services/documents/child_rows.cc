// The rows of one child.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "projections/versions/plan_versions.h"
#include "services/documents/timeline_rows.h"

namespace casejournal::services {
namespace {

BarStyle PlaceStyle(event::v1::PlacementType type) {
  switch (type) {
    case event::v1::PLACEMENT_TYPE_RELATIVE_HOME:
    case event::v1::PLACEMENT_TYPE_KIN_HOME:
      return BarStyle::kKin;
    case event::v1::PLACEMENT_TYPE_FOSTER_HOME:
    case event::v1::PLACEMENT_TYPE_PRE_ADOPTIVE_HOME:
      return BarStyle::kFoster;
    case event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT:
      return BarStyle::kTrialVisit;
    case event::v1::PLACEMENT_TYPE_SUPERVISED_INDEPENDENT_LIVING:
      return BarStyle::kOwn;
    default:
      return BarStyle::kGroup;
  }
}

TimelineRow CareRow(const TimelineWords& words, const std::string& child_id) {
  TimelineRow row{words.Word("In care")};
  for (const v1::Removal& removal : words.view().plan.removals()) {
    const auto day = DayIn(removal.removed_on());
    if (removal.child_id() != child_id || !day) continue;
    const auto until = DayIn(removal.ended_on());
    const std::string how = until ? words.Code(removal.ended().reason()) : "";
    row.bars.push_back(
        {BarStyle::kCare, *day, until,
         Joined({words.Word("in care"), Joined({how, ShownLine(removal.ended().to_whom())}, ", ")}, ": "),
         Joined({words.Word("in care"), how}, ": ")});
  }
  return row;
}

TimelineRow PlacementRow(const TimelineWords& words, const std::string& child_id) {
  TimelineRow row{words.Word("Placed with")};
  for (const v1::Placement& placement : words.view().plan.placements()) {
    const auto day = DayIn(placement.began_on());
    if (placement.child_id() != child_id || !day) continue;
    const std::string with = ShownLine(placement.terms().with_whom());
    row.bars.push_back({PlaceStyle(placement.terms().type()), *day, DayIn(placement.ended_on()),
                        Joined({with, words.Code(placement.terms().type())}, ", "), with});
  }
  return row;
}

TimelineRow AbsenceRow(const TimelineWords& words, const std::string& child_id) {
  TimelineRow row{words.Word("Absent")};
  for (const v1::PlacementAbsence& absence : words.view().plan.absences()) {
    const auto day = DayIn(absence.began_on());
    if (absence.child_id() != child_id || !day) continue;
    const std::string kind = words.Code(absence.terms().kind());
    row.bars.push_back({BarStyle::kAbsence, *day, DayIn(absence.ended_on()),
                        Joined({kind, words.Code(absence.how_ended())}, ": "), kind});
  }
  return row;
}

// Whether an order of this kind lasts until it ends.
bool Lasts(event::v1::OrderKind kind) {
  return kind != event::v1::ORDER_KIND_TERMINATION_OF_AN_EARLIER_ORDER && kind != event::v1::ORDER_KIND_OTHER &&
         kind != event::v1::ORDER_KIND_PLACEMENT_OR_VISITS && kind != event::v1::ORDER_KIND_UNSPECIFIED;
}

TimelineRow OrderRow(const TimelineWords& words, const std::string& child_id) {
  TimelineRow row{words.Word("Orders")};
  for (const v1::Order& order : words.view().plan.orders()) {
    const event::v1::OrderMade& terms = order.terms();
    const auto day = DayIn(terms.takes_effect_on().empty() ? order.made_on() : terms.takes_effect_on());
    if (terms.child_id() != child_id || !day || !Lasts(terms.kind())) continue;
    const auto ended = DayIn(order.ended_on());
    const std::string kind = words.Code(terms.kind());
    row.bars.push_back({BarStyle::kOrder, *day, ended ? ended : DayIn(terms.ends_on()),
                        Joined({kind, ShownLine(terms.to())}, ": "), kind});
  }
  return row;
}

// The plan as far as it says what bound at the end of `day`: without what came later.
v1::CasePlan BindingBy(const v1::CasePlan& plan, const std::string& day) {
  v1::CasePlan then;
  *then.mutable_numbers() = plan.numbers();
  *then.mutable_complaints() = plan.complaints();
  for (const v1::PlanVersion& version : plan.versions()) {
    v1::PlanVersion& kept = *then.add_versions();
    kept.set_digest(version.digest());
    kept.set_plan_id(version.plan_id());
    kept.set_label(version.label());
    *kept.mutable_children_ids() = version.children_ids();
    for (const v1::Effect& effect : version.effects()) {
      if (effect.on() <= day) *kept.add_effects() = effect;
    }
    for (const v1::JournalEntry& entry : version.journal_entries()) {
      if (entry.on() <= day) *kept.add_journal_entries() = entry;
    }
  }
  for (const v1::PlanEnd& end : plan.plan_ends()) {
    if (end.on() <= day) *then.add_plan_ends() = end;
  }
  return then;
}

std::set<std::string> DaysOfChange(const v1::CasePlan& plan) {
  std::set<std::string> days;
  for (const v1::PlanVersion& version : plan.versions()) {
    for (const v1::Effect& effect : version.effects()) days.insert(effect.on());
    for (const v1::JournalEntry& entry : version.journal_entries()) days.insert(entry.on());
  }
  for (const v1::PlanEnd& end : plan.plan_ends()) days.insert(end.on());
  return days;
}

// Which version of each plan bound the child, and from when to when. Asks on each day on which this can have changed.
TimelineRow BindingRow(const TimelineWords& words, const std::string& child_id) {
  const v1::CasePlan& plan = words.view().plan;
  TimelineRow row{words.Word("Plan in force")};
  std::map<std::string, std::pair<std::string, size_t>> bound;  // by plan: the digest and the bar of what binds
  for (const std::string& day : DaysOfChange(plan)) {
    const auto changed_on = DayIn(day);
    if (!changed_on) continue;
    std::map<std::string, std::string> now;
    for (const v1::InForce& binds : projections::VersionsInForce(BindingBy(plan, day))) {
      if (binds.child_id() == child_id) now[binds.plan_id()] = binds.digest();
    }
    for (auto was = bound.begin(); was != bound.end();) {
      const auto is = now.find(was->first);
      const bool ended = is == now.end() || is->second != was->second.first;
      if (ended) row.bars[was->second.second].until = *changed_on;
      was = ended ? bound.erase(was) : std::next(was);
    }
    for (const auto& [plan_id, digest] : now) {
      if (bound.count(plan_id) != 0) continue;
      const v1::PlanVersion* version = projections::FindVersion(plan, digest);
      bound[plan_id] = {digest, row.bars.size()};
      row.bars.push_back({BarStyle::kPlan, *changed_on, std::nullopt,
                          Joined({PlanWord(words, version->kind()), ShownLine(version->label())}, " "),
                          ShownLine(version->label())});
    }
  }
  return row;
}

void AddHearings(const TimelineWords& words, const std::string& child_id, TimelineRow* row) {
  for (const v1::Hearing& hearing : words.view().plan.hearings()) {
    const auto held = DayIn(hearing.held_on());
    const auto set = DayIn(hearing.set().held_on());
    if (hearing.child_id() != child_id || (!held && !set)) continue;
    const std::string name = words.Word(Joined({projections::EnumWords(hearing.kind()), "hearing"}, " "));
    if (held) {
      row->marks.push_back({MarkShape::kHearing, *held, name, name});
    } else if (hearing.vacated_on().empty()) {
      row->marks.push_back({MarkShape::kHearingSet, *set, absl::StrCat(name, ", ", words.Word("set for this day")),
                            name, true, ShownLine(hearing.set().held_at())});
    } else {
      row->marks.push_back({MarkShape::kHearingVacated, *set, absl::StrCat(name, ", ", words.Word("vacated")), name});
    }
  }
}

void AddComplaints(const TimelineWords& words, const std::string& child_id, TimelineRow* row) {
  for (const v1::Complaint& complaint : words.view().plan.complaints()) {
    const auto day = DayIn(complaint.filed_on());
    if (complaint.child_id() != child_id || !day) continue;
    const std::string name = words.Word("complaint");
    row->marks.push_back(
        {MarkShape::kCourtPaper, *day, Joined({name, ShownLine(complaint.court_number())}, " "), name});
  }
}

void AddOtherOrders(const TimelineWords& words, const std::string& child_id, TimelineRow* row) {
  for (const v1::Order& order : words.view().plan.orders()) {
    const auto day = DayIn(order.made_on());
    if (order.terms().child_id() != child_id || !day || Lasts(order.terms().kind())) continue;
    const std::string kind = words.Code(order.terms().kind());
    row->marks.push_back(
        {MarkShape::kCourtPaper, *day, Joined({words.Word("order"), kind}, ": "), words.Word("order")});
  }
}

TimelineRow CourtRow(const TimelineWords& words, const std::string& child_id) {
  TimelineRow row{words.Word("Court")};
  AddComplaints(words, child_id, &row);
  AddHearings(words, child_id, &row);
  AddOtherOrders(words, child_id, &row);
  return row;
}

}  // namespace

std::vector<TimelineRow> ChildRows(const TimelineWords& words, const std::string& child_id) {
  return {CareRow(words, child_id),  PlacementRow(words, child_id), AbsenceRow(words, child_id),
          OrderRow(words, child_id), BindingRow(words, child_id),   CourtRow(words, child_id)};
}

}  // namespace casejournal::services
