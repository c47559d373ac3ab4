// casejournal disclosures: list what was given of a case, or to or by somebody.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "projections/events/event_words.h"
#include "services/client/access/commands.h"
#include "services/client/access/reading_group.h"
#include "services/client/access/role_names.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct DisclosuresCommand {
  ServerFlags server;
  std::string named;
  std::string to;
  std::string by;
  FormatFlags format;

  void Declare(CLI::App& app) {
    CLI::Option* of = app.add_option("case", named, kCaseHelp)->type_name("CASE");
    CLI::Option* to_whom =
        app.add_option("--to", to, "What was given to recipients with all of these words in their names, of all\ncases")
            ->type_name("WORDS")
            ->excludes(of);
    app.add_option("--by", by, "What this subject of a credential asked for, of all cases")
        ->type_name("ID")
        ->excludes(of)
        ->excludes(to_whom);
    format.Declare(app,
                   "Print each Disclosure as JSON per line. In a table, the calls of one reading\n"
                   "are one row: --json and --format csv have each");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (named.empty() && to.empty() && by.empty()) {
      Complain("name a case, or give --to WORDS or --by ID");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    v1::ListDisclosuresRequest request;
    if (!named.empty()) {
      const ExitStatus found = FindCase(client, named, request.mutable_case_id());
      if (found != ExitStatus::kOk) return found;
    }
    request.set_to(to);
    request.set_by_subject(by);
    Listing list(format.format, {{.title = "When", .width_min = 16},
                                 {.title = "To", .wraps = true, .width_min = 14},
                                 {.title = "Given", .wraps = true, .width_min = 20},
                                 {.title = "Case", .rank = 2},
                                 {.title = "Why", .wraps = true, .width_min = 14},
                                 {.title = "Authority", .wraps = true, .width_min = 12, .rank = 1},
                                 {.title = "Recipient", .wraps = true, .width_min = 12, .rank = 4},
                                 {.title = "Role", .rank = 5},
                                 {.title = "Role from entry", .right = true, .rank = 7},
                                 {.title = "Asked by", .wraps = true, .width_min = 14, .rank = 3},
                                 {.title = "Entry", .right = true, .rank = 6}});
    const std::unique_ptr<v1::AccessService::Stub> access = v1::AccessService::NewStub(client.channel());
    std::optional<ReadingGroup> reading;  // the one before it is in the list
    do {
      v1::ListDisclosuresResponse response;
      const auto context = client.OneAnswer();
      const grpc::Status answered = access->ListDisclosures(context.get(), request, &response);
      if (!answered.ok()) return ReportFailure(answered, client.server());
      for (const v1::Disclosure& disclosure : response.disclosures()) {
        if (format.json()) {
          if (!Print(JsonLine(disclosure))) return ExitStatus::kOk;
          continue;
        }
        if (reading && Groups() && reading->Take(disclosure)) continue;
        if (reading) list.Add(Row(client, *reading));
        reading.emplace(disclosure);
      }
      if (response.next_page_token().empty() && reading) list.Add(Row(client, *reading));
      if (!format.json() && !list.Flush()) return ExitStatus::kOk;
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    if (format.json()) return ExitStatus::kOk;
    list.Finish(!named.empty() ? "Nothing of this case was given to anybody."
                : !to.empty()  ? "Nothing was given to a recipient with these words in the name."
                               : "Nobody with this subject was given anything.");
    return ExitStatus::kOk;
  }

 private:
  // Whether calls of one reading are one row: a program counts them for itself.
  bool Groups() const { return format.format != OutputFormat::kCsv; }

  std::vector<Cell> Row(JournalClient& client, const ReadingGroup& reading) const {
    const v1::Disclosure& disclosure = reading.widest();
    const auto words = [&](const auto& given) {
      return std::vector<Cell>{InstantText(disclosure.recorded_at(), client.Zone()),
                               Cell(given.recipient(), Tone::kStrong),
                               reading.GivenText(),
                               !named.empty() || disclosure.case_id().empty() ? "" : ShortCaseId(disclosure.case_id()),
                               given.purpose(),
                               given.authority(),
                               projections::EnumWords(given.recipient_class()),
                               projections::EnumWords(given.under_role()),
                               given.has_granted_at_position() ? absl::StrCat(given.granted_at_position()) : "",
                               WhoId(disclosure.actor()),
                               reading.EntryText()};
    };
    return disclosure.has_of_case() ? words(disclosure.of_case()) : words(disclosure.of_range());
  }
};

}  // namespace

void AddDisclosuresCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<DisclosuresCommand>(program, exit,
                                 {.name = "disclosures",
                                  .group = kReadGroup,
                                  .summary = "List what was given of a case, to whom, why, and by which authority",
                                  .examples = "casejournal disclosures 23-JV-0117\n"
                                              "casejournal disclosures --to \"Sam Ortiz\"\n"
                                              "casejournal disclosures --by u-214 --json | jq -r .caseId",
                                  .pages = true});
}

}  // namespace casejournal::services
