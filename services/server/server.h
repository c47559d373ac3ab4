// One process that serves one journal: wiring, limits, logging, and signals.
#ifndef CASEJOURNAL_SERVICES_SERVER_SERVER_H_
#define CASEJOURNAL_SERVICES_SERVER_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/person.pb.h"
#include "services/access/caller_limits.h"
#include "services/access/callers.h"
#include "services/access/token_verifier.h"
#include "services/evidence/anchor.h"
#include "services/evidence/notices.h"
#include "services/grpc/call_slots.h"
#include "services/journal/journal.h"
#include "services/server/transport.h"

namespace casejournal::services {

struct ServerOptions {
  JournalOptions journal;
  // HOST:PORT (host_port.h). Port 0 picks a free port.
  std::string listen = "127.0.0.1:7464";
  // TLS. Must be set, except with insecure_dev.
  TransportOptions transport;
  // The keys that sign tokens, as a file or an https URL (key_source.h). Empty: no token is accepted.
  std::string token_keys;
  std::string token_keys_ca;  // authorities for that URL; empty: those of the system
  TokenRules token_rules;
  // The client certificates that stand for callers; they need transport.client_ca_file.
  std::vector<CertificateCaller> certificate_callers;
  // For development: plain text, only on loopback addresses, and every caller is `development_actor`.
  bool insecure_dev = false;
  event::v1::Staff development_actor;
  // Record a disclosure for reads of plans, too.
  bool journal_all_reads = false;
  // Approximate memory for the records of cases in use, and for their dockets. Other cases are folded from the log when
  // they are used.
  size_t case_memory_bytes = size_t{1} << 30;
  // The directory for backups of this journal (OperatorService.Backup). Empty: none are made.
  std::string backup_repository;
  // Witnesses and timestamps of checkpoints. The server sets where they are kept and who is notified.
  AnchorOptions anchor;
  // The notices for recipients of exhibits.
  Notices notices;
  // Log only what an operator must act on: not the start, the stop, and calls that are refused or slow.
  bool quiet = false;
  // How many connections are open at a time; more are closed as they come in. 0: as many as the limit of open files
  // leaves room for (listen/descriptors.h).
  uint64_t connections = 0;
  // While the process holds more memory than this, connections that nobody known has used are ended
  // (listen/listener.h). 0: 2 GiB more than case_memory_bytes.
  uint64_t memory_bytes = 0;
  // Further calls are rejected. Tests use less.
  StreamLimits streams;
  // Of each caller.
  CallerLimitNumbers caller_limits;
  // The longest time that a stop takes: for calls in progress, and for closing the journal.
  absl::Duration stop_within = absl::Seconds(10);
};

// A running server. Safe for concurrent use.
class Server {
 public:
  // Open the journal, start the worker of the read models, and listen.
  //   kInvalidArgument  the address cannot be used, it is not a loopback address though insecure_dev is set, the
  //   journal
  //                     has an administrator though insecure_dev is set, the files of the transport cannot be used, or
  //                     this process may have too few files open for the connections.
  //   Others as Journal::Open.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options);

  // Stop, and close the journal cleanly.
  ~Server();

  // Admit no more calls: they are answered UNAVAILABLE. End calls that last, let the others end for most of
  // `stop_within`, and end all connections. Not for concurrent use; the second time it does nothing.
  void Stop();

  // The port that it listens on.
  int port() const;
  // How many connections it has at most.
  uint64_t connections() const;
  const Journal& journal() const;
  // Host and port.
  std::string address() const;

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Serve until SIGINT or SIGTERM. Print one line on standard output when ready.
absl::Status ServeUntilSignalled(ServerOptions options);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_SERVER_H_
