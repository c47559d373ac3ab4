// Conditions for return, and the reviews and conferences that judge the progress of the plan.
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// Return the lines about a meeting that was called.
std::vector<std::string> CallLines(const PlanView& view, const v1::Meeting& meeting) {
  const event::v1::MeetingCalled& called = meeting.called();
  return {Joined({DayWords("called", meeting.called_on()), DayWords("for", called.held_on()),
                  DayWords("at", called.held_at()), called.place()},
                 ", "),
          DayWords("invited:",
                   Joined({view.words.People(called.invitee_ids()), StaffsWords(called.invited_staff())}, ", "))};
}

// Return the members of the panel and their seats (42 USC 675(6): at least one member is not responsible for the plan
// or its services).
std::string PanelWords(const event::v1::ReviewHeld& review) {
  std::vector<std::string> members;
  for (const event::v1::PanelMember& member : review.panel()) {
    members.push_back(
        absl::StrCat(StaffWords(member.staff()), " (",
                     Joined({EnumWords(member.seat()), member.responsible_for_plan() ? "responsible for the plan"
                                                                                     : "not responsible for the plan"},
                            ", "),
                     ")"));
  }
  return absl::StrJoin(members, ", ");
}

std::string AbsentWords(const PlanView& view, const event::v1::ReviewHeld& review) {
  std::vector<std::string> absent;
  for (const event::v1::Absence& absence : review.absences()) {
    absent.push_back(Joined({view.words.Person(absence.participant_id()), absence.reason()}, ": "));
  }
  return absl::StrJoin(absent, "; ");
}

std::vector<std::string> ReviewLines(const PlanView& view, const event::v1::ReviewHeld& review) {
  return {
      DayWords("panel:", PanelWords(review)), DayWords("present:", view.words.People(review.present_ids())),
      DayWords("absent:", AbsentWords(view, review)),
      review.has_hearing_id() ? absl::StrCat("a hearing stood in for it: ", view.words.Part(review.hearing_id())) : ""};
}

std::vector<std::string> ConferenceLines(const PlanView& view, const event::v1::ConferenceHeld& conference) {
  std::vector<std::string> lines = {
      DayWords("present:",
               Joined({view.words.People(conference.present_ids()), StaffsWords(conference.present_staff())}, ", ")),
      conference.progress(), DayWords("barriers:", conference.barriers())};
  for (const std::string& barrier : conference.barrier_ids())
    lines.push_back(DayWords("barrier:", view.words.Part(barrier)));
  lines.push_back(DayWords("decided:", conference.decisions()));
  for (const event::v1::ConferenceDecision& decision : conference.decided()) {
    lines.push_back(absl::StrCat(
        "- ",
        Joined({decision.what(),
                DayWords("by", Joined({view.words.People(decision.by_ids()), StaffsWords(decision.by_staff())}, ", ")),
                DayWords("until", decision.due_on())},
               "; ")));
  }
  return lines;
}

std::string FindingWords(const PlanView& view, const v1::ReviewFinding& finding) {
  const event::v1::ReviewFindingMade& terms = finding.terms();
  return absl::StrCat(
      view.words.Person(finding.child_id()), ", found ", finding.on(), ": ",
      Joined({DayWords("plan followed:", EnumWords(terms.plan_followed())), terms.progress(),
              DayWords("safety of the place:", terms.safety_of_place()), DayWords("services:", terms.services()),
              DayWords("risk:", EnumWords(terms.risk())),
              terms.has_return_is_safe() ? DayWords("return is safe now:", YesOrNo(terms.return_is_safe())) : "",
              terms.has_concurrent_plan_needed()
                  ? DayWords("concurrent plan needed:", YesOrNo(terms.concurrent_plan_needed()))
                  : "",
              DayWords("barriers:", terms.barriers()), DayWords("outcome:", EnumWords(terms.outcome())),
              DayWords("by", terms.target_on())},
             "; "));
}

std::string MeetingWords(const PlanView& view, const v1::Meeting& meeting) {
  std::vector<std::string> lines;
  const auto add = [&](std::vector<std::string> more) {
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  if (meeting.has_called()) add(CallLines(view, meeting));
  if (meeting.has_review()) add(ReviewLines(view, meeting.review()));
  if (meeting.has_conference()) add(ConferenceLines(view, meeting.conference()));
  for (const v1::ReviewFinding& finding : meeting.findings()) lines.push_back(FindingWords(view, finding));
  for (const v1::Submission& submission : meeting.submissions()) lines.push_back(SubmissionWords(submission));
  for (const v1::AgencyDecisionOf& decision : meeting.agency_decisions())
    lines.push_back(AgencyDecisionWords(decision));
  for (const v1::Filing& filing : meeting.filings()) lines.push_back(FilingWords(filing));
  for (const v1::Decision& decision : meeting.decisions()) lines.push_back(DecisionWords(view, decision));
  return Joined(lines, "\n");
}

}  // namespace

Blocks ConditionsSection(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Child"},
                                               {.title = "Condition for return", .wraps = true},
                                               {.title = "Set"},
                                               {.title = "Judged", .wraps = true},
                                               {.title = "Progress", .wraps = true}});
  for (const v1::ReturnCondition& condition : view.plan.conditions()) {
    table.Add({view.words.Person(condition.child_id()),
               view.words.Marked(Joined({condition.condition(), DayWords("shown by:", condition.shown_by())}, "\n"),
                                 condition.condition_id()),
               condition.set_on(),
               Joined({EnumWords(condition.judgement()), condition.judged_on(), condition.evidence()}, ", "),
               ProgressWords(view.words, condition.progress())});
  }
  return Section(view.style, "Conditions for return", {table});
}

Blocks ReviewsSection(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Review or conference", .wraps = true},
                                               {.title = "When"},
                                               {.title = "What came of it", .wraps = true}});
  for (const v1::Meeting& meeting : view.plan.meetings()) {
    table.Add({view.words.Marked(EnumWords(meeting.kind()), meeting.meeting_id()),
               meeting.held_on().empty() ? DayWords("called for", meeting.called().held_on())
                                         : DayWords("held", meeting.held_on()),
               MeetingWords(view, meeting)});
  }
  return Section(view.style, "Reviews and conferences", {table});
}

}  // namespace casejournal::services
