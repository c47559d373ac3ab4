#include "services/client/version_lookup.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

constexpr size_t kDigestDigits = 64;
constexpr size_t kDigestDigitsMin = 6;

}  // namespace

ExitStatus FindVersion(JournalClient& client, const std::string& case_id, const std::string& name,
                       std::string* digest) {
  const std::string hex = absl::AsciiStrToLower(name);
  const bool is_hex = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (is_hex && hex.size() == kDigestDigits) {
    *digest = absl::HexStringToBytes(hex);
    return ExitStatus::kOk;
  }
  v1::GetCasePlanRequest request;
  request.set_case_id(case_id);
  request.set_view(v1::PLAN_VIEW_WORKING);
  request.add_sections("versions");
  v1::GetCasePlanResponse response;
  const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
  if (!status.ok()) return ReportFailure(status, client.server());
  std::string versions;
  size_t matches = 0;
  for (const v1::PlanVersion& version : response.plan().versions()) {
    const std::string known = absl::BytesToHexString(version.digest());
    absl::StrAppend(&versions, "\n  ", known, "  ", version.label(), ", ", version.drawn_up_on());
    const bool begins = is_hex && hex.size() >= kDigestDigitsMin && absl::StartsWith(known, hex);
    if (version.label() != name && !begins) continue;
    *digest = version.digest();
    ++matches;
  }
  if (matches == 1) return ExitStatus::kOk;
  Complain(absl::StrCat(matches == 0 ? "no version of this case has the digest or label \""
                                     : "several versions of this case have the digest or label \"",
                        name, "\"; versions:", versions.empty() ? " none" : versions));
  return matches == 0 ? ExitStatus::kNotFound : ExitStatus::kUsage;
}

}  // namespace casejournal::services
