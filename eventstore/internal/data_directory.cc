#include "eventstore/internal/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace casejournal::eventstore {

DataPaths::DataPaths(absl::string_view dir)
    : directory(dir),
      format(absl::StrCat(dir, "/FORMAT")),
      lock(absl::StrCat(dir, "/LOCK")),
      acked(absl::StrCat(dir, "/acked")),
      clock(absl::StrCat(dir, "/clock")),
      log(absl::StrCat(dir, "/log")),
      keys(absl::StrCat(dir, "/keys")),
      secrets(absl::StrCat(dir, "/secrets")),
      master_key(absl::StrCat(secrets, "/master.key")),
      signing_key(absl::StrCat(secrets, "/signing.key")),
      checkpoints(absl::StrCat(dir, "/checkpoints")),
      latest(absl::StrCat(checkpoints, "/latest")),
      earlier_keys(absl::StrCat(checkpoints, "/earlier.vkeys")) {}

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(const DataPaths& paths) {
  const int fd = ::open(paths.lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("opening ", paths.lock));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(fd);
    if (error != EWOULDBLOCK) return ErrnoStatus(error, absl::StrCat("locking ", paths.lock));
    return absl::UnavailableError(absl::StrCat(paths.directory, " is in use by another process"));
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(fd));
}

DirectoryLock::~DirectoryLock() { ::close(fd_); }

absl::Status MakeDirectories(const DataPaths& paths) {
  static constexpr std::array<absl::string_view, 13> kOurs = {
      "FORMAT", "FORMAT.new", "LOCK", "acked", "clock", "clock.new", "continued", "continued.new", "log", "keys", "secrets", "checkpoints", "projections"};
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(paths.directory, ignored)) {
    const std::string name = entry.path().filename().string();
    if (std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end()) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(paths.directory, " holds ", name, ", which is no part of a journal; nothing was changed"));
  }
  for (const std::string* path : {&paths.directory, &paths.log, &paths.keys, &paths.secrets, &paths.checkpoints}) {
    std::error_code error;
    std::filesystem::create_directories(*path, error);
    if (error) return ErrnoStatus(error.value(), absl::StrCat("making ", *path));
  }
  return MakePrivate(paths);
}

absl::Status MakePrivate(const DataPaths& paths) {
  constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  std::error_code error;
  const auto close = [&](const std::filesystem::path& path) {
    const std::filesystem::perms now = std::filesystem::status(path, error).permissions();
    // A link that leads nowhere.
    if (error == std::errc::no_such_file_or_directory) return absl::OkStatus();
    if (!error && (now & kOthers) != std::filesystem::perms::none) {
      std::filesystem::permissions(path, kOthers, std::filesystem::perm_options::remove, error);
    }
    return error ? ErrnoStatus(error.value(), absl::StrCat("taking others' rights to ", path.string())) : absl::OkStatus();
  };
  if (absl::Status closed = close(paths.directory); !closed.ok()) return closed;
  std::filesystem::recursive_directory_iterator entry(paths.directory, error);
  if (error) return ErrnoStatus(error.value(), absl::StrCat("reading ", paths.directory));
  for (; entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (error) return ErrnoStatus(error.value(), absl::StrCat("reading ", paths.directory));
    if (absl::Status closed = close(entry->path()); !closed.ok()) return closed;
  }
  return absl::OkStatus();
}

absl::Status CheckJournalIsThere(const DataPaths& paths) {
  std::error_code ignored;
  const absl::StatusOr<std::string> format = ReadSmallFile(paths.format);
  if (!absl::IsNotFound(format.status())) return absl::OkStatus();
  for (const std::string* part : {&paths.acked, &paths.log, &paths.keys, &paths.secrets}) {
    if (!std::filesystem::exists(*part, ignored)) continue;
    return absl::DataLossError(absl::StrCat(paths.format, " is missing, and ", paths.directory, " holds parts of a journal"));
  }
  return absl::NotFoundError(absl::StrCat("no journal in ", paths.directory));
}

absl::Status CheckFormat(const DataPaths& paths) {
  absl::StatusOr<std::string> content = ReadSmallFile(paths.format);
  if (absl::IsNotFound(content.status())) return absl::NotFoundError(absl::StrCat("no journal in ", paths.directory));
  if (!content.ok()) return content.status();
  const std::vector<std::string> words = absl::StrSplit(absl::StripSuffix(*content, "\n"), ' ');
  uint32_t version = 0;
  if (words.size() != 2 || !absl::SimpleAtoi(words[1], &version) || !absl::EndsWith(*content, "\n")) {
    return absl::DataLossError(absl::StrCat(paths.format, " is damaged: it does not name a format and its number"));
  }
  if (words[0] == kFormatName && version == kFormatVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(paths.directory, " has format ", words[0], " ", version,
                                                    "; this program reads ", kFormatName, " ", kFormatVersion));
}

absl::Status WriteFormat(const DataPaths& paths) {
  return WriteFileDurably(paths.format, absl::StrCat(kFormatName, " ", kFormatVersion, "\n"), 0600);
}

absl::StatusOr<uint64_t> FreeBytes(const std::string& path) {
  struct statvfs info;
  if (::statvfs(path.c_str(), &info) != 0) return ErrnoStatus(errno, absl::StrCat("asking for free space at ", path));
  return uint64_t{info.f_bavail} * info.f_frsize;
}

}  // namespace casejournal::eventstore
