// Adapts CourtService to the queries. Its subscriptions are taken by stream_door.h, and its registers by answer_door.h.
#ifndef CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_

#include <utility>
#include <vector>

#include "casejournal/v1/court_service.grpc.pb.h"
#include "projections/read_models/worker.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/list_cursors.h"
#include "services/evidence/anchor.h"
#include "services/evidence/notices.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/call_slots.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/queued_methods.h"
#include "services/grpc/unary_method.h"
#include "services/journal/journal.h"
#include "services/recorder/access_recorder.h"

namespace casejournal::services {

// What the answers take. All of it outlives the adapter.
struct CourtServiceParts {
  const Journal& journal;
  const projections::Worker& worker;
  ListCursors& cursors;
  // The notices for recipients of exhibits.
  const Notices& notices;
  Anchor& anchor;
  DisclosureRecorder& disclosures;
  const DisclosureDesk& desk;
  const CallGate& gate;
};

// What gives files runs on gRPC's synchronous threads.
class CourtServiceAdapter final : public v1::CourtService::Service {
 public:
  CourtServiceAdapter(CourtServiceParts parts, FailureReport report) : parts_(parts), report_(std::move(report)) {}

  grpc::Status GetExhibit(grpc::ServerContext* context, const v1::GetExhibitRequest* request,
                          grpc::ServerWriter<v1::GetExhibitResponse>* writer) override;

  grpc::Status GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                           grpc::ServerWriter<v1::GetDocumentResponse>* writer) override;

  // What is registered with a server.
  CourtMethods& methods() { return methods_; }
  // Those of them with one answer.
  const std::vector<UnaryMethod>& unary() const { return unary_; }

 private:
  std::vector<UnaryMethod> Unary() const;

  // Answer a call that gives a file: few at a time, and only while its caller's right counts.
  template <typename Request, typename Response, typename Work>
  grpc::Status Give(const grpc::ServerContext& context, absl::string_view method, const Request& request,
                    grpc::ServerWriter<Response>& writer, Work work);

  const CourtServiceParts parts_;
  const FailureReport report_;
  const std::vector<UnaryMethod> unary_ = Unary();
  CourtMethods methods_{v1::CourtService::service_full_name(), [this](int index) { return GetHandler(index); },
                        ExplainMalformed(parts_.gate), NamesOf(unary_)};
  CallSlots exhibits_{2, "limit of exhibits and documents reached (2 in progress); retry later"};  // each takes memory
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_COURT_SERVICE_H_
