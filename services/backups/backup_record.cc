#include "services/backups/backup_record.h"

#include <string>
#include <utility>

#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/proofs/hash.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {

absl::StatusOr<eventstore::Position> RecordBackupProved(eventstore::EventLog& log, const eventstore::Generation& made,
                                                        const Caller& caller) {
  event::v1::JournalEvent event;
  event::v1::BackupProved& proved = *event.mutable_backup_proved();
  proved.set_backup(made.number);
  proved.set_size(made.size);
  proved.set_root(std::string(eventstore::AsBytes(made.root)));
  const eventstore::Hash digest = eventstore::Sha256().Update(eventstore::FormatGeneration(made)).Finish();
  proved.set_description_digest(std::string(eventstore::AsBytes(digest)));
  return AppendToJournalStream(log, eventstore::Uuid::Random(),
                               caller.actor.subject().empty() ? JournalEntry(event) : JournalEntryBy(caller, event));
}

}  // namespace casejournal::services
