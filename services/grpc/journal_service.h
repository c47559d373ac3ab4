// Adapts JournalService to its answers. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_

#include <utility>

#include "casejournal/v1/journal_service.grpc.pb.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/call_slots.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/journal/journal.h"

namespace casejournal::services {

struct JournalServiceParts {
  const Journal& journal;  // outlives the adapter, as the gate does
  const CallGate& gate;
  StreamLimits streams;
  uint64_t message_bytes = 0;
  CallerLimitNumbers limits;
};

// Reads run on gRPC's synchronous threads.
class JournalServiceAdapter final : public v1::JournalService::Service {
 public:
  JournalServiceAdapter(JournalServiceParts parts, FailureReport report)
      : parts_(std::move(parts)), report_(std::move(report)) {}

  grpc::Status GetJournal(grpc::ServerContext* context, const v1::GetJournalRequest* request,
                          v1::GetJournalResponse* response) override;
  grpc::Status ListEventTypes(grpc::ServerContext* context, const v1::ListEventTypesRequest* request,
                              v1::ListEventTypesResponse* response) override;
  grpc::Status ListCodes(grpc::ServerContext* context, const v1::ListCodesRequest* request,
                         v1::ListCodesResponse* response) override;
  grpc::Status GetCatalog(grpc::ServerContext* context, const v1::GetCatalogRequest* request,
                          v1::GetCatalogResponse* response) override;

  // What is registered with a server.
  BytesService& methods() { return methods_; }

 private:
  absl::StatusOr<v1::GetJournalResponse> Described(const Reader& reader) const;

  const JournalServiceParts parts_;
  const FailureReport report_;
  BytesService methods_{v1::JournalService::service_full_name(), [this](int index) { return GetHandler(index); },
                        ExplainMalformed(parts_.gate)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_
