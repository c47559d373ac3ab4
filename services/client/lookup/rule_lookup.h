// Says which rule may be meant by a name that no adopted rule has.
#ifndef CASEJOURNAL_SERVICES_CLIENT_LOOKUP_RULE_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_LOOKUP_RULE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Return the one of `rules`, names such as "us-oh.semi-annual-review", that may be meant by `named`: the one that ends
// with it, or the nearest. Empty if there is none.
std::string RuleMeant(absl::string_view named, const std::vector<std::string>& rules);

// Report the failure of a call that filtered by `rule`. If the server does not know the rule, say which may be meant.
ExitStatus ReportRuleFailure(JournalClient& client, const grpc::Status& status, const std::string& rule);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_LOOKUP_RULE_LOOKUP_H_
