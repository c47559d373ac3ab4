// The commands that read the record, one function and one file each.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Each adds its subcommand to `program`. When the command line names it, parsing runs it and stores in `exit` how it
// ended. `program` and `exit` must outlive the parse.
void AddPlanCommand(CLI::App& program, ExitStatus& exit);
void AddDiffCommand(CLI::App& program, ExitStatus& exit);
void AddFiguresCommand(CLI::App& program, ExitStatus& exit);
void AddTimelineCommand(CLI::App& program, ExitStatus& exit);
void AddFindingsCommand(CLI::App& program, ExitStatus& exit);
void AddDocketCommand(CLI::App& program, ExitStatus& exit);
void AddUseCommand(CLI::App& program, ExitStatus& exit);
void AddWorkCommand(CLI::App& program, ExitStatus& exit);
void AddNotesCommand(CLI::App& program, ExitStatus& exit);
void AddCasesCommand(CLI::App& program, ExitStatus& exit);
void AddPersonsCommand(CLI::App& program, ExitStatus& exit);
void AddHistoryCommand(CLI::App& program, ExitStatus& exit);
void AddReplayCommand(CLI::App& program, ExitStatus& exit);
void AddRegisterCommand(CLI::App& program, ExitStatus& exit);
void AddShowCommand(CLI::App& program, ExitStatus& exit);
void AddStatusCommand(CLI::App& program, ExitStatus& exit);
void AddEventsCommand(CLI::App& program, ExitStatus& exit);
void AddSubscribeCommand(CLI::App& program, ExitStatus& exit);
void AddJournalCommand(CLI::App& program, ExitStatus& exit);
void AddEventTypesCommand(CLI::App& program, ExitStatus& exit);
void AddCodesCommand(CLI::App& program, ExitStatus& exit);
void AddCatalogCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_COMMANDS_H_
