// casejournal rehearse: what an import would record and what the rules would reject, without a journal.
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/recording/import_files.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/version.h"
#include "services/files/private_files.h"
#include "services/files/private_memory.h"
#include "services/journal/journal.h"
#include "services/operate/commands.h"
#include "services/operate/rule_files.h"
#include "services/server/server.h"

namespace casejournal::services {
namespace {

// A directory of its own for as long as it lives.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "casejournal-rehearsal-XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchDirectory() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }  // empty: it could not be made

 private:
  std::string path_;
};

struct RehearseCommand {
  std::vector<std::string> rules;
  std::string time_zone;
  FilesToImport asked;

  void Declare(CLI::App& app) {
    app.add_option("files", asked.files, "JSON Lines files with one AppendRequest per line; - for standard input")
        ->type_name("FILE")
        ->required();
    app.add_option("--time-zone", time_zone, "Time zone of the civil days, for example America/New_York")
        ->type_name("ZONE")
        ->required();
    app.add_option("--rules", rules,
                   "Rule files and calendars, or directories with them, that the journal adopts;\nmay be repeated")
        ->type_name("PATH")
        ->allow_extra_args(false);
    asked.json.Declare(app, "Print the summary as JSON");
  }

  ExitStatus Run() {
    const ScratchDirectory scratch;
    if (scratch.path().empty()) {
      Complain("no directory for the rehearsal can be made below the directory for temporary files ($TMPDIR)");
      return ExitStatus::kFailure;
    }
    ServerOptions options;
    options.journal.log.directory = absl::StrCat(scratch.path(), "/journal");
    options.journal.log.disk_reserve_bytes = 0;
    options.journal.log.disk_reserve_files = 0;
    options.journal.program = std::string("casejournal ") + kVersion;
    if (absl::Status read = ReadRuleFiles(rules, &options.journal.rules); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    KeepFilesPrivate();
    KeepMemoryPrivate().IgnoreError();  // its keys end with it
    const NewJournal rehearsal{.origin = "rehearsal.invalid/import", .time_zone = time_zone};
    const absl::StatusOr<std::string> created = Journal::Create(options.journal.log, rehearsal);
    if (!created.ok()) return ExplainLocalFailure(created.status());
    options.listen = "127.0.0.1:0";
    options.quiet = true;
    options.insecure_dev = true;  // on this machine, for as long as this command runs
    options.development_actor.set_issuer("rehearsal.invalid");
    options.development_actor.set_subject("importer");
    options.development_actor.set_name("Importer");
    const absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
    if (!server.ok()) return ExplainLocalFailure(server.status());
    ServerFlags flags{.server = (*server)->address(), .checkpoints = "none"};
    flags.connection.insecure_dev = true;
    JournalClient client(flags);
    asked.keep_going = true;
    asked.rehearsal = true;
    return ImportFiles(client, flags, asked);
  }
};

}  // namespace

void AddRehearseCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RehearseCommand>(
      program, exit,
      {.name = "rehearse",
       .group = kRunGroup,
       .summary = "Say what an import into an empty journal would record, and what would be rejected",
       .examples = "casejournal rehearse --time-zone America/New_York --rules deploy/rules plans.jsonl\n"
                   "casejournal rehearse --time-zone America/New_York --json plans.jsonl | jq .rejected"});
}

}  // namespace casejournal::services
