// Persons in the read model: who is the same human as whom.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
#define CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "projections/read_models/read_model_store.h"

namespace casejournal::services {

// What one search for persons reads at most, however common the names: so many rows of the index for each sound asked
// for, and so many persons: first those whose names have all the sounds, then those who have the rarest of them. Among
// more persons than that with all the sounds, the ones with the smaller ids are looked at.
inline constexpr size_t kPersonIndexRowsMax = 50000;
inline constexpr size_t kPersonsLookedAtMax = 2000;

// All ids of the human who has this one, as the journal recognises now; at most 100. At least the id itself. Never the
// ids of two children whom one case has side by side: the one that more entries lie between is left out.
absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models,
                                                const std::string& person_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
