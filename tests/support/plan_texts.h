// Texts of plan versions for tests, without labels and with known salts.
#ifndef CASEJOURNAL_TESTS_SUPPORT_PLAN_TEXTS_H_
#define CASEJOURNAL_TESTS_SUPPORT_PLAN_TEXTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "eventstore/proofs/hash.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/plan_text.h"

namespace casejournal::testing {

inline std::string Sha256Of(absl::string_view bytes) {
  return std::string(eventstore::AsBytes(eventstore::Sha256().Update(bytes).Finish()));
}

inline event::v1::PlanVersionDrawnUp Drawing(event::v1::PlanKind kind, const std::vector<std::string>& children,
                                             const std::string& label = "1.0") {
  event::v1::PlanVersionDrawnUp version;
  version.set_kind(kind);
  version.set_label(label);
  for (const std::string& child : children) version.add_children_ids(child);
  return version;
}

// The salt of a part is the SHA-256 of its text.
inline event::v1::PlanText TextSaying(const v1::PlanDocument& document) {
  return projections::PlanTextOf(
      document, [](const auto&, const auto&) { return std::vector<event::v1::Label>(); },
      [](absl::string_view part) { return Sha256Of(part); });
}
inline event::v1::PlanText TextOf(const v1::CasePlan& plan, const event::v1::PlanVersionDrawnUp& version) {
  return TextSaying(projections::PlanDocumentOf(plan, version));
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_PLAN_TEXTS_H_
