// Is a request well formed, whatever the state of the cases? Asked before any rule; an error here
// has no rule id.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_REQUEST_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_REQUEST_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/errors.pb.h"

namespace casejournal::services {

// What a client may send.
inline constexpr int kRequestCasesMax = 100;
inline constexpr int kRequestEventsMax = 1000;
inline constexpr size_t kEventBytesMax = size_t{256} << 10;
inline constexpr size_t kRequestBytesMax = size_t{4} << 20;
inline constexpr size_t kShapeErrorsMax = 10'000;

struct ShapeContext {
  std::string today;                          // the journal's civil day now
  int64_t now_us = 0;                         // microseconds since 1970-01-01 UTC
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's, for times of day
};

// What is wrong with the request, all at once up to kShapeErrorsMax, in the order of its fields;
// empty: nothing. Fields are named by their paths in JSON
// ("cases[0].events[2].goalEstablished.statement"). `given` repeats ids, days, numbers and sizes
// only, and never anything that may be a person's words. A request beyond the limits of its size or
// number is not looked at further.
//   - request_id, case_id and whatever is annotated as an id: a UUID in lower case with hyphens.
//   - No field and no enum number that the contract does not have, at any depth; no enum at 0.
//   - Fields that are not `optional` are there and not empty; so are optional ones that are given. Messages and lists
//     only where they are annotated as required.
//   - Days are days of the calendar from 1900-01-01 on; the effective day is not after today, nor before its first day.
//   - A time of day is one that its day has in the journal's time zone: not one that clocks stepped over.
//   - What the server makes is left empty.
// Pure; safe for concurrent use.
std::vector<v1::FieldError> CheckShape(const v1::AppendRequest& request, const ShapeContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_REQUEST_SHAPE_H_
