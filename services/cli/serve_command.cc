// serve: one process for one journal.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/local_failure.h"
#include "services/cli/output.h"
#include "services/cli/rule_files.h"
#include "services/cli/utf8.h"
#include "services/cli/version.h"
#include "services/server/server.h"

namespace casejournal::services {
namespace {

class ServeCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", options_.journal.log.directory, "The directory that holds the journal; made on the first start")
        ->required();
    app.add_option("--listen", options_.listen, "Host and port; port 0 picks a free one")->capture_default_str();
    app.add_option("--origin", origin_,
                   absl::StrCat("The journal's name in every checkpoint, for the first start [", kOriginDefault, "]"));
    app.add_option("--time-zone", time_zone_, absl::StrCat("The journal's one time zone, for the first start [", kTimeZoneDefault, "]"));
    app.add_option("--development-actor", actor_,
                   "Development only: ISSUER/SUBJECT/NAME; everybody who calls is this member of staff")
        ->required();
    app.add_option("--rules", rules_,
                   "Rule files and calendars that the journal adopts, or a directory of them; may be given again")
        ->type_name("FILE|DIRECTORY");
    app.add_option("--disk-reserve-mib", disk_reserve_mib_, "Refuse appends when less than this is free")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option("--case-memory-mib", case_memory_mib_,
                   "About how much memory the cases in use may take; others are folded from the log when they are used")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_flag("--confirm-clock", options_.journal.log.clock_step_confirmed,
                 "The clock stepped, and it is right now: go on");
  }

  ExitStatus Run() {
    const std::vector<std::string> actor = absl::StrSplit(actor_, absl::MaxSplits('/', 2));
    if (FirstInvalidByte(actor_) != actor_.size() || actor.size() != 3 || actor[0].empty() || actor[1].empty() || actor[2].empty()) {
      Complain("--development-actor: ISSUER/SUBJECT/NAME expected, for example wren.example/u-104/Grace Bell");
      return ExitStatus::kUsage;
    }
    options_.development_actor.set_issuer(actor[0]);
    options_.development_actor.set_subject(actor[1]);
    options_.development_actor.set_name(actor[2]);
    options_.journal.log.disk_reserve_bytes = disk_reserve_mib_ << 20;
    options_.case_memory_bytes = case_memory_mib_ << 20;
    options_.program = std::string("casejournal ") + kVersion;
    if (absl::Status read = ReadRuleFiles(rules_, &options_.journal.rules); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    options_.journal.origin = origin_;
    options_.journal.time_zone = time_zone_;
    const absl::Status served = ServeUntilSignalled(std::move(options_));
    return served.ok() ? ExitStatus::kOk : ExplainLocalFailure(served);
  }

 private:
  ServerOptions options_;
  std::string origin_;
  std::string time_zone_;
  std::vector<std::string> rules_;
  std::string actor_;
  uint64_t disk_reserve_mib_ = 256;
  size_t case_memory_mib_ = 1024;
};

}  // namespace

void AddServeCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ServeCommand>(program, exit,
                           {.name = "serve",
                            .group = kRunGroup,
                            .summary = "Serves a journal over gRPC until it is told to stop (SIGINT, SIGTERM)",
                            .examples = "casejournal serve --data ./journal --development-actor wren.example/u-104/Grace\\ Bell\n"
                                        "casejournal serve --data ./journal --listen 127.0.0.1:0 --origin court.example/juvenile \\\n"
                                        "    --time-zone America/New_York --development-actor wren.example/u-104/Grace\\ Bell\n"
                                        "casejournal serve --data ./journal --rules deploy/rules --development-actor wren.example/u-104/Grace\\ Bell"});
}

}  // namespace casejournal::services
