#include "services/grpc/court_service.h"

#include "services/answers/documents/get_document.h"
#include "services/answers/exhibits/get_exhibit.h"
#include "services/answers/lists/get_register.h"
#include "services/grpc/refusal_pace.h"

namespace casejournal::services {

template <typename Request, typename Response, typename Work>
grpc::Status CourtServiceAdapter::Give(const grpc::ServerContext& context, absl::string_view method,
                                       const Request& request, grpc::ServerWriter<Response>& writer, Work work) {
  const RefusalPace pace;
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(context, method, request.ByteSizeLong(), CallGate::Answers::kStream);
  if (!admitted.ok()) {
    pace.Keep(admitted.status());
    return Answer(admitted.status(), report_);
  }
  const absl::StatusOr<CallSlots::Slot> slot = exhibits_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  LongCall call(parts_.gate, **admitted, request.case_id());
  const absl::Status outcome =
      work((*admitted)->reader, [&](const Response& chunk) { return call.Check().ok() && writer.Write(chunk); });
  parts_.gate.Count((*admitted)->reader.caller(), method, outcome);
  pace.Keep(outcome);
  return Answer(call.over().ok() ? outcome : call.over(), report_);
}

grpc::Status CourtServiceAdapter::GetExhibit(grpc::ServerContext* context, const v1::GetExhibitRequest* request,
                                             grpc::ServerWriter<v1::GetExhibitResponse>* writer) {
  return Give(*context, "GetExhibit", *request, *writer, [&](const Reader& reader, Send<v1::GetExhibitResponse> send) {
    const ExhibitSources sources{parts_.journal,    reader, parts_.notices, parts_.anchor, parts_.disclosures,
                                 NoticeIn(*context)};
    return services::GetExhibit(sources, *request, send);
  });
}

grpc::Status CourtServiceAdapter::GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                                              grpc::ServerWriter<v1::GetDocumentResponse>* writer) {
  return Give(
      *context, "GetDocument", *request, *writer, [&](const Reader& reader, Send<v1::GetDocumentResponse> send) {
        const DocumentSources sources{parts_.journal, reader, parts_.notices, parts_.disclosures, NoticeIn(*context)};
        return services::GetDocument(sources, *request, send);
      });
}

std::vector<UnaryMethod> CourtServiceAdapter::Unary() const {
  return {Answering<v1::GetRegisterRequest>(
      "GetRegister", [this](const Reader& reader, grpc::ServerContext& context, const v1::GetRegisterRequest& request) {
        return services::GetRegister(parts_.journal, reader, parts_.desk.Telling(NoticeIn(context)), parts_.worker,
                                     parts_.cursors, request, DeadlineOf(context));
      })};
}

}  // namespace casejournal::services
