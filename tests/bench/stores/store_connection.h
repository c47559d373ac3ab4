// A connection to a database that is compared with a journal, on which requests are sent without waiting for answers.
#ifndef CASEJOURNAL_TESTS_BENCH_STORES_STORE_CONNECTION_H_
#define CASEJOURNAL_TESTS_BENCH_STORES_STORE_CONNECTION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::services {

// An append to one stream at an expected version: the database must refuse it if the stream has that version already.
struct StoreAppend {
  std::string stream;
  uint64_t version = 0;  // of the first event; the others follow
  absl::Span<const absl::string_view> payloads;
};

// How many answers came at once, and how many of them were refusals.
struct StoreAnswers {
  size_t complete = 0;
  size_t refused = 0;
};

// Requests are answered in the order in which they are sent. Not for concurrent use.
class StoreConnection {
 public:
  virtual ~StoreConnection() = default;
  // The socket, to wait on.
  virtual int descriptor() const = 0;
  // Send one append; all its events are durable before it is answered.
  virtual absl::Status Send(const StoreAppend& append) = 0;
  // Read what has come, without waiting.
  virtual absl::StatusOr<StoreAnswers> Receive() = 0;
};

// Opens one more connection to a database.
using StoreConnect = std::function<absl::StatusOr<std::unique_ptr<StoreConnection>>()>;

// Whether this program was built with a client of the database.
bool HasPostgres();
bool HasRedis();

// Connect to the PostgreSQL that listens on the socket in `directory`, and prepare statements for requests of 1 and of
// `batch` events.
absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToPostgres(const std::string& directory, size_t batch);
// Create the table of streams. Unique (stream, version) is the check of the expected version.
absl::Status CreatePostgresTable(const std::string& directory);
// Connect to the Redis that listens on this socket. An entry's id is its version, so that Redis refuses an id that is
// not above the last one of the stream.
absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToRedis(const std::string& socket);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_STORES_STORE_CONNECTION_H_
