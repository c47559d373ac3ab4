// casejournal roles: list, give, and end the roles of the journal.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/events/event_words.h"
#include "services/client/access/commands.h"
#include "services/client/access/role_names.h"
#include "services/client/access/staff_flag.h"
#include "services/client/call_failure.h"
#include "services/client/day_words.h"
#include "services/client/journal_client.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr size_t kRoleDigitsMin = 4;

std::unique_ptr<v1::AccessService::Stub> AccessOf(JournalClient& client) {
  return v1::AccessService::NewStub(client.channel());
}

grpc::Status ReadRoles(JournalClient& client, bool with_ended, const std::string& subject,
                       v1::ListRolesResponse* response) {
  v1::ListRolesRequest request;
  request.set_with_ended(with_ended);
  request.set_subject(subject);
  const auto context = client.OneAnswer();
  return AccessOf(client)->ListRoles(context.get(), request, response);
}

struct RolesListCommand {
  ServerFlags server;
  std::string subject;
  bool all = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("--subject", subject, "Only the roles of this subject of a credential")->type_name("ID");
    app.add_flag("--all", all, "Also roles that ended, or whose last day is over");
    format.Declare(app, "Print each GivenRole as JSON per line");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::ListRolesResponse response;
    const grpc::Status answered = ReadRoles(client, all, subject, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Listing list(format.format, {{.title = "Role", .width_min = 10},
                                 {.title = "Unit", .width_min = 6, .rank = 3},
                                 {.title = "Name", .wraps = true, .width_min = 12},
                                 {.title = "Who", .wraps = true, .width_min = 16},
                                 {.title = "Last day", .width_min = 10},
                                 {.title = "Given", .width_min = 10, .rank = 4},
                                 {.title = "Ended", .width_min = 10, .rank = 2},
                                 {.title = "Id", .rank = 1},
                                 {.title = "Entry", .right = true, .rank = 5},
                                 {.title = "Reason", .wraps = true, .width_min = 16, .rank = 6}});
    for (const v1::GivenRole& role : response.roles()) {
      if (format.json()) {
        if (!Print(JsonLine(role))) break;
        continue;
      }
      list.Add({Cell(projections::EnumWords(role.role()), Tone::kStrong), role.unit(), role.holder().name(),
                WhoId(role.holder()), UntilWords(role.until()), InstantText(role.given_at(), client.Zone()),
                role.has_ended_at() ? InstantText(role.ended_at(), client.Zone()) : "",
                Cell(role.role_id(), Tone::kDim), absl::StrCat(role.position()),
                role.has_ended_at() ? role.end_reason() : role.reason()});
    }
    if (response.roles().empty()) {
      list.Finish(subject.empty() ? "Nobody has a role in this journal."
                                  : absl::StrCat("Nobody with the subject ", subject, " has a role in this journal."));
      return ExitStatus::kOk;
    }
    list.Flush();
    if (format.table()) Print(absl::StrCat("\n", Counted(response.roles_size(), "role", "roles"), "\n"));
    return ExitStatus::kOk;
  }
};

struct RolesGiveCommand {
  ServerFlags server;
  std::string to;
  event::v1::Role role = event::v1::ROLE_UNSPECIFIED;
  v1::GiveRoleRequest request;
  std::string until;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--to", to, "Who gets the role; issuer and subject are those of the token")
        ->type_name("ISSUER/SUBJECT/NAME")
        ->required();
    app.add_option("--role", role, "The role (docs/ACCESS.md says what each may do)")
        ->type_name("ROLE")
        ->transform(OneOf(RolesOfJournal()))
        ->required();
    app.add_option("--unit", *request.mutable_unit(), "For a supervisor: only the cases of this unit")
        ->type_name("UNIT");
    app.add_option("--until", until, "The last day on which it counts [default: until it is ended]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--reason", *request.mutable_reason(), "Why, for the record")->type_name("TEXT");
    app.add_option("--request-id", *request.mutable_request_id(),
                   "Id of the request, for a retry of one whose outcome is unknown")
        ->type_name("UUID");
    json.Declare(app, "Print the GivenRole as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    const absl::StatusOr<event::v1::Staff> holder = ReadStaff("--to", to);
    if (!holder.ok()) {
      Complain(holder.status().message());
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    SpellDays(client, {{"--until", &until}});
    *request.mutable_holder() = *holder;
    request.set_role(role);
    request.set_until(until);
    if (request.request_id().empty()) request.set_request_id(eventstore::Uuid::Random().ToString());
    v1::GiveRoleResponse response;
    const auto context = client.OneAnswer();
    const grpc::Status answered = AccessOf(client)->GiveRole(context.get(), request, &response);
    if (!answered.ok()) return Unanswered(answered, request.request_id(), client);
    const v1::GivenRole& given = response.role();
    client.SeeUpTo(given.position() + 1);
    if (json) {
      Print(JsonText(given));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat(given.holder().name(), " (", WhoId(given.holder()), ") has the role of ",
                       projections::EnumWords(given.role()), given.unit().empty() ? "" : " for the unit ", given.unit(),
                       given.until().empty() ? "" : ", until ", given.until(), ".\nRole: ", given.role_id(),
                       "\nRecorded as entry ", given.position(), ".\n"));
    return ExitStatus::kOk;
  }

  static ExitStatus Unanswered(const grpc::Status& status, const std::string& request_id, const JournalClient& client) {
    if (status.error_code() == grpc::UNAVAILABLE || status.error_code() == grpc::DEADLINE_EXCEEDED)
      Remark(absl::StrCat("To retry the same request: --request-id ", request_id));
    return ReportFailure(status, client.server());
  }
};

struct RolesEndCommand {
  ServerFlags server;
  std::string named;
  v1::EndRoleRequest request;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("role", named, "The role: its id, or 4 or more first digits of it")->type_name("ROLE")->required();
    app.add_option("--reason", *request.mutable_reason(), "Why, for the record")->type_name("TEXT");
    app.add_option("--request-id", *request.mutable_request_id(),
                   "Id of the request, for a retry of one whose outcome is unknown")
        ->type_name("UUID");
    json.Declare(app, "Print the GivenRole that ended as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    const ExitStatus found = FindRole(client);
    if (found != ExitStatus::kOk) return found;
    if (request.request_id().empty()) request.set_request_id(eventstore::Uuid::Random().ToString());
    v1::EndRoleResponse response;
    const auto context = client.OneAnswer();
    const grpc::Status answered = AccessOf(client)->EndRole(context.get(), request, &response);
    if (!answered.ok()) return RolesGiveCommand::Unanswered(answered, request.request_id(), client);
    client.SeeUpTo(response.role().position() + 1);
    if (json) {
      Print(JsonText(response.role()));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat("The role of ", response.role().holder().name(), " (", WhoId(response.role().holder()), ") as ",
                       projections::EnumWords(response.role().role()), " has ended.\n"));
    return ExitStatus::kOk;
  }

 private:
  ExitStatus FindRole(JournalClient& client) {
    if (eventstore::Uuid::Parse(named).ok()) {
      request.set_role_id(named);
      return ExitStatus::kOk;
    }
    if (named.size() < kRoleDigitsMin) {
      Complain("roles end: expected the id of a role, or 4 or more first digits of it; casejournal roles lists them");
      return ExitStatus::kUsage;
    }
    v1::ListRolesResponse response;
    const grpc::Status answered = ReadRoles(client, false, "", &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    std::vector<std::string> meant;
    for (const v1::GivenRole& role : response.roles()) {
      if (absl::StartsWith(role.role_id(), named)) meant.push_back(role.role_id());
    }
    if (meant.size() == 1) {
      request.set_role_id(meant[0]);
      return ExitStatus::kOk;
    }
    Complain(meant.empty()
                 ? absl::StrCat("no role that counts has an id that begins with ", named)
                 : absl::StrCat(meant.size(), " roles have ids that begin with ", named, "; give more digits"));
    return meant.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
  }
};

struct RolesConfirmCommand {
  ServerFlags server;
  v1::ConfirmRightsRequest request;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option(
           "--reason", *request.mutable_reason(),
           "What was looked at, for the record: the roles, who may see each case, and\nwhat casejournal restore "
           "listed as lost")
        ->type_name("TEXT");
    app.add_option("--request-id", *request.mutable_request_id(),
                   "Id of the request, for a retry of one whose outcome is unknown")
        ->type_name("UUID");
    json.Declare(app, "Print the ConfirmRightsResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    if (request.request_id().empty()) request.set_request_id(eventstore::Uuid::Random().ToString());
    v1::ConfirmRightsResponse response;
    const auto context = client.OneAnswer();
    const grpc::Status answered = AccessOf(client)->ConfirmRights(context.get(), request, &response);
    if (!answered.ok()) return RolesGiveCommand::Unanswered(answered, request.request_id(), client);
    client.SeeUpTo(response.position() + 1);
    if (json) {
      Print(JsonText(response));
      return ExitStatus::kOk;
    }
    Print(
        absl::StrCat("The roles, assignments, and grants of the restored journal count from now on.\n"
                     "Recorded as entry ",
                     response.position(), ".\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddRolesCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& roles = AddCommand<RolesListCommand>(
      program, exit,
      {.name = "roles",
       .group = kReadGroup,
       .summary = "List, give, and end roles in the journal",
       .examples = "casejournal roles\n"
                   "casejournal roles --all --subject u-104\n"
                   "casejournal roles give --to \"wren.example/u-104/Grace Bell\" --role caseworker\n"
                   "casejournal roles give --to \"wren.example/u-7/Ida Moss\" --role supervisor --unit north\n"
                   "casejournal roles end 6f2c1b7e --reason \"left the agency\"",
       .pages = true});
  AddCommand<RolesListCommand>(roles, exit,
                               {.name = "list",
                                .group = "What to do",
                                .summary = "List the roles of the journal",
                                .examples = "casejournal roles list\n"
                                            "casejournal roles list --format csv > roles.csv",
                                .pages = true});
  AddCommand<RolesGiveCommand>(
      roles, exit,
      {.name = "give",
       .group = "What to do",
       .summary = "Give somebody a role in the journal",
       .examples = "casejournal roles give --to \"wren.example/u-104/Grace Bell\" --role caseworker\n"
                   "casejournal roles give --to \"county.example/a-9/Lee Park\" --role auditor \\\n"
                   "  --until 2025-12-31 --reason \"audit of 2024\""});
  AddCommand<RolesEndCommand>(roles, exit,
                              {.name = "end",
                               .group = "What to do",
                               .summary = "End a role at once",
                               .examples = "casejournal roles end 6f2c1b7e --reason \"left the agency\""});
  AddCommand<RolesConfirmCommand>(
      roles, exit,
      {.name = "confirm",
       .group = "What to do",
       .summary = "Let the roles, assignments, and grants of a restored journal count",
       .examples = "casejournal roles confirm --reason \"compared with the list of the agency of 2025-03-01\""});
}

}  // namespace casejournal::services
