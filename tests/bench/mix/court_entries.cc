// Entries about plan versions, what the agency and the court decide, and what happens in court.
#include "absl/strings/str_cat.h"
#include "tests/bench/mix/entry_kinds.h"

namespace casejournal::services {
namespace {

using event::v1::CaseEvent;

// The version that was drawn up last by the day of the entry, or null. The one before it may be superseded.
const ModelPart* LatestVersion(const CaseModel& model) {
  for (auto version = model.versions.rbegin(); version != model.versions.rend(); ++version) {
    if (version->since <= model.day) return &*version;
  }
  return nullptr;
}

// A child of the case that has a court number, or null.
const ModelChild* ChildInCourt(CaseModel& model) {
  const ModelChild* child = model.PickChild();
  return child == nullptr || child->court_number.empty() ? nullptr : child;
}

// Every version covers the first child, whose number therefore fits every version.
const std::string& NumberOfVersions(const CaseModel& model) { return model.children.front().court_number; }

std::string EntryNumber(CaseModel& model) {
  return absl::StrCat(model.day.year(), "-J-", 1000 + model.words.Below(9000));
}

bool DrawUp(CaseModel& model, CaseEvent& event) {
  if (model.late) return false;
  event::v1::PlanVersionDrawnUp& body = *event.mutable_plan_version_drawn_up();
  if (model.case_plan_id.empty()) model.case_plan_id = model.words.Uuid();
  body.set_plan_id(model.case_plan_id);
  body.set_kind(event::v1::PLAN_KIND_CASE);
  body.set_label(absl::StrCat("1.", model.versions_drawn_up++));
  for (const ModelChild& child : model.children) body.add_children_ids(child.child.id);
  body.set_as_of_revision(model.next_revision - 1);
  if (const ModelPart* before = LatestVersion(model)) body.set_supersedes(before->id);
  model.versions_told_later.push_back({.since = model.day, .of = model.case_plan_id, .revision = model.next_revision});
  return true;
}

bool Sign(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  const ModelPart* someone = model.Pick(model.adults);
  if (version == nullptr || someone == nullptr) return false;
  event::v1::PlanSigned& body = *event.mutable_plan_signed();
  body.set_digest(version->id);
  body.set_participant_id(someone->id);
  body.set_agreement(model.words.OneIn(6) ? event::v1::AGREEMENT_DISAGREES : event::v1::AGREEMENT_AGREES);
  body.set_means("on paper, at the office");
  return true;
}

bool DoNotSign(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  const ModelPart* someone = model.Pick(model.adults);
  if (version == nullptr || someone == nullptr) return false;
  event::v1::PlanNotSigned& body = *event.mutable_plan_not_signed();
  body.set_digest(version->id);
  body.set_participant_id(someone->id);
  body.set_why(static_cast<event::v1::NotSignedReason>(1 + model.words.Below(event::v1::NotSignedReason_MAX)));
  body.set_attempts(model.words.Sentence());
  return true;
}

bool File(CaseModel& model, CaseEvent& event) {
  event::v1::FiledWithCourt& body = *event.mutable_filed_with_court();
  body.add_court_numbers(NumberOfVersions(model));
  body.set_detail(model.words.Sentence());
  const ModelPart* version = LatestVersion(model);
  const ModelPart* meeting = model.Pick(model.meetings_held);
  if (version != nullptr && model.words.OneIn(2)) {
    body.set_what(event::v1::FILING_KIND_PLAN_VERSION);
    body.set_digest(version->id);
  } else if (meeting != nullptr) {
    body.set_what(event::v1::FILING_KIND_REVIEW_SUMMARY);
    body.set_meeting_id(meeting->id);
  } else {
    body.set_what(event::v1::FILING_KIND_MOTION);
    body.set_relief(event::v1::DISPOSITION_SOUGHT_EXTENSION_OF_TEMPORARY_CUSTODY);
  }
  return true;
}

bool CourtDecides(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  const ModelPart* meeting = model.Pick(model.meetings_held);
  if (version == nullptr && meeting == nullptr) return false;
  event::v1::CourtDecided& body = *event.mutable_court_decided();
  body.set_court_number(NumberOfVersions(model));
  if (version != nullptr && (meeting == nullptr || model.words.OneIn(2))) {
    body.set_digest(version->id);
  } else {
    body.set_meeting_id(meeting->id);
  }
  body.set_decision(event::v1::COURT_DECISION_APPROVED_WITHOUT_HEARING);
  body.set_words(model.words.Sentence());
  return true;
}

bool Journalize(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  if (version == nullptr) return false;
  event::v1::PlanJournalized& body = *event.mutable_plan_journalized();
  body.set_digest(version->id);
  body.set_court_number(NumberOfVersions(model));
  body.set_entry_number(EntryNumber(model));
  return true;
}

// An emergency that another entry states is a basis that every version can have.
bool TakeEffect(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  if (version == nullptr) return false;
  event::v1::PlanTookEffect& body = *event.mutable_plan_took_effect();
  body.set_digest(version->id);
  body.add_children_ids(model.children.front().child.id);
  body.set_basis(event::v1::EFFECT_BASIS_EMERGENCY);
  event::v1::EntryRef& cause = *event.add_caused_by();
  cause.set_case_id(model.case_id);
  cause.set_revision(version->revision);
  return true;
}

bool AgencyDecides(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  const ModelPart* meeting = model.Pick(model.meetings_held);
  if (version == nullptr && meeting == nullptr) return false;
  event::v1::AgencyDecided& body = *event.mutable_agency_decided();
  if (version != nullptr && (meeting == nullptr || model.words.OneIn(2))) {
    body.set_digest(version->id);
  } else {
    body.set_meeting_id(meeting->id);
  }
  body.set_decision(model.words.OneIn(6) ? event::v1::AGENCY_DECISION_RETURNED : event::v1::AGENCY_DECISION_APPROVED);
  body.mutable_decided_by()->set_issuer("https://id.wrencounty.example");
  body.mutable_decided_by()->set_subject("su-0117");
  body.mutable_decided_by()->set_name("Gail Petrosky");
  body.mutable_submitted_by()->set_issuer("https://id.wrencounty.example");
  body.mutable_submitted_by()->set_subject(absl::StrCat("cw-", 2000 + model.words.Below(60)));
  body.mutable_submitted_by()->set_name(model.words.PersonName());
  body.set_reasons(model.words.Sentence());
  return true;
}

bool ProposeChange(CaseModel& model, CaseEvent& event) {
  const ModelPart* version = LatestVersion(model);
  const ModelPart* someone = model.Pick(model.adults);
  if (version == nullptr || someone == nullptr) return false;
  event::v1::PlanChangeProposed& body = *event.mutable_plan_change_proposed();
  body.set_by_id(someone->id);
  body.set_from_digest(version->id);
  body.set_change(model.words.Account(1, 2));
  body.set_proposal_id(model.Begin(model.proposals));
  return true;
}

bool Object(CaseModel& model, CaseEvent& event) {
  const ModelPart* proposal = model.Pick(model.proposals);
  const ModelPart* someone = model.Pick(model.adults);
  if (proposal == nullptr || someone == nullptr) return false;
  event::v1::ObjectionMade& body = *event.mutable_objection_made();
  body.set_proposal_id(proposal->id);
  body.set_by_id(someone->id);
  body.set_hearing_asked(true);
  body.set_grounds(model.words.Sentence());
  return true;
}

event::v1::HearingKind AnyHearing(Words& words) {
  return static_cast<event::v1::HearingKind>(1 + words.Below(event::v1::HearingKind_MAX));
}

bool SetHearing(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = ChildInCourt(model);
  if (child == nullptr) return false;
  event::v1::HearingSet& body = *event.mutable_hearing_set();
  body.set_hearing_id(model.Begin(model.hearings_set, child->child.id));
  body.set_child_id(child->child.id);
  body.set_court_number(child->court_number);
  body.set_kind(AnyHearing(model.words));
  body.set_held_on(model.DayIn(static_cast<int>(10 + model.words.Below(60))));
  body.set_held_at("09:30");
  return true;
}

// A third of the hearings had been set.
bool HoldHearing(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = ChildInCourt(model);
  if (child == nullptr) return false;
  event::v1::HearingHeld& body = *event.mutable_hearing_held();
  body.set_child_id(child->child.id);
  body.set_court_number(child->court_number);
  body.set_hearing_id(model.words.Uuid());
  const ModelPart* set = model.words.OneIn(3) ? model.Pick(model.hearings_set) : nullptr;
  if (set != nullptr && set->of == child->child.id) {
    body.set_hearing_id(set->id);
    model.hearings_set.erase(model.hearings_set.begin() + (set - model.hearings_set.data()));
  }
  body.set_kind(AnyHearing(model.words));
  model.Name(*body.mutable_present_ids(), 5);
  return true;
}

bool VacateHearing(CaseModel& model, CaseEvent& event) {
  ModelPart hearing;
  if (!model.Take(model.hearings_set, hearing)) return false;
  event.mutable_hearing_vacated()->set_hearing_id(hearing.id);
  event.mutable_hearing_vacated()->set_reason(model.words.Phrase());
  return true;
}

bool FileComplaint(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = ChildInCourt(model);
  if (child == nullptr) return false;
  event::v1::ComplaintFiled& body = *event.mutable_complaint_filed();
  body.set_child_id(child->child.id);
  body.set_court_number(child->court_number);
  body.set_allegations(model.words.Account(1, 3));
  body.set_by("Wren County Children Services (fictional)");
  return true;
}

bool Order(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = ChildInCourt(model);
  if (child == nullptr) return false;
  event::v1::OrderMade& body = *event.mutable_order_made();
  body.set_child_id(child->child.id);
  body.set_order_id(model.Begin(model.orders, child->child.id));
  body.set_kind(static_cast<event::v1::OrderKind>(1 + model.words.Below(event::v1::OrderKind_MAX)));
  body.set_to("Wren County Children Services (fictional)");
  body.set_ends_on(model.DayIn(365));
  body.set_entry_number(EntryNumber(model));
  body.set_words(model.words.Account(1, 2));
  body.set_court_number(child->court_number);
  return true;
}

bool EndOrder(CaseModel& model, CaseEvent& event) {
  ModelPart order;
  if (!model.Take(model.orders, order)) return false;
  event::v1::OrderEnded& body = *event.mutable_order_ended();
  body.set_order_id(order.id);
  body.set_how(event::v1::ORDER_END_KIND_TERMINATED);
  body.set_entry_number(EntryNumber(model));
  return true;
}

bool CourtFinds(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::CourtFindingMade& body = *event.mutable_court_finding_made();
  body.set_child_id(child->child.id);
  body.set_kind(static_cast<event::v1::CourtFindingKind>(1 + model.words.Below(event::v1::CourtFindingKind_MAX)));
  if (const ModelPart* order = model.Pick(model.orders)) body.set_order_id(order->id);
  body.set_words(model.words.Sentence());
  return true;
}

bool EndRights(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  const ModelPart* parent = model.Pick(model.adults);
  if (child == nullptr || parent == nullptr) return false;
  event::v1::ParentalRightsEnded& body = *event.mutable_parental_rights_ended();
  body.set_child_id(child->child.id);
  body.set_parent_id(parent->id);
  body.set_how(event::v1::RIGHTS_ENDED_HOW_BY_SURRENDER);
  return true;
}

bool ExceptFiling(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::FilingExceptionDocumented& body = *event.mutable_filing_exception_documented();
  body.set_child_id(child->child.id);
  body.set_kind(event::v1::FILING_EXCEPTION_KIND_COMPELLING_REASON);
  body.set_reasons(model.words.Account(1, 3));
  body.set_until(model.DayIn(120));
  return true;
}

constexpr EntryKind kCourtEntries[] = {
    {"hearingHeld", 27, HoldHearing},
    {"filedWithCourt", 25, File},
    {"courtDecided", 24, CourtDecides},
    {"planSigned", 23, Sign},
    {"orderMade", 21, Order},
    {"planVersionDrawnUp", 18, DrawUp},
    {"courtFindingMade", 18, CourtFinds},
    {"agencyDecided", 18, AgencyDecides},
    {"planJournalized", 15, Journalize},
    {"hearingSet", 8, SetHearing},
    {"complaintFiled", 5, FileComplaint},
    {"planTookEffect", 5, TakeEffect},
    {"planNotSigned", 5, DoNotSign},
    {"planChangeProposed", 3, ProposeChange},
    {"parentalRightsEnded", 3, EndRights},
    {"objectionMade", 1, Object},
    {"orderEnded", 1, EndOrder},
    {"filingExceptionDocumented", 1, ExceptFiling},
    {"hearingVacated", 1, VacateHearing},
};

}  // namespace

absl::Span<const EntryKind> CourtEntries() { return kCourtEntries; }

}  // namespace casejournal::services
