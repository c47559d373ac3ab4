#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/register/sentence.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/documents/court_answers.h"
#include "services/documents/court/review_report.h"

namespace casejournal::services {
namespace {

// What a court wants to know of the time between two reviews. What the report shows itself (activities, progress, the
// review) is not among them.
constexpr absl::string_view kTypesOfChange[] = {"AbsenceBegan",
                                                "AbsenceEnded",
                                                "BarrierIdentified",
                                                "CareEpisodeEnded",
                                                "ChildRemoved",
                                                "ComplaintFiled",
                                                "ConferenceHeld",
                                                "CourtDecided",
                                                "CourtFindingMade",
                                                "GoalEstablished",
                                                "GoalReached",
                                                "GoalRevised",
                                                "GoalWithdrawn",
                                                "HearingHeld",
                                                "MilestoneReached",
                                                "ObjectionMade",
                                                "ObjectiveAdded",
                                                "ObjectiveMet",
                                                "ObjectiveRevised",
                                                "ObjectiveWithdrawn",
                                                "OrderEnded",
                                                "OrderMade",
                                                "OutcomeChosen",
                                                "ParentalRightsEnded",
                                                "PlacementBegan",
                                                "PlacementEnded",
                                                "PlanChangeProposed",
                                                "PlanEnded",
                                                "PlanJournalized",
                                                "PlanTookEffect",
                                                "RepresentativeAppointed",
                                                "ReturnConditionJudged",
                                                "ReturnConditionSet",
                                                "SafetyPlanEnded",
                                                "SafetyPlanMade",
                                                "SafetyThreatIdentified",
                                                "StrategyTried",
                                                "VisitationArranged"};

bool IsChange(const event::v1::CaseEvent& event) {
  return std::binary_search(std::begin(kTypesOfChange), std::end(kTypesOfChange),
                            absl::string_view(projections::EventTypeName(event)));
}

bool Names(const event::v1::CaseEvent& event, const std::string& meeting_id) {
  const auto references = projections::ReferencesIn(event);
  const auto introductions = projections::IntroductionsIn(event);
  const auto is_meeting = [&](const auto& each) { return each.id == meeting_id; };
  return std::any_of(references.begin(), references.end(), is_meeting) ||
         std::any_of(introductions.begin(), introductions.end(), is_meeting);
}

// The plan as far as the entries up to the last one give it, with what takes effect until the day.
absl::StatusOr<v1::GetCasePlanResponse> PlanOn(const DocumentQuestion& question, const v1::AsOf& known,
                                               const std::string& day) {
  v1::GetCasePlanRequest asked;
  asked.set_case_id(question.request.case_id());
  asked.set_view(v1::PLAN_VIEW_WORKING);
  *asked.mutable_as_of() = known;
  if (!day.empty()) asked.mutable_as_of()->set_effective_on(day);
  return GetCasePlan(question.sources.journal, question.sources.reader, asked, eventstore::Deadline::Passed());
}

// The review that the request names, or the last one that was held. Null: there is none.
const v1::Meeting* ReviewAsked(const v1::GetDocumentRequest& request, const v1::CasePlan& plan) {
  const v1::Meeting* found = nullptr;
  for (const v1::Meeting& meeting : plan.meetings()) {
    if (!meeting.has_review() || meeting.held_on().empty()) continue;
    if (!request.meeting_id().empty() && meeting.meeting_id() != request.meeting_id()) continue;
    if (found == nullptr || meeting.held_on() >= found->held_on()) found = &meeting;
  }
  return found;
}

absl::Status NoReview() { return absl::NotFoundError("the case had no such review that was held by then"); }

const v1::Meeting* ReviewBefore(const v1::Meeting& review, const v1::CasePlan& plan) {
  const v1::Meeting* before = nullptr;
  for (const v1::Meeting& meeting : plan.meetings()) {
    if (!meeting.has_review() || meeting.kind() != review.kind() || meeting.held_on().empty()) continue;
    if (meeting.held_on() >= review.held_on()) continue;
    if (before == nullptr || meeting.held_on() > before->held_on()) before = &meeting;
  }
  return before;
}

// The sentences of what changed after `from` (empty: ever) until `until`, in the order of effect.
std::vector<v1::RegisterRow> ChangesBetween(const DocumentQuestion& question, const v1::CasePlan& names,
                                            const std::string& from, const std::string& until) {
  const projections::EntryList& entries = question.at.record.entries();
  std::vector<v1::RegisterRow> changes;
  for (const projections::Standing& each :
       projections::StandingEntries(entries, projections::KnownSet::All(), question.last + 1)) {
    if (each.effective_on() <= from || each.effective_on() > until || !IsChange(each.event())) continue;
    v1::RegisterRow change;
    change.set_day(each.effective_on());
    change.set_sentence(projections::Sentence(each.event(), names));
    change.set_revision(each.revision());
    change.set_type(projections::EventTypeName(each.event()));
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

absl::Span<const absl::string_view> TypesOfChange() { return kTypesOfChange; }

absl::StatusOr<eventstore::Revision> LastOfReview(const DocumentQuestion& question) {
  absl::StatusOr<v1::GetCasePlanResponse> answer = PlanOn(question, question.KnownToLast(), "");
  if (!answer.ok()) return answer.status();
  const v1::Meeting* review = ReviewAsked(question.request, answer->plan());
  if (review == nullptr) return NoReview();
  if (question.request.as_of().known_case() != v1::AsOf::KNOWN_NOT_SET) return question.last;
  const projections::EntryList& entries = question.at.record.entries();
  std::set<eventstore::Revision> about;
  for (eventstore::Revision revision = 0; revision <= question.last; ++revision) {
    const auto settled = projections::Settles(entries[revision]);
    if (Names(entries[revision].event(), review->meeting_id()) || (settled && about.count(*settled) > 0))
      about.insert(revision);
  }
  return about.empty() ? question.last : *about.rbegin();
}

absl::StatusOr<MadeDocument> ReviewReportAnswer(const DocumentQuestion& question) {
  const v1::AsOf known = question.KnownToLast();
  const absl::StatusOr<v1::GetCasePlanResponse> now = PlanOn(question, known, "");
  if (!now.ok()) return now.status();
  const v1::Meeting* review = ReviewAsked(question.request, now->plan());
  if (review == nullptr) return NoReview();
  const std::string day = DayOfReview(*review);
  const absl::StatusOr<v1::GetCasePlanResponse> then = PlanOn(question, known, day);
  if (!then.ok()) return then.status();
  const v1::Meeting* before = ReviewBefore(*review, now->plan());
  const std::string day_before = before == nullptr ? "" : DayOfReview(*before);
  absl::StatusOr<v1::GetCasePlanResponse> plan_before = v1::GetCasePlanResponse();
  if (before != nullptr) plan_before = PlanOn(question, known, day_before);
  if (!plan_before.ok()) return plan_before.status();

  v1::GetDocketRequest due;
  due.set_case_id(question.request.case_id());
  due.set_on(day);
  due.mutable_as_of()->set_revision(question.last);
  const absl::StatusOr<v1::GetDocketResponse> docket =
      GetDocket(question.sources.journal, question.sources.reader, due, eventstore::Deadline::Passed());
  // A journal without rules has reviews all the same.
  if (!docket.ok() && !absl::IsFailedPrecondition(docket.status())) return docket.status();

  ReviewShown shown{.review = *review,
                    .then = *then,
                    .review_before = before,
                    .plan_before = before == nullptr ? nullptr : &plan_before->plan(),
                    .changes = ChangesBetween(question, now->plan(), day_before, day),
                    .docket = docket.ok() ? &*docket : nullptr};
  v1::GetRegisterResponse changes;
  for (const v1::RegisterRow& change : shown.changes) *changes.add_rows() = change;
  std::string digest = HashOf(absl::StrCat(HashOf(CanonicalBytes(*review)), AnswerDigest(*then),
                                           before == nullptr ? "" : AnswerDigest(*plan_before),
                                           HashOf(CanonicalBytes(changes)), docket.ok() ? AnswerDigest(*docket) : ""));
  Document document = ReviewReportOf(question.View(now->plan(), digest), shown);
  return MadeDocument{std::move(document), std::move(digest)};
}

}  // namespace casejournal::services
