// The JSON file of the text of a plan version that an exhibit gives without the entry (docs/EXHIBIT.md).
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_TEXT_JSON_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_TEXT_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/plan_version_events.pb.h"

namespace casejournal::services {

std::string TextJson(const event::v1::PlanText& text);

// Does not check the digests.
//   kInvalidArgument  names what is malformed.
absl::StatusOr<event::v1::PlanText> ParseTextJson(absl::string_view json);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_TEXT_JSON_H_
