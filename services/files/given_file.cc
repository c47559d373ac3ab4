#include "services/files/given_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::services {

absl::Status ReadInput(const std::string& path, std::string* content) {
  content->clear();
  std::array<char, 1 << 16> buffer;
  if (path == "-") {
    while (std::cin.read(buffer.data(), buffer.size()) || std::cin.gcount() > 0)
      content->append(buffer.data(), static_cast<size_t>(std::cin.gcount()));
    return std::cin.bad() ? absl::NotFoundError("-: cannot be read") : absl::OkStatus();
  }
  const eventstore::Descriptor file(eventstore::OpenFile(path, O_RDONLY));
  ssize_t count = file.ok() ? 1 : -1;
  while (count > 0) {
    count = eventstore::ReadSome(file.fd(), buffer.data(), buffer.size());
    if (count > 0) content->append(buffer.data(), static_cast<size_t>(count));
  }
  return count == 0 ? absl::OkStatus() : absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
}

absl::Status GivenFileError(const std::string& path, int error) {
  const std::string text = absl::StrCat(path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) return eventstore::DiskFullError(text);
  return absl::UnavailableError(text);
}

namespace {

// Only a file can be replaced; pipes and devices are written to. A link counts as its target.
bool IsPlainOrNew(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

std::string BehindLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

absl::Status WriteTo(const std::string& path, absl::string_view content, int flags, unsigned mode) {
  const eventstore::Descriptor file(eventstore::OpenFile(path, flags | O_WRONLY, mode));
  const bool written = file.ok() && eventstore::WriteAll(file.fd(), content) == 0;
  return written ? absl::OkStatus() : GivenFileError(path, errno);
}

}  // namespace

absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode) {
  if (!IsPlainOrNew(path)) return WriteTo(path, content, 0, 0);
  const std::string target = BehindLinks(path);
  const std::string fresh = target + ".new";
  eventstore::RemoveFile(fresh);
  absl::Status written = WriteTo(fresh, content, O_CREAT | O_EXCL, mode);
  if (written.ok() && eventstore::RenameFile(fresh, target) == 0) return absl::OkStatus();
  if (written.ok()) written = GivenFileError(path, errno);
  eventstore::RemoveFile(fresh);
  return written;
}

absl::Status CheckWritable(const std::string& path) {
  std::error_code error;
  if (path.empty()) return absl::UnavailableError("the file name is empty");
  if (std::filesystem::is_directory(path, error)) return GivenFileError(path, EISDIR);
  if (!IsPlainOrNew(path)) return ::access(path.c_str(), W_OK) == 0 ? absl::OkStatus() : GivenFileError(path, errno);
  const std::string fresh = BehindLinks(path) + ".new";
  absl::Status written = WriteTo(fresh, "", O_CREAT, 0600);
  eventstore::RemoveFile(fresh);
  return written;
}

}  // namespace casejournal::services
