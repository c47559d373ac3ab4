// The entries that a right follows from.
#ifndef CASEJOURNAL_SERVICES_CASES_GIVEN_BY_H_
#define CASEJOURNAL_SERVICES_CASES_GIVEN_BY_H_

#include <cstddef>
#include <optional>

#include "casejournal/v1/people_items.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/entry_list.h"
#include "projections/state/case_record.h"
#include "services/access/policy.h"

namespace casejournal::services {

// The position of the entry, among the first `known` of a case, that made the assignment or the grant: the last one
// where several could have. A correction may have moved its day. Nothing: none of them did.
std::optional<eventstore::Position> GivenBy(const v1::Assignment& assignment, const projections::EntryList& entries,
                                            size_t known);
std::optional<eventstore::Position> GivenBy(const v1::AccessGrant& grant, const projections::EntryList& entries,
                                            size_t known);

// The position of the entry that gave the role under which `decision` allows an act in the case: in the journal or, as
// an assignment or a grant, in `record`, which the decision was made from. Nothing: no role was asked for.
std::optional<eventstore::Position> GivenBy(const Decision& decision, const projections::CaseRecord& record);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_GIVEN_BY_H_
