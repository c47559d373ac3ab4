// The register of actions of every case, by case and by court number.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_REGISTER_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_REGISTER_PROJECTION_H_

#include "projections/read_models/projection.h"

namespace casejournal::projections {

// Rows: 'c' ‖ case id -> GetRegisterResponse with all rows of the case; 'n' ‖ court number ‖ 0 ‖ case id -> "1" while a
// row of the case belongs to the number, else "0".
class RegisterProjection : public Projection {
 public:
  static constexpr const char* kName = "register";

  const char* name() const override { return kName; }
  void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const override;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_REGISTER_PROJECTION_H_
