// What a plan document says, item by item. Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_DOCUMENT_ITEMS_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_DOCUMENT_ITEMS_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "casejournal/v1/plan_document.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace casejournal::projections {

// An item as a string: its field and its bytes. Equal items have equal strings.
std::string ItemKeyOf(const google::protobuf::FieldDescriptor& field, const google::protobuf::Message& item);

// Call `visit` for each element of a list, and for each message that is not in a list.
void VisitItems(
    const v1::PlanDocument& document,
    absl::FunctionRef<void(const google::protobuf::FieldDescriptor&, const google::protobuf::Message&)> visit);

// Everything that a document says.
absl::flat_hash_set<std::string> ItemsOf(const v1::PlanDocument& document);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_DOCUMENT_ITEMS_H_
