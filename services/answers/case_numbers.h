// Which numbers lead to which cases. A case that continues another one behind a labeled link, such as an adoption case,
// is not found by the numbers of that other case, once the records of both cases have the link. A link that only one
// record has changes nothing.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASE_NUMBERS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASE_NUMBERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::services {

// Return those of `numbers` that lead to the case `case_id`. Each was given to this case.
absl::StatusOr<std::vector<std::string>> NumbersThatLeadTo(const projections::ReadModelStore& models,
                                                           const std::string& case_id,
                                                           std::vector<std::string> numbers);

// Return the cases that have the number and that it leads to, in the order of their ids. As of now.
absl::StatusOr<std::vector<std::string>> CasesWithNumber(const projections::ReadModelStore& models,
                                                         const std::string& number);
// The same for the cases of which an entry gave or named the number at some time. More cases as the log grows, never
// fewer, unless a label withholds one.
absl::StatusOr<std::vector<std::string>> CasesEverWithNumber(const projections::ReadModelStore& models,
                                                             const std::string& number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASE_NUMBERS_H_
