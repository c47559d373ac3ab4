// casejournal serve: serve one journal from one process.
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/backups/online_backups.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/display.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/console/version.h"
#include "services/files/given_file.h"
#include "services/files/private_files.h"
#include "services/http/http_request.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"
#include "services/operate/rule_files.h"
#include "services/operate/serve_calls.h"
#include "services/pages/utf8.h"
#include "services/server/server.h"

namespace casejournal::services {
namespace {

class ServeCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", options_.journal.log.directory,
                   "Data directory of the journal, created by casejournal init")
        ->required();
    app.add_option("--listen", options_.listen, "Host and port to listen on; port 0 picks a free port")
        ->type_name("HOST:PORT")
        ->transform(ServerAddress())
        ->capture_default_str();
    keys_.Declare(app);
    calls_.Declare(app);
    app.add_option("--rules", rules_, "Rule files and calendars to adopt, or a directory of them; may be\nrepeated")
        ->type_name("FILE|DIRECTORY");
    app.add_option("--witnesses", policy_,
                   "Witness policy (C2SP tlog-policy): which witnesses cosign this\n"
                   "journal's checkpoints, their URLs, and how many are enough")
        ->type_name("FILE");
    app.add_option("--witness-every", witness_every_, "Interval between requests to the witnesses, if the journal grew")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    app.add_option("--timestamp-url", options_.anchor.time_stamp_url,
                   "Timestamp authority (RFC 3161): timestamps checkpoints for exhibits,\n"
                   "for journalized plans, and every --timestamp-every seconds")
        ->type_name("URL");
    app.add_option("--timestamp-every", time_stamp_every_, "Interval between timestamps, if the journal grew")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 31'536'000))
        ->capture_default_str();
    app.add_option("--checkpoint-copy", options_.journal.log.checkpoint_copy,
                   "Second file for the newest checkpoint, on another disk; it reveals\n"
                   "that the data directory was restored to an older state")
        ->type_name("FILE");
    app.add_option("--backup-repository", options_.backup_repository,
                   "Directory with the backups of this journal, on another disk: where\ncasejournal backup has the "
                   "server back up")
        ->type_name("DIRECTORY");
    app.add_option("--notice", notice_,
                   "Notice to recipients about passing on what they are given; see\ndeploy/notices")
        ->type_name("FILE");
    app.add_option("--notice-for", notices_for_,
                   "Additional notice if an entry with this label is given; may be\nrepeated")
        ->type_name("LABEL=FILE");
    app.add_option("--disk-reserve-mib", disk_reserve_mib_,
                   "Reject appends when less disk space than this is free, in MiB")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option("--disk-reserve-files", options_.journal.log.disk_reserve_files,
                   "Reject appends when fewer files (inodes) can be created on the disk")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option(
           "--case-memory-mib", case_memory_mib_,
           "Approximate memory for cases in use, in MiB; other cases are read from\nthe log when they are needed")
        ->check(CheckWholeNumber)
        ->capture_default_str();
    app.add_option("--stop-within", stop_within_,
                   "Longest time that a stop takes: calls in progress may end in most of it;\na second signal ends "
                   "the server at once")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600))
        ->capture_default_str();
    app.add_flag("--confirm-clock", options_.journal.log.clock_step_confirmed,
                 "Confirm that the clock is right after a step, and resume appends");
    app.add_flag("--adopt-time-zone-rules", options_.journal.adopt_time_zone_rules,
                 "From now on, use this machine's rules for the journal's time zone;\npast days do not change");
  }

  ExitStatus Run() {
    options_.journal.log.master_keys = keys_.Use();
    if (absl::Status read = ReadCallers(calls_, &options_); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    options_.journal.log.disk_reserve_bytes = disk_reserve_mib_ << 20;
    options_.case_memory_bytes = case_memory_mib_ << 20;
    options_.stop_within = absl::Seconds(stop_within_);
    options_.journal.program = std::string("casejournal ") + kVersion;
    if (absl::Status read = ReadRuleFiles(rules_, &options_.journal.rules); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    if (absl::Status read = ReadEvidence(); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    options_.quiet = IsQuiet();
    KeepFilesPrivate();
    const std::string directory = options_.journal.log.directory;
    TellOfKeyLeftBehind();
    absl::Status served = ServeUntilSignalled(std::move(options_));
    if (absl::IsNotFound(served)) {
      served = absl::NotFoundError(absl::StrCat(served.message(), "; to create one: casejournal init --data ",
                                                ShellWord(directory), " --origin NAME --time-zone ZONE"));
    }
    return served.ok() ? ExitStatus::kOk : ExplainLocalFailure(served);
  }

 private:
  void TellOfKeyLeftBehind() const {
    const std::string left = absl::StrCat(options_.journal.log.directory, "/secrets/master.key");
    std::error_code ignored;
    if (options_.journal.log.master_keys.outside() && std::filesystem::exists(left, ignored)) {
      Remark(absl::StrCat(left,
                          " is still there, although --master-key names another place. Whoever copies the data "
                          "directory has this key: remove it when the other place has it, too"));
    }
  }

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
    if (!options_.backup_repository.empty()) {
      const absl::Status place = CheckBackupPlace(options_.backup_repository, options_.journal.log.directory);
      if (!place.ok()) return absl::InvalidArgumentError(absl::StrCat("--backup-repository: ", place.message()));
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
            "--notice-for: expected LABEL=FILE, for example PART2=deploy/notices/42-cfr-2.txt");
      }
      if (absl::Status read = ReadNotice(parts.second, &options_.notices.by_label[label]); !read.ok()) return read;
    }
    if (const size_t bytes = options_.notices.BytesMax(); bytes > kNoticeBytesMax) {
      return absl::InvalidArgumentError(absl::StrCat("--notice, --notice-for: together, the notices have ", bytes,
                                                     " bytes; at most ", kNoticeBytesMax,
                                                     " go with an answer. Refer to a longer text"));
    }
    return absl::OkStatus();
  }

  static absl::Status ReadNotice(const std::string& path, std::string* notice) {
    if (absl::Status read = ReadInput(path, notice); !read.ok()) return read;
    if (!notice->empty() && notice->size() <= kNoticeBytesMax && FirstInvalidByte(*notice) == notice->size())
      return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": a notice must have 1 to ", kNoticeBytesMax, " bytes of UTF-8"));
  }

  ServerOptions options_;
  std::string policy_;
  int64_t witness_every_ = 10;
  int64_t time_stamp_every_ = 3'600;
  std::string notice_;
  std::vector<std::string> notices_for_;
  std::vector<std::string> rules_;
  KeyFlags keys_;
  ServeCallFlags calls_;
  uint64_t disk_reserve_mib_ = 256;
  size_t case_memory_mib_ = 1024;
  int64_t stop_within_ = 10;
};

}  // namespace

void AddServeCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ServeCommand>(
      program, exit,
      {.name = "serve",
       .group = kRunGroup,
       .summary = "Serve a journal over gRPC until SIGINT or SIGTERM",
       .examples = "casejournal serve --data ./journal --listen 0.0.0.0:7464 --rules deploy/rules \\\n"
                   "    --tls-cert certs/server.pem --tls-key certs/server-key.pem \\\n"
                   "    --token-keys https://login.court.example/keys --token-issuer https://login.court.example \\\n"
                   "    --token-audience casejournal\n"
                   "casejournal serve --data ./journal --insecure-dev \\\n"
                   "    --development-actor \"wren.example/u-104/Grace Bell\""});
}

}  // namespace casejournal::services
