// The text of a plan version for a reader who may not see everything that it rests on. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_REDUCED_TEXT_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_REDUCED_TEXT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "google/protobuf/repeated_field.h"

namespace casejournal::projections {

// The parts of the text that must be withheld, by number from 0, ascending: those with a label that is not among
// `labels`, and those that say something that `without` does not say: the document of the version without the entries
// that the reader may not see. Labels that entries were given since the text was drawn up count so.
//   kDataLoss  this build does not know everything that a part says.
absl::StatusOr<std::vector<int>> PartsToWithhold(const event::v1::PlanText& text,
                                                 const std::vector<event::v1::Label>& labels,
                                                 const v1::PlanDocument& without);

// The text with only the digests left of these parts. It has the same digest.
event::v1::PlanText WithheldAt(const event::v1::PlanText& text, const google::protobuf::RepeatedField<uint32_t>& parts);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_REDUCED_TEXT_H_
