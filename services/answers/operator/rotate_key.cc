#include "services/answers/operator/rotate_key.h"

#include <string>

#include "eventstore/proofs/durable_file.h"
#include "services/access/clocks.h"
#include "services/errors/error_details.h"
#include "services/errors/without_paths.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kRotationStepEvery = absl::Milliseconds(500);
constexpr absl::Duration kRetryRotationAfter = absl::Seconds(10);

v1::RotateMasterKeyResponse StepOf(const Rotation& rotation) {
  v1::RotateMasterKeyResponse response;
  v1::RotatedMasterKey& rotated = *response.mutable_rotated();
  rotated.set_keys(rotation.rotated.keys);
  rotated.set_wrapping_key_id(std::string(rotation.rotated.id.begin(), rotation.rotated.id.end()));
  if (rotation.recorded_at) rotated.set_recorded_at_position(*rotation.recorded_at);
  rotated.set_not_recorded(WithoutPaths(rotation.not_recorded.message()));
  return response;
}

}  // namespace

absl::Status RotateKey(MasterKeyRotation& keys, const Caller& caller, Send<v1::RotateMasterKeyResponse> send) {
  absl::Time next = SteadyNow();
  const absl::StatusOr<Rotation> rotation = keys.Rotate(caller, [&](uint64_t done, uint64_t total) {
    if (SteadyNow() < next) return true;
    next = SteadyNow() + kRotationStepEvery;
    v1::RotateMasterKeyResponse step;
    step.mutable_progress()->set_done(done);
    step.mutable_progress()->set_total(total);
    return send(step);
  });
  // Another rotation: only a full disk says so, too.
  if (absl::IsResourceExhausted(rotation.status()) && !eventstore::SaysDiskFull(rotation.status()))
    return RetryAfter(rotation.status(), kRetryRotationAfter);
  if (!rotation.ok()) return rotation.status();
  return send(StepOf(*rotation)) ? absl::OkStatus() : absl::CancelledError("the client disconnected");
}

}  // namespace casejournal::services
