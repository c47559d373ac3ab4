// The salts of the parts of a plan's text: a preview has the same ones as the version that is then drawn up, and nobody
// without the case's key can guess them.
#ifndef CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
#define CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// Salts for the text of `version` of the case at `head`: from its seed, or else from the case's key. Then equal parts
// of texts from other revisions get other salts. Not for concurrent use.
class PlanSalts {
 public:
  // `log` must outlive it.
  PlanSalts(const eventstore::EventLog& log, const eventstore::StreamHead& head,
            const event::v1::PlanVersionDrawnUp& version)
      : log_(log), head_(head), as_of_revision_(version.as_of_revision()), seed_(version.salt_seed()) {}

  // 32 bytes.
  std::string Of(absl::string_view part);

  // Why a salt could not be made; then no text with these salts may be used.
  const absl::Status& status() const { return status_; }

 private:
  const eventstore::EventLog& log_;
  const eventstore::StreamHead head_;
  const uint64_t as_of_revision_;
  const std::string seed_;
  absl::Status status_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
