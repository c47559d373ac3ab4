// Documents for people, given under a disclosure that is recorded first.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_GET_DOCUMENT_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_GET_DOCUMENT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/answers/send.h"
#include "services/cases/case_cache.h"
#include "services/cases/reader.h"
#include "services/evidence/notices.h"
#include "services/journal/journal.h"
#include "services/recorder/access_recorder.h"

namespace casejournal::services {

// What a document is made from. `disclosures` records a disclosure and nothing else.
struct DocumentSources {
  const Journal& journal;
  const CaseCache& cases;
  const Reader& reader;
  const Notices& notices;
  DisclosureRecorder& disclosures;
};

// As documented in CourtService.
absl::Status GetDocument(const DocumentSources& sources, const Caller& caller, const v1::GetDocumentRequest& request,
                         Send<v1::GetDocumentResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_GET_DOCUMENT_H_
