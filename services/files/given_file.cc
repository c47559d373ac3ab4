#include "services/files/given_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"

namespace casejournal::services {

absl::Status ReadInput(const std::string& path, std::string* content) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  std::istream& in = path == "-" ? std::cin : file;
  content->clear();
  std::array<char, 1 << 16> buffer;
  // Only the state of the stream reveals a read that failed half way.
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
    content->append(buffer.data(), static_cast<size_t>(in.gcount()));
  return in.bad() ? absl::NotFoundError(absl::StrCat(path, ": cannot be read")) : absl::OkStatus();
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
  const int fd = ::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, mode);
  std::FILE* file = fd < 0 ? nullptr : ::fdopen(fd, "wb");
  if (file == nullptr) return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
  bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  written = std::fclose(file) == 0 && written;
  return written ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
}

}  // namespace

absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode) {
  if (!IsPlainOrNew(path)) return WriteTo(path, content, 0, 0);
  const std::string target = BehindLinks(path);
  const std::string fresh = target + ".new";
  std::remove(fresh.c_str());
  absl::Status written = WriteTo(fresh, content, O_CREAT | O_EXCL, mode);
  if (written.ok() && std::rename(fresh.c_str(), target.c_str()) == 0) return absl::OkStatus();
  if (written.ok()) written = absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
  std::remove(fresh.c_str());
  return written;
}

absl::Status CheckWritable(const std::string& path) {
  std::error_code error;
  if (path.empty()) return absl::UnavailableError("the file name is empty");
  if (std::filesystem::is_directory(path, error))
    return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(EISDIR)));
  if (!IsPlainOrNew(path)) {
    return ::access(path.c_str(), W_OK) == 0 ? absl::OkStatus()
                                             : absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  const std::string fresh = BehindLinks(path) + ".new";
  absl::Status written = WriteTo(fresh, "", O_CREAT, 0600);
  std::remove(fresh.c_str());
  return written;
}

}  // namespace casejournal::services
