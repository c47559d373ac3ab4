#include "services/files/reserved_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/system_calls.h"
#include "services/files/given_file.h"

namespace casejournal::services {
namespace {

absl::Status IsThere(const std::string& path) {
  return absl::AlreadyExistsError(
      absl::StrCat(path, " already exists; nothing was requested. Choose another name, or use --force to replace it"));
}

}  // namespace

absl::StatusOr<ReservedFile> ReservedFile::Open(const std::string& path, uint64_t bytes, bool replace) {
  if (absl::Status writable = path == "-" ? absl::OkStatus() : CheckWritable(path); !writable.ok()) return writable;
  std::error_code error;
  const std::filesystem::path behind = std::filesystem::canonical(path, error);
  ReservedFile file(error ? path : behind.string(), replace);
  const std::filesystem::file_status status = std::filesystem::status(file.target_, error);
  if (path == "-") {
    file.fd_ = eventstore::UntilNotInterrupted([] { return ::dup(STDOUT_FILENO); });
  } else if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) {
    if (std::filesystem::exists(status) && !replace) return IsThere(path);
    if (absl::Status opened = file.OpenBeside(bytes); !opened.ok()) return opened;
  } else {
    file.fd_ = eventstore::OpenFile(file.target_, O_WRONLY);
  }
  if (file.fd_ < 0) return GivenFileError(path, errno);
  return file;
}

ReservedFile::ReservedFile(ReservedFile&& other) noexcept
    : target_(std::move(other.target_)),
      replace_(other.replace_),
      temporary_(std::exchange(other.temporary_, "")),
      fd_(std::exchange(other.fd_, -1)),
      written_(other.written_) {}

ReservedFile::~ReservedFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) eventstore::RemoveFile(temporary_);
}

absl::Status ReservedFile::OpenBeside(uint64_t bytes) {
  const std::filesystem::path target(target_);
  std::string name = (target.parent_path() / absl::StrCat(".", target.filename().string(), ".XXXXXX")).string();
  // Each try changes the name. Mode 0600.
  fd_ = eventstore::UntilNotInterrupted([&] {
    name.replace(name.size() - 6, 6, "XXXXXX");
    return ::mkostemp(name.data(), O_CLOEXEC);
  });
  if (fd_ < 0) return GivenFileError(target_, errno);
  temporary_ = std::move(name);
  int reserved = 0;
  do {
    reserved = bytes == 0 ? 0 : ::posix_fallocate(fd_, 0, static_cast<off_t>(bytes));
  } while (reserved == EINTR);
  return reserved == 0 ? absl::OkStatus() : GivenFileError(target_, reserved);
}

absl::Status ReservedFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = eventstore::UntilNotInterrupted([&] { return ::write(fd_, bytes.data(), bytes.size()); });
    if (count < 0) return GivenFileError(target_, errno);
    bytes.remove_prefix(static_cast<size_t>(count));
    written_ += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status ReservedFile::Finish() {
  if (!temporary_.empty()) {
    if (eventstore::TruncateFile(fd_, written_) != 0 || eventstore::SyncFile(fd_) != 0)
      return GivenFileError(target_, errno);
    if (absl::Status moved = Moved(); !moved.ok()) return moved;
    temporary_.clear();
  }
  return ::close(std::exchange(fd_, -1)) == 0 ? absl::OkStatus() : GivenFileError(target_, errno);
}

absl::Status ReservedFile::Moved() {
  if (replace_)
    return eventstore::RenameFile(temporary_, target_) == 0 ? absl::OkStatus() : GivenFileError(target_, errno);
  if (eventstore::RenameToNew(temporary_, target_) == 0) return absl::OkStatus();
  // Some file systems do not support RENAME_NOREPLACE.
  if (errno == EINVAL && ::access(target_.c_str(), F_OK) != 0 && eventstore::RenameFile(temporary_, target_) == 0)
    return absl::OkStatus();
  return errno == EEXIST ? IsThere(target_) : GivenFileError(target_, errno);
}

}  // namespace casejournal::services
