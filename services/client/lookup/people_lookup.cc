#include "services/client/lookup/people_lookup.h"

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/name_fit.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kMatchesMax = 100;

bool IsAmong(const v1::Participant& person, Among among) {
  return among == Among::kParticipants || person.capacity() == event::v1::CAPACITY_CHILD;
}

std::string PersonLine(const v1::PersonMatch& match) {
  const int cases = match.case_ids_size();
  return Joined({match.name(), DayWords("born", match.born_on()), absl::StrCat(cases, cases == 1 ? " case" : " cases")},
                ", ");
}

}  // namespace

std::vector<v1::Participant> ParticipantsNamed(const v1::CasePlan& plan, absl::string_view named, Among among) {
  std::vector<v1::Participant> whole;
  std::vector<v1::Participant> part;
  for (const v1::Participant& person : plan.participants()) {
    if (!IsAmong(person, among)) continue;
    if (person.participant_id() == named) return {person};
    const NameFit fit = FitOf(named, person.name());
    if (fit == NameFit::kWhole) whole.push_back(person);
    if (fit == NameFit::kPart) part.push_back(person);
  }
  return whole.empty() ? part : whole;
}

ExitStatus FindParticipant(const v1::CasePlan& plan, const std::string& named, Among among, std::string* id) {
  const std::vector<v1::Participant> found = ParticipantsNamed(plan, named, among);
  if (found.size() == 1) {
    *id = found.front().participant_id();
    return ExitStatus::kOk;
  }
  const std::string who = among == Among::kChildren ? "child" : "participant";
  if (found.empty()) {
    std::vector<std::string> names;
    for (const v1::Participant& person : plan.participants()) {
      if (IsAmong(person, among)) names.push_back(person.name());
    }
    const std::string near = NearestName(named, names);
    Complain(absl::StrCat("no ", who, " of this case has the name or id \"", named, "\"",
                          near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
    return ExitStatus::kNotFound;
  }
  std::string lines;
  for (const v1::Participant& person : found) {
    absl::StrAppend(&lines, "\n  ", person.participant_id(), "  ", person.name(), ", ",
                    projections::EnumWords(person.capacity()));
  }
  Complain(absl::StrCat("more than one ", who, " may be meant by \"", named, "\"; give one of these ids:", lines));
  return ExitStatus::kUsage;
}

ExitStatus FindParticipant(JournalClient& client, const std::string& case_id, const std::string& named,
                           std::string* id) {
  *id = named;
  if (named.empty() || IsCaseId(named)) return ExitStatus::kOk;
  v1::GetCasePlanRequest request;
  request.set_case_id(case_id);
  request.add_sections("participants");
  v1::GetCasePlanResponse response;
  const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
  if (!status.ok()) return ReportFailure(status, client.server());
  return FindParticipant(response.plan(), named, Among::kParticipants, id);
}

ExitStatus FindPerson(JournalClient& client, const std::string& named, std::string* person_id) {
  *person_id = named;
  if (named.empty() || IsCaseId(named)) return ExitStatus::kOk;
  v1::SearchPersonsRequest request;
  request.set_name(named);
  request.set_limit(kMatchesMax);
  v1::SearchPersonsResponse response;
  const grpc::Status status = client.cases().SearchPersons(client.OneAnswer().get(), request, &response);
  if (!status.ok()) return ReportFailure(status, client.server());
  std::vector<v1::PersonMatch> whole;
  std::vector<v1::PersonMatch> part;
  for (const v1::PersonMatch& match : response.matches()) {
    const NameFit fit = FitOf(named, match.name());
    if (fit == NameFit::kWhole) whole.push_back(match);
    if (fit == NameFit::kPart) part.push_back(match);
  }
  const std::vector<v1::PersonMatch>& best = whole.empty() ? part : whole;
  if (best.size() == 1) {
    *person_id = best.front().person_id();
    return ExitStatus::kOk;
  }
  if (best.empty()) {
    const std::string near = response.matches().empty() ? "" : response.matches(0).name();
    Complain(absl::StrCat("no person in the journal has the name \"", named, "\"",
                          near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
    return ExitStatus::kNotFound;
  }
  std::string lines;
  for (const v1::PersonMatch& match : best) absl::StrAppend(&lines, "\n  ", match.person_id(), "  ", PersonLine(match));
  Complain(absl::StrCat("several persons may be meant by \"", named, "\"; give one of these ids:", lines));
  return ExitStatus::kUsage;
}

}  // namespace casejournal::services
