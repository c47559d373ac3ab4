// Semi-annual reviews: the panel, the findings for each child, and timely notice.
#include <algorithm>

#include "projections/entries/civil_day.h"
#include "projections/entries/responsible.h"
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

// Rule: with a court, at least three people, one of them not responsible for the plan or its services (42 USC 675(6),
// ORC 2151.416), and not assigned to the case; without a court, at least two. Judged by the state on the day of the
// review. A hearing that replaced the review has no panel.
void FindPanel(const CaseSnapshot& snapshot, const v1::Meeting& meeting, Findings& findings) {
  const event::v1::ReviewHeld& review = meeting.review();
  if (review.has_hearing_id()) return;
  const int needed = IsBeforeCourt(snapshot.plan, meeting.held_on())
                         ? snapshot.Number(Threshold::kPanelMembersMin)
                         : snapshot.Number(Threshold::kPanelMembersMinInHome);
  const bool independent =
      std::any_of(review.panel().begin(), review.panel().end(), [&](const event::v1::PanelMember& member) {
        return !member.responsible_for_plan() &&
               !IsResponsible(snapshot.plan.assignments(), member.staff(), meeting.held_on());
      });
  const bool too_few = review.panel_size() < needed;
  const WordingText* says = Lacking(kReviewPanelInsufficient, {too_few, !independent});
  if (says == nullptr) return;
  std::vector<Parameter> parameters = {DayParameter("held_on", meeting.held_on())};
  if (too_few) {
    parameters.push_back(NumberParameter("members", review.panel_size()));
    parameters.push_back(NumberParameter("needed", needed));
  }
  findings.push_back({FindingKind::kReviewPanelInsufficient,
                      {meeting.meeting_id()},
                      Say(*says, std::move(parameters)),
                      absl::StrCat(says->id, too_few ? absl::StrCat(" ", review.panel_size(), " of ", needed) : "")});
}

void FindChild(const CaseSnapshot& snapshot, const v1::Meeting& meeting, const v1::Participant& child,
               Findings& findings) {
  const std::string& id = child.participant_id();
  if (child.joined_on() > meeting.held_on()) return;
  const auto found = std::find_if(meeting.findings().begin(), meeting.findings().end(),
                                  [&](const v1::ReviewFinding& finding) { return finding.child_id() == id; });
  const bool has_finding = found != meeting.findings().end();
  if (has_finding && (!IsBeforeCourt(snapshot.plan, meeting.held_on()) || !found->terms().target_on().empty())) return;
  const WordingText& says = has_finding ? kReviewNoTarget : kReviewNoFinding;
  findings.push_back({FindingKind::kReviewChildMissing,
                      {meeting.meeting_id(), id},
                      Say(says, {DayParameter("held_on", meeting.held_on()), snapshot.Person("child", child)}),
                      std::string(says.id)});
}

// Rule: OAC 5101:2-38-10. Seven days of notice with date, time, and place.
void FindNotice(const CaseSnapshot& snapshot, const v1::Meeting& meeting, Findings& findings) {
  std::string first = meeting.called_on();
  for (const v1::Notice& notice : snapshot.plan.notices()) {
    if (notice.terms().meeting_id() != meeting.meeting_id()) continue;
    if (first.empty() || notice.sent_on() < first) first = notice.sent_on();
  }
  const bool waived =
      std::any_of(snapshot.plan.waivers().begin(), snapshot.plan.waivers().end(),
                  [&](const v1::Waiver& waiver) { return waiver.terms().meeting_id() == meeting.meeting_id(); });
  if (waived || (!first.empty() && DaysBetween(first, meeting.held_on()) >= snapshot.Number(Threshold::kNoticeDaysMin)))
    return;
  std::vector<Parameter> parameters = {DayParameter("held_on", meeting.held_on())};
  if (!first.empty()) parameters.push_back(DayParameter("notice_on", first));
  parameters.push_back(NumberParameter("days", snapshot.Number(Threshold::kNoticeDaysMin)));
  findings.push_back({FindingKind::kReviewChildMissing,
                      {meeting.meeting_id(), "notice"},
                      Say(first.empty() ? kReviewNoNotice : kReviewNoticeShort, std::move(parameters)),
                      first});
}

// Rule: the case plan is revised as a conference decided. An entry that carries out a decision names the conference as
// its cause.
void FindNotCarriedOut(const CaseSnapshot& snapshot, Findings& findings) {
  for (const Standing& held : snapshot.standing) {
    if (!held.event().has_conference_held()) continue;
    std::vector<std::string> due;
    for (const event::v1::ConferenceDecision& decision : held.event().conference_held().decided()) {
      if (decision.has_due_on() && decision.due_on() < snapshot.day) due.push_back(decision.due_on());
    }
    if (due.empty()) continue;
    const auto names_it = [&](const Standing& each) {
      return std::any_of(each.event().caused_by().begin(), each.event().caused_by().end(),
                         [&](const event::v1::EntryRef& cause) {
                           return cause.case_id() == snapshot.plan.case_id() && cause.revision() == held.revision();
                         });
    };
    const auto carried_out =
        static_cast<size_t>(std::count_if(snapshot.standing.begin(), snapshot.standing.end(), names_it));
    if (carried_out >= due.size()) continue;
    findings.push_back(
        {FindingKind::kConferenceNotCarriedOut,
         {held.event().conference_held().meeting_id()},
         Say(kConferenceNotCarriedOut,
             {DayParameter("held_on", held.effective_on()),
              CountParameter("decisions", static_cast<int64_t>(due.size()), "was", "were"),
              DayParameter("due_by", *std::max_element(due.begin(), due.end())),
              CountParameter("entries", static_cast<int64_t>(carried_out), "entry names", "entries name")}),
         absl::StrCat(absl::StrJoin(due, ","), " ", carried_out)});
  }
}

}  // namespace

void FindReviews(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Meeting& meeting : snapshot.plan.meetings()) {
    if (meeting.kind() != event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW || !meeting.has_review()) continue;
    FindPanel(snapshot, meeting, findings);
    for (const v1::Participant& participant : snapshot.plan.participants()) {
      const bool was_there = participant.left_on().empty() || participant.left_on() > meeting.held_on();
      if (participant.capacity() == event::v1::CAPACITY_CHILD && was_there) {
        FindChild(snapshot, meeting, participant, findings);
      }
    }
    FindNotice(snapshot, meeting, findings);
  }
  FindNotCarriedOut(snapshot, findings);
}

}  // namespace casejournal::projections
