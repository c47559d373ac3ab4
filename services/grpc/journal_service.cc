#include "services/grpc/journal_service.h"

#include "services/admission/shape/request_shape.h"
#include "services/answers/journal/describe_journal.h"
#include "services/answers/paging.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

grpc::Status JournalServiceAdapter::GetJournal(grpc::ServerContext*, const v1::GetJournalRequest*,
                                               v1::GetJournalResponse* response) {
  v1::JournalLimits limits;
  limits.set_request_cases(kRequestCasesMax);
  limits.set_request_events(kRequestEventsMax);
  limits.set_request_bytes(kRequestBytesMax);
  limits.set_event_bytes(kEventBytesMax);
  limits.set_case_entries(RecorderLimits().case_entries);
  limits.set_page_items(kPageMax);
  limits.set_message_bytes(parts_.message_bytes);
  limits.set_subscribers(static_cast<uint32_t>(parts_.streams.subscribers));
  limits.set_subscribers_with_sentences(static_cast<uint32_t>(parts_.streams.subscribers_with_sentences));
  limits.set_watchers(static_cast<uint32_t>(parts_.streams.watchers));
  *response = services::GetJournal(parts_.journal, limits);
  return grpc::Status::OK;
}

grpc::Status JournalServiceAdapter::ListEventTypes(grpc::ServerContext*, const v1::ListEventTypesRequest* request,
                                                   v1::ListEventTypesResponse* response) {
  return Answer(services::ListEventTypes(*request), response, report_);
}

grpc::Status JournalServiceAdapter::ListCodes(grpc::ServerContext*, const v1::ListCodesRequest* request,
                                              v1::ListCodesResponse* response) {
  return Answer(services::ListCodes(*request), response, report_);
}

grpc::Status JournalServiceAdapter::GetCatalog(grpc::ServerContext*, const v1::GetCatalogRequest*,
                                               v1::GetCatalogResponse* response) {
  *response = services::GetCatalog();
  return grpc::Status::OK;
}

}  // namespace casejournal::services
