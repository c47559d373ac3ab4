// Check whether an event may be recorded on a case now. The answer depends only on the record, the event, and the day.
#ifndef CASEJOURNAL_SERVICES_RULES_ADMIT_H_
#define CASEJOURNAL_SERVICES_RULES_ADMIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/plan/case_record.h"

namespace casejournal::services {

// When the question is asked, and the limits of the agency and the court.
struct AdmitContext {
  std::string today;                          // the journal's civil day now
  int64_t now_us = 0;                         // microseconds since 1970-01-01 UTC
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's, for the day of a claim
  int32_t late_after_days = 30;               // more days than this need a late reason
  int32_t court_silent_after_days = 14;       // days that a court has to act after a filing
  int32_t emergency_days = 7;                 // maximum age of the fact behind an emergency

  // The later events of the same request on this case. With them, a past placement can be recorded together with its
  // end. Without its end it would overlap with the next placement.
  absl::Span<const event::v1::CaseEvent* const> following = {};
};

// Return every rule that rejects `event` as the next entry of `record`. An empty result means that it may be recorded.
// The event must have passed CheckShape. The digest and text of a new plan version may still be missing. The caller
// evolves `record` by each event of a request in turn, including rejected ones, so that one missing reference does not
// reject what rests on it. The caller also fills in the indexes of the case and of the event. Pure, without shared
// state: safe for concurrent use on different records. An entry that arrives in the order of effect and corrects
// nothing is checked without folding the case again.
std::vector<v1::Violation> Admit(const projections::CaseRecord& record, const event::v1::CaseEvent& event,
                                 const AdmitContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RULES_ADMIT_H_
