// One process that serves one journal: wiring, limits, logging, signals.
#ifndef CASEJOURNAL_SERVICES_SERVER_SERVER_H_
#define CASEJOURNAL_SERVICES_SERVER_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/person.pb.h"
#include "services/evidence/anchor.h"
#include "services/evidence/notices.h"
#include "services/journal/journal.h"

namespace casejournal::services {

struct ServerOptions {
  JournalOptions journal;
  // HOST:PORT (host_port.h); port 0 picks a free one. Only loopback addresses until callers are authenticated.
  std::string listen = "127.0.0.1:7464";
  // For development: everybody who calls is this member of staff. Without it appends are refused.
  event::v1::Staff development_actor;
  // About how much memory the records of cases in use may take; what is not held is folded from the log when it is
  // used.
  size_t case_memory_bytes = size_t{1} << 30;
  // Who cosigns and stamps checkpoints. The server fills in where it is kept, and who is told.
  AnchorOptions anchor;
  // What recipients of exhibits are told.
  Notices notices;
};

// A running server. Safe for concurrent use.
class Server {
 public:
  // Opens the journal, brings up the read models' worker, and listens.
  //   kInvalidArgument  the address cannot be used, or is not a loopback address.
  //   Others as Journal::Open.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options);

  // Ends calls that follow the log, lets the others end within a few seconds, and closes the journal cleanly.
  ~Server();

  // The port that it listens on.
  int port() const;
  const Journal& journal() const;
  // Host and port.
  std::string address() const;

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Serves until SIGINT or SIGTERM. Prints one line on standard output when it is ready.
absl::Status ServeUntilSignalled(ServerOptions options);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_SERVER_H_
