#include "services/client/reading/plan/plan_overview.h"

#include <optional>
#include <utility>
#include <vector>

#include "casejournal/v1/work_list.pb.h"
#include "services/client/call_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/pages/plan/overview_page.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWorkPage = 1000;

// How a date stands that is not done; nothing for one that is.
std::optional<v1::WorkState> NotDone(const v1::DocketItem& item) {
  switch (item.state()) {
    case v1::CLOCK_STATE_OPEN:
      return item.days_left() == 0 ? v1::WORK_STATE_DUE : v1::WORK_STATE_LATER;
    case v1::CLOCK_STATE_WINDOW_OPEN:
      return v1::WORK_STATE_DUE;
    case v1::CLOCK_STATE_MISSED:
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return v1::WORK_STATE_OVERDUE;
    case v1::CLOCK_STATE_TOLLED:
      return v1::WORK_STATE_STOPPED;
    default:
      return std::nullopt;
  }
}

// Everything that is to be done now, whoever asks for it. The list must know all that the plan knows: one that is
// behind would say that nothing is due.
grpc::Status GetWork(JournalClient& client, const v1::GetCasePlanResponse& plan, std::vector<v1::WorkItem>* work,
                     std::string* today) {
  v1::ListWorkRequest request;
  request.set_case_id(plan.plan().case_id());
  request.set_min_position(plan.answered().as_of_position());
  request.set_page_size(kWorkPage);
  do {
    v1::ListWorkResponse response;
    const grpc::Status status = client.cases().ListWork(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return status;
    *today = response.on();
    for (v1::WorkItem& item : *response.mutable_items()) work->push_back(std::move(item));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

// What the law asked for as of another moment, or asks for now. A list of work knows only now, and fails by itself.
grpc::Status GetDates(JournalClient& client, const OverviewQuestion& question, std::vector<v1::WorkItem>* work,
                      std::string* day) {
  v1::GetDocketRequest request;
  request.set_case_id(question.plan.plan().case_id());
  if (question.as_of.ByteSizeLong() > 0) *request.mutable_as_of() = question.as_of;
  request.set_min_position(question.plan.answered().as_of_position());
  v1::GetDocketResponse response;
  const grpc::Status status = client.cases().GetDocket(client.OneAnswer().get(), request, &response);
  if (!status.ok()) return status;
  *day = response.on();
  for (v1::DocketItem& item : *response.mutable_items()) {
    const std::optional<v1::WorkState> state = NotDone(item);
    if (!state) continue;
    work->emplace_back();
    work->back().set_state(*state);
    *work->back().mutable_due() = std::move(item);
  }
  return grpc::Status::OK;
}

}  // namespace

ExitStatus ShowOverview(JournalClient& client, const OverviewQuestion& question, const PageStyle& style) {
  const std::string& case_id = question.plan.plan().case_id();
  const bool now = !question.as_of.ByteSizeLong();
  std::vector<v1::WorkItem> work;
  std::string day;
  grpc::Status status = now ? GetWork(client, question.plan, &work, &day) : GetDates(client, question, &work, &day);
  std::string only_dates;
  if (now && status.error_code() == grpc::UNAVAILABLE) {
    only_dates = status.error_message();
    work.clear();
    status = GetDates(client, question, &work, &day);
  }
  // Without rules, a journal knows no dates.
  const bool no_rules = status.error_code() == grpc::FAILED_PRECONDITION;
  if (!status.ok() && !no_rules) return ReportFailure(status, client.server());
  const std::string no_dates = no_rules ? status.error_message() : "";
  v1::GetFindingsRequest request;
  request.set_case_id(case_id);
  if (!now) *request.mutable_as_of() = question.as_of;
  v1::GetFindingsResponse findings;
  status = client.cases().GetFindings(client.OneAnswer().get(), request, &findings);
  if (!status.ok()) return ReportFailure(status, client.server());
  PrintStyled(OverviewPage({.plan = question.plan,
                            .work = work,
                            .no_dates = no_dates,
                            .only_dates = only_dates,
                            .findings = findings,
                            .day = no_rules ? findings.on() : day,
                            .is_today = now,
                            .case_words = ShellWord(question.named)},
                           style));
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
