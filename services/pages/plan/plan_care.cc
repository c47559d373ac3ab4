// Children in care: removals, placements, absences, visits, and whether the Indian Child Welfare Act applies to them.
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string RemovalWords(const PlanView& view, const event::v1::ChildRemoved& terms) {
  return Joined({EnumWords(terms.manner()),
                 terms.from_household_id().empty()
                     ? ""
                     : absl::StrCat("from the household of ", view.words.Part(terms.from_household_id())),
                 EnumWords(terms.environment()), EnumWords(terms.family_structure()),
                 EnumsWords<event::v1::RemovalCircumstance>(terms.circumstances())},
                "\n");
}

// How the child left care, and to whom.
std::string ExitWords(const PlanView& view, const v1::Removal& removal) {
  const event::v1::CareEpisodeEnded& ended = removal.ended();
  return Joined({removal.ended_on(), EnumWords(ended.reason()), DayWords("to", ended.to_whom()),
                 EnumWords(ended.transfer_to()), DayWords("outcome:", EnumWords(ended.outcome())),
                 DayWords("new parents or guardians:", view.words.People(ended.new_parent_ids())),
                 EnumWords(ended.new_parents_status()), EnumsWords<event::v1::CaregiverTie>(ended.new_parents_ties()),
                 EnumWords(ended.new_parents_location()), EnumWords(ended.agreement()),
                 DayWords("with siblings", view.words.People(ended.with_sibling_ids()))},
                ", ");
}

Blocks Removals(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Child"},
                                               {.title = "Removed"},
                                               {.title = "How and why", .wraps = true},
                                               {.title = "Authority", .wraps = true},
                                               {.title = "Left care", .wraps = true}});
  for (const v1::Removal& removal : view.plan.removals()) {
    table.Add({view.words.Person(removal.child_id()), view.words.Marked(removal.removed_on(), removal.removal_id()),
               RemovalWords(view, removal.terms()),
               Joined({removal.terms().authority(), EnumWords(removal.terms().authority_kind())}, "\n"),
               ExitWords(view, removal)});
  }
  return Section(view.style, "Removals", {table});
}

std::string NearnessWords(const event::v1::PlacementBegan& terms) {
  return Joined({DayWords("county:", terms.county()),
                 terms.has_miles_from_home() ? absl::StrCat(terms.miles_from_home(), " miles from home") : ""},
                ", ");
}

std::string CaregiverWords(const PlanView& view, const event::v1::PlacementBegan& terms) {
  return Joined({terms.has_caregiver_id() ? view.words.Person(terms.caregiver_id()) : "",
                 terms.has_second_caregiver_id() ? view.words.Person(terms.second_caregiver_id()) : "",
                 EnumWords(terms.caregivers_status()), EnumWords(terms.caregiver_tie())},
                ", ");
}

// Return the reasons for a placement, and what the law requires to be stated: least restrictive, near, with siblings
// (42 USC 675(5)(A)).
std::string PlacementReasons(const PlanView& view, const v1::Placement& placement) {
  const event::v1::PlacementBegan& terms = placement.terms();
  return Joined({terms.reason(), terms.set_by_the_court() ? "set by the court" : "",
                 DayWords("least restrictive:", terms.least_restrictive()),
                 DayWords("with siblings", view.words.People(terms.with_sibling_ids())),
                 DayWords("apart from siblings:", terms.why_apart_from_siblings()),
                 DayWords("far from the parents:", terms.why_far()), NearnessWords(terms),
                 DayWords("school:", terms.school()), DayWords("caregivers:", CaregiverWords(view, terms)),
                 DayWords("ended:", Joined({placement.end_reason(), EnumWords(placement.change())}, ", change: "))},
                "\n");
}

Blocks Placements(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Child"},
                                               {.title = "Placed with", .wraps = true},
                                               {.title = "Type", .wraps = true},
                                               {.title = "When"},
                                               {.title = "Why", .wraps = true}});
  for (const v1::Placement& placement : view.plan.placements()) {
    const event::v1::PlacementBegan& terms = placement.terms();
    table.Add({view.words.Person(placement.child_id()), view.words.Marked(terms.with_whom(), placement.placement_id()),
               Joined({EnumWords(terms.type()), EnumsWords<event::v1::FosterHomeTrait>(terms.traits()),
                       EnumWords(terms.location())},
                      ", "),
               Joined({DayWords("since", placement.began_on()), DayWords("until", placement.ended_on())}, "\n"),
               PlacementReasons(view, placement)});
  }
  return Section(view.style, "Placements", {table});
}

Blocks Absences(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Child"},
                                               {.title = "Absence", .wraps = true},
                                               {.title = "When"},
                                               {.title = "How it ended", .wraps = true}});
  for (const v1::PlacementAbsence& absence : view.plan.absences()) {
    table.Add({view.words.Person(absence.child_id()),
               view.words.Marked(
                   Joined({EnumWords(absence.terms().kind()), DayWords("reported to", absence.terms().reported_to()),
                           absence.terms().reported_on(), absence.terms().reported_at()},
                          ", "),
                   absence.absence_id()),
               Joined({DayWords("from", absence.began_on()), DayWords("to", absence.ended_on())}, " "),
               Joined({EnumWords(absence.how_ended()), absence.end_detail()}, ": ")});
  }
  return Section(view.style, "Absences", {table});
}

Blocks Visits(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Child"},
                                               {.title = "Visits with", .wraps = true},
                                               {.title = "How", .wraps = true},
                                               {.title = "Since"}});
  for (const v1::Visitation& visits : view.plan.visitations()) {
    const event::v1::VisitationArranged& terms = visits.terms();
    table.Add(
        {view.words.Person(terms.child_id()),
         view.words.Marked(view.words.People(terms.with_ids()), visits.visitation_id()),
         Joined({terms.frequency(), terms.duration(), terms.place(), EnumWords(terms.supervision()), terms.changes()},
                "; "),
         visits.arranged_on()});
  }
  return Section(view.style, "Visits", {table});
}

// Return what shows whether a child is an Indian child: who was asked, what tribes answered, and what was decided.
Blocks TribalLines(const PlanView& view) {
  Blocks lines;
  const auto line = [&](const std::string& child_id, const std::vector<std::string>& parts) {
    lines.emplace_back(Line(absl::StrCat(view.words.Person(child_id), ": ", Joined(parts, "; "))));
  };
  for (const v1::TribalInquiry& inquiry : view.plan.tribal_inquiries()) {
    std::vector<std::string> tribes;
    for (const event::v1::Tribe& tribe : inquiry.terms().tribes()) {
      tribes.push_back(Joined({tribe.name(), CodeWords(tribe.code())}, ", code "));
    }
    line(inquiry.terms().child_id(), {absl::StrCat(inquiry.made_on(), " asked ", inquiry.terms().asked()),
                                      EnumWords(inquiry.terms().answer()), Joined(tribes, ", ")});
  }
  for (const v1::TribeAnswered& answered : view.plan.tribe_answers()) {
    line(answered.child_id(), {absl::StrCat(answered.on(), " ", view.words.Person(answered.tribe_id()), " answered"),
                               EnumWords(answered.answer()), answered.words()});
  }
  for (const v1::TribalProceeding& proceeding : view.plan.tribal_proceedings()) {
    const event::v1::TribalProceedingDecided& terms = proceeding.terms();
    line(terms.child_id(), {absl::StrCat(proceeding.decided_on(), " ", EnumWords(terms.kind()), " of ",
                                         view.words.Person(terms.tribe_id())),
                            EnumWords(terms.decision())});
  }
  return Section(view.style, "Indian child inquiry", lines);
}

}  // namespace

Blocks CareSection(const PlanView& view) {
  return Together({Removals(view), Placements(view), Absences(view), Visits(view), TribalLines(view)});
}

}  // namespace casejournal::services
