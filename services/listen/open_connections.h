// Which connections are open, though somebody else closes them: gRPC owns a connection once it has it, and tells
// nobody when it ends. And which of them are of use to somebody.
#ifndef CASEJOURNAL_SERVICES_LISTEN_OPEN_CONNECTIONS_H_
#define CASEJOURNAL_SERVICES_LISTEN_OPEN_CONNECTIONS_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace casejournal::services {

// One thread adds, counts, and ends; any thread tells of use. The owner of a socket may close it at any time.
class OpenConnections {
 public:
  // Count a connected socket, which was accepted at `now` of a steady clock.
  void Add(int socket, absl::Time now);

  // Forget those that were closed since, and return how many are left.
  size_t Count();

  // A call on the connection from `peer` ("ipv4:127.0.0.1:40000", as gRPC writes it) was answered: whoever called is
  // known, and may call.
  void Use(absl::string_view peer) ABSL_LOCKS_EXCLUDED(mutex_);

  // End up to `most` connections. First those that are older than `patience` and never were of use, the oldest first.
  // Then those from which nothing has come for `patience`, the most silent ones first: a client that lives answers the
  // server's pings. Returns how many were ended; their owner closes them soon after.
  size_t MakeRoom(size_t most, absl::Duration patience, absl::Time now);

  // End all that are older than `patience` and never were of use. Returns how many.
  size_t EndUnused(absl::Duration patience, absl::Time now);

  void EndAll();

 private:
  // A number is given to the next file as soon as it is closed; `inode` tells whether it still is the same socket.
  struct Open {
    int socket;
    ino_t inode;
    std::string peer;
    absl::Time since;
    bool ended = false;
  };
  struct Usage {
    ino_t inode;
    bool used = false;
  };

  bool IsUsed(const Open& one) const ABSL_LOCKS_EXCLUDED(mutex_);
  size_t End(const std::vector<Open*>& chosen, size_t most);

  std::vector<Open> open_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Usage> by_peer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_LISTEN_OPEN_CONNECTIONS_H_
