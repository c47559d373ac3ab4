// casejournal use: name servers, and choose the one that commands ask.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/contexts.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/local_failure.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/net/host_port.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct UseCommand {
  std::string name;
  std::string server;
  std::string ca;
  bool none = false;
  bool forget = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("name", name, "Name of the context to use. Without it: list all contexts")->type_name("NAME");
    app.add_option("--server", server, "Give this name to a server")
        ->type_name("HOST:PORT")
        ->check([](const std::string& text) { return std::string(ParseHostPort(text).status().message()); });
    app.add_option("--ca", ca,
                   "PEM file with the authority of the server's certificate [default: those of\nthe system]")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    app.add_flag("--forget", forget, "Remove the context with this name, and its token");
    app.add_flag("--none", none, "Use no context: commands then ask the default server");
    format.Declare(app, "Print each context as JSON per line: its name, its server, and whether it is in\nuse");
  }

  ExitStatus Run() {
    const std::string file = ContextsFile();
    if (file.empty()) {
      Complain("use: $HOME is not set, so that there is no place for contexts");
      return ExitStatus::kUsage;
    }
    absl::StatusOr<Contexts> contexts = ReadContexts(file);
    if (!contexts.ok()) {
      Complain(contexts.status().message());
      return ExitStatus::kUsage;
    }
    if (name.empty() && !none) return List(*contexts);
    if (const std::string wrong = Change(*contexts); !wrong.empty()) {
      Complain(absl::StrCat("use: ", wrong));
      return ExitStatus::kUsage;
    }
    if (absl::Status written = WriteContexts(*contexts, file); !written.ok()) return ExplainFileFailure(written);
    if (format.json()) {
      PrintJson(*contexts, contexts->current);
      return ExitStatus::kOk;
    }
    Print(contexts->current.empty() ? "No context is in use.\n"
                                    : absl::StrCat("Commands ask ", contexts->current, " (",
                                                   contexts->servers[contexts->current].server, ").\n"));
    return ExitStatus::kOk;
  }

 private:
  // Return what is wrong with the request; nothing if `contexts` was changed.
  std::string Change(Contexts& contexts) const {
    if (none) {
      if (!name.empty() || !server.empty() || !ca.empty() || forget) return "--none goes with nothing else";
      contexts.current.clear();
      return "";
    }
    if (!IsContextName(name)) return "a name has 1 to 64 letters, digits, hyphens, dots, and underscores";
    if (forget && (!server.empty() || !ca.empty())) return "--forget does not go with --server and --ca";
    if (!server.empty()) {
      // A token is for one server: it does not go to another one under the same name.
      Context& context = contexts.servers[name];
      if (context.server != server) context = Context();
      context.server = server;
    }
    if (!ca.empty()) {
      if (contexts.servers.count(name) == 0) return "--ca needs --server, or the name of a context that exists";
      std::error_code ignored;
      contexts.servers[name].ca = std::filesystem::absolute(ca, ignored).string();
    }
    if (contexts.servers.count(name) == 0) {
      std::vector<std::string> names;
      for (const auto& each : contexts.servers) names.push_back(each.first);
      const std::string near = NearestName(name, names);
      return absl::StrCat("there is no context ", name, near.empty() ? "" : absl::StrCat("; did you mean ", near, "?"),
                          "\nTo make it: casejournal use ", name, " --server HOST:PORT");
    }
    if (!forget) {
      contexts.current = name;
      return "";
    }
    // The token that `casejournal login` stored goes, too.
    if (contexts.servers[name].token_file == TokenFileOf(name)) {
      std::error_code ignored;
      std::filesystem::remove(TokenFileOf(name), ignored);
    }
    contexts.servers.erase(name);
    if (contexts.current == name) contexts.current.clear();
    return "";
  }

  static void PrintJson(const Contexts& contexts, const std::string& name) {
    const auto found = contexts.servers.find(name);
    if (found == contexts.servers.end()) return;
    nlohmann::ordered_json context = {
        {"name", name}, {"server", found->second.server}, {"inUse", name == contexts.current}};
    if (!found->second.ca.empty()) context["ca"] = found->second.ca;
    if (!found->second.token_file.empty()) context["tokenFile"] = found->second.token_file;
    Print(absl::StrCat(context.dump(), "\n"));
  }

  ExitStatus List(const Contexts& contexts) const {
    Listing list(format.format, {{.title = "In use"}, {.title = "Context"}, {.title = "Server"}});
    for (const auto& [each, context] : contexts.servers) {
      if (format.json()) {
        PrintJson(contexts, each);
      } else {
        const bool in_use = each == contexts.current;
        list.Add({in_use ? "*" : "", Cell(each, in_use ? Tone::kStrong : Tone::kPlain), context.server});
      }
    }
    if (contexts.servers.empty()) {
      list.Finish("There is no context. To make one: casejournal use NAME --server HOST:PORT");
    } else {
      list.Flush();
    }
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddUseCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<UseCommand>(program, exit,
                         {.name = "use",
                          .group = kToolGroup,
                          .summary = "Name servers, and choose the one that commands ask",
                          .examples = "casejournal use county --server 127.0.0.1:7464\n"
                                      "casejournal use county\n"
                                      "casejournal use"});
}

}  // namespace casejournal::services
