// The answer of AccessService.WhoMay.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_ACCESS_WHO_MAY_H_
#define CASEJOURNAL_SERVICES_ANSWERS_ACCESS_WHO_MAY_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/access_service.pb.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in AccessService.
absl::StatusOr<v1::WhoMayResponse> WhoMay(const Journal& journal, const Reader& reader,
                                          const v1::WhoMayRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_ACCESS_WHO_MAY_H_
