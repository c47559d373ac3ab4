#include "services/client/case_lookup.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/records/stream_id.h"
#include "services/client/call_failure.h"
#include "services/client/name_fit.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

constexpr size_t kIdDigitsMin = 4;
constexpr size_t kIdDigitsShown = 8;
constexpr size_t kIdDigits = 36;
constexpr uint32_t kPage = 1000;
constexpr size_t kCasesNamedMax = 25;

bool MayBeginId(absl::string_view text) {
  return text.size() >= kIdDigitsMin && text.size() <= kIdDigits &&
         text.find_first_not_of("0123456789abcdef-") == absl::string_view::npos;
}

// "Ana Lopez, Ben Lopez; opened 2025-01-10; Dana Reed; last entry r12"
std::string CaseLine(const v1::CaseSummary& found) {
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : found.numbers()) numbers.push_back(number.number());
  std::vector<std::string> staff;
  for (const v1::Assignment& assignment : found.assignments()) staff.push_back(StaffWords(assignment.staff()));
  return Joined(
      {absl::StrJoin(numbers, ", "), absl::StrJoin(found.children(), ", "), DayWords("opened", found.opened_on()),
       absl::StrJoin(staff, ", "), absl::StrCat("last entry r", found.last_revision())},
      "; ");
}

ExitStatus Choose(const std::vector<CaseChoice>& choices, const std::string& named, FoundCase* found) {
  if (choices.size() == 1) {
    *found = {choices.front().summary.case_id(), choices.front().by, choices.front().number};
    return ExitStatus::kOk;
  }
  std::string cases;
  for (const CaseChoice& choice : choices) {
    if (&choice == &choices.front() + kCasesNamedMax) {
      absl::StrAppend(&cases, "\n  and ", choices.size() - kCasesNamedMax, " more");
      break;
    }
    absl::StrAppend(&cases, "\n  ", choice.summary.case_id(), "  ", CaseLine(choice.summary));
  }
  Complain(absl::StrCat("several cases may be meant by \"", named, "\"; give one of these ids:", cases));
  return ExitStatus::kUsage;
}

}  // namespace

bool IsCaseId(absl::string_view text) { return eventstore::Uuid::Parse(text).ok(); }

std::string ShortCaseId(absl::string_view case_id) { return std::string(case_id.substr(0, kIdDigitsShown)); }

CaseChoices::CaseChoices(std::string named) : named_(std::move(named)) {}

void CaseChoices::Consider(const v1::CaseSummary& summary) {
  const std::string plain = WithoutCaseAndBlanks(named_);
  for (const v1::CaseNumber& number : summary.numbers()) {
    numbers_.push_back(number.number());
    if (WithoutCaseAndBlanks(number.number()) != plain) continue;
    found_[0].push_back({summary, CaseFoundBy::kNumber, number.number()});
    return;
  }
  NameFit fit = NameFit::kNone;
  for (const std::string& child : summary.children()) fit = std::max(fit, FitOf(named_, child));
  if (fit == NameFit::kWhole) {
    found_[1].push_back({summary, CaseFoundBy::kChild, ""});
  } else if (MayBeginId(plain) && absl::StartsWith(summary.case_id(), plain)) {
    found_[2].push_back({summary, CaseFoundBy::kId, ""});
  } else if (fit == NameFit::kPart) {
    found_[3].push_back({summary, CaseFoundBy::kChild, ""});
  }
}

const std::vector<CaseChoice>& CaseChoices::Best() const {
  for (const std::vector<CaseChoice>& found : found_) {
    if (!found.empty()) return found;
  }
  return found_[0];
}

std::string CaseChoices::NearNumber() const {
  // Of numbers that are equally near, one with the same digits in another order is meant rather than one with others.
  const auto sorted = [](const std::string& text) {
    std::string letters = WithoutCaseAndBlanks(text);
    std::sort(letters.begin(), letters.end());
    return letters;
  };
  std::vector<std::string> numbers = numbers_;
  std::stable_partition(numbers.begin(), numbers.end(),
                        [&](const std::string& number) { return sorted(number) == sorted(named_); });
  return NearestName(named_, numbers);
}

grpc::Status ReadAllCases(JournalClient& client, absl::FunctionRef<void(const v1::CaseSummary&)> take) {
  v1::ListCasesRequest request;
  request.set_page_size(kPage);
  do {
    v1::ListCasesResponse response;
    const grpc::Status status = client.cases().ListCases(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return status;
    for (const v1::CaseSummary& found : response.cases()) take(found);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

ExitStatus FindCase(JournalClient& client, const std::string& named, std::string* case_id) {
  FoundCase found;
  const ExitStatus exit = FindCase(client, named, &found);
  if (exit == ExitStatus::kOk) *case_id = found.case_id;
  return exit;
}

ExitStatus FindCase(JournalClient& client, const std::string& named, FoundCase* found) {
  if (IsCaseId(named)) {
    *found = {named, CaseFoundBy::kId, ""};
    return ExitStatus::kOk;
  }
  // A number as recorded needs no look at all cases.
  v1::ListCasesRequest request;
  request.set_number(named);
  v1::ListCasesResponse response;
  grpc::Status status = client.cases().ListCases(client.OneAnswer().get(), request, &response);
  if (!status.ok() && status.error_code() != grpc::NOT_FOUND) return ReportFailure(status, client.server());
  if (!response.cases().empty()) {
    std::vector<CaseChoice> choices;
    for (const v1::CaseSummary& each : response.cases()) choices.push_back({each, CaseFoundBy::kNumber, named});
    return Choose(choices, named, found);
  }
  CaseChoices choices(named);
  status = ReadAllCases(client, [&](const v1::CaseSummary& each) { choices.Consider(each); });
  if (!status.ok() && status.error_code() != grpc::NOT_FOUND) return ReportFailure(status, client.server());
  if (!choices.Best().empty()) return Choose(choices.Best(), named, found);
  const std::string near = choices.NearNumber();
  Complain(absl::StrCat("no case has the id or number \"", named, "\", or a child of this name",
                        near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
  return ExitStatus::kNotFound;
}

}  // namespace casejournal::services
