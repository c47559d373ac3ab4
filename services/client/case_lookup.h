// Finds a case by its id or by a number.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Return whether `text` has the form of a case id: 8-4-4-4-12 lower-case hexadecimal digits.
bool IsCaseId(absl::string_view text);

// Set `case_id` to the case that `named` (an id, or a court or other number) names. Every failure is printed to
// standard error: no case or several cases have that number, or the server does not answer.
ExitStatus FindCase(JournalClient& client, const std::string& named, std::string* case_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
