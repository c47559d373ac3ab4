#include "projections/versions/document_items.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::projections {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string ItemKeyOf(const FieldDescriptor& field, const Message& item) {
  return absl::StrCat(field.number(), " ", item.SerializeAsString());
}

void VisitItems(const v1::PlanDocument& document,
                absl::FunctionRef<void(const FieldDescriptor&, const Message&)> visit) {
  const google::protobuf::Reflection& reflection = *document.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(document, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      visit(*field, reflection.GetMessage(document, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(document, field); ++i)
      visit(*field, reflection.GetRepeatedMessage(document, field, i));
  }
}

absl::flat_hash_set<std::string> ItemsOf(const v1::PlanDocument& document) {
  absl::flat_hash_set<std::string> items;
  VisitItems(document,
             [&](const FieldDescriptor& field, const Message& item) { items.insert(ItemKeyOf(field, item)); });
  return items;
}

}  // namespace casejournal::projections
