// What a type of event needs beyond what holds for all types: one overload for each type that needs something, called
// through projections::VisitBody.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_RULES_BODY_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_RULES_BODY_RULES_H_

#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "google/protobuf/message.h"
#include "projections/events/visit_body.h"
#include "services/admission/proposal/proposed_event.h"

namespace casejournal::services {

using Violations = std::vector<v1::Violation>;

// case_rules.cc: case.already-open, ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::CaseOpened& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CaseReceived& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CaseReopened& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CaseLinked& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CasesJoined& body, Violations& violations);
// closing_rules.cc: case.close-blocked, case.close-unsupported, plan.wrong-version
void Check(const ProposedEvent& proposed, const event::v1::CaseClosed& body, Violations& violations);

// access_rules.cc: access.wrong-terms, ref.wrong-kind, interval.reversed, interval.not-open
void Check(const ProposedEvent& proposed, const event::v1::AccessGranted& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::AccessEnded& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CaseAssigned& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::EntryRestricted& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::EntryRetracted& body, Violations& violations);

// people_rules.cc: interval.reversed, interval.not-open, ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::ParticipantLeft& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::RelationEstablished& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::HouseholdMemberMovedOut& body, Violations& violations);

void Check(const ProposedEvent& proposed, const event::v1::RelationEnded& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::SamePersonRecognised& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ConsentGiven& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ConsentRevoked& body, Violations& violations);

// label_rules.cc: label.missing
void Check(const ProposedEvent& proposed, const event::v1::ContactDetailsLearned& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::HealthOrSchoolFactLearned& body, Violations& violations);

// care_rules.cc: interval.reversed, interval.not-open, interval.overlaps, ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::ChildRemoved& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::PlacementBegan& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::PlacementEnded& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::CareEpisodeEnded& body, Violations& violations);

void Check(const ProposedEvent& proposed, const event::v1::AbsenceBegan& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::AbsenceEnded& body, Violations& violations);

// goal_rules.cc: part.closed, part.cycle, interval.reversed
void Check(const ProposedEvent& proposed, const event::v1::GoalWithdrawn& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::GoalRevised& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ObjectiveWithdrawn& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ObjectiveAdded& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ObjectiveRevised& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ActivityPlanned& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ActivityRevised& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ReferralMade& body, Violations& violations);

// safety_rules.cc: interval.reversed, interval.not-open, ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanMade& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanChecked& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanEnded& body, Violations& violations);

// version_rules.cc: plan.second-initial, plan.wrong-version, ref.unknown, ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::PlanVersionDrawnUp& body, Violations& violations);
// effect_rules.cc: plan.no-basis, plan.wrong-version
void Check(const ProposedEvent& proposed, const event::v1::PlanTookEffect& body, Violations& violations);

// agency_rules.cc: plan.self-approval, plan.wrong-version
void Check(const ProposedEvent& proposed, const event::v1::AgencyDecided& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::PlanChangeProposed& body, Violations& violations);

// review_rules.cc: review.not-independent
void Check(const ProposedEvent& proposed, const event::v1::ReviewHeld& body, Violations& violations);

// finding_rules.cc: finding.not-open
void Check(const ProposedEvent& proposed, const event::v1::FindingAnswered& body, Violations& violations);

// record_rules.cc: ref.wrong-kind
void Check(const ProposedEvent& proposed, const event::v1::ReporterIdentified& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::ReportScreened& body, Violations& violations);

// court_rules.cc: interval.reversed, interval.not-open
void Check(const ProposedEvent& proposed, const event::v1::OrderEnded& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::OrderMade& body, Violations& violations);
void Check(const ProposedEvent& proposed, const event::v1::HearingVacated& body, Violations& violations);

// A type without an overload needs no more than what the annotations of its fields say (envelope_rules.h).
inline void Check(const ProposedEvent&, const google::protobuf::Message&, Violations&) {}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_RULES_BODY_RULES_H_
