// How each type of event changes the plan: one overload per type. An event is a fact: no overload rejects it or uses
// anything other than its arguments. A fact without support on its day is kept: it creates the item that it names, and
// a later step of the fold fills in the rest.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_EVOLVE_H_
#define CASEJOURNAL_PROJECTIONS_STATE_EVOLVE_H_

#include <string>

#include "casejournal/event/v1/case_event.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/events/visit_body.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// The place of an entry in the order of effect.
struct Placed {
  std::string day;                    // the effective day of its content
  eventstore::Revision revision = 0;  // the revision of the original
};

// evolve_case.cc
void Evolve(CaseState& state, const event::v1::CaseOpened& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseNumberGiven& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseAssigned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseClosed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseReopened& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseLinked& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CasesJoined& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseTransferredOut& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CaseReceived& body, const Placed& at);

// evolve_access.cc
void Evolve(CaseState& state, const event::v1::AccessGranted& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AccessEnded& body, const Placed& at);

// evolve_people.cc
void Evolve(CaseState& state, const event::v1::ParticipantJoined& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ParticipantLeft& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::RelationEstablished& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HouseholdMemberMovedIn& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HouseholdMemberMovedOut& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::RepresentativeAppointed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PersonDetailsLearned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ContactDetailsLearned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::RelationEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SamePersonRecognised& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ConsentGiven& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ConsentRevoked& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::TeamMemberRejected& body, const Placed& at);

// evolve_assessment.cc
void Evolve(CaseState& state, const event::v1::ConcernReported& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ContactMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SearchMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::BarrierIdentified& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::StrategyTried& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AssessmentCompleted& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::NeedIdentified& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::StrengthIdentified& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HealthOrSchoolFactLearned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::WishStated& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReportScreened& body, const Placed& at);

// evolve_child.cc
void Evolve(CaseState& state, const event::v1::HealthAssessed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SchoolingRecorded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ParenthoodRecorded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::EarlierPermanencyLearned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::JusticeInvolvementRecorded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AssistanceRecorded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::TitleIveDetermined& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::IndependentLivingPlanned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::RightsExplained& body, const Placed& at);

// evolve_goals.cc
void Evolve(CaseState& state, const event::v1::OutcomeChosen& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::GoalEstablished& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::GoalReached& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::GoalWithdrawn& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ObjectiveAdded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ObjectiveRevised& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ObjectiveMet& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ActivityPlanned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ActivityRevised& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ActivityCompleted& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ActivityStopped& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ProgressObserved& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::GoalRevised& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ObjectiveWithdrawn& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PartAgreed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReferralMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReferralAnswered& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::VisitationArranged& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::MilestoneReached& body, const Placed& at);

// evolve_safety.cc
void Evolve(CaseState& state, const event::v1::SafetyThreatIdentified& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AlternativeExplored& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SafetyPlanMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SafetyPlanChecked& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SafetyPlanEnded& body, const Placed& at);

// evolve_versions.cc
void Evolve(CaseState& state, const event::v1::PlanVersionDrawnUp& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanSigned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanNotSigned& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::FiledWithCourt& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CourtDecided& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanJournalized& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanTookEffect& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::SubmittedForApproval& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AgencyDecided& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlanChangeProposed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ObjectionMade& body, const Placed& at);

// evolve_reviews.cc
void Evolve(CaseState& state, const event::v1::ReturnConditionSet& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReturnConditionJudged& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::MeetingCalled& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReviewHeld& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ReviewFindingMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ConferenceHeld& body, const Placed& at);

// evolve_court.cc
void Evolve(CaseState& state, const event::v1::ComplaintFiled& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HearingHeld& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::OrderMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CourtFindingMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::ParentalRightsEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HearingSet& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::HearingVacated& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::OrderEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::FilingExceptionDocumented& body, const Placed& at);

// evolve_care.cc
void Evolve(CaseState& state, const event::v1::ChildRemoved& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlacementBegan& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::PlacementEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::CareEpisodeEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::TribalInquiryMade& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AbsenceBegan& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::AbsenceEnded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::TribeResponded& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::TribalProceedingDecided& body, const Placed& at);

// evolve_paper.cc
void Evolve(CaseState& state, const event::v1::NoticeSent& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::NoticeReceived& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::NoticeWaived& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::DutyPerformed& body, const Placed& at);
void Evolve(CaseState& state, const event::v1::DocumentReferenced& body, const Placed& at);

// These events belong to the record of the case and not to its plan. Retractions are applied before the fold.
template <typename Body>
concept OutsidePlan = OneOf<Body, event::v1::ReporterIdentified, event::v1::CaseNoteWritten, event::v1::EntryRetracted,
                            event::v1::FindingAnswered, event::v1::EntryRestricted>;

void Evolve(CaseState&, const OutsidePlan auto&, const Placed&) {}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_EVOLVE_H_
