// The connection of a client command to a running journal.
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
#include "grpcpp/client_context.h"
#include "services/verify/journal_source.h"
#include "services/verify/seen_directory.h"

namespace casejournal::services {

inline constexpr char kServerDefault[] = "127.0.0.1:7464";

// Which journal, and how long to wait for it.
struct ServerFlags {
  std::string server = kServerDefault;
  double timeout_seconds = 0;  // 0: 30 s for one answer, without limit for a stream
  std::string checkpoints =
      SeenDirectory();  // where the checkpoint that was seen last is kept; empty or "none": it is not

  void Declare(CLI::App& app);

  // The flags, each with a blank before it, that a command line shown to a person needs to reach the same journal: what
  // was given here and is neither a default nor in the environment.
  std::string Again() const;
};

// One channel and the stubs over it. Connects at the first call, and then, before anything is asked, has the journal
// prove that it goes on from what was seen of it last (seen_checkpoint.h): where it does not, the program ends with a
// complaint. Safe for concurrent use once the first context was made.
class JournalClient final : public JournalSource {
 public:
  explicit JournalClient(const ServerFlags& flags);

  v1::CaseService::Stub& cases() { return *cases_; }
  v1::AuditService::Stub& audit() { return *audit_; }
  v1::CourtService::Stub& court() { return *court_; }

  // The context of a call with one answer, or of a stream, with its deadline. For one call. Throws CLI::RuntimeError,
  // which ends the program, where the journal is not the one that was seen.
  std::unique_ptr<grpc::ClientContext> OneAnswer();
  std::unique_ptr<grpc::ClientContext> Stream();

  const std::string& server() const override { return flags_.server; }
  absl::StatusOr<v1::GetCheckpointResponse> Checkpoint() override;
  absl::StatusOr<v1::GetInclusionProofResponse> InclusionProof(const v1::GetInclusionProofRequest& request) override;
  absl::StatusOr<v1::GetConsistencyProofResponse> ConsistencyProof(
      const v1::GetConsistencyProofRequest& request) override;
  absl::Status ReadEvents(const v1::ReadEventsRequest& request,
                          absl::FunctionRef<bool(const v1::ReadEventsResponse&)> take) override;

  // The journal's time zone, asked for once: by the offsets that it adopted last. Throws CLI::RuntimeError, which ends
  // the program, where there is no answer or this computer does not know the zone.
  absl::TimeZone Zone();

 private:
  void Meet();
  absl::Status Outcome(const grpc::Status& status) const;
  // Takes the zone that the entry at the position has. Returns the position of the entry that has the offsets adopted
  // last.
  uint64_t ReadZoneAt(uint64_t position);

  ServerFlags flags_;
  bool met_ = false;
  std::optional<absl::TimeZone> zone_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::AuditService::Stub> audit_;
  std::unique_ptr<v1::CourtService::Stub> court_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_JOURNAL_CLIENT_H_
