#include "projections/versions/reduced_text.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "projections/versions/document_items.h"
#include "projections/versions/plan_text.h"

namespace casejournal::projections {

absl::StatusOr<std::vector<int>> PartsToWithhold(const event::v1::PlanText& text,
                                                 const std::vector<event::v1::Label>& labels,
                                                 const v1::PlanDocument& without) {
  const absl::flat_hash_set<std::string> may_say = ItemsOf(without);
  std::vector<int> withheld;
  for (int i = 0; i < text.parts_size(); ++i) {
    const event::v1::PlanPart& part = text.parts(i);
    const bool is_open = std::all_of(part.labels().begin(), part.labels().end(), [&](int label) {
      return std::find(labels.begin(), labels.end(), label) != labels.end();
    });
    event::v1::PlanText alone;
    *alone.add_parts() = part;
    absl::StatusOr<v1::PlanDocument> said = ReadPlanText(alone);
    if (!said.ok()) return said.status();
    bool says_more = false;
    VisitItems(*said, [&](const auto& field, const auto& item) {
      says_more = says_more || !may_say.contains(ItemKeyOf(field, item));
    });
    if (!is_open || says_more) withheld.push_back(i);
  }
  return withheld;
}

event::v1::PlanText WithheldAt(const event::v1::PlanText& text,
                               const google::protobuf::RepeatedField<uint32_t>& parts) {
  event::v1::PlanText rest = text;
  for (const uint32_t at : parts) {
    if (at >= static_cast<uint32_t>(text.parts_size())) continue;
    event::v1::PlanPart& part = *rest.mutable_parts(static_cast<int>(at));
    part.Clear();
    part.set_withheld(PlanPartDigest(text.parts(static_cast<int>(at))));
  }
  return rest;
}

}  // namespace casejournal::projections
