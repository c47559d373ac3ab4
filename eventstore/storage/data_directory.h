// The directory of a journal: its files, and who may open it.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/master_key_source.h"

namespace casejournal::eventstore {

// The format of the whole directory: record, keys, families, and events. A program reads this format and no higher one.
inline constexpr absl::string_view kFormatName = "casejournal";
inline constexpr uint32_t kFormatVersion = 1;
// What the programs before the first format wrote. No draft can be read.
inline constexpr absl::string_view kDraftFormatName = "casejournal-draft";

// The remedy for a missing part of a journal; the end of a message.
inline constexpr absl::string_view kRestoreAllParts =
    "Restore all parts of one backup (docs/OPERATING.md lists them); nothing was changed";

// Paths inside the directory.
struct DataPaths {
  explicit DataPaths(absl::string_view directory, MasterKeySource master_keys = {});

  std::string directory;
  std::string format;        // FORMAT: name and number of the format
  std::string being_made;    // being-made: from the first step of creating a journal until its opening is recorded
  std::string lock;          // LOCK: held by the process that has the journal open
  std::string acked;         // acked: the number of acknowledged events
  std::string clock;         // clock: up to which time it is closed, and whether it stopped
  std::string log;           // log/: the RocksDB of the journal
  std::string keys;          // keys/: the RocksDB of the data keys
  std::string secrets;       // secrets/: what must never be copied with the data
  std::string master_key;    // secrets/master.key: wraps the data keys, unless `master_keys` says another place
  std::string signing_key;   // secrets/signing.key: signs checkpoints
  std::string checkpoints;   // checkpoints/: published checkpoints, outside the log
  std::string latest;        // checkpoints/latest: the last published note
  std::string earlier_keys;  // checkpoints/earlier.vkeys: keys of the logs that this one continues

  MasterKeySource master_keys;
};

// Holds the directory for this process until it is destroyed.
class DirectoryLock {
 public:
  //   kUnavailable       another process holds it.
  //   kPermissionDenied  the directory cannot be written.
  //   kNotFound          the directory does not exist.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(const DataPaths& paths);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_;
};

// Check that a journal can be created in the directory: it holds nothing that is not part of one.
//   kFailedPrecondition  it holds something else; nothing was changed.
absl::Status CheckNothingForeign(const DataPaths& paths);

// Create the directory if it is missing.
absl::Status MakeDirectory(const DataPaths& paths);
// Create its subdirectories. Existing ones stay.
absl::Status MakeSubdirectories(const DataPaths& paths);

// Remove every permission on the directory and its content from everyone but its owner: 0700 and 0600. Private files do
// not change. kPermissionDenied: a file has another owner.
absl::Status MakePrivate(const DataPaths& paths);

// Return OK, or what CheckFormat returns for a missing FORMAT file. Changes nothing and takes no lock.
absl::Status CheckJournalIsThere(const DataPaths& paths);

//   kNotFound            no FORMAT file, and nothing else of a journal: there is no journal here, or its creation was
//                        interrupted (`being_made`) and may start again.
//   kFailedPrecondition  a draft, a newer format, or a format of something else; the message says which.
//   kDataLoss            the content is not what this program writes, or the file is missing although parts of a
//                        journal exist: an incomplete backup, or a loss. The message says what is there and what to do.
absl::Status CheckFormat(const DataPaths& paths);
absl::Status WriteFormat(const DataPaths& paths);

// Require the parts that every journal has: both databases and both keys; a master key outside the directory is not
// looked for.
//   kDataLoss  one of them is missing; the message names it and says what to do.
absl::Status CheckPartsAreThere(const DataPaths& paths);

// The error for a file of secrets/ that ReadSmallFile could not read: kDataLoss if it is missing or too large, and as
// `read` if it cannot be read now.
absl::Status SecretNotRead(absl::string_view what, const absl::Status& read);

// What the file system that holds `path` has left for an unprivileged writer.
struct FreeRoom {
  uint64_t bytes = 0;
  std::optional<uint64_t> files;  // absent: it has no limit on the number of files
};
absl::StatusOr<FreeRoom> FreeRoomAt(const std::string& path);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_
