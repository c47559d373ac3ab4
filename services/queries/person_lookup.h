// Persons in the read model: who is the same human as whom.
#ifndef CASEJOURNAL_SERVICES_QUERIES_PERSON_LOOKUP_H_
#define CASEJOURNAL_SERVICES_QUERIES_PERSON_LOOKUP_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "services/queries/backend.h"

namespace casejournal::services {

// All ids of the human who has this one, as the journal recognises now; at most 100. At least the id itself.
absl::StatusOr<std::set<std::string>> SameHuman(const Backend& backend, const std::string& person_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_QUERIES_PERSON_LOOKUP_H_
