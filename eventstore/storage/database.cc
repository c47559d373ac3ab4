#include "eventstore/storage/database.h"

#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/open_files.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/storage/zeros_ahead.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kStreamPrefixBytes = 17;  // kind and UUID

// What RocksDB keeps of the tables of a log: blocks, and the index and the filter of each table. A cache is divided
// into shards, and what is larger than a shard is never kept. By itself RocksDB would make 64 of 2 MiB. The filter of a
// table of 64 MiB that is full of small rows has 2.5 MB: each look-up would read it again, and check its checksum.
constexpr size_t kLogCacheBytes = size_t{128} << 20;
constexpr int kLogCacheShardBits = 2;  // 4 shards of 32 MiB

// A RocksDB info log that writes nothing. On a full disk its file writer aborts the process. Our statuses report
// failures.
class NoInfoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions CommonOptions(Database::Mode mode) {
  rocksdb::DBOptions options;
  options.create_if_missing = mode == Database::Mode::kCreate;
  options.error_if_exists = mode == Database::Mode::kCreate;
  options.create_missing_column_families = mode == Database::Mode::kCreate;
  options.paranoid_checks = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.write_dbid_to_manifest = true;
  // Whole-file checksums in the manifest cover every byte of a table, including padding.
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // All families are flushed together. Tables hold the state after one group, so that a missing write-ahead log takes
  // positions with it, not only an index (numbers_without_gap.h, docs/decisions/0031).
  options.atomic_flush = true;
  options.max_total_wal_size = uint64_t{128} << 20;
  // After a failed write nothing resumes on its own. The log also has its own latch.
  options.max_bgerror_resume_count = 0;
  options.info_log = std::make_shared<NoInfoLog>();
  options.max_open_files = TablesKeptOpen(512);
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16 << 10;
  table.format_version = 5;
  table.cache_index_and_filter_blocks = true;
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kNoCompression;  // ciphertext and hashes do not compress
  options.write_buffer_size = size_t{32} << 20;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Keys of one stream share a prefix. Most look-ups are for the end of a stream, many for streams that do not exist.
rocksdb::ColumnFamilyOptions StreamFamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = FamilyOptions(cache);
  auto* table = options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  table->filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table->block_size = 4 << 10;
  options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(kStreamPrefixBytes));
  options.memtable_prefix_bloom_size_ratio = 0.02;
  return options;
}

// Nearly every look-up is for a request that does not exist. Filters answer it without reading a block.
rocksdb::ColumnFamilyOptions RequestFamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = FamilyOptions(cache);
  auto* table = options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  table->filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table->block_size = 4 << 10;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.memtable_whole_key_filtering = true;
  return options;
}

rocksdb::ColumnFamilyOptions OptionsOfFamily(absl::string_view name, const std::shared_ptr<rocksdb::Cache>& cache) {
  if (name == kFamilyNames[static_cast<size_t>(Family::kStream)]) return StreamFamilyOptions(cache);
  if (name == kFamilyNames[static_cast<size_t>(Family::kRequest)]) return RequestFamilyOptions(cache);
  return FamilyOptions(cache);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path, Mode mode,
                                                         const std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  auto database = std::unique_ptr<Database>(new Database());
  rocksdb::DBOptions options = CommonOptions(mode);
  options.env = database->env_.get();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = mode == Mode::kReadOnly
                                     ? rocksdb::DB::OpenForReadOnly(options, path, families, &database->handles_, &db)
                                     : rocksdb::DB::Open(options, path, families, &database->handles_, &db);
  if (!opened.ok()) return FromRocksdb(opened, absl::StrCat("opening ", path));
  database->db_.reset(db);
  return database;
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenLog(const std::string& path, Mode mode) {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(kLogCacheBytes, kLogCacheShardBits);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kFamilyNames) {
    families.emplace_back(name, OptionsOfFamily(name, cache));
    // Positions only increase: the memtable finds the place of the next one next to the last.
    if (name == kFamilyNames[static_cast<size_t>(Family::kLog)]) {
      families.back().options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
    }
  }
  return Open(path, mode, families);
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenKeys(const std::string& path, Mode mode) {
  return Open(path, mode, {{rocksdb::kDefaultColumnFamilyName, FamilyOptions(rocksdb::NewLRUCache(size_t{8} << 20))}});
}

Database::Database() : env_(NewZerosAheadEnv()) {}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
}

absl::StatusOr<std::optional<std::string>> Database::Get(Family which, const std::string& key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), family(which), key, &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok())
    return FromRocksdb(
        status, absl::StrCat("reading family ", kFamilyNames[static_cast<size_t>(which)], " of ", db_->GetName()));
  return value;
}

absl::Status Database::Flush() {
  return FromRocksdb(db_->Flush(rocksdb::FlushOptions(), handles_), "flushing every family");
}

std::string LogKey(Position position) { return SizeKey(position); }

std::string StreamPrefix(const StreamId& stream) {
  std::string key;
  PutNumber(key, static_cast<uint8_t>(stream.kind));
  PutArray(key, stream.uuid.bytes);
  return key;
}

std::string StreamKey(const StreamId& stream, Revision revision) {
  std::string key = StreamPrefix(stream);
  PutNumber(key, revision);
  return key;
}

std::string RequestKey(const Uuid& request_id) {
  std::string key;
  PutArray(key, request_id.bytes);
  return key;
}

std::string TileKey(TileId tile) {
  std::string key;
  PutNumber(key, static_cast<uint8_t>(tile.level));
  PutNumber(key, tile.index);
  return key;
}

std::string SizeKey(uint64_t size) {
  std::string key;
  PutNumber(key, size);
  return key;
}

}  // namespace casejournal::eventstore
