#include "projections/versions/draw_up.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/standing.h"
#include "projections/items/plan_view.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/document_items.h"
#include "projections/versions/plan_document.h"

namespace casejournal::projections {
namespace {

using event::v1::Label;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What the document would say without the entries of one label.
struct Without {
  Label label;
  absl::flat_hash_set<std::string> items;
};

std::vector<Without> WithoutEachLabel(const CaseRecord& record, const event::v1::PlanVersionDrawnUp& version) {
  const LabelsNow labels(record.entries());
  const std::vector<Standing> all =
      StandingEntries(record.entries(), KnownSet::All(), static_cast<size_t>(version.as_of_revision()) + 1);
  std::vector<std::set<Label>> labels_of(all.size());
  std::set<Label> present;
  for (size_t i = 0; i < all.size(); ++i) {
    for (const Entry* entry : {all[i].original, all[i].content}) {
      for (const Label label : labels.Of(*entry)) labels_of[i].insert(label);
    }
    present.insert(labels_of[i].begin(), labels_of[i].end());
  }
  std::vector<Without> without;
  for (const Label label : present) {
    std::vector<Standing> others;
    for (size_t i = 0; i < all.size(); ++i) {
      if (!labels_of[i].contains(label)) others.push_back(all[i]);
    }
    without.push_back({label, ItemsOf(PlanDocumentOf(FoldPlan(record.case_id(), others), version))});
  }
  return without;
}

}  // namespace

DrawnUp DrawUp(const CaseRecord& record, const event::v1::PlanVersionDrawnUp& version, SaltOfPart salt) {
  const PlanView then(record.StateKnownTo(version.as_of_revision()));
  DrawnUp drawn;
  drawn.document = PlanDocumentOf(then.plan(), version);
  const std::vector<Without> without = WithoutEachLabel(record, version);
  const auto labels = [&](const FieldDescriptor& field, const Message& item) {
    std::vector<Label> of_item;
    for (const Without& each : without) {
      if (!each.items.contains(ItemKeyOf(field, item))) of_item.push_back(each.label);
    }
    return of_item;
  };
  drawn.text = PlanTextOf(drawn.document, labels, salt);
  return drawn;
}

}  // namespace casejournal::projections
