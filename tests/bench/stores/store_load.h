// The load on a database that is compared with a journal.
#ifndef CASEJOURNAL_TESTS_BENCH_STORES_STORE_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_STORES_STORE_LOAD_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load.h"
#include "tests/bench/stores/store_connection.h"

namespace casejournal::services {

// A database with more processes than this is slower, so more requests than this share connections.
inline constexpr size_t kStoreConnectionsMax = 64;

// A client that appends the payloads in turn to `streams` streams, each at the version that it expects. One thread
// serves all connections. Not for concurrent use.
class StoreLoad {
 public:
  StoreLoad(StoreConnect connect, size_t streams, std::vector<std::string> payloads);
  ~StoreLoad();

  // Keep `in_flight` requests in flight. At most one at a time is for the same stream.
  absl::StatusOr<LoadResult> Append(const LoadShape& shape);
  // Append one request with one event, and return how long it took.
  absl::StatusOr<absl::Duration> AppendOne();

 private:
  struct Open;
  absl::Status ConnectUpTo(size_t connections);
  absl::Status SendNext(Open& open, size_t events);

  const StoreConnect connect_;
  const std::vector<std::string> payloads_;
  std::vector<std::unique_ptr<Open>> connections_;
  std::vector<uint64_t> versions_;  // by stream
  size_t next_stream_ = 0;
  size_t next_payload_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_STORES_STORE_LOAD_H_
