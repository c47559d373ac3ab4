// A port, and how many connections it lets in. gRPC 1.51 has no such bound, and its own listener ends for good when a
// connection comes in while the process has no descriptor left.
#ifndef CASEJOURNAL_SERVICES_LISTEN_LISTENER_H_
#define CASEJOURNAL_SERVICES_LISTEN_LISTENER_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/listen/open_connections.h"
#include "services/net/host_port.h"

namespace casejournal::services {

struct Admission {
  // How many connections may be open. A connection beyond that is closed as soon as it comes in.
  uint64_t connections = 0;
  // While hardly any place is left, connections that were of no use for so long make room (OpenConnections::MakeRoom).
  absl::Duration patience = absl::Seconds(5);
  // While this process holds more memory than this, connections that never were of use are ended: a call that does not
  // end its request costs memory, and nobody knows yet who calls.
  uint64_t memory_bytes = std::numeric_limits<uint64_t>::max();
  // Who owns a connection that was let in: a socket that does not block. Called in one thread.
  std::function<void(int socket)> take;
  // What an operator must hear: connections that were refused or ended, at most once a minute; a port that takes none
  // for a while. Called in the same thread.
  std::function<void(const std::string& line)> tell;
};

class Listener {
 public:
  // Bind every address of the host, and listen. Connections wait until Admit. An address that stands for all of the
  // machine takes IPv4 and IPv6, where the machine has both. Port 0 picks a free port.
  //   kInvalidArgument  the host has no address, or one cannot be bound; the message says why.
  static absl::StatusOr<std::unique_ptr<Listener>> Bind(const HostPort& at);

  ~Listener();

  int port() const { return port_; }

  // Let connections in, in a thread. Called once.
  void Admit(Admission admission);

  // Let no more in, give the port back, and end those that were let in. May be called twice.
  void Close();

  // A call on the connection from `peer` was answered (OpenConnections::Use). Safe for concurrent use.
  void Use(absl::string_view peer) { open_.Use(peer); }

 private:
  Listener() = default;
  void Run();
  void AcceptFrom(int listening);
  void MakeRoom();
  void SaveMemory();
  bool HasRoom();
  void TellRefused();

  std::vector<int> listening_;
  int port_ = 0;
  int wake_ = -1;  // readable once this ends
  Admission admission_;
  OpenConnections open_;
  uint64_t count_ = 0;  // of open_, when it was counted, and those since
  absl::Time counted_at_ = absl::InfinitePast();
  uint64_t refused_ = 0;  // since the last line
  uint64_t ended_ = 0;
  uint64_t ended_for_memory_ = 0;
  absl::Time told_at_ = absl::InfinitePast();
  bool starved_ = false;  // the last connection could not be accepted
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_LISTEN_LISTENER_H_
