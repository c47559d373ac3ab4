#include "services/client/lookup/child_lookup.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/name_fit.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

constexpr size_t kIdDigitsMin = 4;
constexpr size_t kIdDigitsShown = 8;

// The working plan of a case, with the lists that are named.
ExitStatus AskForPlan(JournalClient& client, const std::string& case_id, std::initializer_list<const char*> sections,
                      v1::GetCasePlanResponse* response) {
  v1::GetCasePlanRequest request;
  request.set_case_id(case_id);
  for (const char* section : sections) request.add_sections(section);
  const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, response);
  return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
}

ExitStatus FindOnlyChild(const v1::CasePlan& plan, std::string* child_id) {
  std::vector<std::string> names;
  for (const v1::Participant& person : plan.participants()) {
    if (person.capacity() != event::v1::CAPACITY_CHILD) continue;
    *child_id = person.participant_id();
    names.push_back(person.name());
  }
  if (names.size() == 1) return ExitStatus::kOk;
  Complain(names.empty() ? "this case has no child"
                         : absl::StrCat("several children may be meant by this case; name one with --child: ",
                                        absl::StrJoin(names, ", ")));
  return names.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
}

// "2023-07-11  semi-annual review  8a422a78"
std::string ReviewLine(const v1::Meeting& meeting) {
  return absl::StrCat("\n  ", meeting.held_on(), "  ", projections::EnumWords(meeting.kind()), "  ",
                      meeting.meeting_id().substr(0, kIdDigitsShown));
}

}  // namespace

ExitStatus FindChild(const v1::CasePlan& plan, const std::string& named, std::string* child_id) {
  if (named.empty()) return FindOnlyChild(plan, child_id);
  for (const v1::CaseNumber& number : plan.numbers()) {
    if (WithoutCaseAndBlanks(number.number()) != WithoutCaseAndBlanks(named)) continue;
    if (number.child_id().empty()) return FindOnlyChild(plan, child_id);
    *child_id = number.child_id();
    return ExitStatus::kOk;
  }
  return FindParticipant(plan, named, Among::kChildren, child_id);
}

ExitStatus FindChild(JournalClient& client, const std::string& case_id, const std::string& named,
                     std::string* child_id) {
  *child_id = named;
  if (IsCaseId(named)) return ExitStatus::kOk;
  v1::GetCasePlanResponse response;
  const ExitStatus got = AskForPlan(client, case_id, {"participants", "numbers"}, &response);
  return got == ExitStatus::kOk ? FindChild(response.plan(), named, child_id) : got;
}

ExitStatus FindReview(const v1::CasePlan& plan, const std::string& named, std::string* meeting_id) {
  meeting_id->clear();
  if (named == "last") return ExitStatus::kOk;
  std::string all;
  std::string found;
  int count = 0;
  for (const v1::Meeting& meeting : plan.meetings()) {
    if (!meeting.has_review() || meeting.held_on().empty()) continue;
    absl::StrAppend(&all, ReviewLine(meeting));
    const bool begins = named.size() >= kIdDigitsMin && absl::StartsWith(meeting.meeting_id(), named);
    if (meeting.held_on() != named && !begins) continue;
    absl::StrAppend(&found, ReviewLine(meeting));
    *meeting_id = meeting.meeting_id();
    ++count;
  }
  if (count == 1) return ExitStatus::kOk;
  Complain(count > 1 ? absl::StrCat("several reviews may be meant by \"", named, "\"; name one by its id:", found)
                     : absl::StrCat("no review of this case was held on the day, or has the id, \"", named,
                                    "\"; reviews:", all.empty() ? " none was held" : all));
  return count > 1 ? ExitStatus::kUsage : ExitStatus::kNotFound;
}

ExitStatus FindReview(JournalClient& client, const std::string& case_id, const std::string& named,
                      std::string* meeting_id) {
  *meeting_id = named;
  if (IsCaseId(named)) return ExitStatus::kOk;
  v1::GetCasePlanResponse response;
  const ExitStatus got = AskForPlan(client, case_id, {"meetings"}, &response);
  return got == ExitStatus::kOk ? FindReview(response.plan(), named, meeting_id) : got;
}

}  // namespace casejournal::services
