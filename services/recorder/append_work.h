// How much work it is to add events to a case. The unit is one entry that is folded.
#ifndef CASEJOURNAL_SERVICES_RECORDER_APPEND_WORK_H_
#define CASEJOURNAL_SERVICES_RECORDER_APPEND_WORK_H_

#include <cstdint>

#include "casejournal/v1/case_service.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::services {

// A bound that is found quickly: an event that takes effect after all others is folded alone, and any other event
// counts as if the whole case were folded again.
uint64_t WorkAtMost(const projections::CaseRecord& record, const v1::CaseAppend& part);

// About as many entries as are folded: for each event itself, and those that take effect after it or after what it
// corrects or retracts; for a plan version, all entries of the case. Depends on nothing else, so the same request on
// the same case always counts the same. Takes time in proportion to the length of the case.
uint64_t WorkOf(const projections::CaseRecord& record, const v1::CaseAppend& part);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_APPEND_WORK_H_
