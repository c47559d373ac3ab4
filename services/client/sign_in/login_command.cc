// casejournal login: sign in to a server with a token, and keep the token with the context of the server.
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "casejournal/v1/journal_service.pb.h"
#include "services/client/call_failure.h"
#include "services/client/connection/token_file.h"
#include "services/client/contexts.h"
#include "services/client/journal_client.h"
#include "services/client/sign_in/caller_words.h"
#include "services/client/sign_in/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/files/given_file.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

// A file with a token that is not known to be good yet; removed unless it is kept.
class PendingToken {
 public:
  explicit PendingToken(std::string path) : path_(std::move(path)) {}
  ~PendingToken() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  PendingToken(const PendingToken&) = delete;
  PendingToken& operator=(const PendingToken&) = delete;

  absl::Status Write(const std::string& token) const {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    std::filesystem::create_directories(folder, error);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    std::filesystem::remove(path_, error);  // so that the mode counts
    return WriteFile(path_, absl::StrCat(token, "\n"), 0600);
  }

  // Move it to its place. Return whether that worked.
  bool Keep(const std::string& place) const {
    std::error_code error;
    std::filesystem::rename(path_, place, error);
    return !error;
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct LoginCommand {
  const CLI::App* command = nullptr;
  std::string name;
  ServerFlags server;
  JsonFlag json;

  void Declare(CLI::App& app) {
    command = &app;
    app.add_option("name", name,
                   "Name of the context to keep the token with [default: the one in use, or\n\"default\"]")
        ->type_name("NAME");
    json.Declare(app, "Print the CallerDescribed of the GetJournalResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    const std::string file = ContextsFile();
    if (file.empty()) {
      Complain("login: $HOME is not set, so that there is no place for the token");
      return ExitStatus::kUsage;
    }
    absl::StatusOr<Contexts> contexts = ReadContexts(file);
    if (!contexts.ok()) {
      Complain(contexts.status().message());
      return ExitStatus::kUsage;
    }
    if (const std::string wrong = Choose(*contexts); !wrong.empty()) {
      Complain(absl::StrCat("login: ", wrong));
      return ExitStatus::kUsage;
    }
    std::string token;
    if (const ExitStatus read = ReadToken(&token); read != ExitStatus::kOk) return read;

    const PendingToken pending(absl::StrCat(TokenFileOf(name), ".new"));
    if (absl::Status written = pending.Write(token); !written.ok()) return ExplainFileFailure(written);
    server.connection.token_file = pending.path();
    JournalClient client(server);
    v1::GetJournalResponse journal;
    const grpc::Status answered = client.described().GetJournal(client.OneAnswer().get(), {}, &journal);
    if (!answered.ok()) return ReportFailure(answered, client.server());

    std::error_code ignored;
    const std::string ca = server.Connection().ca;
    const Context context{.server = server.server,
                          .ca = ca.empty() ? "" : std::filesystem::absolute(ca, ignored).string(),
                          .token_file = TokenFileOf(name)};
    contexts->servers[name] = context;
    contexts->current = name;
    absl::Status stored = WriteContexts(*contexts, file);
    if (stored.ok() && !pending.Keep(context.token_file))
      stored = absl::UnavailableError(absl::StrCat(context.token_file, " cannot be written"));
    if (!stored.ok()) return ExplainFileFailure(stored);
    Show(journal);
    return ExitStatus::kOk;
  }

 private:
  // Choose the context and its server. Return what is wrong.
  std::string Choose(const Contexts& contexts) {
    if (name.empty()) name = contexts.current.empty() ? "default" : contexts.current;
    if (!IsContextName(name)) return "a name has 1 to 64 letters, digits, hyphens, dots, and underscores";
    if (server.connection.insecure_dev) return "a server with --insecure-dev takes no token";
    const auto found = contexts.servers.find(name);
    if (found == contexts.servers.end()) return "";
    if (command->get_option("--server")->count() == 0) server.server = found->second.server;
    if (server.connection.ca.empty() && server.server == found->second.server) server.connection.ca = found->second.ca;
    return "";
  }

  // Read the token from its file or from standard input, and check what can be checked here.
  ExitStatus ReadToken(std::string* token) const {
    const bool from_input = server.connection.token_file.empty() || server.connection.token_file == "-";
    if (from_input && ::isatty(STDIN_FILENO) == 1) Remark("Paste the token, then press Enter and Ctrl-D.");
    std::string text;
    if (!from_input) WarnIfOthersMayRead(server.connection.token_file);
    if (absl::Status read = ReadInput(from_input ? "-" : server.connection.token_file, &text); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    *token = TokenIn(text);
    const absl::Status usable =
        CheckToken(*token, from_input ? "standard input" : server.connection.token_file, absl::Now());
    if (usable.ok()) return ExitStatus::kOk;
    Complain(usable.message());
    return ExitStatusOf(static_cast<int>(usable.code()));
  }

  void Show(const v1::GetJournalResponse& journal) const {
    if (json) {
      Print(JsonLine(journal.caller()));
      return;
    }
    const std::string until = CallerUntil(journal);
    const std::string roles = CallerRoles(journal.caller());
    Print(absl::StrCat(
        "Signed in to ", journal.origin(), " at ", server.server, " as ", CallerName(journal.caller()),
        until.empty() ? "" : absl::StrCat(", until ", until), ".\n",
        roles.empty() ? "No role in the journal; a case may give one.\n" : absl::StrCat("Roles: ", roles, ".\n"),
        "Commands ask ", name, " (", server.server, ").\n"));
  }
};

}  // namespace

void AddLoginCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<LoginCommand>(
      program, exit,
      {.name = "login",
       .group = kToolGroup,
       .summary = "Sign in to a server with a token, and keep it",
       .examples = "casejournal login --token-file grace.jwt\n"
                   "casejournal login county --server journal.court.example:7464 --token-file grace.jwt\n"
                   "get-token | casejournal login county"});
}

}  // namespace casejournal::services
