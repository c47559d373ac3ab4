#include "tests/bench/rocksdb_baseline.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::services {
namespace {

struct OpenDatabase {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;

  ~OpenDatabase() {
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
};

absl::StatusOr<std::unique_ptr<OpenDatabase>> Open(const std::string& directory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.compression = rocksdb::kNoCompression;
  auto open = std::make_unique<OpenDatabase>();
  rocksdb::DB* db = nullptr;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, options},
                                                                 {"index", options}};
  const rocksdb::Status status = rocksdb::DB::Open(options, directory, families, &open->handles, &db);
  if (!status.ok()) return eventstore::FromRocksdb(status, "opening the baseline");
  open->db.reset(db);
  return open;
}

}  // namespace

absl::StatusOr<LoadResult> WriteSyncedGroups(const std::string& directory, size_t group, size_t record_bytes,
                                             absl::Duration duration) {
  absl::StatusOr<std::unique_ptr<OpenDatabase>> open = Open(directory);
  if (!open.ok()) return open.status();
  LoadResult result;
  const std::string record(record_bytes, 'r');
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const absl::Time start = absl::Now();
  while (absl::Now() - start < duration) {
    const absl::Time began = absl::Now();
    rocksdb::WriteBatch batch;
    rocksdb::Status status;
    for (size_t i = 0; i < group && status.ok(); ++i) {
      const std::string key = absl::StrFormat("%016x", result.events + i);
      status = batch.Put((*open)->handles[0], key, record);
      if (status.ok())
        status = batch.Put((*open)->handles[1], absl::StrFormat("stream-%08x/%s", i, key), key.substr(8));
    }
    if (status.ok()) status = (*open)->db->Write(synced, &batch);
    if (!status.ok()) return eventstore::FromRocksdb(status, "writing the baseline");
    ++result.requests;
    result.events += group;
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - began));
  }
  result.elapsed = absl::Now() - start;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

absl::StatusOr<LoadResult> ReadAllRecords(const std::string& directory) {
  absl::StatusOr<std::unique_ptr<OpenDatabase>> open = Open(directory);
  if (!open.ok()) return open.status();
  LoadResult result;
  const absl::Time start = absl::Now();
  const std::unique_ptr<rocksdb::Iterator> at((*open)->db->NewIterator(rocksdb::ReadOptions(), (*open)->handles[0]));
  size_t bytes = 0;
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    bytes += at->value().size();
    ++result.events;
  }
  if (!at->status().ok()) return eventstore::FromRocksdb(at->status(), "reading the baseline");
  if (bytes == 0) return absl::UnavailableError("the baseline could not be read");
  result.elapsed = absl::Now() - start;
  return result;
}

absl::StatusOr<LoadResult> GetRowsOneByOne(const std::string& directory, size_t rows, size_t row_bytes, size_t reads) {
  absl::StatusOr<std::unique_ptr<OpenDatabase>> open = Open(directory);
  if (!open.ok()) return open.status();
  const std::string row(row_bytes, 'r');
  for (size_t i = 0; i < rows; ++i) {
    rocksdb::WriteOptions unlogged;
    unlogged.disableWAL = true;
    const rocksdb::Status put = (*open)->db->Put(unlogged, (*open)->handles[0], absl::StrFormat("%016x", i), row);
    if (!put.ok()) return eventstore::FromRocksdb(put, "writing the baseline");
  }
  LoadResult result;
  std::mt19937_64 random(1);
  std::string value;
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < reads; ++i) {
    const std::string key = absl::StrFormat("%016x", random() % rows);
    const rocksdb::Status got = (*open)->db->Get(rocksdb::ReadOptions(), (*open)->handles[0], key, &value);
    if (!got.ok()) return eventstore::FromRocksdb(got, "reading the baseline");
  }
  result.elapsed = absl::Now() - start;
  result.events = reads;
  return result;
}

}  // namespace casejournal::services
