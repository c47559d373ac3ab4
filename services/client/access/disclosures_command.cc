// casejournal disclosures: list what was given of a case, or to or by somebody.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "projections/events/event_words.h"
#include "services/client/access/commands.h"
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

// "0 to 4, 7"
std::string RangesText(const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges) {
  std::vector<std::string> texts;
  for (const event::v1::RevisionRange& range : ranges) {
    texts.push_back(range.first() == range.last() ? absl::StrCat(range.first())
                                                  : absl::StrCat(range.first(), " to ", range.last()));
  }
  return absl::StrJoin(texts, ", ");
}

// What was given: "history, revisions 0 to 4", "entries 12 to 100011 of the journal".
std::string GivenText(const v1::Disclosure& disclosure) {
  if (disclosure.has_of_range()) {
    return absl::StrCat("entries ", disclosure.of_range().first_position(), " to ",
                        disclosure.of_range().last_position(), " of the journal, at most");
  }
  const event::v1::DisclosureMade& made = disclosure.of_case();
  std::string text = projections::EnumWords(made.form());
  if (!made.revisions().empty()) absl::StrAppend(&text, ", revisions ", RangesText(made.revisions()));
  if (!made.withheld().empty()) absl::StrAppend(&text, "; withheld: ", RangesText(made.withheld()));
  return text;
}

struct DisclosuresCommand {
  ServerFlags server;
  std::string named;
  std::string to;
  std::string by;
  FormatFlags format;

  void Declare(CLI::App& app) {
    CLI::Option* of = app.add_option("case", named, kCaseHelp)->type_name("CASE");
    CLI::Option* to_whom =
        app.add_option("--to", to, "What was given to recipients with these words in their names, of all cases")
            ->type_name("WORDS")
            ->excludes(of);
    app.add_option("--by", by, "What this subject of a credential asked for, of all cases")
        ->type_name("ID")
        ->excludes(of)
        ->excludes(to_whom);
    format.Declare(app, "Print each Disclosure as JSON per line");
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
                                 {.title = "Asked by", .wraps = true, .width_min = 14, .rank = 3},
                                 {.title = "Entry", .right = true, .rank = 6}});
    const std::unique_ptr<v1::AccessService::Stub> access = v1::AccessService::NewStub(client.channel());
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
        list.Add(Row(client, disclosure));
      }
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
  std::vector<Cell> Row(JournalClient& client, const v1::Disclosure& disclosure) const {
    const auto words = [&](const auto& given) {
      return std::vector<Cell>{InstantText(disclosure.recorded_at(), client.Zone()),
                               Cell(given.recipient(), Tone::kStrong),
                               GivenText(disclosure),
                               !named.empty() || disclosure.case_id().empty() ? "" : ShortCaseId(disclosure.case_id()),
                               given.purpose(),
                               given.authority(),
                               projections::EnumWords(given.recipient_class()),
                               projections::EnumWords(given.under_role()),
                               WhoId(disclosure.actor()),
                               absl::StrCat(disclosure.position())};
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
