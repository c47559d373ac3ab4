// The register of actions.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/list_cursors.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CourtService. Rows are made from the records of the cases as `reader` sees them, from the entries up
// to `as_of_position`: where the read models are when the first page is asked for. Labels count as of now. The
// disclosure is recorded in each case before the first page leaves; the other pages of a list are for the same reader
// only. Waiting ends at `deadline`.
absl::StatusOr<v1::GetRegisterResponse> GetRegister(const Journal& journal, const Reader& reader,
                                                    const DisclosureDesk& disclosures,
                                                    const projections::Worker& worker, ListCursors& cursors,
                                                    const v1::GetRegisterRequest& request,
                                                    eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_
