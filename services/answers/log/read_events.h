// Entries of the log as they are stored. A case is loaded for them only if it has labels that its reader may not see.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/send.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// As documented in AuditService. An entry that the reader may not see is its place and its leaf. What is opened of
// cases is recorded before the first message with it: the revisions of the case, or the range of the journal. Who may
// not follow the journal gets entries of its own stream only.
absl::Status ReadEvents(const eventstore::EventLog& log, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::ReadEventsRequest& request, Send<v1::ReadEventsResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_
