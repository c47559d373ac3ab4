// The register of actions, the docket, and the list of disclosures as documents. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REGISTER_DOCUMENT_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REGISTER_DOCUMENT_H_

#include <map>
#include <string>
#include <vector>

#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/documents/court/court_view.h"

namespace casejournal::services {

// Actions, and what was asked for. Days are empty if the request does not limit them.
struct RegisterShown {
  std::vector<v1::RegisterRow> rows;
  std::map<uint64_t, std::string> why_withdrawn = {};  // the reason, by the revision of the withdrawal
  std::string day_from = {};
  std::string day_until = {};
  std::string changed_since = {};
};

// "40 actions from 2023-01-09 to 2024-05-07; 2 withdrawn"
std::string RegisterTotals(const CourtView& view, const std::vector<v1::RegisterRow>& rows);

// The rows: withdrawn ones are struck through, with what withdrew them and why.
Document::Table RegisterTable(const CourtView& view, const RegisterShown& shown);

// Caption, period, totals, and rows.
Document RegisterDocumentOf(const CourtView& view, const RegisterShown& shown);

// What is due by the law, was done, or was missed, by day, with the source of each.
Document DocketDocumentOf(const CourtView& view, const v1::GetDocketResponse& docket);

// One disclosure, as it was recorded.
struct DisclosureEntry {
  uint64_t revision = 0;  // in the access stream of the case
  int64_t recorded_at_us = 0;
  event::v1::Staff actor;
  event::v1::DisclosureMade made;
};

// To whom parts of the record were given: what, when, why, by which authority, and by whom.
Document DisclosuresDocumentOf(const CourtView& view, const std::vector<DisclosureEntry>& disclosures);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REGISTER_DOCUMENT_H_
