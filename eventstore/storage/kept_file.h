// A small file that is replaced again and again, also on a disk that is full.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_KEPT_FILE_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_KEPT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// Keeps the room for the next content in a second file, PATH.new. A write fills that one and exchanges both, so it
// needs no new file and no new block. Only one writer of a path at a time.
class KeptFile {
 public:
  // Take the room if there is any. Without it, writes work as long as the disk is not full.
  explicit KeptFile(std::string path);
  KeptFile(const KeptFile&) = delete;
  KeptFile& operator=(const KeptFile&) = delete;

  // Replace the content, and sync file and directory, as WriteFileDurably. After OK it survives a power failure. After
  // an error the old content is there, or the new one if only the directory could not be synced.
  absl::Status Write(absl::string_view content);

 private:
  void TakeRoomForNext() const;
  absl::Status SyncNames();

  const std::string path_;
  const std::string next_;
  // If the last exchange is not synced, the disk may still know the next file as the present one.
  bool names_synced_ = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_KEPT_FILE_H_
