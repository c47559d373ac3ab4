// Which staff member a filter means. Two issuers may issue credentials with the same subject to two people.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_
#define CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::services {

// Set an empty `issuer` to the only issuer of `subject` in `known`. Leave it empty if none is known, or if both are
// empty.
//   kInvalidArgument  several are known (the error names them), or an issuer was given without a subject.
absl::Status ResolveIssuer(const std::string& subject, const std::set<std::string>& known, std::string* issuer);

// The same for all staff members to whom a case of the journal was ever assigned and, with `work`, the store of the due
// list, for those whom something to be done names now.
absl::Status ResolveIssuer(const projections::ReadModelStore& models, const std::string& subject, std::string* issuer,
                           const projections::ReadModelStore* work = nullptr);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_
