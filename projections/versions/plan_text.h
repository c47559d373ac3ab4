// The text of a plan version as a list of parts, and its digest (event.v1.PlanText). Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_TEXT_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_TEXT_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace casejournal::projections {

// The labels of one item of a document: an element of the list `field`, or the message in it. Ascending, each once.
using LabelsOfItem = absl::FunctionRef<std::vector<event::v1::Label>(const google::protobuf::FieldDescriptor& field,
                                                                     const google::protobuf::Message& item)>;
// The salt of the part with this text: 32 bytes.
using SaltOfPart = absl::FunctionRef<std::string(absl::string_view text)>;

// Write the document as a text: one part for each field and set of labels. The bytes are kept as they are once the
// version is drawn up; a later build may write other bytes for the same document.
event::v1::PlanText PlanTextOf(const v1::PlanDocument& document, LabelsOfItem labels, SaltOfPart salt);

// What the parts that are not withheld say.
//   kDataLoss  it has no parts, or this build does not know everything that a part says.
absl::StatusOr<v1::PlanDocument> ReadPlanText(const event::v1::PlanText& text);

// The digest of a part, and of a version: 32 bytes.
std::string PlanPartDigest(const event::v1::PlanPart& part);
std::string PlanTextDigest(const event::v1::PlanText& text);

// The text for a reader who may see parts with `labels` only. It has the same digest; of every other part, only the
// part's digest is left.
event::v1::PlanText WithheldExcept(const event::v1::PlanText& text, const std::vector<event::v1::Label>& labels);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_TEXT_H_
