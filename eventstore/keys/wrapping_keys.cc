#include "eventstore/keys/wrapping_keys.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {

absl::StatusOr<WrappingKeys> ListWrappingKeys(const std::string& directory, const MasterKeySource& master_keys) {
  const DataPaths paths(directory, master_keys);
  if (absl::Status journal = CheckJournalIsThere(paths); !journal.ok()) return journal;
  const absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  if (absl::Status format = CheckFormat(paths); !format.ok()) return format;
  const absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, Database::Mode::kReadOnly);
  if (!database.ok()) return database.status();

  std::map<WrappingKeyId, WrappingKeyUse> uses;
  const std::unique_ptr<rocksdb::Iterator> row((*database)->db().NewIterator(rocksdb::ReadOptions()));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    const auto id = ByteReader(absl::string_view(row->key().data(), row->key().size())).Take<uint64_t>();
    const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(id, {row->value().data(), row->value().size()});
    if (!wrapped_by.ok()) return wrapped_by.status();
    ++uses[*wrapped_by].rows;
  }
  if (!row->status().ok()) return FromRocksdb(row->status(), absl::StrCat("reading the key store in ", paths.keys));

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

}  // namespace casejournal::eventstore
