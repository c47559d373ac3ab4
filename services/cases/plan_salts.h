// The salts of the parts of a plan's text: a preview has the same ones as the version that is then drawn up, and nobody
// without the case's key can guess them.
#ifndef CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
#define CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// Salts for one text of the case at `head`, drawn from `as_of_revision`. Equal parts of texts from other revisions get
// other salts. Not for concurrent use.
class PlanSalts {
 public:
  // `log` must outlive it.
  PlanSalts(const eventstore::EventLog& log, const eventstore::StreamHead& head, uint64_t as_of_revision)
      : log_(log), head_(head), as_of_revision_(as_of_revision) {}

  // 32 bytes.
  std::string Of(absl::string_view part);

  // Why a salt could not be made; then no text with these salts may be used.
  const absl::Status& status() const { return status_; }

 private:
  const eventstore::EventLog& log_;
  const eventstore::StreamHead head_;
  const uint64_t as_of_revision_;
  absl::Status status_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
