// casejournal rules: check rule files and calendars before a journal adopts them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/law/rule_file.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/operate/commands.h"
#include "services/operate/rule_files.h"

namespace casejournal::services {
namespace {

struct RulesCheckCommand {
  std::vector<std::string> paths;

  void Declare(CLI::App& app) {
    app.add_option("files", paths,
                   "Rule files and calendars, or directories of them; include every file\nthat another refers to")
        ->type_name("FILE|DIRECTORY")
        ->required();
  }

  ExitStatus Run() const {
    std::vector<projections::RuleFile> files;
    if (absl::Status read = ReadRuleFiles(paths, &files); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kNotFound;
    }
    size_t faults = 0;
    const auto say = [&faults](const projections::RuleFault& fault) {
      ++faults;
      Print(absl::StrCat(projections::FaultText(fault), "\n"));
    };
    for (const projections::RuleFile& file : files) {
      for (const projections::RuleFault& fault : file.faults) say(fault);
    }
    for (const projections::RuleFault& fault : projections::CheckTogether(files)) say(fault);
    if (faults != 0) {
      Complain(absl::StrCat(faults, faults == 1 ? " fault" : " faults"));
      return ExitStatus::kMalformed;
    }
    for (const projections::RuleFile& file : files) Print(Summary(file));
    return ExitStatus::kOk;
  }

 private:
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
