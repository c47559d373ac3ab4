// Adapts JournalService to its answers. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_

#include <utility>
#include <vector>

#include "casejournal/v1/journal_service.grpc.pb.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/call_slots.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/grpc/unary_method.h"
#include "services/journal/journal.h"

namespace casejournal::services {

struct JournalServiceParts {
  const Journal& journal;  // outlives the adapter, as the gate does
  const CallGate& gate;
  StreamLimits streams;
  uint64_t message_bytes = 0;
  CallerLimitNumbers limits;
};

class JournalServiceAdapter {
 public:
  explicit JournalServiceAdapter(JournalServiceParts parts) : parts_(std::move(parts)) {}

  // What is registered with a server. All its methods have one answer.
  BytesService& methods() { return methods_; }
  const std::vector<UnaryMethod>& unary() const { return unary_; }

 private:
  std::vector<UnaryMethod> Unary() const;
  absl::StatusOr<v1::GetJournalResponse> Described(const Reader& reader) const;

  const JournalServiceParts parts_;
  const std::vector<UnaryMethod> unary_ = Unary();
  BytesService methods_{v1::JournalService::service_full_name(), NamesOf(unary_)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_JOURNAL_SERVICE_H_
