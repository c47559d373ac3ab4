// The answers of JournalService.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_JOURNAL_DESCRIBE_JOURNAL_H_
#define CASEJOURNAL_SERVICES_ANSWERS_JOURNAL_DESCRIBE_JOURNAL_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/journal_service.pb.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in JournalService. `limits` are those of the server.
v1::GetJournalResponse GetJournal(const Journal& journal, const v1::JournalLimits& limits);
absl::StatusOr<v1::ListEventTypesResponse> ListEventTypes(const v1::ListEventTypesRequest& request);
absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& request);
v1::GetCatalogResponse GetCatalog();

// Who the caller is to the journal.
v1::CallerDescribed DescribeCaller(const Reader& reader);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_JOURNAL_DESCRIBE_JOURNAL_H_
