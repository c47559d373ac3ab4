// casejournal import: JSON Lines, one request per line.
#include "services/client/recording/commands.h"
#include "services/client/recording/import_files.h"
#include "services/console/command.h"

namespace casejournal::services {
namespace {

struct ImportCommand {
  ServerFlags server;
  FilesToImport asked;

  void Declare(CLI::App& app) {
    app.add_option("files", asked.files, "JSON Lines files with one AppendRequest per line; - for standard input")
        ->type_name("FILE")
        ->required();
    app.add_option("--from-line", asked.from_line, "Start at this line of the first file [default: 1]")
        ->type_name("N")
        ->check(CheckPositiveNumber);
    app.add_option("--window", asked.window, "Maximum number of requests in flight")
        ->type_name("N")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    app.add_flag("--keep-going", asked.keep_going,
                 "After a line is rejected, go on with other cases, and list every rejected line at the end");
    asked.json.Declare(app, "Print the summary, with a result for each file, as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    return ImportFiles(client, server, asked);
  }
};

}  // namespace

void AddImportCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ImportCommand>(program, exit,
                            {.name = "import",
                             .group = kRecordGroup,
                             .summary = "Record many requests from JSON Lines files, in order for each case",
                             .examples = "casejournal import plans.jsonl\n"
                                         "casejournal import --from-line 57 plans.jsonl more.jsonl\n"
                                         "casejournal import --keep-going plans.jsonl\n"
                                         "zcat plans.jsonl.gz | casejournal import -"});
}

}  // namespace casejournal::services
