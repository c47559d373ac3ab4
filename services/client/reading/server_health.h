// Asks the health service of a server (grpc.health.v1.Health).
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_SERVER_HEALTH_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_SERVER_HEALTH_H_

#include <optional>
#include <string>

#include "grpcpp/support/status.h"
#include "services/client/journal_client.h"

namespace casejournal::services {

// Set `serving` to what the server says about the part with this name; absent if it does not know the name. The empty
// name is the server as a whole.
grpc::Status AskHealth(JournalClient& client, const std::string& name, std::optional<bool>* serving);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_SERVER_HEALTH_H_
