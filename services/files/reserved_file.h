// A file whose space is there before anybody is asked for what goes into it.
#ifndef CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_
#define CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Written under a name of its own next to its target, and put in the target's place when it is whole. Behind a link the
// target is the file that the link leads to. A pipe, a device, or "-" (standard output) is written to as it is: nothing
// can be reserved there. Destroyed before Finish, it leaves nothing behind. Not safe for concurrent use.
class ReservedFile {
 public:
  // Opens it and reserves `bytes`. Only its owner may read it (mode 0600).
  //   kAlreadyExists      the target is there, and `replace` is false.
  //   kResourceExhausted  too little space.
  //   kUnavailable        it cannot be written; says why.
  static absl::StatusOr<ReservedFile> Open(const std::string& path, uint64_t bytes, bool replace);

  ReservedFile(ReservedFile&& other) noexcept;
  ReservedFile& operator=(ReservedFile&&) = delete;
  ~ReservedFile();

  // Adds `bytes` at the end. Errors as Open.
  absl::Status Write(absl::string_view bytes);

  // Gives back what was reserved and not written, syncs, and puts the file in the target's place. Errors as Open: where
  // the target came to be in the meantime, kAlreadyExists.
  absl::Status Finish();

 private:
  ReservedFile(std::string target, bool replace) : target_(std::move(target)), replace_(replace) {}
  absl::Status OpenBeside(uint64_t bytes);
  absl::Status Moved();

  std::string target_;
  bool replace_ = false;
  std::string temporary_;  // empty: written to as it is
  int fd_ = -1;
  uint64_t written_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_
