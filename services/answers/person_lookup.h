// Which person ids in the read model belong to the same person.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
#define CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_

#include <cstddef>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::services {

// Limits of one search for persons over all cases, however common the names are: index rows for each requested sound,
// and persons that the reader may know of. The search reads persons whose names have all the sounds first, then those
// with the rarest sounds. If too many have all the sounds, it reads those with the smaller ids. A reader who can have a
// role in some cases only is not limited: the search reads the persons of these cases, whoever else has the name.
inline constexpr size_t kPersonIndexRowsMax = 50000;
inline constexpr size_t kPersonsLookedAtMax = 2000;

// Whether what a case says of two person ids counts: that they are one person, or two who are side by side. `in_row` is
// what its row says.
using SaysOfPersons = absl::FunctionRef<absl::StatusOr<bool>(
    const std::string& case_id, bool side_by_side, const std::string& one, const std::string& other, bool in_row)>;

// Return all ids of the same person as this id, as the journal recognizes now; at most 100, and at least the id itself.
// Never returns the ids of two children whom one case has side by side: the id that is more entries away is left out.
absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models,
                                                const std::string& person_id);
// The same by what the cases that a reader may see say to this reader.
absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models, const std::string& person_id,
                                                SaysOfPersons says);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_PERSON_LOOKUP_H_
