// casejournal event-types, codes, catalog: show what can be recorded, in which words, and what rules and findings say.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/journal_service.pb.h"
#include "projections/events/event_words.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

std::string FieldText(const v1::EventField& field) {
  return Joined(
      {absl::StrCat(field.list() ? "list of " : "", field.code_list().empty()
                                                        ? projections::EnumWords(field.kind())
                                                        : absl::StrCat("code of ", field.code_list())),
       projections::EnumWords(field.introduces()).empty()
           ? ""
           : absl::StrCat("new ", projections::EnumWords(field.introduces())),
       projections::EnumWords(field.names()).empty() ? ""
                                                     : absl::StrCat("of a ", projections::EnumWords(field.names())),
       field.required() ? "required" : "", field.server_made() ? "filled in by the server" : "",
       field.one_of().empty() ? "" : absl::StrCat("one ", field.one_of())},
      ", ");
}

ExitStatus ReportUnknownName(absl::string_view what, absl::string_view name, const std::vector<std::string>& names) {
  const std::string near = NearestName(name, names);
  Complain(absl::StrCat("there is no ", what, " \"", name, "\"",
                        near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
  return ExitStatus::kNotFound;
}

struct EventTypesCommand {
  ServerFlags server;
  std::string name;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("type", name, "Show the fields of this type, for example GoalEstablished")->type_name("TYPE");
    format.Declare(app, "Print one EventType as JSON per line");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::ListEventTypesRequest request;
    request.set_name(name);
    v1::ListEventTypesResponse response;
    const grpc::Status answered = client.described().ListEventTypes(client.OneAnswer().get(), request, &response);
    if (answered.error_code() == grpc::NOT_FOUND) return ReportUnknown(client);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Listing types(format.format, {{.title = "Type"}, {.title = "Sentence", .wraps = true, .width_min = 30, .rank = 1}});
    Listing fields(format.format, {{.title = "Field"},
                                   {.title = "Words", .wraps = true, .width_min = 16, .rank = 1},
                                   {.title = "Value", .wraps = true, .width_min = 24, .rank = 2}});
    for (const v1::EventType& type : response.types()) {
      if (format.json()) {
        Print(JsonLine(type));
      } else if (format.table() || name.empty()) {
        types.Add({type.name(), type.sentence()});
      }
      if (name.empty() || format.json()) continue;
      for (const v1::EventField& field : type.fields())
        fields.Add({field.json_path(), field.words(), FieldText(field)});
    }
    if (format.table() || name.empty()) types.Flush();
    if (format.table() && !name.empty()) Print("\n");
    if (!name.empty()) fields.Finish("This type has no field.");
    return ExitStatus::kOk;
  }

 private:
  ExitStatus ReportUnknown(JournalClient& client) const {
    v1::ListEventTypesResponse response;
    const grpc::Status answered = client.described().ListEventTypes(client.OneAnswer().get(), {}, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    std::vector<std::string> names;
    for (const v1::EventType& type : response.types()) names.push_back(type.name());
    return ReportUnknownName("type of event", name, names);
  }
};

struct CodesCommand {
  ServerFlags server;
  std::string list;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("list", list, "Show only this list, for example PlacementType")->type_name("LIST");
    format.Declare(app, "Print one CodeList as JSON per line");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::ListCodesRequest request;
    request.set_list(list);
    v1::ListCodesResponse response;
    const grpc::Status answered = client.described().ListCodes(client.OneAnswer().get(), request, &response);
    if (answered.error_code() == grpc::NOT_FOUND) return ReportUnknown(client);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Listing codes(format.format, {{.title = "List"},
                                  {.title = "Number", .right = true, .rank = 2},
                                  {.title = "Code"},
                                  {.title = "Words", .wraps = true, .width_min = 16, .rank = 1}});
    for (const v1::CodeList& each : response.lists()) {
      if (format.json()) {
        Print(JsonLine(each));
        continue;
      }
      for (const v1::CodeValue& code : each.codes())
        codes.Add({each.name(), absl::StrCat(code.number()), code.name(), code.words()});
    }
    codes.Flush();
    return ExitStatus::kOk;
  }

 private:
  ExitStatus ReportUnknown(JournalClient& client) const {
    v1::ListCodesResponse response;
    const grpc::Status answered = client.described().ListCodes(client.OneAnswer().get(), {}, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    std::vector<std::string> names;
    for (const v1::CodeList& each : response.lists()) names.push_back(each.name());
    return ReportUnknownName("code list", list, names);
  }
};

struct CatalogCommand {
  ServerFlags server;
  bool sentences = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_flag("--sentences", sentences,
                 "List the sentences of findings, violations, and derivations, with their ids");
    format.Declare(app, "Print the GetCatalogResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetCatalogResponse catalog;
    const grpc::Status answered = client.described().GetCatalog(client.OneAnswer().get(), {}, &catalog);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    if (format.json()) {
      Print(JsonLine(catalog));
      return ExitStatus::kOk;
    }
    if (sentences) {
      Listing list(format.format, {{.title = "Id"}, {.title = "Sentence", .wraps = true, .width_min = 30, .rank = 1}});
      for (const v1::WordingText& wording : catalog.wordings()) list.Add({wording.id(), wording.text()});
      list.Flush();
    } else if (format.table()) {
      ShowRules(catalog);
      Print("\n");
      ShowFindings(catalog);
    } else {
      ShowBoth(catalog);
    }
    return ExitStatus::kOk;
  }

 private:
  static void ShowRules(const v1::GetCatalogResponse& catalog) {
    Listing rules(OutputFormat::kTable,
                  {{.title = "Rule"},
                   {.title = "Rejects an entry that ...", .wraps = true, .width_min = 26, .rank = 1},
                   {.title = "Remedy", .wraps = true, .width_min = 26, .rank = 2}});
    for (const v1::CatalogRule& rule : catalog.rules()) rules.Add({rule.id(), rule.rejects(), rule.remedy()});
    rules.Flush();
  }

  static void ShowFindings(const v1::GetCatalogResponse& catalog) {
    Listing findings(OutputFormat::kTable, {{.title = "Finding"},
                                            {.title = "Shows ...", .wraps = true, .width_min = 26, .rank = 1},
                                            {.title = "Source", .wraps = true, .width_min = 26, .rank = 2}});
    for (const v1::CatalogFinding& finding : catalog.findings())
      findings.Add({finding.id(), finding.shows(), finding.source()});
    findings.Flush();
  }

  // In one list, for a program.
  void ShowBoth(const v1::GetCatalogResponse& catalog) const {
    Listing list(format.format,
                 {{.title = "Kind"}, {.title = "Id"}, {.title = "What"}, {.title = "Remedy"}, {.title = "Source"}});
    for (const v1::CatalogRule& rule : catalog.rules()) list.Add({"rule", rule.id(), rule.rejects(), rule.remedy()});
    for (const v1::CatalogFinding& finding : catalog.findings())
      list.Add({"finding", finding.id(), finding.shows(), "", finding.source()});
    list.Flush();
  }
};

}  // namespace

void AddEventTypesCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<EventTypesCommand>(program, exit,
                                {.name = "event-types",
                                 .group = kReadGroup,
                                 .summary = "List the types of events, or show the fields of one",
                                 .examples = "casejournal event-types\n"
                                             "casejournal event-types GoalEstablished\n"
                                             "casejournal event-types --json | jq -r .name",
                                 .pages = true});
}

void AddCodesCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<CodesCommand>(program, exit,
                           {.name = "codes",
                            .group = kReadGroup,
                            .summary = "List the code lists, with the words for each value",
                            .examples = "casejournal codes\n"
                                        "casejournal codes PlacementType\n"
                                        "casejournal codes --json | jq -r .name",
                            .pages = true});
}

void AddCatalogCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<CatalogCommand>(program, exit,
                             {.name = "catalog",
                              .group = kReadGroup,
                              .summary = "List the rules that reject entries, and the findings",
                              .examples = "casejournal catalog\n"
                                          "casejournal catalog --sentences\n"
                                          "casejournal catalog --json | jq -r '.rules[].id'",
                              .pages = true});
}

}  // namespace casejournal::services
