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
  return Joined(lines, "\n");
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
                      Section("Placements", TableBody(placements, view.style)));
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
