// A read model that is kept up with the log: what it is called, and what a case's new entries change in it.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Raised whenever the rows of any projection change for the same log: a new version is built beside the old one.
inline constexpr int kReadModelVersion = 5;

// Takes a row to be written; the same key again replaces it.
using PutRow = absl::FunctionRef<void(std::string key, std::string value)>;

// Its rows are a function of the log alone, however the entries come in batches.
class Projection {
 public:
  virtual ~Projection() = default;
  // The name of its family.
  virtual const char* name() const = 0;
  // Writes what changed by the entries of `record` from revision `first_new` on.
  virtual void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const = 0;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_
