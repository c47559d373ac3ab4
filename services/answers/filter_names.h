// Names in filters. A name that the journal has never had is probably a typing error: it is an error, never an empty
// answer.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_FILTER_NAMES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_FILTER_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"
#include "projections/law/law.h"
#include "projections/read_models/worker.h"

namespace casejournal::services {

// What the errors say.
inline constexpr char kStaffUnknown[] = "staffSubject: no case was ever assigned to a staff member with this subject";
inline constexpr char kUnitUnknown[] = "unit: no case was ever assigned to a unit with this name";
inline constexpr char kNumberUnknown[] = "number: no case has this number";
std::string PersonUnknown(const std::string& person_id);

// Each is OK for an empty name, which filters nothing. The check reads the read models. If they do not have the name,
// it first waits until they have the first `size` entries of the journal, at most until `deadline`.
//   kNotFound          names the field, but not the given value, which may be a person's name.
//   kDeadlineExceeded  the read models are behind.
// A case was assigned at some time to a staff member with this subject, from any issuer, or to this unit.
absl::Status CheckStaffKnown(uint64_t size, const projections::Worker& worker, const std::string& subject,
                             eventstore::Deadline deadline);
absl::Status CheckUnitKnown(uint64_t size, const projections::Worker& worker, const std::string& unit,
                            eventstore::Deadline deadline);
// The number leads to a case now. A number that only a withheld case has is unknown.
absl::Status CheckNumberKnown(uint64_t size, const projections::Worker& worker, const std::string& number,
                              eventstore::Deadline deadline);
// The person, under this id or one recognized as the same person, joined a case at some time.
absl::Status CheckPersonKnown(uint64_t size, const projections::Worker& worker, const std::string& person_id,
                              eventstore::Deadline deadline);

// The rule or rule set is in a version that the journal adopted, whether or not it applies today.
absl::Status CheckRuleKnown(const projections::RuleBook& rules, const std::string& rule);

// Return whether a rule or a moment is the one that `filter` names, or belongs to the set that it names. An empty
// filter names all.
bool IsUnderRule(absl::string_view name, absl::string_view filter);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_FILTER_NAMES_H_
