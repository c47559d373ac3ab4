#include "eventstore/keys/wrapping_keys.h"

#include <algorithm>
#include <map>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

using SeeRow = absl::FunctionRef<void(uint64_t id, const WrappingKeyId& wrapped_by, absl::string_view row)>;

absl::Status ForEachRow(const Database& keys, SeeRow see) {
  const std::unique_ptr<rocksdb::Iterator> at(keys.db().NewIterator(rocksdb::ReadOptions()));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    const auto id = ByteReader(absl::string_view(at->key().data(), at->key().size())).Take<uint64_t>();
    const absl::string_view row(at->value().data(), at->value().size());
    const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(id, row);
    if (!wrapped_by.ok()) return wrapped_by.status();
    see(id, *wrapped_by, row);
  }
  return FromRocksdb(at->status(), absl::StrCat("reading the key store in ", keys.db().GetName()));
}

}  // namespace

absl::StatusOr<WrappingKeys> ListWrappingKeys(const std::string& directory, const MasterKeySource& master_keys) {
  const DataPaths paths(directory, master_keys);
  if (absl::Status journal = CheckJournalIsThere(paths); !journal.ok()) return journal;
  const absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  if (absl::Status format = CheckFormat(paths); !format.ok()) return format;
  const absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, Database::Mode::kReadOnly);
  if (!database.ok()) return database.status();

  std::map<WrappingKeyId, WrappingKeyUse> uses;
  const absl::Status read = ForEachRow(
      **database, [&](uint64_t, const WrappingKeyId& wrapped_by, absl::string_view) { ++uses[wrapped_by].rows; });
  if (!read.ok()) return read;

  WrappingKeys listed;
  const absl::StatusOr<MasterKeys> masters = ReadMasterKeys(paths);
  listed.source = masters.status();
  if (masters.ok()) {
    for (const WrappingKeyId& id : masters->ids()) uses[id].in_source = true;
    uses[masters->newest_id()].newest = true;
  }
  for (auto& [id, use] : uses) {
    use.id = id;
    listed.uses.push_back(use);
  }
  return listed;
}

absl::StatusOr<UnfinishedRotation> FindRotation(const Database& keys, const std::string& directory,
                                                const MasterKeySource& master_keys) {
  const absl::StatusOr<MasterKeys> masters = ReadMasterKeys(DataPaths(directory, master_keys));
  if (!masters.ok()) return masters.status();
  UnfinishedRotation found{.newest = masters->newest_id()};
  uint64_t all = 0;
  uint64_t old = 0;
  bool all_anew = false;
  Sha256 digest;
  digest.Update("casejournal/rotation/v1\n")
      .Update({reinterpret_cast<const char*>(found.newest.data()), found.newest.size()});
  const absl::Status read = ForEachRow(keys, [&](uint64_t id, const WrappingKeyId& wrapped_by, absl::string_view row) {
    if (id == 0) {
      digest.Update(row);
      all_anew = wrapped_by != found.newest;
      return;
    }
    ++all;
    if (wrapped_by != found.newest) ++old;
  });
  if (!read.ok()) return read;
  found.keys = all_anew ? all : old;
  const Hash hash = digest.Finish();
  std::copy_n(hash.begin(), found.id.bytes.size(), found.id.bytes.begin());
  // RFC 9562, version 8.
  found.id.bytes[6] = (found.id.bytes[6] & 0x0f) | 0x80;
  found.id.bytes[8] = (found.id.bytes[8] & 0x3f) | 0x80;
  return found;
}

}  // namespace casejournal::eventstore
