#include "services/casejournal/tool_commands.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/help/completion.h"
#include "services/console/help/glossary.h"
#include "services/console/help/manual.h"
#include "services/console/listing.h"
#include "services/console/local_failure.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/files/given_file.h"

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
      const absl::Status written = WriteFile(file, page.text);
      if (!written.ok()) return ExplainFileFailure(written);
    }
    return ExitStatus::kOk;
  }
};

struct GlossaryCommand {
  std::string word;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("word", word, "Only this word")->type_name("WORD");
    format.Declare(app, "Print each word with its meaning as JSON per line");
  }

  ExitStatus Run() const {
    Listing list(format.format, {{.title = "Word"}, {.title = "Meaning", .wraps = true, .width_min = 30, .rank = 1}});
    std::vector<std::string> words;
    for (const GlossaryWord& each : Glossary()) {
      words.push_back(each.word);
      if (!word.empty() && !absl::EqualsIgnoreCase(each.word, word)) continue;
      if (format.json()) {
        const nlohmann::ordered_json line = {{"word", each.word}, {"meaning", each.meaning}};
        if (!Print(absl::StrCat(line.dump(), "\n"))) break;
      }
      list.Add({Cell(each.word, Tone::kStrong), each.meaning});
    }
    if (list.rows() == 0) {
      const std::string near = NearestName(word, words);
      Complain(absl::StrCat("glossary: there is no word \"", word, "\"",
                            near.empty() ? "" : absl::StrCat("; did you mean ", near, "?")));
      return ExitStatus::kNotFound;
    }
    list.Flush();
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddGlossaryCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<GlossaryCommand>(program, exit,
                              {.name = "glossary",
                               .group = kToolGroup,
                               .summary = "Say what the words mean that results use",
                               .examples = "casejournal glossary\n"
                                           "casejournal glossary 'working plan'",
                               .pages = true});
}

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
