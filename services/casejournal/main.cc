// The program: both the server of a journal and its client.
#include <google/protobuf/stubs/common.h>
#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "services/casejournal/last_words.h"
#include "services/casejournal/tool_commands.h"
#include "services/client/access/commands.h"
#include "services/client/evidence/commands.h"
#include "services/client/reading/commands.h"
#include "services/client/recording/commands.h"
#include "services/client/sign_in/commands.h"
#include "services/console/command_line.h"
#include "services/console/display.h"
#include "services/console/help/help_text.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/console/version.h"
#include "services/operate/commands.h"

namespace casejournal::services {
namespace {

constexpr char kDescription[] =
    "CaseJournal: the journal of record for child-welfare case planning.\n"
    "Events are appended and never changed; plans, histories, and registers are computed from them.";

constexpr char kFooter[] =
    "Examples:\n"
    "  casejournal init --data ./journal --origin court.example/juvenile --time-zone America/New_York \\\n"
    "      --administrator \"dev.casejournal.invalid/u-1/Ruth Adams\"\n"
    "  casejournal certs dev --out ./certs                     # for a trial on this machine\n"
    "  casejournal token dev --keys ./certs --subject u-1 --name \"Ruth Adams\" -o ruth.jwt\n"
    "  casejournal token dev --keys ./certs --subject u-104 --name \"Grace Bell\" -o grace.jwt\n"
    "  casejournal serve --data ./journal --tls-cert certs/server.pem --tls-key certs/server-key.pem \\\n"
    "      --token-keys certs/token-keys.json --token-issuer dev.casejournal.invalid \\\n"
    "      --token-audience casejournal\n"
    "  casejournal login --ca certs/ca.pem --token-file ruth.jwt      # the administrator sees no case\n"
    "  casejournal roles give --to \"dev.casejournal.invalid/u-104/Grace Bell\" --role supervisor\n"
    "  casejournal login --ca certs/ca.pem --token-file grace.jwt\n"
    "  casejournal import plans.jsonl\n"
    "  casejournal plan 25JU-01-0123\n"
    "  casejournal plan 25JU-01-0123 --known-day 2025-03-31    # what the record said then\n"
    "  casejournal docket 25JU-01-0123 --explain               # what is due, and why\n"
    "  casejournal history 25JU-01-0123 --part counselling\n"
    "  casejournal verify --key \"$(cat journal.vkey)\"\n"
    "\n"
    "Client commands connect to --server HOST:PORT, or to $CASEJOURNAL_SERVER, or to the server that\n"
    "\"casejournal login\" or \"casejournal use\" chose, or to 127.0.0.1:7464. Days are written\n"
    "YYYY-MM-DD, or today, yesterday, tomorrow, -30d, +2w; days and weeks count in the time zone of\n"
    "the journal.\n"
    "\"casejournal help COMMAND\" shows the help of a command, with examples; \"casejournal glossary\"\n"
    "says what words such as \"in force\" mean.\n"
    "\n";

// The parser of messages writes a line for each text that is not UTF-8, and anybody can send any number of them. The
// error of the call names the field.
void SayOnlyWhatEndsTheProgram(google::protobuf::LogLevel level, const char* file, int line, const std::string& words) {
  if (level == google::protobuf::LOGLEVEL_FATAL)
    std::fprintf(stderr, "casejournal: %s:%d: %s\n", file, line, words.c_str());
}

void AddCommands(CLI::App& program, ExitStatus& exit) {
  AddAppendCommand(program, exit);
  AddImportCommand(program, exit);
  AddGrantCommand(program, exit);
  AddRevokeCommand(program, exit);
  AddPlanCommand(program, exit);
  AddDiffCommand(program, exit);
  AddFiguresCommand(program, exit);
  AddTimelineCommand(program, exit);
  AddFindingsCommand(program, exit);
  AddDocketCommand(program, exit);
  AddWorkCommand(program, exit);
  AddNotesCommand(program, exit);
  AddCasesCommand(program, exit);
  AddPersonsCommand(program, exit);
  AddHistoryCommand(program, exit);
  AddReplayCommand(program, exit);
  AddRegisterCommand(program, exit);
  AddShowCommand(program, exit);
  AddRolesCommand(program, exit);
  AddWhoMayCommand(program, exit);
  AddDisclosuresCommand(program, exit);
  AddEventsCommand(program, exit);
  AddSubscribeCommand(program, exit);
  AddJournalCommand(program, exit);
  AddStatusCommand(program, exit);
  AddEventTypesCommand(program, exit);
  AddCodesCommand(program, exit);
  AddCatalogCommand(program, exit);
  AddCheckpointCommand(program, exit);
  AddKeyCommand(program, exit);
  AddProofCommand(program, exit);
  AddDocumentCommand(program, exit);
  AddExhibitCommand(program, exit);
  AddMirrorCommand(program, exit);
  AddVerifyCommand(program, exit);
  AddInitCommand(program, exit);
  AddNameAdministratorCommand(program, exit);
  AddServeCommand(program, exit);
  AddRehearseCommand(program, exit);
  AddRulesCommand(program, exit);
  AddFsckCommand(program, exit);
  AddContinueCommand(program, exit);
  AddRebuildCommand(program, exit);
  AddBackupCommand(program, exit);
  AddRestoreCommand(program, exit);
  AddKeysCommand(program, exit);
  AddCertsCommand(program, exit);
  AddTokenCommand(program, exit);
  AddLoginCommand(program, exit);
  AddWhoamiCommand(program, exit);
  AddUseCommand(program, exit);
  AddGlossaryCommand(program, exit);
  AddCompletionCommand(program, exit);
  AddManualCommand(program, exit);
}

ExitStatus Main(int argc, char** argv) {
  // If the reader of our output goes away, the failed write reports it (output.h), not a signal.
  std::signal(SIGPIPE, SIG_IGN);

  ExitStatus exit = ExitStatus::kOk;
  CLI::App program(kDescription, "casejournal");
  program.set_version_flag("--version", std::string("casejournal ") + kVersion);
  program.formatter(std::make_shared<HelpText>(TerminalWidth()));
  program.require_subcommand(1);
  program.footer(kFooter + ExitStatusHelp());
  try {
    AddCommands(program, exit);
  } catch (const CLI::RuntimeError& error) {  // Ours: the error was already printed.
    return FinishOutput(static_cast<ExitStatus>(error.get_exit_code()));
  }

  absl::StatusOr<std::vector<std::string>> arguments = ArgumentsAsMeant(program, {argv + 1, argv + argc});
  if (!arguments.ok()) {
    Complain(arguments.status().message());
    return FinishOutput(ExitStatus::kUsage);
  }
  try {
    std::reverse(arguments->begin(), arguments->end());  // the parser takes them from the end
    program.parse(*std::move(arguments));
  } catch (const CLI::RuntimeError& error) {  // Ours: the error was already printed.
    exit = static_cast<ExitStatus>(error.get_exit_code());
  } catch (const CLI::Success& asked) {  // --help and --version
    program.exit(asked);
    exit = ExitStatus::kOk;
  } catch (const CLI::ParseError& error) {
    if (std::count(argv + 1, argv + argc, std::string_view("--json")) > 0) ChooseJson();
    Complain(WhatIsWrong(program, error));
    exit = ExitStatus::kUsage;
  }
  return FinishOutput(exit);
}

}  // namespace
}  // namespace casejournal::services

// The allocator reads this before main: use large pages, which only the server needs. Cases in use fill memory that was
// never touched before; without large pages this took a twelfth of the processor time of an append.
extern "C" const char* malloc_conf;
const char* malloc_conf = "thp:always,metadata_thp:auto";

int main(int argc, char** argv) {
  casejournal::services::SayLastWords();
  const bool serves = argc > 1 && std::strcmp(argv[1], "serve") == 0;
  ::prctl(PR_SET_THP_DISABLE, serves ? 0 : 1, 0, 0, 0);
  // What gRPC says of a failed connection is also in the error of the call, in our words.
  if (!serves) ::setenv("GRPC_VERBOSITY", "NONE", 0);
  google::protobuf::SetLogHandler(casejournal::services::SayOnlyWhatEndsTheProgram);
  // Debian's Abseil is built with deadlock detection, which slows down our locks and those of gRPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return static_cast<int>(casejournal::services::Main(argc, argv));
}
