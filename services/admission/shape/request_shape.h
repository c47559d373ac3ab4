// Check whether a request is well formed, independent of the state of the cases. This runs before any rule; its errors
// have no rule id.
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

// Return up to kShapeErrorsMax errors of the request, in the order of its fields. An empty result means that it is well
// formed. Fields are named by their JSON paths ("cases[0].events[2].goalEstablished.statement"). `given` repeats only
// ids, days, numbers, and sizes, never text that may be a person's words. A request over the limits of size or number
// is not checked further.
//   - request_id, case_id, and every field annotated as an id: a UUID in lower case with hyphens.
//   - No unknown field and no unknown enum number, at any depth; no enum at 0.
//   - Fields that are not `optional` are present and not empty. Optional fields are not empty if they are given.
//     Messages and lists must be present only if they are annotated as required.
//   - Days are calendar days from 1900-01-01 on. The effective day is not after today and not before its first day.
//   - A time of day exists on its day in the journal's time zone; it is not one that a clock change skipped.
//   - Fields that the server sets are empty.
// Pure; safe for concurrent use.
std::vector<v1::FieldError> CheckShape(const v1::AppendRequest& request, const ShapeContext& context);

// The same of one event, with paths in the event.
std::vector<v1::FieldError> CheckEventShape(const event::v1::CaseEvent& event, const ShapeContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_REQUEST_SHAPE_H_
