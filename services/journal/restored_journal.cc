#include "services/journal/restored_journal.h"

#include <cerrno>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"
#include "services/journal/foundations.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {

absl::StatusOr<std::vector<v1::GivenRole>> AdministratorsIn(eventstore::EventLogOptions options,
                                                            const std::string& day) {
  const absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log = eventstore::EventLog::Open(std::move(options));
  if (!log.ok()) return log.status();
  const absl::StatusOr<JournalFoundations> found = ReadFoundations(**log);
  if (!found.ok()) return found.status();
  std::vector<v1::GivenRole> administrators;
  for (const v1::GivenRole& role : found->roles.all()) {
    const bool counts = !role.has_ended_at() && (role.until().empty() || role.until() >= day);
    if (role.role() == event::v1::ROLE_ADMINISTRATOR && counts) administrators.push_back(role);
  }
  return administrators;
}

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
  if (!mark->administrator_subject.empty()) {
    restored.mutable_administrator()->set_issuer(mark->administrator_issuer);
    restored.mutable_administrator()->set_subject(mark->administrator_subject);
  }
  // One id for each restore: an interrupted start records it once.
  const absl::Status recorded = AppendToJournalStream(log, mark->id, JournalEntry(std::move(event))).status();
  if (!recorded.ok() && !absl::IsAlreadyExists(recorded)) return recorded;
  if (eventstore::RemoveFile(path) == 0 || errno == ENOENT) return true;
  return eventstore::ErrnoStatus(errno, absl::StrCat("removing ", path));
}

}  // namespace casejournal::services
