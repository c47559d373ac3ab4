#include "eventstore/storage/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

// Every name that this program uses in the directory.
constexpr std::array<absl::string_view, 16> kNames = {
    "FORMAT", "FORMAT.new", "LOCK",      "acked",         "acked.new", "being-made", "being-made.new", "checkpoints",
    "clock",  "clock.new",  "continued", "continued.new", "keys",      "log",        "projections",    "secrets"};
// What may exist while a journal is created, before FORMAT exists.
constexpr std::array<absl::string_view, 5> kWhileBeingMade = {"FORMAT.new", "being-made", "keys", "log", "secrets"};
// Files that do not indicate a journal.
constexpr std::array<absl::string_view, 2> kNothing = {"LOCK", "being-made.new"};

template <size_t kSize>
bool Among(const std::array<absl::string_view, kSize>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsThere(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

// What a journal left in its directory: files, and directories that are not empty.
absl::StatusOr<std::vector<std::string>> LeftInDirectory(const DataPaths& paths) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(paths.directory);
  if (absl::IsNotFound(names.status())) return std::vector<std::string>();
  if (!names.ok()) return names.status();
  std::vector<std::string> left;
  for (std::string& name : *names) {
    if (Among(kNothing, name) || !Among(kNames, name)) continue;
    const std::string path = absl::StrCat(paths.directory, "/", name);
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return ErrnoStatus(errno, absl::StrCat("checking ", path));
    if (S_ISDIR(info.st_mode)) {
      absl::StatusOr<std::vector<std::string>> inside = ListDirectory(path);
      if (!inside.ok()) return inside.status();
      if (inside->empty()) continue;
    }
    left.push_back(std::move(name));
  }
  return left;
}

// Explain a missing FORMAT.
absl::Status NoFormat(const DataPaths& paths) {
  absl::StatusOr<std::vector<std::string>> left = LeftInDirectory(paths);
  if (!left.ok()) return left.status();
  if (left->empty()) return absl::NotFoundError(absl::StrCat("no journal in ", paths.directory));
  // It must still be proved that there is no entry before the journal is created again (interrupted_making.h).
  const bool only_begun =
      std::all_of(left->begin(), left->end(), [](const std::string& name) { return Among(kWhileBeingMade, name); });
  if (IsThere(paths.being_made) && only_begun) {
    return absl::NotFoundError(absl::StrCat("no journal in ", paths.directory, ": its creation was interrupted"));
  }
  return absl::DataLossError(absl::StrCat("FORMAT is missing from ", paths.directory, ", which holds ",
                                          absl::StrJoin(*left, ", "), ". This is an incomplete journal or backup. ",
                                          kRestoreAllParts));
}

// Explain a FORMAT that is sound, and not the one of this program.
absl::Status UnreadableFormat(const DataPaths& paths, absl::string_view name, uint32_t version) {
  if (name == kDraftFormatName) {
    return absl::FailedPreconditionError(
        absl::StrCat(paths.directory, " was written by a draft of this program (format ", name, " ", version,
                     ") and cannot be opened by this program, which reads ", kFormatName, " ", kFormatVersion));
  }
  const bool newer = name == kFormatName && version > kFormatVersion;
  return absl::FailedPreconditionError(absl::StrCat(paths.directory, " has format ", name, " ", version,
                                                    "; this program reads ", kFormatName, " ", kFormatVersion,
                                                    newer ? ". A newer program wrote it; open it with that one" : ""));
}

}  // namespace

DataPaths::DataPaths(absl::string_view dir, MasterKeySource keys_from)
    : directory(dir),
      format(absl::StrCat(dir, "/FORMAT")),
      being_made(absl::StrCat(dir, "/being-made")),
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
      earlier_keys(absl::StrCat(checkpoints, "/earlier.vkeys")),
      master_keys(std::move(keys_from)) {}

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(const DataPaths& paths) {
  const int fd = OpenFile(paths.lock, O_RDWR | O_CREAT, 0600);
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("opening ", paths.lock));
  if (LockFile(fd, LOCK_EX) != 0) {
    const int error = errno;
    ::close(fd);
    if (error != EWOULDBLOCK) return ErrnoStatus(error, absl::StrCat("locking ", paths.lock));
    return absl::UnavailableError(absl::StrCat(paths.directory, " is in use by another process"));
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(fd));
}

DirectoryLock::~DirectoryLock() { ::close(fd_); }

absl::Status CheckNothingForeign(const DataPaths& paths) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(paths.directory);
  if (absl::IsNotFound(names.status())) return absl::OkStatus();
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (Among(kNames, name)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(paths.directory, " holds ", name, ", which is not part of a journal; nothing was changed"));
  }
  return absl::OkStatus();
}

absl::Status MakeDirectory(const DataPaths& paths) { return MakeDirectoryDurably(paths.directory); }

absl::Status MakeSubdirectories(const DataPaths& paths) {
  for (const std::string* path : {&paths.log, &paths.keys, &paths.secrets, &paths.checkpoints}) {
    std::error_code error;
    std::filesystem::create_directories(*path, error);
    if (error) return ErrnoStatus(error.value(), absl::StrCat("creating ", *path));
  }
  // FORMAT must not be there without them.
  if (absl::Status synced = SyncDirectoryOf(paths.log); !synced.ok()) return synced;
  return MakePrivate(paths);
}

absl::Status MakePrivate(const DataPaths& paths) {
  constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  std::error_code error;
  const auto close = [&](const std::filesystem::path& path) {
    const std::filesystem::perms now = std::filesystem::status(path, error).permissions();
    // A broken link.
    if (error == std::errc::no_such_file_or_directory) return absl::OkStatus();
    if (!error && (now & kOthers) != std::filesystem::perms::none) {
      std::filesystem::permissions(path, kOthers, std::filesystem::perm_options::remove, error);
    }
    return error ? ErrnoStatus(error.value(), absl::StrCat("removing other users' permissions on ", path.string()))
                 : absl::OkStatus();
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
  return absl::IsNotFound(ReadSmallFile(paths.format).status()) ? NoFormat(paths) : absl::OkStatus();
}

absl::Status CheckFormat(const DataPaths& paths) {
  absl::StatusOr<std::string> content = ReadSmallFile(paths.format);
  if (absl::IsNotFound(content.status())) return NoFormat(paths);
  if (!content.ok()) return content.status();
  const std::vector<std::string> words = absl::StrSplit(absl::StripSuffix(*content, "\n"), ' ');
  uint32_t version = 0;
  // SimpleAtoi also reads signs, zeros, and white space that this program does not write.
  const bool number = words.size() == 2 && absl::SimpleAtoi(words[1], &version) && absl::StrCat(version) == words[1];
  if (!number || !absl::EndsWith(*content, "\n")) {
    return absl::DataLossError(absl::StrCat(paths.format, " is damaged: expected a format and its number"));
  }
  if (words[0] == kFormatName && version == kFormatVersion) return absl::OkStatus();
  return UnreadableFormat(paths, words[0], version);
}

absl::Status WriteFormat(const DataPaths& paths) {
  return WriteFileDurably(paths.format, absl::StrCat(kFormatName, " ", kFormatVersion, "\n"), 0600);
}

absl::Status CheckPartsAreThere(const DataPaths& paths) {
  for (const std::string& path : {absl::StrCat(paths.log, "/CURRENT"), absl::StrCat(paths.keys, "/CURRENT"),
                                  paths.master_key, paths.signing_key}) {
    if (path == paths.master_key && paths.master_keys.outside()) continue;
    if (IsThere(path) || errno != ENOENT) continue;
    return absl::DataLossError(absl::StrCat(path, " is missing: the journal in ", paths.directory,
                                            " cannot be opened without it. ", kRestoreAllParts));
  }
  return absl::OkStatus();
}

absl::Status SecretNotRead(absl::string_view what, const absl::Status& read) {
  const std::string text = absl::StrCat(what, ": ", read.message());
  return absl::IsNotFound(read) ? absl::DataLossError(text) : absl::Status(read.code(), text);
}

absl::StatusOr<FreeRoom> FreeRoomAt(const std::string& path) {
  struct statvfs info {};
  if (UntilNotInterrupted([&] { return ::statvfs(path.c_str(), &info); }) != 0)
    return ErrnoStatus(errno, absl::StrCat("reading the free space at ", path));
  FreeRoom room{.bytes = uint64_t{info.f_bavail} * info.f_frsize};
  if (info.f_files > 0) room.files = uint64_t{info.f_favail};
  return room;
}

}  // namespace casejournal::eventstore
