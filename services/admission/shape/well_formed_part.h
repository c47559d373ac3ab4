// What rules can say of a malformed request, so that a person corrects everything at once.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WELL_FORMED_PART_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WELL_FORMED_PART_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "services/admission/shape/request_shape.h"

namespace casejournal::services {

// The events of a malformed request that rules can judge.
struct WellFormedPart {
  // Passes CheckShape, with `validate_only`. Of each case, it has the events before the first one that cannot be
  // judged: a later event may rest on that one.
  v1::AppendRequest request;
  // The index of each of its cases in the whole request.
  std::vector<uint32_t> case_indexes;
  // The fields that have a placeholder, because the text that is required is missing: case index in `request`, event
  // index, and the path in the event.
  std::set<std::string> filled;

  // Return the violations of `request` as those of the whole request, without those about a placeholder.
  std::vector<v1::Violation> OfWhole(const google::protobuf::RepeatedPtrField<v1::Violation>& violations) const;
};

// Return nothing if no event can be judged. Pure; safe for concurrent use.
std::optional<WellFormedPart> WellFormedPartOf(const v1::AppendRequest& request, const ShapeContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WELL_FORMED_PART_H_
