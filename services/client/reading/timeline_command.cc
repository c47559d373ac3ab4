// casejournal timeline: draw a case on one axis of days, as an SVG file.
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/documents/timeline.h"
#include "services/files/reserved_file.h"
#include "services/net/metadata_keys.h"
#include "services/pages/answered_text.h"

namespace casejournal::services {
namespace {

struct TimelineCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::vector<std::string> children;
  std::string on;
  std::string from;
  std::string until;
  std::string language = "en";
  std::string file;
  bool force = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, "The case: its id, or a court or other number")->type_name("CASE")->required();
    app.add_option("-o,--output", file, "File to write the drawing to (SVG); - for standard output")
        ->type_name("FILE")
        ->required();
    app.add_flag("--force", force, "Replace the file if it exists");
    app.add_option("--child", children,
                   "Draw the lane of this child, by name or id; several times for several.\nWithout it: all children")
        ->type_name("CHILD")
        ->allow_extra_args(false);
    app.add_option("--on", on,
                   "Day to use instead of today; for a later day, assume that nothing more\nhappens until then")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--from", from, "First day of the axis [default: the first event]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--until", until, "Last day of the axis [default: the day of --on, and what is soon to come]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--lang", language, "The language of the headings, en or es")
        ->check(OneOfWords({"en", "es"}))
        ->type_name("TAG");
    as_of.DeclareKnown(app);
    min_position.Declare(app);
    json.Declare(app, "Print the name and the size of the file as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (json && file == "-") {
      Complain("--json cannot be combined with --output -: both use standard output");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--on", &on}, {"--from", &from}, {"--until", &until}});
    if (!from.empty() && !until.empty() && from >= until) {
      Complain("--from must be before --until");
      return ExitStatus::kUsage;
    }
    v1::GetDocketRequest asked;
    if (const ExitStatus found = FindCase(client, named, asked.mutable_case_id()); found != ExitStatus::kOk)
      return found;
    if (as_of.given()) *asked.mutable_as_of() = as_of.ToAsOf();
    min_position.Fill(&asked);
    v1::GetDocketResponse docket;
    if (const ExitStatus got = GetDocket(client, asked, &docket); got != ExitStatus::kOk) return got;
    const std::string today = docket.on();
    if (!on.empty()) {
      asked.set_on(on);
      docket.Clear();
      if (const ExitStatus got = GetDocket(client, asked, &docket); got != ExitStatus::kOk) return got;
    }
    v1::GetCasePlanResponse response;
    if (const ExitStatus got = GetPlan(client, docket, asked, on.empty() || on > today, &response);
        got != ExitStatus::kOk)
      return got;
    TimelineView view{response.plan(), docket.items()};
    view.name = named;
    view.on = docket.on();
    view.from = from;
    view.until = until;
    view.language = language;
    if (const uint32_t withheld = response.answered().entries_withheld(); withheld > 0) {
      view.remarks.push_back(WithheldText(withheld));
      Remark(WithheldText(withheld));
    }
    view.remarks.insert(view.remarks.end(), notices_.begin(), notices_.end());
    if (response.answered().has_revision()) view.revision = response.answered().revision();
    if (const ExitStatus chosen = FindChildren(response.plan(), &view.child_ids); chosen != ExitStatus::kOk)
      return chosen;
    return Write(TimelineSvg(view));
  }

 private:
  ExitStatus GetDocket(JournalClient& client, const v1::GetDocketRequest& request, v1::GetDocketResponse* response) {
    const std::unique_ptr<grpc::ClientContext> context = client.OneAnswer();
    const grpc::Status status = client.cases().GetDocket(context.get(), request, response);
    TakeNotice(*context);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

  // The plan of the same entries as the docket, and of the same day, unless all that is effective by now counts.
  ExitStatus GetPlan(JournalClient& client, const v1::GetDocketResponse& docket, const v1::GetDocketRequest& asked,
                     bool all, v1::GetCasePlanResponse* response) {
    v1::GetCasePlanRequest request;
    request.set_case_id(asked.case_id());
    request.set_view(v1::PLAN_VIEW_WORKING);
    if (as_of.given()) {
      *request.mutable_as_of() = as_of.ToAsOf();
    } else {
      request.mutable_as_of()->set_position(docket.answered().as_of_position());
    }
    if (!all) request.mutable_as_of()->set_effective_on(docket.on());
    min_position.Fill(&request);
    const std::unique_ptr<grpc::ClientContext> context = client.OneAnswer();
    const grpc::Status status = client.cases().GetCasePlan(context.get(), request, response);
    TakeNotice(*context);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

  // The drawing is passed on as a file, so the notice to whoever is given it is in it.
  void TakeNotice(const grpc::ClientContext& context) {
    const auto [begin, end] = context.GetServerInitialMetadata().equal_range(kNoticeKey);
    for (auto each = begin; each != end; ++each) {
      const absl::string_view words(each->second.data(), each->second.size());
      for (const absl::string_view line : absl::StrSplit(words, '\n', absl::SkipWhitespace())) {
        if (std::find(notices_.begin(), notices_.end(), line) == notices_.end()) notices_.emplace_back(line);
      }
    }
  }

  ExitStatus FindChildren(const v1::CasePlan& plan, std::vector<std::string>* ids) const {
    for (const std::string& child : children) {
      std::vector<std::string> found;
      for (const v1::Participant& person : plan.participants()) {
        if (person.capacity() != event::v1::CAPACITY_CHILD) continue;
        if (person.participant_id() == child || person.name() == child) found.push_back(person.participant_id());
      }
      if (found.size() != 1) {
        Complain(absl::StrCat(found.empty() ? "no child of this case has the name or id \""
                                            : "several children of this case have the name \"",
                              child, "\""));
        return found.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
      }
      ids->push_back(found.front());
    }
    return ExitStatus::kOk;
  }

  ExitStatus Write(const std::string& svg) const {
    absl::StatusOr<ReservedFile> reserved = ReservedFile::Open(file, svg.size(), force);
    absl::Status written = reserved.status();
    if (written.ok()) written = reserved->Write(svg);
    if (written.ok()) written = reserved->Finish();
    if (written.ok()) {
      const nlohmann::ordered_json drawn = {{"file", file}, {"bytes", svg.size()}};
      if (json) Print(absl::StrCat(drawn.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return ExitStatus::kOk;
    }
    return ExplainFileFailure(written);
  }

  std::vector<std::string> notices_;  // a line each
};

}  // namespace

void AddTimelineCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<TimelineCommand>(
      program, exit,
      {.name = "timeline",
       .group = kReadGroup,
       .summary = "Draw a case on one axis of days: care, placements, court, what is due",
       .examples = "casejournal timeline 25JU-01-0123 -o timeline.svg\n"
                   "casejournal timeline 25JU-01-0123 --child 'Ana Lopez' --lang es -o ana.svg\n"
                   "casejournal timeline 25JU-01-0123 --on 2025-06-30 --force -o timeline.svg\n"
                   "casejournal timeline 25JU-01-0123 --from 2025-01-01 --until 2025-12-31 -o -"});
}

}  // namespace casejournal::services
