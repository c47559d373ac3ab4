#include "services/client/case_lookup.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/records/stream_id.h"
#include "services/client/call_failure.h"
#include "services/console/output.h"

namespace casejournal::services {

bool IsCaseId(absl::string_view text) { return eventstore::Uuid::Parse(text).ok(); }

ExitStatus FindCase(JournalClient& client, const std::string& named, std::string* case_id) {
  if (IsCaseId(named)) {
    *case_id = named;
    return ExitStatus::kOk;
  }
  v1::ListCasesRequest request;
  request.set_number(named);
  v1::ListCasesResponse response;
  const grpc::Status status = client.cases().ListCases(client.OneAnswer().get(), request, &response);
  if (!status.ok() && status.error_code() != grpc::NOT_FOUND) return ReportFailure(status, client.server());
  if (response.cases().empty()) {
    Complain(absl::StrCat("no case has the id or number \"", named, "\""));
    return ExitStatus::kNotFound;
  }
  if (response.cases_size() > 1) {
    std::string cases;
    for (const v1::CaseSummary& found : response.cases()) {
      absl::StrAppend(&cases, "\n  ", found.case_id(), "  ", absl::StrJoin(found.children(), ", "));
    }
    Complain(absl::StrCat("several cases have the number \"", named, "\"; give one of these ids:", cases));
    return ExitStatus::kUsage;
  }
  *case_id = response.cases(0).case_id();
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
