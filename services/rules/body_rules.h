// The rules for each type of event, beyond the rules for all types: one overload per type, called through
// projections::VisitBody. Types that need nothing more are listed too, so that this is a decision in the source.
#ifndef CASEJOURNAL_SERVICES_RULES_BODY_RULES_H_
#define CASEJOURNAL_SERVICES_RULES_BODY_RULES_H_

#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/events/visit_body.h"
#include "services/rules/scene.h"

namespace casejournal::services {

using Violations = std::vector<v1::Violation>;

// case_rules.cc: case.already-open, ref.wrong-kind
void Check(const Scene& scene, const event::v1::CaseOpened& body, Violations& violations);
void Check(const Scene& scene, const event::v1::CaseReceived& body, Violations& violations);
void Check(const Scene& scene, const event::v1::CaseReopened& body, Violations& violations);
void Check(const Scene& scene, const event::v1::CaseLinked& body, Violations& violations);
void Check(const Scene& scene, const event::v1::CasesJoined& body, Violations& violations);
// closing_rules.cc: case.close-blocked, case.close-unsupported, plan.wrong-version
void Check(const Scene& scene, const event::v1::CaseClosed& body, Violations& violations);

// people_rules.cc: interval.reversed, interval.not-open, ref.wrong-kind
void Check(const Scene& scene, const event::v1::ParticipantLeft& body, Violations& violations);
void Check(const Scene& scene, const event::v1::RelationEstablished& body, Violations& violations);
void Check(const Scene& scene, const event::v1::HouseholdMemberMovedOut& body, Violations& violations);

void Check(const Scene& scene, const event::v1::RelationEnded& body, Violations& violations);
void Check(const Scene& scene, const event::v1::SamePersonRecognised& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ConsentGiven& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ConsentRevoked& body, Violations& violations);

// label_rules.cc: label.missing
void Check(const Scene& scene, const event::v1::ContactDetailsLearned& body, Violations& violations);
void Check(const Scene& scene, const event::v1::HealthOrSchoolFactLearned& body, Violations& violations);

// care_rules.cc: interval.reversed, interval.not-open, interval.overlaps, ref.wrong-kind
void Check(const Scene& scene, const event::v1::ChildRemoved& body, Violations& violations);
void Check(const Scene& scene, const event::v1::PlacementBegan& body, Violations& violations);
void Check(const Scene& scene, const event::v1::PlacementEnded& body, Violations& violations);
void Check(const Scene& scene, const event::v1::CareEpisodeEnded& body, Violations& violations);

void Check(const Scene& scene, const event::v1::AbsenceBegan& body, Violations& violations);
void Check(const Scene& scene, const event::v1::AbsenceEnded& body, Violations& violations);

// goal_rules.cc: part.closed, part.cycle, interval.reversed
void Check(const Scene& scene, const event::v1::GoalWithdrawn& body, Violations& violations);
void Check(const Scene& scene, const event::v1::GoalRevised& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ObjectiveWithdrawn& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ObjectiveAdded& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ObjectiveRevised& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ActivityPlanned& body, Violations& violations);
void Check(const Scene& scene, const event::v1::ActivityRevised& body, Violations& violations);

// safety_rules.cc: interval.reversed, interval.not-open, ref.wrong-kind
void Check(const Scene& scene, const event::v1::SafetyPlanMade& body, Violations& violations);
void Check(const Scene& scene, const event::v1::SafetyPlanChecked& body, Violations& violations);
void Check(const Scene& scene, const event::v1::SafetyPlanEnded& body, Violations& violations);

// version_rules.cc: plan.second-initial, plan.wrong-version, ref.unknown, ref.wrong-kind
void Check(const Scene& scene, const event::v1::PlanVersionDrawnUp& body, Violations& violations);
// effect_rules.cc: plan.no-basis, plan.wrong-version
void Check(const Scene& scene, const event::v1::PlanTookEffect& body, Violations& violations);

// agency_rules.cc: plan.self-approval, plan.wrong-version
void Check(const Scene& scene, const event::v1::AgencyDecided& body, Violations& violations);
void Check(const Scene& scene, const event::v1::PlanChangeProposed& body, Violations& violations);

// finding_rules.cc: finding.not-open
void Check(const Scene& scene, const event::v1::FindingAnswered& body, Violations& violations);

// record_rules.cc: ref.wrong-kind
void Check(const Scene& scene, const event::v1::ReporterIdentified& body, Violations& violations);

// court_rules.cc: interval.reversed, interval.not-open
void Check(const Scene& scene, const event::v1::OrderEnded& body, Violations& violations);
void Check(const Scene& scene, const event::v1::OrderMade& body, Violations& violations);
void Check(const Scene& scene, const event::v1::HearingVacated& body, Violations& violations);

// Reports from elsewhere, and acts that need only what they name.
void Check(
    const Scene&,
    const projections::OneOf<
        event::v1::CaseNumberGiven, event::v1::CaseAssigned, event::v1::ParticipantJoined,
        event::v1::HouseholdMemberMovedIn, event::v1::RepresentativeAppointed, event::v1::ConcernReported,
        event::v1::ContactMade, event::v1::SearchMade, event::v1::BarrierIdentified, event::v1::StrategyTried,
        event::v1::AssessmentCompleted, event::v1::NeedIdentified, event::v1::StrengthIdentified,
        event::v1::OutcomeChosen, event::v1::GoalEstablished, event::v1::GoalReached, event::v1::ObjectiveMet,
        event::v1::ActivityCompleted, event::v1::ActivityStopped, event::v1::ProgressObserved,
        event::v1::SafetyThreatIdentified, event::v1::AlternativeExplored, event::v1::PlanSigned,
        event::v1::PlanNotSigned, event::v1::FiledWithCourt, event::v1::CourtDecided, event::v1::PlanJournalized,
        event::v1::ReturnConditionSet, event::v1::ReturnConditionJudged, event::v1::MeetingCalled,
        event::v1::ReviewHeld, event::v1::ReviewFindingMade, event::v1::ConferenceHeld, event::v1::ComplaintFiled,
        event::v1::HearingHeld, event::v1::CourtFindingMade, event::v1::ParentalRightsEnded,
        event::v1::TribalInquiryMade, event::v1::NoticeSent, event::v1::CaseNoteWritten, event::v1::CaseTransferredOut,
        event::v1::PersonDetailsLearned, event::v1::PartAgreed, event::v1::ReferralAnswered,
        event::v1::VisitationArranged, event::v1::ObjectionMade, event::v1::PlanEnded, event::v1::HearingSet,
        event::v1::FilingExceptionDocumented, event::v1::TribeResponded, event::v1::TribalProceedingDecided,
        event::v1::NoticeReceived, event::v1::NoticeWaived, event::v1::DocumentReferenced, event::v1::DutyPerformed,
        event::v1::EntryRestricted> auto&,
    Violations&) {}

// CheckRetraction (envelope_rules.h) checks retractions, because what they need is not in their body.
inline void Check(const Scene&, const event::v1::EntryRetracted&, Violations&) {}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RULES_BODY_RULES_H_
