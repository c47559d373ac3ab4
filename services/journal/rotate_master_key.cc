#include "services/journal/rotate_master_key.h"

#include <optional>
#include <string>

#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/keys/wrapping_keys.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

// Record it, unless it is recorded under this id.
void RecordRotation(eventstore::EventLog& log, const Caller& caller, const eventstore::UnfinishedRotation& done,
                    Rotation& rotation) {
  event::v1::JournalEvent event;
  event.mutable_master_key_rotated()->set_keys(done.keys);
  event.mutable_master_key_rotated()->set_wrapping_key_id(std::string(done.newest.begin(), done.newest.end()));
  const absl::StatusOr<eventstore::Position> recorded = AppendToJournalStream(
      log, done.id, caller.actor.subject().empty() ? JournalEntry(event) : JournalEntryBy(caller, event));
  rotation.not_recorded = recorded.status();
  if (recorded.ok()) rotation.recorded_at = *recorded;
  if (!absl::IsAlreadyExists(recorded.status())) return;
  const absl::StatusOr<eventstore::FoundRequest> found = log.FindRequest(done.id);
  rotation.not_recorded = found.status();
  if (found.ok()) rotation.recorded_at = found->first;
}

}  // namespace

absl::StatusOr<Rotation> MasterKeyRotation::Rotate(const Caller& caller,
                                                   absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress) {
  Rotation rotation;
  bool is_complete = false;
  std::optional<eventstore::UnfinishedRotation> recorded;
  const absl::StatusOr<eventstore::RotatedKeys> rotated = log_.RotateMasterKey([&](uint64_t done, uint64_t total) {
    if (!progress(done, total)) return false;
    if (done < total) return true;
    // The last batch is not written yet (KeyStore::Rotate). Whatever ends this process from here on, the next rotation
    // finds the same one unfinished, under the same id.
    is_complete = true;
    const eventstore::StoredParts stored = log_.stored();
    const absl::StatusOr<eventstore::UnfinishedRotation> found =
        eventstore::FindRotation(stored.keys, stored.directory, stored.master_keys);
    if (!found.ok()) return true;
    recorded = *found;
    RecordRotation(log_, caller, *recorded, rotation);
    return true;
  });
  if (!rotated.ok()) return rotated.status();
  rotation.rotated = *rotated;
  if (recorded) rotation.rotated.keys = recorded->keys;
  // Somebody changed the source between the two times that it was read.
  if (is_complete && (!recorded || recorded->newest != rotated->id)) {
    rotation.rotated = *rotated;
    RecordRotation(log_, caller, {.id = eventstore::Uuid::Random(), .newest = rotated->id, .keys = rotated->keys},
                   rotation);
  }
  return rotation;
}

}  // namespace casejournal::services
