// A file whose disk space is reserved before its content is requested.
#ifndef CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_
#define CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// The file is written under a temporary name next to its target, and replaces the target when it is complete. If the
// path is a link, the target is the file that the link points to. A pipe, a device, or "-" (standard output) is written
// to directly, without a reservation. Destroyed before Finish, the object leaves no file behind. Not safe for
// concurrent use.
class ReservedFile {
 public:
  // Open the file and reserve `bytes`. Only its owner can read it (mode 0600).
  //   kAlreadyExists      the target exists, and `replace` is false.
  //   kResourceExhausted  there is too little disk space.
  //   kUnavailable        the file cannot be written; the message says why.
  static absl::StatusOr<ReservedFile> Open(const std::string& path, uint64_t bytes, bool replace);

  ReservedFile(ReservedFile&& other) noexcept;
  ReservedFile& operator=(ReservedFile&&) = delete;
  ~ReservedFile();

  // Append `bytes`. Errors as for Open.
  absl::Status Write(absl::string_view bytes);

  // Release the space that was reserved but not written, sync, and move the file to the target. Errors as for Open;
  // kAlreadyExists if the target was created in the meantime.
  absl::Status Finish();

 private:
  ReservedFile(std::string target, bool replace) : target_(std::move(target)), replace_(replace) {}
  absl::Status OpenBeside(uint64_t bytes);
  absl::Status Moved();

  std::string target_;
  bool replace_ = false;
  std::string temporary_;  // empty: the target is written to directly
  int fd_ = -1;
  uint64_t written_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_RESERVED_FILE_H_
