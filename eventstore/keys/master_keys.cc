#include "eventstore/keys/master_keys.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/ed25519.h"
#include "eventstore/seal/random.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

using Kind = MasterKeySource::Kind;

constexpr absl::string_view kHexDigits = "0123456789abcdef";
constexpr absl::string_view kCredentialsDirectory = "CREDENTIALS_DIRECTORY";

// Without a copy of the digits.
bool ReadHexKey(absl::string_view digits, Key256& key) {
  if (digits.size() != 2 * Key256::size()) return false;
  for (size_t at = 0; at < Key256::size(); ++at) {
    const size_t high = kHexDigits.find(digits[2 * at]);
    const size_t low = kHexDigits.find(digits[2 * at + 1]);
    if (high == absl::string_view::npos || low == absl::string_view::npos) return false;
    key[at] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

// `where` is for messages.
absl::StatusOr<MasterKeys> ParseMasterKeys(absl::string_view text, const std::string& where, Kind kind) {
  const bool is_file = kind == Kind::kInDirectory || kind == Kind::kFile;
  std::vector<Key256> keys;
  bool whole = !is_file || absl::EndsWith(text, "\n");
  while (whole && !text.empty()) {
    const size_t end = std::min(text.find_first_of(kind == Kind::kEnvironment ? ",\n" : "\n"), text.size());
    whole = ReadHexKey(text.substr(0, end), keys.emplace_back());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (whole && !keys.empty()) return MasterKeys(std::move(keys));
  return absl::DataLossError(absl::StrCat(where, " is damaged: expected 64 lower-case hexadecimal digits",
                                          kind == Kind::kEnvironment
                                              ? "; commas separate several keys, the newest first"
                                              : " on each line, the newest key first"));
}

// What a source that is not in the directory lacks may be there later.
absl::Status NotThere(const MasterKeySource& source, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("the master key (", TextOf(source), ") cannot be read: ", why));
}

absl::StatusOr<std::string> PathOfCredential(const MasterKeySource& source) {
  const char* const directory = std::getenv(kCredentialsDirectory.data());
  if (directory == nullptr || *directory == '\0') {
    return NotThere(source, absl::StrCat("$", kCredentialsDirectory,
                                         " is not set; systemd sets it for a service with LoadCredential= or "
                                         "LoadCredentialEncrypted="));
  }
  return absl::StrCat(directory, "/", source.name);
}

absl::StatusOr<MasterKeys> ReadKeysOfFile(const std::string& path, const MasterKeySource& source) {
  absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) {
    if (!source.outside()) return SecretNotRead("master key", text.status());
    if (absl::IsNotFound(text.status())) return NotThere(source, text.status().message());
    return absl::Status(text.status().code(), absl::StrCat("master key: ", text.status().message()));
  }
  const absl::Cleanup wipe = [&text] { Wipe(*text); };
  return ParseMasterKeys(*text, path, source.kind);
}

// Whether a new journal gets a new key there.
bool IsMade(const MasterKeySource& source) {
  return source.kind == Kind::kInDirectory ||
         (source.kind == Kind::kFile && ::access(source.name.c_str(), F_OK) != 0 && errno == ENOENT);
}

absl::Status WriteNewKey(const std::string& path) {
  std::string line = NewMasterKeyLine();
  const absl::Cleanup wipe = [&line] { Wipe(line); };
  return WriteFileDurably(path, line, 0600);
}

// As WriteFileDurably, but the file has owner and permissions of `before` when it gets its name: a server of another
// user may read it at any time.
absl::Status ReplaceFile(const std::string& path, absl::string_view content, const struct stat& before) {
  const std::string draft = absl::StrCat(path, ".new");
  if (RemoveFile(draft) != 0 && errno != ENOENT) return ErrnoStatus(errno, absl::StrCat("removing ", draft));
  const Descriptor file(OpenFile(draft, O_WRONLY | O_CREAT | O_EXCL, 0600));
  if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("creating ", draft));
  const auto failed = [&](absl::string_view doing) {
    absl::Status why = ErrnoStatus(errno, absl::StrCat(doing, " ", draft));
    RemoveFile(draft);
    return why;
  };
  if (::fchown(file.fd(), before.st_uid, before.st_gid) != 0) return failed("giving the owner of the old file to");
  if (::fchmod(file.fd(), before.st_mode & 07777) != 0) return failed("giving the permissions of the old file to");
  if (WriteAll(file.fd(), content) != 0) return failed("writing");
  if (SyncFile(file.fd()) != 0) return failed("syncing");
  if (RenameFile(draft, path) != 0) return failed("renaming");
  return SyncDirectoryOf(path);
}

}  // namespace

MasterKeys::MasterKeys(std::vector<Key256> newest_first) {
  keys_.reserve(newest_first.size());
  for (const Key256& key : newest_first) keys_.push_back({.key = key, .id = IdOfWrappingKey(key)});
}

std::vector<WrappingKeyId> MasterKeys::ids() const {
  std::vector<WrappingKeyId> ids;
  for (const Named& named : keys_) ids.push_back(named.id);
  return ids;
}

const Key256* MasterKeys::Find(const WrappingKeyId& id) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Named& named) { return named.id == id; });
  return found == keys_.end() ? nullptr : &found->key;
}

absl::StatusOr<Key256> MasterKeys::Unwrap(uint64_t key_id, absl::string_view row) const {
  const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(key_id, row);
  if (!wrapped_by.ok()) return wrapped_by.status();
  if (const Key256* const key = Find(*wrapped_by); key != nullptr) return UnwrapKey(*key, key_id, row);
  const std::string names =
      absl::StrJoin(keys_, ", ", [](std::string* out, const Named& named) { out->append(HexOf(named.id)); });
  return absl::DataLossError(
      absl::StrCat(keys_.size() == 1 ? "the master key is not the one that wrapped the row of data key "
                                     : "no master key of the source is the one that wrapped the row of data key ",
                   key_id, ": the row names the wrapping key ", HexOf(*wrapped_by), ", and ",
                   keys_.size() == 1 ? "the master key is " : "the master keys are ", names));
}

absl::StatusOr<MasterKeys> ReadMasterKeys(const DataPaths& paths) {
  const MasterKeySource& source = paths.master_keys;
  switch (source.kind) {
    case Kind::kInDirectory:
      return ReadKeysOfFile(paths.master_key, source);
    case Kind::kFile:
      return ReadKeysOfFile(source.name, source);
    case Kind::kCredential: {
      const absl::StatusOr<std::string> path = PathOfCredential(source);
      if (!path.ok()) return path.status();
      return ReadKeysOfFile(*path, source);
    }
    case Kind::kEnvironment:
      break;
  }
  const char* const text = std::getenv(source.name.c_str());
  if (text == nullptr || *text == '\0') return NotThere(source, absl::StrCat("$", source.name, " is not set"));
  return ParseMasterKeys(text, absl::StrCat("$", source.name), source.kind);
}

absl::Status CheckMasterKeysForNew(const DataPaths& paths) {
  return IsMade(paths.master_keys) ? absl::OkStatus() : ReadMasterKeys(paths).status();
}

absl::StatusOr<MasterKeys> MakeMasterKeys(const DataPaths& paths) {
  if (absl::Status fit = CheckMasterKeysForNew(paths); !fit.ok()) return fit;
  if (IsMade(paths.master_keys)) {
    const std::string& path = paths.master_keys.outside() ? paths.master_keys.name : paths.master_key;
    if (absl::Status written = WriteNewKey(path); !written.ok()) return written;
  }
  return ReadMasterKeys(paths);
}

std::string NewMasterKeyLine() {
  Key256 key;
  FillRandom(absl::MakeSpan(key));
  std::string line;
  line.reserve(2 * Key256::size() + 1);
  for (const uint8_t byte : key) {
    line.push_back(kHexDigits[byte >> 4]);
    line.push_back(kHexDigits[byte & 15]);
  }
  line.push_back('\n');
  return line;
}

absl::StatusOr<WrappingKeyId> PutNewMasterKeyFirst(const std::string& given) {
  std::error_code unresolved;
  // A link stays a link.
  const std::string path = std::filesystem::canonical(given, unresolved).string();
  if (unresolved) return ErrnoStatus(unresolved.value(), absl::StrCat("opening ", given));
  const Descriptor held(OpenFile(path, O_RDONLY));
  if (!held.ok()) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  if (LockFile(held.fd(), LOCK_EX) != 0) {
    if (errno != EWOULDBLOCK) return ErrnoStatus(errno, absl::StrCat("locking ", path));
    return absl::UnavailableError(absl::StrCat("another process puts a key into ", path, " now; nothing was changed"));
  }
  struct stat locked {};
  struct stat before {};
  if (::fstat(held.fd(), &locked) != 0 || ::stat(path.c_str(), &before) != 0)
    return ErrnoStatus(errno, absl::StrCat("checking ", path));
  if (locked.st_dev != before.st_dev || locked.st_ino != before.st_ino) {
    return absl::UnavailableError(
        absl::StrCat("another process replaced ", path, " meanwhile; nothing was changed by this one"));
  }

  absl::StatusOr<std::string> old = ReadSmallFile(path);
  if (!old.ok()) return old.status();
  const absl::Cleanup wipe_old = [&old] { Wipe(*old); };
  if (absl::Status sound = ParseMasterKeys(*old, path, Kind::kFile).status(); !sound.ok()) return sound;
  std::string line = NewMasterKeyLine();
  std::string both;
  both.reserve(line.size() + old->size());
  both.append(line).append(*old);
  const absl::Cleanup wipe_new = [&] {
    Wipe(line);
    Wipe(both);
  };
  const absl::StatusOr<MasterKeys> now = ParseMasterKeys(both, path, Kind::kFile);
  if (!now.ok()) return now.status();
  if (absl::Status replaced = ReplaceFile(path, both, before); !replaced.ok()) return replaced;
  return now->newest_id();
}

}  // namespace casejournal::eventstore
