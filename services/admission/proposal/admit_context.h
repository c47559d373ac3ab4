// When an event is judged, and under which limits.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"

namespace casejournal::services {

// When the question is asked, and the limits of the agency and the court.
struct AdmitContext {
  std::string today;                          // the journal's civil day now
  int64_t now_us = 0;                         // microseconds since 1970-01-01 UTC
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's, for the day of a claim
  int32_t late_after_days = 30;               // beyond it a late reason is needed
  int32_t court_silent_after_days = 14;       // after a filing, the days in which a court may act
  int32_t emergency_days = 7;                 // how old the fact behind an emergency may be

  // The events of the same request on this case that come after this one. They let a placement of
  // the past be recorded with its end: without them it runs into the next.
  absl::Span<const event::v1::CaseEvent* const> following = {};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_ADMIT_CONTEXT_H_
