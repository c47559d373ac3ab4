#include "services/journal/continue_journal.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/recovery/continue_log.h"
#include "eventstore/system/system_calls.h"
#include "services/journal/foundations.h"
#include "services/journal/journal.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

// The file that holds the entry until it is recorded.
std::string ContinuedFile(const std::string& directory) { return absl::StrCat(directory, "/continued"); }

// kNotFound: no entry is due.
absl::StatusOr<event::v1::JournalContinued> ReadDue(const std::string& directory) {
  absl::StatusOr<std::string> bytes = eventstore::ReadSmallFile(ContinuedFile(directory));
  if (!bytes.ok()) return bytes.status();
  event::v1::JournalContinued continued;
  if (continued.ParseFromString(*bytes)) return continued;
  return absl::DataLossError(absl::StrCat(ContinuedFile(directory), " is damaged"));
}

}  // namespace

absl::StatusOr<event::v1::JournalContinued> PlanContinuedJournal(const ContinueOptions& options) {
  absl::StatusOr<event::v1::JournalContinued> due = ReadDue(options.directory);
  if (!due.ok() && !absl::IsNotFound(due.status())) return due;
  absl::StatusOr<std::string> origin = eventstore::SigningOrigin(options.directory);
  if (!origin.ok()) return origin.status();
  // It was interrupted after the point of no return.
  if (due.ok() && due->origin() == *origin) return due;
  absl::StatusOr<eventstore::Continuation> plan =
      eventstore::PlanContinuation(options.directory, options.checkpoint, options.checkpoint_copy, options.master_keys);
  if (!plan.ok()) return plan.status();
  event::v1::JournalContinued continued;
  continued.set_origin(plan->origin);
  continued.set_earlier_origin(plan->earlier_origin);
  continued.set_earlier_verifier_key(plan->earlier_verifier_key);
  continued.set_earlier_checkpoint(plan->earlier_checkpoint);
  continued.set_earlier_size(plan->earlier_size);
  continued.set_kept_size(plan->kept_size);
  continued.set_kept_root(std::string(eventstore::AsBytes(plan->kept_root)));
  continued.set_reason(options.reason);
  return continued;
}

absl::Status ContinueJournal(const ContinueOptions& options, const event::v1::JournalContinued& continued) {
  absl::StatusOr<eventstore::Hash> root = eventstore::HashFromBytes(continued.kept_root());
  if (!root.ok()) return root.status();
  absl::Status due =
      eventstore::WriteFileDurably(ContinuedFile(options.directory), continued.SerializeAsString(), 0600);
  if (!due.ok()) return due;
  return eventstore::ContinueLog(options.directory,
                                 {.origin = continued.origin(),
                                  .earlier_origin = continued.earlier_origin(),
                                  .earlier_verifier_key = continued.earlier_verifier_key(),
                                  .earlier_checkpoint = continued.earlier_checkpoint(),
                                  .earlier_size = continued.earlier_size(),
                                  .kept_size = continued.kept_size(),
                                  .kept_root = *root},
                                 options.checkpoint_copy);
}

absl::Status RecordContinuation(eventstore::EventLog& log, const std::string& directory) {
  absl::StatusOr<event::v1::JournalContinued> due = ReadDue(directory);
  if (absl::IsNotFound(due.status())) return absl::OkStatus();
  if (!due.ok()) return due.status();
  absl::StatusOr<JournalFoundations> found = ReadFoundations(log);
  if (!found.ok()) return found.status();
  if (due->origin() == log.origin() && found->origin != log.origin()) {
    event::v1::JournalEvent event;
    *event.mutable_continued() = *std::move(due);
    if (absl::Status recorded = AppendToJournalStream(log, {JournalEntry(std::move(event))}); !recorded.ok())
      return recorded;
  }
  eventstore::RemoveFile(ContinuedFile(directory));
  return absl::OkStatus();
}

}  // namespace casejournal::services
