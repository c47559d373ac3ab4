// Entries about people and households, what was learned of them, and the record itself.
#include "absl/strings/str_cat.h"
#include "tests/bench/mix/entry_kinds.h"

namespace casejournal::services {
namespace {

using event::v1::CaseEvent;

// Participants who are children of the case: each makes plans, reviews, and dockets longer.
constexpr size_t kChildrenMax = 4;

event::v1::Staff StaffOf(Words& words) {
  event::v1::Staff staff;
  staff.set_issuer("https://id.wrencounty.example");
  staff.set_subject(absl::StrCat("cw-", 2000 + words.Below(60)));
  staff.set_name(words.PersonName());
  return staff;
}

bool Join(CaseModel& model, CaseEvent& event) {
  event::v1::ParticipantJoined& body = *event.mutable_participant_joined();
  const size_t kind = model.words.Below(10);
  const bool child = kind == 0 && model.children.size() < kChildrenMax;
  body.set_participant_id(model.Begin(model.participants));
  ModelPart& joined = model.participants.back();
  if (model.words.OneIn(2) || child) {
    body.set_person_id(model.words.Uuid());
    joined.of = body.person_id();
  }
  body.set_name(kind >= 8 ? model.words.Provider() : model.words.PersonName());
  if (child) {
    body.set_capacity(event::v1::CAPACITY_CHILD);
    body.set_born_on(absl::FormatCivilTime(model.day - static_cast<int>(600 + model.words.Below(4000))));
    model.children.push_back({.child = joined});
  } else if (kind < 6) {
    body.set_capacity(event::v1::CAPACITY_ADULT);
    body.set_born_on(absl::FormatCivilTime(model.day - static_cast<int>(8000 + model.words.Below(15000))));
    model.adults.push_back(joined);
    if (model.adults.size() > 4) model.leavers.push_back(joined);
  } else if (kind < 8) {
    body.set_capacity(event::v1::CAPACITY_REPRESENTATIVE);
    model.representatives.push_back(joined);
  } else if (kind == 8) {
    body.set_capacity(event::v1::CAPACITY_PROVIDER);
    model.providers.push_back(joined);
  } else if (model.tribes.empty()) {
    body.set_capacity(event::v1::CAPACITY_TRIBE);
    body.set_name("Stillwater Lake Band (fictional)");
    model.tribes.push_back(joined);
  } else {
    body.set_capacity(event::v1::CAPACITY_AUTHORITY);
  }
  return true;
}

bool Leave(CaseModel& model, CaseEvent& event) {
  ModelPart left;
  if (!model.Take(model.leavers, left)) return false;
  event::v1::ParticipantLeft& body = *event.mutable_participant_left();
  body.set_participant_id(left.id);
  body.set_why(event::v1::LEAVE_REASON_MOVED_AWAY);
  body.set_detail(model.words.Sentence());
  return true;
}

// No two relations of a case are between the same two people and of the same kind, so that its end is unambiguous.
bool Relate(CaseModel& model, CaseEvent& event) {
  const ModelPart* from = model.Pick(model.adults);
  const ModelChild* child = model.PickChild();
  if (from == nullptr || child == nullptr) return false;
  const int relation = static_cast<int>(1 + model.words.Below(event::v1::Relation_MAX));
  if (!model.related.insert(absl::StrCat(from->id, child->child.id, relation)).second) return false;
  event::v1::RelationEstablished& body = *event.mutable_relation_established();
  body.set_from_id(from->id);
  body.set_to_id(child->child.id);
  body.set_relation(static_cast<event::v1::Relation>(relation));
  body.set_kind(static_cast<event::v1::RelationKind>(1 + model.words.Below(event::v1::RelationKind_MAX)));
  body.set_basis(model.words.Phrase());
  model.relations.push_back({.id = from->id, .since = model.day, .of = child->child.id, .relation = relation});
  return true;
}

bool EndRelation(CaseModel& model, CaseEvent& event) {
  ModelPart relation;
  if (!model.Take(model.relations, relation)) return false;
  event::v1::RelationEnded& body = *event.mutable_relation_ended();
  body.set_from_id(relation.id);
  body.set_to_id(relation.of);
  body.set_relation(static_cast<event::v1::Relation>(relation.relation));
  body.set_how(event::v1::RELATION_END_KIND_ENDED_IN_FACT);
  body.set_detail(model.words.Sentence());
  return true;
}

bool MoveIn(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.participants);
  if (someone == nullptr) return false;
  const ModelPart* home = model.words.OneIn(3) ? nullptr : model.Pick(model.households);
  event::v1::HouseholdMemberMovedIn& body = *event.mutable_household_member_moved_in();
  body.set_participant_id(someone->id);
  if (home == nullptr) {
    body.set_household_id(model.Begin(model.households));
    model.households.back().name = absl::StrCat("the home at ", model.words.Street());
    home = &model.households.back();
  }
  body.set_household_id(home->id);
  body.set_household_name(home->name);
  // A second stay of the same person in the same home would make the end of the first ambiguous.
  if (model.related.insert(absl::StrCat(body.household_id(), body.participant_id())).second) {
    model.stays.push_back({.id = body.participant_id(), .since = model.day, .of = body.household_id()});
  }
  return true;
}

bool MoveOut(CaseModel& model, CaseEvent& event) {
  ModelPart stay;
  if (!model.Take(model.stays, stay)) return false;
  event::v1::HouseholdMemberMovedOut& body = *event.mutable_household_member_moved_out();
  body.set_household_id(stay.of);
  body.set_participant_id(stay.id);
  body.set_why(model.words.Sentence());
  return true;
}

bool Appoint(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.representatives);
  const ModelPart* whom = model.Pick(model.participants);
  if (someone == nullptr || whom == nullptr) return false;
  event::v1::RepresentativeAppointed& body = *event.mutable_representative_appointed();
  body.set_participant_id(someone->id);
  body.set_role(static_cast<event::v1::RepresentativeRole>(1 + model.words.Below(event::v1::RepresentativeRole_MAX)));
  body.set_for_id(whom->id);
  if (const ModelPart* order = model.Pick(model.orders)) body.set_order_id(order->id);
  return true;
}

bool LearnOfPerson(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.adults);
  if (someone == nullptr) return false;
  event::v1::PersonDetailsLearned& body = *event.mutable_person_details_learned();
  body.set_participant_id(someone->id);
  body.mutable_details()->set_name(model.words.PersonName());
  body.mutable_details()->set_sex(event::v1::SEX_FEMALE);
  body.mutable_details()->set_interpreter_needed(model.words.OneIn(5));
  body.set_basis(model.words.Phrase());
  return true;
}

bool LearnOfContact(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.participants);
  if (someone == nullptr) return false;
  event::v1::ContactDetailsLearned& body = *event.mutable_contact_details_learned();
  body.set_participant_id(someone->id);
  body.set_kind(event::v1::CONTACT_DETAIL_KIND_HOME_ADDRESS);
  body.set_value(model.words.Street());
  if (model.words.OneIn(4)) {
    body.set_confidential(true);
    event.add_labels(event::v1::LABEL_PROTECTED_ADDRESS);
  }
  return true;
}

bool RecognizePerson(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.adults);
  if (someone == nullptr || someone->of.empty()) return false;
  event::v1::SamePersonRecognised& body = *event.mutable_same_person_recognised();
  body.set_participant_id(someone->id);
  body.set_person_id(someone->of);
  body.set_other_person_id(model.words.Uuid());
  body.set_basis(model.words.Sentence());
  return true;
}

bool Consent(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.adults);
  if (someone == nullptr) return false;
  event::v1::ConsentGiven& body = *event.mutable_consent_given();
  body.set_by_id(someone->id);
  body.set_consent_id(model.Begin(model.consents));
  body.set_scope(absl::StrCat("the record of ", model.words.Phrase()));
  body.set_to("Wren County Children Services (fictional)");
  body.set_expires_on(model.DayIn(365));
  return true;
}

bool RevokeConsent(CaseModel& model, CaseEvent& event) {
  ModelPart consent;
  if (!model.Take(model.consents, consent)) return false;
  event.mutable_consent_revoked()->set_consent_id(consent.id);
  event.mutable_consent_revoked()->set_means("by letter");
  return true;
}

bool ReportConcern(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::ConcernReported& body = *event.mutable_concern_reported();
  event::v1::Allegation& allegation = *body.add_allegations();
  allegation.set_child_id(child->child.id);
  allegation.set_kind(static_cast<event::v1::AllegationKind>(1 + model.words.Below(event::v1::AllegationKind_MAX)));
  body.set_urgency(event::v1::URGENCY_NON_EMERGENCY);
  body.set_summary(model.words.Account(2, 4));
  model.Begin(model.concerns);
  return true;
}

bool IdentifyReporter(CaseModel& model, CaseEvent& event) {
  const ModelPart* concern = model.Pick(model.concerns);
  if (concern == nullptr) return false;
  event::v1::ReporterIdentified& body = *event.mutable_reporter_identified();
  body.set_concern_revision(concern->revision);
  body.set_reporter(model.words.PersonName());
  body.set_mandated(model.words.OneIn(2));
  event.add_labels(event::v1::LABEL_REPORTER_IDENTITY);
  return true;
}

bool Contact(CaseModel& model, CaseEvent& event) {
  event::v1::ContactMade& body = *event.mutable_contact_made();
  if (!model.Name(*body.mutable_with_ids(), 3)) return false;
  body.set_kind(static_cast<event::v1::ContactKind>(1 + model.words.Below(event::v1::ContactKind_MAX)));
  body.set_result(model.words.OneIn(6) ? event::v1::CONTACT_RESULT_MISSED : event::v1::CONTACT_RESULT_TOOK_PLACE);
  if (body.kind() == event::v1::CONTACT_KIND_MONTHLY_VISIT) {
    body.set_child_seen_alone(true);
    body.set_location(event::v1::VISIT_LOCATION_CHILDS_RESIDENCE);
  }
  body.set_summary(model.words.Account(1, 5));
  return true;
}

bool Search(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.adults);
  if (someone == nullptr) return false;
  event::v1::SearchMade& body = *event.mutable_search_made();
  body.set_for_id(someone->id);
  body.set_means(model.words.Phrase());
  body.set_result(static_cast<event::v1::SearchResult>(1 + model.words.Below(event::v1::SearchResult_MAX)));
  return true;
}

bool IdentifyBarrier(CaseModel& model, CaseEvent& event) {
  event::v1::BarrierIdentified& body = *event.mutable_barrier_identified();
  if (!model.Name(*body.mutable_hinders_ids(), 2)) return false;
  body.set_barrier_id(model.Begin(model.barriers));
  body.set_barrier(model.words.Sentence());
  return true;
}

bool TryStrategy(CaseModel& model, CaseEvent& event) {
  const ModelPart* barrier = model.Pick(model.barriers);
  if (barrier == nullptr) return false;
  event::v1::StrategyTried& body = *event.mutable_strategy_tried();
  body.set_barrier_id(barrier->id);
  body.set_strategy(model.words.Sentence());
  body.set_result(model.words.Sentence());
  return true;
}

bool Assess(CaseModel& model, CaseEvent& event) {
  event::v1::AssessmentCompleted& body = *event.mutable_assessment_completed();
  if (!model.Name(*body.mutable_took_part_ids(), 3)) return false;
  body.set_assessment_id(model.Begin(model.assessments));
  body.set_kind(static_cast<event::v1::AssessmentKind>(1 + model.words.Below(event::v1::AssessmentKind_MAX)));
  body.set_level(static_cast<event::v1::RiskLevel>(1 + model.words.Below(event::v1::RiskLevel_MAX)));
  body.set_form("JFS 01400");
  body.set_decision(model.words.Sentence());
  return true;
}

bool IdentifyNeed(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.participants);
  if (someone == nullptr) return false;
  event::v1::NeedIdentified& body = *event.mutable_need_identified();
  body.set_of_id(someone->id);
  body.set_need_id(model.Begin(model.needs));
  body.set_need(model.words.Sentence());
  body.add_contributors(model.words.Phrase());
  body.set_priority(static_cast<event::v1::Priority>(1 + model.words.Below(event::v1::Priority_MAX)));
  if (const ModelPart* assessment = model.Pick(model.assessments)) body.set_assessment_id(assessment->id);
  return true;
}

bool IdentifyStrength(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.participants);
  if (someone == nullptr) return false;
  event::v1::StrengthIdentified& body = *event.mutable_strength_identified();
  body.set_of_id(someone->id);
  body.set_strength_id(model.Begin(model.strengths));
  body.set_kind(event::v1::STRENGTH_KIND_STRENGTH);
  body.set_strength(model.words.Sentence());
  if (const ModelPart* assessment = model.Pick(model.assessments)) body.set_assessment_id(assessment->id);
  return true;
}

bool LearnOfHealthOrSchool(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::HealthOrSchoolFactLearned& body = *event.mutable_health_or_school_fact_learned();
  body.set_child_id(child->child.id);
  const bool school = model.words.OneIn(3);
  body.set_kind(school ? event::v1::HEALTH_OR_SCHOOL_KIND_SCHOOL : event::v1::HEALTH_OR_SCHOOL_KIND_HEALTH_PROBLEM);
  body.set_topic(model.words.Phrase());
  body.set_fact(model.words.Sentence());
  body.set_provider(model.words.Provider());
  event.add_labels(school ? event::v1::LABEL_EDUCATION : event::v1::LABEL_HEALTH);
  return true;
}

bool Assign(CaseModel& model, CaseEvent& event) {
  event::v1::CaseAssigned& body = *event.mutable_case_assigned();
  *body.mutable_staff() = StaffOf(model.words);
  body.set_part(model.words.OneIn(4) ? event::v1::ASSIGNMENT_PART_SUPERVISOR : event::v1::ASSIGNMENT_PART_CASEWORKER);
  body.set_unit(absl::StrCat("Ongoing Services ", 1 + model.words.Below(4)));
  return true;
}

bool GiveNumber(CaseModel& model, CaseEvent& event) {
  ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::CaseNumberGiven& body = *event.mutable_case_number_given();
  body.set_number(model.words.CourtNumber());
  body.set_child_id(child->child.id);
  body.set_system("Wren County Juvenile Court");
  if (child->court_number.empty()) child->court_number = body.number();
  return true;
}

bool SendNotice(CaseModel& model, CaseEvent& event) {
  event::v1::NoticeSent& body = *event.mutable_notice_sent();
  if (!model.Name(*body.mutable_to_ids(), 4)) return false;
  body.set_notice_id(model.Begin(model.notices, body.to_ids(0)));
  body.set_means("certified mail");
  body.set_detail(model.words.Sentence());
  const ModelPart* meeting = model.Pick(model.meetings_called);
  const ModelPart* version = model.Pick(model.versions);
  if (meeting != nullptr && model.words.OneIn(2)) {
    body.set_of(event::v1::NOTICE_OF_NOTICE_OF_A_REVIEW);
    body.set_meeting_id(meeting->id);
  } else if (version != nullptr) {
    body.set_of(event::v1::NOTICE_OF_COPY_OF_A_PLAN);
    body.set_digest(version->id);
  } else {
    body.set_of(event::v1::NOTICE_OF_NOTICE_TO_RELATIVES);
  }
  return true;
}

bool ReceiveNotice(CaseModel& model, CaseEvent& event) {
  const ModelPart* notice = model.Pick(model.notices);
  if (notice == nullptr) return false;
  event.mutable_notice_received()->set_notice_id(notice->id);
  event.mutable_notice_received()->set_by_id(notice->of);
  event.mutable_notice_received()->set_means("the receipt of the carrier");
  return true;
}

bool WaiveNotice(CaseModel& model, CaseEvent& event) {
  const ModelPart* someone = model.Pick(model.adults);
  const ModelPart* meeting = model.Pick(model.meetings_called);
  if (someone == nullptr || meeting == nullptr) return false;
  event.mutable_notice_waived()->set_by_id(someone->id);
  event.mutable_notice_waived()->set_of(event::v1::NOTICE_OF_NOTICE_OF_A_REVIEW);
  event.mutable_notice_waived()->set_meeting_id(meeting->id);
  return true;
}

bool WriteNote(CaseModel& model, CaseEvent& event) {
  event.mutable_case_note_written()->set_occasion(model.words.Phrase());
  event.mutable_case_note_written()->set_text(model.words.Account(2, 8));
  return true;
}

bool ReferToDocument(CaseModel& model, CaseEvent& event) {
  event::v1::DocumentReferenced& body = *event.mutable_document_referenced();
  body.set_document_id(model.Begin(model.documents));
  body.set_sha256(model.words.Digest());
  body.set_media_type("application/pdf");
  body.set_size_bytes(40'000 + model.words.Below(900'000));
  body.set_title(absl::StrCat("Letter about ", model.words.Phrase()));
  body.set_kept_where("the document store of the county");
  return true;
}

bool Restrict(CaseModel& model, CaseEvent& event) {
  const ModelPart* concern = model.Pick(model.concerns);
  if (concern == nullptr) return false;
  event::v1::EntryRestricted& body = *event.mutable_entry_restricted();
  body.set_revision(concern->revision);
  body.add_labels(event::v1::LABEL_HEALTH);
  body.set_reason("It is about a treatment.");
  return true;
}

bool DoDuty(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event.mutable_duty_performed()->set_duty("credit-report");
  event.mutable_duty_performed()->set_child_id(child->child.id);
  event.mutable_duty_performed()->set_detail(model.words.Sentence());
  return true;
}

constexpr EntryKind kPeopleEntries[] = {
    {"participantJoined", 55, Join},
    {"contactMade", 39, Contact},
    {"relationEstablished", 35, Relate},
    {"noticeSent", 30, SendNotice},
    {"householdMemberMovedIn", 20, MoveIn},
    {"assessmentCompleted", 19, Assess},
    {"caseAssigned", 13, Assign},
    {"needIdentified", 13, IdentifyNeed},
    {"caseNoteWritten", 13, WriteNote},
    {"healthOrSchoolFactLearned", 11, LearnOfHealthOrSchool},
    {"strengthIdentified", 10, IdentifyStrength},
    {"representativeAppointed", 9, Appoint},
    {"caseNumberGiven", 7, GiveNumber},
    {"concernReported", 6, ReportConcern},
    {"householdMemberMovedOut", 6, MoveOut},
    {"strategyTried", 6, TryStrategy},
    {"noticeReceived", 6, ReceiveNotice},
    {"barrierIdentified", 5, IdentifyBarrier},
    {"searchMade", 5, Search},
    {"personDetailsLearned", 5, LearnOfPerson},
    {"participantLeft", 4, Leave},
    {"contactDetailsLearned", 4, LearnOfContact},
    {"consentGiven", 3, Consent},
    {"relationEnded", 3, EndRelation},
    {"reporterIdentified", 2, IdentifyReporter},
    {"samePersonRecognised", 2, RecognizePerson},
    {"documentReferenced", 2, ReferToDocument},
    {"noticeWaived", 1, WaiveNotice},
    {"entryRestricted", 1, Restrict},
    {"consentRevoked", 1, RevokeConsent},
    {"dutyPerformed", 1, DoDuty},
};

}  // namespace

absl::Span<const EntryKind> PeopleEntries() { return kPeopleEntries; }

}  // namespace casejournal::services
