// The names that a reader may know of: those that a case that they may see has, or had, as they see it. A name that
// only other cases have is answered as one that the journal never had.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_NAMES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_NAMES_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/due_keeper.h"
#include "services/answers/lists/visible_cases.h"

namespace casejournal::services {

// For one answer. Not for concurrent use.
class VisibleNames {
 public:
  // Both must outlive it. With `due`, a member of staff is also known if something to be done names them.
  VisibleNames(VisibleCases& cases, const projections::Worker& worker, const projections::DueKeeper* due = nullptr)
      : cases_(cases), worker_(worker), due_(due) {}

  // Each is OK for an empty name, as in filter_names.h, with its errors.
  absl::Status CheckStaff(uint64_t size, const std::string& subject, eventstore::Deadline deadline);
  absl::Status CheckUnit(uint64_t size, const std::string& unit, eventstore::Deadline deadline);
  absl::Status CheckNumber(uint64_t size, const std::string& number, eventstore::Deadline deadline);
  absl::Status CheckPerson(uint64_t size, const std::string& person_id, eventstore::Deadline deadline);

  // Set an empty `issuer` (staff_filter.h).
  absl::Status ResolveIssuer(const std::string& subject, std::string* issuer);

  // All ids of the same person (person_lookup.h), as the reader sees it.
  absl::StatusOr<std::set<std::string>> SameHuman(const std::string& person_id);

 private:
  // Goes through the cases with rows that begin with `prefix`, until `known` is true of one: given the visible case,
  // the rest of the key before the case id, and whether the row applies now.
  using Knows = std::function<absl::StatusOr<bool>(const std::string& case_id, const VisibleCase& visible,
                                                   const std::string& rest, bool applies)>;
  absl::StatusOr<bool> AnyCase(const std::string& prefix, const Knows& known);
  absl::StatusOr<std::set<std::string>> IssuersOf(const std::string& subject);
  absl::StatusOr<bool> HasUnit(const std::string& unit);
  absl::StatusOr<bool> HasNumber(const std::string& number);
  absl::StatusOr<bool> HasPerson(const std::string& person_id);

  VisibleCases& cases_;
  const projections::Worker& worker_;
  const projections::DueKeeper* due_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_NAMES_H_
