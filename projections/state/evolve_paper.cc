#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Notice& NoticeFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_notices(), &v1::Notice::mutable_notice_id, id);
}

}  // namespace

void Evolve(v1::CasePlan& plan, const event::v1::NoticeSent& body, const Placed& at) {
  v1::Notice& notice = NoticeFor(plan, body.notice_id());
  notice.set_sent_on(at.day);
  *notice.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::NoticeReceived& body, const Placed& at) {
  v1::Receipt& receipt =
      ItemFor(NoticeFor(plan, body.notice_id()).mutable_receipts(), &v1::Receipt::mutable_by_id, body.by_id());
  receipt.set_on(at.day);
  receipt.set_means(body.means());
}

void Evolve(v1::CasePlan& plan, const event::v1::NoticeWaived& body, const Placed& at) {
  v1::Waiver& waiver = *plan.add_waivers();
  waiver.set_revision(at.revision);
  waiver.set_waived_on(at.day);
  *waiver.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::DutyPerformed& body, const Placed& at) {
  v1::DutyDone& duty = *plan.add_duties();
  duty.set_revision(at.revision);
  duty.set_done_on(at.day);
  *duty.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::DocumentReferenced& body, const Placed& at) {
  v1::Document& document = ItemFor(plan.mutable_documents(), &v1::Document::mutable_document_id, body.document_id());
  document.set_referenced_on(at.day);
  *document.mutable_terms() = body;
}

}  // namespace casejournal::projections
