#include "services/cases/plan_salts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/seal/keyed_hash.h"

namespace casejournal::services {

std::string PlanSalts::Of(absl::string_view part) {
  // Requests without 32 bytes are refused before their texts count.
  if (eventstore::Key256 seed; seed_.size() == seed.size()) {
    std::copy(seed_.begin(), seed_.end(), seed.begin());
    return std::string(eventstore::AsBytes(eventstore::KeyedHash(seed, part)));
  }
  const auto salt = log_.Keyed(head_, absl::StrCat("plan part salt\n", as_of_revision_, "\n", part));
  if (salt.ok()) return std::string(eventstore::AsBytes(*salt));
  status_.Update(salt.status());
  return std::string(32, '\0');
}

absl::StatusOr<projections::SaltSeed> AttestationSeed(const eventstore::EventLog& log,
                                                      const eventstore::StreamHead& head, eventstore::Revision last,
                                                      const std::optional<std::string>& effective_on) {
  return log.Keyed(head, absl::StrCat("plan attestation seed\n", last, "\n", effective_on.value_or("")));
}

}  // namespace casejournal::services
