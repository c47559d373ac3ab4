// The salts of the parts of a plan: a preview of a text has the same ones as the version that is then drawn up, a plan
// that is attested twice has the same ones, and nobody without the case's key can guess them.
#ifndef CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
#define CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "eventstore/event_log.h"
#include "projections/state/plan_digest.h"

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

// The seed of the salts for an attestation of the plan of the entries 0 to `last` of the case at `head`, effective up
// to `effective_on`: the same each time, from the case's key. A random one for a case that does not exist at `head`.
//   kNotFound, kDataLoss  the key is lost or damaged.
absl::StatusOr<projections::SaltSeed> AttestationSeed(const eventstore::EventLog& log,
                                                      const eventstore::StreamHead& head, eventstore::Revision last,
                                                      const std::optional<std::string>& effective_on);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_PLAN_SALTS_H_
