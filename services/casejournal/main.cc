// The program: both the server of a journal and its client.
#include <sys/prctl.h>

#include <csignal>
#include <cstring>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "services/client/evidence/commands.h"
#include "services/client/reading/commands.h"
#include "services/client/recording/commands.h"
#include "services/console/output.h"
#include "services/console/version.h"
#include "services/operate/commands.h"

namespace casejournal::services {
namespace {

constexpr char kDescription[] =
    "CaseJournal: the journal of record for child-welfare case planning.\n"
    "Events are appended and never changed; plans, histories, and registers are computed from them.";

constexpr char kFooter[] =
    "Examples:\n"
    "  casejournal init --data ./journal --origin court.example/juvenile --time-zone America/New_York\n"
    "  casejournal serve --data ./journal --development-actor \"wren.example/u-104/Grace Bell\"\n"
    "  casejournal import plans.jsonl\n"
    "  casejournal plan 25JU-01-0123\n"
    "  casejournal plan 25JU-01-0123 --known-day 2025-03-31    # what the record said then\n"
    "  casejournal docket 25JU-01-0123 --explain               # what is due, and why\n"
    "  casejournal history 25JU-01-0123 --part counselling\n"
    "  casejournal verify --key \"$(cat journal.vkey)\"\n"
    "\n"
    "Client commands connect to --server HOST:PORT, or to $CASEJOURNAL_SERVER, or to 127.0.0.1:7464.\n"
    "Days are written YYYY-MM-DD. Each command has its own --help with examples.\n"
    "\n";

void AddCommands(CLI::App& program, ExitStatus& exit) {
  AddAppendCommand(program, exit);
  AddImportCommand(program, exit);
  AddPlanCommand(program, exit);
  AddFiguresCommand(program, exit);
  AddFindingsCommand(program, exit);
  AddDocketCommand(program, exit);
  AddWorkCommand(program, exit);
  AddNotesCommand(program, exit);
  AddCasesCommand(program, exit);
  AddPersonsCommand(program, exit);
  AddHistoryCommand(program, exit);
  AddReplayCommand(program, exit);
  AddRegisterCommand(program, exit);
  AddEventsCommand(program, exit);
  AddSubscribeCommand(program, exit);
  AddJournalCommand(program, exit);
  AddEventTypesCommand(program, exit);
  AddCodesCommand(program, exit);
  AddCatalogCommand(program, exit);
  AddCheckpointCommand(program, exit);
  AddKeyCommand(program, exit);
  AddProofCommand(program, exit);
  AddExhibitCommand(program, exit);
  AddMirrorCommand(program, exit);
  AddVerifyCommand(program, exit);
  AddInitCommand(program, exit);
  AddServeCommand(program, exit);
  AddRulesCommand(program, exit);
  AddFsckCommand(program, exit);
  AddContinueCommand(program, exit);
  AddRebuildCommand(program, exit);
}

ExitStatus Main(int argc, char** argv) {
  // If the reader of our output goes away, the failed write reports it (output.h), not a signal.
  std::signal(SIGPIPE, SIG_IGN);

  ExitStatus exit = ExitStatus::kOk;
  CLI::App program(kDescription, "casejournal");
  program.set_version_flag("--version", std::string("casejournal ") + kVersion);
  program.require_subcommand(1);
  program.footer(kFooter + ExitStatusHelp());
  AddCommands(program, exit);

  try {
    program.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {  // Ours: the error was already printed.
    exit = static_cast<ExitStatus>(error.get_exit_code());
  } catch (const CLI::ParseError& error) {  // CLI11 throws this for --help, too.
    exit = program.exit(error) == 0 ? ExitStatus::kOk : ExitStatus::kUsage;
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
  const bool serves = argc > 1 && std::strcmp(argv[1], "serve") == 0;
  ::prctl(PR_SET_THP_DISABLE, serves ? 0 : 1, 0, 0, 0);
  // Debian's Abseil is built with deadlock detection, which slows down our locks and those of gRPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return static_cast<int>(casejournal::services::Main(argc, argv));
}
