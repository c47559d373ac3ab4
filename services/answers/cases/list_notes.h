// The notes, contacts, and visits of a case.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_LIST_NOTES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_LIST_NOTES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService. Waiting ends at `deadline`.
absl::StatusOr<v1::ListNotesResponse> ListNotes(const Journal& journal, const Reader& reader,
                                                const v1::ListNotesRequest& request, eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_LIST_NOTES_H_
