// serve: one process for one journal.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/console/version.h"
#include "services/evidence/http_post.h"
#include "services/files/given_file.h"
#include "services/files/private_files.h"
#include "services/operate/commands.h"
#include "services/operate/rule_files.h"
#include "services/pages/utf8.h"
#include "services/server/server.h"

namespace casejournal::services {
namespace {

class ServeCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", options_.journal.log.directory,
                   "The directory that holds the journal, as casejournal init made it")
        ->required();
    app.add_option("--listen", options_.listen, "Host and port; port 0 picks a free one")->capture_default_str();
    app.add_option("--development-actor", actor_,
                   "Development only: ISSUER/SUBJECT/NAME; everybody who calls is this member of staff")
        ->required();
    app.add_option("--rules", rules_,
                   "Rule files and calendars that the journal adopts, or a directory of them; may be given again")
        ->type_name("FILE|DIRECTORY");
    app.add_option("--witnesses", policy_,
                   "A witness policy (C2SP tlog-policy): who cosigns this journal's checkpoints, where they are, how "
                   "many are enough")
        ->type_name("FILE");
    app.add_option("--witness-every", witness_every_, "Ask them every so often, if the journal grew")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    app.add_option("--timestamp-url", options_.anchor.time_stamp_url,
                   "A time stamping authority (RFC 3161): stamps checkpoints, for exhibits, for journalized plans, and "
                   "every --timestamp-every")
        ->type_name("URL");
    app.add_option("--timestamp-every", time_stamp_every_, "Have the time stamped every so often, if the journal grew")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 31'536'000))
        ->capture_default_str();
    app.add_option("--checkpoint-copy", options_.journal.log.checkpoint_copy,
                   "A second file for the newest checkpoint, on another disk: so that a restore of everything to an "
                   "older state is noticed")
        ->type_name("FILE");
    app.add_option("--notice", notice_, "What recipients of exhibits are told of passing them on (deploy/notices)")
        ->type_name("FILE");
    app.add_option("--notice-for", notices_for_,
                   "What they are told besides where an entry with this label is given; may be given again")
        ->type_name("LABEL=FILE");
    app.add_option("--disk-reserve-mib", disk_reserve_mib_, "Refuse appends when less than this is free")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option("--case-memory-mib", case_memory_mib_,
                   "About how much memory the cases in use may take; others are folded from the log when they are used")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_flag("--confirm-clock", options_.journal.log.clock_step_confirmed,
                 "The clock stepped, and it is right now: go on");
    app.add_flag("--adopt-time-zone-rules", options_.journal.adopt_time_zone_rules,
                 "Count the journal's time zone as this machine does from now on; days that are over stay as they are");
  }

  ExitStatus Run() {
    const std::vector<std::string> actor = absl::StrSplit(actor_, absl::MaxSplits('/', 2));
    if (FirstInvalidByte(actor_) != actor_.size() || actor.size() != 3 || actor[0].empty() || actor[1].empty() ||
        actor[2].empty()) {
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
    if (absl::Status read = ReadEvidence(); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    KeepFilesPrivate();
    const std::string directory = options_.journal.log.directory;
    absl::Status served = ServeUntilSignalled(std::move(options_));
    if (absl::IsNotFound(served)) {
      served = absl::NotFoundError(absl::StrCat(served.message(), "; to make one: casejournal init --data ",
                                                ShellWord(directory), " --origin NAME --time-zone ZONE"));
    }
    return served.ok() ? ExitStatus::kOk : ExplainLocalFailure(served);
  }

 private:
  absl::Status ReadEvidence() {
    options_.anchor.witness_every = absl::Seconds(witness_every_);
    options_.anchor.time_stamp_every = absl::Seconds(time_stamp_every_);
    if (!policy_.empty()) {
      std::string text;
      if (absl::Status read = ReadInput(policy_, &text); !read.ok()) return read;
      absl::StatusOr<eventstore::WitnessPolicy> policy = eventstore::WitnessPolicy::Parse(text);
      if (!policy.ok()) return absl::InvalidArgumentError(absl::StrCat(policy_, ": ", policy.status().message()));
      for (const eventstore::PolicyWitness& witness : policy->witnesses()) {
        absl::Status url = witness.url.empty() ? absl::OkStatus() : CheckHttpUrl(witness.url);
        if (!url.ok()) return absl::InvalidArgumentError(absl::StrCat(policy_, ": ", url.message()));
      }
      options_.anchor.policy = *std::move(policy);
    }
    if (!options_.anchor.time_stamp_url.empty()) {
      absl::Status url = CheckHttpUrl(options_.anchor.time_stamp_url);
      if (!url.ok()) return absl::InvalidArgumentError(absl::StrCat("--timestamp-url: ", url.message()));
    }
    if (!notice_.empty()) {
      if (absl::Status read = ReadNotice(notice_, &options_.notices.general); !read.ok()) return read;
    }
    for (const std::string& given : notices_for_) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(given, absl::MaxSplits('=', 1));
      event::v1::Label label = event::v1::LABEL_UNSPECIFIED;
      if (!event::v1::Label_Parse(absl::StrCat("LABEL_", parts.first), &label) ||
          label == event::v1::LABEL_UNSPECIFIED || parts.second.empty()) {
        return absl::InvalidArgumentError(
            "--notice-for: LABEL=FILE expected, for example PART2=deploy/notices/42-cfr-2.txt");
      }
      if (absl::Status read = ReadNotice(parts.second, &options_.notices.by_label[label]); !read.ok()) return read;
    }
    return absl::OkStatus();
  }

  static absl::Status ReadNotice(const std::string& path, std::string* notice) {
    if (absl::Status read = ReadInput(path, notice); !read.ok()) return read;
    if (!notice->empty() && notice->size() <= kNoticeBytesMax && FirstInvalidByte(*notice) == notice->size())
      return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(path, ": a notice is 1 to ", kNoticeBytesMax, " bytes of UTF-8"));
  }

  ServerOptions options_;
  std::string policy_;
  int64_t witness_every_ = 10;
  int64_t time_stamp_every_ = 3'600;
  std::string notice_;
  std::vector<std::string> notices_for_;
  std::vector<std::string> rules_;
  std::string actor_;
  uint64_t disk_reserve_mib_ = 256;
  size_t case_memory_mib_ = 1024;
};

}  // namespace

void AddServeCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ServeCommand>(
      program, exit,
      {.name = "serve",
       .group = kRunGroup,
       .summary = "Serves a journal over gRPC until it is told to stop (SIGINT, SIGTERM)",
       .examples = "casejournal serve --data ./journal --development-actor \"wren.example/u-104/Grace Bell\"\n"
                   "casejournal serve --data ./journal --listen 127.0.0.1:0 --rules deploy/rules \\\n"
                   "    --development-actor \"wren.example/u-104/Grace Bell\""});
}

}  // namespace casejournal::services
