#include "services/grpc/court_service.h"

#include "services/answers/documents/get_document.h"
#include "services/answers/exhibits/get_exhibit.h"
#include "services/answers/lists/get_register.h"

namespace casejournal::services {

grpc::Status CourtServiceAdapter::GetExhibit(grpc::ServerContext*, const v1::GetExhibitRequest* request,
                                             grpc::ServerWriter<v1::GetExhibitResponse>* writer) {
  const absl::StatusOr<CallSlots::Slot> slot = exhibits_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  const Reader reader(parts_.readers, caller_);
  const ExhibitSources sources{parts_.journal, reader, parts_.notices, parts_.anchor, parts_.disclosures};
  return Answer(services::GetExhibit(sources, *request, [&](const auto& chunk) { return writer->Write(chunk); }),
                report_);
}

grpc::Status CourtServiceAdapter::GetDocument(grpc::ServerContext*, const v1::GetDocumentRequest* request,
                                              grpc::ServerWriter<v1::GetDocumentResponse>* writer) {
  const absl::StatusOr<CallSlots::Slot> slot = exhibits_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  const Reader reader(parts_.readers, caller_);
  const DocumentSources sources{parts_.journal, reader, parts_.notices, parts_.disclosures};
  return Answer(services::GetDocument(sources, *request, [&](const auto& chunk) { return writer->Write(chunk); }),
                report_);
}

grpc::Status CourtServiceAdapter::GetRegister(grpc::ServerContext* context, const v1::GetRegisterRequest* request,
                                              v1::GetRegisterResponse* response) {
  return Answer(services::GetRegister(parts_.journal, Reader(parts_.readers, caller_), parts_.desk, parts_.worker,
                                      parts_.cursors, *request, DeadlineOf(*context)),
                response, report_);
}

}  // namespace casejournal::services
