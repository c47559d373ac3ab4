// The only switch over the types of case events. Other code that depends on a type is a set of overloads that the
// visitor calls. Code that does not depend on a type's fields uses descriptors.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_VISIT_BODY_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_VISIT_BODY_H_

#include <concepts>

#include "absl/status/status.h"
#include "casejournal/event/v1/case_event.pb.h"

namespace casejournal::projections {

// Call `visit` with the body of `event`, as its own type. A type added to the oneof does not compile until it has a
// line here.
//   kUnimplemented  this binary does not know the body, or there is none; `visit` was not called.
template <typename Visit>
absl::Status VisitBody(const event::v1::CaseEvent& event, Visit visit) {
  using Case = event::v1::CaseEvent;
  switch (event.body_case()) {
    // clang-format off
    case Case::kCaseOpened: visit(event.case_opened()); return absl::OkStatus();
    case Case::kCaseNumberGiven: visit(event.case_number_given()); return absl::OkStatus();
    case Case::kCaseAssigned: visit(event.case_assigned()); return absl::OkStatus();
    case Case::kCaseClosed: visit(event.case_closed()); return absl::OkStatus();
    case Case::kCaseReopened: visit(event.case_reopened()); return absl::OkStatus();
    case Case::kCaseLinked: visit(event.case_linked()); return absl::OkStatus();
    case Case::kCasesJoined: visit(event.cases_joined()); return absl::OkStatus();
    case Case::kCaseTransferredOut: visit(event.case_transferred_out()); return absl::OkStatus();
    case Case::kCaseReceived: visit(event.case_received()); return absl::OkStatus();
    case Case::kAccessGranted: visit(event.access_granted()); return absl::OkStatus();
    case Case::kAccessEnded: visit(event.access_ended()); return absl::OkStatus();
    case Case::kParticipantJoined: visit(event.participant_joined()); return absl::OkStatus();
    case Case::kParticipantLeft: visit(event.participant_left()); return absl::OkStatus();
    case Case::kRelationEstablished: visit(event.relation_established()); return absl::OkStatus();
    case Case::kHouseholdMemberMovedIn: visit(event.household_member_moved_in()); return absl::OkStatus();
    case Case::kHouseholdMemberMovedOut: visit(event.household_member_moved_out()); return absl::OkStatus();
    case Case::kRepresentativeAppointed: visit(event.representative_appointed()); return absl::OkStatus();
    case Case::kPersonDetailsLearned: visit(event.person_details_learned()); return absl::OkStatus();
    case Case::kContactDetailsLearned: visit(event.contact_details_learned()); return absl::OkStatus();
    case Case::kRelationEnded: visit(event.relation_ended()); return absl::OkStatus();
    case Case::kSamePersonRecognised: visit(event.same_person_recognised()); return absl::OkStatus();
    case Case::kConsentGiven: visit(event.consent_given()); return absl::OkStatus();
    case Case::kConsentRevoked: visit(event.consent_revoked()); return absl::OkStatus();
    case Case::kTeamMemberRejected: visit(event.team_member_rejected()); return absl::OkStatus();
    case Case::kConcernReported: visit(event.concern_reported()); return absl::OkStatus();
    case Case::kContactMade: visit(event.contact_made()); return absl::OkStatus();
    case Case::kSearchMade: visit(event.search_made()); return absl::OkStatus();
    case Case::kBarrierIdentified: visit(event.barrier_identified()); return absl::OkStatus();
    case Case::kStrategyTried: visit(event.strategy_tried()); return absl::OkStatus();
    case Case::kAssessmentCompleted: visit(event.assessment_completed()); return absl::OkStatus();
    case Case::kNeedIdentified: visit(event.need_identified()); return absl::OkStatus();
    case Case::kStrengthIdentified: visit(event.strength_identified()); return absl::OkStatus();
    case Case::kReporterIdentified: visit(event.reporter_identified()); return absl::OkStatus();
    case Case::kHealthOrSchoolFactLearned: visit(event.health_or_school_fact_learned()); return absl::OkStatus();
    case Case::kWishStated: visit(event.wish_stated()); return absl::OkStatus();
    case Case::kReportScreened: visit(event.report_screened()); return absl::OkStatus();
    case Case::kOutcomeChosen: visit(event.outcome_chosen()); return absl::OkStatus();
    case Case::kGoalEstablished: visit(event.goal_established()); return absl::OkStatus();
    case Case::kGoalReached: visit(event.goal_reached()); return absl::OkStatus();
    case Case::kGoalWithdrawn: visit(event.goal_withdrawn()); return absl::OkStatus();
    case Case::kObjectiveAdded: visit(event.objective_added()); return absl::OkStatus();
    case Case::kObjectiveRevised: visit(event.objective_revised()); return absl::OkStatus();
    case Case::kObjectiveMet: visit(event.objective_met()); return absl::OkStatus();
    case Case::kActivityPlanned: visit(event.activity_planned()); return absl::OkStatus();
    case Case::kActivityRevised: visit(event.activity_revised()); return absl::OkStatus();
    case Case::kActivityCompleted: visit(event.activity_completed()); return absl::OkStatus();
    case Case::kActivityStopped: visit(event.activity_stopped()); return absl::OkStatus();
    case Case::kProgressObserved: visit(event.progress_observed()); return absl::OkStatus();
    case Case::kGoalRevised: visit(event.goal_revised()); return absl::OkStatus();
    case Case::kObjectiveWithdrawn: visit(event.objective_withdrawn()); return absl::OkStatus();
    case Case::kPartAgreed: visit(event.part_agreed()); return absl::OkStatus();
    case Case::kReferralAnswered: visit(event.referral_answered()); return absl::OkStatus();
    case Case::kVisitationArranged: visit(event.visitation_arranged()); return absl::OkStatus();
    case Case::kMilestoneReached: visit(event.milestone_reached()); return absl::OkStatus();
    case Case::kReferralMade: visit(event.referral_made()); return absl::OkStatus();
    case Case::kSafetyThreatIdentified: visit(event.safety_threat_identified()); return absl::OkStatus();
    case Case::kAlternativeExplored: visit(event.alternative_explored()); return absl::OkStatus();
    case Case::kSafetyPlanMade: visit(event.safety_plan_made()); return absl::OkStatus();
    case Case::kSafetyPlanChecked: visit(event.safety_plan_checked()); return absl::OkStatus();
    case Case::kSafetyPlanEnded: visit(event.safety_plan_ended()); return absl::OkStatus();
    case Case::kPlanVersionDrawnUp: visit(event.plan_version_drawn_up()); return absl::OkStatus();
    case Case::kPlanSigned: visit(event.plan_signed()); return absl::OkStatus();
    case Case::kPlanNotSigned: visit(event.plan_not_signed()); return absl::OkStatus();
    case Case::kFiledWithCourt: visit(event.filed_with_court()); return absl::OkStatus();
    case Case::kCourtDecided: visit(event.court_decided()); return absl::OkStatus();
    case Case::kPlanJournalized: visit(event.plan_journalized()); return absl::OkStatus();
    case Case::kPlanTookEffect: visit(event.plan_took_effect()); return absl::OkStatus();
    case Case::kAgencyDecided: visit(event.agency_decided()); return absl::OkStatus();
    case Case::kPlanChangeProposed: visit(event.plan_change_proposed()); return absl::OkStatus();
    case Case::kObjectionMade: visit(event.objection_made()); return absl::OkStatus();
    case Case::kPlanEnded: visit(event.plan_ended()); return absl::OkStatus();
    case Case::kSubmittedForApproval: visit(event.submitted_for_approval()); return absl::OkStatus();
    case Case::kReturnConditionSet: visit(event.return_condition_set()); return absl::OkStatus();
    case Case::kReturnConditionJudged: visit(event.return_condition_judged()); return absl::OkStatus();
    case Case::kMeetingCalled: visit(event.meeting_called()); return absl::OkStatus();
    case Case::kReviewHeld: visit(event.review_held()); return absl::OkStatus();
    case Case::kReviewFindingMade: visit(event.review_finding_made()); return absl::OkStatus();
    case Case::kConferenceHeld: visit(event.conference_held()); return absl::OkStatus();
    case Case::kComplaintFiled: visit(event.complaint_filed()); return absl::OkStatus();
    case Case::kHearingHeld: visit(event.hearing_held()); return absl::OkStatus();
    case Case::kOrderMade: visit(event.order_made()); return absl::OkStatus();
    case Case::kCourtFindingMade: visit(event.court_finding_made()); return absl::OkStatus();
    case Case::kParentalRightsEnded: visit(event.parental_rights_ended()); return absl::OkStatus();
    case Case::kHearingSet: visit(event.hearing_set()); return absl::OkStatus();
    case Case::kHearingVacated: visit(event.hearing_vacated()); return absl::OkStatus();
    case Case::kOrderEnded: visit(event.order_ended()); return absl::OkStatus();
    case Case::kFilingExceptionDocumented: visit(event.filing_exception_documented()); return absl::OkStatus();
    case Case::kChildRemoved: visit(event.child_removed()); return absl::OkStatus();
    case Case::kPlacementBegan: visit(event.placement_began()); return absl::OkStatus();
    case Case::kPlacementEnded: visit(event.placement_ended()); return absl::OkStatus();
    case Case::kCareEpisodeEnded: visit(event.care_episode_ended()); return absl::OkStatus();
    case Case::kTribalInquiryMade: visit(event.tribal_inquiry_made()); return absl::OkStatus();
    case Case::kAbsenceBegan: visit(event.absence_began()); return absl::OkStatus();
    case Case::kAbsenceEnded: visit(event.absence_ended()); return absl::OkStatus();
    case Case::kTribeResponded: visit(event.tribe_responded()); return absl::OkStatus();
    case Case::kTribalProceedingDecided: visit(event.tribal_proceeding_decided()); return absl::OkStatus();
    case Case::kNoticeSent: visit(event.notice_sent()); return absl::OkStatus();
    case Case::kCaseNoteWritten: visit(event.case_note_written()); return absl::OkStatus();
    case Case::kEntryRetracted: visit(event.entry_retracted()); return absl::OkStatus();
    case Case::kDocumentReferenced: visit(event.document_referenced()); return absl::OkStatus();
    case Case::kFindingAnswered: visit(event.finding_answered()); return absl::OkStatus();
    case Case::kEntryRestricted: visit(event.entry_restricted()); return absl::OkStatus();
    case Case::kNoticeReceived: visit(event.notice_received()); return absl::OkStatus();
    case Case::kNoticeWaived: visit(event.notice_waived()); return absl::OkStatus();
    case Case::kDutyPerformed: visit(event.duty_performed()); return absl::OkStatus();
    case Case::kHealthAssessed: visit(event.health_assessed()); return absl::OkStatus();
    case Case::kSchoolingRecorded: visit(event.schooling_recorded()); return absl::OkStatus();
    case Case::kParenthoodRecorded: visit(event.parenthood_recorded()); return absl::OkStatus();
    case Case::kEarlierPermanencyLearned: visit(event.earlier_permanency_learned()); return absl::OkStatus();
    case Case::kJusticeInvolvementRecorded: visit(event.justice_involvement_recorded()); return absl::OkStatus();
    case Case::kAssistanceRecorded: visit(event.assistance_recorded()); return absl::OkStatus();
    case Case::kTitleIveDetermined: visit(event.title_ive_determined()); return absl::OkStatus();
    case Case::kIndependentLivingPlanned: visit(event.independent_living_planned()); return absl::OkStatus();
    case Case::kRightsExplained: visit(event.rights_explained()); return absl::OkStatus();
    // clang-format on
    case Case::BODY_NOT_SET:
      break;
  }
  return absl::UnimplementedError("the event's body is not known to this binary");
}

// Lets one overload handle several types by name: `const OneOf<A, B> auto&`. Ignoring a type is then an explicit
// decision in the source.
template <typename Body, typename... Named>
concept OneOf = (std::same_as<Body, Named> || ...);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_VISIT_BODY_H_
