// Reads and opens events: finds their keys, and recomputes their commitments. An event that fails a check is never
// returned.
#ifndef CASEJOURNAL_EVENTSTORE_READING_ENTRY_READER_H_
#define CASEJOURNAL_EVENTSTORE_READING_ENTRY_READER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/records/append.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

// Safe for concurrent use. Holds no iterator between calls. `size` is always a committed size of the log.
class EntryReader {
 public:
  EntryReader(const Database& database, const KeyStore& keys) : database_(database), keys_(keys) {}

  // Call `take` for each entry, and return how many there were. With `fill_cache`, RocksDB keeps the blocks that were
  // read from files.
  absl::StatusOr<size_t> Log(Position from, uint64_t size, const ReadLimit& limit, bool fill_cache,
                             TakeEntry take) const;
  absl::StatusOr<size_t> Stream(const StreamId& stream, Revision from, uint64_t size, const ReadLimit& limit,
                                TakeEntry take) const;
  absl::StatusOr<std::vector<PlacedHeader>> Headers(Position from, uint64_t size, size_t events_max) const;
  absl::StatusOr<StreamHead> Head(const StreamId& stream, uint64_t size) const;

  // Open one stored value. kDataLoss names the position.
  absl::StatusOr<RecordedEntry> Open(Position position, absl::string_view value) const;

 private:
  // The key of the entry before: entries of a stream often follow one another.
  struct LastKey {
    uint64_t id = 0;  // no key has it
    Key256 key{};
  };

  absl::Status OpenInto(Position position, absl::string_view value, LastKey& last, RecordedEntry& entry) const;

  const Database& database_;
  const KeyStore& keys_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_READING_ENTRY_READER_H_
