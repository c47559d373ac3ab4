// Finds a plan version by what people call it.
#ifndef CASEJOURNAL_SERVICES_CLIENT_VERSION_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_VERSION_LOOKUP_H_

#include <string>

#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Set `digest` to the 32 bytes of the version that `name` names: its digest, the first 6 or more digits of the digest,
// or its label. Every failure is printed to standard error.
ExitStatus FindVersion(JournalClient& client, const std::string& case_id, const std::string& name, std::string* digest);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_VERSION_LOOKUP_H_
