// The connection of a client command to a server.
#ifndef CASEJOURNAL_SERVICES_CLIENT_JOURNAL_CLIENT_H_
#define CASEJOURNAL_SERVICES_CLIENT_JOURNAL_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "grpcpp/client_context.h"
#include "services/client/connection/connection.h"
#include "services/verify/journal_source.h"
#include "services/verify/seen_directory.h"

namespace casejournal::services {

inline constexpr char kServerDefault[] = "127.0.0.1:7464";

// Checks an option value that is the address of a server, and adds the port 7464 if it has none.
CLI::Validator ServerAddress();

// Which server to use, and how long to wait for it.
struct ServerFlags {
  std::string server = kServerDefault;
  double timeout_seconds = 0;  // 0: 30 s for one answer, no limit for a stream
  std::string checkpoints =
      SeenDirectory();  // where the last checkpoint seen is stored; empty or "none": it is not stored
  ConnectionFlags connection;

  void Declare(CLI::App& app);

  // Return the flags, each after a space, that a suggested command line needs to reach the same server: those that were
  // given and that are neither defaults nor in the environment.
  std::string Again() const;

  // The flags of the connection, with what the context in use (contexts.h) says where no flag and no variable does. A
  // token in a context goes only to the server of that context.
  ConnectionFlags Connection() const;
};

// One channel and the stubs over it. Connects at the first call. Before any other request, the journal must prove that
// it extends the last checkpoint seen (seen_checkpoint.h); if it does not, the program ends with an error. Safe for
// concurrent use after the first context was created.
class JournalClient final : public JournalSource {
 public:
  // Throws CLI::RuntimeError, which ends the program, if the flags of the connection cannot be used; the message was
  // then printed.
  explicit JournalClient(const ServerFlags& flags);

  v1::CaseService::Stub& cases() { return *cases_; }
  v1::AuditService::Stub& audit() { return *audit_; }
  v1::CourtService::Stub& court() { return *court_; }
  v1::JournalService::Stub& described() { return *described_; }
  // For a service that has no stub here. OneAnswer gives the context of a call.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Return the context, with its deadline and its token, of one call with one answer, or of one stream. Throws
  // CLI::RuntimeError, which ends the program, if the journal fails the check against the last checkpoint seen, or if
  // the token cannot be used; the message was then printed.
  std::unique_ptr<grpc::ClientContext> OneAnswer();
  std::unique_ptr<grpc::ClientContext> Stream();

  const std::string& server() const override { return flags_.server; }
  absl::StatusOr<v1::GetCheckpointResponse> Checkpoint() override;
  absl::StatusOr<v1::GetInclusionProofResponse> InclusionProof(const v1::GetInclusionProofRequest& request) override;
  absl::StatusOr<v1::GetConsistencyProofResponse> ConsistencyProof(
      const v1::GetConsistencyProofRequest& request) override;
  absl::Status ReadEvents(const v1::ReadEventsRequest& request,
                          absl::FunctionRef<bool(const v1::ReadEventsResponse&)> take) override;

  // Store a checkpoint that covers the first `size` entries as the last one seen, so that a server that was put back to
  // a state before them is noticed. Nothing is stored, and nothing is said, if the journal does not answer.
  void SeeUpTo(uint64_t size);

  // Return the journal's time zone, with the offsets adopted last; it is requested once. Throws CLI::RuntimeError,
  // which ends the program, if there is no answer or this computer does not know the zone.
  absl::TimeZone Zone();

 private:
  void Meet();
  std::unique_ptr<grpc::ClientContext> ContextFor(double seconds) const;
  absl::Status Outcome(const grpc::Status& status) const;
  // Read the zone from the entry at the position. Return the position of the entry with the offsets adopted last.
  uint64_t ReadZoneAt(uint64_t position);

  ServerFlags flags_;
  ConnectionFlags connection_;
  bool met_ = false;
  std::optional<absl::TimeZone> zone_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::AuditService::Stub> audit_;
  std::unique_ptr<v1::CourtService::Stub> court_;
  std::unique_ptr<v1::JournalService::Stub> described_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_JOURNAL_CLIENT_H_
