// When an event is judged, and under which limits.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "projections/law/law.h"

namespace casejournal::services {

// When the question is asked, and the limits of the agency and the court.
struct AdmitContext {
  std::string today;                          // the journal's civil day now
  int64_t now_us = 0;                         // microseconds since 1970-01-01 UTC
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's, for the day of a claim
  int32_t late_after_days = 30;               // more days than this need a late reason
  int32_t court_silent_after_days = 14;       // days that a court has to act after a filing
  int32_t emergency_days = 7;                 // maximum age of the fact behind an emergency

  // Who records it. Null: nobody is identified, as on a server for development.
  const event::v1::Staff* actor = nullptr;
  // Whether that is a supervisor of the case, who may set rules aside and vouch for old records.
  bool supervises = true;
  // Whether this member of staff may record in the case. Empty: that is not asked.
  std::function<bool(const event::v1::Staff&)> may_record = nullptr;

  const projections::Law* law = nullptr;  // of today; null: no rule set says anything

  // The later events of the same request on this case. With them, a past placement can be recorded together with its
  // end. Without its end it would overlap with the next placement.
  absl::Span<const event::v1::CaseEvent* const> following = {};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_
