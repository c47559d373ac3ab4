// Documents about a case besides its plans: the register of actions, the docket, and the list of disclosures. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_DOCUMENT_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/pages/document.h"

namespace casejournal::services {

// What each of these documents takes.
struct CourtView {
  const v1::CasePlan& plan;     // for the caption: children, agency, and court numbers
  std::string as_of;            // in words: "entries up to r12 of 2025-03-01 16:10:00 EST"
  absl::TimeZone zone;          // the journal's time zone
  std::string language = "en";  // of the headings
  // The digest of the answer that the document is made from: lower-case hexadecimal digits.
  std::string digest;
};

// "In the matter of Ana Lopez and Ben Lopez", the court numbers, the agency.
std::vector<Document::Text> CaptionOf(const v1::CasePlan& plan, const std::string& language);

// The register of actions: a row for each, withdrawn ones struck through with what withdrew them, and how many there
// are of which period.
Document RegisterDocumentOf(const CourtView& view, const std::vector<v1::RegisterRow>& rows);

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

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_DOCUMENT_H_
