#include "services/client/work/work_cases.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kCasesPage = 1000;
// Up to so many cases are asked for one by one, by a number.
constexpr size_t kOneByOneMax = 8;

}  // namespace

bool IsOpen(const v1::CaseSummary& of) {
  return of.status() != v1::CASE_STATUS_CLOSED && of.status() != v1::CASE_STATUS_HANDED_OVER;
}

grpc::Status WorkCases::Learn(JournalClient& client, const v1::ListWorkRequest& request, uint64_t as_of_position,
                              const google::protobuf::RepeatedPtrField<v1::WorkItem>& items) {
  v1::ListCasesRequest all;
  all.set_min_position(as_of_position);
  all.set_page_size(kCasesPage);
  const bool of_whom = !request.staff_subject().empty() || !request.unit().empty();
  if (of_whom && !std::exchange(has_those_of_whom_, true)) {
    v1::ListCasesRequest theirs = all;
    theirs.set_staff_subject(request.staff_subject());
    theirs.set_staff_issuer(request.staff_issuer());
    theirs.set_unit(request.unit());
    // Somebody can be named by what is to be done, and be responsible for no case.
    grpc::Status status = Read(client, std::move(theirs));
    if (!status.ok() && status.error_code() != grpc::StatusCode::NOT_FOUND) return status;
  }
  const auto missing = [&] {
    std::vector<const v1::WorkItem*> missing;
    std::set<std::string> ids;
    for (const v1::WorkItem& item : items) {
      if (!by_id_.contains(item.case_id()) && ids.insert(item.case_id()).second) missing.push_back(&item);
    }
    return missing;
  };
  const std::vector<const v1::WorkItem*> first = missing();
  if (first.size() <= kOneByOneMax) {
    for (const v1::WorkItem* const item : first) {
      if (item->numbers().empty()) continue;
      v1::ListCasesRequest one = all;
      one.set_number(item->numbers(0));
      if (grpc::Status status = Read(client, std::move(one)); !status.ok()) return status;
    }
  }
  return missing().empty() ? grpc::Status::OK : Read(client, std::move(all));
}

grpc::Status WorkCases::Read(JournalClient& client, v1::ListCasesRequest request) {
  do {
    v1::ListCasesResponse response;
    grpc::Status status = client.cases().ListCases(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return status;
    for (const v1::CaseSummary& of : response.cases()) Add(of);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

void WorkCases::Add(const v1::CaseSummary& of) {
  for (const v1::CaseNumber& number : of.numbers()) ids_by_number_[number.number()].insert(of.case_id());
  by_id_[of.case_id()] = of;
}

bool WorkCases::MayBeOpen(const std::string& case_id) const {
  const auto found = by_id_.find(case_id);
  return found == by_id_.end() || IsOpen(found->second);
}

bool WorkCases::SharesNumber(const v1::WorkItem& item) const {
  return std::any_of(item.numbers().begin(), item.numbers().end(), [&](const std::string& number) {
    const auto found = ids_by_number_.find(number);
    return found != ids_by_number_.end() && found->second.size() > 1;
  });
}

std::vector<event::v1::Staff> WorkCases::WorkersOf(const std::string& case_id) const {
  std::vector<event::v1::Staff> workers;
  std::vector<event::v1::Staff> others;
  const auto found = by_id_.find(case_id);
  if (found == by_id_.end()) return workers;
  for (const v1::Assignment& assignment : found->second.assignments()) {
    (assignment.part() == event::v1::ASSIGNMENT_PART_CASEWORKER ? workers : others).push_back(assignment.staff());
  }
  return workers.empty() ? others : workers;
}

void WithheldWork::Add(const v1::ListWorkResponse& page) {
  cases_ = cases_ || page.cases_left_out();
  for (const v1::WorkItem& item : page.items()) entries_ = entries_ || item.entries_withheld();
}

std::string WithheldWork::Words() const {
  std::string words;
  if (entries_) {
    words =
        "Some of these cases have entries that are withheld from you: what is shown as due in them may have been done, "
        "and something may be missing.";
  }
  if (cases_) {
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    "Cases with entries that are withheld from you are left out of this list; ask for them one by one "
                    "(--case).");
  }
  return words;
}

}  // namespace casejournal::services
