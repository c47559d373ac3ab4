#include "services/grpc/journal_service.h"

#include "services/admission/shape/request_shape.h"
#include "services/answers/journal/describe_journal.h"
#include "services/answers/paging.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

std::vector<UnaryMethod> JournalServiceAdapter::Unary() const {
  return {Answering<v1::GetJournalRequest>("GetJournal",
                                           [this](const Reader& reader, grpc::ServerContext&,
                                                  const v1::GetJournalRequest&) { return Described(reader); }),
          Answering<v1::ListEventTypesRequest>(
              "ListEventTypes", [](const Reader&, grpc::ServerContext&,
                                   const v1::ListEventTypesRequest& request) { return ListEventTypes(request); }),
          Answering<v1::ListCodesRequest>("ListCodes",
                                          [](const Reader&, grpc::ServerContext&, const v1::ListCodesRequest& request) {
                                            return ListCodes(request);
                                          }),
          Answering<v1::GetCatalogRequest>("GetCatalog",
                                           [](const Reader&, grpc::ServerContext&, const v1::GetCatalogRequest&) {
                                             return absl::StatusOr<v1::GetCatalogResponse>(GetCatalog());
                                           })};
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

}  // namespace casejournal::services
