// Which actions of a register a request asks for.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_REGISTER_FILTER_H_
#define CASEJOURNAL_SERVICES_ANSWERS_REGISTER_FILTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "projections/register/register_rows.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {

// The first and the last day, and since when a row must be new or different. Empty and absent: no limit.
struct RegisterFilter {
  std::string day_from;
  std::string day_until;
  std::optional<int64_t> changed_since_us = {};
  std::string child_id = {};  // only what belongs to this child, or to no child alone

  bool Holds(const projections::CaseRegister& of, const projections::RegisterLine& line) const;
};

// The lines that the filter holds, in their order. Valid as long as `of`.
std::vector<const projections::RegisterLine*> LinesHeld(const projections::CaseRegister& of,
                                                        const RegisterFilter& filter);

// The filter of these fields, and of a limit of days in `as_of`.
absl::StatusOr<RegisterFilter> RegisterFilterOf(const Journal& journal, const std::string& day_from,
                                                const std::string& day_until, const std::string& changed_since,
                                                const v1::AsOf& as_of);

// The same for a request with `day_from`, `day_until`, `changed_since`, and `as_of`.
//   kInvalidArgument  one of them is not a day, or the first day is after the last one.
template <typename Request>
absl::StatusOr<RegisterFilter> RegisterFilterIn(const Journal& journal, const Request& request) {
  return RegisterFilterOf(journal, request.day_from(), request.day_until(), request.changed_since(), request.as_of());
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_REGISTER_FILTER_H_
