#include "services/grpc/journal_service.h"

#include "services/admission/shape/request_shape.h"
#include "services/answers/journal/describe_journal.h"
#include "services/answers/paging.h"
#include "services/grpc/once.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

grpc::Status JournalServiceAdapter::GetJournal(grpc::ServerContext* context, const v1::GetJournalRequest* request,
                                               v1::GetJournalResponse* response) {
  return Once(parts_.gate, *context, "GetJournal", *request, response, report_,
              [&](const Reader& reader) { return Described(reader); });
}

absl::StatusOr<v1::GetJournalResponse> JournalServiceAdapter::Described(const Reader& reader) const {
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
  limits.set_caller_calls_per_second(parts_.limits.calls_per_second);
  limits.set_caller_streams(parts_.limits.streams);
  limits.set_caller_request_bytes(parts_.limits.request_bytes);
  v1::GetJournalResponse response = services::GetJournal(parts_.journal, limits);
  response.set_transport(parts_.gate.callers().is_development() ? v1::TRANSPORT_INSECURE_DEVELOPMENT
                                                                : v1::TRANSPORT_TLS);
  *response.mutable_caller() = DescribeCaller(reader);
  return response;
}

grpc::Status JournalServiceAdapter::ListEventTypes(grpc::ServerContext* context,
                                                   const v1::ListEventTypesRequest* request,
                                                   v1::ListEventTypesResponse* response) {
  return Once(parts_.gate, *context, "ListEventTypes", *request, response, report_,
              [&](const Reader&) { return services::ListEventTypes(*request); });
}

grpc::Status JournalServiceAdapter::ListCodes(grpc::ServerContext* context, const v1::ListCodesRequest* request,
                                              v1::ListCodesResponse* response) {
  return Once(parts_.gate, *context, "ListCodes", *request, response, report_,
              [&](const Reader&) { return services::ListCodes(*request); });
}

grpc::Status JournalServiceAdapter::GetCatalog(grpc::ServerContext* context, const v1::GetCatalogRequest* request,
                                               v1::GetCatalogResponse* response) {
  return Once(parts_.gate, *context, "GetCatalog", *request, response, report_,
              [&](const Reader&) { return absl::StatusOr<v1::GetCatalogResponse>(services::GetCatalog()); });
}

}  // namespace casejournal::services
