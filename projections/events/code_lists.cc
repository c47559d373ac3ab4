#include "projections/events/code_lists.h"

#include <map>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;

using Lists = std::map<std::string, const EnumDescriptor*>;

void AddLists(const Descriptor& type, absl::flat_hash_set<const Descriptor*>& seen, Lists& lists) {
  if (!seen.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    if (const EnumDescriptor* list = type.field(i)->enum_type()) lists[list->name()] = list;
    if (const Descriptor* inner = type.field(i)->message_type()) AddLists(*inner, seen, lists);
  }
}

}  // namespace

std::vector<const EnumDescriptor*> CodeLists() {
  Lists lists;
  absl::flat_hash_set<const Descriptor*> seen;
  AddLists(*event::v1::StoredEvent::descriptor(), seen, lists);
  std::vector<const EnumDescriptor*> ordered;
  for (const auto& [name, list] : lists) ordered.push_back(list);
  return ordered;
}

std::string CodeListsText() {
  std::string text = absl::StrCat("# Code lists, release ", kCodeListsVersion, "\n");
  for (const EnumDescriptor* list : CodeLists()) {
    absl::StrAppend(&text, "\n## ", list->name(), "\n\n");
    for (int i = 0; i < list->value_count(); ++i) {
      const auto& value = *list->value(i);
      if (value.number() == 0) continue;
      absl::StrAppend(&text, "- ", value.number(), " `", value.name(), "` ", EnumWords(value), "\n");
    }
  }
  return text;
}

}  // namespace casejournal::projections
