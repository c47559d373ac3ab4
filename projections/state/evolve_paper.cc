#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Notice& NoticeFor(CaseState& state, const std::string& id) { return state.For<v1::Notice>({id}); }

}  // namespace

void Evolve(CaseState& state, const event::v1::NoticeSent& body, const Placed& at) {
  v1::Notice& notice = NoticeFor(state, body.notice_id());
  notice.set_sent_on(at.day);
  *notice.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::NoticeReceived& body, const Placed& at) {
  v1::Receipt& receipt =
      ItemFor(NoticeFor(state, body.notice_id()).mutable_receipts(), &v1::Receipt::mutable_by_id, body.by_id());
  receipt.set_on(at.day);
  receipt.set_means(body.means());
}

void Evolve(CaseState& state, const event::v1::NoticeWaived& body, const Placed& at) {
  v1::Waiver& waiver = state.For<v1::Waiver>({at.revision});
  waiver.set_waived_on(at.day);
  *waiver.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::DutyPerformed& body, const Placed& at) {
  v1::DutyDone& duty = state.For<v1::DutyDone>({at.revision});
  duty.set_done_on(at.day);
  *duty.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::DocumentReferenced& body, const Placed& at) {
  v1::Document& document = state.For<v1::Document>({body.document_id()});
  document.set_referenced_on(at.day);
  *document.mutable_terms() = body;
}

}  // namespace casejournal::projections
