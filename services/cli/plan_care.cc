#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string MeetingWords(const PlanView& view, const v1::Meeting& meeting) {
  std::vector<std::string> lines;
  if (meeting.has_review()) {
    lines.push_back(DayWords("present:", view.words.People(meeting.review().present_ids())));
  }
  if (meeting.has_conference()) {
    const event::v1::ConferenceHeld& conference = meeting.conference();
    lines.push_back(conference.progress());
    lines.push_back(DayWords("barriers:", conference.barriers()));
    lines.push_back(DayWords("decided:", conference.decisions()));
  }
  for (const v1::ReviewFinding& finding : meeting.findings()) {
    const event::v1::ReviewFindingMade& terms = finding.terms();
    lines.push_back(absl::StrCat(
        view.words.Person(finding.child_id()), ": ",
        Joined(
            {DayWords("plan followed:", EnumWords(terms.plan_followed())), terms.progress(),
             DayWords("outcome:", EnumWords(terms.outcome())), DayWords("by", terms.target_on())},
            "; ")));
  }
  for (const v1::AgencyDecisionOf& decision : meeting.agency_decisions()) {
    lines.push_back(Joined({absl::StrCat(EnumWords(decision.decision()), " by ", StaffWords(decision.decided_by())),
                            decision.on(), decision.reasons()},
                           ", "));
  }
  for (const v1::Decision& decision : meeting.decisions()) {
    lines.push_back(Joined({absl::StrCat("court: ", EnumWords(decision.decision())), decision.on()}, ", "));
  }
  return Joined(lines, "\n");
}

std::string Absences(const PlanView& view) {
  Table table({{.title = "Child"}, {.title = "Absence", .wraps = true}, {.title = "When"}, {.title = "How it ended"}});
  for (const v1::PlacementAbsence& absence : view.plan.absences()) {
    table.AddRow({view.words.Person(absence.child_id()),
                  view.words.Marked(Joined({EnumWords(absence.terms().kind()),
                                            DayWords("reported to", absence.terms().reported_to()),
                                            absence.terms().reported_on()},
                                           ", "),
                                    absence.absence_id()),
                  Joined({DayWords("from", absence.began_on()), DayWords("to", absence.ended_on())}, " "),
                  EnumWords(absence.how_ended())});
  }
  return Section("Absences", TableBody(table, view.style));
}

std::string Visits(const PlanView& view) {
  Table table({{.title = "Child"},
               {.title = "Visits with", .wraps = true},
               {.title = "How", .wraps = true},
               {.title = "Since"}});
  for (const v1::Visitation& visits : view.plan.visitations()) {
    const event::v1::VisitationArranged& terms = visits.terms();
    table.AddRow({view.words.Person(terms.child_id()),
                  view.words.Marked(view.words.People(terms.with_ids()), visits.visitation_id()),
                  Joined({terms.frequency(), terms.duration(), terms.place(), EnumWords(terms.supervision()), terms.changes()},
                         "; "),
                  visits.arranged_on()});
  }
  return Section("Visits", TableBody(table, view.style));
}

// Whether a child is an Indian child: who was asked, what tribes answered, what was decided.
std::string TribalLines(const PlanView& view) {
  std::string lines;
  const auto line = [&](const std::string& child_id, const std::vector<std::string>& parts) {
    absl::StrAppend(&lines, Paragraph(absl::StrCat(view.words.Person(child_id), ": ", Joined(parts, "; ")), 2, view.style.width));
  };
  for (const v1::TribalInquiry& inquiry : view.plan.tribal_inquiries()) {
    std::vector<std::string> tribes;
    for (const event::v1::Tribe& tribe : inquiry.terms().tribes()) tribes.push_back(tribe.name());
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
  return Section("Indian child inquiry", lines);
}

}  // namespace

std::string CareSection(const PlanView& view) {
  Table removals({{.title = "Child"},
                  {.title = "Removed"},
                  {.title = "Authority", .wraps = true},
                  {.title = "Left care", .wraps = true}});
  for (const v1::Removal& removal : view.plan.removals()) {
    removals.AddRow({view.words.Person(removal.child_id()),
                     view.words.Marked(removal.removed_on(), removal.removal_id()),
                     removal.terms().authority(),
                     Joined({removal.ended_on(), EnumWords(removal.ended().reason()),
                             DayWords("to", removal.ended().to_whom())},
                            ", ")});
  }
  Table placements({{.title = "Child"},
                    {.title = "Placed with", .wraps = true},
                    {.title = "Type"},
                    {.title = "When"},
                    {.title = "Why", .wraps = true}});
  for (const v1::Placement& placement : view.plan.placements()) {
    placements.AddRow(
        {view.words.Person(placement.child_id()),
         view.words.Marked(placement.terms().with_whom(), placement.placement_id()),
         EnumWords(placement.terms().type()),
         Joined({DayWords("since", placement.began_on()), DayWords("until", placement.ended_on())},
                "\n"),
         Joined({placement.terms().reason(), DayWords("ended:", placement.end_reason())}, "\n")});
  }
  return absl::StrCat(Section("Removals", TableBody(removals, view.style)),
                      Section("Placements", TableBody(placements, view.style)), Absences(view), Visits(view),
                      TribalLines(view));
}

std::string ConditionsSection(const PlanView& view) {
  Table table({{.title = "Child"},
               {.title = "Condition for return", .wraps = true},
               {.title = "Set"},
               {.title = "Judged", .wraps = true},
               {.title = "Progress", .wraps = true}});
  for (const v1::ReturnCondition& condition : view.plan.conditions()) {
    table.AddRow(
        {view.words.Person(condition.child_id()),
         view.words.Marked(
             Joined({condition.condition(), DayWords("shown by:", condition.shown_by())}, "\n"),
             condition.condition_id()),
         condition.set_on(),
         Joined({EnumWords(condition.judgement()), condition.judged_on(), condition.evidence()},
                ", "),
         ProgressWords(condition.progress())});
  }
  return Section("Conditions for return", TableBody(table, view.style));
}

std::string ReviewsSection(const PlanView& view) {
  Table table({{.title = "Review or conference", .wraps = true},
               {.title = "When"},
               {.title = "What came of it", .wraps = true}});
  for (const v1::Meeting& meeting : view.plan.meetings()) {
    const bool held = !meeting.held_on().empty();
    table.AddRow({view.words.Marked(EnumWords(meeting.kind()), meeting.meeting_id()),
                  held ? DayWords("held", meeting.held_on())
                       : DayWords("called for", meeting.called().held_on()),
                  MeetingWords(view, meeting)});
  }
  return Section("Reviews and conferences", TableBody(table, view.style));
}

}  // namespace casejournal::services
