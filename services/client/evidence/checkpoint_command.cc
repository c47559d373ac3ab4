// casejournal checkpoint: print the newest signed checkpoint.
#include "services/client/call_failure.h"
#include "services/client/evidence/commands.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

struct CheckpointCommand {
  ServerFlags server;
  uint64_t min_size = 0;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--min-size", min_size, "Require a checkpoint that covers at least N entries [default: 0]")
        ->type_name("N")
        ->check(CheckWholeNumber);
    json.Declare(app, "Print the GetCheckpointResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetCheckpointRequest request;
    request.set_min_size(min_size);
    v1::GetCheckpointResponse response;
    const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    Print(json ? JsonText(response) : response.checkpoint().note());
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddCheckpointCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<CheckpointCommand>(
      program, exit,
      {.name = "checkpoint",
       .group = kProveGroup,
       .summary = "Print the newest checkpoint exactly as signed (C2SP signed note)",
       .examples = "casejournal checkpoint\n"
                   "casejournal checkpoint > journal.checkpoint\n"
                   "casejournal verify --key \"$(cat journal.vkey)\" --since journal.checkpoint"});
}

}  // namespace casejournal::services
