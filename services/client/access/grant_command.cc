// casejournal grant and casejournal revoke: access to one case, as entries of the case.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/events/event_words.h"
#include "services/client/access/commands.h"
#include "services/client/access/role_names.h"
#include "services/client/access/staff_flag.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/day_words.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

constexpr size_t kGrantDigitsMin = 4;

// Record one event of today in the case. Print the answer as JSON if `json`; else the caller says what was done.
ExitStatus RecordToday(JournalClient& client, const std::string& case_id, event::v1::CaseEvent event, bool json,
                       uint64_t* position) {
  std::string today = "today";
  SpellDays(client, {{"today", &today}});
  event.set_effective_on(today);
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  v1::CaseAppend& append = *request.add_cases();
  append.set_case_id(case_id);
  append.mutable_expected()->set_any(true);
  *append.add_events() = std::move(event);
  v1::AppendResponse response;
  const auto context = client.OneAnswer();
  const grpc::Status answered = client.cases().Append(context.get(), request, &response);
  if (!answered.ok()) {
    const v1::ErrorStatus error = ErrorOf(answered);
    if (json) {
      Print(ErrorJson(error));
      ResultTellsFailure();
    }
    Complain(FailureText(error, client.server(), &request));
    return ExitStatusFor(error);
  }
  *position = response.first_position();
  client.SeeUpTo(response.first_position() + 1);
  if (json) Print(JsonText(response));
  return ExitStatus::kOk;
}

struct GrantCommand {
  ServerFlags server;
  std::string named;
  std::string to;
  event::v1::Role role = event::v1::ROLE_UNSPECIFIED;
  std::string until;
  std::string for_whom;
  std::vector<event::v1::Label> opens;
  std::string authority;
  std::string reason;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--to", to, "Who gets access; issuer and subject are those of the token")
        ->type_name("ISSUER/SUBJECT/NAME")
        ->required();
    app.add_option(
           "--role", role,
           "The role in this case (docs/ACCESS.md says what each may do);\nemergency: for yourself, at most until "
           "tomorrow")
        ->type_name("ROLE")
        ->transform(OneOf(RolesOfCase()))
        ->required();
    app.add_option("--until", until, "The last day on which it counts [default: until it is revoked]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--for", for_whom, "For counsel and a guardian ad litem: whose; a name, part of it, or the\nid")
        ->type_name("ID|NAME");
    app.add_option("--open", opens,
                   absl::StrCat("Also open entries with this label; needs --authority; may be repeated.\nLabels:\n",
                                NamesForHelp(Names(LabelsByOption()))))
        ->type_name("LABEL")
        ->transform(OneOf(LabelsByOption()));
    app.add_option("--authority", authority, "By which authority: an appointment, an order, a consent")
        ->type_name("TEXT");
    app.add_option("--reason", reason, "Why, for the record; emergency needs it")->type_name("TEXT");
    json.Declare(app, "Print the AppendResponse, or the ErrorStatus of a rejection, as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    const absl::StatusOr<event::v1::Staff> holder = ReadStaff("--to", to);
    if (!holder.ok()) {
      Complain(holder.status().message());
      return ExitStatus::kUsage;
    }
    if (!opens.empty() && authority.empty()) {
      Complain("--open needs --authority: the appointment, order, or consent that opens labeled entries");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    SpellDays(client, {{"--until", &until}});
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    event::v1::CaseEvent event;
    event::v1::AccessGranted& granted = *event.mutable_access_granted();
    if (!for_whom.empty()) {
      const ExitStatus whose = FindParticipant(client, case_id, for_whom, granted.mutable_for_id());
      if (whose != ExitStatus::kOk) return whose;
    }
    const std::string grant_id = eventstore::Uuid::Random().ToString();
    granted.set_grant_id(grant_id);
    *granted.mutable_holder() = *holder;
    granted.set_role(role);
    if (!until.empty()) granted.set_until(until);
    for (const event::v1::Label label : opens) granted.add_opens(label);
    if (!authority.empty()) granted.set_authority(authority);
    if (!reason.empty()) granted.set_reason(reason);
    uint64_t position = 0;
    const ExitStatus recorded = RecordToday(client, case_id, event, static_cast<bool>(json), &position);
    if (recorded != ExitStatus::kOk || json) return recorded;
    Print(absl::StrCat(
        holder->name(), " (", WhoId(*holder), ") has ",
        role == event::v1::ROLE_EMERGENCY ? "emergency access to the case"
                                          : absl::StrCat("access to the case as ", projections::EnumWords(role)),
        until.empty() ? "" : ", until ", until, ".\nGrant: ", grant_id, "\nRecorded as entry ", position, ".\n"));
    return ExitStatus::kOk;
  }

 private:
  template <typename Value>
  static std::vector<std::string> Names(const std::map<std::string, Value>& values) {
    std::vector<std::string> names;
    for (const auto& each : values) names.push_back(each.first);
    return names;
  }
};

struct RevokeCommand {
  ServerFlags server;
  std::string named;
  std::string grant;
  std::string reason;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("grant", grant, "The grant: its id, or 4 or more first digits of it")
        ->type_name("GRANT")
        ->required();
    app.add_option("--reason", reason, "Why, for the record")->type_name("TEXT");
    json.Declare(app, "Print the AppendResponse, or the ErrorStatus of a rejection, as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    std::string case_id;
    ExitStatus found = FindCase(client, named, &case_id);
    if (found == ExitStatus::kOk) found = FindGrant(client, case_id);
    if (found != ExitStatus::kOk) return found;
    event::v1::CaseEvent event;
    event.mutable_access_ended()->set_grant_id(grant);
    if (!reason.empty()) event.mutable_access_ended()->set_reason(reason);
    uint64_t position = 0;
    const ExitStatus recorded = RecordToday(client, case_id, event, static_cast<bool>(json), &position);
    if (recorded != ExitStatus::kOk || json) return recorded;
    Print(absl::StrCat("The access has ended.\nRecorded as entry ", position, ".\n"));
    return ExitStatus::kOk;
  }

 private:
  // A whole id is not looked up: who grants access may not be allowed to read the plan.
  ExitStatus FindGrant(JournalClient& client, const std::string& case_id) {
    if (eventstore::Uuid::Parse(grant).ok()) return ExitStatus::kOk;
    if (grant.size() < kGrantDigitsMin) {
      Complain("revoke: expected the id of a grant, or 4 or more first digits of it");
      return ExitStatus::kUsage;
    }
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.add_sections("access");
    v1::GetCasePlanResponse response;
    const auto context = client.OneAnswer();
    const grpc::Status answered = client.cases().GetCasePlan(context.get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    std::vector<std::string> meant;
    for (const v1::AccessGrant& each : response.plan().access()) {
      if (absl::StartsWith(each.grant_id(), grant)) meant.push_back(each.grant_id());
    }
    if (meant.size() != 1) {
      Complain(meant.empty()
                   ? absl::StrCat("the case has no grant whose id begins with ", grant)
                   : absl::StrCat(meant.size(), " grants have ids that begin with ", grant, "; give more digits"));
      return meant.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
    }
    grant = meant[0];
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddGrantCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<GrantCommand>(
      program, exit,
      {.name = "grant",
       .group = kRecordGroup,
       .summary = "Give somebody access to one case",
       .examples = "casejournal grant 23-JV-0117 --to \"wren.example/u-31/Sam Hale\" --role reviewer --until +30d\n"
                   "casejournal grant 23-JV-0117 --to \"bar.example/88/Noor Aziz\" --role counsel --for Maria \\\n"
                   "  --open health --authority \"order of 2025-05-02\"\n"
                   "casejournal grant 23-JV-0117 --to \"wren.example/u-104/Grace Bell\" --role emergency \\\n"
                   "  --until tomorrow --reason \"child missing since 18:00\""});
}

void AddRevokeCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RevokeCommand>(program, exit,
                            {.name = "revoke",
                             .group = kRecordGroup,
                             .summary = "End somebody's access to one case",
                             .examples = "casejournal revoke 23-JV-0117 6f2c1b7e --reason \"the review is over\""});
}

}  // namespace casejournal::services
