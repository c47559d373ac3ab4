#include "services/journal/restored_journal.h"

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {

absl::StatusOr<bool> RecordRestore(eventstore::EventLog& log, const std::string& directory) {
  const std::string path = eventstore::RestoredMarkFile(directory);
  const absl::StatusOr<std::string> text = eventstore::ReadSmallFile(path);
  if (absl::IsNotFound(text.status())) return false;
  if (!text.ok()) return text.status();
  const absl::StatusOr<eventstore::RestoredMark> mark = eventstore::ParseRestoredMark(*text);
  if (!mark.ok()) return absl::DataLossError(absl::StrCat(path, ": ", mark.status().message(), "; restore again"));
  event::v1::JournalEvent event;
  event::v1::JournalRestored& restored = *event.mutable_restored();
  restored.set_backup(mark->backup);
  restored.set_size(mark->size);
  restored.set_root(std::string(eventstore::AsBytes(mark->root)));
  restored.set_published_size(mark->published_size);
  // One id for each restore: an interrupted start records it once.
  const absl::Status recorded = AppendToJournalStream(log, mark->id, JournalEntry(std::move(event))).status();
  if (!recorded.ok() && !absl::IsAlreadyExists(recorded)) return recorded;
  if (eventstore::RemoveFile(path) == 0 || errno == ENOENT) return true;
  return eventstore::ErrnoStatus(errno, absl::StrCat("removing ", path));
}

}  // namespace casejournal::services
