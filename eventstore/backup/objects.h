// The files of a backup repository that hold content: each is named by the SHA-256 of its bytes, written once, and
// never changed.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_OBJECTS_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_OBJECTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

// No object is larger.
inline constexpr size_t kObjectBytesMax = size_t{64} << 20;

// Safe for concurrent use, apart from Remove of an object that another thread uses.
class Objects {
 public:
  // `directory` exists.
  explicit Objects(std::string directory) : directory_(std::move(directory)) {}

  struct Stored {
    Hash name{};
    bool added = false;  // false: it was there
  };
  // Store and sync `bytes`. An object that is there is read, and written again if it has other bytes.
  absl::StatusOr<Stored> Put(absl::string_view bytes) const;

  //   kDataLoss  the object is missing, is too large, or has other bytes than its name says; the message names its
  //   file.
  absl::StatusOr<std::string> Get(const Hash& name) const;
  // Its first bytes, which are not checked; fewer if it is shorter.
  absl::StatusOr<std::string> Beginning(const Hash& name, size_t bytes) const;
  // The size of the file, or 0 if it is missing.
  uint64_t SizeOf(const Hash& name) const;

  // All names, in order. Other files are ignored.
  absl::StatusOr<std::vector<Hash>> Names() const;
  // Remove it, and return its size.
  absl::StatusOr<uint64_t> Remove(const Hash& name) const;

  // Remove the files that an interrupted Put left.
  absl::Status RemoveDrafts() const;

  std::string PathOf(const Hash& name) const;

 private:
  template <typename Take>
  absl::Status EachFile(Take take) const;

  std::string directory_;
};

// 64 lower-case hexadecimal digits. kInvalidArgument: anything else.
absl::StatusOr<Hash> HashFromHex(absl::string_view hex);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_OBJECTS_H_
