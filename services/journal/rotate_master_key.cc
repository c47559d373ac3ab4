#include "services/journal/rotate_master_key.h"

#include <string>

#include "casejournal/event/v1/journal_event.pb.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {

absl::StatusOr<Rotation> MasterKeyRotation::Rotate(const Caller& caller,
                                                   absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress) {
  const absl::StatusOr<eventstore::RotatedKeys> rotated = log_.RotateMasterKey(progress);
  if (!rotated.ok()) return rotated.status();
  Rotation rotation{.rotated = *rotated};
  if (rotated->keys == 0) return rotation;
  event::v1::JournalEvent event;
  event.mutable_master_key_rotated()->set_keys(rotated->keys);
  event.mutable_master_key_rotated()->set_wrapping_key_id(std::string(rotated->id.begin(), rotated->id.end()));
  const absl::StatusOr<eventstore::Position> recorded =
      AppendToJournalStream(log_, eventstore::Uuid::Random(),
                            caller.actor.subject().empty() ? JournalEntry(event) : JournalEntryBy(caller, event));
  if (recorded.ok()) rotation.recorded_at = *recorded;
  rotation.not_recorded = recorded.status();
  return rotation;
}

}  // namespace casejournal::services
