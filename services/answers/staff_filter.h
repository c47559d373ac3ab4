// Which member of staff a filter means: two issuers may give credentials of the same subject to two people.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_
#define CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "projections/read_models/read_model_store.h"

namespace casejournal::services {

// Sets an empty `issuer` to the one issuer of `subject` among `known`; leaves it empty where none is known, or where
// both are.
//   kInvalidArgument  several are known, and named; or an issuer was given without a subject.
absl::Status ResolveIssuer(const std::string& subject, const std::set<std::string>& known, std::string* issuer);

// The same, of all to whom a case of the journal was ever assigned.
absl::Status ResolveIssuer(const projections::ReadModelStore& models, const std::string& subject, std::string* issuer);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_STAFF_FILTER_H_
