// The directory that holds a journal: which files there are, and who may open it.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/durable_file.h"

namespace casejournal::eventstore {

// The format of the directory as a whole: record, keys, families. A program refuses a higher one. Until the event
// schema is frozen the name says "draft", and a draft of another number is not read either.
inline constexpr absl::string_view kFormatName = "casejournal-draft";
inline constexpr uint32_t kFormatVersion = 1;

// What an operator does about a part of a journal that is missing; the end of a message.
inline constexpr absl::string_view kRestoreAllParts =
    "Restore all parts of one backup (docs/OPERATING.md lists them); nothing was changed";

// Paths inside the directory.
struct DataPaths {
  explicit DataPaths(absl::string_view directory);

  std::string directory;
  std::string format;        // FORMAT: name and number of the format
  std::string being_made;    // being-made: from the first step of making a journal until its opening is recorded
  std::string lock;          // LOCK: held by the one process that has the journal open
  std::string acked;         // acked: how many events were acknowledged
  std::string clock;         // clock: up to where time is closed, and whether it stopped
  std::string log;           // log/: the RocksDB of the journal
  std::string keys;          // keys/: the RocksDB of the data keys
  std::string secrets;       // secrets/: what must never be copied with the data
  std::string master_key;    // secrets/master.key: wraps the data keys
  std::string signing_key;   // secrets/signing.key: signs checkpoints
  std::string checkpoints;   // checkpoints/: what was published, outside the log
  std::string latest;        // checkpoints/latest: the last note that left
  std::string earlier_keys;  // checkpoints/earlier.vkeys: of the logs that this one went on from
};

// Holds the directory for this process until destroyed.
class DirectoryLock {
 public:
  //   kUnavailable       another process holds it.
  //   kPermissionDenied  the directory cannot be written.
  //   kNotFound          there is no such directory.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(const DataPaths& paths);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_;
};

// What the directory must have for a journal to be made in it: nothing that is no part of one.
//   kFailedPrecondition  it holds something else; nothing was changed.
absl::Status CheckNothingForeign(const DataPaths& paths);

// Makes the directory where it is missing.
absl::Status MakeDirectory(const DataPaths& paths);
// Makes its sub-directories; those that exist are kept.
absl::Status MakeSubdirectories(const DataPaths& paths);

// Takes every right to the directory and to what is in it from all but its owner: 0700 and 0600. What is private stays
// as it is. kPermissionDenied: something in it has another owner.
absl::Status MakePrivate(const DataPaths& paths);

// Changes nothing; takes no lock. What CheckFormat says of a missing FORMAT file, else OK.
absl::Status CheckJournalIsThere(const DataPaths& paths);

//   kNotFound            no FORMAT file, and nothing else that a journal would leave: no journal here, or one that was
//                        never finished being made (`being_made`), which may be made anew.
//   kFailedPrecondition  another format or a newer version.
//   kDataLoss            the file says nothing that this program ever wrote, or is missing beside what a journal
//                        leaves: a backup that was restored in part, or a loss. The text says what is there and what to
//                        do.
absl::Status CheckFormat(const DataPaths& paths);
absl::Status WriteFormat(const DataPaths& paths);

// Requires what no journal goes without: both databases and both keys.
//   kDataLoss  one of them is missing; the text names it and says what to do.
absl::Status CheckPartsAreThere(const DataPaths& paths);

// Free bytes of the file system that holds `path`, for an unprivileged writer.
absl::StatusOr<uint64_t> FreeBytes(const std::string& path);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_DATA_DIRECTORY_H_
