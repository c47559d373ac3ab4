#include "services/admission/unchanged.h"

#include <cassert>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/items/plan_view.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

using eventstore::Revision;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using projections::CaseRecord;

// Return whether the id is one of the item's own fields: its key or, for a plan version, its plan.
bool IsOf(const Message& item, const std::string& id) {
  const google::protobuf::Descriptor& type = *item.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING || field.is_repeated()) continue;
    const bool names = projections::OptionsOf(field).key() || field.name() == "plan_id";
    if (names && item.GetReflection()->GetString(item, &field) == id) return true;
  }
  return false;
}

// What the plan says about the thing itself: the items of the first list that has this id. Later lists are about what
// others did with it.
std::string SaidOf(const v1::CasePlan& plan, const std::string& id) {
  std::string said;
  const google::protobuf::Reflection& reflection = *plan.GetReflection();
  const google::protobuf::Descriptor& type = *plan.GetDescriptor();
  for (int i = 0; i < type.field_count() && said.empty(); ++i) {
    const FieldDescriptor& list = *type.field(i);
    if (!list.is_repeated() || list.message_type() == nullptr) continue;
    for (int at = 0; at < reflection.FieldSize(plan, &list); ++at) {
      const Message& item = reflection.GetRepeatedMessage(plan, &list, at);
      if (IsOf(item, id)) absl::StrAppend(&said, list.name(), ":", item.SerializeAsString(), "\n");
    }
  }
  return said;
}

// The entry that counts for `entry`: the original that it corrects or withdraws.
Revision OriginalOf(const CaseRecord& record, Revision entry) {
  while (const auto settled = projections::Settles(record.entries()[entry])) entry = *settled;
  return entry;
}

void AddNamed(const CaseRecord& record, const event::v1::CaseEvent& event, std::set<std::string>& ids,
              std::set<Revision>& entries) {
  for (const projections::Reference& reference : projections::ReferencesIn(event)) ids.insert(reference.id);
  for (const projections::Introduction& introduction : projections::IntroductionsIn(event)) ids.insert(introduction.id);
  for (const projections::NamedEntry& named : projections::EntriesNamedIn(event)) entries.insert(named.revision);
  if (event.has_corrects()) entries.insert(event.corrects().revision());
  std::erase_if(entries, [&](Revision revision) { return revision >= record.entries().size(); });
}

}  // namespace

std::vector<std::string> TouchedSince(const CaseRecord& record, Revision since,
                                      absl::Span<const event::v1::CaseEvent* const> events) {
  assert(since < record.entries().size());
  std::vector<std::string> touched;
  if (since + 1 >= record.entries().size()) return touched;
  std::set<std::string> ids;
  std::set<Revision> entries;
  for (const event::v1::CaseEvent* event : events) AddNamed(record, *event, ids, entries);

  const projections::PlanView before(record.StateKnownTo(since));
  for (const std::string& id : ids) {
    if (SaidOf(before.plan(), id) == SaidOf(record.plan(), id)) continue;
    touched.push_back(id.size() == 32 ? Hex(id) : id);
  }
  std::set<Revision> settled;
  for (Revision later = since + 1; later < record.entries().size(); ++later) settled.insert(OriginalOf(record, later));
  for (const Revision entry : entries) {
    if (settled.contains(OriginalOf(record, entry))) touched.push_back(absl::StrCat(entry));
  }
  return touched;
}

}  // namespace casejournal::services
