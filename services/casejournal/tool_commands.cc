#include "services/casejournal/tool_commands.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/console/command.h"
#include "services/console/help/completion.h"
#include "services/console/help/manual.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

// The program that a command belongs to.
const CLI::App& ProgramOf(const CLI::App& command) { return *command.get_parent(); }

struct CompletionCommand {
  const CLI::App* command = nullptr;
  std::string shell;

  void Declare(CLI::App& app) {
    command = &app;
    app.add_option("shell", shell, "The shell: bash, fish, or zsh")->type_name("SHELL")->required();
  }

  ExitStatus Run() const {
    const absl::StatusOr<std::string> script = CompletionScript(ProgramOf(*command), shell);
    if (!script.ok()) {
      Complain(absl::StrCat("completion: ", script.status().message()));
      return ExitStatus::kUsage;
    }
    PrintExact(*script);
    return ExitStatus::kOk;
  }
};

struct ManualCommand {
  const CLI::App* command = nullptr;
  std::string directory;

  void Declare(CLI::App& app) {
    command = &app;
    app.add_option("directory", directory, "Directory for the pages; it is made if it does not exist")
        ->type_name("DIRECTORY")
        ->required();
  }

  ExitStatus Run() const {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    for (const ManualPage& page : ManualPages(ProgramOf(*command))) {
      const std::string file = absl::StrCat(directory, "/", page.file);
      std::ofstream out(file, std::ios::binary | std::ios::trunc);
      out << page.text;
      out.close();
      if (out) continue;
      Complain(absl::StrCat("manual: ", file, " cannot be written"));
      return ExitStatus::kFailure;
    }
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddCompletionCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<CompletionCommand>(program, exit,
                                {.name = "completion",
                                 .group = kToolGroup,
                                 .summary = "Print a script with which a shell completes commands and options",
                                 .examples = "casejournal completion bash > casejournal.bash\n"
                                             "casejournal completion fish > casejournal.fish\n"
                                             "casejournal completion zsh > _casejournal"});
}

void AddManualCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ManualCommand>(program, exit,
                            {.name = "manual",
                             .group = kToolGroup,
                             .summary = "Write the manual pages of all commands",
                             .examples = "casejournal manual ./man"});
}

}  // namespace casejournal::services
