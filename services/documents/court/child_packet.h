// The packet for a court about one child: where the child is and was, what binds, goals, orders and findings, reviews,
// what is due, what is open in the record, and the register. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PACKET_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PACKET_H_

#include <set>
#include <string>

#include "casejournal/v1/case_service.pb.h"
#include "services/documents/court/register_document.h"

namespace casejournal::services {

// What the packet is made from: answers about the whole case, of which the packet takes what is about the child of the
// view or about the whole case. Everything must outlive the call.
struct ChildShown {
  const v1::GetCasePlanResponse& answer;  // the working plan, and what binds
  std::string day;                        // the day that the packet is for
  // What was due on that day. Null: the journal has no rules for that day.
  const v1::GetDocketResponse* docket = nullptr;
  const v1::GetFindingsResponse& findings;
  RegisterShown actions;  // of the child already
  // The revisions of entries that findings name and that are about other children alone.
  std::set<std::string> entries_of_siblings = {};
};

// Requires that `view.child_id` is a child of the plan.
Document ChildPacketOf(const CourtView& view, const ChildShown& shown);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PACKET_H_
