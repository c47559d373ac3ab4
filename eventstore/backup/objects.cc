#include "eventstore/backup/objects.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/backup/synced_directory.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {

absl::StatusOr<Hash> HashFromHex(absl::string_view hex) {
  Hash hash;
  const std::string bytes = hex.size() == 2 * hash.size() ? absl::HexStringToBytes(hex) : "";
  if (bytes.size() != hash.size() || absl::BytesToHexString(bytes) != hex) {
    return absl::InvalidArgumentError("expected 64 lower-case hexadecimal digits");
  }
  return HashFromBytes(bytes);
}

std::string Objects::PathOf(const Hash& name) const {
  const std::string hex = HexOf(name);
  return absl::StrCat(directory_, "/", hex.substr(0, 2), "/", hex);
}

uint64_t Objects::SizeOf(const Hash& name) const {
  struct stat info {};
  return ::stat(PathOf(name).c_str(), &info) == 0 && S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
}

absl::StatusOr<Objects::Stored> Objects::Put(absl::string_view bytes) const {
  const Hash name = Sha256().Update(bytes).Finish();
  const absl::Status there = Get(name).status();
  if (there.ok()) return Stored{name, false};
  if (!absl::IsDataLoss(there)) return there;
  const std::string path = PathOf(name);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (::mkdir(folder.c_str(), 0700) == 0) {
    if (absl::Status synced = SyncDirectory(directory_); !synced.ok()) return synced;
  } else if (errno != EEXIST) {
    return ErrnoStatus(errno, absl::StrCat("creating ", folder));
  }
  if (absl::Status written = WriteFileDurably(path, bytes, 0600); !written.ok()) return written;
  return Stored{name, true};
}

absl::StatusOr<std::string> Objects::Get(const Hash& name) const {
  const std::string path = PathOf(name);
  absl::StatusOr<std::string> bytes = ReadWholeFile(path, kObjectBytesMax);
  if (absl::IsNotFound(bytes.status())) return absl::DataLossError(absl::StrCat(path, " is missing"));
  if (!bytes.ok()) return bytes.status();
  if (Sha256().Update(*bytes).Finish() != name) {
    return absl::DataLossError(absl::StrCat(path, " is damaged: its bytes do not have the digest of its name"));
  }
  return bytes;
}

absl::StatusOr<std::string> Objects::Beginning(const Hash& name, size_t bytes) const {
  const std::string path = PathOf(name);
  std::string beginning(bytes, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(beginning.data(), static_cast<std::streamsize>(bytes));
  if (file.bad() || !file.is_open()) return absl::UnavailableError(absl::StrCat("reading ", path));
  beginning.resize(static_cast<size_t>(file.gcount()));
  return beginning;
}

// Calls `take` with the folder and the name of each file.
template <typename Take>
absl::Status Objects::EachFile(Take take) const {
  const absl::StatusOr<std::vector<std::string>> folders = ListDirectory(directory_);
  if (!folders.ok()) return folders.status();
  for (const std::string& folder : *folders) {
    if (folder.size() != 2) continue;
    const std::string path = absl::StrCat(directory_, "/", folder);
    const absl::StatusOr<std::vector<std::string>> names = ListDirectory(path);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      if (absl::Status taken = take(path, name); !taken.ok()) return taken;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Hash>> Objects::Names() const {
  std::vector<Hash> found;
  const absl::Status read = EachFile([&](const std::string&, const std::string& name) {
    if (const absl::StatusOr<Hash> hash = HashFromHex(name); hash.ok()) found.push_back(*hash);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

absl::Status Objects::RemoveDrafts() const {
  return EachFile([](const std::string& folder, absl::string_view name) {
    if (!absl::ConsumeSuffix(&name, ".new") || !HashFromHex(name).ok()) return absl::OkStatus();
    const std::string path = absl::StrCat(folder, "/", name, ".new");
    if (RemoveFile(path) == 0 || errno == ENOENT) return absl::OkStatus();
    return ErrnoStatus(errno, absl::StrCat("removing ", path));
  });
}

absl::StatusOr<uint64_t> Objects::Remove(const Hash& name) const {
  const uint64_t bytes = SizeOf(name);
  const std::string path = PathOf(name);
  if (RemoveFile(path) != 0 && errno != ENOENT) return ErrnoStatus(errno, absl::StrCat("removing ", path));
  return bytes;
}

}  // namespace casejournal::eventstore
