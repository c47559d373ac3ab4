#include "services/client/lookup/staff_lookup.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/staff_with_id.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWorkPage = 1000;

// Pass everyone whom something to be done names to `take`.
grpc::Status ReadStaffOfWork(JournalClient& client, absl::FunctionRef<void(const event::v1::Staff&)> take) {
  v1::ListWorkRequest request;
  request.set_page_size(kWorkPage);
  do {
    v1::ListWorkResponse response;
    const grpc::Status status = client.cases().ListWork(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return status;
    for (const v1::WorkItem& item : response.items()) {
      for (const event::v1::Staff& staff : item.due().staff()) take(staff);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

}  // namespace

StaffChoices::StaffChoices(std::string named, std::string issuer)
    : named_(std::move(named)), issuer_(std::move(issuer)) {}

void StaffChoices::Consider(const event::v1::Staff& staff) {
  if (staff.subject().empty() || (!issuer_.empty() && staff.issuer() != issuer_)) return;
  std::vector<std::string>& names = known_[{staff.subject(), staff.issuer()}];
  const auto at = std::find(names.begin(), names.end(), staff.name());
  if (at != names.end()) names.erase(at);
  names.push_back(staff.name());
}

std::vector<event::v1::Staff> StaffChoices::Best() const {
  constexpr size_t kWays = 4;
  std::vector<event::v1::Staff> found[kWays];
  const std::string plain = WithoutCaseAndBlanks(named_);
  for (const auto& [id, names] : known_) {
    NameFit fit = NameFit::kNone;
    for (const std::string& name : names) fit = std::max(fit, FitOf(named_, name));
    event::v1::Staff staff;
    staff.set_subject(id.first);
    staff.set_issuer(id.second);
    staff.set_name(names.back());
    if (id.first == named_) {
      found[0].push_back(staff);
    } else if (WithoutCaseAndBlanks(id.first) == plain) {
      found[1].push_back(staff);
    } else if (fit == NameFit::kWhole) {
      found[2].push_back(staff);
    } else if (fit == NameFit::kPart) {
      found[3].push_back(staff);
    }
  }
  for (const std::vector<event::v1::Staff>& best : found) {
    if (!best.empty()) return best;
  }
  return {};
}

std::string StaffChoices::Near() const {
  std::vector<std::string> calls;
  std::vector<std::string> whom;
  for (const auto& [id, names] : known_) {
    event::v1::Staff staff;
    staff.set_subject(id.first);
    staff.set_name(names.back());
    calls.push_back(id.first);
    whom.push_back(StaffWithId(staff));
    calls.insert(calls.end(), names.begin(), names.end());
    whom.resize(calls.size(), whom.back());
  }
  const std::string near = NearestName(named_, calls);
  return near.empty() ? near : whom[std::find(calls.begin(), calls.end(), near) - calls.begin()];
}

ExitStatus ChooseStaff(const StaffChoices& choices, const std::string& named, absl::string_view among,
                       std::string* subject, std::string* issuer) {
  const std::vector<event::v1::Staff> best = choices.Best();
  if (best.size() == 1) {
    *subject = best.front().subject();
    *issuer = best.front().issuer();
    return ExitStatus::kOk;
  }
  if (best.empty()) {
    const std::string near = choices.Near();
    Complain(absl::StrCat("nobody with the id or name \"", named, "\" ", among,
                          near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
    return ExitStatus::kNotFound;
  }
  std::string lines;
  for (const event::v1::Staff& staff : best)
    absl::StrAppend(&lines, "\n  ", staff.subject(), "  ", Joined({staff.name(), staff.issuer()}, ", "));
  Complain(absl::StrCat("several members of staff may be meant by \"", named,
                        "\"; give one of these ids, and --issuer if they are the same:", lines));
  return ExitStatus::kUsage;
}

ExitStatus FindStaff(JournalClient& client, absl::FunctionRef<grpc::Status()> is_known, std::string* subject,
                     std::string* issuer) {
  if (subject->empty()) return ExitStatus::kOk;
  // Any other failure is for the call itself to report.
  if (is_known().error_code() != grpc::NOT_FOUND) return ExitStatus::kOk;
  StaffChoices choices(*subject, *issuer);
  grpc::Status status = ReadAllCases(client, [&](const v1::CaseSummary& each) {
    for (const v1::Assignment& assignment : each.assignments()) choices.Consider(assignment.staff());
  });
  if (status.ok() && choices.Best().empty())
    status = ReadStaffOfWork(client, [&](const event::v1::Staff& staff) { choices.Consider(staff); });
  if (!status.ok() && status.error_code() != grpc::FAILED_PRECONDITION) return ReportFailure(status, client.server());
  const std::string named = *subject;
  return ChooseStaff(choices, named, "is responsible for a case now", subject, issuer);
}

ExitStatus FindUnit(JournalClient& client, std::string* unit) {
  if (unit->empty()) return ExitStatus::kOk;
  v1::ListCasesRequest request;
  request.set_unit(*unit);
  request.set_page_size(1);
  v1::ListCasesResponse response;
  grpc::Status status = client.cases().ListCases(client.OneAnswer().get(), request, &response);
  if (status.error_code() != grpc::NOT_FOUND) return ExitStatus::kOk;
  std::set<std::string> units;
  status = ReadAllCases(client, [&](const v1::CaseSummary& each) {
    for (const v1::Assignment& assignment : each.assignments()) {
      if (!assignment.unit().empty()) units.insert(assignment.unit());
    }
  });
  if (!status.ok()) return ReportFailure(status, client.server());
  std::vector<std::string> whole;
  std::vector<std::string> part;
  for (const std::string& each : units) {
    const NameFit fit = FitOf(*unit, each);
    if (fit == NameFit::kWhole) whole.push_back(each);
    if (fit == NameFit::kPart) part.push_back(each);
  }
  const std::vector<std::string>& best = whole.empty() ? part : whole;
  if (best.size() == 1) {
    *unit = best.front();
    return ExitStatus::kOk;
  }
  const std::string meant = NamesMeant(*unit, {units.begin(), units.end()}, "");
  Complain(best.empty() ? absl::StrCat("no unit with the name \"", *unit, "\" is responsible for a case now",
                                       meant.empty() ? "" : absl::StrCat("; did you mean ", meant, "?"))
                        : absl::StrCat("several units may be meant by \"", *unit, "\": ", absl::StrJoin(best, ", ")));
  return best.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
}

}  // namespace casejournal::services
