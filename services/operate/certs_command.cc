// casejournal certs: make certificates for a trial on one machine.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/credentials/certificates.h"
#include "services/files/given_file.h"
#include "services/operate/commands.h"

namespace casejournal::services {
namespace {

constexpr unsigned kSecretMode = 0600;
constexpr unsigned kPublicMode = 0644;

struct CertsDevCommand {
  std::string directory;
  std::vector<std::string> hosts;
  bool force = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--out", directory, "Directory for the files; it is made if it does not exist")
        ->type_name("DIRECTORY")
        ->required();
    app.add_option("--host", hosts,
                   "Another name or address of the server, besides localhost, 127.0.0.1,\nand ::1; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_flag("--force", force, "Replace files that exist");
    json.Declare(app, "Print the files and the day on which the certificates expire as JSON");
  }

  ExitStatus Run() {
    const absl::StatusOr<DevelopmentCertificates> made = MakeDevelopmentCertificates(hosts, absl::Now());
    if (!made.ok()) {
      Complain(made.status().message());
      return absl::IsInvalidArgument(made.status()) ? ExitStatus::kUsage : ExitStatus::kFailure;
    }
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    for (const char* name : {"ca.pem", "server.pem", "server-key.pem", "client.pem", "client-key.pem"}) {
      if (force || !std::filesystem::exists(Path(name), error)) continue;
      Complain(absl::StrCat(Path(name), " exists and was not replaced; --force replaces all five files"));
      return ExitStatus::kRefused;
    }
    // The keys first: a server that runs with these files waits for the certificate that belongs to its key.
    const std::pair<const char*, const std::string*> secrets[] = {{"server-key.pem", &made->server.key},
                                                                  {"client-key.pem", &made->client.key}};
    const std::pair<const char*, const std::string*> publics[] = {{"ca.pem", &made->authority},
                                                                  {"server.pem", &made->server.certificate},
                                                                  {"client.pem", &made->client.certificate}};
    for (const auto& [name, content] : secrets) {
      if (absl::Status written = Write(name, *content, kSecretMode); !written.ok()) return ExplainFileFailure(written);
    }
    for (const auto& [name, content] : publics) {
      if (absl::Status written = Write(name, *content, kPublicMode); !written.ok()) return ExplainFileFailure(written);
    }
    Show(*made);
    return ExitStatus::kOk;
  }

 private:
  std::string Path(const std::string& name) const { return (std::filesystem::path(directory) / name).string(); }

  absl::Status Write(const char* name, const std::string& content, unsigned mode) const {
    std::error_code error;
    if (mode == kSecretMode) std::filesystem::remove(Path(name), error);  // so that its mode counts
    return WriteFile(Path(name), content, mode);
  }

  void Show(const DevelopmentCertificates& made) const {
    const std::string until = absl::FormatTime("%Y-%m-%d", made.not_after, absl::UTCTimeZone());
    if (json) {
      const nlohmann::ordered_json shown = {{"ca", Path("ca.pem")},
                                            {"serverCertificate", Path("server.pem")},
                                            {"serverKey", Path("server-key.pem")},
                                            {"client", Path("client.pem")},
                                            {"clientKey", Path("client-key.pem")},
                                            {"clientName", kDevelopmentClient},
                                            {"expiresOn", until}};
      Print(absl::StrCat(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return;
    }
    Print(absl::StrCat("Certificates for development, until ", until, ", in ", directory,
                       ". The key of their authority was not kept.\n"
                       "  ca.pem                      the authority: for clients, and for --client-ca\n"
                       "  server.pem, server-key.pem  the server\n"
                       "  client.pem, client-key.pem  a client, known as dns:",
                       kDevelopmentClient, "\nTo serve with them: casejournal serve --tls-cert ",
                       ShellWord(Path("server.pem")), " --tls-key ", ShellWord(Path("server-key.pem")),
                       " ...\nFor clients: export CASEJOURNAL_CA=",
                       ShellWord(std::filesystem::absolute(Path("ca.pem")).string()), "\n"));
  }
};

}  // namespace

void AddCertsCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& certs = DeclareCommand(program, {.name = "certs",
                                             .group = kRunGroup,
                                             .summary = "Make certificates for a trial",
                                             .examples = "casejournal certs dev --out ./certs"});
  certs.require_subcommand(1);
  AddCommand<CertsDevCommand>(
      certs, exit,
      {.name = "dev",
       .group = kRunGroup,
       .summary = "Make an authority, and a certificate each for a server and a client",
       .examples = "casejournal certs dev --out ./certs\n"
                   "casejournal certs dev --out ./certs --host journal.lan --host 192.168.1.20 --force"});
}

}  // namespace casejournal::services
