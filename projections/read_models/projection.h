// A read model that follows the log: its name, and what new entries of a case, or about who was given what, change in
// it.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Increase it if the rows of any projection change for the same log. The new version is built next to the old one.
inline constexpr int kReadModelVersion = 9;

// Takes a row to write. A row with the same key replaces it.
using PutRow = absl::FunctionRef<void(std::string key, std::string value)>;

// The rows are a function of the log alone, however the entries are batched.
class Projection {
 public:
  virtual ~Projection() = default;
  // The name of its family.
  virtual const char* name() const = 0;
  // Write what the entries of `record` from revision `first_new` on change. Called for every append, so its cost must
  // not grow with the number of entries before them, except for types of which a case has few.
  virtual void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const = 0;
  // Write what an entry adds that is about access to a case, or about what a reader follows.
  virtual void ApplyAccess(const event::v1::StoredEvent& /*stored*/, eventstore::Position /*position*/,
                           PutRow /*put*/) const {}
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_PROJECTION_H_
