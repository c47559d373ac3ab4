// casejournal rules: check rule files and calendars before a journal adopts them.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/law/rule_file.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/operate/commands.h"
#include "services/operate/rule_files.h"

namespace casejournal::services {
namespace {

struct RulesCheckCommand {
  std::vector<std::string> paths;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("files", paths,
                   "Rule files and calendars, or directories of them; include every file\nthat another refers to")
        ->type_name("FILE|DIRECTORY")
        ->required();
    json.Declare(app, "Print the files and their faults as JSON");
  }

  ExitStatus Run() const {
    std::vector<projections::RuleFile> files;
    if (absl::Status read = ReadRuleFiles(paths, &files); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kNotFound;
    }
    std::vector<projections::RuleFault> faults;
    for (const projections::RuleFile& file : files) faults.insert(faults.end(), file.faults.begin(), file.faults.end());
    for (projections::RuleFault& fault : projections::CheckTogether(files)) faults.push_back(std::move(fault));
    if (json) return ShowJson(files, faults);
    for (const projections::RuleFault& fault : faults) Print(absl::StrCat(projections::FaultText(fault), "\n"));
    if (!faults.empty()) {
      Complain(FaultsWords(faults.size()));
      return ExitStatus::kMalformed;
    }
    for (const projections::RuleFile& file : files) Print(Summary(file));
    return ExitStatus::kOk;
  }

 private:
  static std::string FaultsWords(size_t faults) { return absl::StrCat(faults, faults == 1 ? " fault" : " faults"); }

  static ExitStatus ShowJson(const std::vector<projections::RuleFile>& files,
                             const std::vector<projections::RuleFault>& faults) {
    nlohmann::ordered_json shown = {{"files", nlohmann::ordered_json::array()},
                                    {"faults", nlohmann::ordered_json::array()}};
    for (const projections::RuleFault& fault : faults) {
      shown["faults"].push_back(
          {{"file", fault.file}, {"line", fault.line}, {"column", fault.column}, {"message", fault.says}});
    }
    for (const projections::RuleFile& file : files) {
      nlohmann::ordered_json one = {{"file", file.name}, {"kind", file.calendar ? "calendar" : "rules"}};
      // A file with faults may have no content.
      if (faults.empty()) {
        one["id"] = file.id();
        one["version"] = file.version();
        one[file.calendar ? "holidays" : "rules"] =
            file.calendar ? file.calendar->holiday_size() : file.set->rule_size();
      }
      shown["files"].push_back(std::move(one));
    }
    if (!faults.empty()) {
      shown["code"] = CanonicalCodeOf(ExitStatus::kMalformed);
      shown["message"] = FaultsWords(faults.size());
      ResultTellsFailure();
    }
    Print(absl::StrCat(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
    return faults.empty() ? ExitStatus::kOk : ExitStatus::kMalformed;
  }

  static std::string Summary(const projections::RuleFile& file) {
    if (file.calendar) {
      return absl::StrCat(file.name, ": calendar ", file.id(), " v", file.version(), ", ",
                          file.calendar->holiday_size(), " holidays\n");
    }
    int unverified = 0;
    for (const rules::v1::Rule& rule : file.set->rule())
      unverified += rule.verification() != rules::v1::VERIFICATION_VERIFIED;
    return absl::StrCat(file.name, ": rules ", file.id(), " v", file.version(), ", law effective from ",
                        file.set->effective_from(), ", ", file.set->moment_size(), " moments, ", file.set->rule_size(),
                        " rules, ", unverified, " of them unverified\n");
  }
};

}  // namespace

void AddRulesCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& rules = DeclareCommand(
      program,
      {.name = "rules",
       .group = kRunGroup,
       .summary = "Check rule files and calendars before a journal adopts them",
       .examples =
           "casejournal rules check deploy/rules\n"
           "casejournal rules check us-federal.rules.textproto us-xx.rules.textproto us-xx.calendar.textproto"});
  rules.require_subcommand(1);
  AddCommand<RulesCheckCommand>(rules, exit,
                                {.name = "check",
                                 .group = kRunGroup,
                                 .summary = "Report faults in rule files and calendars, by file and line",
                                 .examples = "casejournal rules check deploy/rules"});
}

}  // namespace casejournal::services
