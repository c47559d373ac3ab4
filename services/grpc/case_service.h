// Adapts CaseService to the queries. Contains no rules. Its calls are taken by append_door.h, stream_door.h, and
// answer_door.h.
#ifndef CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_

#include <string>
#include <vector>

#include "casejournal/v1/case_service.grpc.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/list_cursors.h"
#include "services/grpc/raw/queued_methods.h"
#include "services/grpc/unary_method.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// What the answers take. All of it outlives the adapter.
struct CaseServiceParts {
  const Journal& journal;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  ListCursors& cursors;
  const DisclosureDesk& desk;
};

class CaseServiceAdapter {
 public:
  explicit CaseServiceAdapter(CaseServiceParts parts) : parts_(parts) {}

  // What is registered with a server.
  CaseMethods& methods() { return methods_; }
  // Those of them with one answer, but Append.
  const std::vector<UnaryMethod>& unary() const { return unary_; }

 private:
  std::vector<UnaryMethod> Unary() const;

  // The method whose answer is about one case.
  template <typename Request, typename Response>
  UnaryMethod AboutCase(std::string name, absl::StatusOr<Response> (*make)(const Journal&, const Reader&,
                                                                           const Request&, eventstore::Deadline)) const;

  const CaseServiceParts parts_;
  const std::vector<UnaryMethod> unary_ = Unary();
  CaseMethods methods_{v1::CaseService::service_full_name(), NamesOf(unary_)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
