// The shape of appends. The first byte says whether the rest is a request or one event.
#include <algorithm>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "projections/events/event_codec.h"
#include "services/admission/shape/request_shape.h"
#include "services/admission/shape/wire_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

const services::ShapeContext& Context() {
  static const auto* const context = [] {
    auto* made = new services::ShapeContext{.today = "2026-03-10", .now_us = 1'773'100'000'000'000};
    Hold(absl::LoadTimeZone("America/New_York", &made->zone), "the machine has time zones");
    return made;
  }();
  return *context;
}

// What is well formed can be recorded, and read back as it was.
void Record(const event::v1::CaseEvent& event) {
  event::v1::StoredEvent stored;
  stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
  *stored.mutable_case_event() = event;
  const std::string recorded = projections::EncodeStoredEvent(stored);
  const auto read = projections::DecodeStoredEvent(recorded);
  Hold(read.ok() && projections::EncodeStoredEvent(*read) == recorded, "what is well formed can be recorded");
}

void CheckErrors(const std::vector<v1::FieldError>& errors) {
  Hold(errors.size() <= services::kShapeErrorsMax, "errors are within their limit");
  for (const v1::FieldError& error : errors) {
    // The field is empty where the request itself is meant.
    Hold(!error.allowed().empty(), "an error says what is allowed");
    Hold(services::IsValidUtf8(error.field()) && services::IsValidUtf8(error.given()), "an error can be sent");
  }
}

}  // namespace

FUZZ_TARGET(append_shape) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  Input input(bytes);
  if ((input.Byte() & 1) != 0) {
    event::v1::CaseEvent event;
    const absl::string_view wire = input.Rest();
    if (!event.ParseFromArray(wire.data(), static_cast<int>(wire.size()))) return;
    const std::vector<v1::FieldError> errors = services::CheckEventShape(event, Context());
    CheckErrors(errors);
    if (errors.empty()) Record(event);
    return;
  }
  v1::AppendRequest request;
  const absl::string_view wire = input.Rest();
  if (!request.ParseFromArray(wire.data(), static_cast<int>(wire.size()))) return;
  const std::vector<v1::FieldError> errors = services::CheckShape(request, Context());
  CheckErrors(errors);
  if (!errors.empty()) return;
  Hold(request.cases_size() > 0 && request.cases_size() <= services::kRequestCasesMax,
       "a request is within its limits");
  for (const v1::CaseAppend& part : request.cases()) {
    for (const event::v1::CaseEvent& event : part.events()) Record(event);
  }
}

}  // namespace casejournal::fuzz
