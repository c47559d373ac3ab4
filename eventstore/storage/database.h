// How the RocksDB databases of a journal are opened, and the keys of the log's families (LOG_FORMAT.md, "Families").
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_DATABASE_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_DATABASE_H_

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/tile.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

inline absl::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// The families of the log, in the order of their handles.
enum class Family : size_t { kDefault, kLog, kStream, kRequest, kTree, kCheckpoint, kGroup, kMeta };
inline constexpr std::array<const char*, 8> kFamilyNames = {"default", "log",        "stream", "request",
                                                            "tree",    "checkpoint", "group",  "meta"};

// An open RocksDB and its handles. Any thread may read; one thread writes.
class Database {
 public:
  enum class Mode { kCreate, kReadWrite, kReadOnly };

  // Open the RocksDB of the log, and recover the write-ahead log up to its first incomplete group.
  static absl::StatusOr<std::unique_ptr<Database>> OpenLog(const std::string& path, Mode mode);
  // Open the RocksDB of the data keys, with one family. An incomplete last batch is dropped; none of its keys was used.
  static absl::StatusOr<std::unique_ptr<Database>> OpenKeys(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* family(Family family) const { return handles_[static_cast<size_t>(family)]; }

  // Return nothing for a missing key.
  absl::StatusOr<std::optional<std::string>> Get(Family family, const std::string& key) const;
  // Flush every family, so that no write-ahead log has to be read.
  absl::Status Flush();

 private:
  Database();
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path, Mode mode,
                                                        const std::vector<rocksdb::ColumnFamilyDescriptor>& families);

  std::unique_ptr<rocksdb::Env> env_;  // outlives db_
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// The row of family `meta` that holds the highest key id in use, u64.
inline constexpr absl::string_view kLastKeyIdRow = "last-key-id";

// Big-endian, so that keys sort like their numbers.
std::string LogKey(Position position);
std::string StreamKey(const StreamId& stream, Revision revision);
std::string StreamPrefix(const StreamId& stream);
std::string RequestKey(const Uuid& request_id);
std::string TileKey(TileId tile);
std::string SizeKey(uint64_t size);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_DATABASE_H_
