#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/rules/body_rules.h"
#include "services/rules/envelope_rules.h"
#include "services/rules/violation.h"

namespace casejournal::services {
namespace {

using projections::OneOf;

// What a closed case still accepts for any day: narrative, and what the court did or received. Withdrawals change what
// was recorded and decide nothing new.
bool StaysOpenTo(
    const OneOf<
        event::v1::CaseNumberGiven, event::v1::ComplaintFiled, event::v1::HearingHeld, event::v1::OrderMade,
        event::v1::CourtFindingMade, event::v1::ParentalRightsEnded, event::v1::FiledWithCourt, event::v1::CourtDecided,
        event::v1::PlanJournalized, event::v1::HearingSet, event::v1::HearingVacated, event::v1::OrderEnded,
        event::v1::TribalProceedingDecided, event::v1::CaseReopened, event::v1::CaseLinked, event::v1::CasesJoined,
        event::v1::CaseTransferredOut, event::v1::SamePersonRecognised, event::v1::ConsentRevoked,
        event::v1::NoticeReceived, event::v1::DocumentReferenced, event::v1::CaseNoteWritten, event::v1::EntryRetracted,
        event::v1::EntryRestricted, event::v1::FindingAnswered, event::v1::PlanEnded, event::v1::DutyPerformed> auto&) {
  return true;
}

bool StaysOpenTo(
    const OneOf<
        event::v1::CaseOpened, event::v1::CaseReceived, event::v1::CaseAssigned, event::v1::CaseClosed,
        event::v1::ParticipantJoined, event::v1::ParticipantLeft, event::v1::RelationEstablished,
        event::v1::HouseholdMemberMovedIn, event::v1::HouseholdMemberMovedOut, event::v1::RepresentativeAppointed,
        event::v1::ConcernReported, event::v1::ContactMade, event::v1::SearchMade, event::v1::BarrierIdentified,
        event::v1::StrategyTried, event::v1::AssessmentCompleted, event::v1::NeedIdentified,
        event::v1::StrengthIdentified, event::v1::OutcomeChosen, event::v1::GoalEstablished, event::v1::GoalReached,
        event::v1::GoalWithdrawn, event::v1::ObjectiveAdded, event::v1::ObjectiveRevised, event::v1::ObjectiveMet,
        event::v1::ActivityPlanned, event::v1::ActivityRevised, event::v1::ActivityCompleted,
        event::v1::ActivityStopped, event::v1::ProgressObserved, event::v1::SafetyThreatIdentified,
        event::v1::AlternativeExplored, event::v1::SafetyPlanMade, event::v1::SafetyPlanChecked,
        event::v1::SafetyPlanEnded, event::v1::PlanVersionDrawnUp, event::v1::PlanSigned, event::v1::PlanNotSigned,
        event::v1::PlanTookEffect, event::v1::ReturnConditionSet, event::v1::ReturnConditionJudged,
        event::v1::MeetingCalled, event::v1::ReviewHeld, event::v1::ReviewFindingMade, event::v1::ConferenceHeld,
        event::v1::ChildRemoved, event::v1::PlacementBegan, event::v1::PlacementEnded, event::v1::CareEpisodeEnded,
        event::v1::TribalInquiryMade, event::v1::NoticeSent, event::v1::NoticeWaived, event::v1::PersonDetailsLearned,
        event::v1::ContactDetailsLearned, event::v1::RelationEnded, event::v1::ConsentGiven,
        event::v1::ReporterIdentified, event::v1::HealthOrSchoolFactLearned, event::v1::GoalRevised,
        event::v1::ObjectiveWithdrawn, event::v1::PartAgreed, event::v1::ReferralAnswered,
        event::v1::VisitationArranged, event::v1::AgencyDecided, event::v1::PlanChangeProposed,
        event::v1::ObjectionMade, event::v1::FilingExceptionDocumented, event::v1::AbsenceBegan,
        event::v1::AbsenceEnded, event::v1::TribeResponded> auto&) {
  return false;
}

bool TakenWhenClosed(const Scene& scene) {
  const event::v1::CaseEvent& event = scene.event();
  if (event.has_corrects()) return true;
  bool taken = false;
  absl::Status known = projections::VisitBody(event, [&](const auto& body) { taken = StaysOpenTo(body); });
  if (!known.ok() || taken) return taken;
  const bool is_act = projections::OptionsOf(*projections::BodyOf(event)->GetDescriptor()).act();
  return !is_act && scene.day() <= scene.record().plan().closed_on();
}

void RefuseHandedOver(const v1::CasePlan& plan, const std::string& field, Violations& violations) {
  const v1::HandedOver& to = plan.handed_over();
  const bool joined = !to.joined_to_case_id().empty();
  Refuse(Rule::kCaseHandedOver,
         {.field = field,
          .ids = joined ? std::vector<std::string>{to.joined_to_case_id()} : std::vector<std::string>{},
          .message = joined ? absl::StrCat("This case was joined on ", to.on(), " to the case named in `ids`.")
                            : absl::StrCat("Responsibility for this case went to another agency on ", to.on(), ".")},
         violations);
}

void CheckNotOpen(const Scene& scene, const std::string& field, Violations& violations) {
  if (scene.original() != nullptr || scene.Plan().status() != v1::CASE_STATUS_OPEN) return;
  const std::string& since = scene.Plan().reopened_on().empty() ? scene.Plan().opened_on() : scene.Plan().reopened_on();
  Refuse(Rule::kCaseAlreadyOpen,
         {.field = field, .ids = {}, .message = absl::StrCat("This case has been open since ", since, ".")},
         violations);
}

void CheckOtherCase(const Scene& scene, const std::string& other_case_id, Violations& violations) {
  if (other_case_id != scene.record().plan().case_id()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = scene.Field("otherCaseId"),
          .ids = {other_case_id},
          .message = "This is the same case; name another one."},
         violations);
}

}  // namespace

void CheckLifecycle(const Scene& scene, Violations& violations) {
  const event::v1::CaseEvent& event = scene.event();
  const v1::CasePlan& plan = scene.record().plan();
  const bool settles = event.has_corrects() || event.has_entry_retracted();
  const std::string field(projections::BodyField(event)->json_name());
  if (scene.record().entries().empty() || plan.status() == v1::CASE_STATUS_UNSPECIFIED) {
    // Existing entries may be corrected or withdrawn even if no opening stands.
    const bool may_settle = settles && !scene.record().entries().empty();
    const bool opens = event.has_case_opened() || event.has_case_received();
    if (may_settle || (opens && !settles)) return;
    Refuse(Rule::kCaseNotOpened, {.field = field, .ids = {}, .message = "This case has not been opened."}, violations);
    return;
  }
  if (plan.status() == v1::CASE_STATUS_HANDED_OVER) {
    if (settles || event.has_entry_restricted()) return;
    RefuseHandedOver(plan, field, violations);
    return;
  }
  if (plan.status() != v1::CASE_STATUS_CLOSED || TakenWhenClosed(scene)) return;
  Refuse(Rule::kCaseClosed,
         {.field = field, .ids = {}, .message = absl::StrCat("This case was closed on ", plan.closed_on(), ".")},
         violations);
}

void Check(const Scene& scene, const event::v1::CaseOpened&, Violations& violations) {
  CheckNotOpen(scene, "caseOpened", violations);
}

void Check(const Scene& scene, const event::v1::CaseReceived&, Violations& violations) {
  CheckNotOpen(scene, "caseReceived", violations);
}

void Check(const Scene& scene, const event::v1::CaseReopened&, Violations& violations) {
  CheckNotOpen(scene, "caseReopened", violations);
}

void Check(const Scene& scene, const event::v1::CaseLinked& body, Violations& violations) {
  CheckOtherCase(scene, body.other_case_id(), violations);
}

void Check(const Scene& scene, const event::v1::CasesJoined& body, Violations& violations) {
  CheckOtherCase(scene, body.other_case_id(), violations);
}

}  // namespace casejournal::services
