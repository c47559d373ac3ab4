#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/rules/body_rules.h"
#include "services/rules/envelope_rules.h"
#include "services/rules/violation.h"

namespace casejournal::services {
namespace {

using projections::OneOf;

// What a closed case still takes on whichever day it happened: narrative, and what the court did or
// was handed. Withdrawals change what was recorded and decide nothing new.
bool StaysOpenTo(
    const OneOf<event::v1::CaseNumberGiven, event::v1::ComplaintFiled, event::v1::HearingHeld,
                event::v1::OrderMade, event::v1::CourtFindingMade, event::v1::ParentalRightsEnded,
                event::v1::FiledWithCourt, event::v1::CourtDecided, event::v1::PlanJournalized,
                event::v1::CaseNoteWritten, event::v1::EntryRetracted> auto&) {
  return true;
}

bool StaysOpenTo(
    const OneOf<
        event::v1::CaseOpened, event::v1::CaseAssigned, event::v1::CaseClosed,
        event::v1::ParticipantJoined, event::v1::ParticipantLeft, event::v1::RelationEstablished,
        event::v1::HouseholdMemberMovedIn, event::v1::HouseholdMemberMovedOut,
        event::v1::RepresentativeAppointed, event::v1::ConcernReported, event::v1::ContactMade,
        event::v1::SearchMade, event::v1::BarrierIdentified, event::v1::StrategyTried,
        event::v1::AssessmentCompleted, event::v1::NeedIdentified, event::v1::StrengthIdentified,
        event::v1::OutcomeChosen, event::v1::GoalEstablished, event::v1::GoalReached,
        event::v1::GoalWithdrawn, event::v1::ObjectiveAdded, event::v1::ObjectiveRevised,
        event::v1::ObjectiveMet, event::v1::ActivityPlanned, event::v1::ActivityRevised,
        event::v1::ActivityCompleted, event::v1::ActivityStopped, event::v1::ProgressObserved,
        event::v1::SafetyThreatIdentified, event::v1::AlternativeExplored,
        event::v1::SafetyPlanMade, event::v1::SafetyPlanChecked, event::v1::SafetyPlanEnded,
        event::v1::PlanVersionDrawnUp, event::v1::PlanSigned, event::v1::PlanNotSigned,
        event::v1::PlanTookEffect, event::v1::ReturnConditionSet, event::v1::ReturnConditionJudged,
        event::v1::MeetingCalled, event::v1::ReviewHeld, event::v1::ReviewFindingMade,
        event::v1::ConferenceHeld, event::v1::ChildRemoved, event::v1::PlacementBegan,
        event::v1::PlacementEnded, event::v1::CareEpisodeEnded, event::v1::TribalInquiryMade,
        event::v1::NoticeSent> auto&) {
  return false;
}

bool TakenWhenClosed(const Scene& scene) {
  const event::v1::CaseEvent& event = scene.event();
  if (event.has_corrects()) return true;
  bool taken = false;
  absl::Status known =
      projections::VisitBody(event, [&](const auto& body) { taken = StaysOpenTo(body); });
  if (!known.ok() || taken) return taken;
  const bool is_act = projections::OptionsOf(*projections::BodyOf(event)->GetDescriptor()).act();
  return !is_act && scene.day() <= scene.record().plan().closed_on();
}

}  // namespace

void CheckLifecycle(const Scene& scene, Violations& violations) {
  const event::v1::CaseEvent& event = scene.event();
  const v1::CasePlan& plan = scene.record().plan();
  const bool settles = event.has_corrects() || event.has_entry_retracted();
  const std::string field(projections::BodyField(event)->json_name());
  if (scene.record().entries().empty() || plan.status() == v1::CASE_STATUS_UNSPECIFIED) {
    // Once there are entries, they may be put right also while no opening stands.
    const bool may_settle = settles && !scene.record().entries().empty();
    if (may_settle || (event.has_case_opened() && !settles)) return;
    Refuse(Rule::kCaseNotOpened,
           {.field = field, .ids = {}, .message = "This case has not been opened."}, violations);
    return;
  }
  if (plan.status() != v1::CASE_STATUS_CLOSED || TakenWhenClosed(scene)) return;
  Refuse(Rule::kCaseClosed,
         {.field = field,
          .ids = {},
          .message = absl::StrCat("This case was closed on ", plan.closed_on(), ".")},
         violations);
}

void Check(const Scene& scene, const event::v1::CaseOpened&, Violations& violations) {
  if (scene.original() != nullptr || scene.Plan().status() != v1::CASE_STATUS_OPEN) return;
  Refuse(Rule::kCaseAlreadyOpen,
         {.field = "caseOpened",
          .ids = {},
          .message = absl::StrCat("This case has been open since ", scene.Plan().opened_on(), ".")},
         violations);
}

}  // namespace casejournal::services
