// Finds a child of a case, or a review of it, by what people call them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_LOOKUP_CHILD_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_LOOKUP_CHILD_LOOKUP_H_

#include <string>

#include "casejournal/v1/case_plan.pb.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Set `child_id` to the child that `named` names: its id, its name or a part of it, or its own number. An empty name,
// or a number of the whole case, is the only child of the case. Print any failure to standard error.
ExitStatus FindChild(const v1::CasePlan& plan, const std::string& named, std::string* child_id);
// The same for a case, whose plan is requested. An id is taken as it is.
ExitStatus FindChild(JournalClient& client, const std::string& case_id, const std::string& named,
                     std::string* child_id);

// Set `meeting_id` to the review that was held and that `named` names: its id, 4 or more first digits of it, or the day
// on which it was held. "last" sets nothing. Print any failure to standard error.
ExitStatus FindReview(const v1::CasePlan& plan, const std::string& named, std::string* meeting_id);
// The same for a case, whose plan is requested. An id is taken as it is.
ExitStatus FindReview(JournalClient& client, const std::string& case_id, const std::string& named,
                      std::string* meeting_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_LOOKUP_CHILD_LOOKUP_H_
