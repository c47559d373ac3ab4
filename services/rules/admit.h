// May this event be recorded on this case now? The answer follows from the record, the event and
// the day alone.
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
  int32_t late_after_days = 30;               // beyond it a late reason is needed
  int32_t court_silent_after_days = 14;       // after a filing, the days in which a court may act
  int32_t emergency_days = 7;                 // how old the fact behind an emergency may be

  // The events of the same request on this case that come after this one. They let a placement of
  // the past be recorded with its end: without them it runs into the next.
  absl::Span<const event::v1::CaseEvent* const> following = {};
};

// Every rule that refuses `event` as the next entry of `record`; empty: it may be recorded. The
// event has passed CheckShape; a version drawn up may still lack its digest and its text. The
// caller evolves `record` by each event of a request in turn, also by one that is refused, so that
// one missing reference does not refuse what rests on it too; and fills in the indexes of the case
// and of the event. Pure and without shared state: safe for concurrent use on different records. An
// entry that arrives in the order of effect and corrects nothing is judged without folding the case
// anew.
std::vector<v1::Violation> Admit(const projections::CaseRecord& record, const event::v1::CaseEvent& event,
                                 const AdmitContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RULES_ADMIT_H_
