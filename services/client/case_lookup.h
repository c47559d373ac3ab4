// Which case somebody means who names it by its id or by a number.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Whether `text` is spelled as a case id is: 8-4-4-4-12 lower-case hexadecimal digits.
bool IsCaseId(absl::string_view text);

// Leaves in `case_id` the case that `named` (an id, or a court or other number) stands for.
// Anything but kOk has been said on standard error: no case has that number, several have, or the
// journal does not answer.
ExitStatus FindCase(JournalClient& client, const std::string& named, std::string* case_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
