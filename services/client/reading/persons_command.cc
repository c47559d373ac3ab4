// casejournal persons: find persons by name, so that a person does not get a second record.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr int kPersonsUsual = 20;  // as the contract says

struct PersonsCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::vector<std::string> name;
  std::string born_on;
  uint32_t limit = 0;
  bool ids = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("name", name, "The name as far as known; given and family name in any order")
        ->type_name("NAME")
        ->required();
    app.add_option("--born", born_on, "Birth date; persons with another birth date are listed further down")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--limit", limit, "Maximum number of persons [default: 20]")
        ->type_name("N")
        ->check(CLI::Range(1, 100));
    app.add_flag("--ids", ids, "Also show the ids of persons and cases");
    format.Declare(app, "Print one PersonMatch as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    SpellDays(client, {{"--born", &born_on}});
    v1::SearchPersonsRequest request;
    request.set_name(absl::StrJoin(name, " "));
    request.set_born_on(born_on);
    request.set_limit(limit);
    min_position.Fill(&request);
    v1::SearchPersonsResponse response;
    const grpc::Status answered = client.cases().SearchPersons(client.OneAnswer().get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    std::vector<Column> columns = {{.title = "Name", .wraps = true, .width_min = 16},
                                   {.title = "Born", .width_min = 10},
                                   {.title = "Matches", .wraps = true, .width_min = 16, .rank = 2},
                                   {.title = "Cases", .wraps = true, .width_min = 30, .rank = 1}};
    if (ids) columns.push_back({.title = "Person ids", .rank = 3});
    Listing list(format.format, std::move(columns));
    for (const v1::PersonMatch& match : response.matches()) {
      if (format.json()) {
        if (!Print(JsonLine(match))) break;
        continue;
      }
      std::vector<std::string> cases;
      for (const std::string& case_id : match.case_ids()) {
        v1::CasePlan* plan = nullptr;
        const ExitStatus got = PlanOf(client, case_id, &plan);
        if (got != ExitStatus::kOk) return got;
        cases.push_back(CaseWords(match, *plan));
      }
      std::vector<Cell> cells = {match.name(), match.born_on(), MatchWords(match), list.Stack(cases)};
      std::vector<std::string> person_ids = {match.person_id()};
      person_ids.insert(person_ids.end(), match.other_person_ids().begin(), match.other_person_ids().end());
      if (ids) cells.emplace_back(list.Stack(person_ids), Tone::kDim);
      list.Add(std::move(cells));
    }
    if (response.matches().empty()) {
      list.Finish(absl::StrCat("No person in the cases that you may see has a similar name. This is so up to position ",
                               response.as_of_position(), " of the journal."));
      return ExitStatus::kOk;
    }
    list.Flush();
    const int count = response.matches_size();
    if (format.table()) Print(absl::StrCat("\n", Counted(count, "person", "persons"), "\n"));
    const int wanted = limit == 0 ? kPersonsUsual : static_cast<int>(limit);
    if (count == wanted) Remark("There may be more; --limit N shows up to 100.");
    return ExitStatus::kOk;
  }

 private:
  // The people and the numbers of a case, which is requested once.
  ExitStatus PlanOf(JournalClient& client, const std::string& case_id, v1::CasePlan** plan) {
    const auto [at, is_new] = plans_.try_emplace(case_id);
    *plan = &at->second;
    if (!is_new) return ExitStatus::kOk;
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.add_sections("participants");
    request.add_sections("numbers");
    v1::GetCasePlanResponse response;
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    **plan = response.plan();
    return ExitStatus::kOk;
  }

  // "child in 23-JV-0117, 23-JV-0118 (closed)"; with --ids, the id of the case behind it
  std::string CaseWords(const v1::PersonMatch& match, const v1::CasePlan& plan) const {
    std::vector<std::string> capacities;
    for (const v1::Participant& person : plan.participants()) {
      bool is_it = person.person_id() == match.person_id();
      for (const std::string& other : match.other_person_ids()) is_it = is_it || person.person_id() == other;
      if (is_it) capacities.push_back(projections::EnumWords(person.capacity()));
    }
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : plan.numbers()) numbers.push_back(number.number());
    return Joined({absl::StrCat(capacities.empty() ? "in " : absl::StrCat(absl::StrJoin(capacities, ", "), " in "),
                                numbers.empty() ? ShortCaseId(plan.case_id()) : absl::StrJoin(numbers, ", "), " (",
                                projections::EnumWords(plan.status()), ")"),
                   ids ? plan.case_id() : ""},
                  " ");
  }

  // "the same", "the same names in another order; another birth date"
  static std::string MatchWords(const v1::PersonMatch& match) {
    const std::string born = projections::EnumWords(match.born());
    return Joined({NameMatchWords(match.name_match()), born.empty() ? "" : absl::StrCat("birth date: ", born)}, "; ");
  }

  static std::string NameMatchWords(v1::NameMatch match) {
    switch (match) {
      case v1::NAME_MATCH_EXACT:
        return "the same name";
      case v1::NAME_MATCH_SWAPPED:
        return "the same names in another order";
      case v1::NAME_MATCH_PART:
        return "all names given, and more";
      case v1::NAME_MATCH_PHONETIC:
        return "sounds the same";
      case v1::NAME_MATCH_PHONETIC_SWAPPED:
        return "sounds the same in another order";
      case v1::NAME_MATCH_SOME:
        return "one name of several";
      default:  // A newer server may have more.
        return projections::EnumWords(match);
    }
  }

  std::map<std::string, v1::CasePlan> plans_;
};

}  // namespace

void AddPersonsCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<PersonsCommand>(program, exit,
                             {.name = "persons",
                              .group = kReadGroup,
                              .summary = "Find persons by name and birth date, to avoid duplicate records",
                              .examples = "casejournal persons Ana Lopez\n"
                                          "casejournal persons 'Ana Lopez' --ids\n"
                                          "casejournal persons 'Lopez Anna' --born 2019-04-02\n"
                                          "casejournal persons Lopez --format csv > lopez.csv\n"
                                          "casejournal persons 'Ana Lopez' --json | jq -r .personId",
                              .pages = true});
}

}  // namespace casejournal::services
