// Which person ids in the read model belong to the same person.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
#define CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "projections/read_models/read_model_store.h"

namespace casejournal::services {

// Limits of one search for persons, however common the names are: index rows for each requested sound, and persons. The
// search reads persons whose names have all the sounds first, then those with the rarest sounds. If too many have all
// the sounds, it reads those with the smaller ids.
inline constexpr size_t kPersonIndexRowsMax = 50000;
inline constexpr size_t kPersonsLookedAtMax = 2000;

// All ids of the human who has this one, as the journal recognises now; at most 100. At least the id itself. Never the
// ids of two children whom one case has side by side: the one that more entries lie between is left out.
absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models,
                                                const std::string& person_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
