// casejournal token: sign tokens for a trial.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/credentials/token_key.h"
#include "services/files/given_file.h"
#include "services/operate/commands.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kLongest = absl::Hours(24 * 366);

std::string CheckClaim(const std::string& text) {
  return text.empty() || text.size() > 200 || FirstInvalidByte(text) != text.size() ? "expected 1 to 200 bytes of UTF-8"
                                                                                    : "";
}

struct TokenDevCommand {
  std::string directory;
  TokenToSign token{.issuer = "dev.casejournal.invalid", .audience = "casejournal"};
  std::string expires_in = "8h";
  std::string output;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--keys", directory,
                   "Directory with the key that signs (token-key.pem) and its key set\n"
                   "(token-keys.json); both are made if they do not exist")
        ->type_name("DIRECTORY")
        ->required();
    app.add_option("--subject", token.subject, "Who: the id of the member of staff or of the service")
        ->type_name("ID")
        ->check(CheckClaim)
        ->required();
    app.add_option("--name", token.name, "The name of the member of staff or of the service")
        ->type_name("NAME")
        ->check(CheckClaim)
        ->required();
    app.add_option("--issuer", token.issuer, "Who says so; serve --token-issuer must be the same")
        ->type_name("NAME")
        ->check(CheckClaim)
        ->capture_default_str();
    app.add_option("--audience", token.audience,
                   "Which server the token is for; serve --token-audience must be the\nsame")
        ->type_name("NAME")
        ->check(CheckClaim)
        ->capture_default_str();
    app.add_option("--expires-in", expires_in, "How long the token counts; below 0, it has expired, for tests")
        ->type_name("DURATION")
        ->capture_default_str();
    app.add_option("-o,--output", output,
                   "File for the token, which only its owner can read [default: standard\noutput]")
        ->type_name("FILE");
    json.Declare(app, "Print the token, what it says, and the file of the key set as JSON");
  }

  ExitStatus Run() {
    absl::Duration duration;
    if (!absl::ParseDuration(expires_in, &duration) || duration > kLongest || duration < -kLongest) {
      Complain(absl::StrCat("token: --expires-in: \"", expires_in,
                            "\" given; allowed: a duration of at most 8784h, for example 30m or 8h"));
      return ExitStatus::kUsage;
    }
    const absl::StatusOr<TokenKeyPair> key = Key();
    if (!key.ok()) {
      const ExitStatus exit = ExplainFileFailure(key.status());
      return absl::IsInvalidArgument(key.status()) ? ExitStatus::kMalformed : exit;
    }
    const absl::Time now = absl::Now();
    token.expires_at = now + duration;
    token.issued_at = std::min(now, token.expires_at - absl::Seconds(1));
    const std::string text = key->Sign(token);
    if (!output.empty()) {
      std::error_code error;
      if (std::filesystem::is_regular_file(output, error))
        std::filesystem::remove(output, error);  // so that the mode counts
      if (absl::Status written = WriteFile(output, absl::StrCat(text, "\n"), 0600); !written.ok())
        return ExplainFileFailure(written);
    }
    Show(text);
    return ExitStatus::kOk;
  }

 private:
  std::string KeyPath() const { return (std::filesystem::path(directory) / "token-key.pem").string(); }
  std::string KeySetPath() const { return (std::filesystem::path(directory) / "token-keys.json").string(); }

  // Read the key, or make it.
  absl::StatusOr<TokenKeyPair> Key() const {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (!std::filesystem::exists(KeyPath(), error)) {
      const TokenKeyPair key = TokenKeyPair::Generate();
      if (absl::Status written = WriteFile(KeyPath(), key.Pem(), 0600); !written.ok()) return written;
      if (absl::Status written = WriteFile(KeySetPath(), key.KeySetJson()); !written.ok()) return written;
      Remark(
          absl::StrCat("Made a key that signs tokens, and its key set, ", KeySetPath(), ", for serve --token-keys."));
      return key;
    }
    std::string pem;
    if (absl::Status read = ReadInput(KeyPath(), &pem); !read.ok()) return read;
    absl::StatusOr<TokenKeyPair> key = TokenKeyPair::FromPem(pem);
    if (!key.ok()) return absl::InvalidArgumentError(absl::StrCat(KeyPath(), ": ", key.status().message()));
    if (!std::filesystem::exists(KeySetPath(), error)) {
      if (absl::Status written = WriteFile(KeySetPath(), key->KeySetJson()); !written.ok()) return written;
    }
    return key;
  }

  void Show(const std::string& text) const {
    const std::string until = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", token.expires_at, absl::UTCTimeZone());
    if (json) {
      nlohmann::ordered_json shown = {{"issuer", token.issuer},     {"subject", token.subject}, {"name", token.name},
                                      {"audience", token.audience}, {"expiresAt", until},       {"keys", KeySetPath()}};
      shown[output.empty() ? "token" : "tokenFile"] = output.empty() ? text : output;
      Print(absl::StrCat(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return;
    }
    if (output.empty()) {
      PrintExact(absl::StrCat(text, "\n"));
      return;
    }
    Print(absl::StrCat("A token for ", token.issuer, "/", token.subject, "/", token.name, ", until ", until, ", in ",
                       output, ".\nTo use it: casejournal login --token-file ", ShellWord(output), "\n"));
  }
};

}  // namespace

void AddTokenCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& sign = DeclareCommand(
      program, {.name = "token",
                .group = kRunGroup,
                .summary = "Sign tokens for a trial",
                .examples = "casejournal token dev --keys ./certs --subject u-104 --name \"Grace Bell\" -o grace.jwt"});
  sign.require_subcommand(1);
  AddCommand<TokenDevCommand>(
      sign, exit,
      {.name = "dev",
       .group = kRunGroup,
       .summary = "Sign a token with a key of one's own, which is made if needed",
       .examples = "casejournal token dev --keys ./certs --subject u-104 --name \"Grace Bell\" -o grace.jwt\n"
                   "casejournal token dev --keys ./certs --issuer wren.example --subject svc-7 --name Pipeline \\\n"
                   "    --expires-in 24h > pipeline.jwt"});
}

}  // namespace casejournal::services
